"""Where the official documents are kept on this machine."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path


def documents_folder(path: Path | str | None = None) -> Path:
    """Return the documents folder: the one given, else FOJA_DOCUMENTS, else the user's data folder.

    It holds `<report>/<file>` as the catalog names each path. It need not exist yet.
    """
    chosen = path if path is not None else os.environ.get("FOJA_DOCUMENTS") or None
    if chosen is not None:
        return Path(chosen).expanduser()
    return user_data_path("foja") / "documents"
