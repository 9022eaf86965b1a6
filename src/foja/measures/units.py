"""Units below a force: the search for one by any spelling, and its trainings in time order."""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple
from weakref import WeakKeyDictionary

from rapidfuzz import fuzz, process

from foja.errors import QueryError
from foja.meaning.text import fold, fold_once
from foja.meaning.unit_names import MEXICO
from foja.meaning.unit_words import ORDINAL_WORDS, reader
from foja.meaning.units import unit_of, units_named
from foja.tables.selection import lines_of, text_later

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    import ibis.expr.types as ir

    from foja.tables.engine import Tables

Row = dict[str, Any]
Why = Literal["name", "words", "near"]

NEAR_SCORE: Final = 80.0
"""Below this likeness, of 100, nothing is claimed: "Zona Nval" and "Zona Naval" have 95."""
MOST_MATCHES: Final = 100
_SAME: Final = 100.0
_WORDS: Final = 90.0
_ORDER: Final[dict[Why, int]] = {"name": 0, "words": 1, "near": 2}
_NUMBER: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Match:
    """A unit that a search found: its row of `units`, and what of it the words met.

    `why` is `name` where the text is a spelling of the unit's name (`score` 100), `words` where all
    its words stand in `spelling` (90), and `near` where they are only like it: `score` is then the
    likeness from `NEAR_SCORE` to 100, and nothing more is claimed.
    """

    unit: Row
    score: float
    spelling: str
    why: Why


@dataclass(frozen=True, slots=True)
class Spelling:
    """A printed string joined under a unit, on how many rows it stands, and whether it counts."""

    printed: str
    rows: int
    taken_out: bool


@dataclass(frozen=True, slots=True)
class UnitHistory:
    """The trainings of a unit in time order, as rows of `trainings`.

    `before` began before the day asked for, `after` on it or later; without a day all that have a
    first day are in `after`. `undated` have none, only the fiscal year of their report. `listed`
    are rows whose cell names several units side by side and this one among them: which of their
    students were of the unit is not printed. None of them is counted twice.
    """

    unit: Row
    day: dt.date | None
    spellings: tuple[Spelling, ...]
    before: tuple[Row, ...]
    after: tuple[Row, ...]
    undated: tuple[Row, ...]
    listed: tuple[Row, ...]


class SearchedUnit(NamedTuple):
    """What a search needs of a unit; its whole row is asked for once it is found."""

    unit_id: str
    country: str
    trainings: int
    name_en: str
    name_es: str
    spellings: tuple[str, ...]


class _Spelled(NamedTuple):
    """A printed spelling of a unit, folded as a search compares it, with its numbers."""

    unit: SearchedUnit
    printed: str
    folded: str
    numbers: frozenset[str]


class _Met(NamedTuple):
    """A unit that a search met; see `Match`."""

    unit: SearchedUnit
    score: float
    spelling: str
    why: Why


class _Index:
    """The units of some tables, and by country their spellings, prepared when first asked for."""

    def __init__(self, tables: Tables) -> None:
        self.of_unit: Final[dict[str, SearchedUnit]] = {}
        self._of_country: dict[str, list[SearchedUnit]] = {}
        for row in tables.ask(("units", "search"), lambda: _to_search(tables)):
            iso3 = sys.intern(row["country_iso3"])
            # Most units have one name and are printed by it: each text is held once.
            names = [row["name_en"], row["name_es"]]
            texts = {text: text for text in (*names, *(row["spellings"] or ()))}
            name_en, name_es = (texts[name] for name in names)
            spellings = tuple(texts[text] for text in row["spellings"] or names)
            unit = SearchedUnit(row["unit_id"], iso3, row["trainings"], name_en, name_es, spellings)
            self.of_unit[unit.unit_id] = unit
            self._of_country.setdefault(iso3, []).append(unit)
        self._spelled: dict[str, list[_Spelled]] = {}
        self._numbers: dict[frozenset[str], frozenset[str]] = {}
        self.lists: dict[str, list[str]] | None = None

    def countries(self, country: str | None) -> tuple[str, ...]:
        """Return the one country asked for, or all."""
        return tuple(self._of_country) if country is None else (country,)

    def spelled(self, country: str | None) -> list[_Spelled]:
        """Return the spellings of a country's units, or of all."""
        found: list[_Spelled] = []
        for iso3 in self.countries(country):
            if iso3 not in self._spelled:
                self._spelled[iso3] = [
                    self._spelling(unit, text)
                    for unit in self._of_country.get(iso3, ())
                    for text in unit.spellings
                ]
            found += self._spelled[iso3]
        return found

    def _spelling(self, unit: SearchedUnit, text: str) -> _Spelled:
        folded = _folded(unit.country, text)
        numbers = frozenset(_NUMBER.findall(folded))
        # Most spellings have no number or the same few: each set of them is held once.
        numbers = self._numbers.setdefault(numbers, numbers)
        return _Spelled(unit, text, text if folded == text else folded, numbers)


_INDEXES: Final[WeakKeyDictionary[Tables, _Index]] = WeakKeyDictionary()


def search_units(
    tables: Tables, text: str, country: str | None = None, limit: int = 20
) -> list[Match]:
    """Return the units that a text may mean, the surest first, at most `limit`.

    `country` is an ISO 3166-1 alpha-3 code. The text is first read as a cell of a report is
    (`unit_of`), in every country if none is given; an identifier finds its unit. Then come units
    with a spelling that has all its words, then those whose spelling is like it. Numbers are never
    alike: what the text numbers, a spelling has to number the same. Raises `QueryError` where the
    text is empty or the limit is out of bounds.
    """
    if not fold(text):
        raise QueryError("No unit to look for: give its name as printed, such as BAM 11.")
    if not 1 <= limit <= MOST_MATCHES:
        raise QueryError(f"A search finds 1 to {MOST_MATCHES} units, not {limit}.")
    index = _index(tables)
    found = {met.unit.unit_id: met for met in _by_name(index, text, country)}
    for met in _by_likeness(index, text, country):
        known = found.get(met.unit.unit_id)
        if known is None or _rank(met) < _rank(known):
            found[met.unit.unit_id] = met
    surest = sorted(found.values(), key=_rank)[:limit]
    rows = _rows(tables, [met.unit.unit_id for met in surest])
    return [Match(rows[met.unit.unit_id], met.score, met.spelling, met.why) for met in surest]


def units_searched(tables: Tables) -> Iterable[SearchedUnit]:
    """Return what a search knows of every unit, in the order of their identifiers."""
    return _index(tables).of_unit.values()


def find_unit(tables: Tables, unit_id: str) -> Row | None:
    """Return the row of `units` with that identifier, None if there is none."""
    return _rows(tables, [unit_id]).get(unit_id)


def unit_history(
    tables: Tables, unit_id: str, *, without: Sequence[str] = (), before: dt.date | None = None
) -> UnitHistory:
    """Return what a unit was trained in, in time order, done trainings only.

    `without` takes printed spellings out that the reader does not believe to be the unit's;
    `before` is the day that splits the trainings. Raises `QueryError` where there is no such unit
    or a spelling to take out is none of its own.
    """
    unit = find_unit(tables, unit_id)
    if unit is None:
        raise QueryError(
            f"No unit has the identifier {unit_id[:80]!r}; `foja units NAME` looks for one."
        )
    rows = tables.ask("unit_trainings", lambda: _trainings_of(tables), {"unit_id": unit_id})
    counts = Counter(row["student_unit_printed"] for row in rows)
    listed = _listed(tables, unit)
    named = counts.keys() | {row["student_unit_printed"] for row in listed}
    for spelling in without:
        if spelling not in named:
            raise QueryError(
                f"{spelling[:80]!r} is not printed for {unit_id}; "
                "take out a spelling as it is listed there."
            )
    out = set(without)
    rows = [row for row in rows if row["student_unit_printed"] not in out]
    dated = [row for row in rows if row["start_date"] is not None]
    return UnitHistory(
        unit,
        before,
        tuple(Spelling(text, n, text in out) for text, n in counts.most_common()),
        tuple(row for row in dated if before is not None and row["start_date"] < before),
        tuple(row for row in dated if before is None or row["start_date"] >= before),
        tuple(row for row in rows if row["start_date"] is None),
        tuple(row for row in listed if row["student_unit_printed"] not in out),
    )


def _to_search(tables: Tables) -> ir.Table:
    table = tables.table("units")
    columns = ("unit_id", "country_iso3", "trainings", "spellings", "name_en", "name_es")
    return table.select(*columns).order_by("unit_id")


def _rows(tables: Tables, unit_ids: Sequence[str]) -> dict[str, Row]:
    """Return the rows of `units` with these identifiers, those that there are."""

    def build() -> ir.Table:
        table = tables.table("units")
        return table.filter(table.unit_id.isin(lines_of(text_later("unit_ids")).line))

    rows = tables.ask(("units", "by identifier"), build, {"unit_ids": "\n".join(unit_ids)})
    return {row["unit_id"]: row for row in rows}


def _rank(met: _Met) -> tuple[int, float, int, str]:
    return _ORDER[met.why], -met.score, -met.unit.trainings, met.unit.unit_id


def _index(tables: Tables) -> _Index:
    index = _INDEXES.get(tables)
    if index is None:
        index = _INDEXES[tables] = _Index(tables)
    return index


def _folded(country: str, text: str) -> str:
    """Return a text as spellings are compared: ordinals as numbers, no accents, no signs."""
    tokens = fold_once(reader(country).plain(text)).split()
    return " ".join(ORDINAL_WORDS.get(token, token) for token in tokens)


def _by_name(index: _Index, text: str, country: str | None) -> Iterable[_Met]:
    own = index.of_unit.get(text.strip())
    if own is not None and country in {None, own.country}:
        yield _Met(own, _SAME, text.strip(), "name")
    for iso3 in index.countries(country):
        meant = unit_of(iso3, text)
        unit = index.of_unit.get(meant.unit_id) if meant else None
        if unit is not None:
            yield _Met(unit, _SAME, _nearest(unit, text), "name")


def _nearest(unit: SearchedUnit, text: str) -> str:
    """Return the spelling of a unit that is most like the text."""
    wanted = fold(text)
    return max(unit.spellings, key=lambda spelling: fuzz.ratio(wanted, fold(spelling)))


def _by_likeness(index: _Index, text: str, country: str | None) -> Iterable[_Met]:
    wanted = _folded(country or MEXICO, text)
    words, numbers = set(wanted.split()), frozenset(_NUMBER.findall(wanted))
    chosen = [spelled for spelled in index.spelled(country) if numbers <= spelled.numbers]
    longest = max(words, key=len)
    in_normal_form = {iso3: _normal_words(iso3, text) for iso3 in index.countries(country)}
    longest_normal = {
        iso3: max(normal, key=len) for iso3, normal in in_normal_form.items() if normal
    }
    for spelled in chosen:
        unit, folded = spelled.unit, spelled.folded
        unit_id, iso3 = unit.unit_id, unit.country
        # Nearly all spellings lack the longest word: one look spares taking them apart.
        if (longest in folded and words <= set(folded.split())) or (
            iso3 in longest_normal
            and longest_normal[iso3] in unit_id
            and in_normal_form[iso3] <= set(unit_id.partition(".")[2].split("-"))
        ):
            yield _Met(unit, _WORDS, spelled.printed, "words")
    found = process.extract(
        wanted,
        [spelled.folded for spelled in chosen],
        scorer=fuzz.token_sort_ratio,
        score_cutoff=NEAR_SCORE,
        limit=MOST_MATCHES,
    )
    for _, score, at in found:
        yield _Met(chosen[at].unit, round(score, 1), chosen[at].printed, "near")


def _normal_words(iso3: str, text: str) -> set[str]:
    """Return the words of a text as identifiers of the country have them, forces left out."""
    of_country = reader(iso3)
    parts = [part for segment in of_country.segments(of_country.plain(text)) for part in segment]
    kept = (part for part in parts if part.role not in {"force", "noise", "person"})
    return {word for part in kept for word in part.slug.split("-") if word}


def _trainings_of(tables: Tables) -> ir.Table:
    table = tables.table("trainings")
    rows = table.filter((table.unit_id == text_later("unit_id")) & (table.stage == "actual"))
    return _in_time_order(rows)


def _in_time_order(rows: ir.Table) -> ir.Table:
    first = rows.start_date.asc(nulls_first=False)
    return rows.order_by([first, rows.fiscal_year, rows.training_id])


def _listed(tables: Tables, unit: Row) -> list[Row]:
    """Return the rows whose cell names several units and this one among them, in time order."""
    country = unit["country_iso3"]
    if country != MEXICO:  # only there does anything read a list
        return []
    index = _index(tables)
    if index.lists is None:
        index.lists = _lists(tables, country)
    found = index.lists.get(unit["unit_id"])
    if not found:
        return []

    def named() -> ir.Table:
        table = tables.table("trainings")
        return _in_time_order(
            table.filter(table.training_id.isin(lines_of(text_later("training_ids")).line))
        )

    return tables.ask("unit_listed", named, {"training_ids": "\n".join(found)})


def _lists(tables: Tables, country: str) -> dict[str, list[str]]:
    """Return for each unit of a country the identifiers of the rows that name it beside others."""

    def unresolved() -> ir.Table:
        table = tables.table("trainings")
        chosen = table.filter(
            (table.country_iso3 == text_later("country"))
            & table.unit_id.isnull()
            & table.student_unit.notnull()
            & (table.stage == "actual")
        )
        return chosen.select("training_id", "student_unit")

    found: dict[str, list[str]] = {}
    for row in tables.ask("unit_lists", unresolved, {"country": country}):
        for unit_id in {unit.unit_id for unit in units_named(country, row["student_unit"])}:
            found.setdefault(unit_id, []).append(row["training_id"])
    return found
