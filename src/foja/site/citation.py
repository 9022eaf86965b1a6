"""How to cite one training or one printed total: two academic styles, a press sentence, BibTeX."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foja.site.language import EN_DASH, LANGUAGES

if TYPE_CHECKING:
    from foja.site.language import Language


@dataclass(frozen=True, slots=True)
class Source:
    """Where a row is printed, in the words a citation needs.

    `title` is the report's with its years; `published` a day, month or year (ISO 8601), None where
    unknown. `printed_page` is None where the page prints no number; the page of the file stands in
    for it. `row` is the row's place on the page; a `web_page` has no pages, its rows are counted
    through. `planned` says that the report lists the training as one to come. `version` names the
    tables that were read. `region_es` is the region's name in a sentence in Spanish.
    """

    title: str
    report: str
    region: str
    publisher: str
    published: str | None
    url: str
    page: int
    printed_page: str | None
    row: int | None
    identifier: str
    fiscal_year: int
    version: str
    web_page: bool = False
    planned: bool = False
    region_es: str = ""

    @property
    def edition(self) -> str:
        """The report's two years, as print writes them."""
        return self.report.replace("-", EN_DASH)

    def region_in(self, language: Language) -> str:
        """Return the region's name in a language, the printed one where it has no other."""
        return self.region_es if language.code == "es" and self.region_es else self.region

    def place(self, language: Language) -> str:
        """Write the page and the row: `p. 41, row 7`."""
        _ = language.gettext
        if self.web_page:
            return _("row %(row)s of the web page", row=self.row)
        if self.printed_page is None:
            page = _("page %(page)s of the file", page=self.page)
        else:
            page = _("p. %(page)s", page=self.printed_page)
        return page if self.row is None else _("%(page)s, row %(row)s", page=page, row=self.row)


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation: text before the title, the title (set in italics), text after it."""

    key: str
    style: str
    before: str
    title: str
    after: str

    @property
    def text(self) -> str:
        """The citation as plain text, as it is copied."""
        return f"{self.before}{self.title}{self.after}"


def citations(source: Source, language: Language) -> tuple[Citation, ...]:
    """Return the citation in Chicago and APA style and as a sentence for the press.

    Academic styles keep the language of the source, English; the sentence is the reader's.
    """
    place = _place(source)
    apa = Citation(
        "apa",
        "APA",
        f"{_full_stop(source.publisher.replace(' and ', ' & '))} ({_apa_date(source.published)}). ",
        source.title,
        f" (Section IV, {source.region}, {place}) [Data read by Foja, record "
        f"{source.identifier}, version {source.version}]. {source.url}",
    )
    return (chicago(source), apa, _press(source, language))


def chicago(source: Source) -> Citation:
    """Return the citation in Chicago style, in the language of the source, English."""
    english = LANGUAGES["en"]
    published = f"{english.month(source.published)}. " if source.published else ""
    return Citation(
        "chicago",
        "Chicago",
        f"{_full_stop(source.publisher)} ",
        source.title,
        f". {published}Section IV, {source.region}, {_place(source)}. {source.url}. "
        f"Read through Foja, record {source.identifier}, data version {source.version}.",
    )


def _place(source: Source) -> str:
    return f"{source.place(LANGUAGES['en'])}{', planned training' if source.planned else ''}"


def _press(source: Source, language: Language) -> Citation:
    _ = language.gettext
    before = _(
        "According to the annual report of the U.S. State and Defense departments to Congress, "
    )
    year = str(source.fiscal_year)
    after = _(
        ", fiscal year %(year)s, %(region)s, %(place)s (%(url)s).",
        year=_("%(year)s (planned, not done)", year=year) if source.planned else year,
        region=source.region_in(language),
        place=source.place(language),
        url=source.url,
    )
    return Citation("press", _("Press"), before, source.title, after)


def bibtex(source: Source) -> str:
    """Return the source as a BibTeX `@techreport` entry; its key is made of the identifier."""
    key = re.sub(r"[^0-9a-zA-Z]+", "-", f"foja-{source.identifier}").strip("-")
    fields = {
        "title": f"{{{source.title.replace(EN_DASH, '--')}}}",
        "author": f"{{{source.publisher}}}",
        "institution": source.publisher,
        "type": "Report to Congress",
        "number": f"Section IV, {source.region}",
        "pages": "" if source.web_page else source.printed_page or f"{source.page} of the file",
        "year": (source.published or "")[:4],
        "url": source.url,
        "note": f"{'Planned training. ' if source.planned else ''}Record {source.identifier}, "
        f"read through Foja, data version {source.version}",
    }
    lines = ",\n".join(f"  {name:<11} = {{{_tex(text)}}}" for name, text in fields.items() if text)
    return f"@techreport{{{key},\n{lines}\n}}"


def _apa_date(published: str | None) -> str:
    """Write a date as APA does, year first: `2022, March`; `n.d.` where it is unknown."""
    if published is None:
        return "n.d."
    year, dash, _rest = published.partition("-")
    month = LANGUAGES["en"].month(published[:7]).partition(" ")[0] if dash else ""
    return f"{year}, {month}" if month else year


def _tex(text: str) -> str:
    """Escape what BibTeX would read as markup, addresses and protected titles excepted."""
    if text.startswith(("{", "http")):
        return text.replace("&", r"\&") if text.startswith("{") else text
    return re.sub(r"([&%$#_])", r"\\\1", text)


def _full_stop(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
