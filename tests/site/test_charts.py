"""Charts: what their bars, words, tables and files say, and that they say the same."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

import altair as alt
import pytest
from tests.support.tables import write_tables

from foja.measures.filters import LONGEST_WORDS, Filters
from foja.site.charts import CHARTS, ChartView, build_spec, chart_csv, chart_table, view
from foja.site.charts.finish import SOURCE, TITLE_WIDTH
from foja.site.charts.model import Theme
from foja.site.charts.theme import COLOURS, SERIES
from foja.site.language import EN_DASH
from foja.tables.engine import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator

MEXICO = Filters(country="MEX")
YEARS = (2016, 2018, 2019, 2020)
SPENDING, STUDENTS, COURSES = CHARTS


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    with Tables(write_tables(tmp_path_factory.mktemp("charts"))) as opened:
        yield opened


def _link(filters: Filters) -> str:
    return "/page?" + "&".join(f"{name}={value}" for name, value in filters.to_query())


def _view(tables: Tables, name: str, filters: Filters = MEXICO, locale: str = "en") -> ChartView:
    return view(name, tables, filters, locale, link=_link, covered=YEARS)


def _bars(tables: Tables, name: str, filters: Filters = MEXICO) -> list[dict[str, Any]]:
    return _view(tables, name, filters).spec()["datasets"]["bars"]


def _encodings(spec: dict[str, Any], channel: str) -> list[dict[str, Any]]:
    return [
        layer["encoding"][channel]
        for layer in spec["layer"]
        if channel in layer.get("encoding", {})
    ]


def _words(tables: Tables, name: str, filters: Filters, locale: str = "en") -> tuple[str, str]:
    texts = _view(tables, name, filters, locale).texts
    return texts.title, texts.subtitle


def test_bars_of_spending_sum_to_the_year(tables: Tables) -> None:
    sums: dict[int, float] = {}
    for bar in _bars(tables, SPENDING):
        sums[bar["year"]] = sums.get(bar["year"], 0) + bar["value"]
    assert sums == {2016: 1000.0, 2018: 492510.5, 2019: 22000.0, 2020: 820500.25}


def test_programmes_beyond_the_colours_are_one_bar_and_are_named_in_the_table(
    tables: Tables,
) -> None:
    bars = [bar for bar in _bars(tables, SPENDING) if bar["year"] == 2020]
    assert [bar["series"] for bar in bars] == [
        "Section 333, Building Capacity",
        "International Narcotics and Law Enforcement",
        "Foreign Military Financing",
        "International Military Education and Training",
        "Other programmes",
    ]
    assert bars[-1]["value"] == 17000.0
    assert len({bar["series"] for bar in _bars(tables, SPENDING)}) == SERIES + 1
    columns = [column.text for column in _view(tables, SPENDING).table.columns]
    assert columns[:3] == ["Fiscal year", "All programmes", "Section 333, Building Capacity"]
    assert "Aviation Leadership Program" in columns
    assert "Department of Homeland Security" in columns
    assert columns[-1] == "programme not named by any rule"
    assert len(columns) == 10


def test_a_programme_keeps_its_colour_when_years_are_chosen(tables: Tables) -> None:
    def colours(filters: Filters) -> dict[str, int]:
        spec = _view(tables, SPENDING, filters).spec()
        domain = _encodings(spec, "color")[0]["scale"]["domain"]
        return {name: place for place, name in enumerate(domain)}

    whole, chosen = colours(MEXICO), colours(replace(MEXICO, fiscal_year_from=2020))
    for name in list(chosen)[:3]:
        assert chosen[name] == whole[name]


def test_every_bar_leads_to_its_trainings(tables: Tables) -> None:
    narrow = replace(MEXICO, programs=("IMET",), words="naval")
    for name in (SPENDING, STUDENTS):
        for bar in _bars(tables, name, narrow):
            year = bar["year"]
            assert bar["href"] == f"/page?from={year}&to={year}&program=IMET&words=naval"
    found = {bar["title"]: bar["href"] for bar in _bars(tables, COURSES)}
    assert found["Human Rights Seminar"] == "/page?words=Human Rights Seminar"


def test_a_course_is_found_by_its_link_even_among_other_words(tables: Tables) -> None:
    narrow = replace(MEXICO, words="newport")
    bar = _bars(tables, COURSES, narrow)[0]
    assert bar["href"] == "/page?words=newport Law of the Sea"
    filters = Filters.from_query([("words", "newport Law of the Sea")], country="MEX")
    rows = tables.rows(filters.apply(tables.table("trainings")))
    assert sum(row["quantity"] for row in rows) == bar["value"]


def test_a_title_longer_than_a_search_is_cut_between_words() -> None:
    from foja.measures.figures import Figures  # noqa: PLC0415
    from foja.measures.training import Course  # noqa: PLC0415
    from foja.site.charts.courses import address  # noqa: PLC0415

    class Asked:
        filters = MEXICO

        @staticmethod
        def link(filters: Filters) -> str:
            return filters.words

    title = "word " * 60
    words = address(Asked(), Course(title.strip(), Figures(), None, None))  # type: ignore[arg-type]
    assert len(words) <= LONGEST_WORDS
    assert set(words.split()) == {"word"}


def test_a_year_without_a_report_is_a_gap_and_never_a_zero(tables: Tables) -> None:
    drawn = _view(tables, SPENDING)
    assert drawn.spec()["datasets"]["gaps"] == [{"year": 2017, "text": "not read"}]
    assert _encodings(drawn.spec(), "x")[0]["scale"]["domain"] == [2016, 2017, 2018, 2019, 2020]
    row = next(row for row in drawn.table.rows if row[0].text == "2017")
    assert row[0].address is None
    assert row[1].text == "no report here"
    assert all(cell.text == "" for cell in row[2:])
    assert "2017" not in drawn.csv()


def test_a_reported_year_without_trainings_is_zero(tables: Tables) -> None:
    colombia = Filters(country="COL")
    row = next(row for row in _view(tables, SPENDING, colombia).table.rows if row[0].text == "2019")
    assert (row[0].address, row[1].text) == ("/page?from=2019&to=2019", "$0")
    assert _view(tables, SPENDING, colombia).spec()["datasets"]["gaps"] == [
        {"year": 2017, "text": "not read"}
    ]


def test_years_covered_are_looked_up_where_none_are_given(tables: Tables) -> None:
    spec = build_spec(SPENDING, tables, MEXICO)
    assert spec["datasets"]["gaps"] == [{"year": 2017, "text": "not read"}]


def test_a_chart_is_of_one_country(tables: Tables) -> None:
    with pytest.raises(ValueError, match="one country"):
        view(SPENDING, tables, Filters())


@pytest.mark.parametrize(
    ("filters", "title"),
    [
        (MEXICO, "Mexico: $820,500 in fiscal year 2020, the most since 2016"),
        (
            replace(MEXICO, fiscal_year_to=2019),
            "Mexico: $22,000 in fiscal year 2019; the most was $492,510 in 2018",
        ),
        (replace(MEXICO, fiscal_year_from=2020), "Mexico: $820,500 in fiscal year 2020"),
        (
            replace(MEXICO, words="nothing like it"),
            f"Mexico: no cost printed, fiscal years 2016{EN_DASH}2020",
        ),
        (replace(MEXICO, fiscal_year_to=2010), "Mexico: no report for these fiscal years"),
    ],
)
def test_the_title_states_what_the_chart_shows(
    tables: Tables, filters: Filters, title: str
) -> None:
    assert _words(tables, SPENDING, filters)[0] == title


def test_titles_of_students_and_courses(tables: Tables) -> None:
    assert _words(tables, STUDENTS, MEXICO)[0] == (
        "Mexico: 69 students in fiscal year 2020, the most since 2016"
    )
    assert _words(tables, COURSES, MEXICO) == (
        "Mexico: “Human Rights Seminar” had the most students, 70",
        f"Students per course title, fiscal years 2016{EN_DASH}2020 together.",
    )
    assert _words(tables, COURSES, replace(MEXICO, words="zzz"))[0] == (
        "Mexico: no course with students"
    )


def test_the_subtitle_names_the_unit_and_what_is_left_out(tables: Tables) -> None:
    narrow = replace(
        MEXICO, programs=("IMET", "unknown"), recipient_forces=("MEX.SEMAR",), words="sea"
    )
    assert _words(tables, SPENDING, narrow)[1] == (
        "Thousands of U.S. dollars per fiscal year, by programme, as printed. "
        "Only: International Military Education and Training; programme not named by any rule; "
        "Navy (SEMAR); words “sea”."
    )
    started = replace(MEXICO, stage="all", year_basis="start")
    assert (
        "done and planned; by fiscal year of the first day" in _words(tables, STUDENTS, started)[1]
    )


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("locale", ["en", "es"])
@pytest.mark.parametrize("theme", get_args(Theme))
def test_a_specification_follows_the_schema_and_carries_its_words(
    tables: Tables, name: str, locale: str, theme: Theme
) -> None:
    drawn = _view(tables, name, MEXICO, locale)
    spec = drawn.spec(theme)
    alt.LayerChart.from_dict(spec)
    assert json.loads(json.dumps(spec)) == spec
    assert " ".join(spec["title"]["text"]) == drawn.texts.title
    assert all(len(line) <= TITLE_WIDTH for line in spec["title"]["text"])
    assert spec["description"].startswith(drawn.texts.title)
    source = next(layer for layer in spec["layer"] if layer.get("name") == SOURCE)
    assert " ".join(source["mark"]["text"]) == drawn.texts.source
    assert drawn.texts.source.endswith(f"{tables.version}.")
    assert spec["config"]["background"] == COLOURS[theme].paper
    assert spec["usermeta"]["foja"]["themes"][theme] == spec["config"]


def test_numbers_are_written_as_in_mexico(tables: Tables) -> None:
    spec = _view(tables, STUDENTS, MEXICO, "es").spec()
    number = spec["config"]["locale"]["number"]
    assert (number["decimal"], number["thousands"]) == (".", ",")
    row = _view(tables, SPENDING, MEXICO, "es").table.rows[-1]
    assert row[1].text == "US$820,500.25"


def test_a_page_may_give_its_own_words(tables: Tables) -> None:
    drawn = _view(tables, SPENDING)
    own = replace(drawn.texts, title="My own title")
    assert drawn.spec(texts=own)["title"]["text"] == ["My own title"]


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize(
    "filters",
    [
        Filters(country="COL"),
        replace(MEXICO, words="nothing like it"),
        replace(MEXICO, fiscal_year_from=1990, fiscal_year_to=1991),
        replace(MEXICO, programs=("CTFP",), fiscal_year_to=2016),
        replace(MEXICO, stage="planned"),
        replace(MEXICO, year_basis="start"),
    ],
)
def test_every_choice_makes_a_chart_a_table_and_a_file(
    tables: Tables, name: str, filters: Filters
) -> None:
    drawn = view(name, tables, filters, "es")
    alt.LayerChart.from_dict(drawn.spec())
    assert drawn.texts.title
    assert {len(row) for row in drawn.table.rows} <= {len(drawn.table.columns)}
    assert drawn.csv().count("\r\n") >= 1


def test_the_file_holds_the_numbers_of_the_table(tables: Tables) -> None:
    rows = list(csv.DictReader(io.StringIO(chart_csv(SPENDING, tables, MEXICO, "es"))))
    cell = next(row for row in rows if (row["fiscal_year"], row["program"]) == ("2020", "SEC333"))
    assert cell["cost_usd"] == "750000.25"
    assert cell["program_name"] == "Sección 333, creación de capacidades"
    assert sum(float(row["cost_usd"] or 0) for row in rows) == pytest.approx(1336010.75)
    students = list(csv.DictReader(io.StringIO(chart_csv(STUDENTS, tables, MEXICO))))
    assert {row["fiscal_year"]: row["students"] for row in students} == {
        "2016": "42",
        "2017": "",
        "2018": "18",
        "2019": "47",
        "2020": "69",
    }
    table = chart_table(STUDENTS, tables, MEXICO)
    assert [(row[0].text, row[1].text) for row in table.rows if row[0].address] == [
        (row["fiscal_year"], row["students"]) for row in students if row["students"]
    ]
    courses = list(csv.DictReader(io.StringIO(chart_csv(COURSES, tables, MEXICO))))
    assert courses[0] == {
        "course_title": "Human Rights Seminar",
        "students": "70",
        "cost_usd": "12000.00",
        "trainings": "2",
        "first_year": "2016",
        "last_year": "2019",
    }


def test_what_is_not_printed_is_empty_in_the_file_and_a_dash_in_the_table(tables: Tables) -> None:
    boats = replace(MEXICO, programs=("SEC333",), fiscal_year_from=2019, fiscal_year_to=2019)
    rows = list(csv.DictReader(io.StringIO(chart_csv(SPENDING, tables, boats))))
    assert [row["cost_usd"] for row in rows] == [""]
    assert chart_table(SPENDING, tables, boats).rows[0][1].text == "\N{EM DASH}"
    assert _words(tables, SPENDING, boats)[0] == "Mexico: no cost printed, fiscal years 2019"


def test_there_is_no_other_chart(tables: Tables) -> None:
    with pytest.raises(KeyError):
        view("no_such_chart", tables, MEXICO)
