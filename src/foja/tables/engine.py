"""The tables, open for questions: Ibis expressions over DuckDB in memory, or another engine."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final, Self, cast

from foja.errors import QueryError, TablesError
from foja.tables.engines import chosen_engine, open_engine
from foja.tables.engines_duckdb import DuckDBEngine
from foja.tables.folder import find_tables
from foja.tables.schema import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    import ibis.expr.types as ir
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from foja.tables.engines import Compiled, Engine, Row
    from foja.tables.loading import Loading
    from foja.tables.search import Search, Searched
    from foja.tables.selection import StageChoice, YearBasis

__all__ = ["Tables", "find_tables"]

_COMPILED_KEPT: Final = 4096


class Tables:
    """The published tables, opened read-only.

    `path` is a folder of tables, or the address of an engine into which `foja publish` loaded them,
    such as `postgresql://host/database`; without one it is what `FOJA_ENGINE` names, or the newest
    folder there is; `loading` is that folder where it is being loaded already. Every table is an
    Ibis expression (`trainings()`, `printed_totals()`, `table("issues")`), which `polars`,
    `pandas`, `arrow` and `rows` turn into data. Safe to use from several threads; close it, or use
    it in a `with` statement. Raises `TablesError` where the tables cannot be used, `SettingsError`
    for an address that is none.
    """

    def __init__(self, path: Path | str | None = None, *, loading: Loading | None = None) -> None:
        address = chosen_engine(path)
        engine: Engine = DuckDBEngine(path, loading) if address is None else open_engine(address)
        try:
            from foja.tables.search import Search, register  # noqa: PLC0415 - it imports Ibis

            tables = {name: engine.table(name) for name in engine.counts}
        except BaseException:
            engine.close()
            raise
        self.path: Final = engine.where
        self.version: Final = engine.version
        self.counts: Final[dict[str, int]] = engine.counts
        self.keeps_order: Final = engine.keeps_order
        self._engine: Final = engine
        self._tables: Final[dict[str, ir.Table]] = tables
        self._compiled: OrderedDict[Hashable, Compiled] = OrderedDict()
        self._kept: dict[Hashable, list[Row]] = {}
        self._lock: Final = threading.Lock()
        self._closed = False
        self.search: Final[Search] = Search(self)
        register(self.search, engine.backend)

    def table(self, name: str) -> ir.Table:
        """Return the table of that name; `TablesError` if there is none."""
        if name not in self._tables:
            raise TablesError(f"No table `{name}`; give one of {', '.join(BY_NAME)}.")
        return self._tables[name]

    def trainings(
        self,
        country: str | None = None,
        fiscal_year: int | tuple[int | None, int | None] | None = None,
        program: str | Sequence[str] | None = None,
        recipient_force: str | Sequence[str] | None = None,
        *,
        training_type: str | Sequence[str] | None = None,
        delivery: str | Sequence[str] | None = None,
        place: str | Sequence[str] | None = None,
        unit: str | Sequence[str] | None = None,
        flag: str | Sequence[str] | None = None,
        stage: StageChoice = "actual",
        words: str = "",
        year_basis: YearBasis = "report",
    ) -> ir.Table:
        """Return trainings, done ones unless `stage` says otherwise.

        `country` is an ISO 3166-1 alpha-3 code; `fiscal_year` one year or the first and last of
        several. Of the others one code or several can be given, and a row has to have one of them:
        `MEX.SEDENA` stands for its parts too, `flight` for every type of its group. `words` have
        all to occur in the course, a unit, the place, the type or the programme; what a search
        can say and forgives is told by `foja.tables.search_terms`. `year_basis` says which year is
        meant: that of the `report`, or the fiscal (`start`) or `calendar` year of the first day.
        """
        from foja.tables.search import Searched  # noqa: PLC0415 - it imports Ibis
        from foja.tables.search_terms import terms_of  # noqa: PLC0415 - it imports Ibis
        from foja.tables.selection import select_trainings  # noqa: PLC0415 - it imports Ibis

        years = fiscal_year if isinstance(fiscal_year, tuple) else (fiscal_year, fiscal_year)
        return select_trainings(
            self.table("trainings"),
            country=country,
            years=years,
            values={
                "program": _several(program),
                "recipient_force": _several(recipient_force),
                "training_type": _several(training_type),
                "delivery": _several(delivery),
                "place_id": _several(place),
                "unit_id": _several(unit),
                "flags": _several(flag),
            },
            stage=stage,
            found=self.search.found(Searched(words, country)) if terms_of(words) else None,
            year_basis=year_basis,
        )

    def printed_totals(self) -> ir.Table:
        """Return the sums that the reports print; never trainings."""
        return self.table("printed_totals")

    def reconciliation(self) -> ir.Table:
        """Return each printed total beside the sum of its rows."""
        return self.table("reconciliation")

    def documents(self) -> ir.Table:
        """Return the official documents of the catalog and whether each was read."""
        return self.table("documents")

    def issues(self) -> ir.Table:
        """Return everything in doubt, each with its address."""
        return self.table("issues")

    def countries(self) -> ir.Table:
        """Return the countries with their names in English and Spanish."""
        return self.table("countries")

    def rows(self, expression: ir.Table, key: Hashable = None) -> list[Row]:
        """Return the expression's rows as dictionaries: dates as `date`, dollars as `Decimal`.

        The quick way, used by the site. With a `key` the expression's SQL is kept under it.
        """
        return self.ask(key, lambda: expression)

    def ask(
        self,
        key: Hashable,
        build: Callable[[], ir.Table],
        values: Mapping[str, str | int | Searched | None] | None = None,
    ) -> list[Row]:
        """Return the rows of the expression that `build` makes, compiled once for each `key`.

        Building and compiling an expression takes as long as its query, or longer. So `key` names
        the measure and the shape of the question, and what differs from one asking to the next
        stands in the expression as `text_later` or `number_later` and is given in `values`; what a
        search finds is looked up here. A `key` of None keeps nothing.
        """
        given = {
            name: value
            if value is None or isinstance(value, str | int)
            else self.search.found(value)
            for name, value in (values or {}).items()
        }
        return self._engine.ask(self._question(key, build), given)

    def once(self, key: Hashable, build: Callable[[], ir.Table]) -> list[Row]:
        """Return the rows of a small expression, asked the first time and kept from then on.

        The tables never change while they are open. The rows are shared: do not change them.
        """
        with self._lock:
            kept = self._kept.get(key)
        if kept is None:
            kept = self.ask(key, build)
            with self._lock:
                self._kept[key] = kept
        return kept

    def whole(self, name: str) -> list[Row]:
        """Return all rows of a small table, asked the first time and kept: do not change them."""
        return self.once(("whole", name), lambda: self.table(name))

    def arrow(self, expression: ir.Table) -> pa.Table:
        """Return the expression's rows as an Arrow table."""
        return self._engine.arrow(self._question(None, lambda: expression))

    def polars(self, expression: ir.Table) -> pl.DataFrame:
        """Return the expression's rows as a Polars frame."""
        import polars as pl  # noqa: PLC0415 - wanted by those who ask for it

        frame = pl.from_arrow(self.arrow(expression))
        if not isinstance(frame, pl.DataFrame):
            raise QueryError("The expression is a single column; ask for a table.")
        return frame

    def pandas(self, expression: ir.Table) -> pd.DataFrame:
        """Return the expression's rows as a pandas frame."""
        return self.arrow(expression).to_pandas()

    def sql(self, expression: ir.Table) -> str:
        """Return the SQL that the expression becomes."""
        return self._question(None, lambda: expression).sql

    def forget(self) -> None:
        """Drop everything compiled and kept, so that the next question starts cold."""
        with self._lock:
            self._compiled.clear()
            self._kept.clear()

    def close(self) -> None:
        """Close the database; the tables cannot be asked afterwards."""
        if not self._closed:
            self._closed = True
            self._engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def _connection(self) -> Any:  # noqa: ANN401 - the engine's own
        """DuckDB's connection, for what is asked by hand."""
        return cast("DuckDBEngine", self._engine).connection

    def _question(self, key: Hashable, build: Callable[[], ir.Table]) -> Compiled:
        if self._closed:
            raise TablesError("These tables are closed; open them again.")
        with self._lock:
            if key is not None and key in self._compiled:
                self._compiled.move_to_end(key)
                return self._compiled[key]
        question = self._engine.compile(build())
        if key is not None:
            with self._lock:
                self._compiled[key] = question
                while len(self._compiled) > _COMPILED_KEPT:
                    self._compiled.popitem(last=False)
        return question


def _several(values: str | Sequence[str] | None) -> tuple[str, ...]:
    if values is None:
        return ()
    return (values,) if isinstance(values, str) else tuple(values)
