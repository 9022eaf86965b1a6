"""What a search asks for: its words and phrases, and where a text has them.

Case and accents do not count, nor does the order of the words. Words in quotation marks are wanted
together, in their order and as whole words; a minus before a word or a quotation leaves out what
has it. A word is found inside longer ones too: `naval` in `Navales`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from foja.tables.selection import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SHORTEST_CORRECTED: Final = 4
LONG: Final = 8
"""Letters of a word in which two may be wrong; in a shorter one it is one."""

Span = tuple[int, int]

PIECE: Final = re.compile(r"[^\W_]+")
"""A run of letters and digits."""

_OPEN: Final = '"\u201c\u201e\u00ab'
_CLOSE: Final = '"\u201c\u201d\u00bb'
_TERM: Final = re.compile(
    rf"(?P<minus>-)?[{_OPEN}](?P<phrase>[^{_CLOSE}]*)[{_CLOSE}]?"
    r"|-(?P<left_out>[^\W_]\S*)"
    r"|(?P<word>\S+)"
)
_AROUND: Final = ".,;:!?()[]{}\u00bf\u00a1'\u2018\u2019"
"""Signs of a sentence, which stand around a word without being part of it."""


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a search, in `plain` letters.

    The text of a `phrase` is its words with one space between them. `without` says that trainings
    that have it are left out.
    """

    text: str
    phrase: bool = False
    without: bool = False

    @property
    def most_wrong(self) -> int:
        """How many letters may be wrong where no training has the word as it is written.

        A letter too many, too few, another, or two neighbours turned round count as one. None may
        be in a phrase, in what is left out, in a short word, or where there is more than letters.
        """
        if self.phrase or self.without or not self.text.isalpha():
            return 0
        if len(self.text) < SHORTEST_CORRECTED:
            return 0
        return 1 if len(self.text) < LONG else 2

    def __str__(self) -> str:
        quoted = f'"{self.text}"' if self.phrase else self.text
        return f"-{quoted}" if self.without else quoted


@lru_cache(maxsize=1024)
def terms_of(search: str) -> tuple[Term, ...]:
    """Return the different parts of a search; a quotation that never ends runs to its end."""
    found: dict[Term, None] = {}
    for match in _TERM.finditer(search):
        if (phrase := match["phrase"]) is not None:
            pieces = PIECE.findall(plain(phrase))
            term = Term(" ".join(pieces) or plain(phrase.strip()), True, bool(match["minus"]))
        else:
            word = plain(match["left_out"] or match["word"])
            term = Term(word.strip(_AROUND) or word, without=match["left_out"] is not None)
        if term.text:
            found[term] = None
    return tuple(found)


def same_search(search: str) -> str:
    """Return a search as its parts are understood: one text for all that mean the same."""
    return " ".join(str(term) for term in terms_of(search))


def quoted(text: str, longest: int | None = None) -> str:
    """Return the search for a text as it stands, a course's title for instance.

    Where the search would have more than `longest` characters it is for the text's first words.
    """
    words = re.sub(f"[{_OPEN}{_CLOSE}]", " ", text).split()
    while longest is not None and len(words) > 1 and len(" ".join(words)) > longest - 2:
        words.pop()
    return f'"{" ".join(words)}"'


def whole_words(text: str, *, begun: bool = False) -> str:
    """Return the regular expression, as RE2 reads it, of a phrase as whole words.

    Between two words stands anything but letters, digits and the end of a line. With `begun` the
    last word may go on.
    """
    pieces = PIECE.findall(text) or [text]
    end = "" if begun else r"(?:$|[^\pL\pN])"
    return r"(?:^|[^\pL\pN])" + r"[^\pL\pN\n]+".join(map(re.escape, pieces)) + end


def has(text: str, term: Term) -> bool:
    """Say whether a text has a term."""
    return bool(spans(text, [term])) if term.phrase else term.text in plain(text)


def spans(text: str, sought: Iterable[Term]) -> list[Span]:
    """Return where a text has what is sought, from left to right; what overlaps is joined."""
    folded, places = _folded(text)
    found: list[Span] = []
    for term in sought:
        if term.phrase:
            pieces = PIECE.findall(term.text) or [term.text]
            inner = r"[\W_]+".join(map(re.escape, pieces))
            pattern = rf"(?<![^\W_]){inner}(?![^\W_])"
            matches = [match.span() for match in re.finditer(pattern, folded)]
        else:
            matches = [match.span() for match in re.finditer(re.escape(term.text), folded)]
        found.extend((places[start], places[end - 1] + 1) for start, end in matches)
    joined: list[Span] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """Return a text in plain letters, and for each of these its place in the text."""
    if text.isascii():
        return text.lower(), range(len(text))
    letters: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for letter in plain(sign):
            letters.append(letter)
            places.append(place)
    return "".join(letters), places
