"""What stands behind a verdict: each definition tried, with the way to its rows or its series."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from foja.meaning.series import EVERY_COUNTRY, definition_of
from foja.meaning.training_types import UNCLASSIFIED
from foja.measures.claim_ways import few_rows
from foja.measures.filters import COLUMNS
from foja.measures.rows import trainings_named
from foja.site.addresses import report_address, training_address
from foja.site.choice import Choice
from foja.site.claim_words import ours_words, plain_value, value_words, way_name, year_unit
from foja.site.cooperation_choice import FIRST_SHOWN, HOME, CooperationChoice
from foja.site.series_words import point_anchor, publisher_of
from foja.site.value_names import value_names
from foja.tables.selection import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from foja.meaning.claims import Claim
    from foja.meaning.series import Definition
    from foja.measures.claim_answer import Reckoned
    from foja.measures.claims import Tried, Verdict
    from foja.measures.filters import Filters
    from foja.site.language import Language
    from foja.site.reading import Reading, Row


@dataclass(frozen=True, slots=True)
class Link:
    """A way to rows: its text and its address."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class SeriesShown:
    """A series behind a definition: what it counts, by whom, and the points used.

    `points` are year, value, the note in the reader's language, and the address of the figure;
    `beside` is where the series stands on one axis with others.
    """

    name: str
    definition: str
    caveat: str
    publisher: str
    title: str
    url: str
    vintage: str
    points: tuple[tuple[int, str, str, str], ...]
    beside: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One definition as a page shows it.

    `admitted` is what a badge says: yes, no, unknown, or empty where the definition is only shown.
    `years` are the values by year from which it was found; `rows` are the trainings themselves.
    """

    key: str
    name: str
    value: str
    admitted: str
    decided: bool
    links: tuple[Link, ...]
    years: tuple[tuple[int, str], ...]
    other_years: tuple[tuple[int, str], ...]
    order: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Row, str], ...]
    series: SeriesShown | None


def shown_ways(verdict: Verdict, reading: Reading, language: Language) -> list[Shown]:
    """Return the definitions tried, in the ledger's order, each with its evidence."""
    return [_shown(one, verdict, reading, language) for one in verdict.tried]


def _shown(one: Tried, verdict: Verdict, reading: Reading, language: Language) -> Shown:
    found, way = one.found, one.found.way
    admitted = {True: "yes", False: "no", None: "unknown"}[one.admitted]
    return Shown(
        way.key,
        way_name(way, language),
        ours_words(found, verdict.claim, language),
        "" if way.shown_only else admitted,
        one is verdict.decided,
        _links(found, verdict.claim, reading, language),
        _years(found.years, found, language) if len(found.years) > 1 else (),
        _years(found.other_years, found, language),
        _order(found, reading, language),
        _rows(found, reading, language),
        _series(found, language),
    )


def _years(
    values: Sequence[tuple[int, Decimal]], found: Reckoned, language: Language
) -> tuple[tuple[int, str], ...]:
    unit = year_unit(found)
    return tuple((year, value_words(value, unit, language)) for year, value in values)


def _order(found: Reckoned, reading: Reading, language: Language) -> tuple[tuple[str, str], ...]:
    """Return the first of an order, named: countries, forces, or years with their distance."""

    def name(code: str) -> str:
        if found.way.how == "rank_country":
            return reading.country_name(code, code, language)
        return reading.force_name(code, language) if found.way.how == "rank_force" else code

    unit = "percent" if found.way.how == "nearest_year" else year_unit(found)
    scale = 100 if found.way.how == "nearest_year" else 1
    return tuple(
        (name(code), value_words(value * scale, unit, language)) for code, value in found.order[:5]
    )


def _links(found: Reckoned, claim: Claim, reading: Reading, language: Language) -> tuple[Link, ...]:
    """Return the ways to the rows; none to codes that these tables do not have."""
    _ = language.gettext
    filters, way = found.filters, found.way
    if filters is None:
        return ()
    chosen: list[tuple[str, Filters | None]] = []
    text = _("its rows") if way.taxonomy is None else _("rows of our types that hold them")
    chosen.append((text, replace(filters, country=way.country)))
    chosen.extend(
        (_("rows of %(year)s", year=year), filters.in_year(year))
        for year in _other_years(found, claim)
    )
    if way.rising:
        chosen.append((_("rows of what rises"), replace(filters, training_types=way.rising)))
    chosen.append((_("rows compared with"), found.compared))
    links = [
        Link(text, rows_address(known, language))
        for text, each in chosen
        if each is not None and (known := _of_known_codes(each, reading, language)) is not None
    ]
    report = f"{way.last}-{(way.last or 0) + 1}"
    if found.regions_lacking and report in reading.reports:
        read = Link(_("which volumes have been read"), report_address(language, report))
        links.append(read)
    return tuple(links)


def _other_years(found: Reckoned, claim: Claim) -> list[int]:
    """Return the years that the one asked is set beside."""
    years = []
    if found.way.how == "nearest_year" and found.value is not None:
        years.append(int(found.value))
    if found.as_low is not None and claim.operator.startswith("lowest"):
        years.append(found.as_low)
    if found.as_high is not None and claim.operator.startswith("highest"):
        years.append(found.as_high)
    return years


def _of_known_codes(filters: Filters, reading: Reading, language: Language) -> Filters | None:
    """Return the choice with the codes that the tables know, None where they know none of some."""
    names = value_names(reading.tables, language)
    for field in ("programs", "recipient_forces", "training_types", "places"):
        codes = getattr(filters, field)
        known = tuple(
            code
            for code in codes
            if code in {UNKNOWN, UNCLASSIFIED} or code in names.codes(COLUMNS[field])
        )
        if codes and not known:
            return None
        filters = replace(filters, **{field: known})  # type: ignore[arg-type]
    return filters


def rows_address(filters: Filters, language: Language) -> str:
    """Return the address of a choice's rows on the page of its country."""
    return Choice(str(filters.country), filters).address(language)


def _rows(found: Reckoned, reading: Reading, language: Language) -> tuple[tuple[Row, str], ...]:
    ids = few_rows(reading.tables, found)
    rows = {row["training_id"]: row for row in trainings_named(reading.tables, ids)}
    return tuple((rows[one], training_address(language, one)) for one in ids if one in rows)


def _series(found: Reckoned, language: Language) -> SeriesShown | None:
    if found.way.series is None:
        return None
    entry = definition_of(found.way.series)
    spanish = language.code == "es"
    page = _page_of(entry, found, language)
    points = tuple(
        (
            point.year,
            plain_value(point.value, entry.unit, language),
            (point.note_es if spanish else point.note_en) or "",
            f"{page}#{point_anchor(entry.key, point.year)}" if page else "",
        )
        for point in found.points
    )
    return SeriesShown(
        entry.name_es if spanish else entry.name_en,
        entry.definition_es if spanish else entry.definition_en,
        entry.caveat_es if spanish else entry.caveat_en,
        publisher_of(entry, language),
        entry.source_title,
        entry.source_url,
        entry.vintage_es if spanish else entry.vintage,
        points,
        f"{page}#panel-{entry.panel}" if page else "",
    )


def _page_of(entry: Definition, found: Reckoned, language: Language) -> str:
    """Return the page on which a series is drawn, every year of it; empty where it is on none."""
    if entry.panel is None:
        return ""
    first = min((point.year for point in found.points), default=FIRST_SHOWN)
    country = found.way.country if entry.geography == EVERY_COUNTRY else HOME
    return CooperationChoice(country, first=min(first, FIRST_SHOWN)).address(language)
