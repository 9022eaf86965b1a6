"""Every public function of `foja.measures` that asks tables, and the choices it is asked for.

`asking()` walks the package, so that a measure that is added without being named here fails a test.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass
from operator import itemgetter
from typing import Any

import ibis.expr.types as ir

import foja.measures
from foja.meaning.claims import all_claims
from foja.measures import (
    beside_series,
    claim_retyping,
    claim_series,
    claim_sums,
    claim_ways,
    claims,
    compare,
    cooperation,
    definitions,
    durations,
    entities,
    figures,
    marks,
    measures,
    middles,
    names,
    recipients,
    record,
    rows,
    search,
    spread,
    takeaway_record,
    takeaways,
    training,
    units,
    where,
)
from foja.measures.claim_answer import Asked
from foja.measures.filters import Filters
from foja.tables.engine import Tables

Ask = Callable[[Tables, Filters], Any]
first = itemgetter(0)

COUNTRY = "MEX"
SHAPES: dict[str, Filters] = {
    "a country": Filters(country=COUNTRY),
    "everything": Filters(),
    "years": Filters(country=COUNTRY, fiscal_year_from=2008, fiscal_year_to=2019),
    "from a year": Filters(fiscal_year_from=2019),
    "programmes": Filters(country=COUNTRY, programs=("IMET", "SEC1004", "SEC333")),
    "a force with its parts": Filters(country=COUNTRY, recipient_forces=("MEX.SEMAR",)),
    "a group of types": Filters(country=COUNTRY, training_types=("flight", "law")),
    "flags": Filters(country=COUNTRY, flags=("repeated_row", "cost_shared")),
    "deliveries": Filters(deliveries=("in_country", "online")),
    "a place": Filters(country=COUNTRY, places=("US.fort-benning", "US.lackland-afb")),
    "a unit": Filters(country=COUNTRY, units=("MEX.escuadron-aereo-302", "MEX.pmm")),
    "words": Filters(country=COUNTRY, words="helicopter -naval"),
    "words anywhere": Filters(words='"english language"'),
    "misspelled": Filters(words="helicoptr"),
    "planned": Filters(stage="planned"),
    "done and planned": Filters(country=COUNTRY, stage="all"),
    "year of the first day": Filters(
        country=COUNTRY, year_basis="start", fiscal_year_from=2009, fiscal_year_to=2018
    ),
    "calendar year": Filters(country=COUNTRY, year_basis="calendar"),
    "lengths": Filters(country=COUNTRY, lengths=("2-5", "366-")),
    "unknown": Filters(
        country=COUNTRY, recipient_forces=("unknown", "MEX.SEMAR"), places=("unknown",)
    ),
    "unknown of other kinds": Filters(
        deliveries=("unknown",), units=("unknown",), flags=("unknown", "cost_zero")
    ),
    "all together": Filters(
        country=COUNTRY,
        fiscal_year_from=2001,
        programs=("IMET", "unknown"),
        recipient_forces=("MEX.SEDENA",),
        training_types=("technical", "language", "unclassified"),
        deliveries=("united_states",),
        lengths=("92-182", "32-91", "unknown"),
        words="eng -o'brien",
        stage="all",
    ),
    "text that is no code": Filters(country=COUNTRY, programs=("'; DROP TABLE x; -- %s \\",)),
}
"""One choice for every kind of filter, and some together."""

NOT_ASKED = {
    "by_country.keep_sums": "keeps answers for `figures` and `spread`, which are asked",
    "by_country.keep_sums_together": "as `keep_sums`",
    "by_country.kept_sums": "what was kept; a test of its own holds it against what is asked",
    "beside_series.require_inhabitants": "refuses a choice; `measures.measure` calls it each time",
    "beside_series.with_inhabitants": "adds a column for `measures.measured`, which is asked",
    "beside_series.with_prices": "adds a column for `measures.measured`, which is asked",
    "figures.kept_by_value": "what was kept; a test of its own holds it against what is asked",
    "training.keep_courses": "keeps answers of `training.biggest_courses`, which is asked",
    "figures.keep_figures_together": "as `keep_figures`",
    "figures.keep_figures": "keeps answers of `figures.ask_cube` and `ask_matrix`, which are asked",
    "figures.group": "adds up rows for `figures.ask_cube`, which is asked",
    "figures.measures": "the sums that nearly every function here asks for",
    "spread.keep_spread": "keeps answers of `spread.ask_spread`, which is asked",
}
"""Functions over tables or expressions that give no answer by themselves, each with the reason."""

UNORDERED = {
    "entities.cells": "groups in any order, of which `parts_of` makes lists in order",
    "entities.titles_with_types": "groups in any order, which are added up",
    "rows.trainings_named": "in any order; who asks has the order",
}
"""Functions whose answers stand in no order that means anything, each with the reason."""


SPARING = False
"""Whether measures that ask dozens of questions ask some of them, for an engine that is slow."""


def _some(things: Any, every: int) -> list[Any]:
    """Return all of some things, or every so-manieth where it is to be sparing."""
    return [*things][:: every if SPARING else 1]


def _ways() -> list[Any]:
    """Return the ways of checking a claim; where it is to be sparing, one of each kind."""
    ways = [way for claim in all_claims().values() for way in claim.ways]
    one_each = {(way.how, way.taxonomy, way.basis): way for way in ways}
    return [*one_each.values()] if SPARING else ways


def _each_measure(tables: Tables, filters: Filters) -> Any:
    found: dict[Any, Any] = {}
    for name, one in measures.MEASURES.items():
        for by in _some(((), ("fiscal_year", "country")), 2):
            if one.beside == "inhabitants" and filters.country is None and "country" not in by:
                continue
            found[name, by] = measures.measure(tables, filters, name, *by)
    for group in _some(measures.GROUPS, 4):
        found["students", group] = measures.measure(tables, filters, "students", group)
    return found


def _some_ids(tables: Tables, filters: Filters, limit: int = 3) -> list[str]:
    listed = rows.list_trainings(tables, filters, rows.Order("training", limit=limit))
    return [row["training_id"] for row in listed]


def _some_trainings(tables: Tables, filters: Filters) -> list[Any]:
    return [rows.training(tables, one) for one in [*_some_ids(tables, filters), "no such id"]]


def _some_pages(tables: Tables, filters: Filters) -> list[Any]:
    return [
        rows.page_trainings(tables, row["document"], row["page"])
        for row in filter(None, _some_trainings(tables, filters))
    ]


def _some_totals(tables: Tables, filters: Filters) -> list[Any]:
    return [rows.totals_of(tables, row) for row in filter(None, _some_trainings(tables, filters))]


def _each_order(tables: Tables, filters: Filters) -> dict[str, Any]:
    sorts = _some([rows.BEST_MATCH, *rows.SORTS], 5)
    return {
        sort: rows.list_trainings(tables, filters, rows.Order(sort, turn, 40, 3))
        for place, sort in enumerate(sorts)
        for turn in (bool(place % 2),)
    }


def _covered(tables: Tables) -> dict[str, list[int]]:
    cells = entities.cells(tables, Filters())
    years: dict[str, set[int]] = {}
    for cell in cells:
        if cell.country in {"MEX", "BLZ", "URY"}:
            years.setdefault(str(cell.country), set()).add(cell.fiscal_year)
    return {country: sorted(found) for country, found in sorted(years.items())}


def _each_way(tables: Tables) -> list[Any]:
    return [claim_ways.reckon(tables, way) for way in _ways()]


def _words(filters: Filters) -> str:
    return filters.words or "helicoptr navl"


ASKED_OF_A_CHOICE: dict[str, Ask] = {
    "claim_sums.sum_of": lambda t, f: [claim_sums.sum_of(t, f, n) for n in measures.ADDITIVE],
    "compare.by_country": compare.by_country,
    "compare.compared_cells": lambda t, f: [
        compare.compared_cells(t, f, "country_iso3", ("MEX", "BLZ")),
        compare.compared_cells(
            t, f, "recipient_force", ("MEX.SEMAR", "MEX.SEDENA", "MEX.SEDENA.FAM")
        ),
    ],
    "compare.rates_by_country": compare.rates_by_country,
    "compare.top_courses": lambda t, f: compare.top_courses(t, f, "program", ("IMET", "CTFP")),
    "definitions.count_by_definition": definitions.count_by_definition,
    "durations.ask_days_by": lambda t, f: [
        durations.ask_days_by(t, f, column) for column in ("year", "training_type")
    ],
    "entities.by_columns": lambda t, f: entities.by_columns(
        t, f, ("recipient_force", entities.GROUP, entities.YEAR)
    ),
    "entities.cells": entities.cells,
    "entities.parts": lambda t, f: [
        entities.parts(t, f, column, order=order, limit=limit)
        for column, order, limit in (
            ("program", "cost_usd", 5),
            ("unit_id", "students", 12),
            ("place_id", "trainings", None),
            (entities.YEAR, "trainings", None),
            (entities.GROUP, "students", None),
        )
    ],
    "entities.titles_with_types": entities.titles_with_types,
    "figures.ask_cube": figures.ask_cube,
    "figures.ask_matrix": lambda t, f: [
        figures.ask_matrix(t, f, column) for column in ("training_type", "country_iso3")
    ],
    "marks.ask_country_marks": lambda t, f: marks.ask_country_marks(t, f, "program"),
    "marks.ask_days": marks.ask_days,
    "marks.ask_marks": lambda t, f: marks.ask_marks(t, f, "recipient_force"),
    "marks.largest_marks": lambda t, f: [
        marks.largest_marks(t, f, "program", measure, 25) for measure in ("cost_usd", "students")
    ],
    "measures.by_year": lambda t, f: measures.by_year(t, f, "cost_per_student"),
    "measures.by_year_together": measures.by_year_together,
    "measures.measure": _each_measure,
    "measures.measured": lambda t, f: [
        t.ask(None, lambda: measures.measured(t, f, "cost_usd", "course"), f.values)
    ],
    "measures.total": lambda t, f: measures.total(t, f, "cost_usd_constant"),
    "middles.middle": lambda t, f: [
        middles.middle(t, f, name, *by)
        for name in middles.MIDDLES
        for by in _some(((), ("fiscal_year", "training_group")), 2)
    ],
    "middles.middled": lambda t, f: t.ask(
        None, lambda: middles.middled(t, f, "days_median", "place"), f.values
    ),
    "recipients.units_named": recipients.units_named,
    "recipients.units_with_most": lambda t, f: recipients.units_with_most(t, f, 15),
    "rows.list_trainings": _each_order,
    "rows.page_trainings": _some_pages,
    "rows.totals_of": _some_totals,
    "rows.training": _some_trainings,
    "rows.trainings_named": lambda t, f: rows.trainings_named(t, _some_ids(t, f)),
    "rows.trainings_in_order": lambda t, f: rows.trainings_in_order(
        t, f, rows.Order(rows.BEST_MATCH, limit=30)
    ),
    "search.corrected": lambda t, f: search.corrected(t, _words(f)),
    "search.count": search.count,
    "search.sought": lambda t, f: search.sought(t, _words(f)),
    "search.suggestions": search.suggestions,
    "search.why": lambda t, f: [
        search.why(t, row, _words(f)) for row in filter(None, _some_trainings(t, f))
    ],
    "spread.ask_spread": spread.ask_spread,
    "training.biggest_courses": lambda t, f: [
        training.biggest_courses(t, f, by="students"),
        training.biggest_courses(t, f, by="cost_usd"),
    ],
    "training.countries": training.countries,
    "training.reported_years": training.reported_years,
    "where.by_place": lambda t, f: [
        where.by_place(t, f, "training_type", groups=True),
        where.by_place(t, f, "recipient_force"),
    ],
    "where.by_recipient": where.by_recipient,
}
"""What is asked of the trainings that `Filters` choose."""

ASKED_ONCE: dict[str, Callable[[Tables], Any]] = {
    "beside_series.constant_dollars_by_year": beside_series.constant_dollars_by_year,
    "beside_series.countries_with_inhabitants": beside_series.countries_with_inhabitants,
    "beside_series.price_factors": lambda t: [
        t.rows(beside_series.price_factors(t, basis).order_by("price_year"))
        for basis in ("fiscal", "calendar")
    ],
    "claim_retyping.retyped": lambda t: [
        claim_retyping.retyped(Asked(t, None), way) for way in _ways() if way.taxonomy
    ],
    "claim_retyping.retyped_by_year": lambda t: [
        claim_retyping.retyped_by_year(Asked(t, None), way, way.own_types)
        for way in _ways()
        if way.taxonomy
    ],
    "claim_retyping.retyped_sums": lambda t: [
        claim_retyping.retyped_sums(Asked(t, None), way) for way in _ways() if way.taxonomy
    ],
    "claim_series.reckon_series": lambda t: [
        claim_series.reckon_series(Asked(t, None), way) for way in _ways() if way.series
    ],
    "claim_ways.few_rows": lambda t: [claim_ways.few_rows(t, each) for each in _each_way(t)],
    "claim_ways.reckon": _each_way,
    "claims.ledger": claims.ledger,
    "claims.ledger_verdict": lambda t: claims.ledger_verdict("C005", t),
    "claims.verdict": lambda t: [
        claims.verdict(claim, t, (2018, 2019, 2020)) for claim in list(all_claims().values())[:8]
    ],
    "compare.can_be_rated": lambda t: compare.can_be_rated(t, ("MEX", "USA", "XKX")),
    "cooperation.cooperation": lambda t: cooperation.cooperation(t, COUNTRY),
    "cooperation.series_points": lambda t: [
        cooperation.series_points(t, entry.key, COUNTRY)
        for entry in cooperation.all_series()
        if entry.made_from == "trainings"
    ],
    "entities.units_by_country": entities.units_by_country,
    "entities.units_of_country": lambda t: entities.units_of_country(t, COUNTRY),
    "names.read_names": lambda t: [names.read_names(t, "en"), names.read_names(t, "es")],
    "record.reports": record.reports,
    "takeaway_record.read_countries": lambda t: takeaway_record.read_countries(t, _covered(t)),
    "takeaway_record.read_country": lambda t: takeaway_record.read_country(
        t, COUNTRY, _covered(t)[COUNTRY]
    ),
    "takeaways.all_takeaways": lambda t: takeaways.all_takeaways(t, _covered(t)),
    "takeaways.takeaways": lambda t: takeaways.takeaways(
        t, COUNTRY, _covered(t)[COUNTRY][-1], _covered(t)[COUNTRY], ((2007, 2012),)
    ),
    "units.find_unit": lambda t: [
        units.find_unit(t, one) for one in ("MEX.pmm", "MEX.no-such-unit")
    ],
    "units.search_units": lambda t: [
        units.search_units(t, text, country)
        for text, country in (("fuerzas especiales", COUNTRY), ("zona nval 4", None))
    ],
    "units.unit_history": lambda t: [
        units.unit_history(t, unit["unit_id"])
        for unit in _some(entities.units_of_country(t, COUNTRY)[:4], 2)
    ],
    "units.units_searched": lambda t: list(units.units_searched(t)),
}
"""What is asked of the tables as a whole."""


def asking() -> Iterator[str]:
    """Name every public function of the measures that takes tables or makes expressions."""
    for module in pkgutil.iter_modules(foja.measures.__path__):
        loaded = importlib.import_module(f"foja.measures.{module.name}")
        for name, one in vars(loaded).items():
            if name.startswith("_") or getattr(one, "__module__", "") != loaded.__name__:
                continue
            if inspect.isfunction(one) or hasattr(one, "__wrapped__"):
                signature = inspect.signature(one)
                kinds = {str(each.annotation) for each in signature.parameters.values()}
                told = f"{kinds} {signature.return_annotation}"
                if kinds & {"Tables", "Asked"} or "ir." in told:
                    yield f"{module.name}.{name}"


def answer(tables: Tables, given: Any) -> Any:
    """Return an answer as values that can be compared: expressions are asked, iterators read."""
    if isinstance(given, ir.Table):
        return tables.rows(given)
    if isinstance(given, Iterator):
        return [answer(tables, each) for each in given]
    return given


def canonical(value: Any) -> Any:
    """Return a value with its types, so that 1 is not True and a decimal has its places."""
    if is_dataclass(value) and not isinstance(value, type):
        fields = ((each.name, getattr(value, each.name)) for each in dataclass_fields(value))
        return (type(value).__name__, [(n, canonical(v)) for n, v in fields if n[0] != "_"])
    if isinstance(value, dict):
        return sorted(((repr(canonical(k)), canonical(v)) for k, v in value.items()), key=first)
    if isinstance(value, set | frozenset):
        return sorted(map(repr, map(canonical, value)))
    if isinstance(value, list | tuple):
        return [canonical(each) for each in value]
    return f"{type(value).__name__} {value!r}"


def same(name: str, one: Any, other: Any) -> bool:
    """Say whether two answers of a measure are the same, row by row and type by type."""
    left, right = canonical(one), canonical(other)
    if name in UNORDERED and isinstance(left, list):
        left, right = sorted(map(repr, left)), sorted(map(repr, right))
    return bool(left == right)
