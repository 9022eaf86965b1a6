"""Everything that the search box finds, gathered from the tables, the catalog and the ledger."""

from __future__ import annotations

import threading
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from foja.catalog import load_regions
from foja.meaning.claims import all_claims
from foja.measures.units import units_searched
from foja.site.language import EN_DASH
from foja.site.search_index import Entry, SearchIndex

if TYPE_CHECKING:
    from collections.abc import Iterator

    import ibis.expr.types as ir

    from foja.site.reading import Reading
    from foja.tables.engine import Tables

MOSTLY: Final = 0.6
"""Share of a course's trainings from which on its country is named for it."""
_INDEXES: Final[WeakKeyDictionary[Reading, SearchIndex]] = WeakKeyDictionary()
_LOCK: Final = threading.Lock()


def search_index(reading: Reading) -> SearchIndex:
    """Return the index of some tables, made once when it is first asked for."""
    index = _INDEXES.get(reading)
    if index is None:
        with _LOCK:
            index = _INDEXES.get(reading)
            if index is None:
                index = _INDEXES[reading] = SearchIndex(entries(reading))
    return index


def entries(reading: Reading) -> Iterator[Entry]:
    """Give everything that can be found."""
    yield from _countries(reading)
    yield from _named(reading, "programs", "program", "authority")
    yield from _named(reading, "training_types", "training_type", "type")
    yield from _forces(reading)
    yield from _places(reading)
    yield from _units(reading)
    yield from _courses(reading)
    yield from _reports(reading)
    yield from _claims()


def _countries(reading: Reading) -> Iterator[Entry]:
    for code, row in reading.countries.items():
        listed = reading.listed_countries.get(code)
        if listed:
            yield Entry(
                "country", code, row["name_en"], row["name_es"], "", code, listed["trainings"]
            )


def _named(reading: Reading, table: str, column: str, kind: Any) -> Iterator[Entry]:  # noqa: ANN401 - one of `Kind`
    counts = _counts(reading.tables, column)
    grouped: dict[str, int] = defaultdict(int)
    for code, count in counts.items():
        # A group of types stands for all of its types.
        grouped[code.partition(".")[0]] += count if "." in code else 0
    for row in reading.tables.whole(table):
        code = row[column]
        count = counts.get(code) or (grouped[code] if kind == "type" else 0)
        yield Entry(kind, code, row["name_en"], row["name_es"], "", None, count)


def _forces(reading: Reading) -> Iterator[Entry]:
    counts: dict[str, int] = defaultdict(int)
    for code, count in _counts(reading.tables, "recipient_force").items():
        parts = code.split(".")
        for end in range(2, len(parts) + 1):
            counts[".".join(parts[:end])] += count
    for row in reading.tables.whole("recipients"):
        code = row["recipient_force"]
        if counts.get(code):
            also = "\n".join(row["aliases"] or ())
            country = row["country_iso3"]
            yield Entry("force", code, row["name_en"], row["name_es"], also, country, counts[code])


def _places(reading: Reading) -> Iterator[Entry]:
    def printed() -> ir.Table:
        table = reading.tables.table("trainings")
        named = table.filter(table.place_id.notnull(), table.stage == "actual")
        return named.group_by("place_id").aggregate(
            trainings=named.count(), printed=named.location_printed.collect(distinct=True)
        )

    found = {row["place_id"]: row for row in reading.tables.ask(("search, places",), printed)}
    for row in reading.tables.whole("places"):
        listed = found.get(row["place_id"])
        if listed:
            also = "\n".join(sorted(text for text in listed["printed"] or () if text))
            key, country = row["place_id"], row["country_iso3"]
            yield Entry(
                "place", key, row["name_en"], row["name_es"], also, country, listed["trainings"]
            )


def _units(reading: Reading) -> Iterator[Entry]:
    for unit in units_searched(reading.tables):
        also = "\n".join(unit.spellings)
        yield Entry(
            "unit", unit.unit_id, unit.name_en, unit.name_es, also, unit.country, unit.trainings
        )


def _courses(reading: Reading) -> Iterator[Entry]:
    """Give each title once, with the country where it mostly is."""

    def build() -> ir.Table:
        table = reading.tables.table("trainings")
        title = table.course_title_readable.fill_null(table.course_title)
        done = table.mutate(title=title).filter(table.stage == "actual", title.notnull())
        given = done.group_by("title", "country_iso3").aggregate(trainings=done.count())
        return (
            given.group_by("title")
            .aggregate(
                trainings=given.trainings.sum(),
                most=given.trainings.max(),
                country=given.country_iso3.argmax(given.trainings),
            )
            .order_by("title")
        )

    for row in reading.tables.ask(("search, courses",), build):
        title, count = row["title"], row["trainings"]
        where = row["country"] if row["most"] >= MOSTLY * count else None
        yield Entry("course", title, title, title, "", where, count)


def _reports(reading: Reading) -> Iterator[Entry]:
    rows: dict[str, int] = defaultdict(int)
    for row in reading.documents.values():
        rows[row["report"]] += row["rows"] or 0
    for report in reversed(reading.catalog.reports):
        edition = report.report.replace("-", EN_DASH)
        yield Entry(
            "report",
            report.report,
            f"Report {edition}",
            f"Informe {edition}",
            report.title,
            None,
            rows.get(report.report),
        )
    regions = {region.name: region.name_es for region in load_regions()}
    for key, row in reading.documents.items():
        names = reading.region_names(key) or (row["region"],)
        edition = str(row["report"]).replace("-", EN_DASH)
        yield Entry(
            "document",
            key,
            f"{' + '.join(names)}, {edition}",
            f"{' + '.join(regions.get(name) or name for name in names)}, {edition}",
            f"{row['report_title'] or ''}\n{row['path']}",
            None,
            row["rows"],
        )


def _claims() -> Iterator[Entry]:
    for claim in all_claims().values():
        yield Entry("claim", claim.id, claim.claim_en, claim.claim_es)


def _counts(tables: Tables, column: str) -> dict[str, int]:
    """Return how many trainings that were done each value of a column has."""

    def build() -> ir.Table:
        table = tables.table("trainings")
        done = table.filter(table.stage == "actual", table[column].notnull())
        return done.group_by(column).aggregate(trainings=done.count())

    rows = tables.ask(("search, counts", column), build)
    return {row[column]: row["trainings"] for row in rows}
