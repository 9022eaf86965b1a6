"""Where tables may be asked: what an engine has to offer, and which one an address names.

DuckDB in memory is what everyone uses who names none. `foja publish` loads the tables into another
one, and its address in place of a folder runs the same questions there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol
from urllib.parse import urlsplit, urlunsplit

from foja.errors import SettingsError, TablesError

if TYPE_CHECKING:
    from pathlib import Path

    import ibis.expr.schema as sch
    import ibis.expr.types as ir
    import pyarrow as pa

Row = dict[str, Any]
Values = dict[str, str | int | None]

ENGINE: Final = "FOJA_ENGINE"
"""The variable that names the address of an engine."""
SCHEMA: Final = "foja"
"""Where tables are published if no other schema is named."""
SCHEMES: Final = {
    "postgres": "PostgreSQL",
    "postgresql": "PostgreSQL",
    "spark": "Spark",
    "sc": "Spark",
    "clickhouse": "ClickHouse",
    "bigquery": "BigQuery",
}
"""What an address may begin with, and the engine that it means."""

_SECRET: Final = re.compile(r"\b(password|access_token|token)=.*", re.IGNORECASE | re.DOTALL)

Change = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A question as its engine understands it, and the types of the expression it was made from.

    `changes` make of each column's values what the expression says they are; None where they are.
    The `expression` is there for an engine that needs it again: thousands of questions are kept,
    and it is most of what one holds.
    """

    sql: str
    schema: sch.Schema
    changes: tuple[tuple[str, Change | None], ...] = ()
    expression: ir.Table | None = None


class Engine(Protocol):
    """A database that holds the tables, read-only, and answers from several threads.

    `where` names the tables for people, without a password; `keeps_order` says whether rows come
    in the order in which they were loaded, one column after the other.
    """

    where: Path | str
    version: str
    counts: dict[str, int]
    keeps_order: bool
    backend: Any

    def table(self, name: str) -> ir.Table:
        """Return a table of `foja.tables.schema` as an expression."""

    def compile(self, expression: ir.Table) -> Compiled:
        """Return the question that an expression is; `text_later` and `number_later` are kept."""

    def ask(self, question: Compiled, values: Values) -> list[Row]:
        """Return the answer's rows: dates as `date`, dollars as `Decimal`, lists as lists."""

    def arrow(self, question: Compiled) -> pa.Table:
        """Return the answer with the types of the expression."""

    def close(self) -> None:
        """Let go of the database."""


def is_address(path: Path | str | None) -> bool:
    """Say whether what stands for tables is the address of an engine, and no folder."""
    return isinstance(path, str) and "://" in path


def chosen_engine(path: Path | str | None) -> str | None:
    """Return the address of the engine to ask, None where tables are in a folder.

    A folder or an address given comes before `FOJA_ENGINE`. Raises `SettingsError` where both
    variables are set, so that nobody has to guess which tables are shown.
    """
    named = os.environ.get(ENGINE) or None
    if path is not None:
        # A path that `--tables` read from its variable is not one that somebody wrote.
        from_variable = str(path) == os.environ.get("FOJA_TABLES")
        if named is None or not from_variable:
            return str(path) if is_address(path) else None
    if named is None:
        return None
    if os.environ.get("FOJA_TABLES"):
        raise SettingsError(f"{ENGINE} and FOJA_TABLES are both set; unset one of them.")
    return named


def open_engine(address: str) -> Engine:
    """Open the tables published at an address.

    Raises `SettingsError` for an address of no engine that there is, or where its driver is not
    installed, and `TablesError` where it cannot be reached or holds no tables of Foja.
    """
    kind = kind_of(address)
    if kind == "PostgreSQL":
        from foja.tables.engines_postgres import PostgresEngine  # noqa: PLC0415 - each its driver

        return PostgresEngine(address)
    if kind == "Spark":
        from foja.tables.engines_spark import SparkEngine  # noqa: PLC0415 - as above

        return SparkEngine(address)
    from foja.tables.engines_ibis import open_ibis_engine  # noqa: PLC0415 - as above

    return open_ibis_engine(address)


def kind_of(address: str) -> str:
    """Return the engine that an address means; `SettingsError` where it is none."""
    scheme = address.partition("://")[0]
    if "://" not in address or scheme not in SCHEMES:
        raise SettingsError(
            f"{without_password(address)!r} is not the address of an engine; one begins with "
            f"{', '.join(f'{scheme}://' for scheme in SCHEMES)}."
        )
    return SCHEMES[scheme]


def split_schema(address: str, schema: str | None = None) -> tuple[str, str]:
    """Return an address without the `schema` that its query names, and the schema.

    One that is given comes first. Raises `SettingsError` where its name is not letters, digits and
    underscores.
    """
    before, mark, query = address.partition("?")
    kept = [part for part in query.split("&") if part and not part.startswith("schema=")]
    named = [part.removeprefix("schema=") for part in query.split("&") if part not in {"", *kept}]
    chosen = schema or (named[-1] if named else SCHEMA)
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", chosen):
        raise SettingsError(
            f"{chosen[:80]!r} is not a name for a schema; use lower case, digits and underscores."
        )
    return (f"{before}{mark}{'&'.join(kept)}" if kept else before), chosen


def without_password(address: str) -> str:
    """Return an address as it may be shown.

    Where a password holds a character that ends the host, such as `/` or `#`, it cannot be told
    from what follows, and only the scheme is shown.
    """
    scheme, mark, _ = address.partition("://")
    hidden = f"{scheme}://..." if mark else "..."
    try:
        parts = urlsplit(address)
    except ValueError:
        return hidden
    login, _, host = parts.netloc.rpartition("@")
    if "@" in f"{parts.path}{parts.query}{parts.fragment}":
        return hidden
    user = login.partition(":")[0]
    rest = parts._replace(
        scheme="", netloc="", path=_hidden(parts.path, ";"), query=_hidden(parts.query, "&")
    )
    begin = f"{scheme}://{user}{'@' if user else ''}{host}" if mark else ""
    return f"{begin}{urlunsplit(rest)}"


def not_reached(kind: str, address: str, error: Exception) -> TablesError:
    """Return what is said of an engine that cannot be reached at an address."""
    return TablesError(
        f"{kind} at {without_password(address)} cannot be reached: {reason_of(error)}; "
        "check the address, and that the server is running."
    )


def reason_of(error: Exception) -> str:
    """Return the first line of what a driver says, without the hints and codes that follow."""
    return (str(error).strip().splitlines() or ["no answer"])[0]


def _hidden(settings: str, between: str) -> str:
    return between.join(_SECRET.sub(r"\1=...", one) for one in settings.split(between))
