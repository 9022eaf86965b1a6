"""How the figures of a kind of training change with its definition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from foja.measures.definitions import Counted, count_by_definition
from foja.measures.figures import Figures, add_up
from foja.measures.filters import Filters
from foja.site.addresses import definitions_address, type_address, types_address
from foja.site.choice import Choice, Parameters
from foja.site.entities import (
    BASES,
    ROWS,
    Link,
    Option,
    bases,
    basis_words,
    known_country,
    page_citation,
    type_name,
    types_of,
)
from foja.site.problems import language_of
from foja.site.state import site_of
from foja.site.templating import page
from foja.tables.selection import plain

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from foja.site.language import Language
    from foja.site.reading import Reading

HOME: Final = "MEX"
WIDTH: Final = 320
HEIGHT: Final = 110
LABELS: Final = 18
"""Pixels of a small chart, and of them those above the bars and below."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The figures of a year under a definition, and the address of their lines if any."""

    figures: Figures
    address: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a small chart, in its pixels."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Small:
    """A small chart of one definition: bars along the years, and what they say in words."""

    title: str
    words: str
    bars: list[Bar]
    most: str
    most_x: float
    most_y: float


def definitions_page(request: Request) -> Response:
    """Answer `/<language>/definitions`."""
    language, site = language_of(request), site_of(request)
    reading = site.reading
    _ = language.gettext
    path = definitions_address(language)
    given = Parameters(request.query_params, language, ("country", "basis"))
    country = known_country(given.text("country"), reading, language, path) or HOME
    basis = given.one_of("basis", BASES)
    filters = Filters(country=country, year_basis=basis)  # type: ignore[arg-type]
    counted = count_by_definition(reading.tables, filters)
    years = sorted({year for each in counted for year in each.by_year})
    if basis == BASES[0]:
        years = sorted({*years, *reading.covered_years(country)})
    name = reading.country_name(country, country, language)
    families = [
        _family(
            key,
            title,
            [each for each in counted if each.definition.family == key],
            years,
            filters,
            reading,
            language,
        )
        for key, title in (
            ("human_rights", _("Human rights")),
            ("tactical", _("Tactical or operations")),
        )
    ]
    return page(
        request,
        language,
        "definitions.html",
        section="types",
        title=_("How figures change with the definition: %(country)s", country=name),
        steps=[
            (_("Types of training"), types_address(language)),
            (_("Definitions"), ""),
        ],
        description=_("The same lines counted under several definitions of a kind of training."),
        name=name,
        families=families,
        ours=any(_known(each, reading) for each in counted),
        found=bool(years),
        countries=sorted(
            (
                Option(code, reading.country_name(code, code, language), code == country)
                for code in {*reading.listed_countries, country}
            ),
            key=lambda option: plain(option.text),
        ),
        bases=bases(basis, language),
        basis_text=basis_words(basis, language),
        here_path=path,
        width=WIDTH,
        height=HEIGHT,
        floor=HEIGHT - LABELS,
        first=years[0] if years else "",
        last=years[-1] if years else "",
        citation=page_citation(
            request, _("figures by definition, %(country)s", country=name), site.version, language
        ),
    )


def _family(
    key: str,
    title: str,
    counted: list[Counted],
    years: list[int],
    filters: Filters,
    reading: Reading,
    language: Language,
) -> dict[str, Any]:
    """Return what the template shows of definitions of the same kind of training."""
    most = max(
        (figures.students or 0 for each in counted for figures in each.by_year.values()), default=0
    )
    columns = []
    for each in counted:
        name, text = _words(each.definition.key, language)
        columns.append(
            {
                "key": each.definition.key,
                "name": name,
                "text": text,
                "types": [
                    Link(type_name(one, reading, language), type_address(language, one))
                    for one in _known(each, reading)
                ],
                "exact": each.exact,
                "chart": _small(name, each, years, most, language),
            }
        )
    rows = [
        {
            "year": str(year),
            "cells": [
                _cell(each, each.by_year.get(year, Figures()), filters, year, reading, language)
                for each in counted
            ],
        }
        for year in years
    ]
    total = [
        _cell(each, add_up(each.by_year.values()), filters, None, reading, language)
        for each in counted
    ]
    return {"key": key, "title": title, "columns": columns, "rows": rows, "total": total}


def _known(each: Counted, reading: Reading) -> tuple[str, ...]:
    """Return the types of a definition that the tables have."""
    return tuple(key for key in each.definition.types if key in types_of(reading))


def _cell(
    each: Counted,
    figures: Figures,
    filters: Filters,
    year: int | None,
    reading: Reading,
    language: Language,
) -> Cell:
    if not figures.trainings:
        return Cell(Figures(0, 0, None), "")
    choice = Choice(filters.country or HOME, filters).filtered(
        training_types=_known(each, reading), fiscal_year_from=year, fiscal_year_to=year
    )
    return Cell(figures, choice.address(language, anchor=ROWS))


def _words(key: str, language: Language) -> tuple[str, str]:
    """Name a definition and say what it holds."""
    _ = language.gettext
    return {
        "human_rights": (
            _("Human rights"),
            _(
                "The title says human rights or protection of children, and nothing wider: the "
                "definition in public use."
            ),
        ),
        "humanitarian": (
            _("With humanitarian law"),
            _("Also the law of war, women, peace and security, and the protection of civilians."),
        ),
        "law": (
            _("With law and justice"),
            _("Also military justice, trials, rules of engagement and other legal courses."),
        ),
        "tactical": (
            _("Foja's group"),
            _("Fighting, special operations, airborne, explosives and their planning."),
        ),
        "reference": (
            _("Reference definition"),
            _(
                "What forces do in the field: also boats and boarding, counter-terrorism, "
                "counter-drug operations, rescue, surveillance and reconnaissance. It comes "
                "nearest to published figures of the Mexico Violence Resource Project, whose own "
                "list was not at hand."
            ),
        ),
    }[key]


def _small(name: str, each: Counted, years: list[int], most: int, language: Language) -> Small:
    """Draw students along the years; all charts of a family have one scale."""
    _ = language.gettext
    step = WIDTH / max(1, len(years))
    room = HEIGHT - 2 * LABELS
    bars = []
    highest, at = 0, 0
    for place, year in enumerate(years):
        students = each.by_year.get(year, Figures()).students or 0
        height = round(room * students / most, 1) if most else 0.0
        bars.append(
            Bar(round(place * step + 1, 1), HEIGHT - LABELS - height, round(step - 2, 1), height)
        )
        if students > highest:
            highest, at = students, place
    words = (
        _(
            "%(definition)s, students per year: the most is %(most)s in %(year)s.",
            definition=name,
            most=language.number(highest),
            year=years[at],
        )
        if highest
        else _("%(definition)s: no students.", definition=name)
    )
    # A label in the first or last bars would leave the drawing.
    middle = min(max((at + 0.5) * step, 20.0), WIDTH - 20.0)
    return Small(
        name,
        words,
        bars,
        language.number(highest) if highest else "",
        round(middle, 1),
        round((bars[at].y if bars else HEIGHT) - 4, 1),
    )
