"""`foja takeaways`: the file that is asked for, or one sentence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.tables import write_tables

from foja.cli.brief import brief_file, put
from foja.errors import FojaError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tables(tmp_path_factory.mktemp("brief") / "tables")


@pytest.mark.parametrize(
    ("kind", "start"),
    [("md", b"# M"), ("html", b"<!doctype html>"), ("pdf", b"%PDF-"), ("json", b'{"schema":1')],
)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_each_format_in_each_language(folder: Path, kind: str, start: bytes, lang: str) -> None:
    assert brief_file(folder, "MEX", 2020, lang=lang, kind=kind).startswith(start)


@pytest.mark.parametrize("country", ["MEX", "mex", "Mexico", "méxico"])
def test_a_country_is_known_by_code_or_name(folder: Path, country: str) -> None:
    assert json.loads(brief_file(folder, country, 2020, kind="json"))["country_iso3"] == "MEX"


def test_a_period_is_compared_with(folder: Path) -> None:
    found = json.loads(brief_file(folder, "MEX", 2020, kind="json", periods=["2015-2017"]))
    assert {one["kind"] for one in found["findings"]} >= {"head"}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"country": "MEX", "year": 1990}, r"No report on Mexico for fiscal year 1990; there are "),
        ({"country": "Narnia", "year": 2020}, r"No country “Narnia”; give an ISO 3166-1 code"),
        ({"country": "MEX", "year": 2020, "lang": "fr"}, r"No language “fr”; give one of en, es\."),
        ({"country": "MEX", "year": 2020, "kind": "doc"}, r"No format “doc”; give one of md, html"),
        ({"country": "MEX", "year": 2020, "periods": ["2017"]}, r"“2017” is not a period of"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(
    folder: Path, given: dict[str, Any], message: str
) -> None:
    country, year = given.pop("country"), given.pop("year")
    with pytest.raises(FojaError, match=message):
        brief_file(folder, country, year, **given)


def test_a_brief_goes_to_a_file_or_to_standard_output(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    put(b"# Mexico", tmp_path / "brief.md", "md")
    assert (tmp_path / "brief.md").read_bytes() == b"# Mexico"
    put(b"# Mexico", None, "md")
    assert capfdbinary.readouterr().out == b"# Mexico\n"


def test_a_pdf_is_not_put_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    with pytest.raises(FojaError, match=r"name a file with --file\."):
        put(b"%PDF-", None, "pdf")
