"""What an endpoint is: a path, a structure of parameters, a function, and what a row is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from foja.site.addresses import country_address
from foja.site.language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from foja.site.api.parameters import Asked
    from foja.site.reading import Reading
    from foja.site.state import Site
    from foja.tables.engine import Tables

ROOT: Final = "/api/v1"
ENGLISH: Final = LANGUAGES["en"]
"""The language of the pages that answers lead to."""
_BRACES: Final = re.compile(r"\{([a-z0-9_]+)\}")


@dataclass(frozen=True, slots=True)
class Api:
    """What answers are made from: the open site, and the address under which it is reached.

    `origin` is such as `https://foja.example`; without one, addresses in answers begin with `/`.
    """

    site: Site
    origin: str = ""

    @property
    def reading(self) -> Reading:
        """The tables with the small ones at hand."""
        return self.site.reading

    @property
    def tables(self) -> Tables:
        """The tables."""
        return self.site.reading.tables

    @property
    def version(self) -> str:
        """The version of the tables."""
        return self.site.version

    def page(self, path: str) -> str:
        """Return the whole address of a page of the site by its path."""
        return f"{self.origin}{path}"

    def country_page(self, code: str) -> str:
        """Return the whole address of a country's page."""
        return self.page(country_address(ENGLISH, code))


@dataclass(frozen=True, slots=True)
class Pages:
    """Which part of a list an answer is: how many there are in all, and where the next begins.

    `count` is None where it is not known without asking for every row; `next_cursor` is None on
    the last page.
    """

    limit: int
    count: int | None
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a function answers.

    `data` is a list of rows or one thing, made of what JSON knows with days and decimals.
    `evidence` is the path of the site's page that shows the rows and pages it rests on. `pages` is
    given for a list; `csv`, names of columns and lines, where a CSV is not simply the rows;
    `written` is one that is written already.
    """

    data: Any
    evidence: str
    pages: Pages | None = None
    csv: tuple[Sequence[str], Sequence[Sequence[Any]]] | None = None
    written: bytes | None = None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address of the API, as it is read, answered, documented and browsed.

    `name` is its stable identifier, `path` begins below `ROOT` and holds names of parameters in
    braces. `asked` declares the parameters, `row` is a structure that says what the answer's data
    is, or each of its rows where it is `listed`. `by_content` says that an answer depends on more
    than the tables and the code, so that its tag is made of the answer itself. `seconds` is the
    longest that it may take where that is not the API's usual limit; it is then made in one of the
    threads apart (`foja.site.apart`). `examples` are queries or, of a path with braces, whole paths
    below `ROOT`.
    """

    name: str
    path: str
    tag: str
    summary: str
    description: str
    asked: type[Asked]
    row: Any
    answer: Callable[[Api, Any], Answer]
    listed: bool = False
    by_content: bool = False
    seconds: float | None = None
    examples: tuple[str, ...] = ()
    matches: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        pattern = _BRACES.sub(r"(?P<\1>[^/]+)", self.path)
        object.__setattr__(self, "matches", re.compile(pattern))

    @property
    def in_path(self) -> tuple[str, ...]:
        """The names of the parameters that stand in the path."""
        return tuple(_BRACES.findall(self.path))
