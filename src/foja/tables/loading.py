"""Loads a folder of tables in a thread of its own, while the program reads the rest of its code.

Reading Foja's code and loading the tables take a second each, and neither needs the other. What
the thread does needs no further code: two threads that import the same modules could wait for each
other.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from foja.tables.engines import chosen_engine
from foja.tables.folder import connect, find_tables, load, open_folder

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from foja.tables.folder import TablesFolder


@dataclass(frozen=True, slots=True)
class Loaded:
    """A folder's tables in a database in memory, and each one's number of rows."""

    folder: TablesFolder
    connection: duckdb.DuckDBPyConnection
    counts: dict[str, int]


def load_folder(path: Path | str | None) -> Loaded:
    """Load the folder that `path` means, see `find_tables`; raises `TablesError`."""
    folder = open_folder(find_tables(path))
    connection = connect()
    try:
        return Loaded(folder, connection, load(connection, folder))
    except BaseException:
        connection.close()
        raise


class Loading:
    """Tables that are being loaded from now on."""

    def __init__(self, path: Path | str | None) -> None:
        import duckdb  # noqa: F401, PLC0415 - so that the thread finds it

        self._path: Final = path
        self._loaded: Loaded | None = None
        self._error: BaseException | None = None
        self._thread: Final = threading.Thread(target=self._load)
        self._thread.start()

    def _load(self) -> None:
        try:
            self._loaded = load_folder(self._path)
        except BaseException as error:  # noqa: BLE001 - told to whoever asks for the tables
            self._error = error

    def result(self) -> Loaded:
        """Wait for the tables and return them; raises `TablesError` where they cannot be used."""
        self._thread.join()
        if self._loaded is None:
            raise self._error or RuntimeError("The tables were not loaded.")
        return self._loaded


def begin_loading(path: Path | str | None) -> Loading | None:
    """Begin to load the tables that `path` means; None where they are in another engine."""
    return Loading(path) if chosen_engine(path) is None else None
