"""Verdicts in words: one sentence of ours beside theirs, the reason, the definitions tried."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from foja.meaning.claims import all_operators
from foja.measures.measures import MEASURES
from foja.measures.prices import BASE_YEAR
from foja.site.language import years_in_words

if TYPE_CHECKING:
    from foja.meaning.claims import Claim, Source, Way
    from foja.measures.claim_answer import Reckoned
    from foja.measures.claims import Kind, Verdict
    from foja.site.language import Language

DECIMALS: Final = 2
DOLLARS: Final = ("usd", "usd_constant")
_PLACE: Final = re.compile(r"\{(\w+)(?:@(\d{4}))?\}")


def in_language(thing: object, name: str, language: Language) -> str:
    """Return a field of an entry in the reader's language: `name_en` or `name_es`."""
    return str(getattr(thing, f"{name}_{language.code}"))


def source_words(source: Source, name: str, language: Language) -> str:
    """Return `who` or `title` of a source, in the reader's language where it has words of ours."""
    translated = str(getattr(source, f"{name}_es")) if language.code == "es" else ""
    return translated or str(getattr(source, name))


def verdict_name(kind: Kind, language: Language) -> str:
    """Return the verdict in a few words."""
    _ = language.gettext
    return {
        "holds": _("Holds"),
        "holds_otherwise": _("Holds under another definition"),
        "does_not_hold": _("Does not hold"),
        "cannot_be_checked": _("Cannot be checked with this record"),
    }[kind]


def plain_value(value: Decimal, unit: str, language: Language) -> str:
    """Write a value for the middle of a sentence that names what is counted."""
    if unit in DOLLARS:
        return language.sum_of_dollars(value)
    if unit == "usd_per_student":
        return language.dollars(round(value, DECIMALS))
    if unit == "percent":
        return f"{language.number(_short(value))}%"
    if unit == "year":
        return str(int(value))
    return language.number(_short(value))


def _short(value: Decimal) -> Decimal:
    short = round(value, DECIMALS)
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short.normalize()


def value_words(value: Decimal | None, unit: str, language: Language) -> str:
    """Write a value with what it counts: `58 students`, `$308,943`, `9.24 times`."""
    _ = language.gettext
    if value is None:
        return _("no figure")
    written = plain_value(value, unit, language)
    count = int(value)
    named = {
        "students": lambda: language.ngettext("%(num)s student", "%(num)s students", count),
        "trainings": lambda: language.ngettext("%(num)s training", "%(num)s trainings", count),
        "deaths": lambda: language.ngettext("%(num)s death", "%(num)s deaths", count),
        "times": lambda: _("%(figure)s times", figure=written),
        "rank": lambda: _("place %(figure)s", figure=written),
        "steps": lambda: (
            language.ngettext(
                "%(num)s year that goes the other way", "%(num)s years that go the other way", count
            )
            if count
            else _("no year that goes the other way")
        ),
        "usd_per_student": lambda: _("%(figure)s a student", figure=written),
        "usd_constant": lambda: _(
            "%(figure)s in dollars of %(year)s (CPI-U)", figure=written, year=BASE_YEAR
        ),
        "students_per_100000": lambda: _(
            "%(figure)s students a year for each 100,000 inhabitants", figure=written
        ),
    }
    return named[unit]() if unit in named else written


def theirs_words(claim: Claim, language: Language) -> str:
    """Write the published figure with the word that says how it is meant."""
    operator = all_operators()[claim.operator]
    name = in_language(operator, "name", language)
    if claim.operator in {"highest", "lowest", "trend", "spike"}:
        return name
    if claim.operator == "rounded":
        return value_words(claim.number, claim.unit, language)
    if claim.operator == "place":
        return value_words(claim.number, claim.unit, language)
    if claim.operator == "ratio_about":
        figure = value_words(claim.number, claim.unit, language)
        return language.gettext("about %(figure)s", figure=figure)
    return f"{name} {value_words(claim.number, claim.unit, language)}"


def ours_words(found: Reckoned, claim: Claim, language: Language) -> str:
    """Write what a way gives, for a year among others with the year it is compared with."""
    _ = language.gettext
    if found.value is None:
        return lacking_words(found, language)
    written = value_words(found.value, found.unit, language)
    if found.way.how == "year_value":
        return _among_years(found, claim, written, language)
    if found.way.how == "spike":
        return _("growth of %(figure)s in the year that grew least", figure=written)
    return written


def _among_years(found: Reckoned, claim: Claim, written: str, language: Language) -> str:
    _ = language.gettext
    high = claim.operator.startswith("highest")
    earlier = found.as_high if high else found.as_low
    year = found.year
    if earlier is None and high:
        return _("%(figure)s in %(year)s, more than in any earlier year", figure=written, year=year)
    if earlier is None:
        return _("%(figure)s in %(year)s, less than in any earlier year", figure=written, year=year)
    other = value_words(dict(found.years)[earlier], found.unit, language)
    if high:
        return _(
            "%(figure)s in %(year)s; the last earlier year with as much is %(earlier)s: %(other)s",
            figure=written,
            year=year,
            earlier=earlier,
            other=other,
        )
    return _(
        "%(figure)s in %(year)s; the last earlier year with as little is %(earlier)s: %(other)s",
        figure=written,
        year=year,
        earlier=earlier,
        other=other,
    )


def lacking_words(found: Reckoned, language: Language) -> str:
    """Say what the record lacks for a way."""
    _ = language.gettext
    if found.regions_lacking:
        return language.ngettext(
            "%(num)s volume of the report is not in these tables",
            "%(num)s volumes of the report are not in these tables",
            found.regions_lacking,
        )
    if found.lacking and found.way.series:
        return _("the series lacks %(years)s", years=years_in_words(list(found.lacking)))
    if found.lacking:
        return _(
            "no report on the country for %(years)s is in these tables",
            years=years_in_words(list(found.lacking)),
        )
    return _("nothing to divide by: the figure it is compared with is 0 or not printed")


def sentence(verdict: Verdict, language: Language) -> str:
    """Return the verdict in a few sentences, which can stand alone: ours beside theirs."""
    _ = language.gettext
    said = {
        "holds": _("It holds."),
        "holds_otherwise": _("It holds under another definition."),
        "does_not_hold": _("It does not hold."),
        "cannot_be_checked": _("It cannot be checked with this record."),
    }[verdict.kind]
    return f"{said} {finding(verdict, language)}"


def finding(verdict: Verdict, language: Language) -> str:
    """Return what a verdict rests on, ours beside theirs, for where its name stands already."""
    _ = language.gettext
    claim, decided = verdict.claim, verdict.decided
    theirs = theirs_words(claim, language)
    if decided is None:
        return _("The claim says %(theirs)s.", theirs=theirs)
    ours = ours_words(decided.found, claim, language)
    if verdict.kind == "cannot_be_checked":
        return _("The reason: %(lacking)s. The claim says %(theirs)s.", lacking=ours, theirs=theirs)
    if verdict.kind == "holds_otherwise":
        definition = way_name(decided.found.way, language)
        return _found_otherwise(verdict, f"{ours} ({definition})", theirs, language)
    difference = verdict.kind == "does_not_hold" and claim.unit not in {"times", "percent"}
    if difference and verdict.difference is not None:
        return _(
            "We find %(ours)s; the claim says %(theirs)s: a difference of %(difference)s.",
            ours=ours,
            theirs=theirs,
            difference=difference_words(verdict, language),
        )
    return _("We find %(ours)s; the claim says %(theirs)s.", ours=ours, theirs=theirs)


def _found_otherwise(verdict: Verdict, ours: str, theirs: str, language: Language) -> str:
    _ = language.gettext
    plain = verdict.tried[0].found
    if plain.value is None:
        return _(
            "We find %(ours)s; the claim says %(theirs)s. In its plain meaning it cannot be "
            "checked, for want of %(plain)s.",
            ours=ours,
            theirs=theirs,
            plain=way_name(plain.way, language),
        )
    return _(
        "We find %(ours)s; the claim says %(theirs)s. In its plain meaning, "
        "%(plain_definition)s, we find %(plain)s.",
        ours=ours,
        theirs=theirs,
        plain_definition=way_name(plain.way, language),
        plain=ours_words(plain, verdict.claim, language),
    )


def difference_words(verdict: Verdict, language: Language) -> str:
    """Write ours less theirs with its sign, empty where that says nothing."""
    if verdict.difference is None:
        return ""
    short, dollars = _short(verdict.difference), verdict.claim.unit in DOLLARS
    if dollars and abs(short) >= 1:
        # Both figures stand beside it as whole dollars.
        short = round(short, 0)
    written = language.difference(short, dollars=dollars)
    return f"{written}%" if verdict.claim.unit == "percent" else written


def way_name(way: Way, language: Language) -> str:
    """Return the name of a definition."""
    return in_language(way, "name", language)


def why(verdict: Verdict, language: Language) -> str:
    """Return the reason behind a verdict, its places filled with figures of today's tables.

    KeyError where the reason names a way that the claim does not have; a test forbids it.
    """
    text = in_language(verdict.claim, "why", language)

    def figure(match: re.Match[str]) -> str:
        found = verdict.of(match[1])
        if found is None:
            raise KeyError(match[1])
        if match[2] is None:
            if found.value is None:
                return lacking_words(found, language)
            return plain_value(found.value, found.unit, language)
        value = dict(found.years).get(int(match[2]))
        if value is None:
            return language.gettext("no figure")
        return plain_value(value, year_unit(found), language)

    return _PLACE.sub(figure, text)


def conversion_words(unit: str, language: Language) -> str:
    """Say how dollars were made constant, or students a rate; empty for any other unit."""
    _ = language.gettext
    if unit == "usd_constant":
        return _(
            "Each year's dollars are brought to those of %(year)s by the consumer price index "
            "CPI-U; that of a fiscal year is a quarter of the calendar year before and three "
            "quarters of its own.",
            year=BASE_YEAR,
        )
    if unit == "students_per_100000":
        return _(
            "Students are divided by the country's inhabitants at the middle of the year; over "
            "several years, by those of every year added up, so that the rate is one for a year."
        )
    return ""


def year_unit(found: Reckoned) -> str:
    """Return the unit of a way's values by year, which a ratio or a place does not share."""
    if found.way.series is not None:
        return "count" if found.way.how == "series_ratio" else found.unit
    return MEASURES[found.way.measure].unit


def places_of(claim: Claim, language: Language) -> set[str]:
    """Return the ways that a claim's reason names."""
    return {match[1] for match in _PLACE.finditer(in_language(claim, "why", language))}
