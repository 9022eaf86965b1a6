"""What there is to say of a country's fiscal year, chosen by significance; without a language.

`docs/takeaways.md` explains what is said when; the thresholds stand in `takeaway_rules`.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from foja.errors import QueryError
from foja.measures.takeaway_changes import evidence, subject_changes, three_to_seven, whole_changes
from foja.measures.takeaway_facts import (
    UNITS,
    WHOLE,
    Chosen,
    Figure,
    Finding,
    Subject,
    Takeaways,
    number_of,
)
from foja.measures.takeaway_mixes import mixes
from foja.measures.takeaway_news import news
from foja.measures.takeaway_record import (
    SEVERAL,
    CountryRecord,
    read_countries,
    read_country,
)
from foja.measures.takeaway_rules import (
    FEW_TRAININGS,
    LEAST,
    MOST_FINDINGS,
    MOST_IN_SECTION,
    SECTIONS,
    WATCHED,
)
from foja.measures.takeaway_singles import each, largest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from foja.measures.takeaway_facts import Dimension, MeasureName
    from foja.tables.engine import Tables

__all__ = ["Takeaways", "all_takeaways", "takeaways", "takeaways_of"]

CHANGING: Final[dict[str, Dimension]] = {
    "types": "group",
    "recipients": "force",
    "programs": "program",
    "places": "delivery",
}
"""The sections whose subjects are compared along the years, and what their subjects are."""

BOTH: Final[tuple[MeasureName, ...]] = ("students", "cost_usd")

FLAGS: Final = ("repeated_row", "cost_outlier", "cost_shared", "cost_zero")
"""Doubts about rows that bear on a sum."""


def takeaways(
    tables: Tables,
    country: str,
    year: int,
    covered: Sequence[int],
    periods: Sequence[tuple[int, int]] = (),
) -> Takeaways:
    """Return the takeaways of a country's fiscal year.

    `covered` are the fiscal years with a report on the country; any other is unknown, never zero.
    `periods` are first and last years whose mean the year is compared with besides. Raises
    `QueryError` for a year without a report.
    """
    if year not in covered:
        there_are = ", ".join(str(one) for one in covered) or "none"
        raise QueryError(
            f"No report on {country} for fiscal year {year}; there are reports for: {there_are}."
        )
    return takeaways_of(read_country(tables, country, covered, year), year, periods)


def all_takeaways(tables: Tables, covered: Mapping[str, Sequence[int]]) -> Iterator[Takeaways]:
    """Return the takeaways of every covered year of every country that `covered` names."""
    for record in read_countries(tables, covered):
        for year in record.covered:
            yield takeaways_of(record, year)


def takeaways_of(
    record: CountryRecord, year: int, periods: Sequence[tuple[int, int]] = ()
) -> Takeaways:
    """Return the takeaways of a year of a country whose record is at hand."""
    found = [_head(record, year)]
    trainings = record.total(year).trainings
    if trainings:
        found += whole_changes(record, year, periods)
    if 0 < trainings <= FEW_TRAININGS:
        found += each(record, year)
    if trainings > FEW_TRAININGS:
        found += mixes(record, year)
        for section, dimension in CHANGING.items():
            subjects = [
                Subject(dimension, value)
                for value in record.values(dimension, year)
                if not value.endswith(SEVERAL)
            ]
            if section == "types":
                subjects = [*WATCHED, *(one for one in subjects if one not in WATCHED)]
            found += subject_changes(record, year, section, subjects)
        for subject in WATCHED:
            both = [three_to_seven(record, year, subject, measure, "types") for measure in BOTH]
            found += sorted(filter(None, both), key=lambda one: -one.significance)[:1]
        found += news(record, year)
        found += largest(record, year)
    return Takeaways(
        record.country,
        year,
        record.covered,
        tuple(_with_evidence(record, one) for one in _chosen(found)),
        tuple(_caveats(record, year)),
        {one: record.total(one) for one in record.covered},
    )


def _with_evidence(record: CountryRecord, finding: Finding) -> Finding:
    """Name the largest rows a finding is about, where it does not name its row itself."""
    if finding.evidence or finding.kind == "gone":
        return finding
    subject = finding.entries[0].subject if finding.entries else finding.rows.subject
    if subject.dimension == "group" and not subject.value:
        subject = WHOLE
    year = finding.rows.years[-1]
    return replace(finding, evidence=evidence(record, subject, year, finding.measure))


def _head(record: CountryRecord, year: int) -> Finding:
    total = record.total(year)
    of = Chosen(record.country, (year,))
    figures: dict[str, Figure] = {}
    if total.trainings:
        figures["trainings"] = Figure(total.trainings, "trainings", "sum", "trainings", of)
    if total.students is not None:
        figures["students"] = Figure(total.students, "students", "sum", "students", of)
    if total.cost_usd is not None:
        figures["cost"] = Figure(total.cost_usd, "usd", "sum", "cost_usd", of)
    if not figures and (before := record.total(year - 1)).trainings:
        last = Chosen(record.country, (year - 1,))
        figures["before"] = Figure(before.trainings, "trainings", "sum", "trainings", last)
    return Finding(
        "head",
        "head",
        " ".join(figures) or "nothing",
        WHOLE,
        "students",
        of,
        figures,
        Decimal(1),
    )


def _chosen(found: Sequence[Finding]) -> list[Finding]:
    """Return the most significant findings of each section, and of all, in the brief's order."""
    kept: list[Finding] = []
    for section in SECTIONS:
        of_section = [
            one for one in _once(found) if one.section == section and one.significance >= LEAST
        ]
        of_section.sort(key=lambda one: -one.significance)
        kept += of_section[: MOST_IN_SECTION[section]]
    least = sorted((one.significance for one in kept), reverse=True)[:MOST_FINDINGS][-1]
    above = [one for one in kept if one.significance > least]
    room = MOST_FINDINGS - len(above)
    for one in kept:
        if one.significance == least and room > 0:
            above.append(one)
            room -= 1
    return [one for one in kept if one in above]


def _once(found: Sequence[Finding]) -> list[Finding]:
    """Leave out what another finding says: the group of human rights beside its watched type.

    A subject that is told as new is not told again as risen from nothing; nor one that is the whole
    of both years, of which the year itself tells the same.
    """
    told = {(one.kind, one.subject) for one in found}
    new = {subject for kind, subject in told if kind == "new"}
    whole = {_before_and_now(one) for one in found if one.subject == WHOLE}
    watched = {
        subject.value.partition(".")[0]
        for kind, subject in told
        if kind == "change" and subject.dimension == "type"
    }
    return [
        one
        for one in found
        if not (one.kind == "change" and one.subject in new)
        and not (one.kind == "change" and one.subject != WHOLE and _before_and_now(one) in whole)
        and not (
            one.kind == "change"
            and one.subject.dimension == "group"
            and one.subject.value in watched
        )
    ]


def _before_and_now(finding: Finding) -> tuple[object, ...] | None:
    """Return what a change compares; None for what is no change."""
    if finding.kind != "change":
        return None
    values = [finding.figures[name].value for name in ("before", "now") if name in finding.figures]
    return (finding.measure, *values)


def _caveats(record: CountryRecord, year: int) -> list[Finding]:
    """Return what has to be known to quote a figure of the year; the rest the pages say."""
    total = record.total(year)
    of = Chosen(record.country, (year,))
    found: list[Finding] = []

    def add(kind: str, figures: dict[str, Figure]) -> None:
        found.append(Finding("caveats", kind, kind, WHOLE, "trainings", of, figures, Decimal(0)))

    rows = record.rows.get(year, ())
    trainings = Figure(total.trainings, "trainings", "sum", "trainings", of)
    elsewhere = sum(row["start_fiscal_year"] not in {None, year} for row in rows)
    if elsewhere:
        count = Figure(elsewhere, "trainings", "other_start_year", "trainings", of)
        add("other_start_year", {"count": count, "trainings": trainings})
    if total.without_cost and total.cost_usd is not None:
        count = Figure(total.without_cost, "trainings", "without_cost", "trainings", of)
        add("without_cost", {"count": count, "trainings": trainings})
    for flag in FLAGS:
        flagged = sum(flag in row["flags"] for row in rows)
        if flagged:
            chosen = Chosen(record.country, (year,), Subject("flag", flag))
            count = Figure(flagged, "trainings", "sum", "trainings", chosen)
            add(flag, {"count": count, "trainings": trainings})
    untyped = record.figures(Subject("group", "unclassified"), year)
    if untyped.students:
        chosen = Chosen(record.country, (year,), Subject("group", "unclassified"))
        add(
            "unclassified",
            {
                "students": Figure(
                    number_of(untyped, "students"), UNITS["students"], "sum", "students", chosen
                )
            },
        )
    return found
