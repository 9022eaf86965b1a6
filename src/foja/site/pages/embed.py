"""Charts to be shown in frames of other sites: the drawing, its words, its source, a way back."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from foja.site.charts import CHARTS
from foja.site.pages.asked import asked_choice, country_code
from foja.site.pages.charts import chart_of
from foja.site.problems import RefusalError, language_of
from foja.site.short_address import short_address
from foja.site.state import site_of
from foja.site.templating import page, script
from foja.site.views import VIEWS

if TYPE_CHECKING:
    from starlette.requests import Request

KEPT: Final = "public, max-age=3600"


def embed_page(request: Request) -> Response:
    """Answer `/<language>/embed/country/<code>/<chart>` with the filters of the country's page."""
    language, site = language_of(request), site_of(request)
    _ = language.gettext
    name = str(request.path_params["name"])
    if name not in CHARTS:
        raise RefusalError(404, _("There is no chart “%(name)s”.", name=name[:60]))
    choice = asked_choice(request, country_code(request), table=False, views=tuple(VIEWS))
    chart = chart_of(name, choice, site, language)
    back = choice.address(language)
    return page(
        request,
        language,
        "embed.html",
        title=chart.texts.title,
        description=chart.texts.description,
        section="embed",
        name=name,
        texts=chart.texts,
        legend=chart.legend,
        spec=choice.file(language, f"chart/{name}.json"),
        svg=choice.file(language, f"chart/{name}.svg"),
        back=back,
        short=short_address(back),
        charts=script("js/charts.js"),
        charts_library=script("js/vega-bundle.js"),
    )


def host_script(_request: Request) -> Response:
    """Answer `/embed.js`, with which a page of another site gives frames the height they need."""
    text = (resources.files("foja.site") / "static" / "js" / "embed-host.js").read_bytes()
    return Response(
        text,
        media_type="text/javascript",
        headers={"cache-control": KEPT, "cross-origin-resource-policy": "cross-origin"},
    )
