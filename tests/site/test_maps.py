"""Maps: every place stands where it should, areas are true, words do not overlap."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

import foja
from foja.meaning.places import UNITED_STATES, all_places
from foja.measures.filters import Filters
from foja.site.choice import Choice
from foja.site.language import LANGUAGES
from foja.site.maps import areas
from foja.site.maps.circles import LETTER, Round, Scale, in_lines, rounded, words
from foja.site.maps.drawing import cut, path, simplified
from foja.site.maps.page import maps_of
from foja.site.maps.points import amount
from foja.site.maps.projections import azimuthal, conic, equal_earth
from foja.site.maps.shades import shades
from foja.site.maps.shapes import small_countries
from foja.site.reading import WORLD, Reading
from foja.site.state import Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foja.site.maps.pictures import Picture

PLACES = [place for place in all_places() if place.latitude is not None]


def test_every_place_with_coordinates_is_on_its_maps() -> None:
    assert len(PLACES) > 600
    missing = []
    for place in PLACES:
        maps = [areas.world(960)]
        if place.country_iso3 in UNITED_STATES:
            maps.append(areas.united_states(470, UNITED_STATES))
        elif place.country_iso3 == "MEX":
            maps.append(areas.mexico(470))
        elif place.country_iso3 and (own := areas.country(place.country_iso3, 470)):
            maps.append(own)
        for area in maps:
            assert place.latitude is not None
            assert place.longitude is not None
            if area.place(place.longitude, place.latitude, place.country_iso3) is None:
                missing.append((place.place_id, area.key))
    assert missing == []


def test_north_is_up_and_west_is_left() -> None:
    mexico = areas.mexico(470)
    mexicali, tapachula, campeche = (
        mexico.place(*at, "MEX") for at in ((-115.45, 32.66), (-92.26, 14.9), (-90.53, 19.84))
    )
    assert mexicali is not None
    assert tapachula is not None
    assert campeche is not None
    assert mexicali[0] < tapachula[0] < campeche[0]
    assert mexicali[1] < campeche[1] < tapachula[1]
    states = areas.united_states(470, UNITED_STATES)
    honolulu, norfolk = (states.place(*at, "USA") for at in ((-157.86, 21.31), (-76.28, 36.85)))
    assert honolulu is not None
    assert norfolk is not None
    assert honolulu[0] < norfolk[0]
    assert states.place(-99.1, 19.4, "MEX") is None, "a map of one country shows its places alone"


@pytest.mark.parametrize(
    ("project", "longitude"),
    [(equal_earth, 20.0), (azimuthal(-72, 4), -72.0), (conic(29.5, 45.5, -96, 37.5), -96.0)],
)
def test_projections_keep_areas_true(project, longitude: float) -> None:
    found = []
    for latitude in (0.0, 20.0, 40.0):
        # A patch of the globe as large everywhere: narrower in degrees where meridians are far.
        half = 0.5 / math.cos(math.radians(latitude + 0.5))
        corners = [
            project(longitude + x * half, latitude + y)
            for x, y in ((-1, 0), (1, 0), (1, 1), (-1, 1))
        ]
        shoelace = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*corners, corners[0]]))
        found.append(abs(shoelace) / 2)
    assert max(found) / min(found) < 1.01


def test_every_country_that_was_trained_is_on_the_map_of_the_world() -> None:
    with foja.open() as tables:
        rows = tables.rows(tables.table("trainings").select("country_iso3").distinct())
    trained = {row["country_iso3"] for row in rows} - {None}
    outlines, seats = areas.world(960).shapes, small_countries()
    assert len(trained) > 150
    assert [code for code in trained if code not in outlines and code not in seats] == []
    assert all(areas.world(960).place(*seat) for seat in seats.values())


def test_a_country_too_coarse_has_no_map_of_its_own() -> None:
    assert areas.country("TUV", 470) is None
    assert areas.country("JAM", 470) is None
    colombia = areas.country("COL", 470)
    assert colombia is not None
    assert {"COL", "VEN", "PAN"} <= set(colombia.shapes)
    assert "CHN" not in colombia.shapes


def test_outlines_lose_only_points_that_nobody_sees() -> None:
    line = [(0.0, 0.0), (1.0, 0.2), (2.0, 0.0), (2.0, 9.0)]
    assert simplified(line, 0.5) == [(0.0, 0.0), (2.0, 0.0), (2.0, 9.0)]
    assert simplified(line, 0.1) == line
    square = [(-5.0, -5.0), (15.0, -5.0), (15.0, 15.0), (-5.0, 15.0)]
    assert set(cut(square, (0, 0, 10, 10))) == {(0, 0), (10, 0), (10, 10), (0, 10)}
    assert path([[(1.0, 2.0), (1.5, 2.0), (1.5, 3.25), (1.0, 2.0)]]) == "M1 2l.5 0 0 1.2z"


def test_areas_of_circles_are_what_they_stand_for() -> None:
    scale = Scale(5_000)
    assert (scale.radius(4_000) / scale.radius(1_000)) ** 2 == pytest.approx(4)
    assert scale.radius(0) == scale.radius(scale.smallest) < scale.radius(2 * scale.smallest)
    assert scale.steps() == [5_000, 1_000, 100]
    assert [rounded(value) for value in (0.4, 1, 3, 99, 1_000)] == [0, 1, 2, 50, 1_000]


def test_shades_begin_at_round_numbers() -> None:
    found = shades([0, 3, 12, 40, 90, 130, 700, 2_500, 31_000])
    assert all(start == rounded(start) for start in found.starts)
    assert list(found.starts) == sorted(set(found.starts))
    assert found.of(0) == found.of(1) == 0
    assert found.of(31_000) == len(found.starts) - 1
    assert shades([0]).of(0) == 0


@pytest.fixture(scope="module")
def record() -> Iterator[Site]:
    with foja.open() as tables:
        yield Site(Reading(tables), None)  # type: ignore[arg-type]


CHOICES = [
    Choice("MEX", Filters(country="MEX")),
    Choice("MEX", Filters(country="MEX", places=("US.whinsec", "unknown")), circles="cost"),
    Choice("COL", Filters(country="COL", fiscal_year_from=2010), by="delivery"),
    Choice("TUV", Filters(country="TUV"), circles="trainings"),
    Choice(WORLD, Filters(programs=("IMET",)), by="authority"),
]
each_choice = pytest.mark.parametrize(
    "choice", CHOICES, ids=lambda one: one.address(LANGUAGES["en"])
)


@each_choice
def test_what_is_on_the_maps_and_what_is_on_none_is_all(choice: Choice, record: Site) -> None:
    maps = maps_of(choice, record, LANGUAGES["en"], "here")
    filters = choice.filters
    test = ["stage = 'actual'"]
    if filters.country:
        test.append(f"country_iso3 = '{filters.country}'")
    if filters.fiscal_year_from:
        test.append(f"fiscal_year >= {filters.fiscal_year_from}")
    if filters.programs:
        test.append(f"program = '{filters.programs[0]}'")
    if filters.places:
        test.append("coalesce(place_id, 'unknown') in ('US.whinsec', 'unknown')")
    located = "place_id IN (SELECT place_id FROM places WHERE latitude IS NOT NULL)"
    question = f"""
        SELECT count(*), sum(quantity), sum(cost_usd), count(*) FILTER ({located})
        FROM trainings WHERE {" AND ".join(test)}
    """  # noqa: S608 - no word of it comes from elsewhere
    cursor = record.reading.tables._connection.cursor()
    ((trainings, students, dollars, with_point),) = cursor.execute(question).fetchall()
    on_maps = maps.gathered.located
    left = [one.figures for one in maps.left]
    assert on_maps.trainings + sum(one.trainings for one in left) == trainings
    assert (on_maps.students or 0) + sum(one.students or 0 for one in left) == students
    assert (on_maps.cost_usd or 0) + sum(one.cost_usd or 0 for one in left) == dollars
    assert on_maps.trainings == with_point
    world = next(each for each in maps.pictures if each.key == "world")
    # The map of the world has every point; those beyond its most are said to be left out.
    drawn = [one for one in world.circles if one.state != "other"]
    assert len(drawn) + world.small_points == len(maps.gathered.dots)
    assert world.shown == on_maps


@each_choice
def test_words_do_not_overlap_and_large_circles_lie_below(choice: Choice, record: Site) -> None:
    maps = maps_of(choice, record, LANGUAGES["es"], "aquí")
    assert maps.pictures
    for map_ in maps.pictures:
        for shown in (map_.wide, map_.phone):
            boxes = [_box(word) for word in shown]
            for place, (left, top, right, bottom) in enumerate(boxes):
                assert left >= 0
                assert right <= map_.width
                for other in boxes[place + 1 :]:
                    apart = right <= other[0] or other[2] <= left or bottom <= other[1]
                    assert apart or other[3] <= top
        radii = [one.round.radius for one in map_.circles if one.state != "other"]
        assert radii == sorted(radii, reverse=True)
        assert all(one.round.x + one.round.radius <= map_.width for one in map_.legend_on_phone)
        for one in (*map_.legend, *map_.legend_on_phone):
            end = one.word.x + one.word.size * LETTER * len(one.word.text)
            assert end <= map_.width, one.word.text


def test_a_circle_that_lies_below_a_name_has_none_of_its_own() -> None:
    near, far = Round(58, 50.5, 2.2), Round(58, 90, 2.2)
    circles = [(Round(50, 50, 2.2), "Coveñas"), (near, "Corozal"), (far, "Cali")]
    named = words(circles, (200, 100), size=12, most=9)
    assert [word.text for word in named] == ["Coveñas", "Cali"]


def _box(word) -> tuple[float, float, float, float]:
    lines = word.text.split("\n")
    wide = max(map(len, lines)) * word.size * LETTER
    start = {"start": 0.0, "end": wide, "middle": wide / 2}[word.anchor]
    # Capitals reach about seven tenths of the size above the line.
    bottom = word.y + word.lead * (len(lines) - 1)
    return word.x - start, word.y - 0.7 * word.size, word.x - start + wide, bottom


def test_a_map_alone_has_its_own_scale(record: Site) -> None:
    choice = Choice("COL", Filters(country="COL"), circles="cost", area="country")
    (own,) = maps_of(choice, record, LANGUAGES["en"], "Colombia").pictures
    (states,) = maps_of(
        choice.shown(area="united_states"), record, LANGUAGES["en"], "Colombia"
    ).pictures
    assert own.circles[0].round.radius == states.circles[0].round.radius
    together = maps_of(choice.shown(area="all"), record, LANGUAGES["en"], "Colombia").pictures
    by_key: dict[str, Picture] = {each.key: each for each in together}
    assert (
        by_key["country"].circles[0].round.radius < by_key["united_states"].circles[0].round.radius
    )


def test_a_map_that_a_country_has_not_is_the_world(record: Site) -> None:
    choice = Choice("TUV", Filters(country="TUV"), area="country")
    assert [each.key for each in maps_of(choice, record, LANGUAGES["en"], "").pictures] == ["world"]


def test_the_chosen_place_stays_among_its_neighbours(record: Site) -> None:
    choice = Choice("MEX", Filters(country="MEX", places=("MX.campeche",)))
    maps = maps_of(choice, record, LANGUAGES["en"], "Mexico")
    (dot,) = maps.gathered.dots
    assert amount(dot.figures, "students") > 5_000
    world = next(each for each in maps.pictures if each.key == "world")
    (on,) = [one for one in world.circles if one.state == "on"]
    assert "place=" not in on.address, "choosing it again takes it off"
    others = [one for one in world.circles if one.state == "other"]
    assert len(others) > 100
    assert all("place=" in one.address and "campeche" not in one.address for one in others)


def test_long_names_stand_in_two_lines_uncut() -> None:
    assert in_lines("Western Hemisphere Institute for Security (WHINSEC)") == (
        "Western Hemisphere\nInstitute for Security"
    )
    assert in_lines("Campeche") == "Campeche"
    assert in_lines("A" * 40) == "A" * 40
