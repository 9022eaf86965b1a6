"""The two languages of the site: messages, numbers, money and dates as their readers write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from importlib import resources
from io import BytesIO
from typing import TYPE_CHECKING, Final

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from babel.support import NullTranslations, Translations

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

CODES: Final = ("en", "es")
NOTHING: Final = "\N{EM DASH}"
"""Shown where the report prints no value; pages that show it say what it means."""

_LOCALES: Final = {"en": "en_US", "es": "es_MX"}
MEGABYTE: Final = 1_000_000
MONTH: Final = 2
"""Parts of a date that is a year and a month."""

_APOSTROPHE: Final = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])|(?<=s)'(?= [a-z])")
"""In a word (`the page's`) or after one (`the students' unit`); never the quotes of a query."""
_LARGEST_PERCENT: Final = 10
"""A change beyond tenfold reads better as a multiple than as a percentage."""


def read_catalog(code: str) -> Catalog | None:
    """Return the message catalog of a language, None for English, whose messages are the keys."""
    if code == "en":
        return None
    place = resources.files("foja.site") / "locale" / code / "foja.po"
    with place.open("rb") as file:
        return read_po(file, locale=code, domain="foja")


@lru_cache(maxsize=1 << 13)
def _decimal(value: int | Decimal, pattern: str | None, code: str) -> str:
    """Write a number; the same few are written on every page, and Babel takes its time."""
    text: str = format_decimal(value, format=pattern, locale=LANGUAGES[code].locale)
    return text


@lru_cache(maxsize=1 << 12)
def _date(value: date, pattern: str, code: str) -> str:
    return format_date(value, pattern, locale=LANGUAGES[code].locale)


@lru_cache(maxsize=1 << 13)
def _typeset(message: str) -> str:
    """Return an English message with the apostrophes of print instead of straight ones."""
    return _APOSTROPHE.sub("\N{RIGHT SINGLE QUOTATION MARK}", message)


class _English(NullTranslations):
    """The messages as they are written, but for their apostrophes."""

    def gettext(self, message: str) -> str:
        return _typeset(message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return _typeset(super().ngettext(singular, plural, number))


def _translations(code: str) -> NullTranslations:
    catalog = read_catalog(code)
    if catalog is None:
        return _English()
    binary = BytesIO()
    write_mo(binary, catalog)
    binary.seek(0)
    return Translations(binary)


@dataclass(frozen=True)
class Language:
    """One language of the site, by its code in the address (`en` or `es`)."""

    code: str

    @cached_property
    def locale(self) -> Locale:
        """The locale whose conventions numbers and dates follow: es-MX for Spanish."""
        return Locale.parse(_LOCALES[self.code])

    @cached_property
    def translations(self) -> NullTranslations:
        """The messages, read once from the `.po` file."""
        return _translations(self.code)

    @property
    def tag(self) -> str:
        """The language tag for `lang` and `hreflang`."""
        return self.code

    @property
    def name(self) -> str:
        """The language's name in itself."""
        return {"en": "English", "es": "Español"}[self.code]

    @property
    def other(self) -> Language:
        """The language to switch to."""
        return LANGUAGES["es" if self.code == "en" else "en"]

    def gettext(self, message: str, /, **values: object) -> str:
        """Translate a message and fill its `%(name)s` places, the same in every language."""
        text = self.translations.gettext(message)
        return text % values if values else text

    def ngettext(self, singular: str, plural: str, number: int, /, **values: object) -> str:
        """Translate a message that depends on a number, given to it as `%(num)s` in the locale."""
        text = self.translations.ngettext(singular, plural, number)
        return text % {"num": self.number(number), **values}

    def number(self, value: int | Decimal | None) -> str:
        """Write a number: 4,420,562; a dash where there is none."""
        return NOTHING if value is None else _decimal(value, None, self.code)

    def money(self, value: Decimal | int | None) -> str:
        """Write US dollars: $4,420,562, and US$4,420,562 in Spanish, whose $ is the peso's.

        Cents are written only where there are some: the reports print whole dollars but for a few
        rows.
        """
        if value is None:
            return NOTHING
        amount = Decimal(value)
        pattern = "#,##0" if amount == amount.to_integral_value() else "#,##0.00"
        sign = "\N{MINUS SIGN}" if amount < 0 else ""
        written = _decimal(abs(amount), pattern, self.code)
        return f"{sign}{'US$' if self.code == 'es' else '$'}{written}"

    def dollars(self, value: Decimal | int) -> str:
        """Write dollars for a sentence: `$4,420,562`, `4,420,562 dólares`."""
        if self.code == "en":
            return self.money(value)
        return f"{self.money(value).replace('US$', '')} {'dólar' if value == 1 else 'dólares'}"

    def sum_of_money(self, value: Decimal | int | None) -> str:
        """Write a sum of US dollars, whole: cents are those of single printed values."""
        return self.money(whole_dollars(value))

    def sum_of_dollars(self, value: Decimal | int) -> str:
        """Write a sum of dollars for a sentence, whole."""
        return self.dollars(whole_dollars(value) or 0)

    def day(self, value: date | None) -> str:
        """Write a date in full: June 27, 2020; 27 de junio de 2020."""
        return NOTHING if value is None else _date(value, "long", self.code)

    def month(self, published: str) -> str:
        """Write a day, month or year given as ISO 8601: March 2022; marzo de 2022."""
        parts = [int(part) for part in published.split("-")]
        if len(parts) == 1:
            return published
        first = date(parts[0], parts[1], parts[2] if len(parts) > MONTH else 1)
        if len(parts) > MONTH:
            return self.day(first)
        pattern = "MMMM 'de' y" if self.code == "es" else "MMMM y"
        return _date(first, pattern, self.code)

    def short_day(self, value: date | None) -> str:
        """Write a date for a table: Jun 27, 2020; 27 jun 2020."""
        return NOTHING if value is None else _date(value, "medium", self.code)

    def change(self, now: Decimal | int, before: Decimal | int) -> str | None:
        """Write a change in percent with its sign, or None where there is nothing to compare with.

        More than tenfold is written as a multiple; a change that rounds to nothing is `0%`.
        """
        if before <= 0:
            return None
        ratio = Decimal(now) / Decimal(before)
        if ratio > _LARGEST_PERCENT:
            return f"\N{MULTIPLICATION SIGN}{_decimal(round(ratio, 1), None, self.code)}"
        share = ratio - 1
        digits = "#,##0%" if abs(share) >= Decimal("0.0995") else "#,##0.0%"
        written = format_percent(abs(share), format=digits, locale=self.locale)
        if written in {"0.0%", "0%"}:
            return "0%"
        return f"{'+' if share > 0 else MINUS}{written}"

    def difference(self, value: Decimal | int, *, dollars: bool = False) -> str:
        """Write a difference with its sign, plus or minus; 0 where there is none."""
        amount = abs(Decimal(value))
        written = self.money(amount) if dollars else self.number(amount)
        return f"{'+' if value > 0 else MINUS}{written}" if value else written

    def together(self, names: list[str]) -> str:
        """Join names as a sentence does: `a, b, and c`; `a, b y c`."""
        return format_list(names, locale=self.locale)

    def size(self, octets: int) -> str:
        """Write the size of a file: 1.1 MB."""
        if octets < MEGABYTE:
            return f"{self.number(max(1, round(octets / 1000)))} kB"
        megabytes = Decimal(octets) / MEGABYTE
        return f"{_decimal(megabytes, '#,##0.0', self.code)} MB"


MINUS: Final = "\N{MINUS SIGN}"
LANGUAGES: Final = {code: Language(code) for code in CODES}
AS_PRINTED: Final = LANGUAGES["en"]
"""The language of the reports, for values shown as the page prints them."""


def whole_dollars(value: Decimal | int | None) -> Decimal | None:
    """Round a sum to whole dollars; less than a dollar keeps its cents, for it is no zero."""
    if value is None:
        return None
    amount = Decimal(value)
    return amount if abs(amount) < 1 else Decimal(round(amount))


def preferred(accept_language: str) -> Language:
    """Return the language a reader's browser asks for first, English when it asks for neither.

    The header's weights are honoured; a header that breaks its own grammar counts as none.
    """
    best, weight = "en", 0.0
    for part in accept_language[:500].split(","):
        name, _, rest = part.partition(";")
        code = name.strip().lower().split("-")[0]
        quality = rest.strip().removeprefix("q=") if rest else "1"
        try:
            asked = float(quality)
        except ValueError:
            continue
        if code in LANGUAGES and asked > weight:
            best, weight = code, asked
    return LANGUAGES[best]


def years_in_words(years: list[int]) -> str:
    """Write fiscal years as ranges: `2007-2010, 2012`, with an en dash between the ends."""
    parts: list[str] = []
    for year in sorted(set(years)):
        start, _, end = parts[-1].partition(EN_DASH) if parts else ("", "", "")
        if parts and int(end or start) == year - 1:
            parts[-1] = f"{start}{EN_DASH}{year}"
        else:
            parts.append(str(year))
    return ", ".join(parts)


def without_marks(words: str) -> str:
    """Return words searched without the marks around one phrase: a sentence sets its own."""
    inner = words[1:-1]
    return inner if inner and words == f'"{inner}"' and '"' not in inner else words


EN_DASH: Final = "\N{EN DASH}"
NO_BREAK: Final = "\N{NO-BREAK SPACE}"
