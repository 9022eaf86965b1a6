from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import pytest
from pyarrow import parquet

import foja
from foja.meaning.place_names import (
    ONLINE,
    RECIPIENT,
    aliases,
    all_place_rules,
    gazetteer,
    no_places,
    places_by_id,
    team_bases,
    title_places,
)
from foja.meaning.places import UNITED_STATES, all_places, place, place_of, plain
from foja.meaning.text import fold

SNAPSHOT = Path(foja.__file__).parent / "data" / "snapshot"


class Row(NamedTuple):
    location: str | None
    iso3: str | None
    us_unit: str | None
    title: str | None


class Seen(NamedTuple):
    row: Row
    fiscal_year: int
    actual: bool
    students: int


COLUMNS = ["location_printed", "country_iso3", "us_unit", "course_title"]


@pytest.fixture(scope="module")
def record():
    """Every row of the record: what `place_of` is asked, year, stage and students."""
    seen = []
    for part in sorted(SNAPSHOT.glob("trainings*.parquet")):
        table = parquet.read_table(part, columns=[*COLUMNS, "fiscal_year", "stage", "quantity"])
        for *asked, year, stage, quantity in zip(*table.to_pydict().values(), strict=True):
            seen.append(Seen(Row(*asked), year, stage == "actual", quantity or 0))
    assert len(seen) > 100_000
    return seen


@pytest.fixture(scope="module")
def printed(record):
    """The locations as printed and, for each, the recipients whose rows print it."""
    locations = defaultdict(set)
    for each in record:
        if (each.row.location or "").strip():
            locations[each.row.location].add(each.row.iso3)
    return dict(locations)


@pytest.mark.parametrize(
    ("location", "iso3", "place_id", "delivery"),
    [
        ("LACKLAND AFB, TX 78236-5706", "MEX", "US.lackland-afb", "united_states"),
        ("Ft. Rucker, AL, US", "COL", "US.fort-rucker", "united_states"),
        ("INTER-AMERICAN AIR FORCES ACADEMY (LACKLAND AFB TX)", "MEX", "US.iaafa", "united_states"),
        ("Tapachula, Mexico", "MEX", "MX.tapachula", "in_country"),
        ("MEXICO (IN COUNTRY TRAINING)", "MEX", "MX.country", "in_country"),
        ("Mexico (In Country Training)", "PER", "MX.country", "third_country"),
        ("IN COUNTRY TRAINING", "LBN", "LB.country", "in_country"),
        ("Belize (UK) (In Country Training)", "GUY", "BZ.country", "third_country"),
        ("University of Puerto Rico", "MEX", "PR.university-of-puerto-rico", "united_states"),
        ("Virtual Event", "MEX", ONLINE, "online"),
        ("Pristina, Kosovo", "XKX", "XK.pristina", "in_country"),
        # One name, several places: the recipient's own, or as the string itself says.
        ("San Jose", "CRI", "CR.san-jose", "in_country"),
        ("San Jose", "USA", None, "unknown"),
        ("Liberia", "CRI", "CR.liberia", "in_country"),
        ("LIBERIA", "LBR", "LR.country", "in_country"),
        ("Trinidad", "BOL", "BO.trinidad", "in_country"),
        ("Panama City, FL 32407", "PAN", "US.panama-city-fl", "united_states"),
        ("Panama City", "PAN", "PA.panama-city", "in_country"),
        ("Corozal", "COL", "CO.corozal", "in_country"),
        ("Corozal, BH", "BLZ", "BZ.corozal", "in_country"),
        ("Monterrey, CA", "MEX", "US.monterey-ca", "united_states"),
        ("Lebanon, OH", "EGY", "US.lebanon-oh", "united_states"),
        ("Lebanon", "LBN", "LB.country", "in_country"),
        ("GEORGIA", "GEO", "GE.country", "in_country"),
        ("Forklift Academy - Georgia", "JOR", None, "unknown"),
        ("NESA Center, New Mexico", "JOR", "US.nesa-new-mexico", "united_states"),
        ("Antigua, Guatemala", "HND", "GT.antigua-guatemala", "third_country"),
        ("Antigua (In Country Training)", "BRB", "AG.country", "third_country"),
        ("Ilopango, CO", "SLV", "SV.ilopango", "in_country"),
        # Several places: the country if they share one.
        ("Bogota, Tolemaida", "COL", "CO.country", "in_country"),
        ("Tolemaida, and a range without a name", "COL", "CO.country", "in_country"),
        ("Washington, DC/ Tampa, FL", "AFG", "US.country", "united_states"),
        ("Washington, DC and Bogota", "COL", None, "unknown"),
        ("Washington, DC and somewhere else", "COL", None, "unknown"),
        # Something is printed, but no place.
        ("VARIOUS", "MEX", None, "unknown"),
        ("907B", "BRA", None, "unknown"),
        ("Atlantis", "GRC", None, "unknown"),
    ],
)
def test_traps(location, iso3, place_id, delivery):
    found = place_of(location, iso3)
    assert (found.place_id, found.delivery) == (place_id, delivery)


def test_a_country_that_is_not_known_leaves_the_delivery_open_but_for_the_united_states():
    assert place_of("Tapachula, Mexico", None).delivery == "unknown"
    assert place_of("San Antonio, TX", None).delivery == "united_states"


@pytest.mark.parametrize("location", [None, "", "  "])
def test_without_a_location_only_the_title_may_tell(location):
    jcet = place_of(location, "PRY", None, "JCET: SOF METL TNG: LIGHT INFA")
    assert (jcet.place_id, jcet.delivery, jcet.rule) == ("PY.country", "in_country", "course_title")
    college = place_of(location, "MEX", None, "AIR WAR COLLEGE")
    assert (college.place_id, college.delivery) == ("US.maxwell-afb", "united_states")
    team = place_of(location, "MEX", None, "MTT PORT SECURITY, VUL ASM")
    assert (team.place_id, team.delivery, team.rule) == (None, "unknown", "not_printed")


def test_a_title_does_not_overrule_a_location():
    assert place_of("Tapachula, Mexico", "MEX", None, "AIR WAR COLLEGE").place_id == "MX.tapachula"


def test_a_team_that_travels_did_not_teach_at_its_base():
    location, title = "YORKTOWN, VA 23690", "MTT WATERSIDE PORT SECUR"
    at_home = place_of(location, "YEM", None, "INTL MARITIME OFF")
    away = place_of(location, "YEM", None, title)
    assert (at_home.place_id, at_home.delivery) == ("US.yorktown-va", "united_states")
    assert (away.place_id, away.delivery, away.rule) == ("US.yorktown-va", "unknown", "team_base")
    assert place_of("Santa Teresa, NM", "MEX", None, title).delivery == "united_states"


def test_the_us_unit_tells_the_place_of_a_code_and_of_nothing_else():
    unit = "LEARNING TREE INTERNATIONAL ROCKVILLE MD"
    assert place_of("PLTR", "EGY", unit).place_id == "US.rockville-md"
    assert place_of("Various", "EGY", unit).place_id is None
    assert place_of("Atlantis", "EGY", unit).place_id is None
    assert place_of("Various", "NER", "NIGER (In Country Training)").place_id == "NE.country"
    assert place_of("PLTR", "EGY", "NO TOWN").rule == "location_code"


@pytest.mark.parametrize(
    ("location", "text"),
    [
        ("FT BENNING, GA 31905-6245", "fort benning ga"),
        ("Ft. Benning, GA, US", "fort benning ga"),
        ("Fort Benning, GA United States", "fort benning ga"),
        ("United States", "united states"),
        ("CAE USA, INC", "cae usa inc"),
        ("Garmisch 12345", "garmisch 12345"),
    ],
)
def test_zip_codes_and_the_country_are_put_aside(location, text):
    assert plain(location) == text


def test_every_alias_is_printed_by_a_report(printed):
    texts = defaultdict(set)
    for location, recipients in printed.items():
        for text in (fold(location), plain(location)):
            texts[f" {text} "] |= recipients
    every = list(texts.items())
    unused = []
    for alias in aliases():
        wanted = set((alias.recipients or "").split())
        for iso3 in wanted or {None}:
            whole = texts.get(f" {alias.printed} ", set())
            if (whole if iso3 is None else whole & {iso3}) or any(
                f" {alias.printed} " in text and (iso3 is None or iso3 in recipients)
                for text, recipients in every
            ):
                continue
            unused.append((alias.printed, iso3))
    assert unused == []


def test_every_place_is_reached_or_holds_one_that_is(record):
    reached = {place_of(*row).place_id for row in {each.row for each in record}}
    reached |= {alias.place_id for alias in aliases()}
    reached |= {places_by_id()[key].within for key in reached if key}
    assert [each.place_id for each in gazetteer() if each.place_id not in reached] == []


def test_every_location_without_a_place_is_printed_by_a_report(printed):
    assert sorted(set(no_places()) - {plain(location) for location in printed}) == []


def test_every_rule_answers_somewhere_and_every_answer_has_a_rule(record):
    answers = {place_of(*row).rule for row in {each.row for each in record}}
    assert answers == {rule.code for rule in all_place_rules()}


def test_every_team_base_lists_a_team(record):
    bases = {
        found.place_id
        for found in (place_of(*row) for row in {each.row for each in record})
        if found.rule == "team_base"
    }
    assert bases == set(team_bases())


@pytest.mark.parametrize("rule", title_places(), ids=lambda rule: rule.title)
def test_every_title_tells_the_place_of_its_example(rule):
    found = place_of(None, "PRY", None, rule.example)
    expected = "PY.country" if rule.place_id == RECIPIENT else rule.place_id
    assert (found.place_id, found.rule) == (expected, "course_title")


def _around(place_id):
    while place_id:
        yield place_id
        place_id = places_by_id()[place_id].within


def test_later_reports_print_no_other_place_for_a_title(record):
    """The reason of each title holds: three years or more, one place, and no other."""
    whole = {rule.title: rule.place_id for rule in title_places() if rule.match == "whole"}
    parts = [rule.title for rule in title_places() if rule.match == "part"]
    needed, years, others = set(), defaultdict(set), []
    for each in record:
        row, title = each.row, fold(each.row.title or "")
        if not (row.location or "").strip():
            needed |= {title} & whole.keys() | {part for part in parts if part in title}
            continue
        found = place_of(*row)
        if not each.actual or found.place_id is None or not 2001 <= each.fiscal_year <= 2013:
            continue
        if title in whole:
            years[title].add(each.fiscal_year)
            if whole[title] not in _around(found.place_id):
                others.append((title, row.location))
        if any(part in title for part in parts) and found.delivery != "in_country":
            others.append((title, row.location))
    assert others == []
    assert needed == {*whole, *parts}
    assert min(len([year for year in found if year <= 2006]) for found in years.values()) >= 3
    assert years.keys() == whole.keys()


def test_the_delivery_follows_from_the_place(record):
    for row in {each.row for each in record}:
        found = place_of(*row)
        if found.place_id is None:
            assert found.delivery == "unknown", row
            continue
        country = place(found.place_id).country_iso3
        if found.rule == "team_base" or country is None:
            assert found.delivery in {"unknown", "online"}, row
        elif country == row.iso3:
            assert found.delivery == "in_country", row
        elif country in UNITED_STATES:
            assert found.delivery == "united_states", row
        else:
            assert found.delivery in {"third_country", "unknown"}, row


def _share(rows):
    placed = sum(each.students for each in rows if place_of(*each.row).place_id)
    return placed / sum(each.students for each in rows)


def test_most_students_have_a_place_or_a_country(record):
    actual = [each for each in record if each.actual]
    assert _share(actual) >= 0.85
    located = [each for each in actual if (each.row.location or "").strip()]
    assert _share(located) >= 0.95
    assert _share([each for each in located if each.row.iso3 == "MEX"]) >= 0.95


@pytest.mark.parametrize(
    ("place_id", "students"), [("MX.tapachula", 917), ("MX.san-miguel-de-los-jagueyes", 315)]
)
def test_published_figures_of_fiscal_year_2014(record, place_id, students):
    rows = [each for each in record if each.fiscal_year == 2014 and each.row.iso3 == "MEX"]
    assert sum(each.students for each in rows if place_of(*each.row).place_id == place_id) == (
        students
    )


def test_places_are_in_order_and_countries_are_among_them():
    ids = [each.place_id for each in all_places()]
    assert ids == sorted(set(ids))
    assert {"CO.country", "XK.country", "MX.tapachula"} <= set(ids)
    assert place("CO.country").name_es == "Colombia"
    assert all(re.fullmatch(r"[A-Z]{2}\.[a-z0-9-]+", each) for each in ids)
    with pytest.raises(KeyError):
        place("MX.atlantis")
