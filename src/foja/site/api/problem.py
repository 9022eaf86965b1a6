"""What can go wrong with a question to the API, told in one shape (problem details, RFC 9457)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from foja.errors import FojaError

if TYPE_CHECKING:
    from collections.abc import Mapping

MEDIA_TYPE: Final = "application/problem+json"
LONGEST_QUOTED: Final = 60
"""Characters of what was given that a problem repeats."""


class Kind(NamedTuple):
    """A kind of problem: its status in HTTP and its title."""

    status: int
    title: str


KINDS: Final[dict[str, Kind]] = {
    "unknown_parameter": Kind(400, "There is no such parameter"),
    "bad_value": Kind(400, "A value is not valid"),
    "bad_cursor": Kind(400, "The cursor does not belong to this question"),
    "bad_question": Kind(400, "The question is not valid"),
    "not_found": Kind(404, "There is nothing at this address"),
    "method_not_allowed": Kind(405, "The API is read-only"),
    "body_not_read": Kind(413, "A request has no body here"),
    "address_too_long": Kind(414, "The address is too long"),
    "too_many_requests": Kind(429, "Too many questions in a short time"),
    "failure": Kind(500, "Something failed on our side"),
    "not_now": Kind(503, "The question cannot be answered right now"),
    "took_too_long": Kind(503, "The question took too long and was stopped"),
}
"""Every kind of problem by its key; the last part of a problem's `type` is the key."""


class Problem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a question is not answered: what, where, and what to do."""

    type: str
    title: str
    status: int
    detail: str
    where: str
    what_to_do: str
    instance: str


class ProblemError(FojaError):
    """A question that is not answered.

    `kind` is one of `KINDS`; `detail` one sentence that says what is wrong; `where` the name of the
    parameter, or `path`; `what_to_do` one sentence. `headers` are those of the answer in HTTP.
    """

    def __init__(
        self,
        kind: str,
        detail: str,
        *,
        where: str = "",
        what_to_do: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{detail} {what_to_do}".strip())
        self.kind = kind
        self.detail = detail
        self.where = where
        self.what_to_do = what_to_do
        self.headers = dict(headers or {})

    @property
    def status(self) -> int:
        """The status in HTTP."""
        return KINDS[self.kind].status

    def told(self, instance: str) -> Problem:
        """Return the problem as it is sent; `instance` is the path that was asked."""
        return Problem(
            f"/api/v1/#problem-{self.kind.replace('_', '-')}",
            KINDS[self.kind].title,
            self.status,
            self.detail,
            self.where,
            self.what_to_do or "See /api/v1/ for what can be asked.",
            instance,
        )


def not_found(detail: str, where: str, what_to_do: str) -> ProblemError:
    """Return the problem of an identifier or a code that nothing here has."""
    return ProblemError("not_found", detail, where=where, what_to_do=what_to_do)


def quoted(text: str) -> str:
    """Return what was given, as a problem repeats it: short, and only characters that print."""
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return f"“{shown[:LONGEST_QUOTED]}”"
