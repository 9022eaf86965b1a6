"""Every country in the tables, and the form that leads to one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.responses import RedirectResponse

from foja.site.addresses import country_address, report_address
from foja.site.choice import FILTER_NAMES, TABLE_NAMES, Parameters, read_choice
from foja.site.problems import RefusalError, language_of
from foja.site.state import site_of
from foja.site.templating import page
from foja.site.tracking import is_tracking
from foja.tables.selection import UNKNOWN, plain

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from foja.site.language import Language


def countries_page(request: Request) -> Response:
    """Answer `/<language>/countries`."""
    language, reading = language_of(request), site_of(request).reading
    _ = language.gettext
    Parameters(request.query_params, language, ())
    listed = [
        {
            **row,
            "name": reading.country_name(code, code, language),
            "address": country_address(language, code),
        }
        for code, row in reading.listed_countries.items()
    ]
    listed.sort(key=lambda row: plain(str(row["name"])))
    others = [_other(row, language) for row in reading.unplaced]
    absent = sum(row["status"] != "read" for row in reading.documents.values())
    return page(
        request,
        language,
        "countries.html",
        section="countries",
        title=_("Countries"),
        description=_("Every country whose training the reports list."),
        summary=language.ngettext(
            "%(num)s country with trainings in the tables.",
            "%(num)s countries with trainings in the tables.",
            len(listed),
        ),
        countries=listed,
        others=others,
        incomplete=language.ngettext(
            "%(num)s document of the reports is not in these tables, so the years differ from "
            "country to country and the sums cannot be compared.",
            "%(num)s documents of the reports are not in these tables, so the years differ from "
            "country to country and the sums cannot be compared.",
            absent,
        )
        if absent
        else "",
    )


def _other(row: dict[str, Any], language: Language) -> dict[str, Any]:
    _ = language.gettext
    year = row["years"][-1]
    return {
        **row,
        "name": row["country"] or _("Country not printed"),
        "address": report_address(language, f"{year}-{year + 1}"),
    }


def choose_country(request: Request) -> Response:
    """Answer the form, `/<language>/country?country=...`: send the reader to the country's page.

    A country can be given by its code or its name in either language; empty fields are dropped, so
    that the address the reader shares is short.
    """
    language, reading = language_of(request), site_of(request).reading
    _ = language.gettext
    names = ("country", *FILTER_NAMES, *TABLE_NAMES)
    asked = Parameters(request.query_params, language, names).text("country")
    found = reading.find_country(asked) if asked else ["MEX"]
    if len(found) != 1:
        steps = tuple(
            (reading.country_name(code, code, language), country_address(language, code))
            for code in found[:20]
        )
        message = (
            _("Several countries could be meant by “%(name)s”.", name=asked)
            if found
            else _("No country is called “%(name)s”.", name=asked)
        )
        raise RefusalError(404, message, steps)
    rest = [
        (name, value)
        for name, value in request.query_params.multi_items()
        if name != "country" and value.strip() and not is_tracking(name)
    ]
    code = found[0]
    if code not in reading.listed_countries or _other_country(request, code):
        # Programmes and forces of one country can be unknown in the next.
        rest = [(name, value) for name, value in rest if name != "force"]
    choice = read_choice(code, type(request.query_params)(urlencode(rest)), language)
    return RedirectResponse(choice.address(language), 303)


def _other_country(request: Request, code: str) -> bool:
    """Whether a chosen force belongs to another country than the one chosen."""
    return any(
        force not in {"", UNKNOWN} and not force.startswith(f"{code}.")
        for force in request.query_params.getlist("force")
    )
