"""What does not agree in a folder of tables, in words, each with its address."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from foja.meaning.labels import quality, quality_lines, read_labels
from foja.meaning.training_types import UNCLASSIFIED

if TYPE_CHECKING:
    from decimal import Decimal

    from foja.tables.engine import Tables

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The text of a check and how many totals differ without an explanation."""

    text: str
    differ: int


def check_report(tables: Tables) -> CheckReport:
    """Report documents not read, totals that do not agree, words left over and other issues."""
    reconciliation = tables.reconciliation()
    totals = reconciliation.join(tables.printed_totals().drop("report"), "total_id").order_by(
        "document", "page", "total_id"
    )
    rows = tables.rows(totals.filter(totals.status != "agrees"))
    statuses = Counter(row["status"] for row in tables.rows(reconciliation.select("status")))
    documents = tables.rows(tables.documents().order_by("document"))
    issues = tables.rows(tables.issues().order_by("document", "page", "issue_id"))
    agreement = (
        f"{tables.counts['trainings']:,} trainings; {statuses.total():,} printed totals: "
        f"{statuses['agrees']:,} agree, {statuses['misprinted']:,} misprinted, "
        f"{statuses['differs']:,} differ; {len(issues):,} issues."
    )
    lines = [f"Tables {tables.version} in {tables.path}", agreement]
    refused = [row for row in documents if row["status"] == "refused"]
    lines += _section(
        "Documents refused", [f"{row['document']}: {row['reason']}" for row in refused]
    )
    for status, heading in (
        ("differs", "Totals that differ from their rows, unexplained"),
        ("misprinted", "Totals that the report misprints"),
    ):
        lines += _section(heading, [_total(row) for row in rows if row["status"] == status])
    lines += _section("Issues", [_issue(row) for row in issues])
    lines += _meaning(tables)
    absent = sum(row["status"] == "absent" for row in documents)
    if absent:
        lines.append(f"\n{absent} documents of the catalog are not in these tables.")
    return CheckReport("\n".join(lines), statuses["differs"])


def _meaning(tables: Tables) -> list[str]:
    """Say how much the rules of meaning leave open, and how often they agree with readers."""
    done = tables.trainings()
    [found] = tables.rows(
        done.aggregate(
            rows=done.count(),
            untyped=(done.training_type == UNCLASSIFIED).sum(),
            forceless=done.recipient_force.isnull().sum(),
            placeless=done.place_id.isnull().sum(),
        )
    )
    if not found["rows"]:
        return []
    measured = quality(read_labels())
    left_open = (
        f"Of {found['rows']:,} trainings done, the rules leave {found['untyped']:,} without a "
        f"type, {found['forceless']:,} without a force and {found['placeless']:,} without a place."
    )
    labelled = sum(row.labelled for row in measured[:-1])
    return [
        f"\n{left_open}",
        f"Types beside {labelled:,} titles labelled by reading:",
        *(f"  {line}" for line in quality_lines(measured)),
    ]


def _section(heading: str, entries: list[str]) -> list[str]:
    return (
        [f"\n{heading}: {len(entries):,}", *(f"  {entry}" for entry in entries)] if entries else []
    )


def _total(row: Row) -> str:
    what = row["program_printed"] or "whole country"
    place = f"{row['total_id']} ({row['document']}, page {row['page']} of the file)"
    figures = (
        f"printed {_amounts(row['students_printed'], row['cost_printed'])}, "
        f"rows {_amounts(row['students_summed'], row['cost_summed'])}"
    )
    reason = f" {row['explanation']}" if row["explanation"] else ""
    return f"{place}: {row['country']}, {what}: {figures}.{reason}"


def _amounts(students: int | None, cost: Decimal | None) -> str:
    dollars = "no cost" if cost is None else f"${cost:,.2f}".removesuffix(".00")
    return f"{'no' if students is None else f'{students:,}'} students and {dollars}"


def _issue(row: Row) -> str:
    return (
        f"{row['issue_id']} ({row['document']}, page {row['page']}): {row['code']}: {row['detail']}"
    )
