"""What trainings were for: the taxonomy with its counts, and one type with its rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from foja.meaning.labels import ALL_GROUPS, GroupQuality, folder, quality, read_labels
from foja.meaning.labels import FILE as LABELS
from foja.meaning.training_types import UNCLASSIFIED, all_groups
from foja.measures.entities import parts, total_of
from foja.measures.figures import Figures
from foja.measures.filters import Filters
from foja.measures.training import biggest_courses
from foja.site.addresses import definitions_address, type_address, types_address
from foja.site.choice import Choice, Parameters
from foja.site.entities import (
    MOST_COUNTRIES,
    ROWS,
    Line,
    Option,
    asked_entity,
    figures_words,
    known_country,
    lines,
    page_citation,
    span,
    sums,
    type_name,
    types_of,
)
from foja.site.pattern_words import pattern_words
from foja.site.problems import RefusalError, language_of
from foja.site.rule_words import as_sentence
from foja.site.state import site_of
from foja.site.templating import page
from foja.tables.selection import is_part_of, plain

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from foja.measures.entities import Part
    from foja.site.language import Language
    from foja.site.reading import Reading, Row
    from foja.tables.engine import Tables

MOST_COURSES: Final = 20
MOST_UNCLASSIFIED: Final = 100
MOST_EXAMPLES: Final = 6


@dataclass(frozen=True, slots=True)
class Listed:
    """A type or a group in the list: its definition, its sums, the address of its lines if any."""

    key: str
    name: str
    address: str
    definition: str
    figures: Figures
    share: str
    rows: str
    group: bool


def types_page(request: Request) -> Response:
    """Answer `/<language>/types`."""
    language, site = language_of(request), site_of(request)
    reading = site.reading
    _ = language.gettext
    given = Parameters(request.query_params, language, ("country",))
    path = types_address(language)
    country = known_country(given.text("country"), reading, language, path)
    filters = Filters(country=country)
    found = {part.value: part for part in parts(reading.tables, filters, "training_type")}
    total = total_of(found.values())
    listed = [_listed(row, found, total, country, language) for row in types_of(reading).values()]
    name = reading.country_name(country, country or "", language) if country else ""
    unclassified = _sum(found, UNCLASSIFIED)
    return page(
        request,
        language,
        "types.html",
        section="types",
        title=_("Types of training: %(country)s", country=name)
        if country
        else _("Types of training"),
        description=_("What the trainings were for, by rules that anyone can read."),
        country=name,
        total=total,
        listed=_in_groups(listed),
        groups=sum(one.group for one in listed),
        types=sum(not one.group for one in listed),
        unclassified={
            "figures": unclassified,
            "address": type_address(language, UNCLASSIFIED)
            + (f"?country={country}" if country else ""),
            "share": _share(unclassified.trainings, total.trainings, language),
        },
        countries=sorted(
            (
                Option(code, reading.country_name(code, code, language), code == country)
                for code in reading.listed_countries
            ),
            key=lambda option: plain(option.text),
        ),
        quality=_quality_lines(reading, language),
        definitions=definitions_address(language),
        here_path=path,
    )


def _listed(
    row: Row, found: dict[Any, Part], total: Figures, country: str | None, language: Language
) -> Listed:
    key = row["training_type"]
    figures = _sum(found, key)
    narrowed = f"?country={country}" if country else ""
    rows = ""
    if country and figures.trainings:
        choice = Choice(country, Filters(country=country, training_types=(key,)))
        rows = choice.address(language, anchor=ROWS)
    return Listed(
        key,
        row[f"name_{language.code}"],
        f"{type_address(language, key)}{narrowed}",
        row[f"definition_{language.code}"] or "",
        figures,
        _share(figures.trainings, total.trainings, language),
        rows,
        row["parent"] is None,
    )


def _in_groups(listed: list[Listed]) -> list[Listed]:
    """Put each group before its types; groups as the taxonomy orders them."""
    ordered = []
    for group in (one for one in listed if one.group):
        ordered.append(group)
        ordered.extend(one for one in listed if not one.group and is_part_of(one.key, group.key))
    return ordered


def _sum(found: dict[Any, Part], key: str) -> Figures:
    """Return the sums of a type, or of all types of a group."""
    return total_of(part for value, part in found.items() if is_part_of(str(value), key))


def _share(count: int, whole: int, language: Language) -> str:
    """Write a share in percent: `2.6%`."""
    if not whole:
        return ""
    return f"{language.number(round(Decimal(100 * count) / whole, 1))}%"


@cache
def _quality() -> tuple[GroupQuality, ...]:
    """Return how well the package's rules agree with readers; nothing without labelled titles."""
    if not folder().joinpath(LABELS).is_file():
        return ()
    return quality(read_labels())


def _quality_lines(reading: Reading, language: Language) -> list[dict[str, Any]]:
    """Return the measure of each group; nothing where the tables hold a reader's own taxonomy."""
    own = {row["training_type"] for row in types_of(reading).values() if row["parent"] is None}
    if own != {group.key for group in all_groups()}:
        return []
    _ = language.gettext
    return [
        {
            "name": _("All groups together")
            if row.group == ALL_GROUPS
            else type_name(row.group, reading, language),
            "whole": row.group == ALL_GROUPS,
            "labelled": row.labelled,
            "typed": row.typed,
            "right": row.right,
            "precision": _ratio(row.precision, language),
            "recall": _ratio(row.recall, language),
        }
        for row in _quality()
    ]


def _ratio(value: float | None, language: Language) -> str:
    return language.number(None if value is None else Decimal(f"{value:.2f}"))


def type_page(request: Request) -> Response:
    """Answer `/<language>/type/<key>`, of a type, a group, or what no rule knows."""
    language, site = language_of(request), site_of(request)
    reading = site.reading
    _ = language.gettext
    key = str(request.path_params["key"])
    row = types_of(reading).get(key)
    if row is None and key != UNCLASSIFIED:
        raise RefusalError(
            404,
            _("No training type has the key “%(key)s”.", key=key[:60]),
            ((_("See all types"), types_address(language)),),
        )
    entity = asked_entity(request, reading, language, training_types=(key,))
    shown = sums(entity, reading, language, by="students")
    filters, tables = entity.filters, reading.tables
    country = filters.country
    by_rule = {part.value: part.figures for part in parts(tables, filters, "training_type_rule")}
    parent = row["parent"] if row else None
    name = type_name(key, reading, language)
    steps = [(_("Types of training"), types_address(language))]
    if parent:
        steps.append((type_name(parent, reading, language), type_address(language, parent)))
    return page(
        request,
        language,
        "type.html",
        section="types",
        title=name,
        steps=[*steps, (name, "")],
        description=str((row or {}).get(f"definition_{language.code}") or name),
        key=key,
        name=name,
        definition=(row or {}).get(f"definition_{language.code}") or "",
        unclassified=key == UNCLASSIFIED,
        children=[
            {
                "name": one[f"name_{language.code}"],
                "definition": one[f"definition_{language.code}"] or "",
                "address": type_address(language, one["training_type"]),
            }
            for one in types_of(reading).values()
            if one["parent"] == key
        ],
        rules=_rules(key, by_rule, reading, language),
        courses=_titles(tables, filters, language)
        if key == UNCLASSIFIED
        else _courses(tables, filters),
        figures=figures_words(shown["total"], language),
        sums=shown,
        countries_title=_("The %(num)s countries with most students", num=MOST_COUNTRIES)
        if country is None and len(shown["by_country"]) == MOST_COUNTRIES
        else _("Countries"),
        definitions=definitions_address(language),
        citation=page_citation(request, name, site.version, language),
    )


def _courses(tables: Tables, filters: Filters) -> list[Line]:
    """Return the courses with most students, whatever their titles' capitals."""
    return [
        Line(
            course.title,
            "",
            course.figures,
            years=span(course.first_year, course.last_year),
            printed=True,
        )
        for course in biggest_courses(tables, filters, limit=MOST_COURSES)
    ]


def _titles(tables: Tables, filters: Filters, language: Language) -> list[Line]:
    """Return the titles with most lines, as they are printed."""
    untitled = language.gettext("no title printed")
    found = parts(tables, filters, "course_title", limit=MOST_UNCLASSIFIED)
    named = lines(found, lambda title: title or untitled, lambda _title: "", printed=True)
    return [replace(line, printed=line.name != untitled) for line in named]


def _rules(
    key: str, by_rule: dict[Any, Figures], reading: Reading, language: Language
) -> list[dict[str, Any]]:
    """Return the rules that give a type, or a type of a group, in their order of precedence."""
    rows = reading.tables.once("rules of types", lambda: _type_rules(reading))
    found = []
    for row in rows:
        if not is_part_of(str(row["value"]), key):
            continue
        reason_es = row["reason_es"] if language.code == "es" else None
        found.append(
            {
                "place": row["place"],
                "rule": row["rule"],
                "type": type_name(row["value"], reading, language) if row["value"] != key else "",
                "reason": as_sentence(reason_es or row["reason"]),
                "english": reason_es is None,
                "patterns": [pattern_words(one, language) for one in row["patterns"]],
                "raw": row["patterns"],
                "examples": row["examples"][:MOST_EXAMPLES],
                "figures": by_rule.get(row["rule"], Figures()),
            }
        )
    return found


def _type_rules(reading: Reading) -> Any:  # noqa: ANN401 - an expression of Ibis
    table = reading.tables.table("rules")
    return table.filter(table.kind == "training_type").order_by("place")
