"""The files of charts: the same numbers as their tables, plain."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.support.tables import write_tables

from foja.measures.filters import Filters
from foja.site.charts import CHARTS, chart_csv, view
from foja.tables.engine import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator

MEXICO = Filters(country="MEX")
SPENDING, _ONE_YEAR, STUDENTS, _ONE_YEAR_STUDENTS, COURSES, *_OTHERS = CHARTS


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    with Tables(write_tables(tmp_path_factory.mktemp("chart-files"))) as opened:
        yield opened


def test_the_file_holds_the_numbers_of_the_table(tables: Tables) -> None:
    def read(name: str, locale: str = "en") -> list[dict[str, str]]:
        return list(
            csv.DictReader(io.StringIO(view(name, tables, MEXICO, locale, by="authority").csv()))
        )

    rows = read(SPENDING, "es")
    cell = next(row for row in rows if (row["fiscal_year"], row["authority"]) == ("2020", "SEC333"))
    assert cell["cost_usd"] == "750000.25"
    assert cell["authority_name"] == "Sección 333, creación de capacidades"
    assert sum(float(row["cost_usd"] or 0) for row in rows) == pytest.approx(1336010.75)
    students: dict[str, int] = {}
    for row in read(STUDENTS):
        year = row["fiscal_year"]
        students[year] = students.get(year, 0) + int(row["students"] or 0)
    assert students == {"2016": 42, "2018": 18, "2019": 47, "2020": 69}
    table = view(STUDENTS, tables, MEXICO).table
    assert {row[0].text: int(row[1].text) for row in table.rows if row[0].address} == students
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
    assert view(SPENDING, tables, boats, by="authority").table.rows[0][1].text == "\N{EM DASH}"
