"""What a takeaway is made of: figures that say how they were reckoned, findings, their order.

Nothing here is in a language. A figure names the rows it is from, so that it can be linked and
reckoned again by another way.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

from foja.measures.filters import LONGEST_WORDS, Filters
from foja.tables.search_terms import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from foja.measures.figures import Figures

Dimension = Literal[
    "all", "program", "force", "group", "type", "delivery", "place", "unit", "course", "flag"
]
"""What a finding can be about: the whole year, or the rows of one value of a column."""

MeasureName = Literal["students", "cost_usd", "trainings"]
Unit = Literal["students", "usd", "trainings", "percent", "times", "year", "count"]

Reckoning = Literal[
    "sum",
    "mean",
    "change",
    "change_to_mean",
    "ratio",
    "ratio_to_mean",
    "share",
    "highest_since",
    "lowest_since",
    "first_known",
    "nearest",
    "distance",
    "distinct",
    "new",
    "last_listed",
    "other_start_year",
    "without_cost",
]
"""How a figure is reckoned from its rows `of` and, where it compares, those `against`:

- `sum`: the measure over `of`; `mean`: the same, divided by the number of its years
- `change`: `of` less `against`, in percent of `against`; `change_to_mean`: the same against the
  mean of the years of `against`
- `ratio`, `ratio_to_mean`: `of` divided by `against`, or by its mean
- `share`: `of` in percent of `against`
- `highest_since`, `lowest_since`: the last year of `against` with as much or more, as little or
  less, than the last year of `of`
- `first_known`: the first year of `against`
- `nearest`: the year of `against` whose mix of groups of types is nearest to that of `of`, and
  `distance`: how far it is, in percent of the students
- `distinct`: how many courses `of` names; `new`: how many of these no year of `against` names
- `last_listed`: the last year of `against` that lists the subject
- `other_start_year`, `without_cost`: trainings of `of` that began in another fiscal year than that
  of the report, that print no cost
"""

FIELDS: Final[dict[Dimension, str]] = {
    "program": "programs",
    "force": "recipient_forces",
    "group": "training_types",
    "type": "training_types",
    "delivery": "deliveries",
    "place": "places",
    "unit": "units",
    "flag": "flags",
}
"""The field of `Filters` that chooses a subject; a course has none and is chosen by its title."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is spoken of: a value of a dimension, or the whole (`all` and no value)."""

    dimension: Dimension = "all"
    value: str = ""


WHOLE: Final = Subject()


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rows of a figure: a subject of a country in some fiscal years of the reports.

    `training_id` names a single row.
    """

    country: str
    years: tuple[int, ...]
    subject: Subject = WHOLE
    training_id: str | None = None

    @property
    def filters(self) -> Filters:
        """The filters that lead to the rows.

        Where the years have a gap they lead to those in the gap as well; for a course they search
        its title, which other rows may have in theirs.
        """
        dimension, value = self.subject.dimension, self.subject.value
        chosen = Filters(self.country, self.years[0], self.years[-1])
        if dimension == "all":
            return chosen
        if dimension == "course":
            return replace(chosen, words=quoted(value, LONGEST_WORDS))
        return replace(chosen, **{FIELDS[dimension]: (value,)})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a sentence: its value, its unit, and how it is reckoned (see `Reckoning`)."""

    value: int | Decimal
    unit: Unit
    reckoning: Reckoning
    measure: MeasureName
    of: Chosen
    against: Chosen | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One of several subjects that a sentence lists, with its figures by name."""

    subject: Subject
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A row as evidence: its identifier, and the page of the document that prints it."""

    training_id: str
    document: str
    page: int
    printed_page: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say of a country's fiscal year.

    `form` tells which of a kind's sentences holds. `figures` are by name; `entries` are what is
    listed, in order. `rows` are those the sentence is about, `evidence` the largest of them.
    `significance` runs from 0 to 1 and is explained in `takeaway_rules`.
    """

    section: str
    kind: str
    form: str
    subject: Subject
    measure: MeasureName
    rows: Chosen
    figures: Mapping[str, Figure]
    significance: Decimal
    entries: tuple[Entry, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    title: str = ""
    """The course title as printed, for kinds that name one."""


@dataclass(frozen=True, slots=True)
class Takeaways:
    """What is to say of a country's fiscal year, the head first; caveats stand apart.

    `known` are the fiscal years with a report on the country, `series` their sums. `findings` is
    never empty: a report that lists nothing is a finding.
    """

    country: str
    year: int
    known: tuple[int, ...]
    findings: tuple[Finding, ...]
    caveats: tuple[Finding, ...]
    series: Mapping[int, Figures] = field(default_factory=dict)

    def of_section(self, section: str) -> Sequence[Finding]:
        """Return the findings of a section, in order."""
        return [finding for finding in self.findings if finding.section == section]


def number_of(figures: Figures, measure: MeasureName) -> int | Decimal:
    """Return a sum, 0 where nothing is printed."""
    if measure == "students":
        return figures.students or 0
    if measure == "cost_usd":
        return figures.cost_usd or Decimal(0)
    return figures.trainings


UNITS: Final[dict[MeasureName, Unit]] = {
    "students": "students",
    "cost_usd": "usd",
    "trainings": "trainings",
}
