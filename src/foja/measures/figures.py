"""Sums of trainings: students, dollars, rows; a cube of them that a whole page is made from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from foja.measures.by_country import keep_sums, keep_sums_together, kept_sums
from foja.measures.filters import COLUMNS, Filters
from foja.tables.selection import UNKNOWN, is_part_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from decimal import Decimal

    import ibis.expr.types as ir

    from foja.tables.engine import Tables

Dimension = Literal["fiscal_year", "program", "recipient_force"]
Key = int | str | None

DIMENSIONS: Final[tuple[Dimension, ...]] = ("fiscal_year", "program", "recipient_force")


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums over some trainings.

    `trainings` counts rows. `students` and `cost_usd` (nominal US dollars) are None where no row
    prints any; `without_students` and `without_cost` count the rows that print none, which the
    sums leave out.
    """

    trainings: int = 0
    students: int | None = None
    cost_usd: Decimal | None = None
    without_students: int = 0
    without_cost: int = 0


def add_figures(parts: Iterable[tuple[Any, Figures]]) -> dict[Any, Figures]:
    """Return the figures of each key; what no part prints stays None."""
    sums: dict[Any, list[Any]] = {}
    for key, part in parts:
        row = sums.get(key)
        if row is None:
            sums[key] = [
                part.trainings,
                part.students,
                part.cost_usd,
                part.without_students,
                part.without_cost,
            ]
            continue
        row[0] += part.trainings
        if part.students is not None:
            row[1] = part.students if row[1] is None else row[1] + part.students
        if part.cost_usd is not None:
            row[2] = part.cost_usd if row[2] is None else row[2] + part.cost_usd
        row[3] += part.without_students
        row[4] += part.without_cost
    return {key: Figures(*row) for key, row in sums.items()}


def add_up(parts: Iterable[Figures]) -> Figures:
    """Return the sum of figures; what none of them prints stays None."""
    return add_figures((None, part) for part in parts).get(None, Figures())


def measures(table: ir.Table) -> dict[str, ir.Scalar]:
    """Return the sums of `Figures` as expressions over rows of `trainings`."""
    return {
        "trainings": table.count(),
        "students": table.quantity.sum(),
        "cost_usd": table.cost_usd.sum(),
        "without_students": table.quantity.isnull().sum(),
        "without_cost": table.cost_usd.isnull().sum(),
    }


def group(
    rows: ir.Table, filters: Filters, by: Iterable[Dimension], before: Sequence[ir.Value] = ()
) -> ir.Table:
    """Return the sums of rows of `trainings` for each value of the dimensions `by`.

    The fiscal year is the one that the choice's `year_basis` means; `before` is grouped by too.
    """
    keys = {name: filters.year(rows) if name == "fiscal_year" else rows[name] for name in by}
    named = [key.name(name) for name, key in keys.items()]
    return rows.group_by([*before, *named]).aggregate(**measures(rows))


@dataclass(frozen=True, slots=True)
class Cell:
    """The figures of one fiscal year, programme and recipient force; None where a row has none."""

    fiscal_year: int | None
    program: str | None
    recipient_force: str | None
    figures: Figures


@dataclass(frozen=True)
class Cube:
    """Figures of a choice by fiscal year, programme and force: one query that feeds a whole page.

    It is asked without the choice's years, programmes and forces, which are chosen from its cells
    afterwards; so one cube serves every chart, every facet and the change to the year before. What
    was chosen or summed once is kept, since a page asks for the same sums several times. A
    dimension that is not one of `dimensions` was chosen in the query: its cells have none of it.
    """

    cells: tuple[Cell, ...]
    dimensions: tuple[Dimension, ...] = DIMENSIONS
    _kept: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    def chosen(self, filters: Filters, *, but: Dimension | None = None) -> Cube:
        """Return the cells of the choice, leaving one dimension open if `but` names it."""
        kept = self._kept.get((filters, but))
        if kept is None:
            kept = self._kept[filters, but] = self._choose(filters, but)
        return cast("Cube", kept)

    def _choose(self, filters: Filters, but: Dimension | None) -> Cube:
        tests: list[Callable[[Cell], bool]] = []
        open_here = {*self.dimensions} - {but}
        if "fiscal_year" in open_here:
            tests.append(lambda cell: filters.has_year(cell.fiscal_year))
        if "program" in open_here and filters.programs:
            tests.append(lambda cell: (cell.program or UNKNOWN) in filters.programs)
        if "recipient_force" in open_here and filters.recipient_forces:
            tests.append(
                lambda cell: any(
                    is_part_of(cell.recipient_force or UNKNOWN, chosen)
                    for chosen in filters.recipient_forces
                )
            )
        cells = tuple(cell for cell in self.cells if all(test(cell) for test in tests))
        return Cube(cells, self.dimensions)

    @cached_property
    def total(self) -> Figures:
        """The figures of all cells together."""
        return add_up(cell.figures for cell in self.cells)

    def by(self, dimension: Dimension) -> dict[Key, Figures]:
        """Return the figures for each value of a dimension."""
        kept = self._kept.get(dimension)
        if kept is None:
            kept = add_figures((getattr(cell, dimension), cell.figures) for cell in self.cells)
            self._kept[dimension] = kept
        return dict(kept)

    def by_two(self, first: Dimension, second: Dimension) -> dict[tuple[Key, Key], Figures]:
        """Return the figures for each pair of values of two dimensions."""
        return add_figures(
            ((getattr(cell, first), getattr(cell, second)), cell.figures) for cell in self.cells
        )

    @cached_property
    def years(self) -> list[int]:
        """The fiscal years of the cells, ascending."""
        return sorted({c.fiscal_year for c in self.cells if c.fiscal_year is not None})


def ask_cube(
    tables: Tables, filters: Filters, dimensions: tuple[Dimension, ...] = DIMENSIONS
) -> Cube:
    """Return the cube of the choice's country, words, stage and year basis.

    Of what is not one of `dimensions` it holds the choice alone.
    """
    base = filters.base()
    if "recipient_force" not in dimensions:
        base = replace(base, recipient_forces=filters.recipient_forces)
    rows = kept_sums(tables, ("cube", dimensions), base)
    if rows is None:
        rows = tables.ask(
            ("cube", dimensions, base.shape),
            lambda: group(base.apply_later(tables.table("trainings")), base, dimensions),
            base.values,
        )
    cells = [
        Cell(row["fiscal_year"], row["program"], row.get("recipient_force"), figures_of(row))
        for row in rows
    ]
    # The database returns groups in any order; sums of decimals do not mind, lists do.
    cells.sort(key=lambda c: (c.fiscal_year or 0, c.program or "", c.recipient_force or ""))
    return Cube(tuple(cells), dimensions)


@dataclass(frozen=True)
class Matrix:
    """Figures of a choice by year and by the values of one more column of `trainings`.

    It is asked without the choice's years and without what is chosen of the column itself, so that
    it serves a chart along the years and the list of what else could be chosen.
    """

    column: str
    cells: dict[tuple[int | None, str | None], Figures]

    def chosen(self, filters: Filters) -> dict[tuple[int | None, str | None], Figures]:
        """Return the figures of the choice for each year and value."""
        codes = filters.codes.get(self.column, ())
        return {
            (year, value): figures
            for (year, value), figures in self.cells.items()
            if filters.has_year(year)
            and (not codes or any(is_part_of(value or UNKNOWN, code) for code in codes))
        }

    def by_value(self, filters: Filters, depth: int | None = None) -> dict[str | None, Figures]:
        """Return the figures of each value in the years chosen, whatever is chosen of the column.

        `depth` sums dotted codes up to so many parts: 1 makes `flight.pilot` one with `flight`.
        """
        return add_figures(
            (at_depth(value, depth), figures)
            for (year, value), figures in self.cells.items()
            if filters.has_year(year)
        )


def at_depth(code: str | None, depth: int | None) -> str | None:
    """Return a dotted code cut to so many parts."""
    if code is None or depth is None:
        return code
    return ".".join(code.split(".")[:depth])


def ask_matrix(tables: Tables, filters: Filters, column: str) -> Matrix:
    """Return the matrix of the choice for a column of `CHOSEN` that has one value a row.

    `country_iso3` is such a column too.
    """
    fields = {**COLUMNS, "country": "country_iso3"}
    field_name = next(name for name, chosen in fields.items() if chosen == column)
    open_choice = replace(
        filters,
        fiscal_year_from=None,
        fiscal_year_to=None,
        **{field_name: None if field_name == "country" else ()},  # type: ignore[arg-type]
    )

    rows = kept_sums(tables, ("matrix", column), open_choice)
    if rows is None:
        rows = tables.ask(
            ("matrix", column, open_choice.shape),
            lambda: _by_value(open_choice.apply_later(tables.table("trainings")), filters, column),
            open_choice.values,
        )
    rows.sort(key=lambda row: (row["year"] or 0, row["value"] or ""))
    return Matrix(column, {(row["year"], row["value"]): figures_of(row) for row in rows})


def _by_value(
    rows: ir.Table, filters: Filters, column: str, before: Sequence[ir.Value] = ()
) -> ir.Table:
    keys = [*before, filters.year(rows).name("year"), rows[column].name("value")]
    return rows.group_by(keys).aggregate(**measures(rows))


def kept_by_value(tables: Tables, choice: Filters, column: str) -> dict[str | None, Figures] | None:
    """Return the figures of each value of a column over all years, None where none are kept."""
    in_cube = column in DIMENSIONS
    rows = kept_sums(tables, ("cube", DIMENSIONS) if in_cube else ("matrix", column), choice)
    if rows is None:
        return None
    name = column if in_cube else "value"
    return add_figures((row[name], figures_of(row)) for row in rows)


def keep_figures(tables: Tables, columns: Iterable[str]) -> None:
    """Keep the cube of every country, and its matrix for some columns; see `by_country`."""
    keep_sums(tables, ("cube", DIMENSIONS), partial(_cube_of, DIMENSIONS))
    for column in columns:
        keep_sums(tables, ("matrix", column), partial(_matrix_of, column))


def keep_figures_together(
    tables: Tables, dimensions: tuple[Dimension, ...], columns: Iterable[str]
) -> None:
    """Keep a cube of all countries together, and their matrix for some columns."""
    keep_sums_together(tables, ("cube", dimensions), partial(_cube_of, dimensions))
    for column in columns:
        keep_sums_together(tables, ("matrix", column), partial(_matrix_of, column))


def _cube_of(
    dimensions: tuple[Dimension, ...], rows: ir.Table, before: Sequence[ir.Value]
) -> ir.Table:
    return group(rows, Filters(), dimensions, before)


def _matrix_of(column: str, rows: ir.Table, before: Sequence[ir.Value]) -> ir.Table:
    return _by_value(rows, Filters(), column, before)


def figures_of(row: dict[str, Any]) -> Figures:
    """Return the figures in a row that `measures` made."""
    return Figures(
        row["trainings"],
        row["students"],
        row["cost_usd"],
        row["without_students"] or 0,
        row["without_cost"] or 0,
    )
