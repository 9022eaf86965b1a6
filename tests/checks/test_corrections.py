"""The file of known misprints: its schema, and that each entry was looked at."""

from __future__ import annotations

import re

import pytest

from foja.catalog import load_catalog
from foja.checks.corrections import MISPRINTS, known_corrections, read_corrections
from foja.errors import VocabularyError

ELSEWHERE = '[rows_elsewhere]\nreason_en = "rows are elsewhere"\nreason_es = "faltan renglones"\n'
ENTRY = """
[[misprint]]
total_id = "2016-2017.wh.10.t01"
page = 10
students_printed = 2
students_summed = 2
cost_printed = 198
cost_summed = 0
reason_en = "a slip"
reason_es = "una errata"
seen = "page 10 begins with the total"
"""


@pytest.fixture
def corrections(tmp_path):
    def read(text):
        file = tmp_path / "misprints.toml"
        file.write_text(text, encoding="utf-8")
        return read_corrections(file)

    return read


def test_an_entry_is_found_by_its_total(corrections):
    content = corrections(ELSEWHERE + ENTRY)
    assert content.of("2016-2017.wh.10.t01").cost_printed == 198
    assert content.of("2016-2017.wh.10.t02") is None
    assert content.rows_elsewhere.reason_es == "faltan renglones"


def test_a_file_without_misprints_is_no_error(corrections):
    assert corrections(ELSEWHERE).misprint == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (ELSEWHERE + ENTRY + 'note = "why"\n', "unknown field `note`"),
        (ELSEWHERE + ENTRY + ENTRY, r"names 2016-2017\.wh\.10\.t01 2 times; keep one entry\.$"),
        (ELSEWHERE + ENTRY.replace("page = 10\n", ""), "missing required field `page`"),
        (ELSEWHERE + ENTRY.replace("= 198", '= "198"'), "Expected `int`, got `str`"),
        (ELSEWHERE + ENTRY.replace("= 198", "= 198.5"), "Expected `int`, got `float`"),
        (ENTRY, "missing required field `rows_elsewhere`"),
        (ELSEWHERE + "[[misprint", "mend the entry"),
        (ELSEWHERE + '[other]\na = "b"\n', "unknown field `other`"),
    ],
    ids=[
        "unknown",
        "twice",
        "missing",
        "text",
        "cents",
        "no rows elsewhere",
        "no TOML",
        "other table",
    ],
)
def test_a_file_against_its_schema_is_refused(corrections, text, message):
    with pytest.raises(VocabularyError, match=f"^misprints.toml.*{message}"):
        corrections(text)


def test_an_absent_file_is_refused(tmp_path):
    with pytest.raises(VocabularyError, match=r"^absent\.toml: .*No such file"):
        read_corrections(tmp_path / "absent.toml")


def test_the_corrections_that_come_with_foja_can_be_read():
    content = known_corrections()
    assert content is known_corrections()
    assert len(content.misprint) == MISPRINTS.read_text("utf-8").count("[[misprint]]")
    assert len(content.misprint) >= 1


def test_each_misprint_names_a_document_of_the_catalog_and_differs_from_its_sum():
    documents = {f"{d.report}.{d.region_key}" for d in load_catalog().documents}
    for entry in known_corrections().misprint:
        match = re.fullmatch(r"(\d{4}-\d{4}\.[a-z0-9-]+)\.[0-9a-zA-Z-]+\.t\d{2,}", entry.total_id)
        assert match, entry.total_id
        assert match[1] in documents
        assert entry.page >= 1
        printed = (entry.students_printed, entry.cost_printed)
        assert printed != (entry.students_summed, entry.cost_summed), entry.total_id
        for text in (entry.reason_en, entry.reason_es, entry.seen):
            assert text.endswith((".", '."')), entry.total_id
