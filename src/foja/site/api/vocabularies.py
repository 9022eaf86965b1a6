"""Lists of tables: what codes mean, pages, doubts, rules, series and events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from foja.measures.filters import Filters
from foja.site.addresses import (
    authority_address,
    country_address,
    document_address,
    place_address,
    type_address,
)
from foja.site.api.choosing import rows_page
from foja.site.api.endpoint import ENGLISH, ROOT, Api
from foja.site.api.lists import Listing, endpoints_of
from foja.site.api.row_types import Field, said
from foja.site.cooperation_choice import HOME, CooperationChoice
from foja.tables.schema import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Callable

    from foja.site.reading import Row

ROWS: Final[Field] = ("trainings", said(str, "address of its trainings in the API"))
SUMS: Final[tuple[Field, ...]] = (
    ("trainings_done", said(int, "trainings that were done, of all years")),
    ("students", said(int | None, "students of these; null where none are printed")),
    (
        "cost_usd",
        said(float | None, "their cost in nominal US dollars; null for none"),
    ),
    ("first_year", said(int | None, "first fiscal year with trainings")),
    ("last_year", said(int | None, "last fiscal year with trainings")),
)


def _codes(
    table: str,
    one: str,
    parameter: str,
    summary: str,
    whole: str,
    page: Callable[[Row], str],
    *choose: tuple[str, str],
    examples: tuple[str, ...] = (),
) -> Listing:
    """Return the listing of a vocabulary of codes; `parameter` chooses the trainings of one."""
    (column,) = BY_NAME[table].key

    def add(api: Api, row: Row) -> Row:
        return {"trainings": api.page(f"{ROOT}/trainings?{urlencode({parameter: row[column]})}")}

    return Listing(
        name=table,
        one=one,
        table=table,
        tag="vocabularies",
        summary=summary,
        whole=whole,
        page=lambda _api, row: page(row),
        choose=choose,
        more=(ROWS,),
        add=add,
        examples=examples,
    )


def _of_country(api: Api, row: Row) -> Row:
    code = row["country_iso3"]
    sums = api.reading.listed_countries.get(code)
    years = sums["years"] if sums else []
    return {
        "trainings": api.page(f"{ROOT}/trainings?country={code}"),
        "trainings_done": sums["trainings"] if sums else 0,
        "students": sums["students"] if sums else None,
        "cost_usd": sums["cost_usd"] if sums else None,
        "first_year": years[0] if years else None,
        "last_year": years[-1] if years else None,
    }


def _page_of_document(_api: Api, row: Row) -> str:
    return document_address(ENGLISH, row["document"], row["page"] or None)


def _series_page(country: str | None) -> str:
    return CooperationChoice(country or HOME).address(ENGLISH)


LISTINGS: Final = (
    Listing(
        name="countries",
        one="country",
        table="countries",
        tag="vocabularies",
        summary="Countries with their sums over all years",
        whole="/en/countries",
        page=lambda _api, row: country_address(ENGLISH, row["country_iso3"]),
        more=(ROWS, *SUMS),
        add=_of_country,
        description="Every ISO 3166-1 country, listed in the reports or not.",
        examples=("?limit=300",),
    ),
    _codes(
        "programs",
        "program",
        "program",
        "Programmes and the laws they rest on",
        "/en/authorities",
        lambda row: authority_address(ENGLISH, row["program"]),
        ("agency", "agency"),
    ),
    _codes(
        "recipients",
        "recipient",
        "force",
        "Forces and institutions that received training",
        "/en/units",
        lambda row: rows_page(
            Filters(country=row["country_iso3"], recipient_forces=(row["recipient_force"],))
        ),
        ("country", "country_iso3"),
        ("recipient_class", "recipient_class"),
        examples=("?country=MEX",),
    ),
    _codes(
        "places",
        "place",
        "place",
        "Places of training with their coordinates",
        "/en/places",
        lambda row: place_address(ENGLISH, row["place_id"]),
        ("country", "country_iso3"),
        ("kind", "kind"),
        examples=("?country=MEX",),
    ),
    _codes(
        "training_types",
        "training_type",
        "type",
        "Types of training and their groups",
        "/en/types",
        lambda row: type_address(ENGLISH, row["training_type"]),
        ("parent", "parent"),
    ),
    Listing(
        name="rules",
        table="rules",
        tag="vocabularies",
        summary="Rules that give trainings a type, a force or a place",
        whole="/en/about",
        page=lambda _api, row: "/en/types" if row["kind"] == "training_type" else "/en/about",
        choose=(("kind", "kind"),),
    ),
    Listing(
        name="pages",
        table="coverage",
        tag="record",
        summary="Pages of the documents, and what became of their words",
        whole="/en/record",
        page=_page_of_document,
        choose=(("report", "report"), ("document", "document")),
        examples=("?report=2020-2021",),
    ),
    Listing(
        name="issues",
        table="issues",
        tag="record",
        summary="Everything in doubt, each with its page",
        whole="/en/record",
        page=_page_of_document,
        choose=(("report", "report"), ("code", "code"), ("document", "document")),
    ),
    Listing(
        name="events",
        table="events",
        tag="series",
        summary="Dated events beside the series",
        whole="/en/cooperation",
        page=lambda _api, row: _series_page(row["country_iso3"]),
        choose=(("country", "country_iso3"), ("category", "category")),
    ),
    Listing(
        name="series",
        table="series_definitions",
        tag="series",
        summary="Series: what each counts, by whom, as of when",
        whole="/en/cooperation",
        page=lambda _api, row: _series_page(
            None if row["geography"] == "all" else row["geography"]
        ),
        choose=(("kind", "kind"), ("panel", "panel")),
        more=(("points", said(str, "address of its points in the API")),),
        add=lambda api, row: {"points": api.page(f"{ROOT}/series/{row['series']}")},
    ),
)
ENDPOINTS: Final = tuple(endpoint for listing in LISTINGS for endpoint in endpoints_of(listing))
