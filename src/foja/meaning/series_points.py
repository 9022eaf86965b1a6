"""The points of the series and the events, read from the CSV files in `foja/data/series`."""

from __future__ import annotations

import csv
import datetime as dt
import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple, cast, get_args

from foja.errors import VocabularyError
from foja.meaning.series import (
    EVERY_COUNTRY,
    PANELS,
    Definition,
    Status,
    all_series,
    country_codes,
    definition_of,
    event_categories,
    folder,
    read_panels,
)
from foja.meaning.vocabulary import broken_rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

POINTS: Final = "points.csv"
NOTES: Final = "point_notes.csv"
EVENTS: Final = "events.csv"
WIDE: Final = (
    "obligations_by_account.csv",
    "state_budget_by_account.csv",
    "state_requests_by_account.csv",
    "totals_by_country.csv",
)
"""Files with a line for each country and year and a column for each series."""

FIRST_YEAR, LAST_YEAR = 1946, 2100
_NUMBER: Final = re.compile(r"-?\d{1,14}(\.\d{1,4})?")
_WEB: Final = re.compile(r"https?://\S+")
_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SOURCE_TYPES: Final = ("official", "press", "reference")

_KEY: Final = ("series", "country_iso3", "year")
_LONG: Final = (*_KEY, "value", "status", "source_url", "note_en", "note_es")
_NOTE: Final = (*_KEY, "note_en", "note_es")
_EVENT: Final = (
    "event",
    "date",
    "precision",
    "country_iso3",
    "category",
    "text_en",
    "text_es",
    "source_url",
    "source_type",
)


class Point(NamedTuple):
    """One value of a series: of a country, in a year of the series' basis, in its unit.

    `source_url` is the definition's unless the point has its own. A note says what is odd about
    the point, or who quoted it.
    """

    series: str
    country_iso3: str
    year: int
    value: Decimal
    status: Status
    source_url: str
    note_en: str | None = None
    note_es: str | None = None


Kept = tuple[Point, ...] | str
"""A country's points of a series: as they are, or packed."""


class Event(NamedTuple):
    """A dated event; where `precision` is `month`, `date` is the first day of the month."""

    event: str
    date: dt.date
    precision: str
    country_iso3: str
    category: str
    text_en: str
    text_es: str
    source_url: str
    source_type: str


def points(series: str, country_iso3: str | None = None) -> tuple[Point, ...]:
    """Return the points of a series in the order of country and year.

    `country_iso3` chooses one country. KeyError if there is no such series.
    """
    found = _by_series()[series]
    chosen = found if country_iso3 is None else {country_iso3: found.get(country_iso3, ())}
    return tuple(point for iso3, kept in chosen.items() for point in _unpacked(series, iso3, kept))


@cache
def _by_series() -> dict[str, dict[str, Kept]]:
    lists: dict[str, dict[str, list[Point]]] = {entry.key: {} for entry in all_series()}
    for point in read_points():
        lists[point.series].setdefault(point.country_iso3, []).append(point)
    return {
        entry.key: {iso3: _packed(entry, found) for iso3, found in lists[entry.key].items()}
        for entry in all_series()
    }


def _packed(entry: Definition, found: list[Point]) -> Kept:
    """Return a country's points as years and values in one text where they have nothing else.

    Nearly all are such: the forty thousand take two megabytes so, and ten as they are.
    """
    if any(
        point != _plain_point(entry, point.country_iso3, point.year, point.value) for point in found
    ):
        return tuple(found)
    return " ".join(f"{point.year} {point.value}" for point in found)


def _unpacked(series: str, iso3: str, kept: Kept) -> tuple[Point, ...]:
    if not isinstance(kept, str):
        return kept
    entry = definition_of(series)
    parts = iter(kept.split())
    return tuple(
        _plain_point(entry, iso3, int(year), Decimal(value))
        for year, value in zip(parts, parts, strict=True)
    )


def _plain_point(entry: Definition, iso3: str, year: int, value: Decimal) -> Point:
    """Return a point that has no status, address or note of its own."""
    status: Status = "partial_year" if year in entry.partial_years else entry.status
    return Point(entry.key, iso3, year, value, status, entry.source_url)


@cache
def all_events() -> tuple[Event, ...]:
    """Return every event in the order of time."""
    return read_events()


@cache
def main_events() -> frozenset[str]:
    """Return the keys of the events that a drawing marks unless all are asked for."""
    return read_main_events()


def read_main_events(where: Traversable | None = None) -> frozenset[str]:
    """Read the keys of the main events; raises `VocabularyError` for one that is no event."""
    keys = read_panels(where).main_events
    known = {event.event for event in read_events(where)}
    for key in keys:
        if key not in known:
            raise broken_rule(PANELS, key, f"it is not an event of {EVENTS}", "correct the key")
    return frozenset(keys)


def read_points(where: Traversable | None = None) -> tuple[Point, ...]:
    """Read and check the package's points, from the folder `where` if given.

    Raises `VocabularyError` that names file and line for a series, country, year, value or status
    that cannot be, a point given twice, and a note on a point that there is not.
    """
    where = where or folder()
    known = {entry.key: entry for entry in all_series()}
    codes = country_codes()
    found: dict[tuple[str, str, int], Point] = {}
    for name in (POINTS, *WIDE):
        for place, point in _points_of(where, name, known):
            key = point[:3]
            own = known[point.series].geography
            if point.country_iso3 not in codes or own not in {EVERY_COUNTRY, point.country_iso3}:
                raise _wrong(name, place, f"{point.country_iso3} is not a country of the series")
            if key in found:
                raise _wrong(name, place, f"{' '.join(map(str, key))} occurs twice")
            found[key] = point
    for place, row in _rows(where, NOTES, _NOTE):
        key = (row["series"], row["country_iso3"], _year(NOTES, place, row["year"]))
        if key not in found:
            raise _wrong(NOTES, place, "there is no such point")
        en, es = _note(NOTES, place, row)
        found[key] = found[key]._replace(note_en=en, note_es=es)
    return tuple(found[key] for key in sorted(found))


def _points_of(
    where: Traversable, name: str, known: dict[str, Definition]
) -> Iterator[tuple[int, Point]]:
    wide = name in WIDE
    for place, row in _rows(where, name, ("country_iso3", "year") if wide else _LONG):
        year = _year(name, place, row["year"])
        if wide:
            cells = [(key, text) for key, text in row.items() if text and key not in _KEY]
        else:
            cells = [(row["series"], row["value"])]
        for key, text in cells:
            if key not in known or known[key].made_from != "files":
                raise _wrong(name, place, f"“{key}” is not a series with points in a file")
            if not _NUMBER.fullmatch(text):
                raise _wrong(name, place, f"“{text}” is not a number with at most four decimals")
            point = _plain_point(known[key], row["country_iso3"], year, Decimal(text))
            yield place, point if wide else _with_own(point, name, place, row)


def _with_own(point: Point, name: str, place: int, row: dict[str, str]) -> Point:
    """Return a point with the status, address and notes of its own line."""
    status = row["status"] or point.status
    if status not in get_args(Status):
        raise _wrong(name, place, f"“{status}” is not a status")
    url = row["source_url"] or point.source_url
    if not _WEB.fullmatch(url):
        raise _wrong(name, place, f"“{url}” is not an address")
    en, es = _note(name, place, row)
    return point._replace(status=cast("Status", status), source_url=url, note_en=en, note_es=es)


def _note(name: str, place: int, row: dict[str, str]) -> tuple[str | None, str | None]:
    en, es = row["note_en"] or None, row["note_es"] or None
    if (en is None) != (es is None):
        raise _wrong(name, place, "the note is in one language only")
    return en, es


def read_events(where: Traversable | None = None) -> tuple[Event, ...]:
    """Read and check `events.csv`; raises `VocabularyError` that names the line."""
    events: list[Event] = []
    categories = {category.key for category in event_categories()}
    codes = country_codes()
    for place, row in _rows(where or folder(), EVENTS, _EVENT):
        precision = row["precision"]
        if precision not in {"day", "month"}:
            raise _wrong(EVENTS, place, f"“{precision}” is not a precision")
        try:
            date = dt.date.fromisoformat(row["date"] + ("-01" if precision == "month" else ""))
        except ValueError:
            raise _wrong(EVENTS, place, f"“{row['date']}” is no {precision}") from None
        event = Event(**{**row, "date": date})  # type: ignore[arg-type]
        if event.category not in categories:
            raise _wrong(EVENTS, place, f"“{event.category}” is not a category of panels.toml")
        if event.country_iso3 not in codes:
            raise _wrong(EVENTS, place, f"“{event.country_iso3}” is not an ISO code")
        if event.source_type not in _SOURCE_TYPES or not _WEB.fullmatch(event.source_url):
            raise _wrong(EVENTS, place, "the source has no known type or no address")
        if not _SLUG.fullmatch(event.event) or not (event.text_en and event.text_es):
            raise _wrong(EVENTS, place, "the event has no key or no text in both languages")
        if any(event.event == other.event for other in events):
            raise _wrong(EVENTS, place, f"{event.event} occurs twice")
        events.append(event)
    return tuple(sorted(events, key=lambda event: (event.date, event.event)))


def _rows(
    where: Traversable, name: str, columns: tuple[str, ...]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each line of a CSV file with its number; the columns have to begin as told."""
    try:
        text = where.joinpath(name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise VocabularyError(
            f"series file {name} is missing; install Foja again or restore the file"
        ) from None
    reader = csv.reader(text.splitlines())
    header = tuple(next(reader, ()))
    whole = len(columns) if name not in WIDE else len(header)
    if header[: len(columns)] != columns or len(header) != whole:
        raise _wrong(name, 1, f"the columns should be {', '.join(columns)}")
    for cells in reader:
        if len(cells) != len(header):
            raise _wrong(name, reader.line_num, f"{len(cells)} cells under {len(header)} columns")
        yield reader.line_num, dict(zip(header, cells, strict=True))


def _year(name: str, place: int, text: str) -> int:
    if not text.isdecimal() or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise _wrong(name, place, f"“{text}” is not a year")
    return int(text)


def _wrong(file: str, place: int, problem: str) -> VocabularyError:
    return broken_rule(file, f"line {place}", problem, "correct the line")
