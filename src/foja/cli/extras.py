"""Libraries that a command needs and an installation may lack: one sentence that says what to do.

The base of Foja answers questions, checks and exports; everything else is an extra of the package.
"""

from __future__ import annotations

from typing import Final

from foja.errors import MissingExtraError

EXTRAS_OF: Final[dict[str, tuple[str, ...]]] = {
    "PIL": ("site", "build"),
    "anyio": ("site", "build", "assistants"),
    "distributed": ("dask",),
    "httpx": ("build",),
    "jinja2": ("site", "assistants"),
    "mcp": ("assistants",),
    "mkdocs": ("docs",),
    "pandas": ("pandas",),
    "pandera": ("build",),
    "polars": ("build", "polars"),
    "psycopg": ("postgres", "engines"),
    "pypdfium2": ("site", "build"),
    "pyspark": ("engines",),
    "reportlab": ("site", "assistants"),
    "selectolax": ("site", "build"),
    "starlette": ("site", "assistants"),
    "uvicorn": ("site", "assistants"),
    "vl_convert": ("site", "assistants"),
}
"""The extras that bring each library which only some commands need, by the module's name."""
EXTRA_OF_COMMAND: Final[dict[str, str]] = {
    "build": "build",
    "diff": "build",
    "fetch": "build",
    "mcp": "assistants",
    "publish": "engines",
}
"""The extra to name first for a command, where it brings the library that is missing."""


def missing_extra(error: ModuleNotFoundError, command: str) -> MissingExtraError | None:
    """Return the sentence for a library that is not installed; None where no extra brings it."""
    extras = EXTRAS_OF.get((error.name or "").partition(".")[0])
    if extras is None:
        return None
    wanted = EXTRA_OF_COMMAND.get(command, extras[0])
    return MissingExtraError(f"`foja {command}`", wanted if wanted in extras else extras[0])
