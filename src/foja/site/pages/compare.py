"""Countries, forces, units or programmes side by side, and the files of that page's charts."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from starlette.datastructures import QueryParams
from starlette.responses import JSONResponse, RedirectResponse, Response

from foja.site import compare_view as view
from foja.site.charts.render import DrawingError, draw
from foja.site.choice import FILTER_NAMES, Parameters, read_choice
from foja.site.compare import FEWEST, FIELDS, KINDS, MOST, SHOWN, Comparison, side_by_side
from foja.site.compare_amounts import amounts_of, measure_name
from foja.site.compare_charts import CHARTS, Charts
from foja.site.compare_find import (
    MOST_FOUND,
    find_items,
    known_item,
    offered_items,
    proposed_items,
)
from foja.site.compare_words import chips, compared_words, kind_name, regions_note
from foja.site.downloads import BYTE_ORDER_MARK
from foja.site.entities import known_country, page_citation
from foja.site.language import NOTHING, years_in_words
from foja.site.pages.asked import refuse_unknown_codes
from foja.site.pages.charts import KEPT, MEDIA_TYPES
from foja.site.problems import RefusalError, language_of, not_drawn
from foja.site.reading import WORLD
from foja.site.state import site_of
from foja.site.templating import page, script
from foja.site.tracking import is_tracking

if TYPE_CHECKING:
    from starlette.requests import Request

    from foja.site.language import Language
    from foja.site.reading import Reading

OWN: Final = ("of", "item", "add", "country")


def compare_page(request: Request) -> Response:
    """Answer `/<language>/compare`: two to six items, or an explanation and proposals.

    A text in `add` is looked for and the reader sent to the comparison with what it means.
    """
    language, site = language_of(request), site_of(request)
    reading = site.reading
    _ = language.gettext
    comparison, added = _asked(request, reading, language)
    if added:
        return RedirectResponse(_found(comparison, added, reading, language), 303)
    side = side_by_side(comparison, reading, language)
    amounts = amounts_of(comparison.choice, reading.tables, language)
    charts = Charts(side, amounts, reading, language)
    enough = len(side.items) >= FEWEST
    names = [item.name for item in side.items]
    summary = compared_words(side, amounts, language)
    title = (
        _("%(items)s compared", items=language.together(names))
        if enough
        else _("Compare %(what)s", what=kind_name(comparison.of, language).lower())
    )
    return page(
        request,
        language,
        "compare.html",
        section="countries",
        here=comparison.address(language),
        title=title,
        description=summary,
        summary=summary,
        regions=regions_note(side, language),
        comparison=comparison,
        choice=comparison.choice,
        items=side.items,
        item_chips=[(item, comparison.without(item.code).address(language)) for item in side.items],
        kinds=view.kinds(comparison, language),
        on=chips(comparison, reading, language),
        clear=Comparison(
            comparison.of,
            comparison.items,
            replace(comparison.choice, filters=view.bare(comparison)),
        ).address(language),
        add_to=[
            (name, comparison.with_item(code).address(language))
            for code, name in proposed_items(comparison.of, reading, language)
            if code not in comparison.items
        ],
        proposed=view.proposed(comparison, reading, language),
        offered=[name for _code, name in offered_items(comparison.of, reading, language)],
        may_add=len(side.items) < MOST,
        hidden=view.hidden(comparison),
        lists=view.lists(comparison, reading, language),
        enough=enough,
        common=side.common,
        sums=view.head(side, amounts, language) if enough else [],
        known=[years_in_words(sorted(item.found.known)) or NOTHING for item in side.items],
        by_year=view.by_year(side, amounts, language) if enough else [],
        charts=[view.shown(name, charts, comparison, language) for name in CHARTS if side.common]
        if enough
        else [],
        groups=view.groups(charts, language) if enough else [],
        courses=view.courses(side, reading, language) if enough else [],
        measure=measure_name(comparison.choice.measure, language),
        csv=comparison.address(language, "chart/years.csv"),
        citation=page_citation(request, title, site.version, language),
        charts_script=script("js/charts.js") if enough else "",
        charts_library=script("js/vega-bundle.js"),
    )


def compare_file(request: Request) -> Response:
    """Answer `/<language>/compare/chart/<name>.<json, svg, png or csv>`."""
    _ = language_of(request).gettext
    name, kind = request.path_params["name"], request.path_params["kind"]
    if name not in CHARTS or kind not in {"json", *MEDIA_TYPES}:
        raise RefusalError(404, _("There is no chart “%(name)s”.", name=f"{name}.{kind}"[:60]))
    comparison, charts = asked_charts(request)
    stem = re.sub(r"[^A-Za-z0-9]+", "-", "-".join(("foja-compare", *comparison.items, name)))[:120]
    headers = {"cache-control": KEPT, "content-disposition": f'inline; filename="{stem}.{kind}"'}
    if kind == "json":
        return JSONResponse(charts.spec(name), headers=headers)
    if kind == "csv":
        content = f"{BYTE_ORDER_MARK}{charts.csv(name)}".encode()
    else:
        try:
            content = draw(charts.spec(name), kind)
        except DrawingError as error:
            raise not_drawn(language_of(request)) from error
    return Response(content, media_type=MEDIA_TYPES[kind], headers=headers)


def asked_charts(request: Request) -> tuple[Comparison, Charts]:
    """Return what an address compares, and its charts; RefusalError (404) for fewer than two."""
    language, reading = language_of(request), site_of(request).reading
    comparison, _added = _asked(request, reading, language)
    if len(comparison.items) < FEWEST:
        _ = language.gettext
        raise RefusalError(
            404,
            _("A comparison needs at least two; choose one more."),
            ((_("Choose what to compare"), comparison.address(language)),),
        )
    side = side_by_side(comparison, reading, language)
    amounts = amounts_of(comparison.choice, reading.tables, language)
    return comparison, Charts(side, amounts, reading, language)


# What an address asks ---------------------------------------------------------------------------


def _asked(request: Request, reading: Reading, language: Language) -> tuple[Comparison, str]:
    """Return what an address compares, and the text of one more item to be looked for.

    Raises RefusalError (400) with one sentence for anything that cannot be meant.
    """
    _ = language.gettext
    asked = request.query_params
    own = [(name, value) for name, value in asked.multi_items() if name in OWN]
    given = Parameters(QueryParams(own), language, OWN, several=("item",))
    of = given.one_of("of", KINDS)
    items = given.texts("item")
    country = known_country(given.text("country"), reading, language, request.url.path)
    if country == WORLD or of != "authority":
        if country not in {None, WORLD}:
            raise RefusalError(
                400,
                _("A country can be chosen only where programmes are compared."),
                ((_("Compare countries"), f"/{language.code}/compare"),),
            )
        country = None
    names = {*FILTER_NAMES, *SHOWN}
    rest = [
        (name, value)
        for name, value in asked.multi_items()
        if name not in OWN and value.strip() and not is_tracking(name)
    ]
    Parameters(QueryParams(rest), language, (*OWN, *sorted(names)))
    choice = read_choice(country or WORLD, QueryParams(rest), language, table=False)
    refuse_unknown_codes(choice, reading, language)
    field = FIELDS[of]
    if of != "country" and getattr(choice.filters, field):
        raise RefusalError(
            400,
            _("The address filters by what it compares: give each one as “item”."),
            ((_("Choose what to compare"), f"/{language.code}/compare?of={of}"),),
        )
    comparison = Comparison(of, items, choice)
    _refuse_items(comparison, reading, language)
    return comparison, given.text("add")


def _refuse_items(comparison: Comparison, reading: Reading, language: Language) -> None:
    _ = language.gettext
    for code in comparison.items:
        if not known_item(comparison.of, code, reading, language):
            raise RefusalError(
                400,
                _(
                    "“%(code)s” is not the code of one of the %(what)s.",
                    code=code[:40],
                    what=kind_name(comparison.of, language).lower(),
                ),
                ((_("Compare without it"), comparison.without(code).address(language)),),
            )
    if len(comparison.items) > MOST:
        fewer = replace(comparison, items=comparison.items[:MOST])
        raise RefusalError(
            400,
            _(
                "%(found)s are too many to read side by side: a comparison holds two to %(most)s.",
                found=len(comparison.items),
                most=MOST,
            ),
            ((_("Compare the first %(most)s", most=MOST), fewer.address(language)),),
        )


def _found(comparison: Comparison, text: str, reading: Reading, language: Language) -> str:
    """Return the address with one more item, looked for by its name."""
    _ = language.gettext
    found = find_items(comparison.of, text, reading, language)
    if len(found) == 1:
        more = comparison.with_item(found[0][0])
        _refuse_items(more, reading, language)
        return more.address(language)
    steps = tuple(
        (name, comparison.with_item(code).address(language)) for code, name in found[:MOST_FOUND]
    )
    if not found:
        what = kind_name(comparison.of, language).lower()
        back = ((_("Back to the comparison"), comparison.address(language)),)
        raise RefusalError(
            404, _("None of the %(what)s is called “%(name)s”.", what=what, name=text[:60]), back
        )
    raise RefusalError(404, _("Several could be meant by “%(name)s”.", name=text[:60]), steps)
