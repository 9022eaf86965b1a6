"""How well the rules of training types agree with titles that people labelled by reading.

The labels are data: `data/labels/training_types.csv`, one title of the record per line, its type
as read by someone who had not seen the rules, and the part it belongs to: `written` titles were at
hand while rules were written, `opened` ones were kept aside until the rules were measured on them
and then read to mend the rules, `kept` ones were seen by nobody who wrote rules and are what is
published.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from foja.errors import VocabularyError
from foja.meaning.training_types import UNCLASSIFIED, all_groups, all_types, training_type_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from importlib.resources.abc import Traversable

FILE: Final = "training_types.csv"
ALL_GROUPS: Final = "all groups"
Part = Literal["written", "opened", "kept"]

_OPTIONAL: Final = frozenset({"us_unit", "location_printed", "note"})


class LabelledTitle(msgspec.Struct, frozen=True, kw_only=True):
    """A title of the record and the training type that a reader gave it.

    `label` is the key of a type, or `unclassified` where title, programme, US unit and place
    together do not say what the training was for.
    """

    training_id: str
    country: str
    fiscal_year: int
    program: str
    course_title: str
    label: str
    part: Part


@dataclass(frozen=True, slots=True)
class GroupQuality:
    """How often the rules are right about one group of types, or about `all groups`.

    `typed` titles are those the rules put into the group, `labelled` those that readers put there,
    `right` those of which both say so. Over all groups, titles the rules leave unclassified are not
    `typed` and count as missed; titles that readers leave unclassified are not `labelled`.
    """

    group: str
    labelled: int
    typed: int
    right: int

    @property
    def precision(self) -> float | None:
        """The share of typed titles that are right; None where none is typed."""
        return self.right / self.typed if self.typed else None

    @property
    def recall(self) -> float | None:
        """The share of labelled titles that the rules found; None where none is labelled."""
        return self.right / self.labelled if self.labelled else None


def folder() -> Traversable:
    """Return the folder of the labelled titles that come with the package."""
    return files("foja").joinpath("data", "labels")


def read_labels(where: Traversable | None = None) -> tuple[LabelledTitle, ...]:
    """Read and check `training_types.csv`, in the folder `where` if given.

    Raises `VocabularyError` naming the file, the line and what to do.
    """
    file = (where or folder()).joinpath(FILE)
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise VocabularyError(
            f"labels file {FILE} is missing; install Foja again or restore the file"
        ) from None
    reader = csv.DictReader(lines)
    _check_columns(reader.fieldnames or ())
    known = {entry.key for entry in all_types()} | {UNCLASSIFIED}
    titles: list[LabelledTitle] = []
    seen: set[str] = set()
    for row in reader:
        title = _title(row, reader.line_num)
        if title.label not in known:
            raise _wrong(reader.line_num, f"unknown label {title.label!r}", "use a key of a type")
        if title.training_id in seen:
            raise _wrong(reader.line_num, f"{title.training_id} occurs twice", "keep one")
        seen.add(title.training_id)
        titles.append(title)
    return tuple(titles)


def _check_columns(columns: Sequence[str]) -> None:
    needed = set(LabelledTitle.__struct_fields__)
    if missing := sorted(needed - set(columns)):
        raise _wrong(1, f"no column {', '.join(missing)}", "add it")
    if unknown := sorted(set(columns) - needed - _OPTIONAL):
        raise _wrong(1, f"unknown column {', '.join(unknown)}", "remove it")


def _title(row: dict[str, str], line: int) -> LabelledTitle:
    fields = {name: row[name] for name in LabelledTitle.__struct_fields__}
    try:
        return msgspec.convert(fields, LabelledTitle, strict=False)
    except msgspec.ValidationError as error:
        raise _wrong(line, str(error), "correct the value named") from None


def _wrong(line: int, problem: str, remedy: str) -> VocabularyError:
    return VocabularyError(f"labels file {FILE}, line {line}: {problem}; {remedy}")


def quality(titles: Iterable[LabelledTitle], part: Part = "kept") -> tuple[GroupQuality, ...]:
    """Measure the rules on the titles of one part: each group in the taxonomy's order, then all.

    Groups of which no title is labelled or typed are left out; `unclassified` stands between the
    groups and the line for all, so that what the rules give up on is seen.
    """
    labelled: Counter[str] = Counter()
    typed: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for title in titles:
        if title.part != part:
            continue
        read = _group(title.label)
        given = _group(training_type_of(title.course_title, title.program)[0])
        labelled[read] += 1
        typed[given] += 1
        right[read] += read == given
    order = [*(group.key for group in all_groups()), UNCLASSIFIED]
    rows = [
        GroupQuality(group, labelled[group], typed[group], right[group])
        for group in order
        if labelled[group] or typed[group]
    ]
    groups = [row for row in rows if row.group != UNCLASSIFIED]
    every = GroupQuality(
        ALL_GROUPS,
        sum(row.labelled for row in groups),
        sum(row.typed for row in groups),
        sum(row.right for row in groups),
    )
    return (*rows, every)


def _group(key: str) -> str:
    return key.partition(".")[0]


def quality_lines(rows: Sequence[GroupQuality]) -> list[str]:
    """Return the measure as lines of text, a heading and one line for each group."""
    wide = max(len(row.group) for row in rows)
    heading = f"{'group':<{wide}}  labelled  typed  right  precision  recall"
    return [
        heading,
        *(
            f"{row.group:<{wide}}  {row.labelled:>8}  {row.typed:>5}  {row.right:>5}  "
            f"{_share(row.precision):>9}  {_share(row.recall):>6}"
            for row in rows
        ),
    ]


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
