from __future__ import annotations

import json
from pathlib import Path

import pytest

import foja
from foja.errors import VocabularyError
from foja.meaning import place_names
from foja.meaning.place_names import (
    all_place_rules,
    country_places,
    gazetteer,
    places_by_id,
    read_aliases,
    read_no_places,
    read_places,
    read_team_bases,
    read_title_places,
)

MAPS = Path(foja.__file__).parent / "data" / "maps"
PLACE = {
    "place_id": "MX.here",
    "name_en": "Here",
    "name_es": "Aquí",
    "country_iso3": "MEX",
    "admin1": "",
    "kind": "town",
    "latitude": "19.4",
    "longitude": "-99.1",
    "precision": "town",
    "source": "GeoNames 1",
    "within": "",
}


def _write(folder, name, *rows):
    lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
    (folder / name).write_text("\n".join(lines) + "\n", "utf-8")


def test_a_good_line_is_read(tmp_path):
    _write(tmp_path, "places.csv", PLACE)
    (here,) = read_places(tmp_path)
    assert (here.latitude, here.longitude, here.admin1) == (19.4, -99.1, None)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"place_id": "MX_here"}, "not an identifier"),
        ({"place_id": "MX.country"}, "country's place occurs twice"),
        ({"country_iso3": "Mex"}, "not an ISO code"),
        ({"longitude": ""}, "half a coordinate"),
        ({"latitude": "", "longitude": ""}, "precision town does not fit"),
        ({"precision": "country"}, "precision country does not fit"),
        ({"latitude": "91"}, "off the globe"),
        ({"within": "MX.here"}, "unknown place"),
        ({"within": "MX.nowhere"}, "unknown place"),
        ({"kind": "planet"}, "line 2"),
        ({"latitude": "north"}, "line 2"),
        ({"name_es": ""}, "line 2"),
    ],
)
def test_a_broken_place_is_refused(tmp_path, change, words):
    _write(tmp_path, "places.csv", PLACE | change)
    with pytest.raises(VocabularyError, match=words):
        read_places(tmp_path)


def test_a_place_that_comes_twice_is_refused(tmp_path):
    _write(tmp_path, "places.csv", PLACE, PLACE)
    with pytest.raises(VocabularyError, match="occurs twice"):
        read_places(tmp_path)


def test_a_column_too_many_is_refused(tmp_path):
    _write(tmp_path, "places.csv", PLACE | {"colour": "red"})
    with pytest.raises(VocabularyError, match="colour"):
        read_places(tmp_path)


def test_a_cell_too_many_is_refused(tmp_path):
    _write(tmp_path, "places.csv", PLACE | {"within": ",extra"})
    with pytest.raises(VocabularyError, match="line 2"):
        read_places(tmp_path)


def test_a_missing_file_and_a_wrong_encoding_are_named(tmp_path):
    with pytest.raises(VocabularyError, match=r"places\.csv is missing"):
        read_places(tmp_path)
    (tmp_path / "places.csv").write_bytes(b"place_id\n\xff\n")
    with pytest.raises(VocabularyError, match="not UTF-8"):
        read_places(tmp_path)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"printed": "Tapachula"}, "not folded"),
        ({"place_id": "MX.nowhere"}, "unknown place"),
        ({"recipients": "MEX XYZ"}, "not an ISO code"),
    ],
)
def test_a_broken_alias_is_refused(tmp_path, change, words):
    good = {"printed": "tapachula", "place_id": "MX.tapachula", "recipients": "", "reason": ""}
    _write(tmp_path, "place_aliases.csv", good | change)
    with pytest.raises(VocabularyError, match=words):
        read_aliases(tmp_path)


def test_one_name_may_mean_two_places_for_two_recipients_but_not_for_one(tmp_path):
    first = {"printed": "corozal", "place_id": "CO.corozal", "recipients": "COL", "reason": ""}
    second = first | {"place_id": "BZ.corozal", "recipients": "BLZ"}
    _write(tmp_path, "place_aliases.csv", first, second)
    assert len(read_aliases(tmp_path)) == 2
    _write(tmp_path, "place_aliases.csv", first, second | {"recipients": "BLZ COL"})
    with pytest.raises(VocabularyError, match="occurs twice"):
        read_aliases(tmp_path)


def test_a_name_has_a_place_or_none_but_not_both(tmp_path):
    row = {"printed": "tapachula mexico", "rule": "no_place_said", "reason": "a test"}
    _write(tmp_path, "place_no_place.csv", row)
    with pytest.raises(VocabularyError, match="has a place for it"):
        read_no_places(tmp_path)
    _write(tmp_path, "place_no_place.csv", row | {"printed": "Nowhere"})
    with pytest.raises(VocabularyError, match="not folded"):
        read_no_places(tmp_path)


def test_titles_and_team_bases_name_known_places(tmp_path):
    title = {"title": "a", "match": "whole", "place_id": "US.a", "reason": "b", "example": "A"}
    _write(tmp_path, "place_titles.csv", title)
    with pytest.raises(VocabularyError, match="unknown place"):
        read_title_places(tmp_path)
    _write(tmp_path, "place_teams.csv", {"place_id": "US.nowhere", "reason": "a test"})
    with pytest.raises(VocabularyError, match="unknown place"):
        read_team_bases(tmp_path)


def test_a_school_lies_in_the_country_of_the_place_around_it():
    for each in gazetteer():
        if each.within:
            assert places_by_id()[each.within].country_iso3 == each.country_iso3, each.place_id


def test_coordinates_name_their_source_and_no_others_do():
    for each in gazetteer():
        assert ("GeoNames " in each.source) is (each.latitude is not None) or (
            each.source.startswith("no coordinates")
        ), each.place_id
        if each.kind == "base" and each.precision == "town":
            assert each.source.startswith("approximate, town of "), each.place_id


def test_mexican_and_us_places_with_coordinates_name_a_state_that_the_maps_know():
    states = {
        "MEX": {s["properties"]["name"] for s in _outlines("mexico-states.json", "states")},
        "USA": {s["id"] for s in _outlines("us-states.json", "states")},
    }
    for each in gazetteer():
        known = states.get(each.country_iso3 or "")
        if known and (each.latitude is not None or each.admin1):
            assert each.admin1 in known, each.place_id


def test_countries_have_no_coordinates():
    assert len(country_places()) > 240
    assert all(each.latitude is None for each in country_places())


def test_rules_are_explained_in_both_languages():
    for rule in all_place_rules():
        assert rule.label_en != rule.label_es
        assert rule.reason_en.endswith(".")
        assert rule.reason_es.endswith(".")


def _outlines(file, name):
    return json.loads((MAPS / file).read_text("utf-8"))["objects"][name]["geometries"]


def _corners(file, name):
    """Yield each outline with the least and greatest longitude and latitude of its arcs."""
    topology = json.loads((MAPS / file).read_text("utf-8"))
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
        arcs.append(points)

    def flat(value):
        return (
            [each for part in value for each in flat(part)] if isinstance(value, list) else [value]
        )

    for outline in topology["objects"][name]["geometries"]:
        points = [
            point
            for index in flat(outline["arcs"])
            for point in arcs[index if index >= 0 else ~index]
        ]
        lons, lats = zip(*points, strict=True)
        yield outline, (min(lons), min(lats), max(lons), max(lats))


@pytest.mark.parametrize(
    ("file", "name", "key", "limit"),
    [
        ("world-110m.json", "countries", "country_iso3", 150_000),
        ("us-states.json", "states", "admin1", 200_000),
        ("mexico-states.json", "states", "admin1", 200_000),
    ],
)
def test_places_lie_within_the_corners_of_their_outline(file, name, key, limit):
    assert (MAPS / file).stat().st_size < limit
    corners = {}
    for outline, box in _corners(file, name):
        corners[outline.get("id")] = corners[outline["properties"].get("name")] = box
    seen = 0
    for each in gazetteer():
        country = {"us-states.json": "USA", "mexico-states.json": "MEX"}.get(file)
        if each.latitude is None or (country and each.country_iso3 != country):
            continue
        box = corners.get(getattr(each, key))
        if box is None:
            continue
        seen += 1
        west, south, east, north = box
        assert west - 0.6 <= each.longitude <= east + 0.6, each.place_id
        assert south - 0.6 <= each.latitude <= north + 0.6, each.place_id
    assert seen >= 20


def test_every_outline_of_the_world_has_a_known_code_but_two():
    codes = [
        outline["properties"].get("iso3") for outline in _outlines("world-110m.json", "countries")
    ]
    known = {each.country_iso3 for each in country_places()}
    assert codes.count(None) == 2
    assert {code for code in codes if code} <= known
    assert {"MEX", "USA", "XKX"} <= set(codes)


def test_public_names_are_documented():
    for name in ("Place", "Alias", "NoPlace", "TitlePlace", "TeamBase", "PlaceRule"):
        assert getattr(place_names, name).__doc__
