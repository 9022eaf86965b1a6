"""What the page of a comparison shows: its lists, its tables, its charts with their files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from foja.measures.compare import top_courses
from foja.measures.filters import LONGEST_WORDS, Filters
from foja.site.charts.model import ChartTable
from foja.site.charts.words import percent
from foja.site.choice import DOLLARS, MEASURED
from foja.site.compare import COLUMNS, FEWEST, KINDS, Comparison, Item, Side
from foja.site.compare_amounts import Amounts, measure_name
from foja.site.compare_charts import HUNDRED, Charts
from foja.site.compare_find import proposed_items
from foja.site.compare_words import kind_name
from foja.site.entities import types_of
from foja.site.language import NOTHING
from foja.site.offered import remembered
from foja.site.pages.charts import ShownChart
from foja.tables.selection import plain

if TYPE_CHECKING:
    from foja.site.charts.model import ChartTexts
    from foja.site.language import Language
    from foja.site.reading import Reading

MOST_COURSES: Final = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of one item, with the address of what is behind it, if anything."""

    text: str
    address: str = ""


def bare(comparison: Comparison) -> Filters:
    """Return the choice with nothing on but the country in which programmes are compared."""
    return Filters(country=comparison.choice.filters.country)


def kinds(comparison: Comparison, language: Language) -> list[tuple[str, str]]:
    """Return each kind of item by name, with the address that compares it; none where it is on."""
    return [
        (
            kind_name(of, language),
            ""
            if of == comparison.of
            else f"/{language.code}/compare{'' if of == KINDS[0] else f'?of={of}'}",
        )
        for of in KINDS
    ]


def proposed(
    comparison: Comparison, reading: Reading, language: Language
) -> tuple[str, str] | None:
    """Return a whole comparison to begin with: its names, and its address."""
    found = proposed_items(comparison.of, reading, language)
    if len(found) < FEWEST:
        return None
    other = replace(comparison, items=tuple(code for code, _name in found))
    return language.together([name for _code, name in found]), other.address(language)


def hidden(comparison: Comparison) -> list[tuple[str, str]]:
    """Return what the form sends along beside its own fields."""
    said = [] if comparison.of == KINDS[0] else [("of", comparison.of)]
    said.extend(("item", code) for code in comparison.items)
    in_form = {"from", "to", "type", "words"} | (
        {"country"} if comparison.of == "authority" else {"program"}
    )
    seen: set[str] = set()
    for name, value in comparison.choice.filters.to_query(country=True):
        if name in in_form and name not in seen:
            seen.add(name)
        else:
            said.append((name, value))
    return said


def lists(
    comparison: Comparison, reading: Reading, language: Language
) -> dict[str, list[tuple[str, str, bool]]]:
    """Return the lists of the form: value, text, whether it is on."""
    _ = language.gettext
    filters = comparison.choice.filters
    types = [
        (key, str(row[f"name_{language.code}"]), key in filters.training_types[:1])
        for key, row in types_of(reading).items()
        if "." not in key or key in filters.training_types
    ]
    programs = [
        (code, str(row[f"name_{language.code}"]), code in filters.programs[:1])
        for code, row in reading.programs.items()
    ]
    countries = [
        (code, reading.country_name(code, code, language), code == filters.country)
        for code in reading.listed_countries
    ]
    choice = comparison.choice
    dollars = {"nominal": _("as printed"), "constant": _("constant (CPI-U)")}
    return {
        "types": types,
        "programs": sorted(programs, key=lambda one: plain(one[1])),
        "countries": sorted(countries, key=lambda one: plain(one[1])),
        "years": [(str(year), str(year), False) for year in reading.years],
        "measures": [
            ("" if one == MEASURED[0] else one, measure_name(one, language), one == choice.measure)
            for one in MEASURED
        ],
        "dollars": [
            ("" if one == DOLLARS[0] else one, dollars[one], one == choice.dollars)
            for one in DOLLARS
        ],
    }


def head(side: Side, amounts: Amounts, language: Language) -> list[tuple[str, list[Cell]]]:
    """Return the head figures over the years that all items have."""
    rows = []
    for measure in ("students", "cost", "trainings"):
        cells = [
            Cell(
                amounts.written(amounts.over(item.found, side.common, measure), measure),
                item.rows(
                    language,
                    fiscal_year_from=side.common[0],
                    fiscal_year_to=side.common[-1],
                )
                if _in_one_piece(side, item)
                else "",
            )
            for item in side.items
        ]
        rows.append((measure_name(measure, language), cells))
    return rows


def _in_one_piece(side: Side, item: Item) -> bool:
    """Whether the years of all are every known year of an item from the first to the last of them.

    Only then does one address choose the trainings of the sum.
    """
    if not side.common:
        return False
    first, last = side.common[0], side.common[-1]
    return [year for year in sorted(item.found.known) if first <= year <= last] == side.common


def by_year(side: Side, amounts: Amounts, language: Language) -> list[tuple[int, str, list[Cell]]]:
    """Return the measure of each year and item, the newest first, with what the year holds."""
    _ = language.gettext
    rows = []
    for year in reversed(side.years):
        cells = []
        for item in side.items:
            if year not in item.found.known:
                cells.append(Cell(_("not read")))
                continue
            figures = item.found.in_year(year)
            address = item.in_year(language, year) if figures and figures.trainings else ""
            cells.append(Cell(amounts.written(amounts.of_year(item.found, year)), address))
        rows.append((year, _("in part") if year in side.partial else "", cells))
    return rows


def shown(name: str, charts: Charts, comparison: Comparison, language: Language) -> ShownChart:
    """Return a chart with its words and the addresses of its files; the page has its table."""
    texts: ChartTexts = charts.texts(name)
    files = (
        comparison.address(language, f"chart/{name}.{kind}")
        for kind in ("json", "svg", "png", "csv")
    )
    empty = ChartTable([], [])
    legend = charts.legend(name)
    return ShownChart(name, texts.title, texts.subtitle, texts.source, empty, legend, *files)


def groups(charts: Charts, language: Language) -> list[tuple[str, str, list[Cell]]]:
    """Return the mix of types as a table: each group with its share of each item."""
    side = charts.side
    rows = []
    for group in charts.groups:
        code = group.code or "unclassified"
        cells = [
            Cell(
                NOTHING if share is None else percent(Decimal(share) * HUNDRED, language),
                item.rows(language, training_types=(code,)) if share else "",
            )
            for item, share in zip(side.items, group.shares, strict=True)
        ]
        other = side.comparison.filtered(training_types=(code,))
        rows.append((group.name, other.address(language), cells))
    return rows


def courses(side: Side, reading: Reading, language: Language) -> list[dict[str, Any]]:
    """Return the biggest courses of each item, by the students of all its years chosen."""
    shown = []
    filters = side.comparison.choice.filters
    column = COLUMNS[side.comparison.of]
    tables, codes = reading.tables, side.comparison.items
    every = remembered(
        tables,
        ("top courses", column, codes, filters),
        lambda: top_courses(tables, filters, column, codes, MOST_COURSES),
    )
    for item, found in zip(side.items, every, strict=True):
        shown.append(
            {
                "name": item.name,
                "courses": [
                    (
                        course.title,
                        language.ngettext("%(num)s student", "%(num)s students", course.students),
                        item.rows(language, words=_words(filters.words, course.title)),
                    )
                    for course in found
                ],
            }
        )
    return shown


def _words(words: str, title: str) -> str:
    found = f"{words} {title}".strip()
    if len(found) <= LONGEST_WORDS:
        return found
    return title if len(title) <= LONGEST_WORDS else title[:LONGEST_WORDS].rpartition(" ")[0]
