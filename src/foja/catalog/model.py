"""What the catalog says of a report and of each of its documents."""

from __future__ import annotations

import difflib
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import msgspec

from foja.errors import CatalogError

# msgspec reads the annotations of its structs at run time, so this import is not for types only.
from foja.model import Stage  # noqa: TC001

if TYPE_CHECKING:
    from collections.abc import Iterable

Rendition = Literal["original", "excerpt"]
Status = Literal["read", "published_not_yet_read"]
Format = Literal["pdf", "html", "docx"]


class ReportYear(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A fiscal year that a report lists, and whether as done (`actual`) or still `planned`."""

    year: int
    stage: Stage


class CatalogDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One official document: what it is called here, where it is published, how to recognise it.

    `regions` carry one name for all years (see data/catalog/regions.toml); pages may print another.
    `path` is the place inside a documents folder, with `/`. `bytes` and `sha256` are those of the
    file at `path`: for an `original` also those of the file at `source_url`, for an `excerpt`
    (pages cut from the official PDF) not, since `source_url` is then the whole volume.
    """

    key: str
    region_key: str
    regions: tuple[str, ...]
    path: str
    source_url: str
    bytes: int
    sha256: str
    rendition: Rendition

    @property
    def report(self) -> str:
        """The report's name, such as `2020-2021`."""
        return self.key.partition("/")[0]

    @property
    def region(self) -> str:
        """The regions in one line, such as `South and Central Asia + Western Hemisphere`."""
        return " + ".join(self.regions)

    @property
    def is_excerpt(self) -> bool:
        """Whether the file holds pages cut from the official PDF."""
        return self.rendition == "excerpt"


class Report(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One annual report.

    `title` is the title of the series with the report's years, as the Department of State lists
    it; `printed_title` what the report itself prints, where that was seen. `published` is a day, a
    month or a year (ISO 8601), None where neither the report nor its official address tells.
    """

    report: str
    title: str
    publisher: str
    status: Status
    fiscal_years: tuple[ReportYear, ...]
    printed_title: str | None = None
    landing_page: str | None = None
    published: str | None = None
    published_as: Format | None = None
    documents: tuple[CatalogDocument, ...] = ()


class Catalog(msgspec.Struct, frozen=True, dict=True):
    """All reports, from the oldest to the newest."""

    reports: tuple[Report, ...]

    @cached_property
    def documents(self) -> tuple[CatalogDocument, ...]:
        """All documents in catalog order: by report, then in the report's own order."""
        return tuple(document for report in self.reports for document in report.documents)

    def report(self, name: str) -> Report:
        """Return the report of that name, such as `2020-2021`; CatalogError if there is none."""
        for report in self.reports:
            if report.report == name:
                return report
        raise CatalogError(_unknown("report", name, (r.report for r in self.reports)))

    def document(self, key: str) -> CatalogDocument:
        """Return the document of that key, such as `2020-2021/wh`; CatalogError if none has it."""
        for document in self.documents:
            if document.key == key:
                return document
        raise CatalogError(_unknown("document", key, (d.key for d in self.documents)))


def _unknown(noun: str, name: str, known: Iterable[str]) -> str:
    names = list(known)
    # A reader who asks for a fiscal year (2020, FY2020) means one of the two reports that hold it.
    year = name.upper().removeprefix("FY").strip()
    near = [candidate for candidate in names if year and year in candidate][:3]
    near = near or difflib.get_close_matches(name.lower(), names, n=3, cutoff=0.5)
    if near:
        advice = f"the nearest are {', '.join(near)}"
    elif names:
        advice = f"it has {names[0]} to {names[-1]}"
    else:
        advice = "it is empty"
    return f"The catalog has no {noun} {name!r}; {advice}."
