"""One document as read, turned into rows of the published tables."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import pyarrow as pa

from foja.checks.corrections import known_corrections
from foja.checks.coverage import left_over
from foja.checks.totals import Amounts, Reconciled, reconcile, sums_for
from foja.errors import DocumentError, Issue
from foja.meaning.countries import country_of
from foja.meaning.damage import mend_letters
from foja.meaning.doubts import doubts_of
from foja.meaning.glossary import readable_title
from foja.meaning.places import place_of
from foja.meaning.programs import agency_of, program_of
from foja.meaning.recipients import recipient_of
from foja.meaning.text import is_damaged, mend
from foja.meaning.training_types import training_type_of
from foja.meaning.units import unit_of
from foja.meaning.values import (
    ParsedDate,
    date_flags,
    fiscal_year_of,
    parse_count,
    parse_date,
    parse_money,
    proposed_date,
    split_us_unit,
)
from foja.tables import schema
from foja.tables.overlap import FLAG as OTHER_REGION
from foja.tables.overlap import is_of_another_region

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from foja.catalog import CatalogDocument
    from foja.layouts.base import Reading
    from foja.meaning.training_types import Taxonomy
    from foja.model import Address, Box, Place, PrintedRow

Record = dict[str, Any]
NO_BOX: Final[Record] = {"x0": None, "y0": None, "x1": None, "y1": None}
DECIMALS: Final = 2  # of a point: a hundredth is finer than any line
# What runs together from several cells can be read as a number that no column of the tables holds.
LARGEST_COUNT: Final = 2**31 - 1
LARGEST_COST: Final = Decimal(10) ** 12 - Decimal("0.01")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class DocumentRecords:
    """What one document adds to each table that has a part per document."""

    trainings: list[Record]
    printed_totals: list[Record]
    reconciliation: list[Record]
    coverage: list[Record]
    issues: list[Record]

    def table(self, name: str) -> pa.Table:
        """Return the records of one table in its published schema."""
        return pa.Table.from_pylist(getattr(self, name), schema=schema.BY_NAME[name].arrow)


def records_of(
    reading: Reading, document: CatalogDocument, taxonomy: Taxonomy | None = None
) -> DocumentRecords:
    """Turn a reading into records; what cannot be understood becomes an issue, never a default.

    `taxonomy` types the trainings, the package's own if not given.
    """
    return _Records(reading, document, taxonomy).all()


def _count(text: str) -> int | None:
    count = parse_count(text)
    if count is not None and count > LARGEST_COUNT:
        raise ValueError(f"too large a count: {text!r}")
    return count


def _money(text: str) -> Decimal | None:
    amount = parse_money(text)
    if amount is not None and abs(amount) > LARGEST_COST:
        raise ValueError(f"too large an amount: {text!r}")
    return amount


class _Text(NamedTuple):
    """A row's texts, spacing and letters mended, None where empty, and the doubts about them."""

    values: dict[str, str | None]
    flags: set[str]


def _text_of(printed: Mapping[str, str | None], location: str | None) -> _Text:
    """Mend the texts of a row; its location stays as printed."""
    spaced = {name: mend(text or "") for name, text in printed.items()}
    mended = {name: mend_letters(text) for name, text in spaced.items()}
    flags = set()
    if mended != spaced:
        flags.add("text_mended")
    if any(is_damaged(text) for text in (*mended.values(), location or "")):
        flags.add("text_damaged")
    return _Text({name: text or None for name, text in mended.items()}, flags)


class _Records:
    def __init__(
        self, reading: Reading, document: CatalogDocument, taxonomy: Taxonomy | None
    ) -> None:
        self.reading = reading
        self.taxonomy = taxonomy
        self.document = document
        self.prefix = f"{document.report}.{document.region_key}"
        self.issues: list[Issue] = [*reading.issues, *left_over(reading, document.key)]
        self.unknown: set[tuple[str, str]] = set()
        self.page_names = self._page_names()
        self.edges = {page.number: (page.width, page.height) for page in reading.pages}

    def all(self) -> DocumentRecords:
        trainings, amounts = [], []
        for row in self.reading.rows:
            record = self._training(row)
            trainings.append(record)
            amounts.append(Amounts(record["quantity"], record["cost_usd"]))
        for record, doubts in zip(trainings, doubts_of(trainings), strict=True):
            record["flags"] = sorted(doubts.union(record["flags"]))
        totals, reconciled = self._totals(amounts)
        return DocumentRecords(
            trainings, totals, reconciled, self._coverage(), self._issue_records()
        )

    # -- addresses ----------------------------------------------------------------------------

    def _page_names(self) -> dict[int, str]:
        """Name each page by the number it prints, or by f and its place in the file.

        A number that an earlier page of the document printed already names no second page.
        """
        names: dict[int, str] = {}
        taken: set[str] = set()
        for page in self.reading.pages:
            printed = page.coverage.printed_page
            if printed is None or printed in taken:
                if printed is not None:
                    self._doubt("page_number_repeated", page.number, printed, None)
                names[page.number] = f"f{page.number:03d}"
            else:
                taken.add(printed)
                names[page.number] = printed
        return names

    def _identifier(self, address: Address, mark: str = "") -> str:
        return f"{self.prefix}.{self.page_names[address.page]}.{mark}{address.row:02d}"

    def _address(self, address: Address) -> Record:
        return {
            "report": self.document.report,
            "document": self.document.key,
            "page": address.page,
            "printed_page": address.printed_page,
            **self._corners(address.page, address.box),
        }

    def _corners(self, page: int, box: Box | None) -> Record:
        """Return a box's edges, cut at the page's: FY2015, p. 17, prints over the right one.

        Raises DocumentError where nothing of the box is on the page.
        """
        if box is None:
            return NO_BOX
        width, height = self.edges[page]
        inside = (max(box.x0, 0), max(box.y0, 0), min(box.x1, width), min(box.y1, height))
        if not (inside[0] <= inside[2] and inside[1] <= inside[3]):
            raise DocumentError(
                f"{self.document.key}, page {page}: something is read outside the page; "
                "the file is damaged: fetch it again."
            )
        return {n: round(value, DECIMALS) for n, value in zip(NO_BOX, inside, strict=True)}

    # -- doubts -------------------------------------------------------------------------------

    def _doubt(self, code: str, page: int, detail: str, box: Box | None) -> None:
        self.issues.append(Issue(code, self.document.key, page, detail, box))

    def _unknown(self, code: str, detail: str, address: Address) -> None:
        """Report what no vocabulary knows, once a document, with the first address."""
        if (code, detail) not in self.unknown:
            self.unknown.add((code, detail))
            self._doubt(code, address.page, detail, address.box)

    def _parsed(
        self, parse: Callable[[str], Value], text: str, code: str, address: Address
    ) -> Value | None:
        """Parse a printed value; what cannot be read is an issue and null."""
        try:
            return parse(text)
        except ValueError:
            self._doubt(code, address.page, text, address.box)
            return None

    # -- trainings ----------------------------------------------------------------------------

    def _training(self, row: PrintedRow) -> Record:
        cells, address = row.cells, row.address
        quantity = self._parsed(_count, cells["quantity"], "quantity_not_read", address)
        cost = self._parsed(_money, cells["cost"], "cost_not_read", address)
        us_unit, us_quantity = self._us_unit(cells.get("us_unit"), address)
        place = self._place(row.place, address)
        text = _text_of(
            {
                "course_title": cells.get("course_title"),
                "student_unit": cells.get("student_unit"),
                "us_unit": us_unit,
            },
            cells.get("location"),
        )
        dates, date_doubts = self._dates(row)
        flags = {*row.flags, *date_doubts, *text.flags}
        if is_of_another_region(row.place.region, self.document):
            flags.add(OTHER_REGION)
        if quantity is None:
            flags.add("quantity_missing")
        if cost is None:
            flags.add("cost_missing")
        return {
            "training_id": self._identifier(address),
            **self._address(address),
            "fiscal_year": row.place.fiscal_year,
            "stage": row.place.stage,
            "region": row.place.region or self.document.region,
            **place,
            "course_title_printed": cells.get("course_title"),
            "quantity": quantity,
            "cost_usd": cost,
            "location_printed": cells.get("location"),
            "student_unit_printed": cells.get("student_unit"),
            "us_unit_printed": cells.get("us_unit"),
            "start_date_printed": cells.get("start_date"),
            "end_date_printed": cells.get("end_date"),
            **text.values,
            "us_quantity": us_quantity,
            **dates,
            **self._meaning(place, text.values, cells.get("location")),
            "flags": sorted(flags),
        }

    def _meaning(self, place: Record, text: dict[str, str | None], location: str | None) -> Record:
        """Return what rules make of a row's own values, each with the rule that made it."""
        iso3, title, unit = place["country_iso3"], text["course_title"], text["student_unit"]
        placed = place_of(location, iso3, text["us_unit"], title)
        force, force_rule = recipient_of(iso3, unit) if iso3 else (None, None)
        found = unit_of(iso3, unit)
        training_type, type_rule = training_type_of(title, place["program"], self.taxonomy)
        return {
            "course_title_readable": readable_title(title),
            "place_id": placed.place_id,
            "delivery": placed.delivery,
            "place_rule": placed.rule,
            "recipient_force": force,
            "recipient_rule": force_rule,
            "unit_id": found.unit_id if found else None,
            "training_type": training_type,
            "training_type_rule": type_rule,
        }

    def _dates(self, row: PrintedRow) -> tuple[Record, tuple[str, ...]]:
        """Return a row's days as understood and as proposed, and the doubts about them."""
        first, last = row.cells.get("start_date"), row.cells.get("end_date")
        year = row.place.fiscal_year
        start, end = self._date(first, row.address), self._date(last, row.address)
        flags = date_flags(start, end, year)
        days = {
            "start_date": start.value,
            "end_date": end.value,
            "start_date_proposed": proposed_date(first, year, end.value) if flags else None,
            "end_date_proposed": proposed_date(last, year, start.value, last=True)
            if flags
            else None,
            "start_fiscal_year": fiscal_year_of(start.value) if start.value else None,
        }
        return days, flags

    def _us_unit(self, text: str | None, address: Address) -> tuple[str | None, int | None]:
        unit, quantity = split_us_unit(text) if text else (None, None)
        if quantity is not None and quantity > LARGEST_COUNT:
            self._doubt("us_quantity_not_read", address.page, text or "", address.box)
            quantity = None
        return unit, quantity

    def _date(self, text: str | None, address: Address) -> ParsedDate:
        parsed = self._parsed(parse_date, text or "", "date_not_read", address)
        return parsed or ParsedDate(None, "date_not_read")

    def _place(self, place: Place, address: Address) -> Record:
        country = country_of(place.country) if place.country else None
        program = program_of(place.program_name) if place.program_name else None
        agency = agency_of(place.agency) if place.agency else None
        if place.country and country is None:
            self._unknown("unknown_country", place.country, address)
        if place.program_name and program is None:
            self._unknown("unknown_program", place.program_name, address)
        if place.agency and agency is None:
            self._unknown("unknown_agency", place.agency, address)
        return {
            "country": place.country,
            "country_iso3": country.iso3 if country else None,
            "program_printed": place.program,
            "program": program.code if program else None,
            "agency": agency,
        }

    # -- totals -------------------------------------------------------------------------------

    def _totals(self, amounts: list[Amounts]) -> tuple[list[Record], list[Record]]:
        corrections = known_corrections()
        totals = self.reading.totals
        sums = sums_for(zip(self.reading.rows, amounts, strict=True), totals)
        records, reconciled = [], []
        for total, summed in zip(totals, sums, strict=True):
            address, place = total.address, total.place
            identifier = self._identifier(address, "t")
            country = country_of(place.country) if place.country else None
            printed = Amounts(
                self._parsed(_count, total.students or "", "total_not_read", address),
                self._parsed(_money, total.cost or "", "total_not_read", address),
            )
            records.append(
                {
                    "total_id": identifier,
                    **self._address(address),
                    "level": total.level,
                    "country": place.country,
                    "country_iso3": country.iso3 if country else None,
                    "program_printed": None if total.level == "country" else place.program,
                    "fiscal_year": place.fiscal_year,
                    "stage": place.stage,
                    "students": printed.students,
                    "cost_usd": printed.cost,
                }
            )
            lost = corrections.rows_elsewhere if total.interrupted else None
            reconciled.append(
                reconcile(identifier, printed, summed, corrections.of(identifier) or lost)
            )
        return records, [self._reconciliation(item) for item in reconciled]

    def _reconciliation(self, item: Reconciled) -> Record:
        return {
            "total_id": item.total_id,
            "report": self.document.report,
            "students_printed": item.printed.students,
            "students_summed": item.summed.students,
            "cost_printed": item.printed.cost,
            "cost_summed": item.summed.cost,
            "rows": item.summed.rows,
            "status": item.status,
            "explanation": item.explanation,
            "explanation_es": item.explanation_es,
        }

    # -- pages and issues ---------------------------------------------------------------------

    def _coverage(self) -> list[Record]:
        return [
            {
                "document": self.document.key,
                "report": self.document.report,
                "page": page.number,
                "printed_page": page.coverage.printed_page,
                "width": page.width or None,
                "height": page.height or None,
                "words": page.coverage.words,
                "used": page.coverage.used,
                "ignored": sum(page.coverage.ignored.values()),
                "ignored_by": [
                    f"{rule}: {count}" for rule, count in sorted(page.coverage.ignored.items())
                ],
                "left_over": len(page.coverage.left_over),
            }
            for page in self.reading.pages
        ]

    def _issue_records(self) -> list[Record]:
        numbers: defaultdict[int, int] = defaultdict(int)
        records = []
        for issue in sorted(self.issues, key=lambda issue: issue.page):
            numbers[issue.page] += 1
            page = self.page_names.get(issue.page, "f000")
            records.append(
                {
                    "issue_id": f"{self.prefix}.{page}.i{numbers[issue.page]:02d}",
                    "report": self.document.report,
                    "code": issue.code,
                    "document": self.document.key,
                    "page": issue.page,
                    **self._corners(issue.page, issue.box),
                    "detail": issue.detail,
                }
            )
        return records
