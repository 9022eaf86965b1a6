"""Bad questions get one clear sentence in the reader's language, never a trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.site.conftest import DOCUMENT

from foja.errors import QueryError
from foja.site.headers import HEADERS
from foja.site.pages import about, country
from foja.site.security import LONGEST_ADDRESS

if TYPE_CHECKING:
    from tests.site.reader import Reader

BAD = (
    ("/country/MEX?foo=1", 400),
    ("/country/MEX?from=2019&from=2018", 400),
    ("/country/MEX?from=soon", 400),
    ("/country/MEX?from=2020&to=2010", 400),
    ("/country/MEX?program=NOPE", 400),
    ("/country/MEX?force=NOPE", 400),
    ("/country/MEX?words=" + "x" * 201, 400),
    ("/country/MEX?words=%00", 400),
    ("/country/MEX?size=1000000", 400),
    ("/country/MEX?page=-1", 400),
    ("/country/MEX?page=99999", 404),
    ("/country/XXX", 404),
    ("/country/mex", 404),
    ("/country/MEX/trainings.csv?page=2", 400),
    ("/country/MEX/trainings.xml", 404),
    ("/country?country=nowhere", 404),
    ("/country?country=MEX&evil=1", 400),
    ("/training/nothing", 404),
    ("/training/" + "9" * 500, 404),
    ("/training/2020-2021.wh.41.99", 404),
    ("/training/2020-2021.wh.41.01?x=1", 400),
    ("/document/2020-2021/zz", 404),
    ("/document/2020-2021/wh/0", 404),
    ("/document/2020-2021/wh/999", 404),
    ("/document/2020-2021/af/1", 404),
    ("/document/2020-2021/wh/one", 404),
    ("/document/..%2f..%2fetc/passwd", 404),
    ("/record/1900-1901", 404),
    ("/record?x=1", 400),
    ("/about?x=1", 400),
    ("/countries?x=1", 400),
    ("/no/such/page", 404),
)


@pytest.mark.parametrize(("address", "status"), BAD)
@pytest.mark.parametrize("code", ["en", "es"])
def test_a_bad_question_gets_a_page(site: Reader, code: str, address: str, status: int) -> None:
    page = site.page(f"/{code}{address}", status)
    assert page.values("html", "lang") == [code]
    next_steps = {"en": "What to do next", "es": "Qué hacer ahora"}[code]
    assert next_steps in page.text
    assert "Traceback" not in page.source
    assert "<script>" not in page.source


def test_what_the_reader_typed_is_never_markup(site: Reader) -> None:
    page = site.page("/en/country/MEX?words=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in page.source
    refused = site.page("/en/country/MEX?%3Cscript%3E=1", 400)
    assert "<script>=" not in refused.source
    assert "“<script>”" in refused.text


def test_a_word_that_is_sql_is_a_word(site: Reader) -> None:
    page = site.page("/en/country/MEX?words=%27%3B+DROP+TABLE+trainings%3B+--")
    assert "empty" in page.ids
    assert "17 trainings" in site.page("/en/").text


def test_an_address_outside_the_languages_is_answered_in_the_browsers(site: Reader) -> None:
    assert "There is no page at this address." in site.get("/nowhere").text
    spanish = site.get("/nowhere", accept_language="es")
    assert "No hay ninguna página en esta dirección." in spanish.text
    assert spanish.status_code == 404


def test_a_very_long_address_is_refused_unread(site: Reader) -> None:
    answer = site.get("/es/country/MEX?words=" + "x" * LONGEST_ADDRESS)
    assert answer.status_code == 414
    assert "elija menos filtros" in answer.text
    assert "xxxx" not in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_only_reading_is_answered(site: Reader, method: str) -> None:
    answer = site.ask(method, "/en/record")
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
    assert "only answers GET" in answer.text


def test_a_failure_of_ours_is_a_page_with_all_headers(
    site: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_tables: object) -> None:
        raise RuntimeError("a secret of the machine")

    monkeypatch.setattr(about, "reports", fail)
    answer = site.get("/es/about")
    assert answer.status_code == 500
    assert "Algo falló de nuestro lado" in answer.text
    assert "secret" not in answer.text
    for name, value in HEADERS.items():
        assert answer.headers[name] == value


def test_a_question_past_the_limits_is_told_so(
    site: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tire(*_: object) -> None:
        raise QueryError("ran past its limits")

    site.forget()
    monkeypatch.setattr(country, "offered", tire)
    answer = site.get("/en/country/MEX")
    assert answer.status_code == 503
    assert "could not answer this question within their limits" in answer.text
    assert "<h1>This question asks for too much</h1>" in answer.text


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/en/",
        "/en/nowhere",
        "/static/css/foja.css",
        "/static/../app.py",
        "/healthz",
        "/en/country/MEX/trainings.csv",
        "/robots.txt",
        "/favicon.svg",
        f"/page/{DOCUMENT}/1.webp",
    ],
)
def test_every_answer_carries_the_headers(site: Reader, address: str) -> None:
    answer = site.get(address)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value


def test_the_policy_allows_nothing_from_elsewhere() -> None:
    policy = HEADERS["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    for unsafe in ("unsafe-inline", "unsafe-eval", "http:", "https:", "*"):
        assert unsafe not in policy
    for directive in ("base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"):
        assert directive in policy
