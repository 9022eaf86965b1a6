"""What one running site holds: the tables, the documents' images, and names for its reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from starlette.requests import Request

    from foja.site.page_image import PageImages
    from foja.site.reading import Reading


@dataclass(frozen=True, slots=True)
class Site:
    """The parts that every page is made from."""

    reading: Reading
    images: PageImages

    @property
    def version(self) -> str:
        """The version of the tables."""
        return self.reading.tables.version


def site_of(request: Request) -> Site:
    """Return the running site."""
    return cast("Site", request.app.state.site)
