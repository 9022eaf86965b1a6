"""The points and events: figures checked by eye against their sources, and files that are wrong."""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
from collections import defaultdict
from decimal import Decimal
from importlib.resources import as_file

import pytest

from foja.errors import VocabularyError
from foja.meaning.countries import country_of
from foja.meaning.series import all_series, country_codes, folder
from foja.meaning.series_points import (
    WIDE,
    Point,
    all_events,
    main_events,
    points,
    read_events,
    read_main_events,
    read_points,
)

LARGEST = 1_500_000

SEEN = [
    ("greenbook.imet", "MEX", 1999, "918000"),
    ("greenbook.imet", "MEX", 2006, "8000"),
    ("greenbook.fmf", "MEX", 2019, "165344336"),
    ("greenbook.narcotics_control", "MEX", 2012, "27536458"),
    ("greenbook.narcotics_control", "MEX", 2015, "456162544"),
    ("greenbook.narcotics_control", "MEX", 2016, "358745"),
    ("greenbook.dod_drug_interdiction", "MEX", 2010, "89749000"),
    ("state_budget.fmf", "MEX", 2010, "265250000"),
    ("state_budget.incle", "MEX", 2012, "248500000"),
    ("state_request.incle", "MEX", 2017, "80000000"),
    ("foreign_assistance.appropriated", "MEX", 2010, "757597000"),
    ("foreign_assistance.obligated", "MEX", 2024, "249929491"),
    ("foreign_assistance.obligated.2025_04", "MEX", 2024, "148028519"),
    ("merida.stated_cumulative", "MEX", 2022, "3500000000"),
    ("arms_sales.fms", "MEX", 2020, "-81345032"),
    ("homicides.inegi_registered", "MEX", 2007, "8867"),
    ("homicides.inegi_occurred", "MEX", 2007, "8800"),
    ("homicides.inegi_registered", "MEX", 2023, "32252"),
    ("homicides.sesnsp_victims.cut_2025_09", "MEX", 2023, "29732"),
    ("disappeared.by_year", "MEX", 2024, "12540"),
    ("overdoses.all_intents", "USA", 2007, "36010"),
    ("overdoses.unintentional", "USA", 2007, "27658"),
    ("overdoses.all_intents", "USA", 2023, "105007"),
    ("overdoses.predicted.2024_05", "USA", 2023, "107543"),
    ("overdoses.synthetic_opioids", "USA", 2023, "72776"),
    ("population.conapo", "MEX", 2007, "109538665"),
    ("prices.cpi_u", "USA", 2024, "313.689"),
]


@pytest.mark.parametrize(("series", "country", "year", "value"), SEEN)
def test_figures_as_the_sources_print_them(series, country, year, value):
    found = {point.year: point.value for point in points(series, country)}
    assert found[year] == Decimal(value)


def test_what_is_odd_in_a_source_stays_and_is_noted():
    noted = {(p.series, p.year): p.note_en for p in read_points() if p.note_en}
    for key in (
        ("greenbook.fmf", 2019),
        ("greenbook.narcotics_control", 2012),
        ("greenbook.narcotics_control", 2016),
        ("state_budget.fmf", 2010),
    ):
        assert "source" in noted[key] or "act" in noted[key]


def test_the_accounts_add_to_the_military_total_of_each_country_and_year():
    parts = ("imet", "fmf", "fmf_loans", "peacekeeping", "dod_drug_interdiction", "dod_other")
    sums: dict[tuple[str, int], Decimal] = {}
    for part in parts:
        for point in points(f"greenbook.{part}"):
            key = (point.country_iso3, point.year)
            sums[key] = sums.get(key, Decimal(0)) + point.value
    printed = {(p.country_iso3, p.year): p.value for p in points("greenbook.military")}
    assert sums == printed
    assert len(printed) > 3_000


def test_the_definitive_homicides_add_to_the_total_inegi_is_quoted_for():
    found = {point.year: point.value for point in points("homicides.inegi_registered")}
    assert sum(found[year] for year in range(2019, 2025)) == 208_223


def test_a_year_that_is_not_over_says_so():
    status = {point.year: point.status for point in points("foreign_assistance.obligated", "MEX")}
    assert status[2025] == "partial_year"
    assert status[2024] == "as_published"


def test_points_are_in_order_and_each_is_there_once():
    keys = [point[:3] for point in read_points()]
    assert keys == sorted(set(keys))
    assert len(keys) > 39_000
    assert {key[1] for key in keys} <= country_codes()


def test_every_point_has_an_address_and_both_notes_or_none():
    for point in read_points():
        assert point.source_url.startswith("http")
        assert (point.note_en is None) == (point.note_es is None)


def test_every_country_of_the_reports_has_its_accounts():
    for iso3 in ("MEX", "COL", "MMR", "SCG", "XKX", "TWN", "PRK"):
        assert points("greenbook.economic", iso3)


def test_a_name_that_is_not_known_has_its_reason():
    with as_file(folder()) as path:
        text = (path / "names.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    given = {row["printed"]: row["country_iso3"] for row in rows if row["country_iso3"]}
    assert given["Burma (Myanmar)"] == "MMR"
    assert set(given.values()) <= country_codes()
    for row in rows:
        known = country_of(row["printed"])
        assert known is None or known.iso3 is None, row["printed"]
        assert len(row["reason"]) > 10
        assert row["source"] in {"greenbook", "state_budget", "foreign_assistance"}
    left_out = {row["printed"] for row in rows if not row["country_iso3"]}
    assert {"World (not specified)", "TOTAL", "Sudan (former)"} <= left_out


def test_the_folder_is_small():
    with as_file(folder()) as path:
        assert sum(file.stat().st_size for file in path.iterdir()) < LARGEST


def test_events_are_in_the_order_of_time_in_both_languages():
    events = all_events()
    assert len(events) == 52
    assert [event.date for event in events] == sorted(event.date for event in events)
    by_key = {event.event: event for event in events}
    assert by_key["merida-announced"].date == dt.date(2007, 10, 22)
    assert by_key["cienfuegos-arrest"].date == dt.date(2020, 10, 15)
    assert by_key["security-law"].date == dt.date(2020, 12, 15)
    assert by_key["bicentennial"].date == dt.date(2021, 10, 8)
    assert by_key["zambada"].date == dt.date(2024, 7, 25)
    assert (by_key["ayotzinapa"].date, by_key["ayotzinapa"].precision) == (
        dt.date(2014, 9, 1),
        "month",
    )
    for event in events:
        assert event.text_en.endswith(".")
        assert event.text_es.endswith(".")
        assert event.text_en != event.text_es


@pytest.fixture
def copy(tmp_path):
    """A copy of the package's series that a test may spoil."""
    with as_file(folder()) as source:
        return shutil.copytree(source, tmp_path / "series")


def spoil(copy, file, old, new):
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "points.csv",
            "series,country_iso3",
            "serie,country_iso3",
            r"points\.csv.*line 1.*columns",
        ),
        ("points.csv", "arms_sales.fms,", "arms_sales.fmx,", "not a series with points"),
        ("points.csv", "arms_sales.fms,MEX", "arms_sales.fms,COL", "not a country of the series"),
        ("points.csv", "MEX,2020,-81345032", "MEX,20x0,-81345032", "not a year"),
        ("points.csv", "-81345032", "-81,345", "cells under"),
        ("points.csv", "-81345032", "81.34503", "not a number"),
        ("points.csv", "-81345032,as_published", "-81345032,certain", "not a status"),
        ("points.csv", "MEX,2021,78190146", "MEX,2020,78190146", "occurs twice"),
        ("points.csv", "as_published,,earlier", "as_published,here,earlier", "not an address"),
        ("point_notes.csv", "MEX,2019", "MEX,1919", "not a year|no such point"),
        ("totals_by_country.csv", "ABW,1999", "ABX,1999", "not a country"),
        (
            "totals_by_country.csv",
            "foreign_assistance.requested",
            "foreign_assistance.asked",
            "not a series",
        ),
    ],
)
def test_a_wrong_line_is_named(copy, file, old, new, message):
    spoil(copy, file, old, new)
    with pytest.raises(VocabularyError, match=message):
        read_points(copy)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("2007-10-22,day", "2007-10-32,day", "no day"),
        ("2007-10-22,day", "2007-10-22,hour", "not a precision"),
        ("MEX,agreement", "MEX,treaty", "not a category"),
        ("MEX,agreement", "MX,agreement", "not an ISO code"),
        ("merida-announced", "merida-letter", "occurs twice"),
        ("merida-announced", "Merida announced", "no key"),
        (",official\n", ",rumour\n", "no known type"),
    ],
)
def test_a_wrong_event_is_named(copy, old, new, message):
    spoil(copy, "events.csv", old, new)
    with pytest.raises(VocabularyError, match=message):
        read_events(copy)


def test_main_events_are_events_among_many(copy):
    assert main_events() < {event.event for event in all_events()}
    assert 10 <= len(main_events()) <= 20
    spoil(copy, "panels.toml", '"zambada",', '"zambado",')
    with pytest.raises(VocabularyError, match=r"zambado: it is not an event of events\.csv"):
        read_main_events(copy)


@pytest.mark.parametrize("name", ["points.csv", "events.csv", *WIDE])
def test_a_missing_file_is_named(copy, name):
    (copy / name).unlink()
    with pytest.raises(VocabularyError, match=rf"{name} is missing"):
        _ = (read_points(copy), read_events(copy))


def test_a_note_in_one_language_is_refused(copy):
    spoil(copy, "points.csv", ",los casos anteriores se ajustaron", ",")
    text = (copy / "points.csv").read_text(encoding="utf-8").splitlines()
    place = next(i for i, line in enumerate(text) if "-81345032" in line)
    head = text[place].rsplit(",", 1)[0]
    text[place] = f"{head},"
    (copy / "points.csv").write_text("\n".join(text) + "\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match="one language"):
        read_points(copy)


def test_the_copy_is_read_as_the_package_is(copy):
    assert read_points(copy) == read_points()
    assert read_events(copy) == all_events()


def test_every_file_with_points_holds_series_of_its_own():
    wide = {name: set() for name in WIDE}
    with as_file(folder()) as path:
        for name, held in wide.items():
            header = (path / name).read_text(encoding="utf-8").splitlines()[0].split(",")
            held |= set(header[2:])
    every = set().union(*wide.values())
    assert sum(map(len, wide.values())) == len(every)
    assert every <= {entry.key for entry in all_series()}


def test_points_of_a_series_are_those_of_the_files() -> None:
    expected: dict[str, list[Point]] = defaultdict(list)
    for point in read_points():
        expected[point.series].append(point)
    for entry in all_series():
        assert points(entry.key) == tuple(expected[entry.key])
    noted = next(point for point in read_points() if point.note_en)
    assert noted in points(noted.series, noted.country_iso3)
    assert {point.country_iso3 for point in points("greenbook.imet", "MEX")} == {"MEX"}
    assert points("greenbook.imet", "XXX") == ()
