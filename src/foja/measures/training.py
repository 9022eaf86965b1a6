"""Figures about trainings: the head of a page, its facets, the biggest courses, every country."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import ibis

from foja.measures.by_country import keep_sums, keep_sums_together, kept_sums
from foja.measures.figures import Cube, Dimension, Figures, Key, add_up, figures_of, measures
from foja.measures.filters import Filters
from foja.tables.selection import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import ibis.expr.types as ir

    from foja.tables.engine import Tables

CourseMeasure = Literal["students", "cost_usd"]


@dataclass(frozen=True, slots=True)
class Head:
    """The head figures of a choice.

    `total` covers all that is chosen; `in_years` what of it lies in the years chosen that the
    tables hold, `first_year` to `last_year`: counted by its first day, a training without one lies
    in no year. `latest` is the last year alone and `before` is `year_before`, the year before it,
    whether chosen or not; `before` is None where the tables have no report of that year, or none
    that can be compared.
    """

    total: Figures
    in_years: Figures
    first_year: int | None
    last_year: int | None
    latest: Figures
    before: Figures | None
    year_before: int | None = None


def head_figures(
    cube: Cube,
    filters: Filters,
    reported: Sequence[int],
    like: Callable[[int], Sequence[int]] | None = None,
) -> Head:
    """Return the head figures of the choice.

    `reported` are the fiscal years that the tables hold (`reported_years`): within them a year
    without rows counts as nothing done, outside them nothing is known. `like` returns the years
    that can be compared with one, where not every two can; the nearest earlier one then is the year
    before it.
    """
    in_choice = [year for year in reported if filters.has_year(year)]
    by_year = cube.chosen(filters, but="fiscal_year").by("fiscal_year")
    there = [by_year[year] for year in in_choice if year in by_year]
    last = in_choice[-1] if in_choice else None
    latest = _of_year(by_year, last)
    earlier = None if last is None else last - 1
    if last is not None and like is not None:
        known = {*reported}.intersection(like(last))
        earlier = max((year for year in known if year < last), default=None)
    before = _of_year(by_year, earlier) if earlier in reported else None
    return Head(
        cube.chosen(filters).total,
        add_up(there) if there else _of_year({}, None),
        in_choice[0] if in_choice else None,
        last,
        latest,
        before,
        earlier,
    )


def _of_year(by_year: dict[Key, Figures], year: int | None) -> Figures:
    """Return a year's figures; a year covered by a report but without rows is zero, not unknown."""
    from decimal import Decimal  # noqa: PLC0415

    return by_year.get(year, Figures(0, 0, Decimal(0)))


def reported_years(tables: Tables, filters: Filters) -> list[int]:
    """Return the fiscal years of the reports in the tables, for the choice's stage, ascending."""
    stage = filters.stage

    def build() -> ir.Table:
        rows = tables.table("trainings")
        if stage != "all":
            rows = rows.filter(rows.stage == stage)
        return rows.select("fiscal_year").distinct().order_by("fiscal_year")

    return [row["fiscal_year"] for row in tables.once(("reported_years", stage), build)]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value a reader can choose, with the figures it would bring; `unknown` where null."""

    value: str
    figures: Figures
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facets:
    """What can be chosen from here: each list leaves its own choice open, not the others."""

    years: list[int]
    programs: list[FacetValue]
    recipient_forces: list[FacetValue]


def facets(cube: Cube, filters: Filters) -> Facets:
    """Return the values that lead to trainings, those with most trainings first.

    A chosen value stays in its list even where it leads to nothing.
    """
    return Facets(
        years=cube.chosen(filters, but="fiscal_year").years,
        programs=_values(cube, filters, "program", filters.programs),
        recipient_forces=_values(cube, filters, "recipient_force", filters.recipient_forces),
    )


def _values(
    cube: Cube, filters: Filters, dimension: Dimension, chosen: Sequence[str]
) -> list[FacetValue]:
    return facet_values(cube.chosen(filters, but=dimension).by(dimension), chosen)


def facet_values(figures: Mapping[Key, Figures], chosen: Sequence[str]) -> list[FacetValue]:
    """Return what can be chosen of a column, the values with most trainings first.

    `figures` are those of each value with the column's own choice left open.
    """
    sums = {str(key) if key is not None else UNKNOWN: found for key, found in figures.items()}
    for value in chosen:
        sums.setdefault(value, Figures())
    values = [FacetValue(value, found, value in chosen) for value, found in sums.items()]
    return sorted(values, key=lambda v: (-v.figures.trainings, v.value))


@dataclass(frozen=True, slots=True)
class Course:
    """One course by its title, and its figures over the choice."""

    title: str
    figures: Figures
    first_year: int | None
    last_year: int | None


def biggest_courses(
    tables: Tables, filters: Filters, *, by: CourseMeasure = "students", limit: int = 10
) -> list[Course]:
    """Return the courses with most students or cost; titles are compared without their case.

    Courses whose sum is zero or unknown are left out; ties are in the order of the titles.
    """

    def build() -> ir.Table:
        rows = filters.apply_later(tables.table("trainings"))
        table = _courses(rows, filters, by, ())
        return table.order_by([ibis.desc(by), "course"]).limit(limit)

    rows = kept_sums(tables, ("courses", by, limit), filters)
    if rows is None:
        rows = tables.ask(("biggest_courses", filters.shape, by, limit), build, filters.values)
    else:
        rows.sort(key=lambda row: (-row[by], row["course"]))
    return [
        Course(row["title"], figures_of(row), row["first_year"], row["last_year"]) for row in rows
    ]


def keep_courses(tables: Tables, by: CourseMeasure, limit: int) -> None:
    """Keep the biggest courses of every country and of all together; see `by_country`."""

    def biggest(rows: ir.Table, before: Sequence[ir.Value]) -> ir.Table:
        table = _courses(rows, Filters(), by, before)
        order = [ibis.desc(by), "course"]
        place = ibis.row_number().over(group_by=[key.get_name() for key in before], order_by=order)
        return table.mutate(place=place).filter(lambda t: t.place < limit).drop("place")

    keep_sums(tables, ("courses", by, limit), biggest)
    keep_sums_together(tables, ("courses", by, limit), biggest)


def _courses(
    rows: ir.Table, filters: Filters, by: CourseMeasure, before: Sequence[ir.Value]
) -> ir.Table:
    year = filters.year(rows)
    table = rows.group_by([*before, rows.course_title.upper().name("course")]).aggregate(
        **measures(rows),
        title=rows.course_title.min(),
        first_year=year.min(),
        last_year=year.max(),
    )
    return table.filter(table.course.notnull() & (table[by] > 0))


@dataclass(frozen=True, slots=True)
class CountrySum:
    """One country with its figures over all years, and the years in which it appears."""

    country_iso3: str
    name_en: str
    name_es: str
    figures: Figures
    first_year: int
    last_year: int


def countries(tables: Tables, filters: Filters) -> list[CountrySum]:
    """Return every country of the choice with its sums, in the order of the English names.

    Rows of organisations, which have no country code, are in none of them.
    """

    def build() -> ir.Table:
        rows = filters.apply_later(tables.table("trainings"))
        sums = rows.group_by("country_iso3").aggregate(
            **measures(rows),
            first_year=rows.fiscal_year.min(),
            last_year=rows.fiscal_year.max(),
        )
        return sums.join(tables.table("countries"), "country_iso3").order_by("name_en")

    return [
        CountrySum(
            row["country_iso3"],
            row["name_en"],
            row["name_es"],
            figures_of(row),
            row["first_year"],
            row["last_year"],
        )
        for row in tables.ask(("countries", filters.shape), build, filters.values)
    ]
