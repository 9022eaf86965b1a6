"""Every code that readers give a doubt, or words they leave out, is explained in both languages."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import foja
from foja.errors import VocabularyError
from foja.layouts.html_words import FURNITURE
from foja.meaning import issues
from foja.meaning.flags import all_flags
from foja.meaning.issues import ignored_by, issue_of, read_vocabulary, vocabulary

PACKAGE = Path(foja.__file__).parent
SOURCES = [
    path
    for room in ("layouts", "checks", "tables")
    for path in sorted((PACKAGE / room).glob("*.py"))
]
# Functions that raise an issue, and which of their arguments is its code.
RAISING = {"Issue": 0, "_issue": 0, "_doubt": 0, "_unknown": 0, "_parsed": 2}
IGNORING = {"ignore", "_ignore"}


def _constant(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _codes(source: str) -> tuple[set[str], set[str]]:
    """The codes of issues that a source raises, and of the rules by which it ignores words."""
    raised, ignored = set(), set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition(".")[2]
            place = RAISING.get(name)
            if place is not None and len(node.args) > place:
                raised.add(_constant(node.args[place]))
            if name in IGNORING and node.args:
                ignored.add(_constant(node.args[0]))
        if isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("ignored"):
            ignored.add(_constant(node.slice))
    return raised - {None}, ignored - {None}


def _all_codes() -> tuple[set[str], set[str]]:
    found = [_codes(path.read_text("utf-8")) for path in SOURCES]
    raised = set().union(*(one for one, _other in found))
    return raised, set().union(*(other for _one, other in found)) | set(FURNITURE)


def test_codes_are_found_in_source():
    source = (
        'self._issue("a", 1)\nIssue("b", key)\nself._parsed(f, text, "c", at)\n'
        'self.ignored["d"] += 1\ncount.ignore("e", text)\nother("f")\n'
    )
    assert _codes(source) == ({"a", "b", "c"}, {"d", "e"})


def test_every_code_has_words_and_all_words_a_code():
    raised, ignored = _all_codes()
    assert {entry.code for entry in vocabulary().issue} == raised
    assert {entry.code for entry in vocabulary().ignored} == ignored


@pytest.mark.parametrize(
    "entry",
    [*vocabulary().issue, *vocabulary().ignored, *all_flags()],
    ids=lambda entry: entry.code,
)
def test_words_are_there_in_both_languages(entry):
    assert entry.label_en
    assert entry.label_es != entry.label_en
    assert entry.meaning_en.endswith(".")
    assert entry.meaning_es.endswith(".")
    assert getattr(entry, "example", "none needed")


def test_words_are_found_by_their_code():
    assert issue_of("word_left_over").label_es == "Palabra sin explicación"
    assert ignored_by("page_number").label_en == "Page number"
    with pytest.raises(KeyError):
        issue_of("page_number")


@pytest.mark.parametrize(
    ("code", "message"), [("Odd!", "not a name"), ("twice", "this issue occurs twice")]
)
def test_a_wrong_file_is_refused(tmp_path, code, message):
    fields = ("label_en", "label_es", "meaning_en", "meaning_es", "example")
    entry = f'[[issue]]\ncode = "{code}"\n' + "\n".join(f'{field} = "x"' for field in fields)
    entries = [entry] if code == "Odd!" else [entry, entry]
    (tmp_path / issues.FILE).write_text("\n".join(["ignored = []", *entries]), "utf-8")
    with pytest.raises(VocabularyError, match=message):
        read_vocabulary(tmp_path)
