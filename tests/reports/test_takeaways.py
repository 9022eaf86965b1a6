"""Every figure of every sentence of the whole record's takeaways, reckoned again in plain SQL.

The second way, in `takeaways_by_sql`, knows nothing of Foja's measures.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pypdfium2 as pdfium
import pytest
from tests.support.takeaways_by_sql import (
    apart,
    asked,
    folder,
    kilometres,
    reckon,
    table,
    total,
)

from foja.measures.takeaway_facts import Chosen, Takeaways
from foja.measures.takeaway_record import read_country
from foja.measures.takeaways import all_takeaways, takeaways_of
from foja.site.language import LANGUAGES
from foja.site.reading import Reading
from foja.site.takeaway_brief import write_brief
from foja.site.takeaway_nouns import read_names
from foja.site.takeaway_pdf import as_pdf, drawable
from foja.site.takeaway_words import figure_text, sentence
from foja.tables.engine import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foja.measures.takeaway_facts import Figure, Finding
    from foja.site.language import Language

MEXICO_YEARS = range(2001, 2021)
# Largest, smallest, one year only, with gaps in the record, with an article in English.
OTHERS = (
    *("COL", "PER", "AFG", "IRQ", "PAK", "EGY", "UKR", "SLV", "HND", "BHS", "BRB"),
    *("TON", "CYP", "AUS", "MCO", "ABW", "SXM", "TTO", "PHL", "DOM", "HTI"),
    *("ISR", "JOR", "GTM", "BRA", "ANT", "TUV", "GNQ", "CYM"),
)
PRECISION = Decimal("1e-9")
DOCUMENTATION = Path(__file__).parents[2] / "docs" / "takeaways.md"


@pytest.fixture(scope="module")
def reading() -> Iterator[Reading]:
    with Tables(folder()) as tables:
        yield Reading(tables)


def all_figures(finding: Finding) -> dict[str, Figure]:
    """The figures of a finding by the names that its sentence's parts bear."""
    figures = dict(finding.figures)
    for number, entry in enumerate(finding.entries):
        figures |= {f"{number}.{name}": figure for name, figure in entry.figures.items()}
    return figures


Told = Callable[[str], list[Takeaways]]


@pytest.fixture(scope="module")
def told(reading: Reading) -> Told:
    """What is told of a country, all its years; told once for all that is asked of it."""

    @cache
    def tell(country: str) -> list[Takeaways]:
        covered = reading.covered_years(country)
        years = [year for year in covered if country != "MEX" or year in MEXICO_YEARS]
        record = read_country(reading.tables, country, covered)
        return [takeaways_of(record, year) for year in years]

    return tell


COUNTRIES = ("MEX", *OTHERS)


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_figure_is_what_sql_reckons(told: Told, country: str) -> None:
    checked = 0
    for found in told(country):
        for finding in (*found.findings, *found.caveats):
            for name, figure in all_figures(finding).items():
                assert abs(reckon(figure) - Decimal(figure.value)) < PRECISION, (
                    f"{country} {found.year} {finding.kind} {finding.subject}: {name}"
                )
                checked += 1
    assert checked


@pytest.mark.parametrize("country", COUNTRIES)
def test_what_a_form_claims_holds(told: Told, country: str) -> None:
    """Words make claims that no figure shows: highest, first, gone, half, only."""
    for found in told(country):
        for finding in found.findings:
            claimed(finding, found)


def claimed(finding: Finding, found: Takeaways) -> None:  # noqa: C901, PLR0912 - a line for each
    figures, form = finding.figures, finding.form
    if finding.kind == "change":
        extreme = form.split(" ")[1]
        now = total(figures["now"].of, finding.measure)
        if extreme.endswith("_of"):
            against = figures["first"].against
            assert against
            years = range(against.years[0], found.year)
            assert against.years == tuple(years), "a gap stops what is highest or lowest"
            others = [total(against, finding.measure, (year,)) for year in years]
            assert now > max(others) if extreme == "highest_of" else now < min(others)
            assert extreme == "lowest_of" or sum(value > 0 for value in others) >= BEGUN
        elif extreme != "-":
            years = range(int(figures["since"].value), found.year)
            assert set(years) <= set(found.known), "a gap stops what is highest or lowest"
    if form.split(" ")[0] == "half":
        assert Decimal("0.475") <= Decimal(figures["compared"].value) <= Decimal("0.525")
    if form.split(" ")[0] == "twice":
        assert Decimal("1.95") <= Decimal(figures["compared"].value) <= Decimal("2.05")
    if form.split(" ")[0] == "more":
        assert figures["compared"].value > 0
    if form.split(" ")[0] == "less":
        assert figures["compared"].value < 0
    if form.split(" ")[0] == "after_none":
        assert reckon(figures["before"]) == 0
    if finding.kind == "mix" and form == "only":
        (entry,) = finding.entries
        assert total(entry.figures["value"].of, finding.measure) == total(
            finding.rows, finding.measure
        )
    if finding.kind == "new" and form in {"first", "unseen"}:
        against = figures["first"].against
        assert against
        assert total(against, "trainings") == 0
        not_by_another_name(finding, against.years)
    if finding.kind == "gone":
        not_by_another_name(finding, (found.year,))
        assert total(finding.rows, "trainings", (found.year,)) == 0
        assert all(total(finding.rows, "trainings", (year,)) for year in finding.rows.years)
    if finding.kind == "largest":
        column = "cost_usd" if finding.measure == "cost_usd" else "quantity"
        (largest,) = asked(f"max({column})", Chosen(found.country, (found.year,)))
        assert figures[finding.measure].value == largest
    if finding.kind == "head" and form == "nothing":
        assert total(finding.rows, "trainings") == 0
    if finding.kind == "each":
        year = Chosen(found.country, (found.year,))
        assert total(year, "trainings") == (1 if form == "only" else 2)
        told = asked("course_title", finding.rows)
        assert set(told) == {finding.title}
        assert {one.subject.value for one in finding.entries} >= set(asked("program", finding.rows))


BEGUN = 3
"""What fewer years before list only began."""
NEAR_KM = 40


def not_by_another_name(finding: Finding, years: tuple[int, ...]) -> None:
    """What is new or gone is not in the years as its neighbour, its country or its kin."""
    dimension, value = finding.subject.dimension, finding.subject.value
    whole = Chosen(finding.rows.country, years)
    if dimension == "place":
        assert asked(
            f"count(*) FILTER (place_id LIKE '{value.partition('.')[0]}.country')", whole
        ) == [0]
        listed = [one for one in asked("DISTINCT place_id", whole) if one != value]
        here = table("places", "place_id, latitude, longitude")
        lat, lon = here[value]
        for other in listed:
            if other and here[other][0] is not None:
                assert kilometres(lat, lon, *here[other]) > NEAR_KM, (value, other)
    if dimension == "program":
        parts = table("programs", "program, part_of")
        kin = {parts[value][0]} | {one for one, (whole_of,) in parts.items() if whole_of == value}
        for year in years:
            programs = set(asked("DISTINCT program", whole, (year,)))
            assert value in programs or not kin & programs, (value, year)


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_year_with_nothing_names_the_years_that_have_something(
    reading: Reading, told: Told, country: str
) -> None:
    names = read_names(reading.tables, LANGUAGES["en"])
    listed = set(asked("DISTINCT fiscal_year", Chosen(country, tuple(range(1999, 2021)))))
    for found in told(country):
        brief = write_brief(found, reading, LANGUAGES["en"], names)
        if found.year not in listed:
            years = set()
            for first, last in re.findall(r"(\d{4})(?:\N{EN DASH}(\d{4}))?", brief.little):
                years |= set(range(int(first), int(last or first) + 1))
            assert years == listed & set(found.known)
        else:
            assert not re.search(r"\d", brief.little)


ODD = (
    (re.compile(r"%\("), "a place that was not filled"),
    (re.compile(r"  "), "two spaces"),
    (re.compile(r" [.,;:)]"), "a space before a sign"),
    (re.compile(r"\.\."), "two points"),
    (re.compile(r"\bNone\b|\bnull\b|\bnan\b"), "a value that is none"),
    (re.compile(r"[\x00-\x1f]"), "a mark"),
    (re.compile(r"(?<![\d,.])1 (students|trainings|alumnos|adiestramientos)\b"), "a plural of one"),
    (
        re.compile(r"(?<![\d,.])0 (students|alumnos|trainings|adiestramientos)\b"),
        "nothing as a sum",
    ),
    (re.compile(r"\b(unknown|unclassified|NOT_GIVEN)\b"), "a value that says nothing"),
    (re.compile(r"[A-Z]{3}\.[A-Z_]+\b"), "a code"),
    (re.compile(r"[A-Z]{2}\.[a-z-]+\b"), "a code"),
)
ENGLISH = re.compile(
    r"\b(the|of|and|students?|trainings?|fiscal year|years|with|since|was|were|had|report|cost)\b"
)


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.code)
@pytest.mark.parametrize("country", COUNTRIES)
def test_every_sentence_reads_well(
    reading: Reading, told: Told, country: str, language: Language
) -> None:
    names = read_names(reading.tables, language)
    own = own_names(names)
    for found in told(country):
        said = [
            (finding, sentence(finding, language, names))
            for finding in (*found.findings, *found.caveats)
        ]
        assert said
        texts = [one.text for _finding, one in said]
        assert len(set(texts)) == len(texts), f"{country} {found.year}: said twice"
        for finding, one_said in said:
            text = "".join(part.text for part in one_said.parts if part.figure != "title")
            assert one_said.text[0].isupper() or one_said.text[0] in "“«0123456789", text
            assert one_said.text.endswith("."), text
            for pattern, what in ODD:
                assert not pattern.search(text), f"{what}: {text}"
            figures = all_figures(finding)
            for part in one_said.figures:
                if finding.section != "caveats":
                    assert part.text == figure_text(figures[part.figure], language)
            if language.code == "es":
                for name in own:
                    text = text.replace(name, "")
                assert not ENGLISH.search(text), text


def own_names(names: Any) -> list[str]:
    """Names that are English in Spanish too, the longest first."""
    every = {
        *names.programs.values(),
        *names.forces.values(),
        *names.places.values(),
    }
    return sorted((name for name in every if ENGLISH.search(name)), key=len, reverse=True)


def test_all_countries_and_years_are_told(reading: Reading) -> None:
    covered = {code: reading.covered_years(code) for code in sorted(reading.listed_countries)}
    names = {language.code: read_names(reading.tables, language) for language in LANGUAGES.values()}
    count = 0
    for found in all_takeaways(reading.tables, covered):
        assert found.findings
        for language in LANGUAGES.values():
            for finding in found.findings:
                assert sentence(finding, language, names[language.code]).text
        count += 1
    assert count == sum(map(len, covered.values()))


def test_what_the_newsletter_of_may_2022_said_by_hand_is_said_of_mexico(reading: Reading) -> None:
    covered = reading.covered_years("MEX")
    found = takeaways_of(read_country(reading.tables, "MEX", covered, 2020), 2020)
    by_subject = {
        (finding.kind, finding.subject.value, finding.measure): finding
        for finding in found.findings
    }
    rights = by_subject["three_to_seven", "human_rights.human_rights", "cost_usd"]
    assert rights.figures["before"].of.years == tuple(range(2011, 2018))
    assert round(Decimal(rights.figures["compared"].value)) == 10
    tactical = by_subject["change", "tactical", "students"]
    assert tactical.form == "less lowest_since"
    assert tactical.figures["since"].value == 2006
    cyber = by_subject["change", "cyber", "cost_usd"]
    assert cyber.form.endswith(" highest_of")
    alike = by_subject["alike", "", "students"]
    assert alike.figures["nearest"].value == 2019
    assert round(Decimal(alike.figures["apart"].value)) == 34
    said = re.sub(r"\s+", " ", DOCUMENTATION.read_text("utf-8"))
    rows = Chosen("MEX", (2020,))
    second, third = (round(apart(rows, 2020, year) * 100) for year in (2018, 2003))
    assert f"then FY2018 ({second}); FY2003 differs by {third}" in said


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.code)
def test_the_longest_briefs_fit_on_one_page(
    reading: Reading, told: Told, language: Language
) -> None:
    """The brief with most letters of each of some countries, none of its sentences left out."""
    names = read_names(reading.tables, language)
    for country in ("MEX", "COL", "BHS", "HTI"):
        briefs = [write_brief(found, reading, language, names) for found in told(country)]
        longest = max(briefs, key=lambda brief: sum(len(one.sentence.text) for one in brief.lines))
        document = pdfium.PdfDocument(as_pdf(longest))
        assert len(document) == 1
        text = re.sub(r"\s+", " ", document[0].get_textpage().get_text_bounded())
        assert drawable(longest.citation.split("“")[0].split("«")[0].strip()) in text
        for line in longest.lines:
            assert drawable(line.sentence.text) in text


def test_a_year_is_zero_only_where_a_report_on_the_region_was_read(reading: Reading) -> None:
    """No report on South Asia for fiscal year 2012 is in the tables: Pakistan's year is unknown."""
    covered = {code: reading.covered_years(code) for code in sorted(reading.listed_countries)}
    assert 2012 not in covered["PAK"]
    assert {2003, 2011, 2013, 2020} <= set(covered["PAK"])
    assert 2001 not in covered["LKA"], "only the end of its list is in the file of another region"
    assert set(MEXICO_YEARS) <= set(covered["MEX"])
    listed = set(
        duckdb.connect()
        .execute(
            "SELECT DISTINCT country_iso3, fiscal_year FROM read_parquet(?) WHERE stage = 'actual'",
            [[str(path) for path in sorted(folder().glob("trainings*.parquet"))]],
        )
        .fetchall()
    )
    read = {
        int(document["report"][:4])
        for document in reading.documents.values()
        if document["status"] == "read"
    }
    for country, years in covered.items():
        assert all((country, year) in listed or year in read for year in years)
