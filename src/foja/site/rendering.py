"""Templates that let go of a page once it is made.

In Jinja a page's values and the macros of its template hold each other: all that a page was made
of, some thousand objects, would stay in memory until Python looks for such cycles, and the page
that is made at that moment would wait for it.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any, Final

from jinja2 import Template
from jinja2.runtime import Context

_OF_A_PAGE: Final = "of_a_page"
"""Stands among the values of a page, and so in every context made of them; a module of macros that
is imported without them is kept by its template, and has it not."""
_MADE: Final[ContextVar[list[Context] | None]] = ContextVar("contexts of a page", default=None)


class PageContext(Context):
    """What a template sees while it is filled."""

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - as Jinja makes it
        super().__init__(*given, **named)
        made = _MADE.get()
        if made is not None and _OF_A_PAGE in self.parent:
            made.append(self)


class PageTemplate(Template):
    """A template that is filled once for each page."""

    def render(self, *given: Any, **named: Any) -> str:  # noqa: ANN401 - as of Jinja's own
        """Fill the template with values, given as to `dict`, and let go of them."""
        made: list[Context] = []
        before = _MADE.set(made)
        try:
            return super().render({**dict(*given, **named), _OF_A_PAGE: True})
        finally:
            _MADE.reset(before)
            for context in made:
                # Without its macros it holds nothing that holds it.
                context.vars.clear()
