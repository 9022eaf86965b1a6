"""What a view of a country is, and what each is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from foja.measures.training import Head
    from foja.site.choice import Choice
    from foja.site.language import Language
    from foja.site.offered import Offered
    from foja.site.state import Site


@dataclass(frozen=True, slots=True)
class Shown:
    """What every view is made from: the choice, its figures, and the country's name.

    `head` holds the sums of the choice, which is never empty: a page without trainings explains
    itself instead of showing a view.
    """

    site: Site
    language: Language
    choice: Choice
    asked: Offered
    head: Head
    name: str


@dataclass(frozen=True, slots=True)
class View:
    """A view of a country: one of the tabs of its page, with an address of its own.

    `text` is what its tab says; `title` its heading, given the country's name. `build` returns what
    the template `views/<key>.html` shows. `styles` and `scripts` are files under `static`; a page
    does without the scripts. `world` tells whether it can show all countries together.
    """

    key: str
    text: Callable[[Language], str]
    title: Callable[[Language, str], str]
    build: Callable[[Shown], dict[str, Any]]
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    world: bool = True

    @property
    def template(self) -> str:
        """The name of its template."""
        return f"views/{self.key}.html"


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab of a country's page; the view on show has no address."""

    key: str
    text: str
    address: str
