"""Which trainings a reader has chosen, and how the choice is written in an address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, cast, get_args

from foja.errors import QueryError
from foja.tables.search import Searched, search_of
from foja.tables.search_terms import same_search, terms_of
from foja.tables.selection import (
    UNKNOWN,
    StageChoice,
    YearBasis,
    number_later,
    select_trainings,
    text_later,
    year_of,
)

if TYPE_CHECKING:
    from collections.abc import Container, Hashable, Iterable

    import ibis.expr.types as ir

FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2100
NEVER, ALWAYS = 0, 9999
"""Years before and after every year there is."""

LONGEST_WORDS: Final = 200
MOST_VALUES: Final = 50
"""No list of codes in an address is longer; a longer one is a mistake."""

PARAMETERS: Final[dict[str, str]] = {
    "program": "programs",
    "force": "recipient_forces",
    "type": "training_types",
    "delivery": "deliveries",
    "place": "places",
    "unit": "units",
    "flag": "flags",
    "days": "lengths",
}
"""Parameters of an address that hold codes, several if need be, and the field of each."""
COLUMNS: Final[dict[str, str]] = {
    "programs": "program",
    "recipient_forces": "recipient_force",
    "training_types": "training_type",
    "deliveries": "delivery",
    "places": "place_id",
    "units": "unit_id",
    "flags": "flags",
    "lengths": "days",
}
"""The fields that hold codes, and the column of `trainings` that each chooses from."""

_ONCE: Final = ("country", "from", "to", "words", "stage", "basis")


@dataclass(frozen=True, slots=True)
class Filters:
    """A choice of trainings; the default is every training that was done.

    `fiscal_year_from` and `fiscal_year_to` are both included. `year_basis` says which year is
    meant: the `report`'s, the fiscal year of the training's `start` (fiscal years run from
    1 October to 30 September), or the `calendar` year of it. The fields of `COLUMNS` hold codes,
    any of which will do; `unknown` means rows that no rule has named. A force or a group of types
    stands for its parts as well. `words` are a search: `foja.tables.search_terms` says how it is
    read. Planned trainings are in no sum unless `stage` asks for them.
    """

    country: str | None = None
    fiscal_year_from: int | None = None
    fiscal_year_to: int | None = None
    programs: tuple[str, ...] = ()
    recipient_forces: tuple[str, ...] = ()
    words: str = ""
    stage: StageChoice = "actual"
    year_basis: YearBasis = "report"
    training_types: tuple[str, ...] = ()
    deliveries: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    lengths: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        first, last = self.fiscal_year_from, self.fiscal_year_to
        if first is not None and last is not None and first > last:
            raise QueryError(f"The first year, {first}, is after the last, {last}.")

    def year(self, rows: ir.Table) -> ir.IntegerValue:
        """Return the year meant of each row of `trainings`."""
        return year_of(rows, self.year_basis)

    @property
    def codes(self) -> dict[str, tuple[str, ...]]:
        """The codes chosen of each column, where any are."""
        fields = {column: getattr(self, field) for field, column in COLUMNS.items()}
        return {column: codes for column, codes in fields.items() if codes}

    def apply(self, table: ir.Table) -> ir.Table:
        """Return the chosen rows of `trainings`."""
        return select_trainings(
            table,
            country=self.country,
            years=(self.fiscal_year_from, self.fiscal_year_to),
            values=self.codes,
            stage=self.stage,
            found=search_of(table).found(searched) if (searched := self.searched) else None,
            year_basis=self.year_basis,
        )

    @property
    def searched(self) -> Searched | None:
        """The search of the choice; None where nothing is searched."""
        return Searched(self.words, self.country) if terms_of(self.words) else None

    @property
    def values(self) -> dict[str, str | int | Searched]:
        """What the choice's values are called in a question compiled for its `shape`."""
        first, last = self.fiscal_year_from, self.fiscal_year_to
        years: dict[str, str | int] = {}
        if first is not None or last is not None:
            # Where one end is open it is given all the same: one kind of question instead of three.
            years["first_year"] = NEVER if first is None else first
            years["last_year"] = ALWAYS if last is None else last
        given: dict[str, str | int | Searched | None] = {
            "country": self.country,
            **years,
            **{
                name: value
                for column, codes in self.codes.items()
                for name, value in _numbered(column, codes).items()
            },
            "found": self.searched,
        }
        return {name: value for name, value in given.items() if value is not None}

    @property
    def shape(self) -> Hashable:
        """What the choice's SQL depends on: which values are given, not what they are."""
        unknown = tuple(column for column, codes in self.codes.items() if UNKNOWN in codes)
        return (self.stage, self.year_basis, unknown, tuple(self.values))

    def apply_later(self, table: ir.Table) -> ir.Table:
        """Return the chosen rows of `trainings` for any choice of this `shape`.

        The `values` are given when the question is asked; see `Tables.ask`.
        """
        names = self.values

        def later(kind: str, values: Iterable[str]) -> list[ir.StringValue]:
            return [text_later(name) for name in _numbered(kind, values)]

        return select_trainings(
            table,
            country=text_later("country") if "country" in names else None,
            years=(
                number_later("first_year") if "first_year" in names else None,
                number_later("last_year") if "last_year" in names else None,
            ),
            values={
                column: [*later(column, codes), *([UNKNOWN] if UNKNOWN in codes else [])]
                for column, codes in self.codes.items()
            },
            stage=self.stage,
            found=text_later("found") if "found" in names else None,
            year_basis=self.year_basis,
        )

    def base(self) -> Filters:
        """Return the choice without years, programmes and forces: what a `Cube` is asked with."""
        return replace(
            self,
            fiscal_year_from=None,
            fiscal_year_to=None,
            programs=(),
            recipient_forces=(),
            words=same_search(self.words),
        )

    def in_year(self, year: int) -> Filters:
        """Return the same choice for one fiscal year."""
        return replace(self, fiscal_year_from=year, fiscal_year_to=year)

    def has_year(self, year: int | None) -> bool:
        """Say whether rows of that year are chosen; a row without a year only if no year is set."""
        first, last = self.fiscal_year_from, self.fiscal_year_to
        if year is None:
            return first is None and last is None
        return (first is None or first <= year) and (last is None or year <= last)

    def to_query(self, *, country: bool = False) -> list[tuple[str, str]]:
        """Return the choice as parameters of an address; only what differs from the default.

        The country is left out, since it stands in the address's path, unless asked for.
        """
        query = [("country", self.country)] if country and self.country else []
        if self.fiscal_year_from is not None:
            query.append(("from", str(self.fiscal_year_from)))
        if self.fiscal_year_to is not None:
            query.append(("to", str(self.fiscal_year_to)))
        for name, field in PARAMETERS.items():
            query.extend((name, code) for code in getattr(self, field))
        if self.words:
            query.append(("words", self.words))
        if self.stage != "actual":
            query.append(("stage", self.stage))
        if self.year_basis != "report":
            query.append(("basis", self.year_basis))
        return query

    @classmethod
    def from_query(
        cls,
        query: Iterable[tuple[str, str]],
        *,
        country: str | None = None,
        countries: Container[str] | None = None,
    ) -> Filters:
        """Read the parameters of an address; empty ones count as not given.

        `countries` are the codes there are; the country given is not checked without them. Raises
        `QueryError` for a parameter it does not know or finds twice, a year that is none, years
        turned round, an unknown country, too many values.
        """
        single, several = _sort_out(query)
        chosen = single.get("country", country)
        if chosen is not None and countries is not None and chosen not in countries:
            raise QueryError(f"No country “{chosen[:40]}”; a code such as MEX is expected.")
        words = " ".join(single.get("words", "").split())
        if len(words) > LONGEST_WORDS:
            raise QueryError(
                f"The search has {len(words)} characters; the limit is {LONGEST_WORDS}."
            )
        return cls(
            country=chosen,
            fiscal_year_from=_year("from", single.get("from")),
            fiscal_year_to=_year("to", single.get("to")),
            words=words,
            stage=cast("StageChoice", _one_of("stage", single, get_args(StageChoice))),
            year_basis=cast("YearBasis", _one_of("basis", single, get_args(YearBasis))),
            **{field: tuple(several[name]) for name, field in PARAMETERS.items()},
        )


def _numbered(kind: str, values: Iterable[str]) -> dict[str, str]:
    named = [value for value in values if value != UNKNOWN]
    return {f"{kind}_{number}": value for number, value in enumerate(named)}


def _sort_out(query: Iterable[tuple[str, str]]) -> tuple[dict[str, str], dict[str, list[str]]]:
    single: dict[str, str] = {}
    several: dict[str, list[str]] = {name: [] for name in PARAMETERS}
    for name, raw in query:
        value = raw.strip()
        if name not in _ONCE and name not in PARAMETERS:
            known = ", ".join((*_ONCE, *PARAMETERS))
            raise QueryError(f"No parameter “{name[:40]}”; give one of {known}.")
        if not value:
            continue
        if name in several:
            if value not in several[name]:
                several[name].append(value)
            if len(several[name]) > MOST_VALUES:
                raise QueryError(f"More than {MOST_VALUES} values for “{name}”.")
        elif name in single:
            raise QueryError(f"The parameter “{name}” is given twice.")
        else:
            single[name] = value
    return single, several


def _year(name: str, text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit()):
        raise QueryError(f"“{text[:40]}” is not a year for “{name}”; give one such as 2020.")
    # Longer numbers would be read at a cost that grows with their length.
    year = int(text[:5])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise QueryError(f"“{text[:40]}” is not a fiscal year the reports could cover.")
    return year


def _one_of(name: str, given: dict[str, str], known: tuple[str, ...]) -> str:
    """Return the value given, the first of those known where none is."""
    value = given.get(name, known[0])
    if value not in known:
        there_are = ", ".join(known)
        raise QueryError(f"“{value[:40]}” is not a value of “{name}”; give one of {there_are}.")
    return value
