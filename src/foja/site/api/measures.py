"""Measures of a choice of trainings, in all or by groups, each group with the way to its rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeAlias
from urllib.parse import urlencode

import ibis
import msgspec
from msgspec import Meta

from foja.measures.beside_series import require_inhabitants
from foja.measures.measures import MEASURES, measured
from foja.measures.middles import MIDDLES, middled
from foja.site.api.choosing import ChoiceAsked, filters_of, rows_page
from foja.site.api.endpoint import ENGLISH, ROOT, Answer, Api, Endpoint
from foja.site.api.names import Named, names_of
from foja.site.api.paging import part_of
from foja.site.api.parameters import Paged
from foja.site.api.row_types import said, structure
from foja.site.value_names import value_names
from foja.tables.selection import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Hashable

    import ibis.expr.types as ir

    from foja.measures.filters import Filters
    from foja.site.reading import Row

MOST_GROUPS: Final = 3


@dataclass(frozen=True, slots=True)
class Group:
    """What a measure is grouped by: its name in `foja.measures`, its type, and its filter.

    `field` is the field of `Filters` that chooses one group's rows, empty where none does; `named`
    the column whose names it has, empty where the value is its own name.
    """

    measure: str
    kind: Any
    meaning: str
    field: str = ""
    named: str = ""


GROUPS: Final[dict[str, Group]] = {
    "year": Group("fiscal_year", int, "the year that `basis` means", "year"),
    "country": Group(
        "country",
        str,
        "ISO 3166-1 alpha-3 code; null for organisations",
        "country",
        "country_iso3",
    ),
    "program": Group("program", str, "code of the programme", "programs", "program"),
    "agency": Group("agency", str, "agency that answers for the programme"),
    "force": Group(
        "recipient_force",
        str,
        "code of the force that received the training",
        "recipient_forces",
        "recipient_force",
    ),
    "type": Group("training_type", str, "type of training", "training_types", "training_type"),
    "type_group": Group(
        "training_group", str, "group of types of training", "training_types", "training_type"
    ),
    "delivery": Group("delivery", str, "where it was given", "deliveries"),
    "place": Group("place", str, "place of training", "places", "place_id"),
    "unit": Group("unit", str, "unit below a force", "units", "unit_id"),
    "course": Group("course", str, "title of the course in capitals"),
}
"""What a measure can be grouped by, under the names that the filters have."""
MEANINGS: Final = {
    "students": "students as the reports count them: a person on two courses counts twice",
    "cost_usd": "nominal US dollars",
    "trainings": "lines of the reports",
    "cost_per_student": "nominal US dollars for a student, where a line prints both",
    "courses": "different titles of courses",
    "units": "different units named",
    "places": "different places named",
    "countries": "different countries",
    "cost_usd_constant": "US dollars of 2024 by the index of consumer prices (CPI-U)",
    "students_per_100_000": "students a year for each 100,000 inhabitants at mid-year",
    "days_median": "median length in days, the first and the last included",
    "days_lower_quartile": "length in days that a quarter of the trainings do not exceed",
    "days_upper_quartile": "length in days that three quarters of the trainings do not exceed",
    "days_longest": "longest training in days",
    "cost_usd_median": "median cost of a training in nominal US dollars",
    "students_median": "median number of students of a training",
}
NAMES: Final = (*MEASURES, *MIDDLES)
if TYPE_CHECKING:
    MeasureName: TypeAlias = str
    GroupName: TypeAlias = str
else:
    MeasureName = Literal[NAMES]
    GroupName = Literal[tuple(GROUPS)]


def _unit(name: str) -> str:
    return MEASURES[name].unit if name in MEASURES else MIDDLES[name].unit


class MeasureNamesAsked(Paged, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What can be measured."""


class MeasureInfo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A measure: its name, its unit and what it means."""

    measure: str
    value_unit: str
    meaning: str
    address: Annotated[str, Meta(description="the measure over all trainings")]


def measure_names(api: Api, asked: MeasureNamesAsked) -> Answer:
    """Return every measure that can be asked."""
    rows = [
        {
            "measure": name,
            "value_unit": _unit(name),
            "meaning": MEANINGS[name],
            "address": api.page(f"{ROOT}/measures/{name}"),
        }
        for name in NAMES
    ]
    data, pages = part_of(api, asked).of(rows)
    return Answer(data, "/en/help", pages)


class MeasureAsked(ChoiceAsked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A measure of a choice."""

    measure: Annotated[MeasureName, Meta(description="name of the measure")]
    by: Annotated[
        tuple[GroupName, ...],
        Meta(
            max_length=MOST_GROUPS,
            description="what it is grouped by, up to three; in all where nothing is said",
            examples=[["year"]],
        ),
    ] = ()


MEASURE_ROW: Final = structure(
    "Measured",
    [
        *(
            field
            for name, group in GROUPS.items()
            for field in (
                (name, said(group.kind | None | msgspec.UnsetType, group.meaning), msgspec.UNSET),
                *(
                    (
                        f"{name}_name_{code}",
                        said(str | None | msgspec.UnsetType, f"its name in {language}"),
                        msgspec.UNSET,
                    )
                    for code, language in (("en", "English"), ("es", "Spanish"))
                    if group.named
                ),
            )
        ),
        ("measure", str),
        ("value_unit", said(str, "unit of the value")),
        ("value", said(float | None, "null where no row prints what it needs")),
        (
            "trainings",
            said(
                str | None,
                "address of the rows in the API; null where no filter chooses just these",
            ),
        ),
    ],
    "A measure of one group, or of the whole choice.",
)


def measure(api: Api, asked: MeasureAsked) -> Answer:
    """Return a measure of the choice for each group, in the order of the groups' codes."""
    by = tuple(dict.fromkeys(asked.by))
    filters, part = filters_of(api, asked), part_of(api, asked)
    name, inside = asked.measure, tuple(GROUPS[group].measure for group in by)
    if name in MEASURES and MEASURES[name].beside == "inhabitants":
        require_inhabitants(api.tables, filters, inside)

    def build() -> ir.Table:
        ask = measured if name in MEASURES else middled
        found = ask(api.tables, filters, name, *inside)
        if inside:
            found = found.order_by([ibis.asc(group, nulls_first=False) for group in inside])
        return found.limit(part.limit + 1, offset=part.offset)

    key: Hashable = ("api measure", name, inside, filters.shape, part.limit, part.offset)
    rows = api.tables.ask(key if not part.offset else None, build, filters.values)
    more = len(rows) > part.limit
    maker = _Rows(api, filters, name, by, rows[: part.limit])
    return Answer(maker.rows, rows_page(filters), part.pages_seen(more=more), csv=maker.csv())


class _Rows:
    """Makes the rows of an answer: codes with their names, value, address of the trainings."""

    def __init__(
        self, api: Api, filters: Filters, name: str, by: tuple[str, ...], found: list[Row]
    ) -> None:
        self._api = api
        self._filters = filters
        self._name = name
        self._by = by
        self._unit = _unit(name)
        self._names: dict[str, dict[str, Named]] = {
            group: names_of(api, GROUPS[group].named, (row[GROUPS[group].measure] for row in found))
            for group in by
            if GROUPS[group].named
        }
        self._wholes = _wholes(api) if "force" in by else frozenset()
        self.rows = [self._row(row) for row in found]

    def _row(self, found: Row) -> Row:
        row: Row = {}
        for group in self._by:
            code = found[GROUPS[group].measure]
            row[group] = code
            if group in self._names:
                named = self._names[group].get(code, Named(None, None))
                row[f"{group}_name_en"], row[f"{group}_name_es"] = named
        return {
            **row,
            "measure": self._name,
            "value_unit": self._unit,
            "value": found["value"],
            "trainings": self._address(row),
        }

    def _address(self, row: Row) -> str | None:
        filters = self._filters
        if row.get("force") in self._wholes:
            return None
        for group in self._by:
            chosen = _choosing(filters, GROUPS[group].field, row[group])
            if chosen is None:
                return None
            filters = chosen
        query = urlencode(filters.to_query(country=True))
        return self._api.page(f"{ROOT}/trainings{'?' if query else ''}{query}")

    def csv(self) -> tuple[list[str], list[list[Any]]]:
        """Return the columns that these rows have, and the rows as lines."""
        columns = [
            name
            for group in self._by
            for name in (
                group,
                *((f"{group}_name_en", f"{group}_name_es") if group in self._names else ()),
            )
        ]
        columns += ["measure", "value_unit", "value", "trainings"]
        return columns, [[row[column] for column in columns] for row in self.rows]


def _wholes(api: Api) -> frozenset[str]:
    """Return the forces that have parts: a filter by one of them chooses its parts as well."""
    codes = value_names(api.tables, ENGLISH).codes("recipient_force")
    return frozenset(code.rpartition(".")[0] for code in codes)


def _choosing(filters: Filters, field: str, value: str | int | None) -> Filters | None:
    """Return the filters with one group's rows alone; None where no filter chooses just these."""
    if field == "year":
        return None if value is None else filters.in_year(int(value))
    if field == "country":
        return None if value is None else replace(filters, country=str(value))
    if not field:
        return None
    code = UNKNOWN if value is None else str(value)
    return replace(filters, **{field: (code,)})  # type: ignore[arg-type]


ENDPOINTS: Final = (
    Endpoint(
        name="measure_names",
        path="/measures",
        tag="measures",
        summary="What can be measured",
        description="Every measure with its unit and what it means.",
        asked=MeasureNamesAsked,
        row=MeasureInfo,
        answer=measure_names,
        listed=True,
        examples=("",),
    ),
    Endpoint(
        name="measure",
        path="/measures/{measure}",
        tag="measures",
        summary="A measure of a choice, in all or by groups",
        description="The figures of the site's charts. A year without rows has no line: that a "
        "report lists nothing, or that none was read, is told by `/reports` and `/documents`. "
        "Students per 100,000 inhabitants need a country, or `by=country`. A force or a group of "
        "types is not the sum of its parts here: each line is of just that code.",
        asked=MeasureAsked,
        row=MEASURE_ROW,
        answer=measure,
        listed=True,
        examples=(
            "/measures/cost_usd?country=MEX&by=year",
            "/measures/students?country=COL&by=year&by=program&format=csv",
            "/measures/days_median?by=delivery",
        ),
    ),
)
