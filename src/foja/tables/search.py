"""Finds trainings by words, forgiving case, accents, the order of words and small misspellings.

Every distinct text of a searched column is kept once in plain letters; a word is looked for in
these, and a training is found where one of its texts has it. A word that no training has is taken
for a misspelling of the nearest words of the record.
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakValueDictionary

import pyarrow as pa
import pyarrow.compute as pc

from foja.tables.search_arrays import array_of, matches
from foja.tables.search_terms import PIECE, Term, same_search, terms_of, whole_words
from foja.tables.selection import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import ibis.expr.types as ir

    from foja.tables.engine import Tables

Texts = tuple[str, ...]

SEARCHED: Final[dict[str, int]] = {
    "course_title_printed": 4,
    "course_title": 4,
    "course_title_readable": 4,
    "student_unit": 3,
    "us_unit": 2,
    "location_printed": 2,
    "place_id": 2,
    "training_type": 2,
    "program_printed": 1,
    "program": 1,
}
"""The columns of `trainings` in which words are looked for, and how much a word found there says
about the training, for the order by match. A place, a type and a programme are found by their names
in both languages."""
NAMED: Final = ("place_id", "training_type", "program")

MOST_CORRECTIONS: Final = 3
RARE: Final = 10
"""A correction that has less than one training for so many of the commonest is left out."""
TOGETHER: Final = 8
"""What it adds to the order by match that all words stand together, as they were written."""
MOST_RANKED: Final = 20_000
"""Trainings; where more are found, the order by match tells nothing."""
MOST_WEIGHED: Final = 8
"""Parts of a search that count in the order by match."""
_MOST_MEANT: Final = 2_000
"""Words whose meaning is kept, some hundred bytes each."""
_MOST_KEPT: Final = 4_000_000
"""Characters of the answers kept."""

_SEARCHES: Final[WeakValueDictionary[int, Search]] = WeakValueDictionary()


@dataclass(frozen=True, slots=True)
class Searched:
    """What a question has to be given: the trainings that `words` find, in a country or in all.

    With `ranked` each comes with how well it matches.
    """

    words: str
    country: str | None = None
    ranked: bool = False


@dataclass(frozen=True, slots=True)
class Meant:
    """A part of a search, and what is looked for instead: itself, corrections, or nothing."""

    term: Term
    sought: tuple[Term, ...]

    @property
    def corrections(self) -> Texts:
        """The words looked for because no training has the word as it is written."""
        return tuple(term.text for term in self.sought if term != self.term)


@dataclass(frozen=True, slots=True)
class _Column:
    """A searched column: its distinct texts in plain letters, and which of them each row has."""

    name: str
    plain: pa.Array
    rows: pa.Array


@dataclass(frozen=True, slots=True)
class _Index:
    """The searched columns of all trainings, a country's rows one after the other."""

    ids: pa.Array
    countries: dict[str | None, tuple[int, int]]
    columns: tuple[_Column, ...]


class Search:
    """Finds the trainings of open tables by words. Safe to use from several threads.

    What it needs is read when it is first asked, in a few tenths of a second.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables: Final = tables
        self._lock: Final = threading.RLock()
        self._kept: Final[OrderedDict[tuple[str, str | None, bool], str]] = OrderedDict()
        self._meant: Final[dict[Term, Meant]] = {}

    def found(self, searched: Searched) -> str:
        """Return the identifiers of the trainings found, one a line.

        If `ranked`, the line begins with a number of four digits, which is higher the better the
        training matches, and a space.
        """
        key = (same_search(searched.words), searched.country, searched.ranked)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = self._find(searched)
        with self._lock:
            self._kept[key] = found
            while sum(map(len, self._kept.values())) > _MOST_KEPT and len(self._kept) > 1:
                self._kept.popitem(last=False)
        return found

    def meant(self, words: str) -> tuple[Meant, ...]:
        """Return the parts of a search, each with what is looked for."""
        return tuple(self._meaning(term) for term in terms_of(words))

    def texts(self, row: Mapping[str, Any]) -> dict[str, Texts]:
        """Return the texts of a training in which words are looked for, by column."""
        names = self._names
        found = {
            name: names[name].get(row[name], ()) if name in NAMED else (str(row[name]),)
            for name in SEARCHED
            if row.get(name) is not None
        }
        return {name: texts for name, texts in found.items() if texts}

    def near(self, word: str, most_wrong: int) -> list[tuple[str, int]]:
        """Return the words of the record that differ in few letters, the likeliest first.

        Each comes with about how many trainings have it; those that are much rarer than the
        commonest, which are mostly misprints, are left out.
        """
        # A tenth of a second; most searches need no correction.
        from rapidfuzz import process  # noqa: PLC0415
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        found = process.extract(
            word, self._vocabulary, scorer=OSA.distance, score_cutoff=most_wrong, limit=None
        )
        counted = [(wrong, -self._counted[other], other) for other, wrong, _place in found if wrong]
        if not counted:
            return []
        nearest = min(counted)[0]
        counted = sorted(one for one in counted if one[0] == nearest)
        common = -counted[0][1]
        return [(other, -less) for _wrong, less, other in counted if -less * RARE >= common]

    # What the tables hold ----------------------------------------------------------------------

    @cached_property
    def _names(self) -> dict[str, dict[str, Texts]]:
        """The names by which a place, a type and a programme are found, by column and code."""
        read = {name: self._read(name) for name in ("places", "programs", "training_types")}
        types = {row["training_type"]: row for row in read["training_types"]}
        found = {
            "place_id": {row["place_id"]: _both(row) for row in read["places"]},
            "program": {row["program"]: (row["program"], *_both(row)) for row in read["programs"]},
            "training_type": {
                code: (*_both(row), *(_both(types[row["parent"]]) if row["parent"] else ()))
                for code, row in types.items()
            },
        }
        return {
            column: {code: tuple(dict.fromkeys(texts)) for code, texts in names.items()}
            for column, names in found.items()
        }

    def _read(self, table: str) -> list[dict[str, Any]]:
        return self._tables.whole(table)

    @property
    def _index(self) -> _Index:
        with self._lock:
            return self._built

    @cached_property
    def _built(self) -> _Index:
        index = self._build()
        pa.default_memory_pool().release_unused()
        return index

    def _build(self) -> _Index:
        table = self._tables.table("trainings")
        columns_read = ("training_id", "country_iso3", *SEARCHED)
        # One column at a time, so that its texts stand in memory once for each row only briefly,
        # where the database returns rows in the order in which they were loaded.
        parts = [(name,) for name in columns_read] if self._tables.keeps_order else [columns_read]
        of_rows = {
            name: column.combine_chunks().dictionary_encode(null_encoding="encode")
            for part in parts
            for name, column in _columns(self._tables.arrow(table.select(*part)))
        }
        codes = of_rows["country_iso3"]
        order = pc.array_sort_indices(codes.indices)
        countries: dict[str | None, tuple[int, int]] = {None: (0, len(codes))}
        start = 0
        names = codes.dictionary.to_pylist()
        for pair in pc.value_counts(codes.indices.take(order)).to_pylist():
            if names[pair["values"]] is not None:
                countries[names[pair["values"]]] = (start, pair["counts"])
            start += pair["counts"]
        columns = tuple(
            _Column(
                name,
                self._plain(name, of_rows[name].dictionary.to_pylist()),
                of_rows[name].indices.take(order),
            )
            for name in SEARCHED
        )
        ids = of_rows["training_id"]
        return _Index(ids.dictionary.take(ids.indices.take(order)), countries, columns)

    def _plain(self, name: str, values: list[str | None]) -> pa.Array:
        """Return the texts in which the values of a column are found, in plain letters."""
        names = self._names.get(name)
        if names is None:
            return array_of([plain(text or "") for text in values])
        return array_of([plain("\n".join(names.get(code or "", ()))) for code in values])

    @cached_property
    def _counted(self) -> Counter[str]:
        """About how many trainings have each word of the record."""
        counted: Counter[str] = Counter()
        for column in self._index.columns:
            counts = {
                pair["values"]: pair["counts"] for pair in pc.value_counts(column.rows).to_pylist()
            }
            for place, text in enumerate(column.plain.to_pylist()):
                for word in set(PIECE.findall(text)):
                    counted[word] += counts[place]
        return counted

    @cached_property
    def _vocabulary(self) -> list[str]:
        return [word for word in self._counted if word.isalpha()]

    # Finding -----------------------------------------------------------------------------------

    def _meaning(self, term: Term) -> Meant:
        if not term.most_wrong:
            return Meant(term, (term,))
        with self._lock:
            known = self._meant.get(term)
        if known is None:
            sought: tuple[Term, ...] = (term,)
            if not self._has(term):
                near = self.near(term.text, term.most_wrong)
                sought = tuple(Term(word) for word, _count in near[:MOST_CORRECTIONS])
            known = Meant(term, sought)
            with self._lock:
                if len(self._meant) >= _MOST_MEANT:
                    self._meant.clear()
                self._meant[term] = known
        return known

    def _has(self, term: Term) -> bool:

        return any(pc.any(matches(column.plain, term)).as_py() for column in self._index.columns)

    def _find(self, searched: Searched) -> str:
        index = self._index
        start, count = index.countries.get(searched.country, (0, 0))
        ids = index.ids.slice(start, count)
        parts = _told_apart(self.meant(searched.words))
        wanted = pc.is_valid(ids)
        for part in parts:
            has = self._rows_with(part, start, count)
            wanted = pc.and_(wanted, pc.invert(has) if part.term.without else has)
        found = ids.filter(wanted).to_pylist()
        if searched.ranked:
            ranks = self._ranks(parts, start, wanted, len(found))
            found = [f"{rank:04} {one}" for rank, one in zip(ranks, found, strict=True)]
        return "\n".join(found)

    def _rows_with(self, part: Meant, start: int, count: int) -> pa.Array:
        """Return for each row of a slice whether one of its texts has what is sought."""
        has = pc.is_null(self._index.ids.slice(start, count))
        for column in self._index.columns:
            for term in part.sought:
                found = matches(column.plain, term)
                if pc.any(found).as_py():
                    has = pc.or_(has, found.take(column.rows.slice(start, count)))
        return has

    def _ranks(
        self, parts: tuple[Meant, ...], start: int, wanted: pa.Array, found: int
    ) -> list[int]:
        """Return how well each row found in a slice matches.

        Each part counts by the most telling column that has it, twice where a word begins with it;
        words that stand together as they were written count more. Where a search finds very many,
        none is told from another.
        """
        total = [0] * found
        kept = [part for part in parts if part.sought and not part.term.without]
        if found > MOST_RANKED:
            return total
        rows = {
            column.name: column.rows.slice(start, len(wanted)).filter(wanted).to_pylist()
            for column in self._index.columns
        }

        def add(sought: tuple[Term, ...], weight: int | None = None) -> None:
            best = [0] * found
            for column in self._index.columns:
                counts = _counts(column, sought, weight)
                if counts:
                    places = rows[column.name]
                    best = [max(b, counts.get(p, 0)) for b, p in zip(best, places, strict=True)]
            total[:] = map(sum, zip(total, best, strict=True))

        for part in kept[:MOST_WEIGHED]:
            add(part.sought)
        if len(kept) > 1:
            words = " ".join(part.sought[0].text for part in kept)
            add((Term(words, phrase=True),), TOGETHER)
        return total


def _columns(table: pa.Table) -> Iterator[tuple[str, pa.ChunkedArray]]:
    """Return the columns of a table by name, each let go when the next is wanted."""
    for name in table.column_names:
        yield name, table[name]


def _told_apart(parts: tuple[Meant, ...]) -> tuple[Meant, ...]:
    """Leave out words that every text with another wanted word has too."""
    words = [
        part.term.text
        for part in parts
        if part.sought == (part.term,) and not (part.term.phrase or part.term.without)
    ]
    return tuple(
        part
        for part in parts
        if part.sought != (part.term,)
        or part.term.phrase
        or part.term.without
        or not any(part.term.text != word and part.term.text in word for word in words)
    )


def _counts(column: _Column, sought: tuple[Term, ...], weight: int | None) -> dict[int, int]:
    """Return how much each distinct text of a column counts for what is sought, by its place."""
    found: dict[int, int] = {}
    for term in sought:
        places = pc.indices_nonzero(matches(column.plain, term))
        begins = pc.match_substring_regex(
            column.plain.take(places), whole_words(term.text, begun=True)
        )
        for place, begun in zip(places.to_pylist(), begins.to_pylist(), strict=True):
            count = SEARCHED[column.name] * (2 if begun else 1) if weight is None else weight
            found[place] = max(count, found.get(place, 0))
    return found


def _both(row: Mapping[str, Any]) -> Texts:
    return (str(row["name_en"]), str(row["name_es"]))


def register(search: Search, backend: object) -> None:
    """Remember the search over the tables of an Ibis backend, for `search_of`."""
    _SEARCHES[id(backend)] = search


def search_of(table: ir.Table) -> Search:
    """Return the search over the tables that an expression asks.

    Raises KeyError for an expression over tables that `Tables` did not open.
    """
    return _SEARCHES[id(table.get_backend())]
