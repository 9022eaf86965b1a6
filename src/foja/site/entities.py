"""What the pages of a programme, a place and a type share: a choice, and tables of sums."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from foja.measures.entities import cells, parts_of, total_of
from foja.measures.filters import Filters
from foja.site.addresses import report_address, type_address
from foja.site.choice import Choice, Parameters
from foja.site.downloads import SOURCE
from foja.site.language import EN_DASH, years_in_words
from foja.site.problems import RefusalError
from foja.tables.selection import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable

    from starlette.requests import Request

    from foja.measures.entities import Order, Part
    from foja.measures.figures import Figures
    from foja.site.language import Language
    from foja.site.reading import Reading, Row

BASES: Final = ("report", "start", "calendar")
NAMES: Final = ("country", "year", "basis")
ROWS: Final = "trainings"
"""Where a country's page lists its trainings."""
MOST_COUNTRIES: Final = 10
WHOLE: Final = 100
"""Width of the longest bar of a table."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table of sums: what it is of, the address of what is behind it, a bar.

    `share` is the bar's width of `WHOLE`; `printed` text is the reports' own, in English.
    """

    name: str
    address: str
    figures: Figures
    share: float = 0.0
    years: str = ""
    printed: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a list in a form."""

    value: str
    text: str
    on: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A text and where it leads."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A programme, a place or a type with what is chosen of it.

    `path` is the page's address without a query, `filters` choose the trainings of the entity with
    the country, the year and the basis of the year that are on.
    """

    path: str
    filters: Filters

    def address(self, **changes: object) -> str:
        """Return the page's address with some filters changed."""
        filters = replace(self.filters, **changes)  # type: ignore[arg-type]
        said = {
            "country": filters.country,
            "year": filters.fiscal_year_from,
            "basis": None if filters.year_basis == BASES[0] else filters.year_basis,
        }
        query = urlencode({name: value for name, value in said.items() if value is not None})
        return f"{self.path}?{query}" if query else self.path

    def in_year(self, year: int | None) -> str:
        """Return the page's address for one year, None for all."""
        return self.address(fiscal_year_from=year, fiscal_year_to=year)

    def rows(self, language: Language, country: str, **changes: object) -> str:
        """Return the address of the trainings behind a sum of one country."""
        filters = replace(self.filters, country=country, **changes)  # type: ignore[arg-type]
        return Choice(country, filters).address(language, anchor=ROWS)

    def open(self) -> Filters:
        """Return the choice with country and year left open."""
        return replace(self.filters, country=None, fiscal_year_from=None, fiscal_year_to=None)


def asked_entity(
    request: Request, reading: Reading, language: Language, **codes: tuple[str, ...]
) -> Entity:
    """Return what an address asks of an entity, which `codes` choose.

    Raises RefusalError (400) for anything that cannot be meant.
    """
    given = Parameters(request.query_params, language, NAMES)
    year = given.year("year")
    return Entity(
        request.url.path,
        Filters(
            country=known_country(given.text("country"), reading, language, request.url.path),
            fiscal_year_from=year,
            fiscal_year_to=year,
            year_basis=given.one_of("basis", BASES),  # type: ignore[arg-type]
            **codes,  # type: ignore[arg-type]
        ),
    )


def known_country(
    text: str, reading: Reading, language: Language, path: str, codes: Container[str] = ()
) -> str | None:
    """Return the code of a country given by code or name, None where none is given.

    `codes` are good as they are, whether they have a name in the tables or not. Raises
    RefusalError (400) where no country, or more than one, is called so.
    """
    if not text:
        return None
    if text in codes:
        return text
    found = reading.find_country(text)
    if len(found) == 1:
        return found[0]
    _ = language.gettext
    if found:
        raise RefusalError(
            400,
            _("Several countries could be meant by “%(name)s”.", name=text[:40]),
            tuple(
                (reading.country_name(code, code, language), f"{path}?country={code}")
                for code in found[:10]
            ),
        )
    raise RefusalError(
        400,
        _(
            "No country is called “%(name)s”; give a name or a code such as MEX.",
            name=text[:40],
        ),
        ((_("Show all countries together"), path),),
    )


def lines(
    found: Iterable[Part],
    name: Callable[[Any], str],
    address: Callable[[Any], str],
    *,
    by: Order = "trainings",
    printed: bool = False,
) -> list[Line]:
    """Return a line for each part; bars compare one measure, the longest is `WHOLE`."""
    parts_found = list(found)
    most = max((float(getattr(part.figures, by) or 0) for part in parts_found), default=0.0)
    return [
        Line(
            name(part.value),
            address(part.value),
            part.figures,
            round(float(getattr(part.figures, by) or 0) / most * WHOLE, 1) if most else 0.0,
            years_in_words(list(part.years)),
            printed,
        )
        for part in parts_found
    ]


def group_lines(
    found: Iterable[Part], entity: Entity, reading: Reading, language: Language, *, by: Order
) -> list[Line]:
    """Return a line for each type or group; of one country it leads to rows, else to the type."""
    country = entity.filters.country
    return lines(
        found,
        lambda key: type_name(key, reading, language),
        lambda key: (
            entity.rows(language, country, training_types=(key,))
            if country
            else type_address(language, key)
        ),
        by=by,
    )


def sums(entity: Entity, reading: Reading, language: Language, *, by: Order) -> dict[str, Any]:
    """Return what the shared parts of the templates show: total, years, countries, the form."""
    _ = language.gettext
    tables, filters = reading.tables, entity.filters
    country = filters.country
    everything = cells(tables, entity.open())
    of_countries = parts_of(
        (cell for cell in everything if filters.has_year(cell.year)), "country", by
    )
    of_years = parts_of((cell for cell in everything if country in {None, cell.country}), "year")
    total = total_of(part for part in of_countries if country is None or part.value == country)
    named = [part for part in of_countries if part.value is not None]
    unnamed = [part for part in of_countries if part.value is None]
    shown = named if country is None else [part for part in named if part.value == country]

    def country_name(code: str) -> str:
        return reading.country_name(code, code, language)

    def year_address(year: int | None) -> str:
        if country is None:
            return entity.in_year(year)
        return entity.rows(language, country, fiscal_year_from=year, fiscal_year_to=year)

    dated = [part for part in of_years if part.value is not None]
    undated = next((part.figures.trainings for part in of_years if part.value is None), 0)
    return {
        "entity": entity,
        "total": total,
        "measure": by,
        "by_year": lines(dated, str, year_address, by=by),
        "undated": undated_words(undated, language),
        "by_country": lines(
            shown[:MOST_COUNTRIES],
            country_name,
            lambda code: entity.rows(language, code),
            by=by,
        ),
        "more_countries": lines(
            shown[MOST_COUNTRIES:],
            country_name,
            lambda code: entity.rows(language, code),
            by=by,
        ),
        "organisations": lines(
            unnamed,
            lambda _none: _("Organisations, without a country code"),
            lambda _none: _report(filters.fiscal_year_to, unnamed, language),
            by=by,
        )
        if country is None
        else [],
        "countries": sorted(
            (
                Option(str(part.value), country_name(str(part.value)), part.value == country)
                for part in named
            ),
            key=lambda option: plain(option.text),
        ),
        "years": [
            Option(str(part.value), str(part.value), part.value == filters.fiscal_year_from)
            for part in dated
        ],
        "bases": bases(filters.year_basis, language),
        "basis_text": basis_words(filters.year_basis, language),
        "chosen": chosen(entity, reading, language),
        "rows_address": entity.rows(language, country) if country and total.trainings else "",
        "all_address": entity.path,
    }


def _report(year: int | None, unnamed: list[Part], language: Language) -> str:
    """Return the latest report with rows of organisations, which have no page of their own."""
    latest = year or max((one for part in unnamed for one in part.years), default=0)
    return report_address(language, f"{latest}-{latest + 1}")


def undated_words(count: int, language: Language) -> str:
    """Say how many trainings have no year of the kind chosen, empty where all have one."""
    if not count:
        return ""
    return language.ngettext(
        "%(num)s line prints no first day and is in no year here.",
        "%(num)s lines print no first day and are in no year here.",
        count,
    )


def bases(basis: str, language: Language) -> list[Option]:
    """Return the years that a training can be counted in."""
    _ = language.gettext
    texts = (_("its report"), _("its first day, fiscal year"), _("its first day, calendar year"))
    return [
        Option("" if one == BASES[0] else one, text, one == basis)
        for one, text in zip(BASES, texts, strict=True)
    ]


def basis_words(basis: str, language: Language) -> str:
    """Say in one line what the year means and what the choice changes."""
    _ = language.gettext
    if basis == "start":
        return _(
            "Years are the fiscal years (October to September) of the first day: lines without a "
            "day drop out, and figures need not equal the printed totals."
        )
    if basis == "calendar":
        return _(
            "Years are calendar years of the first day: lines without a day drop out, and figures "
            "need not equal the printed totals."
        )
    return _(
        "Years are the fiscal years under which the reports list the trainings; a few of them "
        "began the year before or after."
    )


def chosen(entity: Entity, reading: Reading, language: Language) -> list[Link]:
    """Return what is on, each with the address that takes it off."""
    _ = language.gettext
    found = []
    filters = entity.filters
    if filters.country:
        name = reading.country_name(filters.country, filters.country, language)
        found.append(Link(name, entity.address(country=None)))
    if filters.fiscal_year_from:
        year = filters.fiscal_year_from
        text = (
            _("Calendar year %(year)s", year=year)
            if filters.year_basis == "calendar"
            else _("Fiscal year %(year)s", year=year)
        )
        found.append(Link(text, entity.in_year(None)))
    return found


def figures_words(total: Figures, language: Language) -> list[dict[str, str]]:
    """Return the head figures of an entity."""
    _ = language.gettext
    return [
        {
            "key": "students",
            "label": _("Students"),
            "value": language.number(total.students),
            "more": language.ngettext(
                "%(num)s line prints no number of students",
                "%(num)s lines print no number of students",
                total.without_students,
            )
            if total.without_students
            else "",
        },
        {
            "key": "trainings",
            "label": _("Trainings"),
            "value": language.number(total.trainings),
            "more": "",
        },
        {
            "key": "dollars",
            "label": _("Dollars"),
            "value": language.sum_of_money(total.cost_usd),
            "more": language.ngettext(
                "%(num)s line prints no cost", "%(num)s lines print no cost", total.without_cost
            )
            if total.without_cost
            else "",
        },
    ]


def span(first: int | None, last: int | None) -> str:
    """Write the first and last year of something, with an en dash between."""
    if first is None or last is None:
        return ""
    return str(first) if first == last else f"{first}{EN_DASH}{last}"


def type_name(key: str, reading: Reading, language: Language) -> str:
    """Name a type or a group of trainings."""
    row = types_of(reading).get(key)
    if row is None:
        return language.gettext("Unclassified") if key == "unclassified" else key
    return str(row[f"name_{language.code}"])


def types_of(reading: Reading) -> dict[str, Row]:
    """Return the types and groups in the tables by their key, in the taxonomy's order."""
    return _kept(reading, "training_types", "training_type")


def places_of(reading: Reading) -> dict[str, Row]:
    """Return the places in the tables by their identifier."""
    return _kept(reading, "places", "place_id")


_KEPT: Final[WeakKeyDictionary[Reading, dict[str, dict[str, Row]]]] = WeakKeyDictionary()
"""Small tables by their key; they never change while the site runs."""


def _kept(reading: Reading, table: str, key: str) -> dict[str, Row]:
    kept = _KEPT.setdefault(reading, {})
    if table not in kept:
        rows = reading.tables.whole(table)
        kept[table] = {row[key]: row for row in rows}
    return kept[table]


def page_citation(request: Request, title: str, version: str, language: Language) -> str:
    """Return the words with which a page of sums is cited; its address holds every choice."""
    query = f"?{request.url.query}" if request.url.query else ""
    address = f"{str(request.base_url).rstrip('/')}{request.url.path}{query}"
    return language.gettext(
        "%(source)s. Read through Foja: %(title)s, %(address)s, data version %(version)s.",
        source=SOURCE,
        title=title,
        address=address,
        version=version,
    )
