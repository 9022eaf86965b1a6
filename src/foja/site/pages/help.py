"""What every word of the site means: columns, figures, checks, charts, flags, programmes, types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from foja.meaning.flags import all_flags
from foja.meaning.programs import all_agencies
from foja.measures.filters import Filters
from foja.site.addresses import authorities_address, authority_address, type_address, types_address
from foja.site.choice import Choice, Parameters
from foja.site.entities import type_name, types_of
from foja.site.help_columns import file_columns
from foja.site.help_terms import sections
from foja.site.problems import language_of
from foja.site.reading import WORLD
from foja.site.state import site_of
from foja.site.templating import page

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from starlette.requests import Request
    from starlette.responses import Response

    from foja.site.language import Language
    from foja.site.reading import Reading


def help_page(request: Request) -> Response:
    """Answer `/<language>/help`."""
    language, reading = language_of(request), site_of(request).reading
    _ = language.gettext
    Parameters(request.query_params, language, ())
    return page(
        request,
        language,
        "help.html",
        section="help",
        title=_("Help: what every word means"),
        description=_("Columns, programmes, doubts, types, figures and charts, each explained."),
        terms=sections(language),
        headings={
            "columns": _("Columns of the table"),
            "years": _("Years, and what is counted"),
            "figures": _("Figures"),
            "understood": _("What is read into a line"),
            "checks": _("How figures are checked"),
            "charts": _("How to read the charts"),
            "verdicts": _("Verdicts on claims"),
        },
        flags=_flags(reading, language),
        agencies=_agencies(reading, language),
        authorities=authorities_address(language),
        groups=_groups(reading, language),
        types=types_address(language),
        files=file_columns(language),
        rows=Choice(WORLD, view="rows").address(language),
    )


def _flags(reading: Reading, language: Language) -> list[dict[str, Any]]:
    """Return every doubt that a line can carry, with the lines of all countries that do."""
    tables = reading.tables
    counted = tables.once("trainings by flag", lambda: _by_flag(tables.table("trainings")))
    found = {row["flag"]: row["trainings"] for row in counted}
    return [
        {
            "key": f"flag-{one.code}",
            "name": one.label_es if language.code == "es" else one.label_en,
            "text": one.meaning_es if language.code == "es" else one.meaning_en,
            "count": found.get(one.code, 0),
            "address": Choice(WORLD, view="rows").filtered(flags=(one.code,)).address(language),
        }
        for one in all_flags()
    ]


def _by_flag(rows: ir.Table) -> ir.Table:
    """Return how many trainings that were done carry each flag."""
    done = Filters().apply(rows)
    flags = done.select(flag=done.flags.unnest())
    return flags.group_by("flag").aggregate(trainings=flags.count())


def _agencies(reading: Reading, language: Language) -> list[dict[str, Any]]:
    """Return the programmes of the tables by the agency that answers for them."""
    named = {
        agency.code: agency.name_es if language.code == "es" else agency.name_en
        for agency in all_agencies()
    }
    listed: dict[str, list[dict[str, str]]] = {}
    for row in reading.programs.values():
        listed.setdefault(row["agency"] or "", []).append(
            {
                "key": f"program-{row['program']}",
                "name": row[f"name_{language.code}"],
                "text": row[f"description_{language.code}"] or "",
                "address": authority_address(language, row["program"]),
            }
        )
    unknown = language.gettext("Agency not known")
    return [
        {"name": named.get(code, code or unknown), "programs": programs}
        for code, programs in listed.items()
    ]


def _groups(reading: Reading, language: Language) -> list[dict[str, str]]:
    """Return the groups of types with their definitions."""
    return [
        {
            "key": f"type-{key}",
            "name": type_name(key, reading, language),
            "text": row[f"definition_{language.code}"] or "",
            "address": type_address(language, key),
        }
        for key, row in types_of(reading).items()
        if row["parent"] is None
    ]
