"""What codes of the tables mean, in the reader's language: flags, issues, levels, rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from foja.meaning.flags import flag_of
from foja.meaning.issues import ignored_by, issue_of

if TYPE_CHECKING:
    from foja.meaning.issues import Explained
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
    years = both_years(total, reading, language)
    if total["level"] == "country":
        country = reading.country_name(total["country_iso3"], total["country"], language)
        if years:
            return _("%(country)s, %(years)s together", country=country, years=years)
        return _("%(country)s, fiscal year %(year)s", country=country, year=total["fiscal_year"])
    if years:
        return _("%(program)s, %(years)s together", program=total["program_printed"], years=years)
    return str(total["program_printed"])


def both_years(total: Row, reading: Reading, language: Language) -> str:
    """Name the two years that a total sums, empty where it sums one.

    Where a report lists what was done and what is planned, only the totals of a programme's fiscal
    year tell the two apart.
    """
    report = reading.report(total["report"])
    if report is None or total["level"] == "program_year" or total["stage"] != "planned":
        return ""
    years = [f"{year.year} ({stage(year.stage, language)})" for year in report.fiscal_years]
    return language.together(years) if len(years) > 1 else ""


def page_name(row: Row, reading: Reading, language: Language) -> str:
    """Name the page of a line or a total: `p. 41`, `page 3 of the file`, `web page`."""
    _ = language.gettext
    if row["printed_page"]:
        return _("p. %(page)s", page=row["printed_page"])
    if reading.is_web_page(row["document"]):
        return _("web page")
    return _("page %(page)s of the file", page=row["page"])


def explanation(total: Row, language: Language) -> str:
    """Return why a printed total differs from its rows, empty where nothing explains it."""
    text = total["explanation_es"] if language.code == "es" else total["explanation"]
    return str(text or total["explanation"] or "")


def stage(code: str, language: Language) -> str:
    """Name a stage: done or planned."""
    _ = language.gettext
    return {"actual": _("done"), "planned": _("planned")}.get(code, code)


def issue(code: str, language: Language) -> Doubt:
    """Explain an issue of a page; a code without words is shown as it is."""
    try:
        return _explained(issue_of(code), language)
    except KeyError:
        return Doubt(code.replace("_", " "), "")


@dataclass(frozen=True, slots=True)
class Ignored:
    """A rule that left words of a page out: its name in words, its reason, how many words."""

    name: str
    text: str
    count: int


def ignored(written: str, language: Language) -> Ignored:
    """Explain one entry of `ignored_by`, such as `page_number: 1`."""
    code, _colon, count = written.partition(": ")
    try:
        words = _explained(ignored_by(code), language)
    except KeyError:
        words = Doubt(code.replace("_", " "), "")
    return Ignored(words.name, words.text, int(count))


def _explained(known: Explained, language: Language) -> Doubt:
    if language.code == "es":
        return Doubt(known.label_es, known.meaning_es)
    return Doubt(known.label_en, known.meaning_en)
