"""What is new in the record, for readers of feeds: reports published and misprints found in them.

The dates are those of the reports in the catalog, never the clock's: the same tables give the same
feed. A report whose month of publication is not printed anywhere is dated by the first day of the
second year in its name, in which such reports appear, and says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement, tostring

from foja.measures.record import reports
from foja.site.addresses import report_address
from foja.site.language import EN_DASH

if TYPE_CHECKING:
    from foja.catalog import Report
    from foja.site.language import Language
    from foja.site.state import Site

ATOM: Final = "http://www.w3.org/2005/Atom"
_ISO: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


@dataclass(frozen=True, slots=True)
class News:
    """One entry of the feed; `updated` is a moment as RFC 3339 writes it."""

    key: str
    title: str
    text: str
    address: str
    updated: str


def news(site: Site, language: Language) -> list[News]:
    """Return the entries, the latest report first; its misprints follow the report."""
    _ = language.gettext
    counts = {row["report"]: row for row in reports(site.reading.tables)}
    found = []
    for report in reversed(site.reading.catalog.reports):
        name = report.report.replace("-", EN_DASH)
        address = report_address(language, report.report)
        row = counts.get(report.report)
        if row is None or not row["documents_read"]:
            text = _("Published; not yet read by Foja.")
        else:
            text = _(
                "Read by Foja: %(trainings)s on %(pages)s pages, and %(totals)s printed totals, "
                "each compared with the lines it sums.",
                trainings=language.ngettext(
                    "%(num)s training", "%(num)s trainings", row["trainings"]
                ),
                pages=language.number(row["pages"]),
                totals=language.number(row["totals"]),
            )
        if not report.published:
            undated = _("The report does not print the month of its publication.")
            text = f"{text} {undated}"
        title = _("Report %(report)s", report=name)
        found.append(News(report.report, title, text, address, _moment(report)))
        wrong = (row["totals_misprinted"] + row["totals_differ"]) if row else 0
        if wrong:
            found.append(
                News(
                    f"{report.report}/misprints",
                    _("Misprints of the report %(report)s", report=name),
                    language.ngettext(
                        "%(num)s printed total does not equal the lines it sums. Both figures, "
                        "the difference and the reason stand beside its line.",
                        "%(num)s printed totals do not equal the lines they sum. Both figures, "
                        "the difference and the reason stand beside each line.",
                        wrong,
                    ),
                    address,
                    _moment(report),
                )
            )
    return found


def atom(site: Site, language: Language, origin: str) -> bytes:
    """Return the feed as Atom (RFC 4287); `origin` is the site's own address."""
    _ = language.gettext
    entries = news(site, language)
    here = f"{origin}/{language.code}/feed.xml"
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": language.tag})
    _text(feed, "id", here)
    _text(feed, "title", _("Foja: new reports and misprints"))
    _text(feed, "subtitle", _("Every figure beside its page"))
    _text(
        feed, "updated", max((entry.updated for entry in entries), default="1999-01-01T00:00:00Z")
    )
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": here})
    SubElement(
        feed,
        "link",
        {"rel": "alternate", "type": "text/html", "href": f"{origin}/{language.code}/record"},
    )
    author = SubElement(feed, "author")
    _text(author, "name", "Foja")
    _text(feed, "icon", f"{origin}/favicon.svg")
    _text(feed, "rights", _("Facts from works of the United States government, public domain."))
    for entry in entries:
        made = SubElement(feed, "entry")
        _text(made, "id", f"{origin}/feed/{entry.key}")
        _text(made, "title", entry.title)
        _text(made, "updated", entry.updated)
        _text(made, "published", entry.updated)
        SubElement(
            made,
            "link",
            {"rel": "alternate", "type": "text/html", "href": f"{origin}{entry.address}"},
        )
        _text(made, "summary", entry.text)
    written: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _moment(report: Report) -> str:
    found = _ISO.fullmatch(report.published or "")
    year, month, day = found.groups() if found else (report.report[5:9], None, None)
    return f"{year}-{month or '01'}-{day or '01'}T00:00:00Z"
