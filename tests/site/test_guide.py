"""The five worked questions: their figures are the tables', by plain SQL, in both languages."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import duckdb
import pytest
from tests.site.reader import Reader

from foja.site.app import create_app
from foja.site.guide_questions import questions
from foja.site.language import LANGUAGES
from foja.tables.folder import SNAPSHOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foja.site.guide_model import Question

ORIGIN = "http://foja.test"
each_language = pytest.mark.parametrize("code", LANGUAGES)


@pytest.fixture(scope="module")
def whole() -> Iterator[Reader]:
    """A reader of the site over the tables in the package."""
    with Reader(create_app()) as reader:
        yield reader


@pytest.fixture(scope="module")
def tables() -> Iterator[duckdb.DuckDBPyConnection]:
    """The trainings that were done, read from the files themselves."""
    with duckdb.connect() as connection:
        files = str(SNAPSHOT / "trainings.*.parquet")
        connection.read_parquet(files).filter("stage = 'actual'").create_view("trainings")
        yield connection


def _asked(whole: Reader, code: str) -> dict[str, Question]:
    reading = whole.app.state.site.reading
    return {one.key: one for one in questions(reading, LANGUAGES[code], ORIGIN)}


def _sql(tables: duckdb.DuckDBPyConnection, where: str) -> tuple[int, int, Decimal]:
    rows = tables.view("trainings").filter(where)
    sums = "count(*), coalesce(sum(quantity), 0)::bigint, coalesce(sum(cost_usd), 0)"
    lines, students, cost = rows.aggregate(sums).fetchall()[0]
    return int(lines), int(students), Decimal(cost)


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"\d[\d,]*", text))


@each_language
def test_the_navy_is_that_of_the_tables(
    whole: Reader, tables: duckdb.DuckDBPyConnection, code: str
) -> None:
    question = _asked(whole, code)["navy"]
    navy = "country_iso3 = 'MEX' and recipient_force like 'MEX.SEMAR%' and fiscal_year = 2016"
    lines, students, cost = _sql(tables, navy)
    assert lines > 100
    wanted = {f"{lines:,}", f"{students:,}", f"{round(cost):,}"}
    assert wanted <= _numbers(question.answer[0])
    shown = [[cell.text for cell in row[1:]] for row in question.rows]
    assert sum(int(row[0].replace(",", "")) for row in shown) == lines
    assert sum(int(row[1].replace(",", "")) for row in shown) == students


@each_language
def test_human_rights_are_those_of_the_tables(
    whole: Reader, tables: duckdb.DuckDBPyConnection, code: str
) -> None:
    question = _asked(whole, code)["human-rights"]
    assert question.rows
    for year, *cells in question.rows:
        where = (
            "country_iso3 = 'MEX' and training_type like 'human_rights%' "
            f"and fiscal_year = {year.text}"
        )
        lines, students, cost = _sql(tables, where)
        texts = [cell.text.removeprefix("US").removeprefix("$") for cell in cells]
        assert texts == [f"{lines:,}", f"{students:,}", f"{round(cost):,}"]


@each_language
def test_a_unit_is_split_at_the_day_of_the_event(
    whole: Reader, tables: duckdb.DuckDBPyConnection, code: str
) -> None:
    question = _asked(whole, code)["unit"]
    step = next(step for step in question.steps if "?before=" in step.address)
    unit, day = re.search(r"/unit/([^?]+)\?before=(.+)$", step.address).groups()
    before = _sql(tables, f"unit_id = '{unit}' and start_date < date '{day}'")[0]
    after = _sql(tables, f"unit_id = '{unit}' and start_date >= date '{day}'")[0]
    assert before
    told = re.split("[”»]", question.answer[0])[-1]
    assert [int(one) for one in re.findall(r"\d+", told)] == [before, after]


@each_language
def test_two_countries_have_the_average_of_the_years_of_both(
    whole: Reader, tables: duckdb.DuckDBPyConnection, code: str
) -> None:
    question = _asked(whole, code)["countries"]
    read = tables.view("trainings").aggregate("fiscal_year, list(distinct country_iso3) as found")
    years = len(read.filter("list_has_all(found, ['MEX', 'COL'])").fetchall())
    for row, country in zip(question.rows, ("MEX", "COL"), strict=True):
        sums = _sql(tables, f"country_iso3 = '{country}'")
        wanted = [f"{round(Decimal(value) / years):,}" for value in sums]
        assert [cell.text.removeprefix("US").removeprefix("$") for cell in row[1:]] == wanted


@each_language
def test_the_page_shows_the_way_the_limits_and_the_citation(whole: Reader, code: str) -> None:
    page = whole.page(f"/{code}/guide")
    asked = _asked(whole, code)
    assert len(asked) == 5
    for key, question in asked.items():
        assert key in page.ids
        assert len(question.steps) >= 3
        assert len(question.limits) >= 2
        for text in (*question.answer, *question.limits, question.cite):
            assert " ".join(text.split()) in " ".join(page.text.split())
        assert f"{ORIGIN}/{code}/" in question.cite
    assert "exercises" in page.ids


def test_every_address_of_the_questions_answers(whole: Reader) -> None:
    asked = _asked(whole, "en")
    steps = {step.address for one in asked.values() for step in one.steps if step.address}
    cells = {cell.address for one in asked.values() for row in one.rows for cell in row}
    cited = {re.search(r"http://foja.test(/\S+?),", one.cite)[1] for one in asked.values()}
    for address in sorted({*steps, *cells, *cited} - {""}):
        assert whole.get(address).status_code == 200, address


@each_language
def test_without_such_trainings_the_questions_say_so(site: Reader, code: str) -> None:
    page = site.page(f"/{code}/guide")
    nothing = {
        "en": "These tables hold no training that answers it.",
        "es": "Estas tablas no tienen adiestramientos que la respondan.",
    }
    assert nothing[code] in page.text
