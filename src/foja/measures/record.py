"""The record: what was read of each report, and what does not agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foja.tables.engine import Tables

Row = dict[str, Any]


def reports(tables: Tables) -> list[Row]:
    """Return one row a report: documents by status, pages, rows, totals by status, doubts.

    Columns: `report`, `report_title`, `documents`, `documents_read`, `documents_absent`,
    `documents_refused`, `pages`, `trainings`, `totals`, `totals_agree`, `totals_misprinted`,
    `totals_differ`, `words`, `words_left_over`, `issues`.
    """
    documents = tables.table("documents")
    read = documents.group_by("report").aggregate(
        report_title=documents.report_title.min(),
        documents=documents.count(),
        documents_read=(documents.status == "read").sum(),
        documents_absent=(documents.status == "absent").sum(),
        documents_refused=(documents.status == "refused").sum(),
    )
    trainings = tables.table("trainings")
    rows = trainings.group_by("report").aggregate(trainings=trainings.count())
    checks = tables.table("reconciliation")
    totals = checks.group_by("report").aggregate(
        totals=checks.count(),
        totals_agree=(checks.status == "agrees").sum(),
        totals_misprinted=(checks.status == "misprinted").sum(),
        totals_differ=(checks.status == "differs").sum(),
    )
    pages = tables.table("coverage")
    words = pages.group_by("report").aggregate(
        pages=pages.count(), words=pages.words.sum(), words_left_over=pages.left_over.sum()
    )
    issues = tables.table("issues")
    doubts = issues.group_by("report").aggregate(issues=issues.count())
    whole = read
    for part in (words, rows, totals, doubts):
        whole = whole.left_join(part, "report").drop("report_right")
    counts = [name for name in whole.columns if name not in {"report", "report_title"}]
    whole = whole.mutate(**{name: whole[name].fill_null(0) for name in counts})
    return tables.ask("reports", lambda: whole.order_by("report"))
