"""All years of a country as takeaways need them: sums by subject, and the rows of a year."""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from foja.measures.figures import (
    Figures,
    add_figures,
    ask_cube,
    ask_matrix,
    at_depth,
    figures_of,
    measures,
)
from foja.measures.filters import Filters
from foja.measures.spread import ask_spread
from foja.measures.takeaway_facts import WHOLE, Subject, number_of
from foja.measures.takeaway_rules import KNOWN_SHARE
from foja.tables.selection import number_later, text_later

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import ibis.expr.types as ir

    from foja.measures.takeaway_facts import Dimension, MeasureName
    from foja.tables.engine import Tables

Row = dict[str, Any]
Sums = dict[int, dict[str | None, Figures]]
Spot = tuple[float, float]

FORCE_DEPTH: Final = 2
"""Parts of a force's code that name a whole force: MEX.SEMAR of MEX.SEMAR.FLEET."""

COLUMNS: Final[dict[Dimension, str]] = {
    "program": "program",
    "force": "recipient_force",
    "type": "training_type",
    "delivery": "delivery",
    "place": "place_id",
    "unit": "unit_id",
    "course": "course_title",
}
_FROM_MATRIX: Final[tuple[Dimension, ...]] = ("type", "place", "unit")
ROW_COLUMNS: Final = (
    "training_id",
    "country_iso3",
    "fiscal_year",
    "document",
    "page",
    "printed_page",
    "quantity",
    "cost_usd",
    "start_fiscal_year",
    "program",
    "recipient_force",
    "training_type",
    "delivery",
    "place_id",
    "unit_id",
    "course_title",
    "flags",
)
MOST_KEPT: Final = 4
"""Countries whose sums are kept: a megabyte or two each."""
_KEPT: Final[WeakKeyDictionary[Tables, OrderedDict[str, Mapping[Dimension, Sums]]]] = (
    WeakKeyDictionary()
)
_LOCK: Final = threading.Lock()

VAGUE_KINDS: Final = {"country", "region", "online"}
NOT_TOLD: Final = {"unknown", "unclassified"}
NOT_GIVEN: Final = ".NOT_GIVEN"
"""Values that say nothing, and the end of a force's code that says nothing."""
SEVERAL: Final = ".SEVERAL"
"""The end of a force's code that stands for several forces in one row: it may hold any of them, so
that a year of many such rows is not compared by force."""


@dataclass(frozen=True)
class CountryRecord:
    """One country: `sums` by dimension, year and value, `rows` of each year asked for.

    `vague` are the places that are no more than a country, a region or a network; `spots` say where
    on Earth the others are, in degrees of latitude and longitude. `kin` are for each programme the
    one it is part of and those that are part of it: a report has one heading or the other.
    """

    country: str
    covered: tuple[int, ...]
    sums: Mapping[Dimension, Sums]
    rows: Mapping[int, Sequence[Row]]
    vague: frozenset[str]
    spots: Mapping[str, Spot] = field(default_factory=dict, repr=False)
    kin: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)
    _known: dict[tuple[Dimension, MeasureName, bool], tuple[int, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def total(self, year: int) -> Figures:
        """Return the sums of a year; zero where a report lists nothing."""
        return self.sums["all"].get(year, {}).get("", Figures())

    def values(self, dimension: Dimension, year: int) -> dict[str, Figures]:
        """Return the sums of each value that a year has, without what is not told."""
        return {
            value: figures
            for value, figures in self.sums[dimension].get(year, {}).items()
            if value is not None
            and value not in NOT_TOLD
            and not value.endswith(NOT_GIVEN)
            and not (dimension == "place" and value in self.vague)
        }

    def figures(self, subject: Subject, year: int) -> Figures:
        """Return the sums of a subject in a year; zero where the report lists none of it."""
        if subject == WHOLE:
            return self.total(year)
        return self.sums[subject.dimension].get(year, {}).get(subject.value, Figures())

    def known(
        self, dimension: Dimension, measure: MeasureName, *, several: bool = False
    ) -> tuple[int, ...]:
        """Return the covered years in which a measure of a dimension is known; see KNOWN_SHARE.

        Rows of `several` forces count as known only where forces are not compared by year.
        """
        key = (dimension, measure, several)
        if key not in self._known:
            self._known[key] = tuple(
                year for year in self.covered if self._is_known(dimension, measure, year, several)
            )
        return self._known[key]

    def _is_known(
        self,
        dimension: Dimension,
        measure: MeasureName,
        year: int,
        several: bool,
    ) -> bool:
        total = self.total(year)
        if not total.trainings:
            return True
        if measure == "cost_usd" and _is_less(
            total.trainings - total.without_cost, total.trainings
        ):
            return False
        if measure == "students" and _is_less(
            total.trainings - total.without_students, total.trainings
        ):
            return False
        if dimension == "all":
            return True
        of: MeasureName = "students" if total.students else "trainings"
        told = sum(
            number_of(one, of)
            for value, one in self.values(dimension, year).items()
            if several or not value.endswith(SEVERAL)
        )
        return not _is_less(told, number_of(total, of))

    def series(self, subject: Subject, measure: MeasureName) -> dict[int, int | Decimal]:
        """Return a subject's values for each year in which they are known.

        A programme is not known of a year that lists its kin in its stead.
        """
        return {
            year: number_of(self.figures(subject, year), measure)
            for year in self.known(subject.dimension, measure)
            if not (subject.dimension == "program" and self.has_kin_instead(subject.value, year))
        }

    def has_kin_instead(self, program: str, year: int) -> bool:
        """Say whether a year lists a programme under a wider or a narrower heading only."""
        listed = self.sums["program"].get(year, {})
        return program not in listed and any(one in listed for one in self.kin.get(program, ()))

    def largest_rows(self, subject: Subject, year: int, measure: MeasureName) -> list[Row]:
        """Return the rows of a subject in a year, the largest first."""
        column = "cost_usd" if measure == "cost_usd" else "quantity"
        rows = [row for row in self.rows.get(year, ()) if is_of(row, subject)]
        return sorted(rows, key=lambda row: (-(row[column] or 0), *_place(row)))


def is_of(row: Row, subject: Subject) -> bool:
    """Say whether a row belongs to a subject."""
    if subject == WHOLE:
        return True
    if subject.dimension == "group":
        return at_depth(row["training_type"], 1) == subject.value
    if subject.dimension == "force":
        return at_depth(row["recipient_force"], FORCE_DEPTH) == subject.value
    value = row[COLUMNS[subject.dimension]]
    if subject.dimension == "course":
        return value is not None and value.upper() == subject.value
    return bool(value == subject.value)


def _place(row: Row) -> tuple[str, int, int, str]:
    """Order rows as the pages print them."""
    return row["document"], row["page"], len(row["training_id"]), row["training_id"]


def _is_less(part: int | Decimal, whole: int | Decimal) -> bool:
    return Decimal(part) < KNOWN_SHARE * Decimal(whole)


def read_country(
    tables: Tables, country: str, covered: Sequence[int], year: int | None = None
) -> CountryRecord:
    """Read a country: its sums of all years, and the rows of `year`, or of all years if None."""
    sums = _kept_sums(tables, country)
    rows: dict[int, list[Row]] = defaultdict(list)
    for row in _rows(tables, country, year):
        rows[row["fiscal_year"]].append(row)
    return CountryRecord(
        country,
        tuple(sorted(covered)),
        sums,
        dict(rows),
        _vague(tables),
        _spots(tables),
        _kin(tables),
    )


def _kept_sums(tables: Tables, country: str) -> Mapping[Dimension, Sums]:
    """Return a country's sums; those of the countries asked last are kept, as tables are."""
    with _LOCK:
        kept = _KEPT.setdefault(tables, OrderedDict())
        if country in kept:
            kept.move_to_end(country)
            return kept[country]
    sums = _sums_of(tables, country)
    with _LOCK:
        kept[country] = sums
        while len(kept) > MOST_KEPT:
            kept.popitem(last=False)
    return sums


def read_countries(tables: Tables, covered: Mapping[str, Sequence[int]]) -> Iterator[CountryRecord]:
    """Read many countries at once, with the rows of all years; `covered` names them."""
    sums = _all_sums(tables)
    by_country: dict[str, dict[Dimension, Sums]] = {}
    for dimension, found in sums.items():
        for (country, year), values in found.items():
            of_country = by_country.setdefault(country, {name: {} for name in sums})
            of_country[dimension][year] = values
    rows: dict[str, dict[int, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in _rows(tables, None, None):
        rows[row["country_iso3"]][row["fiscal_year"]].append(row)
    vague, spots, kin = _vague(tables), _spots(tables), _kin(tables)
    nothing: dict[Dimension, Sums] = {name: {} for name in sums}
    for country, years in covered.items():
        yield CountryRecord(
            country,
            tuple(sorted(years)),
            by_country.get(country, nothing),
            rows.get(country, {}),
            vague,
            spots,
            kin,
        )


def _vague(tables: Tables) -> frozenset[str]:
    """Return the places that say only in which country or region a training was given."""
    rows = tables.whole("places")
    return frozenset(row["place_id"] for row in rows if row["kind"] in VAGUE_KINDS)


def _spots(tables: Tables) -> dict[str, Spot]:
    """Return the latitude and longitude of every place that has them."""
    rows = tables.whole("places")
    return {
        row["place_id"]: (row["latitude"], row["longitude"])
        for row in rows
        if row["latitude"] is not None
    }


def _kin(tables: Tables) -> dict[str, frozenset[str]]:
    """Return for each programme the wider and the narrower headings of it."""
    kin: dict[str, set[str]] = defaultdict(set)
    for row in tables.whole("programs"):
        if row["part_of"]:
            kin[row["program"]].add(row["part_of"])
            kin[row["part_of"]].add(row["program"])
    return {program: frozenset(others) for program, others in kin.items()}


def _sums_of(tables: Tables, country: str) -> dict[Dimension, Sums]:
    """Return the sums of a country, most of them those that its page is made from as well."""
    choice = Filters(country=country)
    cells, parts = ask_cube(tables, choice).cells, ask_spread(tables, choice).parts
    sums: dict[Dimension, Sums] = {
        "all": _by_year((cell.fiscal_year, "", cell.figures) for cell in cells),
        "program": _by_year((cell.fiscal_year, cell.program, cell.figures) for cell in cells),
        "force": _by_year(
            (cell.fiscal_year, at_depth(cell.recipient_force, FORCE_DEPTH), cell.figures)
            for cell in cells
        ),
        "delivery": _by_year((part.report, part.delivery, part.figures) for part in parts),
        "course": {
            year: values for (_, year), values in _sums(tables, country, "course_title").items()
        },
    }
    for dimension in _FROM_MATRIX:
        matrix = ask_matrix(tables, choice, COLUMNS[dimension])
        sums[dimension] = _by_year((*key, figures) for key, figures in matrix.cells.items())
    sums["group"] = {year: _rolled(values, 1) for year, values in sums["type"].items()}
    return sums


def _by_year(cells: Iterable[tuple[int | None, str | None, Figures]]) -> Sums:
    """Return the sums of each year and value, the values in order; see `_sums`."""
    summed = add_figures(((year, value), figures) for year, value, figures in cells)
    found: Sums = defaultdict(dict)
    for year, value in sorted(summed, key=lambda key: (key[0], key[1] or "")):
        found[year][value] = summed[year, value]
    return dict(found)


def _all_sums(
    tables: Tables,
) -> dict[Dimension, dict[tuple[str, int], dict[str | None, Figures]]]:
    """Return the sums of every country and year by each dimension: one query for each."""
    found: dict[Dimension, dict[tuple[str, int], dict[str | None, Figures]]] = {
        "all": _sums(tables, None, None)
    }
    for dimension, column in COLUMNS.items():
        found[dimension] = _sums(tables, None, column)
    found["group"] = {key: _rolled(values, 1) for key, values in found["type"].items()}
    found["force"] = {key: _rolled(values, FORCE_DEPTH) for key, values in found["force"].items()}
    return found


def _done(tables: Tables, country: str | None) -> ir.Table:
    rows = tables.table("trainings")
    done = rows.filter(rows.stage == "actual", rows.country_iso3.notnull())
    return done if country is None else done.filter(done.country_iso3 == text_later("country"))


def _sums(
    tables: Tables, country: str | None, column: str | None
) -> dict[tuple[str, int], dict[str | None, Figures]]:
    def build() -> ir.Table:
        rows = _done(tables, country)
        keys = [rows.country_iso3, rows.fiscal_year]
        if column is not None:
            value = rows[column].upper() if column == "course_title" else rows[column]
            keys.append(value.name("value"))
        return rows.group_by(keys).aggregate(**measures(rows))

    found: dict[tuple[str, int], dict[str | None, Figures]] = defaultdict(dict)
    values = {} if country is None else {"country": country}
    rows = tables.ask(("takeaway sums", column, country is None), build, values)
    # A database returns groups in any order, and of findings that weigh the same the first is told.
    rows.sort(key=lambda row: (row["country_iso3"], row["fiscal_year"], row.get("value") or ""))
    for row in rows:
        value = "" if column is None else row["value"]
        found[row["country_iso3"], row["fiscal_year"]][value] = figures_of(row)
    return dict(found)


def _rolled(values: dict[str | None, Figures], depth: int) -> dict[str | None, Figures]:
    return add_figures((at_depth(value, depth), figures) for value, figures in values.items())


def _rows(tables: Tables, country: str | None, year: int | None) -> list[Row]:
    def build() -> ir.Table:
        rows = _done(tables, country)
        if year is not None:
            rows = rows.filter(rows.fiscal_year == number_later("year"))
        return rows.select(*ROW_COLUMNS)

    values: dict[str, str | int] = {} if country is None else {"country": country}
    if year is not None:
        values["year"] = year
    return tables.ask(("takeaway rows", country is None, year is None), build, values)
