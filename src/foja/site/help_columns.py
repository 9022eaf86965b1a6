"""The columns of the files that a reader takes away, explained in the words of the tables' schema.

The schema is written in English; what it says is translated like the site's own messages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from foja.site.downloads import ADDED, LICENCE
from foja.site.table_columns import NAMES
from foja.tables.schema import TRAININGS

if TYPE_CHECKING:
    from foja.site.language import Language


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column of a file: its name, its Arrow type, whether it is never empty, what it means."""

    name: str
    type: str
    required: bool
    meaning: str


def meanings() -> tuple[str, ...]:
    """Return what the schema and the downloads say of columns: messages to translate."""
    return (*(column.meaning for column in TRAININGS.columns), *ADDED.values(), LICENCE)


def file_columns(language: Language) -> list[FileColumn]:
    """Return every column that a file of trainings can have, in the order of the files."""
    _ = language.gettext
    named = {
        name: _("name of `%(column)s` in the language of the page", column=code)
        for code, name in NAMES.items()
    }
    return [
        *(
            FileColumn(column.name, str(column.type), column.required, _(column.meaning))
            for column in TRAININGS.columns
        ),
        *(FileColumn(name, "string", False, meaning) for name, meaning in named.items()),
        *(FileColumn(name, "string", True, _(meaning)) for name, meaning in ADDED.items()),
    ]
