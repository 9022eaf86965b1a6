"""What a reader has chosen, written as SQL; and the addresses that hold a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

from foja.tables.selection import CHOSEN, UNKNOWN

if TYPE_CHECKING:
    from foja.measures.filters import Filters
    from foja.site.language import Language

COLUMNS: Final = (
    "training_id, fiscal_year, country, program, course_title, training_type, "
    "recipient_force, student_unit,\n  location_printed, start_date, end_date, quantity, cost_usd, "
    "flags"
)
YEARS: Final = {
    "report": "fiscal_year",
    "start": "start_fiscal_year",
    "calendar": "year(start_date)",
}


def sql_address(language: Language, sql: str = "", file: str = "") -> str:
    """Return the address of the page with a query, or of a file of its answer."""
    query = f"?{urlencode({'q': sql}, quote_via=quote)}" if sql else ""
    return f"/{language.code}/sql{file}{query}"


def api_address(sql: str, form: str = "json") -> str:
    """Return the address of the answer for programs."""
    asked = {"q": sql} if form == "json" else {"q": sql, "format": form}
    return f"/api/v1/sql?{urlencode(asked, quote_via=quote)}"


def choice_as_sql(filters: Filters) -> str:
    """Return the SELECT that answers with the rows of a choice, the newest first.

    Empty where the choice cannot be said in plain SQL: words are looked for with misspellings and
    accents, and lengths are classes of days.
    """
    if filters.words or filters.lengths:
        return ""
    conditions = []
    if filters.country:
        conditions.append(f"country_iso3 = {literal(filters.country)}")
    if filters.stage != "all":
        conditions.append(f"stage = {literal(filters.stage)}")
    year = YEARS[filters.year_basis]
    first, last = filters.fiscal_year_from, filters.fiscal_year_to
    if first is not None and first == last:
        conditions.append(f"{year} = {first}")
    else:
        conditions.extend([f"{year} >= {first}"] if first is not None else [])
        conditions.extend([f"{year} <= {last}"] if last is not None else [])
    conditions.extend(_any_of(column, codes) for column, codes in filters.codes.items())
    together = "\n  AND ".join(conditions)
    where = f"\nWHERE {together}" if conditions else ""
    return f"SELECT {COLUMNS}\nFROM trainings{where}\nORDER BY fiscal_year DESC, training_id"


def literal(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def _any_of(column: str, codes: tuple[str, ...]) -> str:
    """Return the condition that a row's value is one of the codes, or a part of one."""
    named = [literal(code) for code in codes if code != UNKNOWN]
    found = []
    kind = CHOSEN[column]
    if kind == "list" and named:
        found.append(f"list_has_any({column}, [{', '.join(named)}])")
    elif len(named) == 1:
        found.append(f"{column} = {named[0]}")
    elif named:
        found.append(f"{column} IN ({', '.join(named)})")
    if kind == "tree":
        found.extend(
            f"starts_with({column}, {literal(f'{code}.')})" for code in codes if code != UNKNOWN
        )
    if UNKNOWN in codes:
        found.append(f"{column} IS NULL")
        # A training whose delivery is not known says so, where other columns say nothing.
        found.extend([f"{column} = {literal(UNKNOWN)}"] if kind != "list" else [])
    return found[0] if len(found) == 1 else f"({' OR '.join(found)})"
