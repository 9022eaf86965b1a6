"""What one running site holds: the tables, the documents' images, and names for its reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from foja.site.sql_desk import SqlDesk

if TYPE_CHECKING:
    from starlette.requests import Request

    from foja.site.page_image import PageImages
    from foja.site.reading import Reading
    from foja.tables.sql_process import SqlLimits


@dataclass(frozen=True, slots=True)
class Site:
    """The parts that every page is made from.

    `limits` are those of questions in SQL, the usual ones if not given. `as_files` says that its
    pages are written as files for a host that runs no program: they offer nothing that needs one.
    """

    reading: Reading
    images: PageImages
    limits: SqlLimits | None = None
    as_files: bool = False
    sql: SqlDesk = field(init=False)

    def __post_init__(self) -> None:
        tables = self.reading.tables
        object.__setattr__(self, "sql", SqlDesk(tables.path, tables.version, self.limits))

    @property
    def version(self) -> str:
        """The version of the tables."""
        return self.reading.tables.version


def site_of(request: Request) -> Site:
    """Return the running site."""
    return cast("Site", request.app.state.site)
