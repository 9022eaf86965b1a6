"""Help where the question arises: every word shown has its entry, and every entry its word."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from foja.meaning.flags import all_flags
from foja.measures.claims import KINDS
from foja.site.choice import TABLE_COLUMNS
from foja.site.downloads import ADDED
from foja.site.help_charts import chart_texts
from foja.site.help_columns import file_columns
from foja.site.help_terms import COLUMN_TERMS, help_address, sections, terms_of, terms_of_view
from foja.site.language import LANGUAGES
from foja.site.table_columns import NAMES, headings
from foja.site.views import VIEWS
from foja.tables.schema import TRAININGS

if TYPE_CHECKING:
    from tests.site.reader import Reader

EXPLAINED = re.compile(r'<details class="explained" id="([a-z-]+)">(.*?)</details>', re.DOTALL)
WITHOUT_CHARTS = {"overview", "rows"}
each_language = pytest.mark.parametrize("code", LANGUAGES)


@each_language
def test_every_column_has_an_entry_and_every_entry_a_column(site: Reader, code: str) -> None:
    language = LANGUAGES[code]
    assert tuple(COLUMN_TERMS) == TABLE_COLUMNS
    shown = {term.key: term.name for term in sections(language)["columns"]}
    names = headings(language)
    assert shown == {COLUMN_TERMS[column]: names[column] for column in TABLE_COLUMNS}
    page = site.page(f"/{code}/help")
    assert set(shown) <= set(page.ids)
    in_files = [each.removeprefix("column-") for each in page.ids if each.startswith("column-")]
    schema = [column.name for column in TRAININGS.columns]
    assert in_files == [*schema, *NAMES.values(), *ADDED]


@each_language
def test_every_flag_and_every_programme_has_an_entry(site: Reader, code: str) -> None:
    page = site.page(f"/{code}/help")
    ids = [each for each in page.ids if each.startswith(("flag-", "program-"))]
    flags = [f"flag-{flag.code}" for flag in all_flags()]
    programs = site.app.state.site.reading.programs
    assert sorted(ids) == sorted([*flags, *(f"program-{one}" for one in programs)])
    for flag in all_flags():
        assert (flag.meaning_es if code == "es" else flag.meaning_en)[:60] in page.text
    for one in programs:
        assert f"/{code}/authority/{one}" in page.links


@each_language
def test_every_type_group_chart_and_verdict_has_an_entry(site: Reader, code: str) -> None:
    language = LANGUAGES[code]
    page = site.page(f"/{code}/help")
    types = site.app.state.site.reading.tables.table("training_types")
    groups = site.app.state.site.reading.tables.rows(types.filter(types.parent.isnull()))
    assert {f"type-{row['training_type']}" for row in groups} <= set(page.ids)
    charts = chart_texts(language)
    for key, view in VIEWS.items():
        if key in WITHOUT_CHARTS:
            continue
        assert charts[key][0] == view.text(language)
        assert terms_of_view(key, language)[0].key == f"chart-{key}"
        assert f"chart-{key}" in page.ids
    assert terms_of_view("rows", language) == []
    assert len(sections(language)["verdicts"]) == len(KINDS)


def test_the_two_languages_have_the_same_entries_in_other_words() -> None:
    english, spanish = (sections(LANGUAGES[code]) for code in ("en", "es"))
    for name, terms in english.items():
        assert [term.key for term in terms] == [term.key for term in spanish[name]]
        for one, other in zip(terms, spanish[name], strict=True):
            assert one.text != other.text, one.key
            assert bool(one.more) == bool(other.more), one.key
    for one, other in zip(*(file_columns(LANGUAGES[code]) for code in ("en", "es")), strict=True):
        assert one.name == other.name
        assert one.meaning != other.meaning, one.name


def test_a_word_without_an_entry_is_an_error() -> None:
    with pytest.raises(KeyError):
        terms_of(("no-such-word",), LANGUAGES["en"])


@each_language
@pytest.mark.parametrize(
    ("path", "ids"),
    [
        ("/", ["choices-explained", "figures-explained", "columns-explained"]),
        ("/country/MEX/rows", ["choices-explained", "figures-explained", "columns-explained"]),
        ("/country/MEX/ring", ["choices-explained", "figures-explained"]),
        ("/record", ["words-explained"]),
        ("/types", ["words-explained"]),
        ("/claims", ["words-explained"]),
        ("/training/2020-2021.wh.41.03", ["words-explained"]),
    ],
)
def test_help_stands_where_the_question_arises(
    site: Reader, code: str, path: str, ids: list[str]
) -> None:
    page = site.page(f"/{code}{path}")
    known = set(site.page(f"/{code}/help").ids)
    found = EXPLAINED.findall(page.source)
    assert [name for name, _text in found] == ids
    for _name, text in found:
        anchors = re.findall(r'<dt><a href="([^"]+)"', text)
        assert len(anchors) > 3
        assert {anchor.partition("#")[2] for anchor in anchors} <= known
        assert {anchor.partition("#")[0] for anchor in anchors} == {help_address(LANGUAGES[code])}


@each_language
def test_a_question_mark_says_what_it_leads_to(site: Reader, code: str) -> None:
    texts = {term.key: term for terms in sections(LANGUAGES[code]).values() for term in terms}
    page = site.page(f"/{code}/country/MEX/spending")
    marks = re.findall(r'<a class="what" href="([^"]+)" title="([^"]+)">', page.source)
    assert len(marks) >= 3
    for address, title in marks:
        term = texts[address.removeprefix(f"/{code}/help#")]
        assert unescape(title) == term.text
        assert term.name in page.text


def test_the_columns_explained_are_those_on_show(site: Reader) -> None:
    page = site.page("/en/country/MEX/rows?cols=year,us_unit")
    text = dict(EXPLAINED.findall(page.source))["columns-explained"]
    assert re.findall(r"#([a-z-]+)\"", text) == ["fiscal-year", "us-unit", "in-doubt"]


@each_language
def test_an_example_is_cited_in_every_format(site_with_pages: Reader, code: str) -> None:
    page = site_with_pages.page(f"/{code}/about")
    texts = [
        text.replace("&#34;", '"').replace("&amp;", "&")
        for text in re.findall(r"<pre[^>]*>(.*?)</pre>", page.source, re.DOTALL)
    ]
    bibtex, ris, csl = texts
    (item,) = json.loads(csl)
    identifier = item["id"].removeprefix("foja-")
    assert f"/{code}/training/{identifier}#cite" in page.links
    lines = dict(line.split("  - ", 1) for line in ris.splitlines() if "  - " in line)
    assert lines["ID"] == item["id"]
    assert lines["TY"] == "RPRT"
    assert [lines["UR"], lines["AU"]] == [item["URL"], item["author"][0]["literal"]]
    assert ris.splitlines()[-1].startswith("ER")
    assert bibtex.startswith("@techreport{")
    assert identifier in bibtex


def test_what_was_not_read_is_counted_from_the_tables(site_with_pages: Reader) -> None:
    page = site_with_pages.page("/en/about")
    tables = site_with_pages.app.state.site.reading.tables
    documents = tables.table("documents")
    absent = len(tables.rows(documents.filter(documents.status == "absent")))
    assert absent
    assert re.search(rf"\b{absent} documents? (was|were) not at hand", page.text)
    assert "1 report is published and not read yet: 2021\N{EN DASH}2022." in page.text
