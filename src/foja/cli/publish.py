"""`foja publish`: the tables loaded into another engine, with a bar."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import Annotated

import typer

from foja.cli.screen import bars, out_console


def publish(
    to: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="postgresql://..., spark:///folder, sc://host:port, clickhouse:// or bigquery://.",
        ),
    ],
    tables: Annotated[
        Path | None, typer.Option(envvar="FOJA_TABLES", help="Folder of tables.")
    ] = None,
    schema: Annotated[
        str | None, typer.Option(help="Schema, or database, to load into; else foja.")
    ] = None,
) -> None:
    """Load all tables into PostgreSQL, Spark, ClickHouse or BigQuery, in place of earlier ones."""
    from foja.tables.folder import find_tables, open_folder  # noqa: PLC0415
    from foja.tables.publish import publish as load  # noqa: PLC0415

    folder = find_tables(tables)
    total = sum(file.rows for file in open_folder(folder).manifest.files.values())
    with bars() as progress:
        task = progress.add_task("Publishing", total=total)

        def tell(table: str, rows: int) -> None:
            progress.update(task, description=f"Publishing {table}", advance=rows)

        published = load(folder, to, schema=schema, on_progress=tell)
    out_console.print(
        f"{published.where}, schema {published.schema}: tables {published.version}, "
        f"{len(published.rows)} tables, {sum(published.rows.values()):,} rows",
        markup=False,
    )
