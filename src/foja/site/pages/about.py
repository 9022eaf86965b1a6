"""How the figures are read, checked and cited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from foja.meaning.flags import all_flags
from foja.measures.filters import Filters
from foja.measures.record import reports
from foja.measures.rows import Order, list_trainings
from foja.site.addresses import authority_address, report_address, training_address
from foja.site.choice import Parameters
from foja.site.citation import bibtex, citations
from foja.site.citation_files import csl, ris
from foja.site.language import EN_DASH
from foja.site.pages.source import source_of
from foja.site.problems import language_of
from foja.site.state import site_of
from foja.site.templating import page
from foja.site.words import flag

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from foja.site.language import Language
    from foja.site.state import Site


EXAMPLE: Final = "2020-2021.wh.41.07"
"""The training that is cited as an example, where the tables have it."""
NOT_READ: Final = "published_not_yet_read"


def about_page(request: Request) -> Response:
    """Answer `/<language>/about`."""
    language, site = language_of(request), site_of(request)
    _ = language.gettext
    Parameters(request.query_params, language, ())
    counts = reports(site.reading.tables)
    return page(
        request,
        language,
        "about.html",
        section="about",
        title=_("How the figures are read, checked and cited"),
        description=_("Where the figures come from, how they are checked and how to cite them."),
        totals=sum(row["totals"] for row in counts),
        agree=sum(row["totals_agree"] for row in counts),
        trainings=sum(row["trainings"] for row in counts),
        years=site.reading.years,
        flags=[flag(one.code, language) for one in all_flags()],
        absent=sum(row["documents_absent"] for row in counts),
        absent_reports=[
            {"name": row["report"].replace("-", EN_DASH), "address": _report(row, language)}
            for row in counts
            if row["documents_absent"]
        ],
        refused=sum(row["documents_refused"] for row in counts),
        unread=[
            report.report.replace("-", EN_DASH)
            for report in site.reading.catalog.reports
            if report.status == NOT_READ
        ],
        police=authority_address(language, "INCLE") if "INCLE" in site.reading.programs else "",
        example=_example(site, language),
    )


def _report(row: dict[str, Any], language: Language) -> str:
    return report_address(language, row["report"])


def _example(site: Site, language: Language) -> dict[str, Any]:
    """Return a training cited in every style; nothing where the tables hold none."""
    row = site.reading.training(EXAMPLE)
    if row is None:
        found = list_trainings(site.reading.tables, Filters(), Order("students", limit=1))
        row = site.reading.training(found[0]["training_id"]) if found else None
    if row is None:
        return {}
    source = source_of(site, row)
    return {
        "identifier": row["training_id"],
        "address": training_address(language, row["training_id"]),
        "citations": citations(source, language),
        "formats": (
            ("BibTeX", bibtex(source)),
            ("RIS", ris(source)),
            ("CSL JSON", csl(source)),
        ),
    }
