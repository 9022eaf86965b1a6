"""The page that asks in SQL, its files, its chart, and the endpoint for programs."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest

from foja.measures.filters import Filters
from foja.site.language import LANGUAGES
from foja.site.sql_chart import Plan, plan_of
from foja.site.sql_choice import choice_as_sql, sql_address
from foja.site.sql_desk import Shown
from foja.site.sql_examples import examples
from foja.site.sql_table import sql_table, value_text
from foja.site.sql_words import problem_words, table_words
from foja.tables.schema import TABLES
from foja.tables.sql_errors import SENTENCES, SqlError
from foja.tables.sql_process import SqlAnswer, SqlBusyError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.site.reader import Reader

ENGLISH, SPANISH = LANGUAGES["en"], LANGUAGES["es"]
BY_YEAR = (
    "SELECT fiscal_year, sum(quantity) AS students FROM trainings "
    "WHERE country_iso3 = 'MEX' AND stage = 'actual' GROUP BY ALL ORDER BY ALL"
)


def _shown(types: Sequence[str], rows: list[list[object]], *, more: bool = False) -> Shown:
    names = tuple(f"c{number}" for number in range(len(types)))
    written = json.dumps(rows).encode()
    return Shown(SqlAnswer(names, tuple(types), written, len(rows), more, 0.1))


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_explains_itself_before_anything_is_asked(site: Reader, language: str) -> None:
    page = site.ask("GET", f"/{language}/sql")
    assert page.status_code == 200
    assert 'id="begin"' in page.text
    assert 'name="robots"' not in page.text
    for table in TABLES:
        assert f'data-sql-table="{table.name}"' in page.text
        assert all(f'data-sql-column="{one.name}"' in page.text for one in table.columns)
    assert site.app.state.site.sql.workers.processes() == []


@pytest.mark.parametrize("language", [ENGLISH, SPANISH], ids=["en", "es"])
def test_every_example_is_answered(record: Reader, language: object) -> None:
    for one in examples(language):  # type: ignore[arg-type]
        page = record.ask("GET", one.address)
        assert page.status_code == 200, one.key
        assert len(re.findall("<tr>", page.text)) > 5, one.key
        assert len(one.address) < 2_000


def test_the_answers_equal_those_of_the_site_itself(record: Reader) -> None:
    trainings = record.app.state.site.reading.tables.trainings(country="MEX")
    sums = trainings.group_by("fiscal_year").agg(students=trainings.quantity.sum())
    expected = record.app.state.site.reading.tables.rows(sums.order_by("fiscal_year"))
    answer = record.ask("GET", f"/api/v1/sql?{urlencode({'q': BY_YEAR})}").json()["data"]
    assert answer["columns"][1] == {"name": "students", "type": "HUGEINT"}
    assert answer["rows"] == [[row["fiscal_year"], row["students"]] for row in expected]
    assert answer["count"] == len(expected) > 20
    chart = record.ask("GET", sql_address(ENGLISH, BY_YEAR, "/chart.json")).json()
    drawn = [(int(bar["label"]), bar["value"]) for bar in chart["datasets"]["values"]]
    assert drawn == [(row["fiscal_year"], row["students"]) for row in expected]


def test_a_csv_holds_every_row_under_its_names(record: Reader) -> None:
    sql = "SELECT country_iso3, name_es FROM countries ORDER BY 1"
    page = record.ask("GET", sql_address(SPANISH, sql, ".csv"))
    rows = list(csv.reader(io.StringIO(page.content.decode("utf-8-sig"))))
    tables = record.app.state.site.reading.tables
    assert rows[0] == ["country_iso3", "name_es"]
    assert len(rows) == tables.counts["countries"] + 1
    assert page.headers["foja-more-rows"] == "false"
    cut = record.ask("GET", sql_address(ENGLISH, "FROM trainings", ".csv"))
    assert cut.headers["foja-more-rows"] == "true"
    assert len(cut.content) < record.app.state.site.sql.limits.octets + 10_000
    api = record.ask("GET", f"/api/v1/sql?format=csv&limit=5&q={quote(sql)}")
    assert api.text.splitlines()[0] == "country_iso3,name_es"
    assert "foja-count" not in api.headers


def test_identifiers_lead_to_the_pages_they_rest_on(record: Reader) -> None:
    sql = (
        "SELECT total_id, document, page, report, country_iso3 "
        "FROM printed_totals WHERE country_iso3 = 'MEX' LIMIT 1"
    )
    shown = record.app.state.site.sql.show(sql)
    total_id, document, page, report, _country = shown.rows[0]
    table = sql_table(shown, record.app.state.site.reading, ENGLISH)
    assert [cell.address for cell in table.rows[0]] == [
        f"/en/document/{document}/{page}?mark={total_id}",
        f"/en/document/{document}",
        f"/en/document/{document}/{page}?mark={total_id}",
        f"/en/record/{report}",
        "/en/country/MEX",
    ]
    for cell in table.rows[0]:
        assert record.ask("GET", cell.address).status_code == 200
    page = record.ask("GET", sql_address(ENGLISH, "SELECT training_id FROM trainings LIMIT 3"))
    assert len(re.findall(r'<td><a href="/en/training/', page.text)) == 3
    invented = "SELECT 'javascript:alert(1)' AS training_id, 'XXX' AS country_iso3, 'a/b' AS report"
    bare = sql_table(
        record.app.state.site.sql.show(invented), record.app.state.site.reading, ENGLISH
    )
    assert [cell.address for cell in bare.rows[0]] == ["", "", ""]


def test_what_is_wrong_is_said_beside_the_text_with_its_line(record: Reader) -> None:
    page = record.ask("GET", sql_address(ENGLISH, "SELECT fiscal_year,\n  nope\nFROM trainings"))
    assert page.status_code == 400
    assert "Line 2, column 3:" in page.text
    assert (
        '<li class="marked" aria-current="true"><code>  <mark>nope</mark></code></li>' in page.text
    )
    assert 'aria-invalid="true"' in page.text
    spanish = record.ask("GET", sql_address(SPANISH, "SELECT getenv('PATH')"))
    assert spanish.status_code == 400
    assert "cambia de un momento a otro" in spanish.text
    file = record.ask("GET", sql_address(ENGLISH, "DROP TABLE trainings", ".csv"))
    assert file.status_code == 400
    assert "only SELECT is answered" in file.text
    problem = record.ask("GET", "/api/v1/sql?q=SELECT+*+FROM+duckdb_settings()")
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json()["where"] == "q"


def test_what_is_asked_stands_on_the_page_as_text_alone(record: Reader) -> None:
    sql = "SELECT '</textarea><script>alert(1)</script>' AS \"<b>x</b>\""
    for address in (sql_address(ENGLISH, sql), sql_address(ENGLISH, f"{sql} nope nope")):
        page = record.ask("GET", address)
        assert "<script>alert" not in page.text
        assert "<b>x</b>" not in page.text
    assert record.ask("GET", "/en/sql?q=SELECT%00").status_code == 400
    assert record.ask("GET", "/en/sql?q=SELECT+1&other=1").status_code == 400


def test_an_address_may_be_longer_where_it_holds_a_query(record: Reader) -> None:
    long = f"SELECT 1 -- {'x' * 3_000}"
    assert record.ask("GET", sql_address(ENGLISH, long)).status_code == 200
    assert record.ask("GET", f"/api/v1/sql?{urlencode({'q': long})}").status_code == 200
    assert record.ask("GET", f"/en/search?q={'x' * 3_000}").status_code == 414
    assert record.ask("GET", sql_address(ENGLISH, f"SELECT {'é' * 3_000}")).status_code == 414
    too_long = record.ask("GET", sql_address(ENGLISH, f"SELECT 1 -- {'x' * 4_000}"))
    assert too_long.status_code == 400
    assert "4,012 characters; the limit is 4,000" in too_long.text


def test_an_empty_answer_says_what_to_look_at(record: Reader) -> None:
    page = record.ask("GET", sql_address(ENGLISH, "FROM trainings WHERE program = 'nothing'"))
    assert page.status_code == 200
    assert 'id="empty"' in page.text
    assert "ILIKE '%naval%'" in page.text


def test_the_site_says_when_it_is_busy(record: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object, **__: object) -> None:
        raise SqlBusyError(10)

    monkeypatch.setattr(record.app.state.site.sql, "ask", busy)
    for address in ("/en/sql?q=SELECT+77", "/es/sql.csv?q=SELECT+77", "/api/v1/sql?q=SELECT+77"):
        answer = record.ask("GET", address)
        assert answer.status_code == 503, address
        if address.startswith("/es/"):
            assert "<h1>Por ahora no se puede responder</h1>" in answer.text
        else:
            assert answer.headers["retry-after"] == "10"


@pytest.mark.parametrize(
    ("types", "rows", "kind"),
    [
        (["INTEGER", "HUGEINT"], [[2001, 5], [2002, 7]], "columns"),
        (["INTEGER", "HUGEINT", "BIGINT"], [[2001, 5, 6], [2002, 7, 8]], "lines"),
        (["VARCHAR", "DECIMAL(38,2)"], [["a", 5.0], ["b", 7.5]], "bars"),
        (["DATE", "BIGINT"], [["2001-01-01", 5], ["2001-01-02", 7]], "lines"),
        (["VARCHAR", "BIGINT", "INTEGER"], [["a", 5, 1999], ["b", 7, 2020]], "bars"),
        (["INTEGER", "HUGEINT"], [[2001, 5]], "a single row"),
        (["VARCHAR", "BIGINT"], [["a", 5], ["a", 7]], "in several rows"),
        (["VARCHAR", "BIGINT"], [[f"{n}", n] for n in range(41)], "too many"),
        (["VARCHAR", "VARCHAR"], [["a", "b"], ["c", "d"]], "one to three columns"),
        (["VARCHAR", *["BIGINT"] * 4], [["a", 1, 2, 3, 4], ["b", 1, 2, 3, 4]], "one to three"),
        (["BIGINT", "BIGINT"], [[1, 2], [3, 4]], "one to three columns"),
        (["INTEGER", "BIGINT"], [], "one to three columns"),
    ],
)
def test_a_chart_is_drawn_where_there_is_one(
    types: list[str], rows: list[list[object]], kind: str
) -> None:
    plan = plan_of(_shown(types, rows), ENGLISH)
    if isinstance(plan, Plan):
        assert plan.kind == kind
    else:
        assert kind in plan


def test_numbers_far_apart_have_scales_of_their_own() -> None:
    near = plan_of(_shown(["INTEGER", "BIGINT", "BIGINT"], [[2001, 5, 60], [2002, 7, 8]]), ENGLISH)
    far = plan_of(_shown(["INTEGER", "BIGINT", "BIGINT"], [[2001, 5, 900], [2002, 7, 8]]), ENGLISH)
    assert isinstance(near, Plan)
    assert isinstance(far, Plan)
    assert (near.apart, far.apart) == (False, True)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (None, None, ""),
        (True, None, "true"),
        (2019, None, "2019"),
        (12345, None, "12,345"),
        (1234.5, 2, "1,234.50"),
        (0.25, None, "0.25"),
        (1234.56789, None, "1,234.5679"),
        (["a", "b"], None, "a; b"),
        ([1, 2], None, "[1, 2]"),
        ("x" * 3_000, None, "x" * 2_000 + "…"),
    ],
)
def test_values_are_written_as_readers_write_them(
    value: object, places: int | None, text: str
) -> None:
    assert value_text(value, places) == text


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(country="MEX", fiscal_year_from=2010, fiscal_year_to=2012),
        Filters(country="COL", stage="all", programs=("IMET", "CTFP"), deliveries=("unknown",)),
        Filters(country="MEX", recipient_forces=("MEX.SEDENA",), training_types=("flight",)),
        Filters(country="MEX", recipient_forces=("unknown",), year_basis="calendar"),
        Filters(fiscal_year_from=2019, flags=("cost_outlier", "repeated_row"), year_basis="start"),
        Filters(country="MEX", units=("MEX.escuadron-aereo-302",), places=("US.whinsec",)),
    ],
)
def test_a_choice_as_sql_has_the_same_rows(record: Reader, filters: Filters) -> None:
    tables = record.app.state.site.reading.tables
    (counted,) = tables.rows(filters.apply(tables.table("trainings")).count().as_table())
    sql = choice_as_sql(filters)
    answer = record.app.state.site.sql.ask(f"SELECT count(*) FROM ({sql})")  # noqa: S608 - SQL of our own
    assert json.loads(answer.rows) == [[next(iter(counted.values()))]]


def test_a_search_is_not_said_in_sql(record: Reader) -> None:
    assert choice_as_sql(Filters(words="naval")) == ""
    assert choice_as_sql(Filters(lengths=("1",))) == ""
    page = record.ask("GET", "/en/country/MEX/rows?from=2018&program=IMET")
    (address,) = re.findall(r'href="(/en/sql\?q=[^"]+)" id="as-sql"', page.text)
    assert record.ask("GET", address.replace("&amp;", "&")).status_code == 200
    assert 'id="as-sql"' not in record.ask("GET", "/en/country/MEX/rows?words=naval").text


def test_every_code_has_words_in_both_languages() -> None:
    for code in SENTENCES:
        english = problem_words(SqlError(code, "thing", most="9"), ENGLISH)
        spanish = problem_words(SqlError(code, "thing", most="9"), SPANISH)
        assert english.sentence
        assert english.sentence != spanish.sentence


def test_every_table_and_column_is_told_in_both_languages() -> None:
    for english, spanish in zip(table_words(ENGLISH), table_words(SPANISH), strict=True):
        assert english.row != spanish.row
        assert len(english.columns) == len(spanish.columns) > 2
    assert {one.type for table in table_words(ENGLISH) for one in table.columns} == {
        "VARCHAR",
        "INTEGER",
        "DOUBLE",
        "DATE",
        "BOOLEAN",
        "DECIMAL(14,2)",
        "DECIMAL(18,4)",
        "VARCHAR[]",
    }
