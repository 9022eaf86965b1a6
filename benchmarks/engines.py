"""The record multiplied to many millions of rows: DuckDB on one machine beside Spark on the same.

`python benchmarks/engines.py [--rows 25000000] [--keep FOLDER]` writes Parquet in pieces to a
folder that goes away, opens it with both, asks the same measures of both twice, and prints seconds
(the second time) and their ratio. Where Spark is no slower is where a cluster begins to be worth
its trouble. Needs `pip install 'foja[engines]'` and Java 17.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import duckdb
import ibis
import pyarrow.parquet as pq

from foja.measures.figures import measures
from foja.measures.filters import Filters
from foja.tables.engines_spark import spark_session
from foja.tables.folder import SNAPSHOT, open_folder
from foja.tables.schema import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Callable

    import ibis.expr.types as ir

ROWS_OF_A_FILE: Final = 5
"""Times the record that one file holds."""
BYTES_OF_A_ROW: Final = 60
"""On disk, compressed; twice that has to be free."""
MEMORY: Final = "8g"


def _sums(rows: ir.Table, *by: str) -> ir.Table:
    return rows.group_by(list(by)).aggregate(**measures(rows))


QUESTIONS: Final[dict[str, Callable[[ir.Table], ir.Table]]] = {
    "trainings, students, dollars": lambda t: t.aggregate(**measures(t)),
    "by year and programme": lambda t: _sums(t, "fiscal_year", "program"),
    "a country by year, programme, force": lambda t: _sums(
        Filters(country="MEX").apply(t), "fiscal_year", "program", "recipient_force"
    ),
    "by country and year": lambda t: _sums(t, "country_iso3", "fiscal_year"),
    "units with most students": lambda t: (
        _sums(t, "unit_id").order_by(ibis.desc("students")).limit(15)
    ),
    "courses, of different titles": lambda t: t.aggregate(n=t.course_title.upper().nunique()),
    "medians of dollars by year": lambda t: t.group_by("fiscal_year").aggregate(
        m=t.cost_usd.cast("float64").quantile(0.5)
    ),
    "the fifty costliest": lambda t: (
        t.order_by([ibis.desc("cost_usd"), "training_id"])
        .limit(50)
        .select("training_id", "cost_usd")
    ),
}


def multiply(folder: Path, rows: int) -> int:
    """Write the record so many times over; return the rows written.

    Each copy has identifiers of its own and other students and dollars, so that nothing is the same
    value twice over more often than in the record.
    """
    table = BY_NAME["trainings"]
    source = pq.read_table(open_folder(SNAPSHOT).files(table), schema=table.arrow)
    copies = max(1, round(rows / source.num_rows))
    connection = duckdb.connect()
    connection.register("source", source)
    for number, first in enumerate(range(0, copies, ROWS_OF_A_FILE)):
        last = min(copies, first + ROWS_OF_A_FILE)
        batch = connection.execute(
            """
            SELECT source.* REPLACE (
                concat(training_id, '-', copy) AS training_id,
                CAST(quantity + copy % 3 AS INTEGER) AS quantity,
                CAST(cost_usd + copy % 1000 AS DECIMAL(14, 2)) AS cost_usd
            ) FROM source CROSS JOIN range($first, $last) AS copies(copy)
            """,
            {"first": first, "last": last},
        ).to_arrow_table()
        pq.write_table(batch, folder / f"{number:05}.parquet", compression="zstd")
        _say(f"\r{last * source.num_rows:,} rows written", end="")
    _say("")
    return copies * source.num_rows


def by_duckdb(folder: Path) -> Callable[[Callable[[ir.Table], ir.Table]], list[Any]]:
    """Return what asks DuckDB over the files, with every core."""
    connection = duckdb.connect()
    connection.execute(f"SET memory_limit = '{MEMORY}'")
    connection.execute(f"CREATE VIEW trainings AS FROM '{folder}/*.parquet'")
    backend = ibis.duckdb.from_connection(connection)
    table = backend.table("trainings")
    return lambda ask: connection.execute(str(backend.compile(ask(table)))).fetchall()


def by_spark(folder: Path) -> Callable[[Callable[[ir.Table], ir.Table]], list[Any]]:
    """Return what asks Spark over the same files, with every core."""
    session = spark_session(f"spark:///unused?spark.driver.memory={MEMORY}")
    session.read.parquet(str(folder)).createOrReplaceTempView("trainings")
    backend = ibis.pyspark.connect(session)
    table = backend.table("trainings")

    def asked(ask: Callable[[ir.Table], ir.Table]) -> list[Any]:
        rows = session.sql(str(backend.compile(ask(table)))).toArrow().to_pylist()
        return [tuple(row.values()) for row in rows]

    return asked


def _seconds(asked: Callable[..., list[Any]], ask: Callable[..., Any]) -> tuple[float, int]:
    asked(ask)
    started = time.perf_counter()
    rows = len(asked(ask))
    return time.perf_counter() - started, rows


def _say(text: str, end: str = "\n") -> None:
    sys.stdout.write(text + end)
    sys.stdout.flush()


def run(folder: Path, rows: int) -> None:
    """Multiply the record, ask both, print the table."""
    if not any(folder.glob("*.parquet")):
        free = shutil.disk_usage(folder).free
        if free < 2 * rows * BYTES_OF_A_ROW:
            sys.exit(f"{folder} has {free / 1e9:.0f} GB free; {rows:,} rows need more.")
        started = time.perf_counter()
        rows = multiply(folder, rows)
        _say(f"written in {time.perf_counter() - started:.0f} s")
    size = sum(file.stat().st_size for file in folder.glob("*.parquet"))
    cores = os.cpu_count()
    _say(f"{rows:,} trainings, {size / 1e9:.2f} GB of Parquet, {cores} cores, {MEMORY} of memory")
    _say(f"{'':<40}{'DuckDB s':>10}{'Spark s':>10}{'ratio':>8}")
    one, other = by_duckdb(folder), by_spark(folder)
    for name, ask in QUESTIONS.items():
        (quick, found), (slow, as_many) = _seconds(one, ask), _seconds(other, ask)
        assert found == as_many, (name, found, as_many)
        _say(f"{name:<40}{quick:>10.2f}{slow:>10.2f}{slow / quick:>8.1f}")


def main() -> None:
    """Read the options and run."""
    options = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    options.add_argument("--rows", type=int, default=25_000_000)
    options.add_argument("--keep", type=Path, help="a folder for the files, which then stay")
    given = options.parse_args()
    if given.keep is not None:
        given.keep.mkdir(parents=True, exist_ok=True)
        run(given.keep, given.rows)
        return
    with tempfile.TemporaryDirectory(prefix="foja-engines-") as folder:
        run(Path(folder), given.rows)


if __name__ == "__main__":
    main()
