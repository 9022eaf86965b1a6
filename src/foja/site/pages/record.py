"""The record: what was read of each report, which printed totals agree, and what is left out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from foja.measures.record import reports
from foja.site.addresses import document_address, report_address
from foja.site.choice import Parameters
from foja.site.language import EN_DASH
from foja.site.pages.misprints import disagreeing
from foja.site.problems import RefusalError, language_of
from foja.site.state import site_of
from foja.site.templating import page
from foja.site.words import ignored, issue, stage

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from foja.catalog import Report
    from foja.site.language import Language
    from foja.site.reading import Reading, Row

EXAMPLES: Final = 5
MOST_ISSUES: Final = 500
"""Issues listed on a report's page; a report with more names how many are left out."""


def record_page(request: Request) -> Response:
    """Answer `/<language>/record`."""
    language, site = language_of(request), site_of(request)
    _ = language.gettext
    Parameters(request.query_params, language, ())
    reading = site.reading
    counts = {row["report"]: row for row in reports(reading.tables)}
    sums: Counter[str] = Counter()
    for row in counts.values():
        sums.update({name: value for name, value in row.items() if isinstance(value, int)})
    return page(
        request,
        language,
        "record.html",
        section="record",
        title=_("The record"),
        description=_("What Foja has read of each report, and which printed totals agree."),
        summary=_summary(sums, language),
        figures=_figures(sums, language),
        reports=[
            _report(one, counts.get(one.report), language)
            for one in reversed(reading.catalog.reports)
        ],
        disagreeing=disagreeing(site, language),
        issues_text=_issues_text(sums, language),
        issue_kinds=_issue_kinds(reading.issues, language),
    )


def report_page(request: Request) -> Response:
    """Answer `/<language>/record/<report>`."""
    language, site = language_of(request), site_of(request)
    _ = language.gettext
    Parameters(request.query_params, language, ())
    reading = site.reading
    name = str(request.path_params["report"])
    report = reading.report(name)
    if report is None:
        known = f"{reading.catalog.reports[0].report} … {reading.catalog.reports[-1].report}"
        raise RefusalError(
            404,
            _("There is no report “%(name)s”; give one of %(known)s.", name=name[:40], known=known),
        )
    documents = reading.reports.get(name, [])
    issues = [row for row in reading.issues if row["report"] == name]
    return page(
        request,
        language,
        "report.html",
        section="record",
        title=_("Report %(report)s", report=_dashed(name)),
        description=report.title,
        steps=[(_("The record"), f"/{language.code}/record"), (_dashed(name), "")],
        heading=_("Report %(report)s", report=_dashed(name)),
        summary=_report_summary(documents, language),
        report=report,
        published=_published(report.published, language),
        years=_years(report, language),
        documents=[
            {
                **row,
                "name": reading.region_name(row["document"], language),
                "address": document_address(language, row["document"]),
                "here": site.images.state(row["document"]) == "here",
                "host": urlsplit(row["source_url"]).hostname,
            }
            for row in documents
        ],
        compared=any(total["report"] == name for total in reading.totals),
        disagreeing=disagreeing(site, language, name),
        coverage=_coverage(reading, name, language),
        issues=[issue_line(row, language) for row in issues[:MOST_ISSUES]],
        more_issues=_("%(number)s more are in the tables.", number=len(issues) - MOST_ISSUES)
        if len(issues) > MOST_ISSUES
        else "",
    )


def issue_line(row: Row, language: Language) -> Row:
    """Return an issue with its name, its meaning and the address of its page."""
    _ = language.gettext
    doubt = issue(row["code"], language)
    whole = row["page"] == 0
    return {
        **row,
        "name": doubt.name,
        "text": doubt.text,
        "place": _("The whole document")
        if whole
        else _("Page %(number)s of the file", number=row["page"]),
        "address": document_address(language, row["document"], None if whole else row["page"]),
    }


def _dashed(report: str) -> str:
    return report.replace("-", EN_DASH)


def _summary(sums: Counter[str], language: Language) -> str:
    _ = language.gettext
    differ = sums["totals_misprinted"] + sums["totals_differ"]
    checked = _(
        "The reports print the sums of their own lines. Foja has read %(totals)s of these totals "
        "and compared each with the lines it sums.",
        totals=language.number(sums["totals"]),
    )
    if not sums["totals"]:
        return _("No report has been read into these tables yet.")
    if not differ:
        return f"{checked} {_('All agree, to the student and the dollar.')}"
    rest = language.ngettext(
        "All but %(num)s agree, to the student and the dollar.",
        "All but %(num)s agree, to the student and the dollar.",
        differ,
    )
    if sums["totals_differ"]:
        return f"{checked} {rest}"
    misprints = language.ngettext(
        "That one is a misprint of the report itself.",
        "Those are misprints of the reports themselves.",
        differ,
    )
    return f"{checked} {rest} {misprints}"


def _figures(sums: Counter[str], language: Language) -> list[dict[str, str]]:
    _ = language.gettext
    return [
        {
            "label": _("Trainings read"),
            "value": language.number(sums["trainings"]),
            "more": _("from %(pages)s pages", pages=language.number(sums["pages"])),
        },
        {
            "label": _("Printed totals that agree"),
            "value": language.number(sums["totals_agree"]),
            "more": _(
                "of %(totals)s; %(misprinted)s misprinted, %(differ)s differ",
                totals=language.number(sums["totals"]),
                misprinted=language.number(sums["totals_misprinted"]),
                differ=language.number(sums["totals_differ"]),
            ),
        },
        {
            "label": _("Documents read"),
            "value": language.number(sums["documents_read"]),
            "more": _(
                "of %(documents)s in the tables; %(absent)s absent, %(refused)s refused",
                documents=language.number(sums["documents"]),
                absent=language.number(sums["documents_absent"]),
                refused=language.number(sums["documents_refused"]),
            ),
        },
    ]


def _report(report: Report, counts: Row | None, language: Language) -> dict[str, Any]:
    _ = language.gettext
    note = _("Not in these tables.")
    if report.status == "published_not_yet_read":
        note = _("Published, not yet read by Foja.")
    return {
        "name": _dashed(report.report),
        "address": report_address(language, report.report),
        "years": _years(report, language),
        "counts": counts,
        "documents": ""
        if counts is None
        else _(
            "%(read)s of %(all)s",
            read=language.number(counts["documents_read"]),
            all=language.number(counts["documents"]),
        ),
        "disagree": f"#disagree-{report.report}"
        if counts is not None and counts["totals_misprinted"] + counts["totals_differ"]
        else "",
        "misprinted": ""
        if counts is None
        else _(
            "%(count)s misprinted totals of the report %(report)s",
            count=language.number(counts["totals_misprinted"]),
            report=_dashed(report.report),
        ),
        "note": note,
        "landing": report.landing_page,
    }


def _years(report: Report, language: Language) -> str:
    several = len(report.fiscal_years) > 1
    return language.together(
        [
            f"{year.year} ({stage(year.stage, language)})" if several else str(year.year)
            for year in report.fiscal_years
        ]
    )


def _published(date: str | None, language: Language) -> str:
    return language.month(date) if date else ""


def _report_summary(documents: list[Row], language: Language) -> str:
    _ = language.gettext
    if not documents:
        return _("None of this report is in the tables.")
    read = [row for row in documents if row["status"] == "read"]
    return _(
        "%(read)s of %(all)s documents read: %(lines)s.",
        read=language.number(len(read)),
        all=language.number(len(documents)),
        lines=language.ngettext(
            "%(num)s training", "%(num)s trainings", sum(row["rows"] or 0 for row in read)
        ),
    )


def _coverage(reading: Reading, report: str, language: Language) -> dict[str, Any]:
    """Sum up what became of the words of a report."""
    pages = [
        page
        for document in reading.reports.get(report, [])
        for page in reading.coverage.get(document["document"], {}).values()
    ]
    by_rule: Counter[str] = Counter()
    for one in pages:
        for written in one["ignored_by"]:
            code, _colon, count = written.partition(": ")
            by_rule[code] += int(count)
    return {
        "words": sum(one["words"] for one in pages),
        "used": sum(one["used"] for one in pages),
        "ignored": sum(one["ignored"] for one in pages),
        "left_over": sum(one["left_over"] for one in pages),
        "rules": [ignored(f"{code}: {count}", language) for code, count in by_rule.most_common()],
    }


def _issues_text(sums: Counter[str], language: Language) -> str:
    _ = language.gettext
    words = _(
        "Of %(words)s words on the pages read, %(left)s could not be explained by any rule.",
        words=language.number(sums["words"]),
        left=language.number(sums["words_left_over"]),
    )
    doubts = language.ngettext(
        "%(num)s place is in doubt; it leads to its page.",
        "%(num)s places are in doubt; each leads to its page.",
        sums["issues"],
    )
    return f"{words} {doubts}"


def _issue_kinds(issues: list[Row], language: Language) -> list[dict[str, Any]]:
    found: dict[str, list[Row]] = {}
    for row in issues:
        found.setdefault(row["code"], []).append(row)
    kinds = []
    for code, rows in sorted(found.items(), key=lambda item: (-len(item[1]), item[0])):
        doubt = issue(code, language)
        places = [
            {
                "address": issue_line({**rows[0], "document": key, "page": number}, language)[
                    "address"
                ],
                "place": f"{key}, {number}" if number else key,
            }
            for key, number in dict.fromkeys((row["document"], row["page"]) for row in rows)
        ]
        kinds.append(
            {
                "name": doubt.name,
                "text": doubt.text,
                "count": len(rows),
                "places": len(places),
                "examples": places[:EXAMPLES],
            }
        )
    return kinds
