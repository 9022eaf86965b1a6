"""The first wall: the SQL has to be one SELECT over the tables, made of what is allowed.

DuckDB reads the SQL itself and hands its tree over as JSON; every part of the tree has to be named
in `foja.tables.sql_allowed`. Below stands what does not depend on this list being right: a
connection without settings, files and network, and a process that can open nothing.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from foja.tables.sql_allowed import (
    CHANGING,
    CLASSES,
    FORMS,
    FUNCTIONS,
    SHOWN,
    TABLE_FUNCTIONS,
    TABLE_NAMES,
)
from foja.tables.sql_errors import SqlError

if TYPE_CHECKING:
    from collections.abc import Collection

    import duckdb

    from foja.tables.sql_errors import Code

NOWHERE: Final = 2**64 - 1
"""How DuckDB says that a part has no place in the text."""
LONGEST_NAME: Final = 60
LONGEST_MESSAGE: Final = 400
TOO_DEEP: Final = "Max expression depth"
SEVERAL: Final = "MULTI"
NOT_SELECT: Final = "a statement that DuckDB makes several of, such as PIVOT without its values"

Part = dict[str, Any]
Names = frozenset[str]


def check_select(connection: duckdb.DuckDBPyConnection, sql: str, tables: Collection[str]) -> None:
    """Refuse whatever is not exactly one SELECT over those tables, of allowed parts.

    Raises `SqlError`, with the place in the text where there is one.
    """
    import duckdb  # noqa: PLC0415 - a tenth of a second, not wanted by `import foja`

    try:
        statements = connection.extract_statements(sql)
        _check_statements(statements)
        row = connection.execute("SELECT json_serialize_sql(?::VARCHAR)", [sql]).fetchone()
    except duckdb.Error as error:
        raise error_of(error, sql) from error
    try:
        tree = json.loads(str(row[0]) if row else "{}")
    except RecursionError as error:
        raise SqlError("deep") from error
    if tree.get("error", True):
        raise SqlError("form", NOT_SELECT)
    _Walk(sql, tables).walk(tree["statements"])


def error_of(error: Exception, sql: str) -> SqlError:
    """Return what the database says as an error of ours, without anything of the machine."""
    kind, _, rest = str(error).partition(" Error: ")
    if "pytz" in rest:
        # DuckDB hands over a time with a time zone by a library that Foja does not need.
        return SqlError("zone")
    try:
        details = json.loads(rest)
    except json.JSONDecodeError:
        details = {"exception_message": rest.partition("\n")[0]}
    if kind.upper() in {"INTERNAL", "FATAL", "IO"}:
        return SqlError("stopped")
    if TOO_DEEP in rest:
        return SqlError("deep")
    said = " ".join(str(details.get("exception_message", "")).split())[:LONGEST_MESSAGE]
    position = int(details.get("position", -1))
    return SqlError("database", f"{kind} error: {said}", sql=sql, position=position)


def _check_statements(statements: list[duckdb.Statement]) -> None:
    if not statements:
        raise SqlError("empty")
    if len(statements) > 1:
        raise SqlError("statements", str(len(statements)))
    kind = statements[0].type.name
    if kind == SEVERAL:
        raise SqlError("form", NOT_SELECT)
    if kind != "SELECT":
        raise SqlError("kind", kind)


class _Walk:
    """Looks at every part of a query's tree, each with the names given by WITH around it."""

    def __init__(self, sql: str, tables: Collection[str]) -> None:
        self._sql = sql
        self._tables = frozenset(tables)
        self._waiting: list[tuple[Any, Names]] = []

    def walk(self, tree: Any) -> None:  # noqa: ANN401 - what JSON holds
        self._waiting = [(tree, frozenset())]
        while self._waiting:
            part, given = self._waiting.pop()
            if isinstance(part, list):
                self._waiting.extend((each, given) for each in part)
            elif isinstance(part, dict):
                self._look(part, given)

    def _look(self, part: Part, given: Names) -> None:
        if "class" in part:
            self._expression(part)
        elif isinstance(part.get("type"), str):
            self._form(part, given)
        given = self._named(part, given)
        if part.get("type") == "RECURSIVE_CTE_NODE":
            # Only what is repeated knows its own name.
            self._waiting.append((part["right"], given | {str(part["cte_name"]).lower()}))
            part = {**part, "right": None}
        if part.get("type") == "TABLE_FUNCTION":
            # Its name is that of a table, which is looked at already.
            part = {**part, "function": part["function"].get("arguments", [])}
        self._waiting.extend(
            (value, given)
            for name, value in part.items()
            if name != "cte_map" and isinstance(value, dict | list)
        )

    def _named(self, part: Part, given: Names) -> Names:
        """Return the names known within a part; each query of a WITH knows those before it."""
        for named in (part.get("cte_map") or {}).get("map", []):
            self._waiting.append((named["value"], given))
            given |= {str(named["key"]).lower()}
        return given

    def _expression(self, part: Part) -> None:
        kind = part["class"]
        if kind == "PARAMETER":
            raise self._error("parameter", f"${part.get('identifier', '')}", part)
        if kind not in CLASSES:
            raise self._error("form", str(kind).replace("_", " ").lower(), part)
        if kind in {"FUNCTION", "WINDOW"}:
            name = _last(part) or str(part.get("function_name", ""))
            if name.lower() not in FUNCTIONS:
                raise self._error(_why(name), name, part)
        elif kind == "COLUMN_REF":
            names = part.get("column_names", [])
            # Where no column is called so, DuckDB takes it for a function.
            if len(names) == 1 and str(names[0]).lower() in CHANGING:
                raise self._error("changing", str(names[0]), part)

    def _form(self, part: Part, given: Names) -> None:
        kind = part["type"]
        if kind not in FORMS:
            raise self._error("form", kind.replace("_", " ").lower(), part)
        if kind == "BASE_TABLE":
            path = part.get("qualified_name", {}).get("path") or [part["table_name"]]
            known = given | self._tables
            if len(path) != 1 or str(path[0]).lower() not in known:
                raise self._error("table", ".".join(map(str, path)), part)
            if part.get("at_clause") is not None:
                raise self._error("form", "at", part)
        elif kind == "TABLE_FUNCTION":
            function = part["function"]
            if _last(function).lower() not in TABLE_FUNCTIONS or function["class"] != "FUNCTION":
                raise self._error("table_function", _last(function), part)
        elif kind == "SHOW_REF" and not (
            part["show_type"] in SHOWN or part["table_name"] == TABLE_NAMES
        ):
            raise self._error("form", f"show {part['table_name']}", part)
        sample = part.get("sample")
        if sample is not None and sample.get("seed") in {None, -1, NOWHERE}:
            raise self._error("sample", "", part)

    def _error(self, code: Code, subject: str, part: Part) -> SqlError:
        place = part.get("query_location", NOWHERE)
        position = -1 if place == NOWHERE else int(place)
        return SqlError(code, subject[:LONGEST_NAME], sql=self._sql, position=position)


def _last(function: Part) -> str:
    """Return a function's own name; `name.upper()` is written as `upper` of a schema `name`."""
    path = function.get("qualified_name", {}).get("path") or [function.get("function_name", "")]
    return str(path[-1])


def _why(name: str) -> Code:
    return "changing" if name.lower() in CHANGING else "function"
