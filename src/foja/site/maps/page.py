"""The maps of a choice: which there are, what is on each, and what is on none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from foja.meaning.places import UNITED_STATES
from foja.measures.figures import add_up
from foja.measures.filters import MOST_VALUES
from foja.measures.where import by_recipient
from foja.site.choice import AREAS, OVERVIEW, Choice
from foja.site.maps import areas, words
from foja.site.maps.circles import Scale
from foja.site.maps.pictures import NARROW, WIDE, Making, dots_on, picture
from foja.site.maps.points import amount, gather
from foja.site.maps.recipients import recipients_picture
from foja.site.pages.charts import chart_of
from foja.tables.selection import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from foja.measures.figures import Figures
    from foja.site.charts.model import Question
    from foja.site.language import Language
    from foja.site.maps.areas import Area
    from foja.site.maps.pictures import Picture
    from foja.site.maps.points import Dot, Gathered, Spot
    from foja.site.maps.recipients import RecipientsPicture
    from foja.site.offered import Offered
    from foja.site.state import Site

MEXICO: Final = "MEX"
ALL, RECIPIENTS = AREAS[0], AREAS[-1]
FILES: Final = ("png", "svg", "csv", "json")
ANCHOR: Final = "trainings"
HERE: Final = "maps"


@dataclass(frozen=True, slots=True)
class Left:
    """Trainings that no map shows: why, how many, and the address of their rows."""

    text: str
    figures: Figures
    address: str


@dataclass(frozen=True)
class Maps:
    """The maps of a choice, and what they are made of.

    `offered` are the keys of all maps there are for it, whichever is shown.
    """

    question: Question
    gathered: Gathered
    pictures: list[Picture]
    recipients: RecipientsPicture | None
    offered: list[str]
    left: list[Left]


def titles(choice: Choice, name: str, language: Language) -> dict[str, str]:
    """Name the maps."""
    _ = language.gettext
    return {
        "recipients": _("Countries trained"),
        "world": _("Places in the world"),
        "country": name if not choice.is_world else _("Places in the world"),
        "mexico": _("Mexico"),
        "united_states": _("United States"),
    }


def maps_of(
    choice: Choice,
    site: Site,
    language: Language,
    name: str,
    asked: Offered | None = None,
) -> Maps:
    """Return the maps that a choice asks for; one that it has not is the map of the world."""
    reading = site.reading
    question = chart_of("students_by_fiscal_year", choice, site, language, asked).question
    gathered = gather(choice, question, reading)
    known = _areas(choice, gathered)
    every = [*([RECIPIENTS] if choice.is_world else []), *known]
    asked_for = _shown(choice, list(known))
    dots = [*gathered.dots, *gathered.others]

    chosen = set(choice.filters.places)
    nowhere = choice.filtered(places=()).address(language, anchor=HERE)
    choosing = linker(choice, language, anchor=HERE)

    def country_name(code: str) -> str:
        return reading.country_name(code, code, language)

    def link(dot: Dot) -> str:
        """Return the address with the places of a point chosen, or taken off where they are."""
        if chosen and chosen.issuperset(dot.place_ids):
            return nowhere
        return choosing(dot.place_ids)

    # Maps beside each other have one scale; one alone has its own.
    sized = [dot for key in asked_for for dot, _ in dots_on(known[key], dots)]
    making = Making(
        choice.circles,
        Scale(max((amount(dot.figures, choice.circles) for dot in sized), default=0.0)),
        {value.code: value for value in gathered.values},
        language,
        link,
        country_name,
    )
    named = titles(choice, name, language)
    alone = len(asked_for) == 1
    pictures = []
    for key in asked_for:
        area = _area(key, choice.country, WIDE if alone or key == "world" else NARROW)
        if area is not None:
            made = picture(
                area,
                named[key],
                gathered.dots,
                gathered.others,
                making,
                home=choice.country if key in {"world", "country"} else "",
                files=_files(choice, key, language),
            )
            pictures.append(made)
    trained = None
    if choice.is_world and choice.area in {ALL, RECIPIENTS}:
        country_link = _country_linker(choice, language)
        trained = recipients_picture(
            by_recipient(reading.tables, choice.filters),
            choice.circles,
            country_link,
            country_name,
            language,
            title=named[RECIPIENTS],
            width=WIDE,
            files=_files(choice, RECIPIENTS, language),
        )
    left = left_over(gathered, choice, language)
    return Maps(question, gathered, pictures, trained, every, left)


def _files(choice: Choice, key: str, language: Language) -> dict[str, str]:
    shown = replace(choice, area=key)
    return {kind: shown.file(language, f"chart/map.{kind}") for kind in FILES}


def _area(key: str, country: str, width: float) -> Area | None:
    if key == "united_states":
        return areas.united_states(width, UNITED_STATES)
    if key == "mexico":
        return areas.mexico(width)
    return areas.country(country, width) if key == "country" else areas.world(width)


def _areas(choice: Choice, gathered: Gathered) -> dict[str, Area]:
    """Return the maps with something to see, in their order; that of the world is always there.

    A country's own comes first, where places stand farthest from each other.
    """
    keys = ["mexico"] if choice.country == MEXICO else ["country", "mexico"]
    world = {"world": areas.world(WIDE)}
    known = world if choice.is_world else {}
    for key in [*keys, "united_states"]:
        area = None if choice.is_world and key == "country" else _area(key, choice.country, NARROW)
        if area is not None and dots_on(area, [*gathered.dots, *gathered.others]):
            known[key] = area
    return known | world


def _shown(choice: Choice, known: Sequence[str]) -> list[str]:
    """Return the maps that the choice asks for.

    Unasked, Mexico is shown to those alone whose own country it is.
    """
    if choice.area == RECIPIENTS and choice.is_world:
        return []
    if choice.area == ALL:
        return [key for key in known if key != "mexico" or choice.country == MEXICO]
    wanted = "mexico" if choice.area == "country" and choice.country == MEXICO else choice.area
    return [wanted if wanted in known else "world"]


def linker(choice: Choice, language: Language, *, anchor: str) -> Callable[[Sequence[str]], str]:
    """Return what makes the address of the choice with other places chosen.

    The rest of the address is written once: a page has hundreds of them.
    """
    name, stands_in = "place", "chosen"
    written = choice.filtered(places=(stands_in,)).address(language, anchor=anchor)
    before, _equals, after = written.partition(f"{name}={stands_in}")

    def address(places: Sequence[str]) -> str:
        return f"{before}{urlencode([(name, each) for each in places[:MOST_VALUES]])}{after}"

    return address


def _country_linker(choice: Choice, language: Language) -> Callable[[str], str]:
    """Return what makes the address of all maps of a country with the same choice."""
    filters = replace(choice.filters, country=MEXICO)
    written = replace(choice, country=MEXICO, filters=filters, area=ALL).address(language)
    before, _country, after = written.partition(f"/{MEXICO}/")
    return lambda code: f"{before}/{code}/{after}"


def rows_address(choice: Choice, places: Sequence[str], language: Language) -> str:
    """Return the address of the rows of some places, empty where they are too many for one."""
    if len(places) > MOST_VALUES:
        return ""
    rows = choice.shown(view=OVERVIEW).filtered(places=tuple(places))
    return rows.address(language, anchor=ANCHOR)


def left_over(gathered: Gathered, choice: Choice, language: Language) -> list[Left]:
    """Return what no map shows, by the reason; with what the maps show it is all there is."""
    _ = language.gettext
    countries = gathered.of_kind("country")
    own = [spot for spot in countries if spot.row["country_iso3"] == choice.country]
    others = [spot for spot in countries if spot not in own]
    groups: list[tuple[str, Sequence[Spot]]] = [
        (
            _("In %(country)s, no place in it printed", country=words.name(own[0], language))
            if own
            else "",
            own,
        ),
        (
            _("In another country, no place in it printed")
            if own
            else _("In a country, no place in it printed"),
            others,
        ),
        (
            _("At a place whose coordinates are not known here"),
            gathered.of_kind("base", "school", "town", "region"),
        ),
        (_("Online"), gathered.of_kind("online")),
        (_("Aboard a ship"), gathered.of_kind("ship")),
    ]
    found = [
        Left(
            text,
            add_up(spot.figures for spot in spots),
            rows_address(choice, [spot.place_id for spot in spots], language),
        )
        for text, spots in groups
        if spots
    ]
    unknown = rows_address(choice, [UNKNOWN], language)
    for text, figures in (
        (_("The report prints no location"), gathered.unprinted),
        (_("The location printed names no place that is known"), gathered.untold),
    ):
        if figures.trainings:
            found.append(Left(text, figures, unknown))
    return found
