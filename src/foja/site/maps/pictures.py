"""A map of a page: outlines, circles with their links, words and legend, laid out in pixels."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from foja.measures.figures import add_up
from foja.site.addresses import embed_address
from foja.site.charts.theme import COLOURS, UNTOLD
from foja.site.maps import words as told_in
from foja.site.maps.circles import PHONE, WORD, WORDS_ON_PHONE, Round, Word, enlarged, words
from foja.site.maps.points import amount

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from foja.measures.figures import Figures
    from foja.site.charts.series import Value
    from foja.site.language import Language
    from foja.site.maps.areas import Area
    from foja.site.maps.circles import Scale
    from foja.site.maps.points import Dot

WIDE: Final = 960.0
NARROW: Final = 470.0
"""Widths in pixels of a map that has the page's width, and of one of two beside each other."""
LARGEST_ON_WORLD: Final = 20.0
"""Radius in pixels of the largest circle on the map of the world, where places stand close."""
STRIP: Final = 64.0
"""Height in pixels of the legend below a map."""
MOST_CIRCLES: Final = 200
"""Circles on a map; with more the small ones cannot be told apart."""
STOPS: Final = 8
"""Circles that the tabulator stops at where no script makes the whole map one stop."""
MOST_WORDS: Final = 14

FILLS: Final = COLOURS["light"].series


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle with what it says and where it leads; `state` is empty, `on` or `other`."""

    round: Round
    slot: int
    fill: str
    address: str
    told: str
    state: str
    stop: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A circle of the legend and its word."""

    round: Round
    word: Word


@dataclass(frozen=True, slots=True)
class Shared:
    """A map as the code names it that shows it on another site."""

    name: str
    title: str
    embed: str


@dataclass(frozen=True)
class Picture:
    """A map as a template draws it. `wide` and `phone` are the words on each kind of screen."""

    key: str
    title: str
    summary: str
    width: float
    height: float
    area: Area
    home: str
    circles: list[Circle]
    wide: list[Word]
    phone: list[Word]
    legend: list[Step]
    legend_on_phone: list[Step]
    files: dict[str, str]
    shown: Figures
    small: Figures | None = None
    small_points: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def shared(self) -> Shared:
        """How another site shows it."""
        return Shared(f"map-{self.key}", self.title, embed_address(self.files["json"]))

    @property
    def kind(self) -> str:
        """The class by which a style sheet enlarges the circles on a phone."""
        return "wide-map" if self.width >= WIDE else "half-map"


@dataclass(frozen=True, slots=True)
class Making:
    """What all maps of a page are made with; `kept` is what has been made for points on several."""

    measure: str
    scale: Scale
    values: dict[str, Value]
    language: Language
    link: Callable[[Dot], str]
    country_name: Callable[[str], str]
    kept: dict[tuple[float, float], tuple[int, str, str]] = field(default_factory=dict)


def dots_on(area: Area, dots: Sequence[Dot]) -> list[tuple[Dot, tuple[float, float]]]:
    """Return the points that lie on a map, and where they stand."""
    placed = ((dot, area.place(dot.longitude, dot.latitude, dot.country)) for dot in dots)
    return [(dot, at) for dot, at in placed if at is not None]


def picture(
    area: Area,
    title: str,
    dots: Sequence[Dot],
    others: Sequence[Dot],
    making: Making,
    *,
    home: str = "",
    files: dict[str, str],
) -> Picture:
    """Lay a map out: the largest circles first, so that none hides a smaller one."""
    language = making.language
    if area.key == "world":
        making = replace(making, scale=replace(making.scale, largest=LARGEST_ON_WORLD))
    placed = dots_on(area, dots)
    drawn, small = placed[:MOST_CIRCLES], placed[MOST_CIRCLES:]
    beside = dots_on(area, others)[: MOST_CIRCLES - len(drawn)]
    circles = [_circle(dot, at, making, "other", stop=False) for dot, at in beside]
    on = "on" if others else ""
    circles += [
        _circle(dot, at, making, on, stop=number < STOPS) for number, (dot, at) in enumerate(drawn)
    ]
    named = [
        (_round(dot, at, making), told_in.name(dot.spots[0], language))
        for dot, at in (drawn or beside)
    ]
    times, frame = enlarged(area.width), (area.width, area.height)
    on_phone = round(11.0 * area.width / PHONE, 1)
    steps = making.scale.steps() if drawn else []
    return Picture(
        area.key,
        title,
        _summary(title, [dot for dot, _ in placed], making),
        area.width,
        area.height + (STRIP if steps else 0),
        area,
        area.shapes.get(home, ""),
        circles,
        words(named, frame, size=WORD, most=MOST_WORDS),
        words(named, frame, size=on_phone, most=WORDS_ON_PHONE, times=times),
        _legend(steps, area, making, size=WORD, times=1.0),
        _legend(steps[-2:], area, making, size=on_phone, times=times),
        files,
        add_up(dot.figures for dot, _ in placed),
        add_up(dot.figures for dot, _ in small) if small else None,
        len(small),
    )


def _round(dot: Dot, at: tuple[float, float], making: Making) -> Round:
    radius = making.scale.radius(amount(dot.figures, making.measure))
    return Round(round(at[0], 1), round(at[1], 1), round(radius, 1))


def _circle(dot: Dot, at: tuple[float, float], making: Making, state: str, *, stop: bool) -> Circle:
    point = dot.longitude, dot.latitude
    if point not in making.kept:
        value, _share = told_in.main_value(dot, making.measure, making.values)
        country = making.country_name(dot.country) if dot.country else ""
        making.kept[point] = (
            value.slot if value else UNTOLD,
            making.link(dot),
            told_in.told(dot, making.measure, making.values, country, making.language),
        )
    slot, address, told = making.kept[point]
    return Circle(_round(dot, at, making), slot, FILLS[slot], address, told, state, stop)


def _legend(
    steps: Sequence[float], area: Area, making: Making, *, size: float, times: float
) -> list[Step]:
    """Return circles of round values from left to right, each with its word.

    Where they have no room beside each other, that in the middle is left out.
    """
    found = []
    x, y = 8.0, round(area.height + STRIP / 2, 1)
    for value in steps:
        radius = making.scale.radius(value) * times
        if radius > STRIP / 2:
            continue
        text = told_in.step(value, making.measure, making.language)
        x += radius
        middle = round(y + size * 0.36, 1)
        word = Word(text, round(x + radius + size / 2, 1), middle, "start", round(size, 1))
        found.append(Step(Round(round(x, 1), y, round(radius, 1)), word))
        x += radius + size * (1.5 + 0.56 * len(text))
    if len(found) > 1 and x - size > area.width:
        fewer = [steps[0], steps[-1]] if len(steps) > 2 else steps[:1]  # noqa: PLR2004 - a middle
        return _legend(fewer, area, making, size=size, times=times)
    return found


def _summary(title: str, dots: Sequence[Dot], making: Making) -> str:
    """Say what a map shows, for those who cannot see it: how many points, where most were."""
    language, measure = making.language, making.measure
    _ = language.gettext
    if not dots:
        return _("%(map)s: nothing of what is chosen lies here.", map=title)
    whole = add_up(dot.figures for dot in dots)
    parts = [
        f"{told_in.name(dot.spots[0], language)} "
        f"({told_in.counted(dot.figures, measure, language)})"
        for dot in dots[:3]
    ]
    return language.ngettext(
        "%(map)s: %(num)s point with %(sum)s: %(most)s.",
        "%(map)s: %(num)s points with %(sum)s in all, most of them at %(most)s.",
        len(dots),
        map=title,
        sum=told_in.counted(whole, measure, language),
        most=language.together(parts),
    )
