"""The ledger of claims: what others published, from whom, and which question checks each.

A claim holds no verdict: `foja.measures.claims` computes it from the tables of the day.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Literal

from foja.meaning.series import all_series
from foja.meaning.vocabulary import Entry, broken_rule, load, require_unique

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

OPERATORS: Final = "operators.toml"
SOURCES: Final = "sources.toml"
LEDGERS: Final = ("newsletters.toml", "trainings.toml", "programs.toml", "series.toml")
"""Files of claims, in the order of the ledger."""

How = Literal[
    "total",
    "ratio",
    "fall",
    "share",
    "year_value",
    "spike",
    "rank_country",
    "rank_force",
    "nearest_year",
    "opposite_trends",
    "named_places",
    "places_together",
    "courses_given",
    "series_sum",
    "series_mean",
    "series_year",
    "series_ratio",
]
"""How a question is answered.

`total`: a measure over the trainings chosen. `ratio`: that total by the one of the second period.
`fall`: by how many per cent the years are below the second ones. `share`: per cent of the total
that is in `part_place`. `year_value`: a year among all others. `spike`: the smallest growth of
the years over the year before, in per cent. `rank_country`, `rank_force`: place of a country
among all, of a force among those named. `nearest_year`: the year whose mix is most like it.
`opposite_trends`: steps of the years that go the wrong way, down for `type`, up for `rising`.
`named_places`: distinct places that are not a whole country; `places_together`: a school counted
with the base or town it is in. `courses_given`: distinct titles with their first day.
`series_...`: sum or mean of years, one year, two years' ratio.
"""

Unit = Literal[
    "students",
    "usd",
    "usd_constant",
    "trainings",
    "usd_per_student",
    "students_per_100000",
    "count",
    "percent",
    "times",
    "year",
    "rank",
    "deaths",
    "steps",
]
Aim = Literal["number", "year", "extreme"]


class Operator(Entry, frozen=True):
    """How a figure is meant: between `below` and `above` per cent off, None where there is no end.

    `strict` leaves the figure itself out. `own` operators are those of a reader's own claim. The
    `extreme` ones say of a year that it is highest or lowest, alone or since the figure's year.
    """

    key: str
    name_en: str
    name_es: str
    rule_en: str
    rule_es: str
    aim: Aim
    own: bool
    below: Decimal | None = None
    above: Decimal | None = None
    strict: bool = False

    def admits(self, ours: Decimal, figure: Decimal) -> bool:
        """Say whether our figure is what the claim's can mean."""
        hundred = Decimal(100)
        if self.strict and ours == figure:
            return False
        least = None if self.below is None else figure * (hundred - self.below) / hundred
        most = None if self.above is None else figure * (hundred + self.above) / hundred
        return (least is None or ours >= least) and (most is None or ours <= most)


class Source(Entry, frozen=True):
    """Where a claim was published; `date` is ISO 8601, as exact as it is known.

    `who_es` and `title_es` are given where words of ours stand among the names; `lang` is the
    language of the title.
    """

    key: str
    who: str
    title: str
    url: str
    date: str
    who_es: str = ""
    title_es: str = ""
    lang: Literal["en", "es"] = "en"


class Way(Entry, frozen=True):
    """One question to the tables or the series, under a name in both languages.

    `first` and `last` are the years, both included; `year` is the one asked among them where that
    is not the last. `to_first` and `to_last` those compared with.
    `taxonomy` types the rows again by a file of `data/taxonomies`, from which `own_types` are
    chosen; `type` then are our types that hold all of those rows, for the link to them. A way with
    `shown_only` never decides a verdict.
    """

    key: str
    name_en: str
    name_es: str
    how: How = "total"
    measure: str = "students"
    country: str = "MEX"
    first: int | None = None
    last: int | None = None
    year: int | None = None
    to_first: int | None = None
    to_last: int | None = None
    basis: Literal["report", "start", "calendar"] = "report"
    stage: Literal["actual", "planned", "all"] = "actual"
    program: tuple[str, ...] = ()
    force: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    delivery: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    words: str = ""
    taxonomy: str | None = None
    own_types: tuple[str, ...] = ()
    rising: tuple[str, ...] = ()
    part_place: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    series: str | None = None
    population: str | None = None
    shown_only: bool = False
    unit: Unit | None = None


class Claim(Entry, frozen=True):
    """A published claim in precise words of ours, and the ways to check it.

    The first of `ways` is the claim's plain meaning; the others are further definitions, each
    named. A claim without a way that decides cannot be checked. `figure` is what was published.
    `why` is said with any verdict but a plain “holds”: in braces stand keys of ways and `theirs`.
    """

    id: str
    source: str
    claim_en: str
    claim_es: str
    figure: str
    unit: Unit
    operator: str
    why_en: str = ""
    why_es: str = ""
    ways: tuple[Way, ...] = ()
    uncheckable: bool = False
    """The record lacks what the claim counts; the ways only show what there is instead."""

    @property
    def number(self) -> Decimal:
        """The figure as a number."""
        return Decimal(self.figure)


class _Operators(Entry, frozen=True):
    operator: tuple[Operator, ...]


class _Sources(Entry, frozen=True):
    source: tuple[Source, ...]


class _Claims(Entry, frozen=True):
    claim: tuple[Claim, ...]


def folder() -> Traversable:
    """Return the folder of the ledger that comes with the package."""
    return files("foja").joinpath("data", "claims")


@cache
def all_operators() -> dict[str, Operator]:
    """Return the operators by their key."""
    return read_operators()


@cache
def all_sources() -> dict[str, Source]:
    """Return the sources by their key."""
    return read_sources()


@cache
def all_claims() -> dict[str, Claim]:
    """Return every claim of the package by its identifier, in the order of the ledger."""
    return read_claims()


def read_operators(where: Traversable | None = None) -> dict[str, Operator]:
    """Read and check `operators.toml`, in the folder `where` if given; `VocabularyError`."""
    entries = load(OPERATORS, _Operators, where=where or folder()).operator
    require_unique(OPERATORS, (entry.key for entry in entries), "operator")
    for entry in entries:
        if entry.aim == "number" and entry.below is None and entry.above is None:
            raise broken_rule(OPERATORS, entry.key, "it admits every figure", "give it an end")
    return {entry.key: entry for entry in entries}


def read_sources(where: Traversable | None = None) -> dict[str, Source]:
    """Read and check `sources.toml`, in the folder `where` if given; raises `VocabularyError`."""
    entries = load(SOURCES, _Sources, where=where or folder()).source
    require_unique(SOURCES, (entry.key for entry in entries), "source")
    for entry in entries:
        if entry.url and not entry.url.startswith(("http://", "https://")):
            raise broken_rule(SOURCES, entry.key, f"{entry.url} is not an address", "correct it")
    return {entry.key: entry for entry in entries}


def read_claims(where: Traversable | None = None) -> dict[str, Claim]:
    """Read and check the ledger, in the folder `where` if given.

    Raises `VocabularyError` for an identifier or a way's key that occurs twice, a source, operator
    or series that there is not, a source or operator that no claim has, a figure that is no number,
    a claim that says why in one language only, or that cannot be checked without saying why.
    """
    operators, sources = read_operators(where), read_sources(where)
    found: dict[str, Claim] = {}
    for name in LEDGERS:
        for claim in load(name, _Claims, where=where or folder()).claim:
            if claim.id in found:
                raise broken_rule(name, claim.id, "this claim occurs twice", "keep one of the two")
            _check(name, claim, operators, sources)
            found[claim.id] = claim
    used_sources = {claim.source for claim in found.values()}
    used_operators = {claim.operator for claim in found.values()}
    for key in sources.keys() - used_sources:
        raise broken_rule(SOURCES, key, "no claim is from it", "take it out")
    for key, operator in operators.items():
        if not operator.own and key not in used_operators:
            raise broken_rule(OPERATORS, key, "no claim has it", "take it out")
    return found


def _check(
    name: str, claim: Claim, operators: dict[str, Operator], sources: dict[str, Source]
) -> None:
    for problem, remedy in _problems(claim, operators, sources):
        raise broken_rule(name, claim.id, problem, remedy)


def _problems(
    claim: Claim, operators: dict[str, Operator], sources: dict[str, Source]
) -> Iterator[tuple[str, str]]:
    if claim.source not in sources:
        yield f"there is no source {claim.source}", f"add it to {SOURCES}"
    if claim.operator not in operators:
        yield f"there is no operator {claim.operator}", f"take one of {OPERATORS}"
    try:
        _ = claim.number
    except InvalidOperation:
        yield f"“{claim.figure}” is not a number", "write digits alone"
    if bool(claim.why_en) != bool(claim.why_es):
        yield "it says why in one language only", "say it in both"
    keys = [way.key for way in claim.ways]
    if len(set(keys)) < len(keys):
        yield "two of its ways have one key", "name them apart"
    deciding = [way for way in claim.ways if not way.shown_only]
    if claim.uncheckable == bool(deciding):
        yield (
            "a claim that cannot be checked has no way that decides, and every other has one",
            "set uncheckable, or shown_only in its ways",
        )
    if claim.uncheckable and not claim.why_en:
        yield "it cannot be checked and does not say why", "say why, in both languages"
    yield from _wrong_ways(claim)


def _wrong_ways(claim: Claim) -> Iterator[tuple[str, str]]:
    known = {entry.key for entry in all_series()}
    for way in claim.ways:
        if way.how.startswith("series") != (way.series is not None):
            yield f"way {way.key} has a series or needs none", "correct how, or series"
        for series in filter(None, (way.series, way.population)):
            if series not in known:
                yield f"there is no series {series}", "correct the key"
        if (way.taxonomy is None) != (not way.own_types):
            yield f"way {way.key} has a taxonomy or types of one, not both", "give both"
