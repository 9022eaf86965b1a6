"""Why words find a training, what is looked for in place of a misspelling, what could be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from foja.tables.search import SEARCHED
from foja.tables.search_terms import Span, Term, has, spans

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis.expr.types as ir

    from foja.measures.filters import Filters
    from foja.tables.engine import Tables
    from foja.tables.search import Meant

MOST_SUGGESTED: Final = 4
MOST_TRIED: Final = 4


@dataclass(frozen=True, slots=True)
class Reason:
    """A text of a training that has words of a search, and where.

    `column` is the column of `trainings`; the text of a place, a type or a programme is a name of
    the code that stands there. `words` are those of the search that are found here, as they were
    written; `instead` those that were found for a misspelling of them.
    """

    column: str
    text: str
    spans: tuple[Span, ...]
    words: tuple[str, ...]
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another word to look for: the choice with it, and how many trainings that has."""

    word: str
    other: str
    filters: Filters
    trainings: int


def sought(tables: Tables, words: str) -> tuple[Term, ...]:
    """Return everything that a search looks for: what a text that was found is marked with."""
    return tuple(
        term for part in tables.search.meant(words) if not part.term.without for term in part.sought
    )


def corrected(tables: Tables, words: str) -> tuple[Meant, ...]:
    """Return the words that no training has, with the words looked for in their place."""
    return tuple(part for part in tables.search.meant(words) if part.corrections)


def why(tables: Tables, row: Mapping[str, Any], words: str) -> list[Reason]:
    """Return where a training has the words of a search: one reason for each text that has any.

    `row` needs the columns of `foja.tables.search.SEARCHED`. The printed title and its mended and
    readable forms each are a reason of their own where they have a word.
    """
    parts = [part for part in tables.search.meant(words) if not part.term.without]
    found = []
    texts = tables.search.texts(row)
    for column in SEARCHED:
        for text in texts.get(column, ()):
            here = [(part, term) for part in parts for term in part.sought if has(text, term)]
            if here:
                found.append(
                    Reason(
                        column,
                        text,
                        tuple(spans(text, [term for _part, term in here])),
                        tuple(dict.fromkeys(part.term.text for part, _term in here)),
                        tuple(term.text for part, term in here if part.corrections),
                    )
                )
    return found


def suggestions(tables: Tables, filters: Filters) -> list[Suggestion]:
    """Return what else could be searched where a choice with words finds nothing.

    For each word in turn: the words of the record that differ from it in few letters and find
    trainings of the choice; those that find most come first.
    """
    parts = tables.search.meant(filters.words)
    found: list[Suggestion] = []
    for place, part in enumerate(parts):
        if part.corrections or not part.term.most_wrong:
            continue
        for near, _count in tables.search.near(part.term.text, part.term.most_wrong)[:MOST_TRIED]:
            terms = [str(other.term) for other in parts]
            terms[place] = near
            choice = replace(filters, words=" ".join(terms))
            if trainings := count(tables, choice):
                found.append(Suggestion(part.term.text, near, choice, trainings))
    return sorted(found, key=lambda one: (-one.trainings, one.other))[:MOST_SUGGESTED]


def count(tables: Tables, filters: Filters) -> int:
    """Return the number of trainings of a choice."""

    def build() -> ir.Table:
        rows = filters.apply_later(tables.table("trainings"))
        return rows.aggregate(trainings=rows.count())

    return int(tables.ask(("count", filters.shape), build, filters.values)[0]["trainings"])
