"""The words of the site explained: one entry for each, shown where it arises and on the help page.

An entry's key is its anchor on the page. Flags, programmes, types and the columns of files have
their words in the tables and vocabularies; their entries are made by `foja.site.pages.help`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from foja.measures.prices import BASE_YEAR
from foja.site.help_charts import chart_texts
from foja.site.help_checks import checks, understood, verdicts
from foja.site.help_model import Term
from foja.site.table_columns import headings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foja.site.language import Language

COLUMN_TERMS: Final[dict[str, str]] = {
    "year": "fiscal-year",
    "country": "country",
    "program": "programme",
    "course": "course",
    "type": "type",
    "force": "recipient",
    "unit": "unit",
    "us_unit": "us-unit",
    "location": "place",
    "delivery": "delivery",
    "start": "dates",
    "students": "students",
    "cost": "cost",
    "flags": "in-doubt",
    "training": "identifier",
    "page": "page",
}
"""The entry of each column of the table of trainings, in the table's order."""


SHOWN_BY: Final[dict[str, tuple[str, ...]]] = {"overview": ("spending", "students")}
"""Views of a country that show the charts of others."""
SHARED: Final = ("chart-colours", "chart-all")
"""What is to be known of every chart."""


def help_address(language: Language, key: str = "") -> str:
    """Return the address of the help page, or of one of its entries."""
    return f"/{language.code}/help{f'#{key}' if key else ''}"


@cache
def sections(language: Language) -> dict[str, tuple[Term, ...]]:
    """Return the entries that depend on no table, by the key of their section."""
    return {
        "columns": _columns(language),
        "years": _years(language),
        "figures": _figures(language),
        "understood": understood(language),
        "checks": checks(language),
        "charts": tuple(Term(f"chart-{key}", *said) for key, said in chart_texts(language).items()),
        "verdicts": verdicts(language),
    }


@cache
def _by_key(language: Language) -> dict[str, Term]:
    return {term.key: term for terms in sections(language).values() for term in terms}


def terms_of(keys: Iterable[str], language: Language) -> list[Term]:
    """Return the entries of some keys; KeyError for a word that nobody has explained."""
    known = _by_key(language)
    return [known[key] for key in keys]


def terms_of_columns(columns: Iterable[str], language: Language) -> list[Term]:
    """Return the entries of columns of the table of trainings."""
    return terms_of((COLUMN_TERMS[column] for column in columns), language)


def terms_of_view(view: str, language: Language) -> list[Term]:
    """Return the entries that tell how a view of a country is read, none for one without charts."""
    keys = [f"chart-{one}" for one in SHOWN_BY.get(view, (view,))]
    known = [key for key in keys if key in _by_key(language)]
    return terms_of([*known, *SHARED], language) if known else []


def _columns(language: Language) -> tuple[Term, ...]:
    _ = language.gettext
    said = {
        "year": (
            _("The fiscal year under which the report lists the training."),
            _(
                "The U.S. government's year runs from 1 October to 30 September and has the name "
                "of the year in which it ends: fiscal year 2020 began on 1 October 2019."
            ),
        ),
        "country": (
            _("The country that received the training, under whose heading the report prints it."),
            _("Organisations have no code: their lines stand under their report, not a country."),
        ),
        "program": (
            _(
                "The programme, or the law, under which the report lists the training: in most "
                "cases that is who paid."
            ),
            _(
                "The column has the short name. What each programme is, which law it rests on and "
                "which took its place is listed below and on a page of its own."
            ),
        ),
        "course": (
            _("The title of the course, its abbreviations written out where they are certain."),
            _("The printed title stands below where more than its capitals differs."),
        ),
        "type": (
            _(
                "What the training was for, told from its title by rules that anyone can read. "
                "It is Foja's reading: the reports print no type."
            ),
            _("A title that no rule knows is “unclassified”, and is counted and shown."),
        ),
        "force": (
            _(
                "The force or institution of the students, such as the Navy, told by a rule from "
                "the unit that the report prints."
            ),
            _("The first two reports print no unit: what they list has no force."),
        ),
        "unit": (
            _("The unit of the students as printed, with broken words mended."),
            _(
                "A link leads to the unit below the force, whose spellings are joined; each can "
                "be taken out there."
            ),
        ),
        "us_unit": (
            _("The U.S. unit or school that gave the training, with its number of trainers."),
            _("The reports on fiscal years 2007 to 2010 have no such column."),
        ),
        "location": (
            _("Where the training was given, by the name of a known place, else as printed."),
            "",
        ),
        "delivery": (
            _(
                "Whether it was given in the country itself, in the United States, in a third "
                "country or online, told from the place."
            ),
            "",
        ),
        "start": (
            _("The first and the last day. Where one is impossible, both stand as printed."),
            "",
        ),
        "students": (
            _("Seats in courses: a person who took two courses counts twice."),
            _("The reports name nobody. A sum of students is not a number of people."),
        ),
        "cost": (
            _(
                "Dollars of the year as the report prints them; a dash where it prints none. $0 "
                "can mean that another account or another country paid."
            ),
            _(
                "A cost can be a standard price or the price paid; under IMET it includes travel "
                "and living allowances."
            ),
        ),
        "flags": (
            _("Doubts about the line, such as an impossible date. It counts like any other."),
            _("Every doubt is explained below."),
        ),
        "training": (
            _(
                "The line's permanent name: report, region, printed page, row on the page. It "
                "stays when the tables are built again."
            ),
            "",
        ),
        "page": (
            _("The page that prints the line; the link opens it with the line marked."),
            "",
        ),
    }
    names = headings(language)
    return tuple(Term(key, names[column], *said[column]) for column, key in COLUMN_TERMS.items())


def _years(language: Language) -> tuple[Term, ...]:
    _ = language.gettext
    return (
        Term(
            "year-basis",
            _("Year of the report, or of the first day"),
            _(
                "A training counts in the fiscal year under which its report lists it. On request "
                "it counts in the fiscal or the calendar year of its first day instead."
            ),
            _(
                "By the first day, lines without one drop out, and sums need not equal the totals "
                "that the reports print."
            ),
        ),
        Term(
            "stage",
            _("Done or planned"),
            _(
                "Figures count what was done. Some reports also list what was planned for the "
                "following year; that is shown on request and is in no other figure."
            ),
        ),
        Term(
            "report-name",
            _("The name of a report"),
            _(
                "Two years, such as 2020-2021: the report lists what was done in the first, "
                "fiscal year 2020."
            ),
        ),
        Term(
            "years-not-read",
            _("Years that are missing"),
            _(
                "A year can be missing because its report is not read yet, or not published, or "
                "because a region's volume is not at hand. No bar then means not known, not none."
            ),
        ),
        Term(
            "words",
            _("Search in the rows"),
            _(
                "Words are looked for in course, unit, place and programme. Accents, capitals, "
                "order and small misspellings do not matter; words in quotation marks are taken "
                "as they stand."
            ),
        ),
    )


def _figures(language: Language) -> tuple[Term, ...]:
    _ = language.gettext
    return (
        Term(
            "trainings",
            _("Trainings"),
            _("Lines of the reports: one course of one unit, whatever its number of students."),
        ),
        Term(
            "cost-per-student",
            _("Cost per student"),
            _("Dollars divided by students, over the lines alone that print both."),
        ),
        Term(
            "constant-dollars",
            _("Nominal and constant dollars"),
            _(
                "Nominal dollars are those printed. Constant dollars are those of %(year)s, by the "
                "U.S. index of consumer prices (CPI-U), so that years can be compared.",
                year=BASE_YEAR,
            ),
        ),
        Term(
            "per-inhabitants",
            _("Students a year per 100,000 inhabitants"),
            _(
                "Students divided by the country's inhabitants at mid-year; only for countries "
                "whose inhabitants the tables have."
            ),
        ),
        Term(
            "change",
            _("Change to the year before"),
            _(
                "In percent, or as a multiple beyond tenfold. A year is compared only with one "
                "that was read of the same regions."
            ),
        ),
        Term(
            "share",
            _("Share"),
            _(
                "The part of the whole in percent. Bars drawn as shares all have the same height: "
                "they show the mix, not the amount."
            ),
        ),
        Term(
            "courses",
            _("Different course titles"),
            _("Titles that differ, capitals aside; the same course can have several titles."),
        ),
        Term(
            "rank",
            _("Rank, highest, lowest since"),
            _("Among the years or countries that were read; those not read are left out."),
        ),
    )
