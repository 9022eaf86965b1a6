"""What can go wrong, in one small tree.

Three loudnesses: an exception stops, when going on would publish something wrong; an `Issue`
names one row or page in doubt and is published with the tables; nothing is ever swallowed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foja.model import Box


class FojaError(Exception):
    """Base of all errors Foja raises on purpose: one sentence with what, where, what to do."""


class SettingsError(FojaError):
    """An option, a variable or a folder that cannot be used as given."""


class CatalogError(FojaError):
    """A catalog file that breaks its own schema, or a document the catalog does not know."""


class FetchError(FojaError):
    """A document that could not be brought whole and unchanged from its official address."""


class MissingExtraError(FojaError):
    """Something that needs libraries which only an extra of the package installs."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(
            f"{what} needs libraries that are not installed: pip install 'foja[{extra}]'"
        )
        self.extra = extra


class DocumentError(FojaError):
    """A file that is not the document it should be, or that no reader can open."""


class LayoutError(DocumentError):
    """A document that opens but does not follow the layout its headings promise."""


class VocabularyError(FojaError):
    """A vocabulary or corrections file that breaks its own schema."""


class TablesError(FojaError):
    """Tables that are absent, damaged or not of the expected schema."""


class QueryError(FojaError):
    """A question that cannot be asked of the tables, or that ran past its limits."""


class TimeLimitError(QueryError):
    """A question that was stopped because it took longer than whoever asked it allows."""


@dataclass(frozen=True, slots=True)
class Issue:
    """Something on a page that is in doubt, with its address; published in the `issues` table.

    `code` is a stable name (`word_left_over`, `unknown_program`, ...); `detail` the printed words
    in question. `page` counts pages of the file from 1 and is 0 where the whole document is meant.
    """

    code: str
    document: str
    page: int
    detail: str
    box: Box | None = None
