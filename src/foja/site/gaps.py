"""What a country's figures leave out: years not read, columns not printed, pages without text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foja.site.language import years_in_words
from foja.site.reading import ALL, PLANNED, WORLD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foja.measures.figures import Cube
    from foja.measures.filters import Filters
    from foja.site.language import Language
    from foja.site.reading import Reading


def unmatched(cube: Cube, filters: Filters, reading: Reading) -> list[int]:
    """Return the fiscal years in which the choice finds nothing because nothing is printed to find.

    A report without units cannot match a recipient force, one without locations no place, one
    without days no year of the first day; a year in which words are found in what is printed does
    match.
    """
    return unmatched_years(cube.chosen(filters).years, filters, reading)


def unmatched_years(found: Iterable[int], filters: Filters, reading: Reading) -> list[int]:
    """Return the years that print nothing a choice could match; in those `found` it did."""
    asked: set[str] = set()
    if filters.recipient_forces or filters.units or filters.words:
        asked.add("student_unit_printed")
    if filters.places or filters.deliveries:
        asked.add("location_printed")
    if filters.year_basis != "report" or filters.lengths:
        asked.add("start_date_printed")
    if not asked:
        return []
    matched = set(found)
    return sorted(
        {
            year
            for (year, stage), columns in reading.unprinted_years.items()
            if filters.stage in {stage, ALL} and asked & columns and year not in matched
        }
    )


def unprinted(
    covered: list[int], unmatched: list[int], reading: Reading, filters: Filters, language: Language
) -> list[str]:
    """Say which columns the reports of the chosen years do not have, and what follows."""
    _ = language.gettext
    years_by_columns: dict[frozenset[str], list[int]] = {}
    for (year, stage), columns in sorted(reading.unprinted_years.items()):
        if filters.stage in {stage, ALL} and year in covered and filters.has_year(year):
            years_by_columns.setdefault(columns, []).append(year)
    said = [
        language.ngettext(
            "The report on fiscal year %(years)s does not print %(columns)s.",
            "The reports on fiscal years %(years)s do not print %(columns)s.",
            len(years),
            years=years_in_words(years),
            columns=columns_in_words(columns, language),
        )
        for columns, years in years_by_columns.items()
    ]
    left_out = [year for year in unmatched if year in covered and filters.has_year(year)]
    if left_out:
        said.append(
            language.ngettext(
                "Fiscal year %(years)s therefore cannot match what is chosen: "
                "it is left out of figures and charts, as unknown, not as zero.",
                "Fiscal years %(years)s therefore cannot match what is chosen: "
                "they are left out of figures and charts, as unknown, not as zero.",
                len(left_out),
                years=years_in_words(left_out),
            )
        )
    elif said and filters.words:
        said.append(_("Words are found only in what is printed."))
    return said


def columns_in_words(columns: frozenset[str], language: Language) -> str:
    """Name columns of the reports that are not printed: `the U.S. unit, the place or the dates`."""
    _ = language.gettext
    names = {
        "student_unit_printed": _("the unit of the students"),
        "us_unit_printed": _("the U.S. unit"),
        "location_printed": _("the place"),
        "start_date_printed": _("the dates"),
        "end_date_printed": _("the dates"),
    }
    said = list(dict.fromkeys(name for column, name in names.items() if column in columns))
    if len(said) == 1:
        return said[0]
    return _("%(first)s or %(last)s", first=", ".join(said[:-1]), last=said[-1])


def gaps(
    code: str,
    name: str,
    covered: list[int],
    reading: Reading,
    filters: Filters,
    language: Language,
) -> list[str]:
    """Return one sentence for each year or page that the figures of a choice leave out."""
    _ = language.gettext
    said: list[str] = []
    if filters.stage == PLANNED:
        return said
    first = filters.fiscal_year_from or (covered[0] if covered else None)
    last = filters.fiscal_year_to or (reading.years[-1] if reading.years else None)
    if first is not None and last is not None:
        missing = [year for year in range(first, last + 1) if year not in covered]
        if missing and code == WORLD:
            said.append(
                language.ngettext(
                    "These tables have no report for fiscal year %(years)s: it counts as unknown, "
                    "not as zero.",
                    "These tables have no report for fiscal years %(years)s: they count as "
                    "unknown, not as zero.",
                    len(missing),
                    years=years_in_words(missing),
                )
            )
        elif missing:
            said.append(
                language.ngettext(
                    "These tables have no report on %(country)s for fiscal year %(years)s: "
                    "it counts as unknown, not as zero.",
                    "These tables have no report on %(country)s for fiscal years %(years)s: "
                    "they count as unknown, not as zero.",
                    len(missing),
                    country=name,
                    years=years_in_words(missing),
                )
            )
    unread = [
        year.year
        for report in reading.catalog.reports
        if report.status == "published_not_yet_read"
        for year in report.fiscal_years
    ]
    if unread and (filters.fiscal_year_to is None or filters.fiscal_year_to >= min(unread)):
        said.append(
            language.ngettext(
                "The report on fiscal year %(years)s has been published and is not yet read here.",
                "The reports on fiscal years %(years)s have been published and are not yet "
                "read here.",
                len(unread),
                years=years_in_words(unread),
            )
        )
    said.extend(_empty_pages(code, name, reading, filters, language))
    return said


def _empty_pages(
    code: str, name: str, reading: Reading, filters: Filters, language: Language
) -> list[str]:
    """Say where a page without text stands between lines of the country."""
    _ = language.gettext
    said: list[str] = []
    for document, page in reading.pages_without_text:
        years = [year for year, stage in reading.report_years(document.partition("/")[0])]
        if not any(filters.has_year(year) for year in years):
            continue
        before, after = (reading.page_rows(document, page + step) for step in (-1, 1))
        around = {row["country_iso3"] for row in (*before[-1:], *after)}
        if code == WORLD:
            said.append(
                _(
                    "Page %(page)s of the official document on %(region)s, fiscal year %(years)s, "
                    "holds no text: what it listed is missing here.",
                    page=page,
                    region=reading.region_name(document, language),
                    years=years_in_words(years),
                )
            )
        elif code in around:
            said.append(
                _(
                    "Page %(page)s of the official document on %(region)s, fiscal year %(years)s, "
                    "holds no text: what it listed of %(country)s is missing here.",
                    page=page,
                    region=reading.region_name(document, language),
                    years=years_in_words(years),
                    country=name,
                )
            )
    return said
