"""The map of the countries whose forces were trained, shaded by what they received."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from foja.site.addresses import embed_address
from foja.site.maps import words as told_in
from foja.site.maps.areas import world
from foja.site.maps.pictures import Shared
from foja.site.maps.points import amount
from foja.site.maps.shades import shades
from foja.site.maps.shapes import small_countries

if TYPE_CHECKING:
    from collections.abc import Callable

    from foja.measures.figures import Figures
    from foja.site.language import Language
    from foja.site.maps.areas import Area

LIGHT: Final = ("#dfe7ef", "#b3cbe3", "#7fa6d0", "#4a7cb5", "#1f4f8b")
"""The shades of a file, from few to many; a page has its own for light and dark."""
SQUARE: Final = 7.0
"""Side in pixels of the square of a country that has no outline."""
STOPS: Final = 8


@dataclass(frozen=True, slots=True)
class Recipient:
    """A country that was trained: its outline or its square, its shade, and where it leads."""

    code: str
    path: str
    square: tuple[float, float] | None
    shade: int
    fill: str
    address: str
    told: str
    stop: bool


@dataclass(frozen=True, slots=True)
class ShadeStep:
    """A shade of the legend and what it stands for."""

    shade: int
    fill: str
    text: str


@dataclass(frozen=True)
class RecipientsPicture:
    """The map of recipients as a template draws it."""

    key: str
    title: str
    summary: str
    area: Area
    rest: str
    countries: list[Recipient]
    steps: list[ShadeStep]
    files: dict[str, str]
    missing: list[str]

    @property
    def shared(self) -> Shared:
        """How another site shows it."""
        return Shared(f"map-{self.key}", self.title, embed_address(self.files["json"]))


def recipients_picture(
    found: dict[str, Figures],
    measure: str,
    link: Callable[[str], str],
    country_name: Callable[[str], str],
    language: Language,
    *,
    title: str,
    width: float,
    files: dict[str, str],
) -> RecipientsPicture:
    """Lay the map of recipients out; countries without outline or seat are `missing`, by code."""
    area = world(width)
    seats = small_countries()
    classes = shades(amount(figures, measure) for figures in found.values())
    ranked = sorted(found, key=lambda code: (-amount(found[code], measure), code))
    countries = []
    for number, code in enumerate(ranked):
        outline = area.shapes.get(code, "")
        square = area.place(*seats[code]) if not outline and code in seats else None
        if not outline and square is None:
            continue
        shade = _darkness(classes.of(amount(found[code], measure)), len(classes.starts))
        countries.append(
            Recipient(
                code,
                outline,
                square,
                shade,
                LIGHT[shade],
                link(code),
                f"{country_name(code)}: {told_in.all_figures(found[code], language)}",
                number < STOPS,
            )
        )
    drawn = {each.code for each in countries}
    # Squares come last: an outline must not lie over them.
    countries.sort(key=lambda each: each.square is not None)
    _ = language.gettext
    most = language.together(
        [
            f"{country_name(code)} ({told_in.counted(found[code], measure, language)})"
            for code in ranked[:3]
        ]
    )
    return RecipientsPicture(
        "recipients",
        title,
        language.ngettext(
            "%(map)s: %(num)s country: %(most)s.",
            "%(map)s: %(num)s countries, most of all %(most)s.",
            len(countries),
            map=title,
            most=most,
        ),
        area,
        "".join(path for code, path in area.shapes.items() if code not in drawn),
        countries,
        _steps(classes.starts, measure, language),
        files,
        [code for code in ranked if code not in drawn],
    )


def _darkness(place: int, classes: int) -> int:
    """Return the shade of a class: where there are few, they are as far apart as can be."""
    return len(LIGHT) - 1 if classes == 1 else round(place * (len(LIGHT) - 1) / (classes - 1))


def _steps(starts: tuple[float, ...], measure: str, language: Language) -> list[ShadeStep]:
    _ = language.gettext
    steps = []
    for place, start in enumerate(starts):
        shade = _darkness(place, len(starts))
        if not place and len(starts) > 1:
            limit = told_in.step(starts[1], measure, language)
            less = _("less than %(limit)s", limit=limit)
            text = less if measure == "cost" else _("fewer than %(limit)s", limit=limit)
        else:
            text = _("from %(limit)s", limit=told_in.step(start, measure, language))
        steps.append(ShadeStep(shade, LIGHT[shade], text))
    return steps
