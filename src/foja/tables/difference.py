"""What changed between two builds, row by row, and where a row that moved can be found."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import polars as pl
import pyarrow.parquet as pq

from foja.tables.folder import open_folder
from foja.tables.schema import BY_NAME

if TYPE_CHECKING:
    from pathlib import Path

KEY: Final = "training_id"
PRINTED: Final = (
    "document",
    "country",
    "program_printed",
    "course_title_printed",
    "quantity",
    "cost_usd",
    "location_printed",
    "student_unit_printed",
    "us_unit_printed",
    "start_date_printed",
    "end_date_printed",
)


RULED: Final = (
    "program",
    "recipient_force",
    "unit_id",
    "place_id",
    "delivery",
    "training_type",
    "training_type_rule",
)
"""Columns whose values rules give: a changed rule moves rows from one value to another."""


@dataclass(frozen=True, slots=True)
class Move:
    """Rows that a changed rule moved from one value of a column to another."""

    column: str
    before: str | None
    after: str | None
    trainings: int
    students: int
    cost_usd: Decimal


@dataclass(frozen=True, slots=True)
class Difference:
    """What a table's rows did between two builds.

    `added` and `gone` are identifiers; `changed` counts the rows that kept theirs and changed, by
    column; `examples` shows for each column one identifier with the value before and after;
    `moves` sums the rows that moved between two values of a column of `RULED`, most rows first.
    `aliases` maps the identifier of a row that is gone to the one that now prints the same.
    """

    added: tuple[str, ...]
    gone: tuple[str, ...]
    changed_rows: int
    changed: dict[str, int]
    examples: dict[str, tuple[str, str, str]]
    moves: tuple[Move, ...]
    aliases: dict[str, str]

    @property
    def nothing(self) -> bool:
        """Whether both builds have the same trainings."""
        return not (self.added or self.gone or self.changed_rows)


def compare(old: Path, new: Path) -> Difference:
    """Compare the trainings of two folders of tables; TablesError where one cannot be opened."""
    before, after = _trainings(old), _trainings(new)
    gone = before.join(after, on=KEY, how="anti", maintain_order="left")
    added = after.join(before, on=KEY, how="anti", maintain_order="left")
    both = before.join(after, on=KEY, how="inner", suffix="|new", maintain_order="left")
    columns = [name for name in before.columns if name != KEY]
    differs = {name: both[name].ne_missing(both[f"{name}|new"]) for name in columns}
    changed = {name: int(mask.sum()) for name, mask in differs.items() if mask.any()}
    any_changed = pl.select(pl.any_horizontal(list(differs.values()))).to_series()
    return Difference(
        tuple(added[KEY]),
        tuple(gone[KEY]),
        int(any_changed.sum()),
        changed,
        {name: _example(both.filter(differs[name]), name) for name in changed},
        tuple(
            move
            for name in RULED
            if name in changed
            for move in _moves(both.filter(differs[name]), name)
        ),
        _aliases(gone, added),
    )


def _trainings(folder: Path) -> pl.DataFrame:
    table = BY_NAME["trainings"]
    frame = pl.DataFrame(pq.read_table(open_folder(folder).files(table), schema=table.arrow))
    return frame.with_columns(pl.col("flags").list.join(" "))


def _example(rows: pl.DataFrame, column: str) -> tuple[str, str, str]:
    first = rows.row(0, named=True)
    return str(first[KEY]), str(first[column]), str(first[f"{column}|new"])


def _moves(rows: pl.DataFrame, column: str) -> list[Move]:
    after = f"{column}|new"
    sums = rows.group_by(column, after).agg(
        pl.len(),
        pl.col("quantity").sum(),
        pl.col("cost_usd").sum(),
    )
    ordered = sums.sort("len", column, after, descending=[True, False, False], nulls_last=True)
    return [
        Move(column, old, new, count, int(students or 0), Decimal(cost or 0))
        for old, new, count, students, cost in ordered.iter_rows()
    ]


def _aliases(gone: pl.DataFrame, added: pl.DataFrame) -> dict[str, str]:
    """Pair rows that print the same, in order where several do."""
    nth = pl.int_range(pl.len()).over(PRINTED).alias("nth")
    pairs = gone.with_columns(nth).join(
        added.with_columns(nth),
        on=[*PRINTED, "nth"],
        how="inner",
        nulls_equal=True,
        suffix="|new",
        maintain_order="left",
    )
    return dict(zip(pairs[KEY], pairs[f"{KEY}|new"], strict=True))
