"""The series beside the trainings: definitions, and the rules that keep definitions apart."""

from __future__ import annotations

import shutil
from collections import Counter
from importlib.resources import as_file
from itertools import combinations

import pytest

from foja.errors import VocabularyError
from foja.meaning.countries import all_countries
from foja.meaning.series import (
    all_panels,
    all_series,
    country_codes,
    definition_of,
    event_categories,
    folder,
    may_be_added,
    read_definitions,
    read_panels,
)
from foja.meaning.series_points import all_events, points, read_points

every_series = pytest.mark.parametrize("entry", all_series(), ids=lambda entry: entry.key)


@every_series
def test_every_series_says_what_it_is_in_both_languages(entry):
    for name in ("name", "definition", "caveat"):
        english, spanish = getattr(entry, f"{name}_en"), getattr(entry, f"{name}_es")
        assert english.strip() == english
        assert spanish.strip() == spanish
        assert len(english) > 8
        assert len(spanish) > 8
        assert english != spanish
    assert entry.definition_en.endswith(".")
    assert entry.definition_es.endswith(".")
    assert entry.caveat_en.endswith(".")
    assert entry.caveat_es.endswith(".")
    assert entry.source_url.startswith(("https://", "http://"))
    assert len(entry.licence) > 5
    assert entry.publisher
    assert entry.source_title
    assert entry.vintage


@every_series
def test_a_series_has_points_exactly_if_it_is_made_from_files(entry):
    assert bool(points(entry.key)) is (entry.made_from == "files")


@every_series
def test_a_series_is_on_the_page_unless_others_are_divided_by_it(entry):
    assert (entry.panel is None) is (entry.kind in {"population", "index"})


def test_every_panel_shows_a_series_and_every_category_an_event():
    assert {panel.key for panel in all_panels()} == {e.panel for e in all_series()} - {None}
    assert {kind.key for kind in event_categories()} == {event.category for event in all_events()}


def test_a_panel_has_one_unit_and_one_kind_of_year():
    for panel in all_panels():
        members = [entry for entry in all_series() if entry.panel == panel.key]
        assert {entry.unit for entry in members} == {panel.unit}
        assert len({entry.basis for entry in members}) == 1


def test_the_years_of_a_point_are_among_those_its_source_covers():
    for point in read_points():
        covers = definition_of(point.series).covers
        if covers is not None:
            assert covers[0] <= point.year <= covers[1], point


def test_no_request_is_ever_added_to_an_appropriation():
    asked = [entry.key for entry in all_series() if entry.kind == "requested"]
    given = [entry.key for entry in all_series() if entry.kind == "appropriated"]
    assert len(asked) >= 9
    assert len(given) >= 14
    assert not any(may_be_added((a, b)) for a in asked for b in given)


def test_only_series_of_one_kind_unit_and_panel_are_added():
    for first, second in combinations(all_series(), 2):
        if may_be_added((first.key, second.key)):
            assert (first.kind, first.unit, first.panel) == (second.kind, second.unit, second.panel)
            assert first.additive
            assert second.additive


@pytest.mark.parametrize(
    ("keys", "may"),
    [
        (("greenbook.imet", "greenbook.fmf", "greenbook.dod_drug_interdiction"), True),
        (("greenbook.military", "greenbook.economic"), True),
        (("greenbook.imet", "greenbook.military"), False),
        (("greenbook.narcotics_control", "greenbook.economic"), False),
        (("state_budget.incle", "state_budget.all"), False),
        (("state_budget.incle", "state_request.incle"), False),
        (("foreign_assistance.obligated", "foreign_assistance.disbursed"), False),
        (("foreign_assistance.obligated", "foreign_assistance.obligated.2025_04"), False),
        (("homicides.inegi_registered", "homicides.inegi_occurred"), False),
        (("homicides.sesnsp_victims.cut_2025_06", "homicides.sesnsp_feminicide"), False),
        (("overdoses.all_intents", "overdoses.unintentional"), False),
        (("merida.stated_cumulative",), False),
    ],
)
def test_what_may_be_added(keys, may):
    assert may_be_added(keys) is may


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("homicides.inegi_registered", "homicides.inegi_occurred"),
        ("homicides.inegi_registered", "homicides.sesnsp_victims.cut_2025_09"),
        ("overdoses.all_intents", "overdoses.unintentional"),
        ("overdoses.all_intents", "overdoses.predicted.2024_05"),
        ("foreign_assistance.obligated", "foreign_assistance.obligated.2022_10"),
    ],
)
def test_other_definitions_of_the_same_thing_name_each_other(first, second):
    assert second in definition_of(first).not_comparable_with
    assert first in definition_of(second).not_comparable_with


def test_names_on_screen_are_each_of_one_series():
    for locale in ("en", "es"):
        names = Counter(getattr(entry, f"name_{locale}") for entry in all_series())
        assert [name for name, times in names.items() if times > 1] == []


def test_codes_are_those_of_the_countries():
    assert country_codes() == {c.iso3 for c in all_countries()}
    assert {"MEX", "XKX", "SCG"} <= country_codes()


def test_an_unknown_series_is_a_key_error():
    with pytest.raises(KeyError, match="nonesuch"):
        definition_of("nonesuch")
    with pytest.raises(KeyError, match="nonesuch"):
        points("nonesuch")


@pytest.fixture
def copy(tmp_path):
    """A copy of the package's series that a test may spoil."""
    with as_file(folder()) as source:
        return shutil.copytree(source, tmp_path / "series")


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("definitions.toml", 'unit = "index"', 'unit = "indices"', "indices"),
        ("definitions.toml", 'key = "greenbook.fmf"', 'key = "greenbook.imet"', "twice"),
        ("definitions.toml", 'panel = "training"', 'panel = "drill"', "there is no panel drill"),
        ("definitions.toml", 'panel = "training"', 'panel = "homicide_rate"', "another unit"),
        ("definitions.toml", 'panel = "merida"', 'panel = "training"', "every country's"),
        ("definitions.toml", '"greenbook.fmf_loans",', '"greenbook.fmx",', "no other series"),
        ("definitions.toml", '"greenbook.fmf_loans",', "", "does not name it back"),
        ("definitions.toml", "covers = [2020, 2024]", "covers = [2024, 2020]", "last year"),
        ("definitions.toml", 'geography = "USA"', 'geography = "US"', "US is not an ISO code"),
        ("definitions.toml", 'made_from = "ratio"', 'made_from = "files"', "numerator"),
        (
            "definitions.toml",
            'population = "population.conapo"',
            'population = "prices.cpi_u"',
            "not a population",
        ),
        ("definitions.toml", 'basis = "calendar"', 'basis = "fiscal"', "fiscal and calendar"),
        ("panels.toml", 'countries = ["MEX"]', 'countries = ["MX"]', "MX is not an ISO code"),
        ("panels.toml", 'key = "merida"', 'key = "training"', "occurs twice"),
        ("panels.toml", 'section = "more"', 'section = "less"', "less"),
        ("panels.toml", '"ayotzinapa",', '"zambada",', "occurs twice"),
    ],
)
def test_what_contradicts_itself_is_refused(copy, file, old, new, message):
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(VocabularyError, match=message):
        read_definitions(copy)


def test_the_copy_is_read_as_the_package_is(copy):
    assert read_definitions(copy) == all_series()
    assert read_panels(copy).panel == all_panels()
