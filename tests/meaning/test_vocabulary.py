from __future__ import annotations

import pytest

from foja.errors import VocabularyError
from foja.meaning.vocabulary import Entry, folder, load, require_unique


class Pair(Entry, frozen=True):
    name: str
    number: int


class Pairs(Entry, frozen=True):
    pair: tuple[Pair, ...]


def write(folder_path, content: bytes):
    (folder_path / "pairs.toml").write_bytes(content)


def test_a_file_that_follows_its_schema_is_read(tmp_path):
    write(tmp_path, b'[[pair]]\nname = "a"\nnumber = 1\n')
    assert load("pairs.toml", Pairs, where=tmp_path) == Pairs(pair=(Pair(name="a", number=1),))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'[[pair]]\nname = "a"\n', r"pairs\.toml .*number.*\$\.pair\[0\]"),
        (b'[[pair]]\nname = "a"\nnumber = "1"\n', r"int.*\$\.pair\[0\]\.number"),
        (b'[[pair]]\nname = "a"\nnumber = 1\ncolour = "red"\n', "colour"),
        (b"[[pair]\n", "not TOML in UTF-8"),
        (b"name = '\xff'\n", "not TOML in UTF-8"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(tmp_path, content, message):
    write(tmp_path, content)
    with pytest.raises(VocabularyError, match=message):
        load("pairs.toml", Pairs, where=tmp_path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(VocabularyError, match=r"pairs\.toml is missing"):
        load("pairs.toml", Pairs, where=tmp_path)


def test_a_key_may_occur_once():
    require_unique("f.toml", ["a", "b"], "code")
    with pytest.raises(VocabularyError, match=r"f\.toml, entry a: this code occurs twice"):
        require_unique("f.toml", ["a", "b", "a"], "code")


def test_the_package_brings_its_vocabularies():
    names = {entry.name for entry in folder().iterdir() if entry.name.endswith(".toml")}
    assert names >= {
        "countries.toml",
        "flags.toml",
        "programs.toml",
        "recipients.toml",
        "text.toml",
    }
