"""How answers travel: one shape for what is wrong, tags, other sites' pages, CSV, limits."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from tests.site.api.asking import ROOT, ask, refused
from tests.site.reader import Reader

from foja.errors import SettingsError
from foja.site.api import call as calling
from foja.site.api.call import Limits, call
from foja.site.api.endpoint import Answer
from foja.site.api.envelope import ENCODER, envelope
from foja.site.api.parameters import Paged
from foja.site.api.problem import ProblemError
from foja.site.api.rate import BURST, MOST_ADDRESSES, Buckets, reader_of
from foja.site.api.registry import BY_NAME
from foja.site.api.settings import RATE, RATE_NAME, SECONDS_NAME, settings_from
from foja.site.app import create_app

if TYPE_CHECKING:
    from pathlib import Path

    from foja.site.api.endpoint import Api


# What is wrong -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "where", "said"),
    [
        ("/trainings?contry=MEX", "contry", "has no parameter “contry”"),
        ("/trainings?country=MEX&country=COL", "country", "given twice"),
        ("/trainings?country=Mexico", "country", "“Mexico” is not a value of “country”"),
        ("/trainings?country=QQQ", "country", "not a country of these tables"),
        ("/trainings?limit=1001", "limit", "“1001” is not a value of “limit”"),
        ("/trainings?limit=0", "limit", "“0”"),
        ("/trainings?limit=ten", "limit", "“ten”"),
        ("/trainings?limit=1e2", "limit", "“1e2”"),
        ("/trainings?from=2020&to=2010", "from", "after the last"),
        ("/series/prices.cpi_u?from=2020&to=2010", "from", "after the last"),
        ("/trainings?type=nothing.such", "type", "nothing.such"),
        ("/trainings?flag=odd", "flag", "“odd” is not a value of “flag”"),
        ("/trainings?sort=price", "sort", "“price” is not a value of “sort”"),
        ("/trainings/%0a", "training_id", "is not a value of “training_id”"),
        ("/trainings?words=a%00b", "words", "is not a value of “words”"),
        ("/trainings?format=xml", "format", "“xml” is not a value of “format”"),
        ("/measures/cost_usd?by=moon", "by", "“moon” is not a value of “by”"),
        ("/units/MEX.bam-11/trainings?before=2011-02-30", "before", "“2011-02-30”"),
        ("/units?q=---", "q", "no letter or digit"),
        ("/search", "q", "“q” is missing"),
        ("/claims/check?country=MEX", "", ""),
    ],
)
def test_what_cannot_be_meant_is_told(address: str, where: str, said: str, small: Reader) -> None:
    problem = refused(small, address)
    assert problem["where"] == where
    assert said in problem["detail"]


@pytest.mark.parametrize(
    "address",
    [
        "/nothing",
        "/trainings/2020-2021.wh.1.99",
        "/units/MEX.nobody",
        "/measures/",
        "/totals/none",
        "/takeaways/MEX/1990",
        "/takeaways/QQQ/2019",
        "/claims/X999",
        "/series/none",
        "/documents/2020-2021/moon",
        "/places/none",
    ],
)
def test_what_is_not_there_is_told(address: str, small: Reader) -> None:
    assert refused(small, address, 404)["instance"].startswith(ROOT)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_the_api_is_only_read(method: str, small: Reader) -> None:
    answer = small.ask(method, f"{ROOT}/trainings")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_address_too_long_is_told_in_the_same_shape(small: Reader) -> None:
    answer = small.get(f"{ROOT}/trainings?words={'a' * 3000}")
    assert answer.status_code == 414
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_failure_is_told_without_its_cause(
    small: Reader, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> Answer:
        raise RuntimeError("the secret of a folder")

    monkeypatch.setattr("foja.site.api.application.answer", broken)
    with caplog.at_level("ERROR", "foja.api"):
        problem = refused(small, "/reports", 500)
    assert "secret" not in json.dumps(problem)
    assert "secret" in caplog.text


# Tags, methods, other sites ----------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/trainings?limit=3", "/openapi.json", "/", "/reports"])
def test_what_a_reader_has_is_not_sent_again(address: str, small: Reader) -> None:
    first = small.get(f"{ROOT}{address}")
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "public, max-age=300"
    again = small.get(f"{ROOT}{address}", if_none_match=tag)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["cache-control"] == first.headers["cache-control"]
    assert again.headers["access-control-allow-origin"] == "*"
    assert small.get(f"{ROOT}{address}", if_none_match='"other"').content == first.content


def test_an_answer_that_rests_on_documents_is_tagged_by_itself(small: Reader) -> None:
    address = f"{ROOT}/trainings/2016-2017.wh.41.01"
    first = small.get(address)
    assert first.headers["cache-control"] == "max-age=60"
    again = small.get(address, if_none_match=first.headers["etag"])
    assert (again.status_code, again.headers["cache-control"]) == (304, "max-age=60")
    assert first.json()["data"]["image_address"] is None


def test_the_image_of_a_page_is_named_where_it_can_be_shown(site_with_pages: Reader) -> None:
    data = ask(site_with_pages, "/trainings/2020-2021.wh.41.01")["data"]
    image = site_with_pages.get(data["image_address"])
    assert image.headers["content-type"] == "image/webp"


@pytest.mark.parametrize("address", ["/trainings?limit=3", "/", "/openapi.json", "/nothing"])
def test_head_is_get_without_the_answer(address: str, small: Reader) -> None:
    whole, head = small.get(f"{ROOT}{address}"), small.ask("HEAD", f"{ROOT}{address}")
    assert head.status_code == whole.status_code
    assert head.content == b""
    assert head.headers["content-type"] == whole.headers["content-type"]
    assert head.headers.get("etag") == whole.headers.get("etag")


def test_pages_of_other_sites_may_read_it(small: Reader) -> None:
    plain = small.get(f"{ROOT}/reports", origin="https://news.example")
    assert plain.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in plain.headers
    exposed = plain.headers["access-control-expose-headers"]
    assert {"ETag", "Link", "Retry-After", "Foja-Citation"} <= set(exposed.split(", "))
    asked = small.ask(
        "OPTIONS",
        f"{ROOT}/trainings",
        origin="https://news.example",
        access_control_request_method="GET",
        access_control_request_headers="if-none-match",
    )
    assert (asked.status_code, asked.content) == (204, b"")
    assert asked.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in asked.headers["access-control-allow-headers"]


def test_the_api_without_its_last_stroke_leads_to_it(small: Reader) -> None:
    for address in (ROOT, f"{ROOT}/es"):
        answer = small.get(address)
        assert answer.status_code == 308
        assert answer.headers["location"] == f"{address}/"


# What stands around an answer --------------------------------------------------------------------


def test_every_answer_says_where_it_is_from(small: Reader) -> None:
    about = ask(small, "/trainings?country=MEX&limit=2")["about"]
    assert about["tables_version"] == small.app.state.version
    assert about["address"] == "http://foja.test/api/v1/trainings?country=MEX&limit=2"
    assert about["address"] in about["citation"]
    assert small.app.state.version in about["citation"]
    assert small.get(about["evidence"]).status_code == 200
    assert about["licence_address"].startswith("https://creativecommons.org/publicdomain/")


@pytest.mark.parametrize(
    "address",
    [
        "/trainings?limit=1000",
        "/totals?limit=1000",
        "/units?limit=1000",
        "/measures/cost_usd?by=year&by=program",
        "/countries?limit=300",
        "/issues",
        "/claims?limit=1000",
        "/series/prices.cpi_u",
        "/reports",
    ],
)
def test_a_csv_has_the_rows_of_the_json(address: str, small: Reader) -> None:
    rows = ask(small, address)["data"]
    mark = "&" if "?" in address else "?"
    answer = small.get(f"{ROOT}{address}{mark}format=csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    frame = pl.read_csv(io.BytesIO(answer.content), infer_schema=False)
    assert len(frame) == len(rows)
    for line, row in zip(frame.iter_rows(named=True), rows, strict=True):
        assert set(line) >= set(row) or set(row) >= set(line)
        for name in line:
            assert _read(line[name], row.get(name)) == row.get(name), name


def _read(text: str | None, like: object) -> object:
    """Return what a field of a CSV says, of the type of what JSON says."""
    if isinstance(like, list):
        return [] if not text else text.split("; ")
    if text is None:
        return None
    if isinstance(like, bool):
        return text == "true"
    if isinstance(like, int | float):
        return float(text)
    return text


def test_a_csv_says_in_its_headers_what_stands_around_it(small: Reader) -> None:
    address = f"{ROOT}/trainings?country=MEX&limit=2&format=csv"
    answer = small.get(address)
    headers = answer.headers
    assert headers["foja-tables-version"] == small.app.state.version
    assert address in headers["foja-citation"]
    assert headers["foja-count"] == str(
        ask(small, "/trainings?country=MEX&limit=2")["page"]["count"]
    )
    assert headers["content-disposition"] == 'attachment; filename="foja-trainings.csv"'
    links = {
        part.split("rel=")[1].strip('"'): part.split(">")[0].strip().removeprefix("<")
        for part in headers["link"].split(", ")
    }
    assert set(links) == {"license", "alternate", "service-desc", "next"}
    following = small.get(links["next"])
    first, second = (
        pl.read_csv(io.BytesIO(one.content), infer_schema=False)["training_id"].to_list()
        for one in (answer, following)
    )
    assert len(first) == 2
    assert not set(first) & set(second)


def test_odd_signs_in_an_address_break_no_header(small: Reader) -> None:
    answer = small.get(f"{ROOT}/search?q=ñ%0d%0aX-Evil:1%3e%3c%22")
    assert answer.status_code == 400
    answer = small.get(f"{ROOT}/search?q=%C3%B1andu%3E%3C%22,;")
    assert answer.status_code == 200
    assert ">" not in answer.headers["link"].split(">; rel")[0].removeprefix("<")
    assert answer.headers["foja-citation"].isascii()


# Limits ------------------------------------------------------------------------------------------


def test_a_question_that_takes_too_long_is_stopped(api: Api, small: Reader) -> None:
    endless = replace(BY_NAME["reports"], asked=Paged, answer=_endless)
    with pytest.raises(ProblemError) as caught:
        calling.answer(api, endless, Paged(), Limits(seconds=0.2))
    assert caught.value.status == 503
    assert "longer than 0.2 seconds" in caught.value.detail
    assert caught.value.headers["retry-after"] == "60"
    # The same tables answer the next question.
    assert ask(small, "/reports?limit=1")["data"]


def _endless(api: Api, _asked: Paged) -> Answer:
    table = api.tables.table("series")
    for _ in range(6):
        table = table.cross_join(api.tables.table("series").select(other="value")).select("value")
    api.tables.ask(None, lambda: table.aggregate(rows=table.value.sum()))
    return Answer([], "/en/")


def test_an_address_that_asks_too_often_is_told_when_to_come_back(
    tables_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(RATE_NAME, "0.01")
    with Reader(create_app(tables_folder)) as reader:
        assert reader.get(f"{ROOT}/measures").status_code == 200
        problem = refused(reader, "/reports", 429)
        assert problem["type"].endswith("#problem-too-many-requests")
        answer = reader.get(f"{ROOT}/reports")
        assert 1 <= int(answer.headers["retry-after"]) <= 101
        # Pages are no questions to the API.
        assert reader.get("/en/about").status_code == 200


def test_tokens_come_back_with_time() -> None:
    now = [100.0]
    buckets = Buckets(2, clock=lambda: now[0])
    assert [buckets.take("a") for _ in range(2 * BURST)] == [0.0] * 2 * BURST
    assert buckets.take("a") == pytest.approx(0.5)
    assert buckets.take("b") == 0
    now[0] += 0.5
    assert buckets.take("a") == 0
    assert buckets.take("a") > 0
    now[0] += 1_000
    assert [buckets.take("a") for _ in range(2 * BURST)] == [0.0] * 2 * BURST
    assert buckets.take("a") > 0


def test_addresses_are_forgotten_before_memory_is_full() -> None:
    buckets = Buckets(1, clock=lambda: 0.0)
    for number in range(MOST_ADDRESSES + 50):
        assert buckets.take(str(number)) == 0
    assert len(buckets._kept) == MOST_ADDRESSES


@pytest.mark.parametrize(
    ("client", "counted"),
    [
        (("10.1.2.3", 5), "10.1.2.3"),
        (("2001:db8:1:2:3:4:5:6", 5), "2001:db8:1:2::/64"),
        (("::ffff:10.1.2.3", 5), "10.1.2.3"),
        (("testclient", 5), "testclient"),
        (None, ""),
    ],
)
def test_a_request_counts_for_the_address_of_the_server(client: Any, counted: str) -> None:
    forwarded = [(b"x-forwarded-for", b"1.2.3.4")]
    assert reader_of({"type": "http", "client": client, "headers": forwarded}) == counted


def test_settings_are_read_or_refused() -> None:
    assert settings_from({}).rate == RATE
    assert settings_from({RATE_NAME: "0", SECONDS_NAME: "2.5"}).seconds == 2.5
    for name, value in (
        (RATE_NAME, "-1"),
        (RATE_NAME, "x"),
        (RATE_NAME, "nan"),
        (SECONDS_NAME, "0"),
    ):
        with pytest.raises(SettingsError, match=name):
            settings_from({name: value})


# Without HTTP ------------------------------------------------------------------------------------


def test_the_same_is_answered_without_http(api: Api, small: Reader) -> None:
    said = call(api, "trainings", {"country": "MEX", "type": "technical.maintenance", "limit": 3})
    by_hand = json.loads(ENCODER.encode(envelope(api, said)))
    by_http = ask(small, "/trainings?country=MEX&type=technical.maintenance&limit=3")
    for row in by_http["data"]:
        row["address"] = row["address"].removeprefix("http://foja.test")
        row["page_address"] = row["page_address"].removeprefix("http://foja.test")
    assert by_hand["data"] == by_http["data"]
    assert by_hand["page"]["next_cursor"] == by_http["page"]["next_cursor"]
    with pytest.raises(ProblemError, match="no endpoint “nothing”"):
        call(api, "nothing", {})
    with pytest.raises(ProblemError, match="contry"):
        call(api, "trainings", {"contry": "MEX"})
