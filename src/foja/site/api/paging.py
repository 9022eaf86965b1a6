"""Pages of a list by an opaque cursor, which only continues the question it was given for.

The tables never change while they are open, and every list has one order to the last row; so a
cursor holds the number of the next row, and a mark of the question and of the tables' version.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec

from foja.site.api.endpoint import Pages
from foja.site.api.problem import ProblemError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foja.site.api.endpoint import Api
    from foja.site.api.parameters import Paged

_MARK: Final = 9
"""Octets of the mark: as many letters of base64 as it has bits for, none left over."""
_NUMBER: Final = 6
_NOT_OF_THE_QUESTION: Final = ("limit", "cursor", "format")

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a list that is asked for: rows from `offset`, at most `limit`."""

    offset: int
    limit: int
    mark: bytes

    def pages(self, count: int) -> Pages:
        """Return what an answer says of its part, `count` being the rows of the whole list."""
        after = self.offset + self.limit
        return Pages(self.limit, count, self._cursor(after) if after < count else None)

    def pages_seen(self, *, more: bool) -> Pages:
        """Return the same for a list whose rows are not counted; `more` says whether any follow."""
        return Pages(self.limit, None, self._cursor(self.offset + self.limit) if more else None)

    def of(self, rows: Sequence[Row]) -> tuple[list[Row], Pages]:
        """Return the part of a list that is at hand whole."""
        return list(rows[self.offset : self.offset + self.limit]), self.pages(len(rows))

    def _cursor(self, offset: int) -> str:
        held = self.mark + offset.to_bytes(_NUMBER, "big")
        return base64.urlsafe_b64encode(held).decode("ascii")


def part_of(api: Api, asked: Paged) -> Part:
    """Return the part that a question asks for; `ProblemError` for a cursor that is not its own."""
    mark = _mark(api, asked)
    if asked.cursor is None:
        return Part(0, asked.limit, mark)
    try:
        held = base64.b64decode(asked.cursor, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        held = b""
    if len(held) != _MARK + _NUMBER or held[:_MARK] != mark:
        raise ProblemError(
            "bad_cursor",
            "These tables gave no such cursor for this question.",
            where="cursor",
            what_to_do="Begin again without it: the tables may have changed since, or another "
            "parameter has.",
        )
    return Part(int.from_bytes(held[_MARK:], "big"), asked.limit, mark)


def _mark(api: Api, asked: Paged) -> bytes:
    said: dict[str, Any] = msgspec.to_builtins(asked)
    question = {name: said[name] for name in said if name not in _NOT_OF_THE_QUESTION}
    text = msgspec.json.encode([type(asked).__name__, api.version, question], order="sorted")
    return hashlib.sha256(text).digest()[:_MARK]
