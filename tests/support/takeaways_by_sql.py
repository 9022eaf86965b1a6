"""The second way of a takeaway's figures: plain SQL over the Parquet files, no measure of Foja's.

It makes SQL of what a figure says of its own rows; `reckon` has to know every reckoning or fails.
"""

from __future__ import annotations

import os
from decimal import Decimal
from functools import cache
from math import acos, cos, radians, sin
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from foja.tables.folder import SNAPSHOT

if TYPE_CHECKING:
    from foja.measures.takeaway_facts import Chosen, Figure

COLUMNS = {
    "program": "program",
    "force": "recipient_force",
    "group": "training_type",
    "type": "training_type",
    "delivery": "delivery",
    "place": "place_id",
    "unit": "unit_id",
}
MEASURES = {
    "students": "coalesce(sum(quantity), 0)",
    "cost_usd": "coalesce(sum(cost_usd), 0)",
    "trainings": "count(*)",
}


def folder() -> Path:
    return Path(os.environ.get("FOJA_TABLES") or SNAPSHOT)


@cache
def sql(country: str) -> duckdb.DuckDBPyConnection:
    """A country's rows in a database of their own, read without Foja."""
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    files = [str(path) for path in sorted(folder().glob("trainings*.parquet"))]
    connection.execute(
        "CREATE TABLE done AS SELECT * FROM read_parquet(?) "
        "WHERE stage = 'actual' AND country_iso3 = ?",
        [files, country],
    )
    return connection


def where(rows: Chosen, years: tuple[int, ...] | None = None) -> tuple[str, list[Any]]:
    """The condition on the rows of a figure, and its values."""
    if rows.training_id:
        return "training_id = ?", [rows.training_id]
    said = list(years or rows.years)
    condition = f"country_iso3 = ? AND fiscal_year IN ({', '.join('?' * len(said))})"
    values: list[Any] = [rows.country, *said]
    dimension, value = rows.subject.dimension, rows.subject.value
    if dimension == "course":
        return f"{condition} AND upper(course_title) = ?", [*values, value]
    if dimension == "flag":
        return f"{condition} AND list_contains(flags, ?)", [*values, value]
    if dimension in COLUMNS and value:
        column = COLUMNS[dimension]
        if dimension in {"force", "group"}:
            condition += f" AND ({column} = ? OR {column} LIKE ? || '.%')"
            return condition, [*values, value, value]
        return f"{condition} AND {column} = ?", [*values, value]
    return condition, values


@cache
def asked(what: str, rows: Chosen, years: tuple[int, ...] | None = None) -> list[Any]:
    """What the rows of a figure answer, as the first column."""
    condition, values = where(rows, years)
    question = f"SELECT {what} FROM done WHERE {condition}"  # noqa: S608 - words of this module
    return [row[0] for row in sql(rows.country).execute(question, values).fetchall()]


def total(rows: Chosen, measure: str, years: tuple[int, ...] | None = None) -> Decimal:
    return Decimal(asked(MEASURES[measure], rows, years)[0])


def mean(rows: Chosen, measure: str) -> Decimal:
    return total(rows, measure) / len(rows.years)


@cache
def groups(rows: Chosen, year: int) -> dict[str, Decimal]:
    """The shares of the groups of types in a year."""
    found = sql(rows.country).execute(
        "SELECT split_part(training_type, '.', 1), sum(quantity) FROM done WHERE country_iso3 = ? "
        "AND fiscal_year = ? AND training_type <> 'unclassified' GROUP BY 1",
        [rows.country, year],
    )
    parts = {group: Decimal(students or 0) for group, students in found.fetchall()}
    whole = sum(parts.values())
    return {group: students / whole for group, students in parts.items()}


def apart(rows: Chosen, first: int, second: int) -> Decimal:
    left, right = groups(rows, first), groups(rows, second)
    return sum(
        (abs(left.get(key, Decimal(0)) - right.get(key, Decimal(0))) for key in left | right),
        Decimal(0),
    ) / 2  # fmt: skip


def titles(rows: Chosen, years: tuple[int, ...]) -> set[str]:
    return set(asked("DISTINCT upper(course_title)", rows, years)) - {None}


def since(figure: Figure, *, highest: bool) -> int:
    """The last year before with as much, or as little: asked of every year by itself."""
    assert figure.against
    now = total(figure.of, figure.measure)
    then = {year: total(figure.against, figure.measure, (year,)) for year in figure.against.years}
    return max(year for year, value in then.items() if (value >= now if highest else value <= now))


def reckon(figure: Figure) -> Decimal:  # noqa: C901, PLR0911, PLR0912 - one line for each reckoning
    """The figure by the second way."""
    of, against, measure = figure.of, figure.against, figure.measure
    if figure.reckoning == "sum":
        return total(of, measure)
    if figure.reckoning == "mean":
        return mean(of, measure)
    if figure.reckoning == "other_start_year":
        return Decimal(asked("count(*) FILTER (start_fiscal_year <> fiscal_year)", of)[0])
    if figure.reckoning == "without_cost":
        return Decimal(asked("count(*) FILTER (cost_usd IS NULL)", of)[0])
    if figure.reckoning == "distinct":
        return Decimal(len(titles(of, of.years)))
    assert against
    if figure.reckoning == "change":
        before = total(against, measure)
        return (total(of, measure) - before) * 100 / before
    if figure.reckoning == "change_to_mean":
        return (total(of, measure) - mean(against, measure)) * 100 / mean(against, measure)
    if figure.reckoning == "ratio":
        return total(of, measure) / total(against, measure)
    if figure.reckoning == "ratio_to_mean":
        return total(of, measure) / mean(against, measure)
    if figure.reckoning == "share":
        return total(of, measure) * 100 / total(against, measure)
    if figure.reckoning in {"highest_since", "lowest_since"}:
        return Decimal(since(figure, highest=figure.reckoning == "highest_since"))
    if figure.reckoning == "first_known":
        return Decimal(against.years[0])
    if figure.reckoning == "nearest":
        year = of.years[0]
        return Decimal(min((apart(of, year, other), -other) for other in against.years)[1] * -1)
    if figure.reckoning == "distance":
        return apart(of, of.years[0], against.years[0]) * 100
    if figure.reckoning == "new":
        return Decimal(len(titles(of, of.years) - titles(against, against.years)))
    if figure.reckoning == "last_listed":
        return Decimal(
            max(year for year in against.years if total(against, "trainings", (year,)) > 0)
        )
    raise AssertionError(figure.reckoning)


@cache
def table(name: str, columns: str) -> dict[str, tuple[Any, ...]]:
    """Columns of a small table by the first of them."""
    question = f"SELECT {columns} FROM read_parquet(?)"  # noqa: S608 - words of this module
    found = duckdb.connect().execute(question, [str(folder() / f"{name}.parquet")]).fetchall()
    return {row[0]: tuple(row[1:]) for row in found}


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The distance by the law of cosines, which the product does not use."""
    first, second, apart = radians(lat1), radians(lat2), radians(lon1 - lon2)
    cosine = sin(first) * sin(second) + cos(first) * cos(second) * cos(apart)
    return 6371.0 * acos(max(-1.0, min(1.0, cosine)))
