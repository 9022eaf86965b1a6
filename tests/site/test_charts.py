"""Charts: what their bars, words, tables and files say, and that they say the same."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import altair as alt
import pytest
from tests.support.tables import write_tables

from foja.measures.filters import LONGEST_WORDS, Filters
from foja.site.charts import CHARTS, ChartView, build_spec, chart_csv, view
from foja.site.charts.finish import SOURCE, TITLE_WIDTH
from foja.site.charts.series import DIMENSIONS
from foja.site.charts.theme import COLOURS, REST, UNTOLD
from foja.site.language import EN_DASH
from foja.tables.engine import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foja.site.charts.model import Theme

MEXICO = Filters(country="MEX")
YEARS = (2016, 2018, 2019, 2020)
SPENDING, ONE_YEAR, STUDENTS, ONE_YEAR_STUDENTS, COURSES, *OTHERS = CHARTS


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    with Tables(write_tables(tmp_path_factory.mktemp("charts"))) as opened:
        yield opened


def _link(filters: Filters) -> str:
    return "/page?" + "&".join(f"{name}={value}" for name, value in filters.to_query())


def _view(
    tables: Tables,
    name: str,
    filters: Filters = MEXICO,
    locale: str = "en",
    by: str = "authority",
) -> ChartView:
    return view(name, tables, filters, locale, link=_link, covered=YEARS, by=by)


def _bars(
    tables: Tables, name: str, filters: Filters = MEXICO, by: str = "authority"
) -> list[dict[str, Any]]:
    return _view(tables, name, filters, by=by).spec()["datasets"]["bars"]


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


def test_values_beyond_the_colours_are_one_bar_and_are_named_in_the_table(
    tables: Tables,
) -> None:
    bars = [bar for bar in _bars(tables, SPENDING) if bar["year"] == 2020]
    # Dollars and students of the whole record decide: CTFP has few dollars and many students.
    assert [bar["series"] for bar in bars] == [
        "Section 333, Building Capacity",
        "International Narcotics and Law Enforcement",
        "International Military Education and Training",
        "Foreign Military Financing",
        "Other programmes",
    ]
    assert bars[-1]["value"] == 17000.0
    columns = [column.text for column in _view(tables, SPENDING).table.columns]
    assert columns[:3] == ["Fiscal year", "All together", "Section 333, Building Capacity"]
    assert "Aviation Leadership Program" in columns
    assert "Department of Homeland Security" in columns
    assert columns[-1] == "programme not named by any rule"
    assert len(columns) == 10


def _colours(tables: Tables, name: str, filters: Filters, by: str) -> dict[str, int]:
    spec = _view(tables, name, filters, by=by).spec()
    domain = _encodings(spec, "color")[0]["scale"]["domain"]
    shown = {bar["series"] for bar in spec["datasets"]["bars"]}
    return {name: place for place, name in enumerate(domain) if name in shown}


@pytest.fixture(scope="module")
def whole_colours(tables: Tables) -> dict[str, dict[str, int]]:
    """The place of each value's colour where nothing is chosen but the country."""
    return {
        by: _colours(tables, SPENDING, MEXICO, by) | _colours(tables, STUDENTS, MEXICO, by)
        for by in DIMENSIONS
    }


@pytest.mark.parametrize("by", DIMENSIONS)
@pytest.mark.parametrize(
    "filters",
    [
        replace(MEXICO, fiscal_year_from=2020),
        replace(MEXICO, fiscal_year_from=2018, fiscal_year_to=2019),
        replace(MEXICO, words="a"),
        replace(MEXICO, programs=("SEC333", "IMET")),
        replace(MEXICO, recipient_forces=("MEX.SEMAR", "MEX.SEDENA")),
        replace(MEXICO, training_types=("technical", "law")),
        replace(MEXICO, deliveries=("in_country",)),
        replace(MEXICO, year_basis="calendar"),
    ],
)
def test_a_value_keeps_its_colour_whatever_is_chosen(
    tables: Tables, by: str, filters: Filters, whole_colours: dict[str, dict[str, int]]
) -> None:
    whole = whole_colours[by]
    for name in (SPENDING, STUDENTS):
        chosen = _colours(tables, name, filters, by)
        assert chosen
        for value, place in chosen.items():
            # A rest of one value is called by its name, in the colour of the rest.
            assert place == whole.get(value, REST)


@pytest.mark.parametrize(
    ("by", "filters", "names"),
    [
        ("type", MEXICO, {"Technical", "Law", "Human rights", "not classified"}),
        (
            "type",
            replace(MEXICO, training_types=("technical",)),
            {"Technical: maintenance", "Technical: electronics", "Technical: aircraft maintenance"},
        ),
        ("recipient", MEXICO, {"Navy (SEMAR)", "Civil ministries", "force not named by any rule"}),
        ("delivery", MEXICO, {"in the country itself", "in the United States", "place not known"}),
    ],
)
def test_what_bars_are_divided_by(
    tables: Tables, by: str, filters: Filters, names: set[str]
) -> None:
    spec = _view(tables, SPENDING, filters, by=by).spec()
    assert names <= {bar["series"] for bar in spec["datasets"]["bars"]}
    domain = _encodings(spec, "color")[0]["scale"]["domain"]
    assert len(domain) <= UNTOLD + 1
    untold = names & {"not classified", "force not named by any rule", "place not known"}
    assert {domain.index(name) for name in untold} <= {UNTOLD}


@pytest.mark.parametrize("by", DIMENSIONS)
@pytest.mark.parametrize("name", [SPENDING, STUDENTS])
def test_an_entry_of_the_legend_leads_to_what_it_shows(tables: Tables, by: str, name: str) -> None:
    drawn = _view(tables, name, by=by)
    shown: dict[str, float] = {}
    for bar in drawn.spec()["datasets"]["bars"]:
        shown[bar["series"]] = shown.get(bar["series"], 0) + bar["value"]
    assert [entry.name for entry in drawn.legend] == sorted(
        shown, key=[entry.name for entry in drawn.legend].index
    )
    for entry in drawn.legend:
        query = parse_qsl(entry.address.partition("?")[2])
        filters = Filters.from_query(query, country="MEX")
        rows = tables.rows(filters.apply(tables.table("trainings")))
        column = "cost_usd" if name == SPENDING else "quantity"
        assert sum(float(row[column] or 0) for row in rows) == pytest.approx(shown[entry.name])


def test_years_of_the_calendar_are_called_so(tables: Tables) -> None:
    by_calendar = replace(MEXICO, year_basis="calendar")
    title, subtitle = _words(tables, SPENDING, by_calendar)
    assert "in calendar year 2020" in title
    assert "per calendar year" in subtitle
    assert "fiscal year 2" not in title
    assert "año calendario" in _words(tables, SPENDING, by_calendar, "es")[0]
    assert chart_csv(SPENDING, tables, by_calendar).startswith("calendar_year,type,type_name")


def test_every_bar_leads_to_its_trainings(tables: Tables) -> None:
    narrow = replace(MEXICO, programs=("IMET",), words="naval")
    for name in (SPENDING, STUDENTS):
        for bar in _bars(tables, name, narrow):
            year = bar["year"]
            assert bar["href"] == f"/page?from={year}&to={year}&program=IMET&words=naval"
    of_types = _bars(tables, SPENDING, by="type")
    boats = next(bar for bar in of_types if (bar["year"], bar["series"]) == (2018, "Technical"))
    assert boats["href"] == "/page?from=2018&to=2018&type=technical"
    found = {bar["title"]: bar["href"] for bar in _bars(tables, COURSES)}
    assert found["Human Rights Seminar"] == '/page?words="Human Rights Seminar"'


def test_a_course_is_found_by_its_link_even_among_other_words(tables: Tables) -> None:
    narrow = replace(MEXICO, words="newport")
    bar = _bars(tables, COURSES, narrow)[0]
    assert bar["href"] == '/page?words=newport "Law of the Sea"'
    filters = Filters.from_query([("words", 'newport "Law of the Sea"')], country="MEX")
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
    assert set(words.strip('"').split()) == {"word"}


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
        f"Students per course title, fiscal years 2016{EN_DASH}2020 together. {OF_REPORTS}",
    )
    assert _words(tables, COURSES, replace(MEXICO, words="zzz"))[0] == (
        "Mexico: no course with students"
    )


OF_REPORTS = (
    "Years are those of the reports. Counted by its first day, a training of the FY2018 report may "
    "fall in fiscal year 2017: 6 of 176 students are in another year."
)
PLANS = (
    (SPENDING, "en", "Mexico: $10 million planned for fiscal year 2021"),
    (SPENDING, "es", "México: 10 millones de dólares previstos para el ejercicio fiscal 2021"),
    (STUDENTS, "en", "Mexico: 1,000 students planned for fiscal year 2021"),
    (STUDENTS, "es", "México: 1,000 alumnos previstos para el ejercicio fiscal 2021"),
)


@pytest.mark.parametrize(("name", "locale", "title"), PLANS)
def test_a_title_of_plans_says_so(tables: Tables, name: str, locale: str, title: str) -> None:
    planned = view(name, tables, replace(MEXICO, stage="planned"), locale, covered=(2021,))
    assert planned.texts.title == title


@pytest.mark.parametrize("stage", ["planned", "all"])
@pytest.mark.parametrize("filters", [MEXICO, replace(MEXICO, words="nothing like it")])
@pytest.mark.parametrize("covered", [(2021,), (2020, 2021), (2021, 2022), ()])
@pytest.mark.parametrize(("locale", "said"), [("en", "plan"), ("es", "previst")])
@pytest.mark.parametrize("name", CHARTS)
def test_no_chart_of_plans_reads_as_done(
    tables: Tables,
    name: str,
    locale: str,
    said: str,
    covered: tuple[int, ...],
    filters: Filters,
    stage: str,
) -> None:
    asked = replace(filters, stage=stage)  # type: ignore[arg-type]
    drawn = view(name, tables, asked, locale, covered=covered)
    texts = drawn.texts
    assert said in texts.description
    assert said in texts.subtitle
    if stage == "planned":
        assert said in texts.title
    for bar in drawn.spec()["datasets"]["bars"]:
        assert said in bar["text"]


def test_the_legend_names_the_values_with_a_bar_alone(tables: Tables) -> None:
    year = replace(MEXICO, fiscal_year_from=2019, fiscal_year_to=2019)
    spec = _view(tables, SPENDING, year).spec()
    color = _encodings(spec, "color")[0]
    bars = {bar["series"] for bar in spec["datasets"]["bars"]}
    assert set(color["legend"]["values"]) == bars
    assert bars < set(color["scale"]["domain"])


def test_one_year_is_shown_by_its_parts(tables: Tables) -> None:
    year = replace(MEXICO, fiscal_year_from=2020, fiscal_year_to=2020)
    drawn = _view(tables, ONE_YEAR, year)
    bars = drawn.spec()["datasets"]["bars"]
    assert drawn.texts.title == ("Mexico: “Section 333, Building Capacity” cost the most, $750,000")
    assert drawn.texts.subtitle.startswith(
        "Thousands of U.S. dollars, fiscal year 2020, by programme, as printed. Years are those"
    )
    assert [(bar["title"], bar["value"], bar["label"]) for bar in bars][:2] == [
        ("Section 333, Building Capacity", 750000.25, "750"),
        ("International Narcotics and Law Enforcement", 30000.0, "30"),
    ]
    assert bars[0]["href"] == "/page?from=2020&to=2020&program=SEC333"
    assert sum(bar["value"] for bar in bars) == 820500.25
    nothing = _view(tables, ONE_YEAR, replace(year, words="nothing like it"))
    assert nothing.texts.title == "Mexico: no cost printed, fiscal year 2020"
    assert nothing.spec()["datasets"]["bars"] == []
    students = _view(tables, ONE_YEAR_STUDENTS, year, by="recipient")
    assert students.texts.title == "Mexico: “Navy (SEMAR)” had the most students, 33"
    assert sum(bar["value"] for bar in students.spec()["datasets"]["bars"]) == 69


def test_the_subtitle_names_the_unit_and_what_is_left_out(tables: Tables) -> None:
    narrow = replace(
        MEXICO, programs=("IMET", "unknown"), recipient_forces=("MEX.SEMAR",), words="sea"
    )
    assert _words(tables, SPENDING, narrow)[1].startswith(
        "Thousands of U.S. dollars per fiscal year, by programme, as printed. "
        "Only: International Military Education and Training; programme not named by any rule; "
        "Navy (SEMAR); words “sea”. Years are those of the reports."
    )
    rarer = replace(
        MEXICO, training_types=("law",), deliveries=("united_states",), places=("US.newport",)
    )
    assert "Only: Law; in the United States; Newport." in _words(tables, SPENDING, rarer)[1]
    started = replace(MEXICO, stage="all", year_basis="start")
    subtitle = _words(tables, STUDENTS, started)[1]
    assert "Only: trainings done and planned, together." in subtitle
    assert "Years are the fiscal years of the first day: " in subtitle


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize(("locale", "theme"), [("en", "light"), ("es", "dark")])
def test_a_specification_follows_the_schema_and_carries_its_words(
    tables: Tables, name: str, locale: str, theme: Theme
) -> None:
    drawn = _view(tables, name, MEXICO, locale)
    spec = drawn.spec(theme)
    alt.Chart.from_dict(spec)
    assert json.loads(json.dumps(spec)) == spec
    assert " ".join(spec["title"]["text"]) == drawn.texts.title
    assert all(len(line) <= TITLE_WIDTH for line in spec["title"]["text"])
    assert spec["description"].startswith(drawn.texts.title)
    if "layer" in spec:
        source = next(layer for layer in spec["layer"] if layer.get("name") == SOURCE)
        assert " ".join(source["mark"]["text"]) == drawn.texts.source
    else:
        assert drawn.texts.source in " ".join(spec["title"]["subtitle"])
    assert drawn.texts.source.endswith(f"{tables.version}.")
    assert spec["config"]["background"] == COLOURS[theme].paper
    assert spec["usermeta"]["foja"]["themes"][theme] == spec["config"]


def test_numbers_are_written_as_in_mexico(tables: Tables) -> None:
    spec = _view(tables, STUDENTS, MEXICO, "es").spec()
    number = spec["config"]["locale"]["number"]
    assert (number["decimal"], number["thousands"]) == (".", ",")
    row = _view(tables, SPENDING, MEXICO, "es").table.rows[-1]
    assert row[1].text == "US$820,500"


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
    alt.Chart.from_dict(drawn.spec())
    assert drawn.texts.title
    assert {len(row) for row in drawn.table.rows} <= {len(drawn.table.columns)}
    assert drawn.csv().count("\r\n") >= 1


def test_there_is_no_other_chart(tables: Tables) -> None:
    with pytest.raises(KeyError):
        view("no_such_chart", tables, MEXICO)
