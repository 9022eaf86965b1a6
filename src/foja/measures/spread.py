"""How a choice of trainings spreads over kinds of years, deliveries and doubts, in one query."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from foja.measures.by_country import keep_sums, keep_sums_together, kept_sums
from foja.measures.figures import Figures, Matrix, add_figures, figures_of, measures
from foja.tables.selection import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ibis.expr.types as ir

    from foja.measures.filters import Filters
    from foja.tables.engine import Tables
    from foja.tables.selection import YearBasis


@dataclass(frozen=True, slots=True)
class Part:
    """Trainings that have the same years, the same delivery and the same flags.

    `report` is the fiscal year of the report, `start` the fiscal and `calendar` the calendar year
    of the first day, both None where no first day is known.
    """

    report: int
    start: int | None
    calendar: int | None
    delivery: str
    flags: tuple[str, ...]
    figures: Figures

    def year(self, basis: YearBasis) -> int | None:
        """Return the year that a basis means."""
        if basis == "report":
            return self.report
        return self.start if basis == "start" else self.calendar


@dataclass(frozen=True, slots=True)
class Spread:
    """The parts of a choice, `filters`, whose years, deliveries and flags were left open."""

    filters: Filters
    parts: tuple[Part, ...]

    @property
    def chosen(self) -> list[Part]:
        """The parts of the choice, its years alone left open."""
        return [part for part in self.parts if self._delivered(part) and self._flagged(part)]

    def by_delivery(self) -> Matrix:
        """Return the figures by year and delivery, as `ask_matrix` does."""
        basis = self.filters.year_basis
        return Matrix(
            "delivery",
            add_figures(
                ((part.year(basis), part.delivery), part.figures)
                for part in self.parts
                if self._flagged(part)
            ),
        )

    def flags(self) -> dict[str, int]:
        """Return how many trainings carry each flag, what is chosen of the flags left open."""
        filters = self.filters
        found: dict[str, int] = {}
        for part in self.parts:
            if self._delivered(part) and filters.has_year(part.year(filters.year_basis)):
                for flag in part.flags:
                    found[flag] = found.get(flag, 0) + part.figures.trainings
        return found

    def _delivered(self, part: Part) -> bool:
        return not self.filters.deliveries or part.delivery in self.filters.deliveries

    def _flagged(self, part: Part) -> bool:
        return not self.filters.flags or any(flag in part.flags for flag in self.filters.flags)


def _sums(rows: ir.Table, before: Sequence[ir.Value] = ()) -> ir.Table:
    # Texts are grouped faster than lists.
    keys = [
        *before,
        rows.fiscal_year,
        rows.start_fiscal_year,
        rows.start_date.year().name("calendar"),
        rows.delivery,
        rows.flags.join(" ").name("flag_text"),
    ]
    return rows.group_by(keys).aggregate(**measures(rows))


def keep_spread(tables: Tables) -> None:
    """Keep the spread of every country and of all together; see `by_country`."""
    keep_sums(tables, "spread", _sums)
    keep_sums_together(tables, "spread", _sums)


def ask_spread(tables: Tables, filters: Filters) -> Spread:
    """Return the spread of a choice."""
    open_choice = replace(
        filters,
        fiscal_year_from=None,
        fiscal_year_to=None,
        year_basis="report",
        deliveries=(),
        flags=(),
    )

    found = kept_sums(tables, "spread", open_choice)
    if found is None:
        found = tables.ask(
            ("spread", open_choice.shape),
            lambda: _sums(open_choice.apply_later(tables.table("trainings"))),
            open_choice.values,
        )
    parts = [
        Part(
            row["fiscal_year"],
            row["start_fiscal_year"],
            row["calendar"],
            row["delivery"] or UNKNOWN,
            tuple((row["flag_text"] or "").split()),
            figures_of(row),
        )
        for row in found
    ]
    parts.sort(
        key=lambda part: (
            part.report,
            part.calendar or 0,
            part.start or 0,
            part.delivery,
            part.flags,
        )
    )
    return Spread(filters, tuple(parts))
