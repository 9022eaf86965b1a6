"""The files behind a map: its picture as SVG or PNG, its places or countries as CSV."""

from __future__ import annotations

import csv
import io
import textwrap
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import JSONResponse, Response

from foja.measures.where import by_recipient
from foja.site.charts.finish import finish
from foja.site.charts.model import ChartTexts
from foja.site.charts.render import DrawingError, draw_picture
from foja.site.charts.words import restrictions, source
from foja.site.downloads import BYTE_ORDER_MARK, file_name
from foja.site.maps import words
from foja.site.maps.page import ALL, RECIPIENTS, Maps, maps_of
from foja.site.maps.pictures import FILLS
from foja.site.maps.vega import circles_spec, recipients_spec
from foja.site.pages.asked import asked_choice, country_code
from foja.site.pages.charts import KEPT, MEDIA_TYPES
from foja.site.problems import RefusalError, language_of, not_drawn
from foja.site.state import site_of
from foja.site.templating import environment
from foja.site.views import VIEWS
from foja.site.views.where import VIEW as WHERE
from foja.site.views.where import legend_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from foja.site.charts.model import LegendEntry, Spec
    from foja.site.choice import Choice
    from foja.site.language import Language
    from foja.site.maps.pictures import Picture
    from foja.site.maps.recipients import RecipientsPicture
    from foja.site.state import Site

MAP: Final = "map"
"""The name of a map in an address."""
PNG_SCALE: Final = 2
"""Pixels of a PNG for each unit of the map."""

KEY_GAP, LETTER_WIDTH = 36.0, 5.9
"""Pixels that a colour of the legend takes beside its word, and each letter of that."""

PLACE_COLUMNS: Final = (
    "place_id",
    "name",
    "country_iso3",
    "country",
    "state",
    "kind",
    "latitude",
    "longitude",
    "precision",
    "students",
    "cost_usd",
    "trainings",
)
COUNTRY_COLUMNS: Final = ("country_iso3", "country", "students", "cost_usd", "trainings")


def map_file(request: Request) -> Response:
    """Answer `/<language>/country/<code>/chart/map.<json, svg, png or csv>`: a map, or its table.

    `json` is the map as Vega-Lite.
    """
    language, site = language_of(request), site_of(request)
    _ = language.gettext
    kind = str(request.path_params["kind"])
    if kind not in {"json", *MEDIA_TYPES}:
        raise RefusalError(404, _("There is no chart “%(name)s”.", name=f"map.{kind}"[:60]))
    choice = asked_choice(request, country_code(request), table=False, views=tuple(VIEWS))
    one = None if kind == "csv" else first_map(choice, site, language)
    choice = one.choice if one else choice
    area = choice.area.replace("_", "-")
    named = file_name(choice, f".{kind}", "map" if kind == "csv" else f"map-{area}")
    headers = {"cache-control": KEPT, "content-disposition": f'inline; filename="{named}"'}
    if one is None:
        name = site.reading.country_name(choice.country, choice.country, language)
        maps = maps_of(choice, site, language, name)
        content = f"{BYTE_ORDER_MARK}{_csv(maps, choice, site, language)}".encode()
    elif kind == "json":
        return JSONResponse(_spec(one, language), headers=headers)
    else:
        drawn = _svg(one, language, times=PNG_SCALE if kind == "png" else 1)
        try:
            content = draw_picture(drawn) if kind == "png" else drawn.encode()
        except DrawingError as error:
            raise not_drawn(language) from error
    return Response(content, media_type=MEDIA_TYPES[kind], headers=headers)


@dataclass(frozen=True)
class OneMap:
    """The first map of a choice for a frame or a file: its drawing, its words, its colours.

    `choice` is the one that asks for this map alone.
    """

    choice: Choice
    maps: Maps
    picture: Picture | RecipientsPicture
    texts: ChartTexts
    legend: list[LegendEntry]

    @property
    def is_recipients(self) -> bool:
        """Whether it shades countries; else it has circles."""
        return self.maps.recipients is not None

    @property
    def height(self) -> float:
        """Height in pixels of the map with its legend of circles."""
        found = self.maps.recipients
        return found.area.height if found else self.maps.pictures[0].height


def first_map(choice: Choice, site: Site, language: Language) -> OneMap:
    """Return the first map that a choice asks for."""
    area = choice.area
    if area == ALL:
        area = RECIPIENTS if choice.is_world else "world"
    # Its links lead to the view of maps, whichever the file was asked from.
    choice = replace(choice, area=area, view=WHERE.key)
    name = site.reading.country_name(choice.country, choice.country, language)
    maps = maps_of(choice, site, language, name)
    shown: Picture | RecipientsPicture = maps.recipients or maps.pictures[0]
    title = name if shown.title == name else f"{name}: {shown.title}"
    subtitle = " ".join(filter(None, (shown.summary, restrictions(maps.question))))
    return OneMap(
        choice,
        maps,
        shown,
        ChartTexts(title, subtitle, source(maps.question), f"{title}. {subtitle}"),
        legend_of(maps, choice, language),
    )


def _spec(one: OneMap, language: Language) -> Spec:
    """Return a map as Vega-Lite."""
    recipients = one.maps.recipients
    made = (
        recipients_spec(recipients)
        if recipients
        else circles_spec(one.maps.pictures[0], one.legend)
    )
    return finish(made, one.texts, "light", language)


def _svg(one: OneMap, language: Language, *, times: int) -> str:
    """Draw a map with its title, legend and source."""
    recipients, map_ = one.maps.recipients, one.picture
    keys = _keys(
        [(step.fill, step.text) for step in recipients.steps]
        if recipients
        else [(FILLS[entry.slot], entry.name) for entry in one.legend],
        map_.area.width,
    )
    template = environment(language).get_template("map.svg")
    return template.render(
        map=map_,
        times=times,
        is_recipients=one.is_recipients,
        width=map_.area.width,
        height=one.height,
        title=one.texts.title,
        lines=_wrapped(map_.summary, map_.area.width),
        keys=keys,
        key_lines=keys[-1].line + 1 if keys else 0,
        restrictions=restrictions(one.maps.question),
        source=one.texts.source,
    )


@dataclass(frozen=True, slots=True)
class Key:
    """A colour of the legend of a file: where it stands, and what it is."""

    x: float
    line: int
    fill: str
    text: str


def _keys(named: list[tuple[str, str]], width: float) -> list[Key]:
    """Lay a legend out from left to right, on as many lines as it needs."""
    keys: list[Key] = []
    x, line = 0.0, 0
    for fill, text in named:
        wide = KEY_GAP + LETTER_WIDTH * len(text)
        if x and x + wide > width:
            x, line = 0.0, line + 1
        keys.append(Key(x, line, fill, text))
        x += wide
    return keys


def _wrapped(text: str, width: float) -> list[str]:
    return textwrap.wrap(text, round(width / 6.4))


def _csv(maps: Maps, choice: Choice, site: Site, language: Language) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    reading = site.reading

    def country(code: str | None) -> str:
        return reading.country_name(code, code, language) if code else ""

    rows: list[list[Any]]
    if choice.area == RECIPIENTS and choice.is_world:
        writer.writerow(COUNTRY_COLUMNS)
        sums = by_recipient(reading.tables, choice.filters)
        rows = [
            [code, country(code), found.students, found.cost_usd, found.trainings]
            for code, found in sorted(sums.items())
        ]
    else:
        writer.writerow(PLACE_COLUMNS)
        rows = [
            [
                spot.place_id,
                words.name(spot, language),
                spot.row["country_iso3"],
                country(spot.row["country_iso3"]),
                spot.row["admin1"],
                spot.row["kind"],
                spot.row["latitude"],
                spot.row["longitude"],
                spot.row["precision"],
                spot.figures.students,
                spot.figures.cost_usd,
                spot.figures.trainings,
            ]
            for spot in maps.gathered.spots
        ]
        for rule, found in (
            ("not printed", maps.gathered.unprinted),
            ("no place known", maps.gathered.untold),
        ):
            if found.trainings:
                sums_of = [found.students, found.cost_usd, found.trainings]
                rows.append(["", rule, *[""] * 7, *sums_of])
    writer.writerows(["" if value is None else value for value in row] for row in rows)
    return file.getvalue()
