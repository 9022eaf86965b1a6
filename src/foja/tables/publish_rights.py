"""What others may do with the tables of a PostgreSQL schema, kept while those are replaced.

A table that takes another's place under its name is another one to PostgreSQL, and has only the
rights that a new table has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from foja.tables.engines_order import ORDER
from foja.tables.published import VERSION
from foja.tables.schema import TABLES

if TYPE_CHECKING:
    import psycopg

_GRANTED: Final = """
SELECT class.relname, granted.attname, granted.privilege_type, granted.is_grantable,
       CASE WHEN granted.grantee <> 0 THEN pg_get_userbyid(granted.grantee) END
FROM pg_class AS class
JOIN pg_namespace AS space ON space.oid = class.relnamespace
CROSS JOIN LATERAL (
    SELECT NULL AS attname, each.* FROM aclexplode(class.relacl) AS each
    UNION ALL
    SELECT attribute.attname, each.*
    FROM pg_attribute AS attribute, aclexplode(attribute.attacl) AS each
    WHERE attribute.attrelid = class.oid AND attribute.attnum > 0 AND NOT attribute.attisdropped
) AS granted
WHERE space.nspname = %s AND class.relname = ANY(%s) AND granted.grantee <> class.relowner
ORDER BY 1, 2, 3, 5
"""


@dataclass(frozen=True, slots=True)
class Right:
    """A right on a table, or on one of its columns, that its owner gave.

    `role` is None for everyone (`PUBLIC`); `passed_on` tells whether the role may give it further.
    """

    table: str
    column: str | None
    what: str
    passed_on: bool
    role: str | None


def rights(connection: psycopg.Connection[Any], schema: str) -> list[Right]:
    """Return every right given on the tables that Foja publishes, as far as they are there."""
    names = [table.name for table in (*TABLES, VERSION)]
    return [Right(*row) for row in connection.execute(_GRANTED, (schema, names))]


def grant(connection: psycopg.Connection[Any], schema: str, given: list[Right]) -> None:
    """Give rights on the tables that now have those names; one on a column that is gone is void."""
    from psycopg import sql  # noqa: PLC0415 - only for those who have one

    columns = {
        table.name: {ORDER, *(column.name for column in table.columns)}
        for table in (*TABLES, VERSION)
    }
    for right in given:
        if right.column is not None and right.column not in columns[right.table]:
            continue
        # What a right is called comes from PostgreSQL's own catalog.
        what: Any = right.what
        connection.execute(
            sql.SQL("GRANT {}{} ON {} TO {}{}").format(
                sql.SQL(what),
                sql.SQL(" ({})").format(sql.Identifier(right.column))
                if right.column is not None
                else sql.SQL(""),
                sql.Identifier(schema, right.table),
                sql.SQL("PUBLIC") if right.role is None else sql.Identifier(right.role),
                sql.SQL(" WITH GRANT OPTION" if right.passed_on else ""),
            )
        )
