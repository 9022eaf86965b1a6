"""The view of places: maps with a circle for each, and all of them as a table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from foja.measures.figures import add_up
from foja.site.addresses import place_address
from foja.site.charts.model import LegendEntry
from foja.site.charts.series import choosing, drawn
from foja.site.charts.words import rest
from foja.site.choice import AREAS, CIRCLES, OVERVIEW
from foja.site.maps import words
from foja.site.maps.page import ALL, ANCHOR, HERE, Maps, linker, maps_of, titles
from foja.site.maps.points import amount
from foja.site.pages.charts import Colouring, colourings
from foja.site.place_words import degrees, kind_words, precision_words
from foja.site.takeaway_places import country_in_sentence
from foja.site.views.model import Shown, View

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from foja.measures.figures import Figures
    from foja.site.choice import Choice
    from foja.site.language import Language
    from foja.site.maps.points import Spot

FIRST_PLACES: Final = 20
MOST_PLACES: Final = 120
"""Places in the table at once, and with those that a reader opens; the CSV has all."""
MOST_FACTS: Final = 6


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place in the table, or the facts of one that is chosen."""

    name: str
    where: str
    kind: str
    coordinates: str
    precision: str
    figures: Figures
    address: str
    rows: str
    on: bool


def _text(language: Language) -> str:
    return language.gettext("Where")


def _title(language: Language, name: str) -> str:
    return language.gettext("%(country)s: where its trainings were held", country=name)


def _build(shown: Shown) -> dict[str, Any]:
    choice, language = shown.choice, shown.language
    maps = maps_of(choice, shown.site, language, shown.name, shown.asked)
    gathered = maps.gathered
    rows = linker(choice.shown(view=OVERVIEW), language, anchor=ANCHOR)
    lines = [_line(spot, shown, rows) for spot in gathered.spots[:MOST_PLACES]]
    chosen = [line for line in lines if line.on]
    return {
        "maps": maps,
        "summary_of_places": _summary(maps, shown),
        "legend": legend_of(maps, choice, language),
        "colourings": [
            replace(one, address=one.address.partition("#")[0] + f"#{HERE}") if one.address else one
            for one in colourings(choice, language)
        ],
        "circles": _sizes(shown),
        "areas": _areas(maps, shown),
        "left_total": add_up(left.figures for left in maps.left),
        "facts": chosen[:MOST_FACTS],
        "places": lines[:FIRST_PLACES],
        "more_places": lines[FIRST_PLACES:],
        "places_left_out": max(0, len(gathered.spots) - MOST_PLACES),
        "places_csv": replace(choice, area=ALL).file(language, "chart/map.csv"),
    }


def _line(spot: Spot, shown: Shown, rows: Callable[[Sequence[str]], str]) -> PlaceLine:
    language, row = shown.language, spot.row
    reading = shown.site.reading
    code = row["country_iso3"]
    country = reading.country_name(code, code, language) if code else ""
    address = place_address(language, spot.place_id)
    return PlaceLine(
        words.name(spot, language),
        words.lies_in(spot, country, language),
        kind_words(row["kind"], language),
        degrees(row["latitude"], row["longitude"], language),
        precision_words(row["precision"], language),
        spot.figures,
        address if shown.choice.is_world else f"{address}?country={shown.choice.country}",
        rows([spot.place_id]),
        spot.place_id in shown.choice.filters.places,
    )


def _summary(maps: Maps, shown: Shown) -> str:
    """Say how much of the choice the maps show, and how it divides into near and far."""
    language, measure = shown.language, shown.choice.circles
    _ = language.gettext
    gathered = maps.gathered
    located = gathered.located
    if not gathered.dots:
        return _("None of these trainings has a place that a map could show.")
    whole = amount(gathered.total, measure)
    share = amount(located, measure) / whole if whole else 0.0
    first = language.ngettext(
        "The maps show %(sum)s (%(share)s of all) at %(num)s point.",
        "The maps show %(sum)s (%(share)s of all) at %(num)s points.",
        len(gathered.dots),
        sum=words.counted(located, measure, language),
        share=words.percent(share, language),
    )
    return f"{first} {_shares(maps, shown)}".rstrip()


def _shares(maps: Maps, shown: Shown) -> str:
    """Say how what is on the maps divides by the country that it lies in."""
    language, measure = shown.language, shown.choice.circles
    sums: dict[str | None, float] = {}
    for dot in maps.gathered.dots:
        sums[dot.country] = sums.get(dot.country, 0.0) + amount(dot.figures, measure)
    whole = sum(sums.values())
    if not whole:
        return ""
    most = sorted((code for code in sums if code), key=lambda code: (-sums[code], code))[:3]

    def named(code: str) -> str:
        name = shown.site.reading.country_name(code, code, language)
        return country_in_sentence(code, name, language)

    if len(sums) == 1:
        return language.gettext("All in %(country)s.", country=named(most[0])) if most else ""
    said = [
        f"{named(code)} ({words.percent(sums[code] / whole, language)})"
        for code in most
        if sums[code]
    ]
    return language.gettext("Of these, most in %(countries)s.", countries=language.together(said))


def legend_of(maps: Maps, choice: Choice, language: Language) -> list[LegendEntry]:
    """Return the colours of the circles on the maps, each leading to what has it."""
    seen = {
        circle.slot for each in maps.pictures for circle in each.circles if circle.state != "other"
    }
    return [
        LegendEntry(
            one.name,
            one.slot,
            replace(
                choice, country=filters.country or choice.country, filters=filters, page=1
            ).address(language, anchor=HERE),
        )
        for one in drawn(maps.gathered.values, rest(maps.question))
        if one.slot in seen
        for filters in [choosing(maps.question, one.codes)]
    ]


def _sizes(shown: Shown) -> list[Colouring]:
    """Return what circles can be as large as, each with its address."""
    names = words.measure_names(shown.language)
    return [
        Colouring(
            names[key],
            ""
            if key == shown.choice.circles
            else shown.choice.shown(circles=key).address(shown.language, anchor=HERE),
        )
        for key in CIRCLES
    ]


def _areas(maps: Maps, shown: Shown) -> list[Colouring]:
    """Return the maps that can be shown alone, and all together."""
    choice, language = shown.choice, shown.language
    names = {ALL: language.gettext("All maps"), **titles(choice, shown.name, language)}
    on = choice.area if choice.area == ALL or choice.area in maps.offered else "world"
    if choice.area == "country" and "mexico" in maps.offered and "country" not in maps.offered:
        on = "mexico" if maps.pictures[0].key == "mexico" else "world"
    keys = [key for key in AREAS if key == ALL or key in maps.offered]
    return [
        Colouring(
            names[key],
            "" if key == on else choice.shown(area=key).address(language, anchor=HERE),
        )
        for key in keys
    ]


VIEW: Final = View("where", _text, _title, _build, styles=("css/map.css",), scripts=("js/map.js",))
