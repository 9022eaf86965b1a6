"""The tables' copy that questions in SQL are asked of: one file of DuckDB, opened read-only.

From a file a process is ready in a twentieth of a second and takes 60 MB, since it reads only the
blocks a question needs and shares them with others; loaded from Parquet into memory the same
tables take a second and 200 MB in each process. Run as a program it writes the copy, so that the
memory this takes is given back and the site goes on answering.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import duckdb

from foja.errors import FojaError
from foja.tables.folder import open_folder
from foja.tables.schema import TABLES
from foja.tables.sql_worker import LOW_PRIORITY


def write_copy(folder: Path, copy: Path) -> str:
    """Write every table of a folder into a file of DuckDB; return the tables' version.

    Raises `TablesError` where a file of the folder is not the one its manifest names.
    """
    source = open_folder(folder)
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": "1",
        "temp_directory": "",
        "autoload_known_extensions": "false",
        "autoinstall_known_extensions": "false",
    }
    with duckdb.connect(str(copy), config=settings) as connection:
        # Else DuckDB draws one on the standard output where a statement takes a while.
        connection.execute("SET enable_progress_bar = false")
        for table in TABLES:
            columns = ", ".join(f'"{column.name}"' for column in table.columns)
            files = [str(file) for file in source.files(table)]
            connection.execute(
                f'CREATE TABLE "{table.name}" AS '  # noqa: S608 - names of our own schema
                f"SELECT {columns} FROM read_parquet(?)",
                [files],
            )
        connection.execute("CHECKPOINT")
    return source.manifest.version


def main() -> int:
    """Write the copy of the folder given first into the file given second; print the version."""
    os.nice(LOW_PRIORITY)
    try:
        version = write_copy(Path(sys.argv[1]), Path(sys.argv[2]))
    except (FojaError, duckdb.Error, OSError) as error:
        sys.stderr.write(str(error).partition("\n")[0])
        return 1
    sys.stdout.write(version)
    return 0


if __name__ == "__main__":
    sys.exit(main())
