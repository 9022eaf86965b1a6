"""Known errors of the reports, as data: where, what is printed, what its rows sum to, why."""

from __future__ import annotations

import tomllib
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from foja.errors import VocabularyError

if TYPE_CHECKING:
    from foja.checks.totals import Amounts, Sum

MISPRINTS: Final = (
    Path(__file__).resolve().parent.parent / "data" / "corrections" / "misprints.toml"
)


class Misprint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A printed total that its own rows contradict.

    The four figures are the expectation: once they are no longer what the page and its rows say,
    the entry explains nothing and the total counts as different until a person has looked again.
    `seen` says who looked at which page and what stood there.
    """

    total_id: str
    page: int
    students_printed: int
    students_summed: int
    cost_printed: int
    cost_summed: int
    reason_en: str
    reason_es: str
    seen: str

    def explains(self, printed: Amounts, summed: Sum) -> bool:
        """Say whether printed and summed figures are still those of the entry."""
        return (
            (printed.students or 0) == self.students_printed
            and (printed.cost or 0) == Decimal(self.cost_printed)
            and summed.students == self.students_summed
            and summed.cost == Decimal(self.cost_summed)
        )


class RowsElsewhere(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a total cannot be checked whose first rows the document does not have.

    They are on a page without text, or the document begins below their heading.
    """

    reason_en: str
    reason_es: str

    def explains(self, printed: Amounts, summed: Sum) -> bool:
        """Say whether rows can be missing: what is there sums to no more than what is printed."""
        return summed.students <= (printed.students or 0) and summed.cost <= (printed.cost or 0)


class Corrections(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of a corrections file."""

    rows_elsewhere: RowsElsewhere
    misprint: tuple[Misprint, ...] = ()

    def of(self, total_id: str) -> Misprint | None:
        """Return the misprint of that total, None where none is known."""
        return next((entry for entry in self.misprint if entry.total_id == total_id), None)


def read_corrections(path: Path) -> Corrections:
    """Return the content of a corrections file.

    Raises VocabularyError when the file cannot be read, has an unknown field or names a total
    twice.
    """
    try:
        content = msgspec.convert(tomllib.loads(path.read_text("utf-8")), Corrections)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise VocabularyError(f"{path.name}: {error}; mend the entry it names.") from error
    names = Counter(entry.total_id for entry in content.misprint)
    for name, times in names.items():
        if times > 1:
            raise VocabularyError(f"{path.name} names {name} {times} times; keep one entry.")
    return content


@cache
def known_corrections() -> Corrections:
    """Return the corrections that come with Foja."""
    return read_corrections(MISPRINTS)
