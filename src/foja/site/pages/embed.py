"""Drawings to be shown in frames of other sites: the drawing, its words, its source, a way back."""

from __future__ import annotations

from dataclasses import replace
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import Response

from foja.site.charts import CHARTS, ring_words, years
from foja.site.compare_charts import CHARTS as COMPARED
from foja.site.cooperation_panels import FrameView, frame_views
from foja.site.pages.asked import asked_choice, country_code
from foja.site.pages.charts import chart_of
from foja.site.pages.compare import asked_charts
from foja.site.pages.cooperation import OVERVIEW, asked_frames
from foja.site.pages.countries import CHART as RANK
from foja.site.pages.countries import asked_rank, rank_texts
from foja.site.pages.map_files import MAP, first_map
from foja.site.pages.marks import (
    RING,
    TIME,
    MarksFigure,
    measure_of,
    question_of,
    ring_texts,
    time_texts,
)
from foja.site.problems import RefusalError, language_of
from foja.site.short_address import short_address
from foja.site.state import site_of
from foja.site.templating import page, script
from foja.site.views import VIEWS

if TYPE_CHECKING:
    from starlette.requests import Request

    from foja.site.charts.model import ChartTexts
    from foja.site.choice import Choice

KEPT: Final = "public, max-age=3600"
BESIDE: Final = "_blank"
"""Where links lead: beside the other site, since a frame shows no other page of this one."""


def embed_page(request: Request) -> Response:
    """Answer `/<language>/embed/country/<code>/<name>` with the filters of the country's page.

    `name` is that of a chart, `ring`, `time` or `map`.
    """
    name = str(request.path_params["name"])
    if name not in {*CHARTS, RING, TIME, MAP}:
        raise _unknown(name, request)
    choice = asked_choice(request, country_code(request), table=False, views=tuple(VIEWS))
    if name == MAP:
        return _map(request, choice)
    if name in {RING, TIME}:
        return _marks(request, name, replace(choice, view=name))
    language = language_of(request)
    chart = chart_of(name, choice, site_of(request), language)
    files = {kind: choice.file(language, f"chart/{name}.{kind}") for kind in ("json", "svg")}
    return _answer(
        request,
        "embed_chart.html",
        chart.texts,
        choice.address(language),
        legend=chart.legend,
        frames=[_frame(name, chart.texts, files["json"], files["svg"])],
    )


def embed_comparison(request: Request) -> Response:
    """Answer `/<language>/embed/compare/<name>` with what the comparison's address asks."""
    language, name = language_of(request), str(request.path_params["name"])
    if name not in COMPARED:
        raise _unknown(name, request)
    comparison, charts = asked_charts(request)
    texts = charts.texts(name)
    files = {kind: comparison.address(language, f"chart/{name}.{kind}") for kind in ("json", "svg")}
    return _answer(
        request,
        "embed_chart.html",
        texts,
        comparison.address(language),
        legend=charts.legend(name),
        frames=[_frame(name, texts, files["json"], files["svg"])],
    )


def embed_rank(request: Request) -> Response:
    """Answer `/<language>/embed/countries/rank` with what the address of the rank asks."""
    language, name = language_of(request), str(request.path_params["name"])
    if name != RANK:
        raise _unknown(name, request)
    made = asked_rank(request)
    if not made.first:
        raise RefusalError(
            404, language.gettext("No country has trainings that fit what is chosen.")
        )
    texts = rank_texts(made, site_of(request).reading, language)
    files = {
        kind: made.choice.address(language, f"chart/{name}.{kind}") for kind in ("json", "svg")
    }
    return _answer(
        request,
        "embed_chart.html",
        texts,
        made.choice.address(language),
        legend=[],
        frames=[_frame(name, texts, files["json"], files["svg"])],
    )


def embed_panel(request: Request) -> Response:
    """Answer `/<language>/embed/cooperation/<country>/<name>`: a panel, or one series of it."""
    language, name = language_of(request), str(request.path_params["name"])
    if name == OVERVIEW:
        raise _unknown(name, request)
    shown, frames, texts = asked_frames(request)
    choice = shown.choice
    country = site_of(request).reading.country_name(choice.country, choice.country, language)
    if not texts.title.startswith(country):
        texts = replace(texts, title=f"{country}: {texts.title}")
    return _answer(
        request,
        "embed_chart.html",
        texts,
        choice.address(language, anchor=f"panel-{frames[0].panel.key}"),
        legend=[],
        frames=frame_views(frames, shown, language),
        own_page=choice.address(language),
    )


def _unknown(name: str, request: Request) -> RefusalError:
    _ = language_of(request).gettext
    return RefusalError(404, _("There is no chart “%(name)s”.", name=name[:60]))


def _frame(name: str, texts: ChartTexts, spec: str, svg: str) -> FrameView:
    return FrameView(name, texts.title, "", spec, svg, texts.description)


def _marks(request: Request, name: str, choice: Choice) -> Response:
    """Answer with the tree ring, or with trainings along time."""
    language, site = language_of(request), site_of(request)
    question = question_of(choice, site, language)
    if name == RING:
        along = years.gather(question, "students")
        told = ring_words.told(question)
        texts = ring_texts(question, told)
    else:
        students = measure_of(choice) == "students"
        along = years.gather(question, "students" if students else "cost_usd")
        # What is not drawn stands in its subtitle already.
        texts, told = time_texts(choice, question), ""
    # Another site says nothing of the years beside it.
    texts = replace(texts, brief="")
    figure = MarksFigure(name, texts, choice, language, years.legend(question, along), (told,))
    return _answer(
        request,
        "embed_marks.html",
        texts,
        choice.address(language),
        drawing=figure,
        marks_script=script(f"js/{name}.js"),
    )


def _map(request: Request, choice: Choice) -> Response:
    """Answer with the first map that the choice asks for."""
    language = language_of(request)
    one = first_map(choice, site_of(request), language)
    return _answer(
        request,
        "embed_map.html",
        one.texts,
        one.choice.address(language),
        map=one.picture,
        is_recipients=one.is_recipients,
        legend=one.legend,
        map_height=one.height,
        map_script=script("js/map.js"),
    )


def _answer(
    request: Request,
    template: str,
    texts: ChartTexts,
    back: str,
    **more: Any,  # noqa: ANN401 - each kind of drawing has its own
) -> Response:
    return page(
        request,
        language_of(request),
        template,
        title=texts.title,
        description=texts.description,
        section="embed",
        texts=texts,
        back=back,
        short=short_address(back.partition("#")[0]),
        target=BESIDE,
        charts=script("js/charts.js"),
        charts_library=script("js/vega-bundle.js"),
        **more,
    )


def host_script(_request: Request) -> Response:
    """Answer `/embed.js`, with which a page of another site gives frames the height they need."""
    text = (resources.files("foja.site") / "static" / "js" / "embed-host.js").read_bytes()
    return Response(
        text,
        media_type="text/javascript",
        headers={"cache-control": KEPT, "cross-origin-resource-policy": "cross-origin"},
    )
