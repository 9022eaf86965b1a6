"""Aid beside what happened: every drawn figure is the series', and leads to its source."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

import foja
from foja.meaning.series import all_panels, definition_of
from foja.meaning.series_points import all_events, main_events, points
from foja.measures.cooperation import Options, cooperation, series_points
from foja.measures.prices import price_index
from foja.site.charts.panels import NumberedEvent, frames_of
from foja.site.cooperation_answers import answers, rate, total, value
from foja.site.cooperation_choice import CooperationChoice
from foja.site.cooperation_words import host_of, is_government
from foja.site.language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.site.reader import Reader

    from foja.tables.engine import Tables

WHOLE = "?from=1990"
EN, ES = LANGUAGES["en"], LANGUAGES["es"]


def spec(site: Reader, name: str, query: str = WHOLE, country: str = "MEX") -> dict[str, Any]:
    answer = site.get(f"/en/cooperation/{country}/panel/{name}.json{query}")
    assert answer.status_code == 200, answer.text[:300]
    return json.loads(answer.text)


def drawn(made: dict[str, Any]) -> list[dict[str, Any]]:
    """Every row that the marks of a drawing are made from, by the layers that use it."""
    views = made.get("vconcat", [made])
    used = {
        layer["data"]["name"]
        for view in views
        for layer in view.get("layer", [])
        if "name" in layer["data"] and layer["mark"]["type"] in {"rect", "point"}
    }
    return [row for name, rows in made["datasets"].items() if name in used for row in rows]


@pytest.fixture(scope="module")
def tables(site: Reader) -> Tables:
    return site.app.state.site.reading.tables


@pytest.fixture(scope="module")
def record() -> Iterator[Tables]:
    """The tables of the whole record."""
    with foja.open() as opened:
        yield opened


def keyed(rows: list[dict[str, Any]]) -> dict[tuple[str, int], float]:
    found = {(row["key"], row["year"]): row["value"] for row in rows}
    assert len(found) == len(rows)
    return found


@pytest.mark.parametrize("country", ["MEX", "COL"])
def test_every_point_of_every_panel_is_drawn_as_the_series_has_it(
    site: Reader, tables: Tables, country: str
) -> None:
    for panel in cooperation(tables, country, Options()).panels:
        expected = {
            (one.definition.key, point.year): float(point.value)
            for one in panel.series
            for point in series_points(tables, one.definition.key, country)
        }
        assert keyed(drawn(spec(site, panel.key, WHOLE, country))) == expected


def test_the_drawings_say_what_the_table_of_series_says(site: Reader, record: Tables) -> None:
    sql = "SELECT series, year, value FROM series WHERE country_iso3 IN ('MEX', 'USA')"
    kept = {
        (key, year): float(number)
        for key, year, number in record._connection.cursor().execute(sql).fetchall()
    }
    compared = 0
    for panel in all_panels():
        for point, number in keyed(drawn(spec(site, panel.key))).items():
            if definition_of(point[0]).made_from == "files":
                assert kept[point] == number
                compared += 1
    assert compared > 500


def test_training_is_what_plain_sql_adds(site: Reader, tables: Tables) -> None:
    sql = (
        "SELECT fiscal_year, sum(cost_usd) FROM trainings WHERE country_iso3 = 'MEX' "
        "AND stage = 'actual' AND cost_usd IS NOT NULL GROUP BY ALL"
    )
    sums = {year: float(cost) for year, cost in tables._connection.cursor().execute(sql).fetchall()}
    rows = drawn(spec(site, "training"))
    assert {row["year"]: row["value"] for row in rows} == sums
    for row in rows:
        year = row["year"]
        assert row["href"] == f"/en/country/MEX?from={year}&to={year}#trainings"


def test_constant_dollars_and_rates_are_converted_and_named(site: Reader) -> None:
    made = spec(site, "assistance_totals", "?dollars=constant")
    assert "dollars of 2024" in made["title"]["subtitle"][0]
    key = "foreign_assistance.obligated"
    number = keyed(drawn(made))[key, 2010]
    (nominal,) = (p.value for p in points(key, "MEX") if p.year == 2010)
    ratio = price_index(2024, "calendar") / price_index(2010, "fiscal")
    assert number == pytest.approx(float(nominal) * float(ratio), abs=0.01)
    rates = keyed(drawn(spec(site, "homicide_deaths", "?amounts=rate")))
    assert rates["homicides.inegi_registered", 2023] == 24.59
    assert rates["homicides.inegi_registered", 2007] == 8.09


def test_every_point_leads_to_a_row_with_its_source(site: Reader, tables: Tables) -> None:
    page = site.page(f"/en/cooperation{WHOLE}")
    sources = {
        (one.definition.key, point.year): point.source_url
        for panel in cooperation(tables, "MEX", Options()).panels
        for one in panel.series
        for point in one.points
    }
    shown = re.findall(r'<tr id="(point-[^"]+)">(.*?)</tr>', page.source)
    rows = dict(shown)
    assert len(rows) == len(shown) == len(sources)
    for panel in all_panels():
        for point in drawn(spec(site, panel.key)):
            row = rows[f"point-{point['key']}-{point['year']}"]
            if point["key"] == "training.cost":
                assert point["href"].replace("&", "&amp;") in row
            else:
                assert point["href"] == f"#point-{point['key']}-{point['year']}"
                assert sources[point["key"], point["year"]].replace("&", "&amp;") in row


def test_one_axis_of_years_and_one_unit_and_scale_in_each_drawing(
    site: Reader, tables: Tables
) -> None:
    domains = set()
    for panel in cooperation(tables, "MEX", Options(first_year=1999)).panels:
        assert len({one.definition.unit for one in panel.series}) == 1
        for frame in frames_of(panel):
            made = spec(site, frame.name, "")
            if "vconcat" in made:
                continue
            fields = {
                layer["encoding"]["y"].get("field")
                for layer in made["layer"]
                if "axis" in layer["encoding"].get("y", {})
            }
            assert fields == {"value"}
            for layer in made["layer"]:
                x = layer["encoding"]["x"]
                if "scale" in x:
                    domains.add(tuple(x["scale"]["domain"]))
    assert domains == {(1998.75, 2027)}


def test_a_fiscal_year_reaches_from_october_to_september(site: Reader) -> None:
    (row,) = (r for r in drawn(spec(site, "greenbook.imet")) if r["year"] == 2009)
    assert (row["from"], row["to"]) == (2008.75, 2009.75)
    (death,) = (r for r in drawn(spec(site, "disappeared")) if r["year"] == 2019)
    assert (death["from"], death["to"]) == (2019, 2020)


def test_accounts_are_apart_and_definitions_together(tables: Tables) -> None:
    found = cooperation(tables, "MEX", Options())
    accounts = frames_of(found.panel("obligations_by_account"))
    assert len(accounts) == 9
    assert all(len(frame.series) == 1 and frame.bars for frame in accounts)
    (together,) = frames_of(found.panel("overdose_deaths"))
    assert len(together.series) == 6
    assert not together.bars


def test_no_line_runs_over_a_missing_year_and_provisional_points_are_hollow(site: Reader) -> None:
    rows = drawn(spec(site, "homicide_deaths"))
    first = [row for row in rows if row["key"] == "homicides.inegi_preliminary"]
    assert [row["year"] for row in first][:3] == [2012, 2013, 2016]
    assert first[1]["segment"] != first[2]["segment"]
    assert all(row["hollow"] for row in first)
    final = [row for row in rows if row["key"] == "homicides.inegi_registered"]
    assert not any(row["hollow"] for row in final)
    assert len({row["segment"] for row in final}) == 1


def events_of(made: dict[str, Any]) -> list[dict[str, Any]]:
    return made["datasets"]["events"]


def test_events_stand_at_their_day_numbered_as_in_the_list(site: Reader) -> None:
    own = [event for event in all_events() if event.country_iso3 == "MEX"]
    page = site.page("/en/cooperation")
    listed = [name for name in page.ids if name.startswith("event-")]
    assert listed == [f"event-{event.event}" for event in own if event.date.year >= 1999]
    everything = events_of(spec(site, "training", "?events=all"))
    assert len(everything) == len(own)
    marked = events_of(spec(site, "training", ""))
    assert {row["href"] for row in marked} == {f"#event-{key}" for key in main_events()}
    (arrest,) = (row for row in marked if row["href"] == "#event-cienfuegos-arrest")
    assert arrest["time"] == pytest.approx(2020.787, abs=0.002)
    number = 1 + [event.event for event in own].index("cienfuegos-arrest")
    assert arrest["number"] == str(number)
    # Fewer years keep the numbers of the list.
    late = events_of(spec(site, "training", "?from=2015&events=all"))
    assert {row["href"]: row["number"] for row in late}["#event-cienfuegos-arrest"] == str(number)
    assert events_of(spec(site, "training", "?events=none")) == []


def test_numbers_that_would_touch_stand_in_rows(site: Reader) -> None:
    rows = events_of(spec(site, "training", "?events=all"))
    for lane in {row["lane"] for row in rows}:
        times = [row["time"] for row in rows if row["lane"] == lane]
        assert all(later - earlier >= 1.25 for earlier, later in pairwise(times))


def test_a_month_without_a_day_stands_in_its_middle() -> None:
    (event,) = (event for event in all_events() if event.event == "ayotzinapa")
    assert event.precision == "month"
    assert NumberedEvent(1, event).time == pytest.approx(2014.707, abs=0.003)


def test_the_page_says_first_what_it_cannot_show(site: Reader) -> None:
    for language, words in (("en", "that one caused the other"), ("es", "haya causado la otra")):
        page = site.page(f"/{language}/cooperation")
        assert words in page.part("limits")
        order = [page.source.index(f'id="{name}"') for name in ("limits", "quoted", "money")]
        assert order == sorted(order)


def test_quoted_figures_beside_what_is_like_for_like(site: Reader) -> None:
    page = site.page("/en/cooperation")
    said = {key: page.part(f"quoted-{key}") for key in ("dollars", "deaths", "share", "homicides")}
    assert "$3,485,268,533" in said["dollars"]
    assert "$4,812,308,113 obligated" in said["dollars"]
    for figure in ("27,658", "107,543", "36,010", "105,007", "2.92", "3.88"):
        assert figure in said["deaths"]
    assert "69.31%" in said["share"]
    assert "69.32%" in said["share"]
    for figure in ("8.09", "24.59", "3.04", "9.69", "2.54"):
        assert figure in said["homicides"]


def test_the_quoted_figures_are_those_of_the_tables(record: Tables) -> None:
    ask = record._connection.cursor()
    sql = (
        "SELECT sum(value) FROM series WHERE series = 'foreign_assistance.appropriated' "
        "AND country_iso3 = 'MEX' AND year BETWEEN 2008 AND 2021"
    )
    assert total("foreign_assistance.appropriated") == ask.execute(sql).fetchone()[0]
    rates = {p.year: rate(p.series, p.year) for p in points("homicides.inegi_registered")}
    assert min(rates, key=lambda year: rates[year]) == 2007
    assert value("overdoses.all_intents", 2023) == Decimal(105_007)
    with pytest.raises(LookupError, match="1898"):
        value("overdoses.all_intents", 1898)


def test_each_answer_leads_to_its_series_in_one_click(site: Reader) -> None:
    for language in (EN, ES):
        for answer in answers(language):
            assert answer.links
            for _text, address in answer.links:
                path, anchor = address.split("#")
                assert anchor in site.page(path).ids


def test_every_definition_has_its_own_name_and_is_explained(site: Reader, tables: Tables) -> None:
    for language in ("en", "es"):
        page = site.page(f"/{language}/cooperation{WHOLE}")
        for panel in cooperation(tables, "MEX", Options()).panels:
            said = page.part(f"series-{panel.key}")
            for one in panel.series:
                entry = one.definition
                for field in ("name", "definition", "caveat"):
                    assert " ".join(getattr(entry, f"{field}_{language}").split()) in said
                assert (entry.vintage_es if language == "es" else entry.vintage) in said
                assert (entry.licence_es if language == "es" else entry.licence) in said
                assert entry.source_title in said
                assert entry.source_url.replace("&", "&amp;") in page.source


def test_another_country_has_aid_beside_training(site: Reader) -> None:
    page = site.page("/en/cooperation/COL")
    assert "Colombia" in page.part("summary") or "Colombia" in page.text
    for name in ("panel-training", "panel-obligations_by_account", "frame-greenbook.imet"):
        assert name in page.ids
    assert "quoted" not in page.ids
    assert "events" not in page.ids
    assert "what the aid achieved" in page.part("limits")


def test_a_country_without_a_series_says_so(site: Reader) -> None:
    page = site.page("/es/cooperation/COL?from=2023&to=2024")
    missing = page.part("missing")
    assert "De Colombia no hay en estos años ninguna cifra de:" in missing
    assert "Comprometido, por cuenta" in missing
    assert "Mérida" not in missing
    page = site.page("/en/cooperation/COL?from=1990&to=1990")
    assert "No series has a point for Colombia" in page.part("empty")


def test_a_choice_is_said_in_the_address_and_written_back() -> None:
    choice = CooperationChoice("MEX", "constant", "rate", "all", 2008, 2021)
    query = "?dollars=constant&amounts=rate&events=all&from=2008&to=2021"
    assert choice.address(ES) == f"/es/cooperation{query}"
    assert CooperationChoice("COL").address(EN, anchor="money") == "/en/cooperation/COL#money"
    assert choice.file(EN, "training", "csv") == f"/en/cooperation/MEX/panel/training.csv{query}"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?dollars=pesos", "“pesos” is not a value of “dollars”. It can be: nominal, constant."),
        ("?amounts=share", "It can be: count, rate."),
        ("?from=1066", "1066 is not a year of these series; they run from 1990 to 2030."),
        ("?from=soon", "“soon” is not a whole number for “from”."),
        ("?from=2012&to=2008", "The first year, 2012, is after the last, 2008."),
        ("?colour=red", "The address has a parameter this page does not know: “colour”."),
        ("?from=2008&from=2009", "The parameter “from” is in the address twice."),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_sentence(
    site: Reader, query: str, words: str
) -> None:
    assert words in site.page(f"/en/cooperation{query}", 400).text
    assert site.get(f"/en/cooperation/MEX/panel/training.json{query}").status_code == 400


def test_addresses_that_do_not_exist(site: Reader) -> None:
    assert "XXX" in site.page("/en/cooperation/XXX", 404).text
    page = site.page("/en/cooperation/MEX/panel/nonesuch.png", 404)
    assert "nonesuch" in page.text
    assert site.get("/en/cooperation/MEX/panel/training.exe").status_code == 404
    moved = site.get("/es/cooperation/MEX?dollars=constant")
    assert moved.status_code == 301
    assert moved.headers["location"] == "/es/cooperation?dollars=constant"


def test_a_file_of_numbers_holds_each_point_with_its_definition(
    site: Reader, tables: Tables
) -> None:
    answer = site.get(f"/es/cooperation/MEX/panel/overdose_deaths.csv{WHOLE}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    panel = cooperation(tables, "MEX", Options()).panel("overdose_deaths")
    expected = [
        (one.definition.key, str(point.year), str(point.value), point.source_url)
        for one in panel.series
        for point in one.points
    ]
    assert [(r["series"], r["year"], r["value"], r["source_url"]) for r in rows] == expected
    assert {r["country_iso3"] for r in rows} == {"USA"}
    assert all(r["definition"] and r["vintage"] and r["licence"] for r in rows)


@pytest.mark.parametrize("name", ["overview", "obligations_by_account", "overdose_share"])
def test_pictures_are_drawn_without_a_script_and_without_links(site: Reader, name: str) -> None:
    answer = site.get(f"/es/cooperation/MEX/panel/{name}.svg")
    assert answer.status_code == 200
    assert answer.text.startswith("<svg")
    assert "<a " not in answer.text
    picture = site.get(f"/es/cooperation/MEX/panel/{name}.png")
    assert picture.content.startswith(b"\x89PNG")


def test_a_reader_without_scripts_sees_a_picture_of_each_drawing(site: Reader) -> None:
    page = site.page("/es/cooperation")
    frames = [name for name in page.ids if name.startswith("frame-")]
    pictures = re.findall(
        r"<noscript><img src=\"([^\"]+\.svg)[^\"]*\" alt=\"([^\"]+)\"", page.source
    )
    assert len(pictures) == len(frames) > 30
    assert all(len(alternative) > 40 for _address, alternative in pictures)
    assert not page.values("iframe", "style")
    assert not [each for each in page.attributes if each[1] == "style"]


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("order-14157", "official source"),
        ("zambada", "official text, kept elsewhere"),
        ("security-law", "press report"),
        ("culiacan-2019", "reference work"),
    ],
)
def test_each_event_says_how_strong_its_source_is(site: Reader, event: str, said: str) -> None:
    page = site.page("/en/cooperation")
    (found,) = (one for one in all_events() if one.event == event)
    assert said in page.part(f"event-{event}")
    assert host_of(found.source_url) in page.part(f"event-{event}")


def test_no_event_rests_on_a_source_that_nobody_stands_for() -> None:
    weak = {"breitbart.com", "wikisum.wiki", "ycnews.com", "latin-american.news"}
    hosts = {host_of(event.source_url) for event in all_events()}
    assert not hosts & weak
    for event in all_events():
        if is_government(host_of(event.source_url)):
            assert event.source_type == "official", event.event
