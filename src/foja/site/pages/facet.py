"""All values of a kind that a choice can be narrowed by, with their counts and a search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from foja.measures.filters import LONGEST_WORDS, PARAMETERS
from foja.site.choice import read_choice
from foja.site.facets import MOST_LISTED, Facets
from foja.site.offered import offered
from foja.site.pages.asked import country_code, refuse_unknown_codes
from foja.site.problems import RefusalError, language_of
from foja.site.state import site_of
from foja.site.templating import page
from foja.site.views import rows

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

FIND: Final = "find"


def facet_page(request: Request) -> Response:
    """Answer `/<language>/country/<code>/rows/<kind>`."""
    language, site = language_of(request), site_of(request)
    _ = language.gettext
    code, key, query = country_code(request), str(request.path_params["kind"]), request.query_params
    find = " ".join(query.get(FIND, "").split())[:LONGEST_WORDS]
    rest = [(name, value) for name, value in query.multi_items() if name != FIND]
    view = rows.VIEW
    choice = read_choice(code, type(query)(urlencode(rest)), language, view=view.key)
    refuse_unknown_codes(choice, site.reading, language)
    facets = Facets(site.reading, choice, language, offered(site.reading.tables, choice.filters))
    if key not in facets.kinds():
        steps = ((view.text(language), choice.address(language)),)
        raise RefusalError(
            404, _("The rows cannot be narrowed down by “%(name)s”.", name=key[:40]), steps
        )
    facet = facets.facet(key, whole=True, find=find)
    name = site.reading.country_name(code, code, language)
    parameter = key if key in PARAMETERS else ""
    beside = [
        (said, value) for said, value in choice.parameters() if said not in {parameter, "page"}
    ]
    chosen = getattr(choice.filters, PARAMETERS[key]) if parameter else ()
    listed = {value.code for value in facet.values}
    path = f"{choice.path(language)}/{key}"
    return page(
        request,
        language,
        "facet.html",
        section="countries",
        title=f"{name}: {facet.title}",
        description=_("How many trainings each has, and a way to their rows."),
        facet=facet,
        name=name,
        find=find,
        beside=beside,
        parameter=parameter,
        chosen_codes=chosen,
        hidden_codes=[one for one in chosen if one not in listed],
        everything=f"{path}{choice.query()}",
        rows_path=choice.path(language),
        most=MOST_LISTED,
        here_path=path,
        steps=[
            (name, choice.shown(view="overview").address(language)),
            (view.text(language), choice.address(language)),
            (facet.title, ""),
        ],
    )
