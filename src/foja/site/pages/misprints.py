"""Printed totals that do not equal their lines: both figures, the difference, the line itself."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from foja.site.addresses import document_address, report_address, total_image_address
from foja.site.language import EN_DASH
from foja.site.pages.source import files_of, frame_address
from foja.site.reading import place_of
from foja.site.words import explanation, level, page_name

if TYPE_CHECKING:
    from foja.site.language import Language
    from foja.site.reading import Row
    from foja.site.state import Site


@dataclass(frozen=True, slots=True)
class Compared:
    """A sum as printed and as its lines add up, and the difference, in the reader's language."""

    label: str
    printed: str
    summed: str
    difference: str
    agrees: bool


@dataclass(frozen=True, slots=True)
class Misprint:
    """One printed total that does not equal its lines.

    `name` is the country or its total in the reader's words, `heading` the programme's heading as
    printed, empty for a country's total. `image` is the address of its line, cut out of the page's
    image; `frame` of the rows around it in a web page. Both are empty where the document is not on
    this machine.
    """

    total: Row
    name: str
    heading: str
    kind: str
    why: str
    place: str
    address: str
    figures: list[Compared]
    image: str
    frame: str


@dataclass(frozen=True, slots=True)
class ReportMisprints:
    """The totals of one report that do not equal their lines."""

    report: str
    name: str
    address: str
    totals: list[Misprint]


def disagreeing(site: Site, language: Language, report: str | None = None) -> list[ReportMisprints]:
    """Return the totals that do not agree with their lines, latest report first."""
    found: dict[str, list[Misprint]] = {}
    for total in site.reading.totals:
        if total["status"] in {"agrees", None} or report not in {None, total["report"]}:
            continue
        found.setdefault(total["report"], []).append(_misprint(total, site, language))
    return [
        ReportMisprints(
            name,
            name.replace("-", EN_DASH),
            report_address(language, name),
            found[name],
        )
        for name in sorted(found, reverse=True)
    ]


def _misprint(total: Row, site: Site, language: Language) -> Misprint:
    _ = language.gettext
    reading, document = site.reading, total["document"]
    files = files_of(site, document)
    country = reading.country_name(total["country_iso3"], total["country"], language)
    name, heading = level(total, reading, language), ""
    if total["level"] != "country":
        name, heading = country, name
    kinds = {
        "program_year": _("total of a programme's fiscal year"),
        "program": _("total of a programme"),
        "country": _("total of a country"),
    }
    image = frame = ""
    if files.drawn and total["x0"] is not None:
        image = total_image_address(total["total_id"], site.images.version(document))
    elif files.framed:
        frame = frame_address(site, document, place_of(total["total_id"]), around=True)
    return Misprint(
        total,
        name,
        heading,
        kinds[total["level"]],
        explanation(total, language),
        _(
            "%(region)s, %(page)s",
            region=reading.region_name(document, language),
            page=page_name(total, reading, language),
        ),
        document_address(language, document, total["page"], mark=total["total_id"]),
        _figures(total, language),
        image,
        frame,
    )


def _figures(total: Row, language: Language) -> list[Compared]:
    _ = language.gettext
    students, students_summed = total["students"] or 0, total["students_summed"] or 0
    cost, cost_summed = total["cost_usd"] or Decimal(0), total["cost_summed"] or Decimal(0)
    return [
        Compared(
            _("Students"),
            language.number(total["students"]),
            language.number(students_summed),
            language.difference(students - students_summed),
            students == students_summed,
        ),
        Compared(
            _("Cost"),
            language.money(total["cost_usd"]),
            language.money(cost_summed),
            language.difference(cost - cost_summed, dollars=True),
            cost == cost_summed,
        ),
    ]
