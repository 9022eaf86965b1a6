"""Who was trained: the forces of a country as a tree, its units; of the world, its countries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from foja.site.addresses import unit_address, units_address
from foja.site.charts import words
from foja.site.charts.series import MEASURES
from foja.site.charts.years import share_of
from foja.site.offered import countries_of, units_of
from foja.site.pages.charts import chart_of, shown_chart
from foja.site.views.links import measured, rows_address
from foja.site.views.model import Shown, View
from foja.site.views.tree import Branch, countries, forces
from foja.site.year_words import counting
from foja.tables.selection import UNKNOWN

if TYPE_CHECKING:
    from foja.measures.recipients import Naming, UnitSum
    from foja.site.language import Language

MOST_UNITS: Final = 30
FIRST_LINES: Final = 40
"""Lines of the tree or of the countries that are shown at once."""


def _text(language: Language) -> str:
    return language.gettext("Who")


def _title(language: Language, name: str) -> str:
    return language.gettext("%(country)s: who was trained", country=name)


def _build(shown: Shown) -> dict[str, Any]:
    choice, language, site = shown.choice, shown.language, shown.site
    _ = counting(language, choice.filters).gettext
    chart = chart_of("recipients", choice, site, language, shown.asked)
    branches = _branches(shown)
    units, naming = units_of(site.reading.tables, choice.filters, MOST_UNITS)
    return {
        "chart": shown_chart(chart, choice, language),
        "switches": [
            measured(choice, language, "cost", "students", "trainings", on=choice.measure)
        ],
        "branches": branches[:FIRST_LINES],
        "more_branches": branches[FIRST_LINES:],
        "measure_text": {
            "cost": _("Cost by fiscal year"),
            "students": _("Students by fiscal year"),
            "trainings": _("Trainings by fiscal year"),
        }[choice.measure],
        "units": [_unit(unit, shown) for unit in units],
        **_naming(shown, naming),
    }


def _branches(shown: Shown) -> list[Branch]:
    """Return the lines of the tree, or the countries, with what a year of the choice can show."""
    choice, tables = shown.choice, shown.site.reading.tables
    measure = MEASURES[choice.measure]
    if choice.is_world:
        cells = countries_of(tables, choice.filters).chosen(choice.filters)
        return countries(shown, cells, measure)
    chosen = shown.asked.cube.chosen(choice.filters)
    return forces(shown, chosen.by_two("fiscal_year", "recipient_force"), measure)


def _unit(unit: UnitSum, shown: Shown) -> dict[str, Any]:
    """Return a unit as the template shows it."""
    choice, language, reading = shown.choice, shown.language, shown.site.reading
    name = unit.name_es if language.code == "es" else unit.name_en
    return {
        "name": name,
        "address": unit_address(language, unit.unit_id),
        "country": reading.country_name(unit.country_iso3, unit.country_iso3, language),
        "force": reading.force_name(unit.recipient_force, language) if unit.recipient_force else "",
        "figures": unit.figures,
        "years": ""
        if unit.first_year is None or unit.last_year is None
        else words.years_of(unit.first_year, unit.last_year),
        "rows": rows_address(choice.filtered(units=(unit.unit_id,)), language),
    }


def _naming(shown: Shown, naming: Naming) -> dict[str, Any]:
    """Return what is said of the cells that name a unit and of those that do not."""
    choice, language = shown.choice, shown.language
    _, ngettext = language.gettext, language.ngettext
    without = naming.without.trainings
    said = ""
    if without:
        every = without + naming.named.trainings
        share = share_of(without, every) or 0
        said = ngettext(
            "%(num)s training of %(all)s (%(share)s), with %(students)s, names no unit below a "
            "force in the cell of the students:",
            "%(num)s trainings of %(all)s (%(share)s), with %(students)s, name no unit below a "
            "force in the cell of the students:",
            without,
            students=ngettext("%(num)s student", "%(num)s students", naming.without.students),
            all=language.number(every),
            share=words.percent(share, language),
        )
        said = f"{said} {_cells(naming.unnamed.trainings, naming.empty.trainings, language)}"
    country = {} if choice.is_world else {"country": choice.country}
    query = f"?{urlencode(country)}" if country else ""
    return {
        "units_total": ngettext("%(num)s unit named", "%(num)s units named", naming.units),
        "units_title": _("The %(most)s units with most students", most=MOST_UNITS)
        if naming.units > MOST_UNITS
        else _("Units"),
        "unnamed": said,
        "unnamed_address": rows_address(choice.filtered(units=(UNKNOWN,)), language)
        if without
        else "",
        "units_path": units_address(language),
        "units_all": f"{units_address(language)}{query}",
        "units_country": "" if choice.is_world else choice.country,
    }


def _cells(unnamed: int, empty: int, language: Language) -> str:
    """Say what the cells print that name no unit."""
    ngettext = language.ngettext
    parts = []
    if unnamed:
        parts.append(
            ngettext(
                "%(num)s prints the force alone, an office or a name that no rule knows",
                "%(num)s print the force alone, an office or a name that no rule knows",
                unnamed,
            )
        )
    if empty:
        parts.append(ngettext("%(num)s prints nothing there", "%(num)s print nothing there", empty))
    return f"{'; '.join(parts)}."


VIEW: Final = View(
    "who",
    _text,
    _title,
    _build,
    styles=("css/entities.css", "css/views.css"),
    scripts=("js/charts.js",),
)
"""Recipients and units."""
