"""What codes of the tables mean, in the reader's language: flags, issues, levels, rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from foja.meaning.flags import flag_of
from foja.meaning.recipients import vocabulary

if TYPE_CHECKING:
    from foja.site.language import Language
    from foja.site.reading import Reading, Row


@dataclass(frozen=True, slots=True)
class Doubt:
    """A flag or an issue: its name in words, and what it means for the reader."""

    name: str
    text: str


def flag(code: str, language: Language) -> Doubt:
    """Explain a flag of a training; a code without an explanation is shown as it is."""
    try:
        known = flag_of(code)
    except KeyError:
        return Doubt(code, "")
    if language.code == "es":
        return Doubt(known.label_es, known.meaning_es)
    return Doubt(known.label_en, known.meaning_en)


def level(total: Row, reading: Reading, language: Language) -> str:
    """Name what a printed total sums."""
    _ = language.gettext
    if total["level"] == "country":
        country = reading.country_name(total["country_iso3"], total["country"], language)
        return _("%(country)s, fiscal year %(year)s", country=country, year=total["fiscal_year"])
    return str(total["program_printed"])


def explanation(total: Row, language: Language) -> str:
    """Return why a printed total differs from its rows, empty where nothing explains it."""
    text = total["explanation_es"] if language.code == "es" else total["explanation"]
    return str(text or total["explanation"] or "")


def stage(code: str, language: Language) -> str:
    """Name a stage: done or planned."""
    _ = language.gettext
    return {"actual": _("done"), "planned": _("planned")}.get(code, code)


def rule(code: str | None, language: Language) -> str:
    """Name the rule that made a value; its reason is written in English alone."""
    _ = language.gettext
    if not code:
        return ""
    reason = next((one.reason for one in vocabulary().rule if one.id == code), "")
    if reason and language.code == "en":
        return f"rule {code}: {reason}"
    return _("rule %(rule)s, from the printed unit", rule=code)


def issue(code: str, language: Language) -> Doubt:
    """Explain an issue of a page; a code without words here is shown as it is."""
    _ = language.gettext
    known = {
        "word_left_over": (_("Word left over"), _("No rule says what this word is.")),
        "page_without_text": (
            _("Page without text"),
            _("The official document prints nothing that can be read on this page."),
        ),
        "rows_without_country": (
            _("Lines without a country"),
            _("The heading that would name their country is missing in the document."),
        ),
        "cell_out_of_line": (
            _("Text out of line"),
            _("A cell's words do not stand where the rest of their line stands."),
        ),
        "cell_over_the_edge": (
            _("Text over the edge"),
            _("A cell's words run into the next column."),
        ),
        "total_with_spare_text": (
            _("Total with more text"),
            _("A line of totals prints words besides its sums."),
        ),
        "total_of_another_year": (
            _("Total of another year"),
            _("A line of totals names a fiscal year other than its report's."),
        ),
        "total_of_another_country": (
            _("Total of another country"),
            _("A line of totals names a country other than the heading above it."),
        ),
        "page_number_repeated": (
            _("Page number twice"),
            _("Two pages print the same number; the second is named by its place in the file."),
        ),
        "unknown_country": (_("Unknown country"), _("No rule knows this name.")),
        "unknown_program": (_("Unknown programme"), _("No rule knows this heading.")),
        "unknown_agency": (_("Unknown agency"), _("No rule knows this name.")),
        "quantity_not_read": (
            _("Number of students not read"),
            _("What stands in the column of students is not a number."),
        ),
        "cost_not_read": (
            _("Cost not read"),
            _("What stands in the column of costs is not an amount."),
        ),
        "date_not_read": (_("Date not read"), _("What stands in a column of dates is not a date.")),
    }
    name, text = known.get(code, (code.replace("_", " "), ""))
    return Doubt(name, text)
