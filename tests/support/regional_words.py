"""Words of a page of the regional tables, placed by hand; all in points."""

from __future__ import annotations

from foja.model import Word

LETTER = 4.0  # points a letter is wide in these tests
HEIGHT = 7.8


def words(*placed: tuple[float, str], y: float = 100) -> list[Word]:
    """Words from texts and left edges, a space of two points between the words of a text."""
    found = []
    for x, text in placed:
        left = x
        for word in text.split():
            right = left + LETTER * len(word)
            found.append(Word(word, left, y, right, y + HEIGHT))
            left = right + 2
    return found


def ending(x: float, text: str) -> tuple[float, str]:
    return x - LETTER * len(text), text


def centred(x: float, text: str) -> tuple[float, str]:
    return x - LETTER * len(text) / 2, text
