"""Numbers as a reader sees them, and the same from the tables."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from foja.tables.engine import Tables

HEAD = ("students", "dollars", "trainings")


@dataclass(frozen=True)
class Sums:
    """What a choice of trainings comes to."""

    students: int
    dollars: Decimal
    trainings: int

    @property
    def as_shown(self) -> Sums:
        """The same as the site writes sums: in whole dollars."""
        return Sums(self.students, Decimal(round(self.dollars)), self.trainings)


def number(text: str) -> Decimal:
    """Read a number as the site writes it in either language: `US$4,420,562` is 4420562."""
    found = re.search(r"\d[\d,]*(?:\.\d+)?", text)
    assert found, f"there is no number in {text!r}"
    return Decimal(found.group().replace(",", ""))


def head_figures(page: Page) -> Sums:
    """Read the three figures at the head of a country's page."""
    read = {name: number(page.locator(f"#figure-{name} .big").inner_text()) for name in HEAD}
    return Sums(int(read["students"]), read["dollars"], int(read["trainings"]))


def table_sums(tables: Tables, country: str, first: int, last: int) -> Sums:
    """Sum the trainings of a country and its fiscal years, asked from Python."""
    rows = tables.rows(tables.trainings(country=country, fiscal_year=(first, last)))
    return sums_of(rows)


def sums_of(rows: list[dict[str, Any]]) -> Sums:
    """Sum rows, of a table or of a file."""
    return Sums(
        sum(int(row["quantity"] or 0) for row in rows),
        sum((Decimal(row["cost_usd"] or 0) for row in rows), Decimal(0)),
        len(rows),
    )


def read_csv(content: bytes) -> list[dict[str, str]]:
    """Read a CSV file that begins with a byte order mark, as every program of offices wants it."""
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
