"""What a worked question is made of, and how its figures are told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from foja.site.downloads import SOURCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foja.measures.figures import Figures
    from foja.site.language import Language
    from foja.site.reading import Reading


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a way: what to do, and the address that does it."""

    text: str
    link: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its text, and the address of what is behind it."""

    text: str
    address: str = ""
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the way to its answer, the answer from today's tables, and its limits.

    `cite` names the address that holds the choice; `limits` say what the figure cannot show.
    """

    key: str
    title: str
    steps: tuple[Step, ...]
    answer: tuple[str, ...]
    cite: str
    limits: tuple[str, ...]
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells figures in a reader's language; `origin` is the site's own address."""

    reading: Reading
    language: Language
    origin: str

    def cite(self, title: str, address: str) -> str:
        """Return the words with which a page of figures is cited."""
        return self.language.gettext(
            "%(source)s. Read through Foja: %(title)s, %(address)s, data version %(version)s.",
            source=SOURCE,
            title=title,
            address=f"{self.origin}{address}",
            version=self.reading.tables.version,
        )

    def words(self, figures: Figures) -> dict[str, str]:
        """Return what sentences say of some figures."""
        language = self.language
        return {
            "trainings": language.ngettext(
                "%(num)s training", "%(num)s trainings", figures.trainings
            ),
            "students": language.ngettext(
                "%(num)s student", "%(num)s students", figures.students or 0
            ),
            "cost": language.sum_of_dollars(figures.cost_usd or 0),
        }

    def cells(self, figures: Figures, address: str = "") -> tuple[Cell, ...]:
        """Return the cells of some figures; the first leads to their rows."""
        language = self.language
        return (
            Cell(language.number(figures.trainings), address, numeric=True),
            Cell(language.number(figures.students), numeric=True),
            Cell(language.sum_of_money(figures.cost_usd), numeric=True),
        )

    def heads(self, first: str) -> tuple[str, ...]:
        """Return the headings of a table of `cells`."""
        _ = self.language.gettext
        return (first, _("Trainings"), _("Students"), _("Cost"))

    def program(self, code: object) -> str:
        """Name a programme."""
        text = str(code) if code else ""
        unnamed = self.language.gettext("programme not named by any rule")
        return self.reading.program_name(text, unnamed, self.language) if text else unnamed

    def count(self, rows: Sequence[object]) -> str:
        """Say how many trainings there are."""
        return self.language.ngettext("%(num)s training", "%(num)s trainings", len(rows))
