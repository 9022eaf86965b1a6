"""Card images of pages, drawn when a social network first asks for them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from foja.measures.figures import ask_cube
from foja.measures.filters import Filters
from foja.site import country_rank as ranking
from foja.site import country_words
from foja.site.card import Bar, Card, card_hash, card_svg
from foja.site.charts.render import DrawingError, draw_picture
from foja.site.compare_amounts import measure_name
from foja.site.cooperation_choice import read_cooperation_choice
from foja.site.language import years_in_words
from foja.site.pages.asked import asked_choice, country_code
from foja.site.pages.claims import claim_of_address
from foja.site.pages.compare import asked_charts
from foja.site.pages.cooperation import card_words
from foja.site.pages.countries import asked_rank
from foja.site.pages.takeaways import brief_of_address
from foja.site.pages.units import history_of_address
from foja.site.problems import language_of, not_drawn
from foja.site.state import Site, site_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from foja.site.language import Language

FOREVER: Final = "public, max-age=31536000, immutable"
SHORT: Final = "public, max-age=300"
MOST_FIGURES: Final = 3
"""Values that stand beside each other on a card."""


def country_card(request: Request) -> Response:
    """Answer `/<language>/card/country/<code>.png` with the filters of the page."""
    language, site = language_of(request), site_of(request)
    code = country_code(request)
    choice = asked_choice(_without_version(request), code)
    filters, reading = choice.filters, site.reading
    cube = ask_cube(reading.tables, filters).chosen(filters)
    total = cube.total
    _ = language.gettext
    said = "; ".join(chip.text for chip in country_words.chips(choice, reading, language))
    return _answer(
        request,
        Card(
            _("U.S. military and security training"),
            reading.country_name(code, code, language),
            _figures(total.students, total.cost_usd, total.trainings, language),
            said or _fiscal_years(cube.years, language),
            _bars_of(site, filters, code),
            _("Cost by fiscal year"),
        ),
    )


def takeaways_card(request: Request) -> Response:
    """Answer `/<language>/card/takeaways/<code>/<year>.png`."""
    language = language_of(request)
    _ = language.gettext
    brief = brief_of_address(_without_version(request))
    found = brief.takeaways
    said = " ".join(line.sentence.text for line in brief.lines[:2])
    bars = _bars_of(site_of(request), Filters(country=found.country), found.country)
    marked = tuple(Bar(bar.year, bar.value, bar.year == found.year) for bar in bars)
    return _answer(
        request,
        Card(
            _("Takeaways"),
            f"{brief.country}, {_('fiscal year %(year)s', year=found.year)}",
            text=said,
            bars=marked,
            bars_label=_("Cost by fiscal year"),
        ),
    )


def claim_card(request: Request) -> Response:
    """Answer `/<language>/card/claim/<identifier>.png`: the claim and its verdict."""
    language = language_of(request)
    _ = language.gettext
    entry = claim_of_address(_without_version(request))
    label = f"{_('Claim')} {entry['id']}"
    return _answer(
        request, Card(label, entry["verdict"], text=f"{entry['claim']} {entry['finding']}")
    )


def comparison_card(request: Request) -> Response:
    """Answer `/<language>/card/compare.png` with what the comparison's address asks."""
    language = language_of(request)
    comparison, charts = asked_charts(_without_version(request))
    side, amounts = charts.side, charts.amounts
    return _answer(
        request,
        Card(
            _label(comparison.choice.measure, language),
            language.together([item.name for item in side.items]),
            tuple(
                (amounts.written(amounts.over(item.found, side.common)), item.name)
                for item in side.items
            )
            if side.common
            else (),
            _fiscal_years(side.common, language) if side.common else charts.texts("years").title,
        ),
    )


def rank_card(request: Request) -> Response:
    """Answer `/<language>/card/countries.png`: the first three of what the rank is asked."""
    language = language_of(request)
    _ = language.gettext
    made = asked_rank(_without_version(request))
    choice = made.choice
    when = (
        f"{_fiscal_years([choice.year], language)}."
        if choice.year
        else _("The years read differ from country to country.")
    )
    return _answer(
        request,
        Card(
            ranking.measure_words(choice.measure, language),
            _("Countries"),
            tuple(
                (ranking.written(one.amount(choice.measure), choice.measure, language), one.name)
                for one in made.first[:MOST_FIGURES]
            ),
            " ".join(
                filter(None, (when, ranking.rank_limits(made, site_of(request).reading, language)))
            ),
        ),
    )


def cooperation_card(request: Request) -> Response:
    """Answer `/<language>/card/cooperation/<code>.png`: what the page is about."""
    language, reading = language_of(request), site_of(request).reading
    code = country_code(request)
    asked = _without_version(request)
    read_cooperation_choice(code, asked.query_params, language)
    title, text = card_words(code, reading, language)
    _ = language.gettext
    source = _("Official series and reports to Congress, each named on its page")
    return _answer(request, Card(_("Aid and outcomes"), title, text=text, source=source))


def _label(measure: str, language: Language) -> str:
    return language.gettext("Compared: %(measure)s", measure=measure_name(measure, language))


def unit_card(request: Request) -> Response:
    """Answer `/<language>/card/unit/<unit_id>.png`: how often the unit is listed."""
    language, reading = language_of(request), site_of(request).reading
    _ = language.gettext
    _asked, history = history_of_address(_without_version(request))
    rows = [*history.before, *history.after, *history.undated]
    by_year = Counter(row["fiscal_year"] for row in rows)
    students = [row["quantity"] for row in rows if row["quantity"] is not None]
    costs = [row["cost_usd"] for row in rows if row["cost_usd"] is not None]
    country = history.unit["country_iso3"]
    covered = reading.covered_years(country)
    return _answer(
        request,
        Card(
            f"{_('Unit')} · {reading.country_name(country, country, language)}",
            str(history.unit[f"name_{language.code}"]),
            _figures(
                sum(students) if students else None,
                sum(costs) if costs else None,
                len(rows),
                language,
            ),
            bars=tuple(Bar(year, by_year[year]) for year in covered),
            bars_label=_("Trainings by fiscal year"),
        ),
    )


def site_card(request: Request) -> Response:
    """Answer `/<language>/card/site.png`, the card of pages that have none of their own."""
    language, site = language_of(request), site_of(request)
    _ = language.gettext
    _without_version(request)
    years = site.reading.years
    return _answer(
        request,
        Card(
            _("Every figure beside its page"),
            _("What the United States taught the world's security forces"),
            (
                (language.number(site.reading.tables.counts["trainings"]), _("Trainings")),
                (language.number(len(site.reading.listed_countries)), _("Countries")),
                (years_in_words(years), _("Fiscal years")),
            ),
        ),
    )


def _answer(request: Request, card: Card) -> Response:
    language, site = language_of(request), site_of(request)
    svg = card_svg(card, language)
    try:
        image = draw_picture(svg)
    except DrawingError as error:
        raise not_drawn(language, language.gettext("The card could not be drawn.")) from error
    query = str(request.query_params)
    given = request.query_params.get("v", "")
    rest = "&".join(part for part in query.split("&") if not part.startswith("v="))
    current = given == card_hash(f"{request.url.path}?{rest}", site.version)
    return Response(
        image,
        media_type="image/png",
        headers={
            "cache-control": FOREVER if current else SHORT,
            # Networks show the image on pages of their own.
            "cross-origin-resource-policy": "cross-origin",
        },
    )


def _without_version(request: Request) -> Request:
    """Return the request without the hash, which asks nothing."""
    from starlette.requests import Request as Asked  # noqa: PLC0415

    parts = request.scope["query_string"].split(b"&")
    kept = b"&".join(part for part in parts if not part.startswith(b"v="))
    return Asked({**request.scope, "query_string": kept})


def _figures(
    students: int | None, cost: object, trainings: int, language: Language
) -> tuple[tuple[str, str], ...]:
    _ = language.gettext
    return (
        (language.number(students), _("Students")),
        (language.sum_of_money(cost), _("Cost")),  # type: ignore[arg-type]
        (language.number(trainings), _("Trainings")),
    )


def _fiscal_years(years: list[int], language: Language) -> str:
    return language.ngettext(
        "Fiscal year %(years)s", "Fiscal years %(years)s", len(years), years=years_in_words(years)
    )


def _bars_of(site: Site, filters: Filters, code: str) -> tuple[Bar, ...]:
    """Return the cost of each fiscal year of a choice whose report was read."""
    by_year = ask_cube(site.reading.tables, filters).chosen(filters).by("fiscal_year")
    covered = [
        year for year in site.reading.covered_years(code, filters.stage) if filters.has_year(year)
    ]
    return tuple(Bar(year, by_year[year].cost_usd if year in by_year else None) for year in covered)
