"""Views along the years: shares, constant dollars, panels and recipients equal plain SQL."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from tests.support.tables import training_rows, write_tables

from foja.measures.filters import Filters
from foja.measures.prices import BASE_YEAR, constant_dollars, price_factor
from foja.measures.recipients import units_named, units_with_most
from foja.site.charts import ChartView, view
from foja.site.charts.multiples import rounded_up
from foja.site.charts.words import percent
from foja.site.language import LANGUAGES
from foja.tables.engine import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.site.reader import Reader

MEXICO = Filters(country="MEX")
YEARS = (2016, 2018, 2019, 2020)
COLUMNS = {
    "type": "split_part(training_type, '.', 1)",
    "recipient": "recipient_force",
    "authority": "program",
    "delivery": "delivery",
}
UNTOLD = ("unclassified", "unknown")
SUMS = {"cost_usd": "sum(cost_usd)", "students": "sum(quantity)", "trainings": "count(*)"}
CHARTS = {
    "cost_usd": "spending_by_fiscal_year",
    "students": "students_by_fiscal_year",
    "trainings": "trainings_by_fiscal_year",
}

Sums = dict[tuple[int, str], Decimal]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    with Tables(write_tables(tmp_path_factory.mktemp("series"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def plain() -> Iterator[duckdb.DuckDBPyConnection]:
    """The same rows in a database that knows nothing of Foja."""
    rows = training_rows()
    names = ("stage", "country_iso3", "fiscal_year", "program", "recipient_force", "quantity")
    names += ("cost_usd", "delivery", "training_type", "unit_id", "start_date")
    connection = duckdb.connect()
    connection.execute(
        "create table trainings (stage varchar, country_iso3 varchar, fiscal_year int, "
        "program varchar, recipient_force varchar, quantity int, cost_usd decimal(14,2), "
        "delivery varchar, training_type varchar, unit_id varchar, start_date date)"
    )
    connection.executemany(
        f"insert into trainings values ({', '.join('?' * len(names))})",  # noqa: S608 - no text
        [[row[name] for name in names] for row in rows],
    )
    yield connection
    connection.close()


def _asked(plain: duckdb.DuckDBPyConnection, measure: str, column: str) -> Sums:
    question = (
        f"select fiscal_year, coalesce({column}, ''), {SUMS[measure]} from trainings "  # noqa: S608 - both are this file's own
        "where stage = 'actual' and country_iso3 = 'MEX' group by all"
    )
    found = plain.execute(question).fetchall()
    return {(year, code): Decimal(value) for year, code, value in found if value is not None}


def _chart(tables: Tables, name: str, filters: Filters = MEXICO, **asked: Any) -> ChartView:
    return view(name, tables, filters, covered=YEARS, **asked)


def _file(chart: ChartView) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(chart.csv())))


def _in_file(chart: ChartView, by: str, column: str) -> Sums:
    return {
        (int(row["fiscal_year"]), row[by] if row[by] not in UNTOLD else ""): Decimal(row[column])
        for row in _file(chart)
        if row[column]
    }


@pytest.mark.parametrize("by", COLUMNS)
@pytest.mark.parametrize("measure", SUMS)
def test_the_file_holds_what_plain_sql_counts(
    tables: Tables, plain: duckdb.DuckDBPyConnection, measure: str, by: str
) -> None:
    asked = {
        (year, "" if code in {"unclassified", "unknown"} else code): value
        for (year, code), value in _asked(plain, measure, COLUMNS[by]).items()
    }
    assert _in_file(_chart(tables, CHARTS[measure], by=by), by, measure) == asked


@pytest.mark.parametrize("by", COLUMNS)
@pytest.mark.parametrize("measure", SUMS)
@pytest.mark.parametrize("dollars", ["nominal", "constant"])
def test_a_share_is_the_part_of_its_year(
    tables: Tables, plain: duckdb.DuckDBPyConnection, measure: str, by: str, dollars: str
) -> None:
    chart = _chart(tables, CHARTS[measure], by=by, parts="share", dollars=dollars)
    whole: dict[int, Decimal] = {}
    for (year, _code), value in _asked(plain, measure, COLUMNS[by]).items():
        whole[year] = whole.get(year, Decimal(0)) + value
    drawn: dict[int, float] = {}
    for bar in chart.spec()["datasets"]["bars"]:
        drawn[bar["year"]] = drawn.get(bar["year"], 0) + bar["value"]
    assert drawn == {year: pytest.approx(100) for year in whole}
    column = "cost_usd" if dollars == "nominal" else f"cost_usd_constant_{BASE_YEAR}"
    for row in _file(chart):
        amount = row[column if measure == "cost_usd" else measure]
        if not amount:
            assert row["percent_of_year"] == ""
            continue
        year = int(row["fiscal_year"])
        factor = price_factor(year, "fiscal") if measure == "cost_usd" else Decimal(1)
        total = whole[year] * (factor if dollars == "constant" else 1)
        assert float(row["percent_of_year"]) == pytest.approx(
            float(Decimal(amount) * 100 / total), abs=1e-2
        )


def test_the_table_of_shares_has_shares_and_amounts(tables: Tables) -> None:
    chart = _chart(tables, CHARTS["cost_usd"], by="authority", parts="share")
    row = next(row for row in chart.table.rows if row[0].text == "2020")
    assert row[1].text == "$820,500"
    assert row[2].text == "91% ($750,000)"
    axis = chart.spec()["layer"][2]["encoding"]["y"]
    assert axis["scale"]["domain"] == [0, 100]
    assert axis["axis"]["labelExpr"] == "datum.value + '%'"
    assert chart.spec()["datasets"]["labels"] == []
    assert chart.texts.title == (
        "Mexico: “Section 333, Building Capacity” had 91% of the dollars of fiscal year 2020, "
        "0% of those of 2016"
    )
    bar = next(bar for bar in chart.spec()["datasets"]["bars"] if bar["year"] == 2016)
    assert bar["text"] == "2016, International Military Education and Training: 100% ($1,000)"


def test_constant_dollars_are_those_of_the_base_year_everywhere(
    tables: Tables, plain: duckdb.DuckDBPyConnection
) -> None:
    chart = _chart(tables, CHARTS["cost_usd"], by="authority", dollars="constant")
    column = f"cost_usd_constant_{BASE_YEAR}"
    asked = {
        key: constant_dollars(value, key[0])
        for key, value in _asked(plain, "cost_usd", "program").items()
    }
    assert _in_file(chart, "authority", column) == asked
    of_2020 = sum(value for (year, _code), value in asked.items() if year == 2020)
    row = next(row for row in chart.table.rows if row[0].text == "2020")
    assert row[1].text == f"${round(of_2020):,}"
    bars = [bar for bar in chart.spec()["datasets"]["bars"] if bar["year"] == 2020]
    assert sum(bar["value"] for bar in bars) == pytest.approx(float(of_2020), abs=0.05)
    assert all(f" at {BASE_YEAR} prices" in bar["text"] for bar in bars)
    assert chart.texts.title.startswith(f"Mexico: ${round(of_2020):,} at {BASE_YEAR} prices in ")
    assert f"dollars at {BASE_YEAR} prices (CPI-U) per fiscal year" in chart.texts.subtitle
    assert "as printed" not in chart.texts.description
    assert chart.table.columns[1].text == f"All together, dollars at {BASE_YEAR} prices"
    spanish = view(CHARTS["cost_usd"], tables, MEXICO, "es", covered=YEARS, dollars="constant")
    assert f"a precios de {BASE_YEAR}" in spanish.texts.title


def test_constant_dollars_of_calendar_years_take_the_index_of_the_calendar_year(
    tables: Tables, plain: duckdb.DuckDBPyConnection
) -> None:
    filters = Filters(country="MEX", year_basis="calendar")
    chart = view(CHARTS["cost_usd"], tables, filters, dollars="constant", by="authority")
    found: dict[int, Decimal] = {}
    for row in _file(chart):
        if row[f"cost_usd_constant_{BASE_YEAR}"]:
            year = int(row["calendar_year"])
            value = Decimal(row[f"cost_usd_constant_{BASE_YEAR}"])
            found[year] = found.get(year, Decimal(0)) + value
    asked = plain.execute(
        "select year(start_date), sum(cost_usd) from trainings where stage = 'actual' and "
        "country_iso3 = 'MEX' and start_date is not null group by all"
    ).fetchall()
    assert {year: float(value) for year, value in found.items()} == {
        year: pytest.approx(float(constant_dollars(value, year, basis="calendar")), abs=0.05)
        for year, value in asked
        if value is not None
    }


def test_one_year_in_shares_and_constant_dollars(tables: Tables) -> None:
    year = Filters(country="MEX", fiscal_year_from=2020, fiscal_year_to=2020)
    chart = _chart(
        tables, "spending_of_one_year", year, by="authority", parts="share", dollars="constant"
    )
    dollars = constant_dollars(Decimal("750000.25"), 2020)
    bar = chart.spec()["datasets"]["bars"][0]
    assert bar["label"] == "91%"
    assert bar["text"].endswith(f"91% (${round(dollars):,} at {BASE_YEAR} prices)")
    assert [cell.text for cell in chart.table.rows[0][1:3]] == ["91%", f"${round(dollars):,}"]
    assert Decimal(_file(chart)[0][f"cost_usd_constant_{BASE_YEAR}"]) == dollars


@pytest.mark.parametrize("measure", SUMS)
def test_panels_hold_what_plain_sql_counts(
    tables: Tables, plain: duckdb.DuckDBPyConnection, measure: str
) -> None:
    chart = _chart(tables, "types_by_fiscal_year", measure=measure, by="delivery", parts="share")
    drawn = {
        (bar["year"], bar["type"]): Decimal(str(bar["value"]))
        for bar in chart.spec()["datasets"]["bars"]
        if bar["value"]
    }
    asked = _asked(plain, measure, COLUMNS["type"])
    assert drawn == {key: value for key, value in asked.items() if value}
    assert chart.data.top >= max(asked.values())
    assert {panel.value.name for panel in chart.data.panels}.isdisjoint(chart.data.empty)
    axis = chart.spec()["spec"]["layer"][1]["encoding"]["y"]
    assert axis["scale"]["domain"] == [0, float(chart.data.top)]
    assert chart.spec()["datasets"]["gaps"] == [{"year": 2017}]


def test_the_types_of_a_group_have_a_panel_each(tables: Tables) -> None:
    filters = Filters(country="MEX", training_types=("technical",))
    chart = _chart(tables, "types_by_fiscal_year", filters, measure="students")
    assert {panel.value.code for panel in chart.data.panels} == {
        "technical.maintenance",
        "technical.aircraft_maintenance",
        "technical.electronics",
    }
    assert "a panel for each type, all on the same scale" in chart.texts.brief
    cell = next(row for row in chart.table.rows if row[0].text == "2020")[2]
    assert cell.address is not None
    assert "from=2020&to=2020" in cell.address
    assert "type=technical." in cell.address


@pytest.mark.parametrize(
    ("most", "top"), [(0, 1), (1, 1), (9, 10), (21, 25), (101, 200), (260000, 500000)]
)
def test_a_scale_ends_at_a_round_number(most: int, top: int) -> None:
    assert rounded_up(Decimal(most)) == top


@pytest.mark.parametrize(
    ("share", "written"), [("91.4", "91%"), ("9.04", "9%"), ("0.04", "< 0.1%"), ("0", "0%")]
)
def test_a_share_in_words(share: str, written: str) -> None:
    assert percent(Decimal(share), LANGUAGES["en"]) == written


def test_units_with_most_students(tables: Tables, plain: duckdb.DuckDBPyConnection) -> None:
    asked = plain.execute(
        "select unit_id, sum(quantity), count(*) from trainings where stage = 'actual' and "
        "country_iso3 = 'MEX' and unit_id is not null group by 1 order by 2 desc, 3 desc, 1"
    ).fetchall()
    found = units_with_most(tables, MEXICO, 4)
    assert [(one.unit_id, one.figures.students, one.figures.trainings) for one in found] == (
        asked[:4]
    )
    naming = units_named(tables, MEXICO)
    assert naming.units == len(asked)
    assert naming.named == (sum(row[2] for row in asked), sum(row[1] for row in asked))
    assert naming.without == naming.unnamed
    assert naming.without.trainings == 4


def test_a_view_keeps_how_it_is_shown_and_leads_to_itself(site: Reader) -> None:
    page = site.page("/en/country/MEX/spending?parts=share&dollars=constant&by=authority")
    assert "at 2024 prices" in page.part("charts")
    assert "Dollars are those of each year" not in page.text
    spec = site.get(page.values("figure", "data-chart")[0]).json()
    bar = spec["datasets"]["bars"][0]
    assert bar["href"].startswith("/en/country/MEX/spending?from=")
    assert bar["href"].endswith("&by=authority&parts=share&dollars=constant#charts")
    one_year = site.page(bar["href"])
    assert "chart-spending_of_one_year" in one_year.ids
    assert "/en/country/MEX/spending?by=authority&dollars=constant#charts" in page.links
    assert "/es/country/MEX/spending?by=authority&parts=share&dollars=constant" in page.links


def test_the_overview_shows_sums_as_printed_whatever_other_views_show(site: Reader) -> None:
    page = site.page("/en/country/MEX?parts=share&dollars=constant")
    assert page.part("charts").count("Years are those of the reports") == 0
    assert page.part("years-line").count("Years are those of the reports") == 1
    for address in page.values("figure", "data-chart"):
        assert "share" not in address
        assert "constant" not in address


def test_recipients_of_all_countries_are_countries(site: Reader) -> None:
    answer = site.get("/en/country/WLD/chart/students_by_fiscal_year.json?by=recipient")
    bars = answer.json()["datasets"]["bars"]
    colombia = next(bar for bar in bars if bar["series"] == "Colombia")
    assert colombia["href"].startswith("/en/country/COL?from=")
    untold = next(bar for bar in bars if bar["series"] == "no country named")
    assert untold["href"].startswith("/en/country/WLD?from=")
    page = site.page("/en/country/WLD/who?measure=students")
    assert "/en/country/COL/who?measure=students" in page.links
    assert "100" in page.part("of-COL")


def test_a_force_counts_its_parts_and_leads_to_its_rows(site: Reader) -> None:
    page = site.page("/en/country/MEX/who")
    navy = page.part("of-MEX.SEMAR")
    assert navy.startswith("Navy (SEMAR) 65 $259,000 8 ")
    assert any("force=MEX.SEMAR#trainings" in link for link in page.links)
    assert "unit=unknown" in "".join(page.links)
    assert "4 trainings of 17" in page.part("units")


def test_views_refuse_what_they_do_not_know(site: Reader) -> None:
    site.page("/en/country/MEX/spending?parts=halves", status=400)
    chart = "/en/country/MEX/chart/spending_by_fiscal_year.json"
    assert site.get(f"{chart}?view=nowhere").status_code == 400
    assert site.get(f"{chart}?view=spending&view=who").status_code == 400


def test_panels_say_what_is_empty_and_lead_to_a_year(site: Reader) -> None:
    page = site.page("/en/country/MEX/types?measure=students")
    text = page.part("charts")
    assert "all on the same scale" in text
    empty = page.part("empty-types")
    assert "Education" in empty
    assert "Technical" not in empty
    assert any(link.endswith("type=technical&measure=students#charts") for link in page.links)
    assert any("from=2018&to=2018&type=technical" in link for link in page.links)
