"""A brief: the takeaways of a country's fiscal year in one language, each line with its links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from foja.measures.takeaways import takeaways
from foja.site.addresses import document_address, training_address
from foja.site.choice import Choice
from foja.site.gaps import gaps, unprinted
from foja.site.takeaway_nouns import Names, read_names, section_title, years_said
from foja.site.takeaway_words import Sentence, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foja.measures.takeaway_facts import Evidence, Finding, Takeaways
    from foja.site.language import Language
    from foja.site.reading import Reading

NOTHING_LISTED: Final = "nothing"
"""The form of a finding that says that a report lists no training."""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A row of the evidence: where it is shown, in which page of which official document."""

    training_id: str
    text: str
    address: str
    page_address: str
    official: str


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence with its finding, the address of its rows and its largest rows' pages.

    `address` is empty where there are no rows: for a year of which the report lists nothing.
    """

    finding: Finding
    sentence: Sentence
    address: str
    pages: tuple[PageLink, ...]

    @property
    def links(self) -> tuple[PageLink, ...]:
        """The pages, each once: the first of its rows."""
        found: dict[str, PageLink] = {}
        for page in self.pages:
            found.setdefault(page.text, page)
        return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under one title; the head has none."""

    key: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """All that a page or a file of takeaways says."""

    takeaways: Takeaways
    language: Language
    country: str
    title: str
    sections: tuple[Section, ...]
    little: str
    caveats: tuple[str, ...]
    caveat_lines: tuple[Line, ...]
    source: str
    citation: str
    version: str

    @property
    def lines(self) -> list[Line]:
        """Every line, the head first."""
        return [line for section in self.sections for line in section.lines]


def make_brief(
    reading: Reading,
    country: str,
    year: int,
    language: Language,
    periods: Sequence[tuple[int, int]] = (),
) -> Brief:
    """Return the brief of a country's fiscal year; `QueryError` for a year without a report."""
    found = takeaways(
        reading.tables, country, year, reading.covered_years(country), periods=periods
    )
    return write_brief(found, reading, language)


def write_brief(
    found: Takeaways, reading: Reading, language: Language, names: Names | None = None
) -> Brief:
    """Return takeaways as a brief; `names` saves reading them again for many briefs."""
    _ = language.gettext
    names = names or read_names(reading.tables, language)
    country = reading.country_name(found.country, found.country, language)
    sections = []
    for key in dict.fromkeys(finding.section for finding in found.findings):
        lines = tuple(_line(one, reading, language, names) for one in found.of_section(key))
        sections.append(Section(key, section_title(key, language), lines))
    inside = names.country(found.country)
    caveat_lines = tuple(_line(one, reading, language, names) for one in found.caveats)
    title = _("%(country)s, fiscal year %(year)s: takeaways", country=country, year=found.year)
    return Brief(
        found,
        language,
        country,
        title,
        tuple(sections),
        _little(found, inside, language),
        (
            *(line.sentence.text for line in caveat_lines),
            *_caveats(found, inside, reading, language),
        ),
        caveat_lines,
        _(
            "Source: U.S. Department of State and U.S. Department of Defense, Foreign Military "
            "Training and DoD Engagement Activities of Interest, annual reports to Congress. Works "
            "of the United States government, in the public domain."
        ),
        _(
            "Cite as: Foja, “%(title)s”, data version %(version)s.",
            title=title,
            version=reading.tables.version,
        ),
        reading.tables.version,
    )


def _little(found: Takeaways, name: str, language: Language) -> str:
    """Say that there is no more to say; of a year with nothing, where there is something."""
    _ = language.gettext
    if len(found.findings) > 1:
        return ""
    if found.series[found.year].trainings:
        return _("That is too little to say more.")
    listed = [year for year, figures in found.series.items() if figures.trainings]
    if not listed:
        return _("There is nothing more to say of this year.")
    return language.ngettext(
        "Of the reports read here, only the one on fiscal year %(years)s lists trainings for "
        "%(country)s.",
        "Of the reports read here, those on fiscal years %(years)s list trainings for %(country)s.",
        len(listed),
        country=name,
        years=years_said(listed, language),
    )


def _caveats(found: Takeaways, name: str, reading: Reading, language: Language) -> list[str]:
    """Return what holds for every figure: what a student is, what the reports leave out."""
    _ = language.gettext
    filters = (
        Choice(found.country)
        .filtered(fiscal_year_from=found.year, fiscal_year_to=found.year)
        .filters
    )
    said = [
        *unprinted([found.year], [], reading, filters, language),
        _("“Students” are seats in courses: a person who took two courses counts twice."),
        _(
            "Training that a country bought through Foreign Military Sales is not printed in these "
            "reports."
        ),
        _("Dollars are those of each year, not adjusted for inflation."),
    ]
    known = list(found.known)
    said += gaps(found.country, name, known, reading, filters, language)
    missing = [year for year in range(known[0], found.year) if year not in known]
    if missing:
        said.append(
            language.ngettext(
                "These tables have no report on %(country)s for fiscal year %(years)s: it counts "
                "as unknown, not as zero.",
                "These tables have no report on %(country)s for fiscal years %(years)s: they count "
                "as unknown, not as zero.",
                len(missing),
                country=name,
                years=years_said(missing, language),
            )
        )
    planned = reading.planned_years(found.country)
    if found.year in planned:
        said.append(
            _(
                "Trainings that were only planned for fiscal year %(year)s are listed too, and are "
                "in no figure here.",
                year=found.year,
            )
        )
    return said


def _line(finding: Finding, reading: Reading, language: Language, names: Names) -> Line:
    rows = finding.rows
    if rows.training_id:
        address = training_address(language, rows.training_id)
    elif finding.form == NOTHING_LISTED:
        address = ""
    else:
        address = Choice(rows.country, rows.filters).address(language, anchor="trainings")
    pages = tuple(_page(one, reading, language) for one in finding.evidence)
    return Line(finding, sentence(finding, language, names), address, pages)


def _page(row: Evidence, reading: Reading, language: Language) -> PageLink:
    _ = language.gettext
    document = reading.documents.get(row.document)
    url = str(document["source_url"]) if document else ""
    web = document is not None and reading.is_web_page(row.document)
    if row.printed_page:
        text = _("p. %(page)s", page=row.printed_page)
    elif web:
        text = _("web page")
    else:
        text = _("page %(page)s of the file", page=row.page)
    return PageLink(
        row.training_id,
        text,
        training_address(language, row.training_id),
        document_address(language, row.document, row.page, mark=row.training_id),
        url if web or not url else f"{url}#page={row.page}",
    )
