"""The tables of a folder loaded into another engine, whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from foja.tables.engines import kind_of, split_schema
from foja.tables.folder import open_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Progress = Callable[[str, int], None]
    """Told of a table and how many more of its rows were written."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was loaded: where to, in which schema, which version, and the rows of each table."""

    where: str
    schema: str
    version: str
    rows: dict[str, int]


def publish(
    tables: Path, to: str, *, schema: str | None = None, on_progress: Progress | None = None
) -> Published:
    """Load a folder of tables into the engine at the address `to`, in place of earlier ones.

    They are written beside what is there and take its place when all are whole. Raises
    `TablesError` where the folder's tables cannot be used, the engine cannot be reached, or the
    schema has tables of these names that Foja did not write; `SettingsError` for an address that is
    none; `MissingExtraError` without the engine's driver.
    """
    kind = kind_of(to)
    address, chosen = split_schema(to, schema)
    folder = open_folder(tables)
    tell = on_progress or (lambda _table, _rows: None)
    if kind == "PostgreSQL":
        from foja.tables.publish_postgres import publish_postgres as load  # noqa: PLC0415 - a driver
    elif kind == "Spark":
        from foja.tables.publish_spark import publish_spark as load  # noqa: PLC0415 - a driver
    else:
        from foja.tables.publish_ibis import publish_ibis as load  # noqa: PLC0415 - a driver
    return load(address, chosen, folder, tell)
