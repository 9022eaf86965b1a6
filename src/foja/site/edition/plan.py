"""Which pages a static edition has: every address that is written, in each language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from foja.errors import SettingsError
from foja.meaning.claims import all_claims
from foja.site.addresses import (
    authorities_address,
    authority_address,
    claim_address,
    definitions_address,
    document_address,
    place_address,
    places_address,
    report_address,
    takeaways_address,
    type_address,
    types_address,
    units_address,
)
from foja.site.choice import Choice
from foja.site.cooperation_choice import CooperationChoice
from foja.site.docs_list import GROUPS, docs_address
from foja.site.edition.parts import parts_of_pages
from foja.site.pages.claims import claims_address
from foja.site.reading import WORLD
from foja.site.views import VIEWS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foja.site.language import Language
    from foja.site.reading import Reading

HOME: Final = "MEX"


def known_countries(reading: Reading, asked: Sequence[str]) -> list[str]:
    """Return the countries of an edition: those asked for, else every one with trainings.

    Raises SettingsError for one that has none.
    """
    known = [*reading.listed_countries, WORLD]
    for code in asked:
        if code not in known:
            raise SettingsError(
                f"No trainings of “{code[:20]}” to write; a code such as MEX is expected."
            )
    return list(asked) if asked else sorted(known)


def known_reports(reading: Reading, asked: Sequence[str]) -> list[str]:
    """Return the reports whose documents an edition has: those asked for, else all.

    Raises SettingsError for one that the catalog does not know.
    """
    for name in asked:
        if name not in reading.reports:
            raise SettingsError(
                f"No report “{name[:20]}”; give one of {', '.join(sorted(reading.reports))}."
            )
    return list(asked) if asked else list(reading.reports)


def pages(
    reading: Reading, language: Language, countries: Sequence[str], reports: Sequence[str]
) -> Iterator[str]:
    """Give the address of every page of an edition in a language."""
    begun = f"/{language.code}"
    yield f"{begun}/"
    yield from (f"{begun}/{name}" for name in ("countries", "record", "about", "help", "guide"))
    yield docs_address(language)
    yield from (docs_address(language, name) for names in GROUPS.values() for name in names)
    yield from (
        authorities_address(language),
        places_address(language),
        types_address(language),
        units_address(language),
        definitions_address(language),
        claims_address(language),
    )
    if set(countries) >= set(reading.listed_countries):
        # These add up all countries: an edition of some leads to its server instead.
        yield from (authority_address(language, code) for code in reading.programs)
        yield from (type_address(language, key) for key in _keys(reading, "training_types"))
        yield from (place_address(language, key) for key in _keys(reading, "places"))
    yield from (claim_address(language, claim) for claim in all_claims())
    # A report that was published and not read yet has its page as well.
    for name in dict.fromkeys((*(one.report for one in reading.catalog.reports), *reading.reports)):
        yield report_address(language, name)
    for name in reports:
        yield from _documents(reading, language, name)
    for code in countries:
        yield from _country(reading, language, code)


def _country(reading: Reading, language: Language, code: str) -> Iterator[str]:
    for view in VIEWS.values():
        if view.world or code != WORLD:
            yield Choice(code, view=view.key).address(language)
    if code == WORLD:
        return
    yield CooperationChoice(code).address(language)
    if code == HOME:
        yield f"/{language.code}/cooperation"
    for year in reading.covered_years(code):
        yield takeaways_address(language, code, year)


def _documents(reading: Reading, language: Language, report: str) -> Iterator[str]:
    for row in reading.reports[report]:
        key = str(row["document"])
        yield document_address(language, key)
        for page in range(1, (row["pages"] or 0) + 1):
            yield document_address(language, key, page)
            for part in range(2, parts_of_pages(reading).get((key, page), 1) + 1):
                yield f"{document_address(language, key, page)}?part={part}"


def _keys(reading: Reading, table: str) -> list[str]:
    column = {"training_types": "training_type", "places": "place_id"}[table]
    rows = reading.tables.whole(table)
    return [str(row[column]) for row in rows]
