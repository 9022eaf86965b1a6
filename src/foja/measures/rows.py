"""Single trainings: a page of the list, one by identifier, its page, its printed totals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import ibis

from foja.errors import QueryError
from foja.tables.columns import LEVELS
from foja.tables.selection import lines_of, number_later, text_later

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import ibis.expr.types as ir

    from foja.measures.filters import Filters
    from foja.tables.engine import Tables

Row = dict[str, Any]

SORTS: Final[dict[str, tuple[str, ...]]] = {
    "year": ("fiscal_year", "start_date"),
    "start": ("start_date",),
    "end": ("end_date",),
    "country": ("country",),
    "program": ("program",),
    "course": ("course_title",),
    "unit": ("student_unit",),
    "location": ("location_printed",),
    "force": ("recipient_force",),
    "type": ("training_type",),
    "students": ("quantity",),
    "cost": ("cost_usd",),
    "delivery": ("delivery",),
    "us_unit": ("us_unit",),
    "flags": ("flags",),
    "page": ("document", "page"),
    "training": ("training_id",),
}
"""What the list can be ordered by, and the columns that order it; nothing printed comes last."""
BEST_MATCH: Final = "match"
"""Orders a list by how well its trainings match the words searched, the best first."""

LIST_COLUMNS: Final = (
    "training_id",
    "report",
    "document",
    "page",
    "printed_page",
    "fiscal_year",
    "stage",
    "country",
    "country_iso3",
    "program_printed",
    "program",
    "course_title_printed",
    "course_title",
    "course_title_readable",
    "quantity",
    "cost_usd",
    "location_printed",
    "student_unit",
    "us_unit",
    "start_date_printed",
    "end_date_printed",
    "start_date",
    "end_date",
    "place_id",
    "delivery",
    "recipient_force",
    "unit_id",
    "training_type",
    "flags",
)
MOST_ROWS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Order:
    """How a list is ordered and which part of it is wanted; `limit` None means all.

    `sort` is one of `SORTS` or `BEST_MATCH`, which only a choice with words has: others are in the
    order of the newest first.
    """

    sort: str = "year"
    descending: bool = True
    limit: int | None = 50
    offset: int = 0

    def __post_init__(self) -> None:
        if self.sort not in SORTS and self.sort != BEST_MATCH:
            raise QueryError(
                f"The list cannot be ordered by “{self.sort[:40]}”; it can be by "
                f"{', '.join(SORTS)}."
            )
        if self.limit is not None and not 1 <= self.limit <= MOST_ROWS:
            raise QueryError(f"A page of the list has 1 to {MOST_ROWS} rows, not {self.limit}.")
        if self.offset < 0:
            raise QueryError(f"The list starts at row 0, not {self.offset}.")


def list_trainings(
    tables: Tables, filters: Filters, order: Order, *, columns: tuple[str, ...] = LIST_COLUMNS
) -> list[Row]:
    """Return a part of the chosen trainings in order; rows that tie follow the report's pages."""
    searched = filters.searched
    values = filters.values
    if order.sort == BEST_MATCH and searched is not None:
        values["ranked"] = replace(searched, ranked=True)
    return tables.ask(
        ("list", filters.shape, order, columns),
        lambda: _in_order(
            filters.apply_later(tables.table("trainings")),
            order,
            text_later("ranked") if searched else None,
        ).select(*columns),
        values,
    )


def trainings_in_order(tables: Tables, filters: Filters, order: Order) -> ir.Table:
    """Return the chosen trainings, ordered and cut, as an expression with every column."""
    table, searched = tables.table("trainings"), filters.searched
    ranked = None
    if order.sort == BEST_MATCH and searched is not None:
        ranked = ibis.literal(tables.search.found(replace(searched, ranked=True)))
    return _in_order(filters.apply(table), order, ranked).select(*table.columns)


def _in_order(rows: ir.Table, order: Order, ranked: ir.StringValue | None) -> ir.Table:
    by_match = order.sort == BEST_MATCH
    names = SORTS["year" if by_match else order.sort]
    turn = ibis.desc if by_match or order.descending else ibis.asc
    keys = [turn(name, nulls_first=False) for name in names]
    if by_match and ranked is not None:
        lines = lines_of(ranked)
        ranks = lines.select(rank=lines.line.left(4), found_id=lines.line.substr(5))
        rows = rows.join(ranks, rows.training_id == ranks.found_id)
        keys.insert(0, ibis.desc("rank"))
    after = [key for key in _page_order(rows) if key.get_name() not in names]
    rows = rows.order_by([*keys, *after])
    return rows.limit(order.limit, offset=order.offset) if order.limit is not None else rows


def training(tables: Tables, training_id: str) -> Row | None:
    """Return every column of one training, None if there is no such identifier."""

    def build() -> ir.Table:
        table = tables.table("trainings")
        return table.filter(table.training_id == text_later("training_id"))

    found = tables.ask("training", build, {"training_id": training_id})
    return found[0] if found else None


def trainings_named(tables: Tables, ids: Sequence[str]) -> list[Row]:
    """Return every column of the trainings of some identifiers, at most `MOST_ROWS`, in any order.

    Identifiers that there are not are left out. Raises `QueryError` for too many.
    """
    if len(ids) > MOST_ROWS:
        raise QueryError(f"{len(ids)} trainings are more than {MOST_ROWS}; ask for fewer at once.")

    def build() -> ir.Table:
        table, wanted = tables.table("trainings"), lines_of(text_later("wanted"))
        return table.semi_join(wanted, table.training_id == wanted.line)

    return tables.ask("trainings named", build, {"wanted": "\n".join(ids)}) if ids else []


def page_trainings(tables: Tables, document: str, page: int) -> list[Row]:
    """Return every column of the trainings on one page of a document, from top to bottom."""

    def build() -> ir.Table:
        table = tables.table("trainings")
        rows = table.filter(
            (table.document == text_later("document")) & (table.page == number_later("page"))
        )
        return rows.order_by(_page_order(rows))

    return tables.ask("page_trainings", build, {"document": document, "page": page})


def totals_of(tables: Tables, row: Row) -> list[Row]:
    """Return the printed totals that a training belongs to, the narrowest first; see `sums_of`.

    Each comes with the sum of its rows (`students_summed`, `cost_summed`, `rows`), and whether the
    two agree (`status`).
    """

    def build() -> ir.Table:
        totals = tables.table("printed_totals")
        same = [totals[name] == text_later(name) for name in ("document", "country")]
        heading = totals.program_printed == text_later("program_printed")
        of_row = totals.filter(*same, (totals.level == "country") | heading)
        checks = tables.table("reconciliation").drop("report", "students_printed", "cost_printed")
        return of_row.left_join(checks, "total_id").drop("total_id_right")

    names = ("document", "country", "program_printed")
    found = tables.ask("totals_of", build, {name: row[name] for name in names})
    return sums_of(row, found)


def sums_of(row: Row, totals: Iterable[Row]) -> list[Row]:
    """Return those of a country's totals in a document that a training is summed in.

    A programme's total has the training's heading. A total of the training's own fiscal year and
    stage comes first. Where a report lists what was done and what is planned (1999-2000,
    2000-2001), the totals of programme and country sum both and stand under the later year: they
    count the trainings of either, where none is printed for one alone.
    """
    under = [
        total
        for total in totals
        if total["level"] == "country" or total["program_printed"] == row["program_printed"]
    ]
    found = []
    for level in LEVELS:
        of_level = [total for total in under if total["level"] == level]
        own = [
            total
            for total in of_level
            if (total["fiscal_year"], total["stage"]) == (row["fiscal_year"], row["stage"])
        ]
        both = [total for total in of_level if level != LEVELS[0] and total["stage"] == "planned"]
        found += sorted(own or both, key=lambda total: str(total["total_id"]))
    return found


def _page_order(rows: ir.Table) -> list[ir.Value]:
    """Order rows as the reports print them; a page may have more rows than two digits count."""
    return [rows.report, rows.document, rows.page, rows.training_id.length(), rows.training_id]
