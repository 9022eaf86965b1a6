"""The marks of a sentence: which of its words are figures, and how a figure is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from foja.measures.takeaway_facts import Figure, Finding, Unit
    from foja.site.language import Language
    from foja.site.takeaway_nouns import Names

_OPEN, _MIDDLE, _CLOSE = "\x02", "\x03", "\x04"
_MARKED: Final = re.compile(f"{_OPEN}([^{_MIDDLE}]*){_MIDDLE}([^{_CLOSE}]*){_CLOSE}")
_YEAR: Final = re.compile(r"\d{4}")
TITLE: Final = "title"
"""The mark of words in the reports' own language."""


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a sentence; `figure` is the name of the figure they write, `title` for a title."""

    text: str
    figure: str = ""

    @property
    def is_strong(self) -> bool:
        """Say whether the words are an amount, which pages print in bold; a year is none."""
        return bool(self.figure) and self.figure != TITLE and not _YEAR.fullmatch(self.text)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, whole and in parts."""

    text: str
    parts: tuple[Part, ...]

    @property
    def figures(self) -> tuple[Part, ...]:
        """The parts that write a figure."""
        return tuple(part for part in self.parts if part.figure and part.figure != TITLE)


def in_parts(marked: str) -> Sentence:
    """Return a text with marks as a sentence of parts."""
    parts: list[Part] = []
    end = 0
    for found in _MARKED.finditer(marked):
        if found.start() > end:
            parts.append(Part(marked[end : found.start()]))
        parts.append(Part(found[2], found[1]))
        end = found.end()
    if end < len(marked):
        parts.append(Part(marked[end:]))
    return Sentence("".join(part.text for part in parts), tuple(parts))


def mark(name: str, text: str) -> str:
    """Return text that is marked as the figure of that name."""
    return f"{_OPEN}{name}{_MIDDLE}{text}{_CLOSE}"


def figure_text(figure: Figure, language: Language) -> str:
    """Write a figure as sentences do: `456 students`, `$4,420,562`, `37%`, `2.3`, `2019`."""
    value = figure.value
    if figure.unit == "students" and not whole(value):
        return language.gettext("no students")
    counted = whole(value)
    writers: dict[Unit, Callable[[], str]] = {
        "students": lambda: language.ngettext("%(num)s student", "%(num)s students", counted),
        "trainings": lambda: language.ngettext("%(num)s training", "%(num)s trainings", counted),
        "usd": lambda: language.sum_of_dollars(value),
        "percent": lambda: percent_text(Decimal(value), language),
        "times": lambda: times_text(Decimal(value), language),
        "year": lambda: str(value),
        "count": lambda: language.number(value),
    }
    return writers[figure.unit]()


def percent_text(percent: Decimal, language: Language) -> str:
    """Write a percentage, without its sign; what is nearly all is not written as all."""
    amount = abs(percent)
    if Decimal(99) < amount < Decimal(100):
        below = amount.quantize(Decimal("0.1"), ROUND_FLOOR)
        return f"{language.number(below)}%"
    return f"{language.number(whole(amount))}%"


def times_text(ratio: Decimal, language: Language) -> str:
    """Write a multiple: with one decimal below ten, whole from there on."""
    tenth = ratio.quantize(Decimal("0.1"), ROUND_HALF_EVEN)
    if tenth >= 10 or tenth == tenth.to_integral_value():  # noqa: PLR2004 - ten times
        return language.number(whole(ratio))
    return language.number(tenth)


def whole(value: int | Decimal) -> int:
    """Round as figures are rounded, half to even."""
    return int(Decimal(value).to_integral_value(ROUND_HALF_EVEN))


class Speaker:
    """One finding on its way to a sentence: its figures, marked, and its years."""

    def __init__(self, finding: Finding, language: Language, names: Names) -> None:
        self.finding = finding
        self.language = language
        self.names = names

    def mark(self, name: str, figures: Mapping[str, Figure] | None = None, at: str = "") -> str:
        """Write a figure, marked with its name; `at` comes before the name in a list."""
        figure = (figures or self.finding.figures)[name]
        return mark(f"{at}{name}", figure_text(figure, self.language))

    def given(self) -> dict[str, str]:
        """Return every figure of the finding, marked."""
        return {name: self.mark(name) for name in self.finding.figures}

    @cached_property
    def year(self) -> int:
        """The fiscal year that is spoken of."""
        return self.finding.rows.years[-1]

    @property
    def is_whole(self) -> bool:
        """Whether the finding is about all trainings of the year."""
        return self.finding.subject.dimension == "all"

    @property
    def title(self) -> str:
        """The course title of the finding, marked."""
        return mark(TITLE, self.finding.title)
