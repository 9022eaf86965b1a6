"""A reader's own claim, from a form or a command; nonsense is refused in one sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from foja.meaning.claims import Claim, Operator, Way, all_operators
from foja.meaning.training_types import UNCLASSIFIED
from foja.measures.beside_series import countries_with_inhabitants
from foja.measures.filters import FIRST_YEAR, LAST_YEAR, LONGEST_WORDS
from foja.measures.measures import MEASURES
from foja.measures.prices import BASE_YEAR
from foja.site.language import EN_DASH, LANGUAGES
from foja.site.problems import RefusalError
from foja.site.value_names import value_names
from foja.tables.selection import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from foja.measures.measures import Unit
    from foja.site.language import Language
    from foja.site.reading import Reading

FIELDS: Final = (
    "claim",
    "country",
    "from",
    "to",
    "basis",
    "stage",
    "type",
    "force",
    "program",
    "measure",
    "operator",
    "figure",
)
"""The parameters of a claim of one's own, in the order of the form."""
OWN_MEASURES: Final = (
    "students",
    "cost_usd",
    "cost_usd_constant",
    "trainings",
    "cost_per_student",
    "courses",
    "students_per_100_000",
)
BASES: Final = ("report", "start", "calendar")
STAGES: Final = ("actual", "planned", "all")
WITHOUT_FIGURE: Final = ("highest", "lowest")
_GROUPED: Final = re.compile(r"[0-9]{1,3}([, \u00a0\u202f][0-9]{3})+(\.[0-9]{1,2})?")
_PLAIN: Final = re.compile(r"[0-9]{1,14}(\.[0-9]{1,2})?")
_MONEY: Final = ("usd", "usd_constant", "usd_per_student")
_WHOLE: Final = ("students", "trainings", "count")
"""Units of what is counted in whole numbers."""
_OWN: Final = "own"


def own_operators() -> tuple[Operator, ...]:
    """Return the operators of a claim of one's own."""
    return tuple(operator for operator in all_operators().values() if operator.own)


@dataclass(frozen=True, slots=True)
class _Given:
    """The texts given, and how they are refused."""

    values: Mapping[str, str]
    reading: Reading
    language: Language

    def text(self, name: str) -> str:
        return " ".join(self.values.get(name, "").split())

    def one_of(self, name: str, known: tuple[str, ...]) -> str:
        _ = self.language.gettext
        text = self.text(name)
        if text and text not in known:
            raise RefusalError(
                400,
                _(
                    "“%(text)s” is not a value of “%(name)s”. It can be: %(known)s.",
                    text=text[:40],
                    name=name,
                    known=", ".join(known),
                ),
            )
        return text or known[0]


def read_own_claim(values: Mapping[str, str], reading: Reading, language: Language) -> Claim:
    """Return the claim that the texts of `FIELDS` make.

    Raises RefusalError (400) with what to do, in the reader's language, for a country, a year, a
    type, a force, a programme, a measure, an operator or a figure that is none, and for years
    turned round.
    """
    given = _Given(values, reading, language)
    country = _country(given)
    operator = all_operators()[given.one_of("operator", tuple(o.key for o in own_operators()))]
    first, last = _years(given, operator)
    measure = _measure(given, country)
    figure = _figure(given, operator, measure, last)
    basis = given.one_of("basis", BASES)
    stage = given.one_of("stage", STAGES)
    codes = {name: _code(given, name, column, country) for name, column in _COLUMNS.items()}
    text = given.text("claim")
    if len(text) > LONGEST_WORDS:
        _ = language.gettext
        raise RefusalError(
            400,
            _(
                "“%(name)s” has %(found)s characters; the limit is %(most)s.",
                name="claim",
                found=len(text),
                most=LONGEST_WORDS,
            ),
        )
    extreme = operator.aim == "extreme"
    unit: Unit = MEASURES[measure].unit
    common: dict[str, Any] = {
        "how": "year_value" if extreme else "total",
        "measure": measure,
        "country": country,
        "first": None if extreme else first,
        "last": None if extreme else last,
        "year": last if extreme else None,
        "stage": stage,
        **{name: (code,) if code else () for name, code in codes.items()},
    }
    others = [one for one in BASES if one != basis]
    ways = tuple(
        Way(key=one, name_en=_basis(one, "en"), name_es=_basis(one, "es"), basis=one, **common)  # type: ignore[arg-type]
        for one in (basis, *others)
    )
    said = {
        code: _said(given, country, (first, last), measure, codes, LANGUAGES[code])
        for code in LANGUAGES
    }
    return Claim(
        id=_OWN,
        source="",
        claim_en=text or said["en"],
        claim_es=text or said["es"],
        figure=str(figure),
        unit="year" if extreme else unit,
        operator=operator.key,
        ways=ways,
    )


_COLUMNS: Final = {"type": "training_type", "force": "recipient_force", "program": "program"}


def _basis(basis: str, code: str) -> str:
    _ = LANGUAGES[code].gettext
    return {
        "report": _("by the year of the report"),
        "start": _("by the fiscal year of the first day"),
        "calendar": _("by the calendar year of the first day"),
    }[basis]


def _country(given: _Given) -> str:
    _ = given.language.gettext
    text = given.text("country")
    if not text:
        raise RefusalError(400, _("Name a country, by its name or a code such as MEX."))
    found = given.reading.find_country(text)
    if len(found) == 1:
        return found[0]
    if found:
        names = [given.reading.country_name(code, code, given.language) for code in found[:8]]
        raise RefusalError(
            400,
            _(
                "“%(name)s” may be one of several countries; write one of them in full: %(names)s.",
                name=text[:40],
                names=", ".join(names),
            ),
        )
    raise RefusalError(
        400,
        _(
            "No country is called “%(name)s”; write its name in English or Spanish, or a code "
            "such as MEX.",
            name=text[:40],
        ),
    )


def _measure(given: _Given, country: str) -> str:
    """Return the measure; a rate only of a country whose inhabitants the tables have."""
    _ = given.language.gettext
    measure = given.one_of("measure", OWN_MEASURES)
    known = countries_with_inhabitants(given.reading.tables)
    if MEASURES[measure].beside == "inhabitants" and country not in known:
        name = given.reading.country_name
        raise RefusalError(
            400,
            _(
                "The tables have no population of %(country)s, only that of: %(known)s. "
                "Choose “Students” instead of a rate.",
                country=name(country, country, given.language),
                known=", ".join(name(code, code, given.language) for code in known),
            ),
        )
    return measure


def _years(given: _Given, operator: Operator) -> tuple[int, int]:
    _ = given.language.gettext
    first, last = _year(given, "from"), _year(given, "to")
    if first is None and last is None:
        raise RefusalError(400, _("Give a year, such as 2020; two for a period."))
    first = last if first is None else first
    last = first if last is None else last
    if first is None or last is None:
        raise AssertionError
    if first > last:
        raise RefusalError(
            400,
            _(
                "The first year, %(first)s, is after the last, %(last)s: swap them.",
                first=first,
                last=last,
            ),
        )
    if operator.aim == "extreme" and first != last:
        raise RefusalError(
            400,
            _("A highest or lowest figure is that of one year: give the same first and last year."),
        )
    return first, last


def _year(given: _Given, name: str) -> int | None:
    text = given.text(name)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text[:5]) <= LAST_YEAR):
        _ = given.language.gettext
        raise RefusalError(
            400,
            _(
                "“%(text)s” is not a year of the reports; write four digits, such as 2020.",
                text=text[:40],
            ),
        )
    return int(text)


def _figure(given: _Given, operator: Operator, measure: str, year: int) -> Decimal:
    """Return the figure claimed of a measure, or the year before `year` that it is compared with.

    0 for an operator that has no figure.
    """
    _ = given.language.gettext
    text = given.text("figure")
    named = getattr(operator, f"name_{given.language.code}")
    if operator.key in WITHOUT_FIGURE:
        if text:
            raise RefusalError(
                400, _("With “%(operator)s” there is no figure: leave it empty.", operator=named)
            )
        return Decimal(0)
    if operator.aim == "extreme":
        if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text[:5]) <= LAST_YEAR):
            raise RefusalError(
                400,
                _("With “%(operator)s” the figure is a year, such as 2006.", operator=named),
            )
        if int(text) >= year:
            raise RefusalError(
                400,
                _(
                    "With “%(operator)s” the figure is a year before the one claimed, %(year)s: "
                    "%(figure)s is not.",
                    operator=named,
                    year=year,
                    figure=text,
                ),
            )
        return Decimal(text)
    if not text:
        raise RefusalError(400, _("Give the figure that is claimed, in digits."))
    return _amount(given, text, measure)


def _amount(given: _Given, text: str, measure: str) -> Decimal:
    """Return the number in a text; one that the measure cannot have is refused."""
    _ = given.language.gettext
    unit = MEASURES[measure].unit
    bare = text.replace("US$", "").strip("$ ").strip()
    if bare != text and unit not in _MONEY:
        raise RefusalError(
            400,
            _(
                "“%(text)s” is money, but what is counted is “%(measure)s”: choose a cost, or "
                "write the figure without the dollar sign.",
                text=text[:40],
                measure=measure_name(measure, given.language),
            ),
        )
    if not (_GROUPED.fullmatch(bare) or _PLAIN.fullmatch(bare)):
        raise RefusalError(
            400,
            _(
                "“%(text)s” is not a figure; write it in digits, such as 308,943 or 308943.",
                text=text[:40],
            ),
        )
    if unit in _WHOLE and "." in bare:
        raise RefusalError(
            400,
            _(
                "“%(text)s” has decimals, but “%(measure)s” are whole numbers; thousands are "
                "written with a comma, as in 308,943.",
                text=text[:40],
                measure=measure_name(measure, given.language),
            ),
        )
    return Decimal(re.sub(r"[, \u00a0\u202f]", "", bare))


def _code(given: _Given, name: str, column: str, country: str) -> str:
    """Return the code chosen of a column, empty where none is."""
    _ = given.language.gettext
    code = given.text(name)
    if not code:
        return ""
    known = value_names(given.reading.tables, given.language).codes(column)
    if column == "training_type" and code == UNCLASSIFIED:
        return code
    if code not in known and code != UNKNOWN:
        refused = {
            "type": _("No training type has the code “%(code)s”.", code=code[:40]),
            "force": _("No recipient force has the code “%(code)s”.", code=code[:40]),
            "program": _("No programme has the code “%(code)s”.", code=code[:40]),
        }[name]
        todo = _("Choose one of the form's list.")
        raise RefusalError(400, f"{refused} {todo}")
    if name == "force" and code != UNKNOWN and not code.startswith(f"{country}."):
        raise RefusalError(
            400,
            _(
                "The force “%(code)s” does not belong to %(country)s; choose one that does, or "
                "none.",
                code=code[:40],
                country=given.reading.country_name(country, country, given.language),
            ),
        )
    return code


def measure_name(measure: str, language: Language) -> str:
    """Name a measure of the form."""
    _ = language.gettext
    return {
        "students": _("Students"),
        "cost_usd": _("Cost"),
        "trainings": _("Trainings"),
        "cost_per_student": _("Cost per student"),
        "courses": _("Different course titles"),
        "cost_usd_constant": _("Cost in dollars of %(year)s (CPI-U)", year=BASE_YEAR),
        "students_per_100_000": _("Students a year per 100,000 inhabitants"),
    }[measure]


def _said(
    given: _Given,
    country: str,
    years: tuple[int, int],
    measure: str,
    codes: Mapping[str, str],
    language: Language,
) -> str:
    """Say what is claimed where the reader has not: whom, when, in what, what is counted."""
    first, last = years
    names = value_names(given.reading.tables, language)
    parts = [
        given.reading.country_name(country, country, language),
        str(first) if first == last else f"{first}{EN_DASH}{last}",
        *(names.of(_COLUMNS[name], code) for name, code in codes.items() if code),
    ]
    return f"{', '.join(parts)}: {_small(measure_name(measure, language))}"


def _small(name: str) -> str:
    """Return a name as it stands within a sentence: abbreviations keep their capitals."""
    return name[:1].lower() + name[1:]
