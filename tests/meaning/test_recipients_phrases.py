from __future__ import annotations

import pytest

from foja.meaning.phrases import Phrases, is_phrase

PHRASES = Phrases([("coast guard*", 0), ("nav*", 1), ("^ army $", 2), ("air force", 3), ("air", 4)])


@pytest.mark.parametrize(
    ("text", "lowest"),
    [
        ("royal navy", 1),
        ("navy coast guards", 0),
        ("coast", None),
        ("guard coast", None),
        ("army", 2),
        ("army air", 4),
        ("kenya army", None),
        ("air force", 3),
        ("air forces", 4),
        ("", None),
    ],
)
def test_the_lowest_number_found_decides(text, lowest):
    assert PHRASES.lowest(text.split()) == lowest


def test_nothing_at_or_above_a_limit_is_looked_for():
    assert PHRASES.lowest(["air"], below=5) == 4
    assert PHRASES.lowest(["air"], below=4) == 4
    assert PHRASES.lowest(["navy"], below=1) == 1
    assert PHRASES.lowest(["nothing"], below=3) == 3


@pytest.mark.parametrize("text", ["navy", "nav*", "^ navy", "navy $", "^ air force $", "1 jr"])
def test_phrases(text):
    assert is_phrase(text)


@pytest.mark.parametrize("text", ["", "Navy", "navy ", "^navy", "* navy", "marina  de", "ejército"])
def test_no_phrases(text):
    assert not is_phrase(text)
