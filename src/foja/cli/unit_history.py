"""Units on a terminal: which a text may mean, and the trainings of the one it surely means."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rich.table import Table

from foja.errors import QueryError
from foja.measures.units import search_units, unit_history
from foja.tables.engine import Tables

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console

    from foja.measures.units import Match, Row, UnitHistory


@dataclass(frozen=True, slots=True)
class UnitAnswer:
    """What a search found; the history where one unit, and only one, has the name asked for."""

    asked: str
    matches: tuple[Match, ...]
    history: UnitHistory | None


def unit_answer(
    tables: Path | None,
    text: str,
    *,
    country: str | None = None,
    before: str | None = None,
    without: Sequence[str] = (),
    limit: int = 20,
) -> UnitAnswer:
    """Look a unit up; `before` is a day such as 2011-01-01.

    Raises `QueryError` where country, day or limit cannot be used, or where `without` names no
    spelling of the unit.
    """
    code = country.strip().upper() if country else None
    if code is not None and not (len(code) == 3 and code.isalpha()):  # noqa: PLR2004 - ISO alpha-3
        raise QueryError(f"{country!r} is not a country code; give three letters, such as MEX.")
    day = _day(before)
    with Tables(tables) as opened:
        matches = search_units(opened, text, code, limit)
        sure = [match for match in matches if match.why == "name"]
        history = None
        if len(sure) == 1:
            history = unit_history(
                opened, sure[0].unit["unit_id"], without=tuple(without), before=day
            )
    return UnitAnswer(text, tuple(matches), history)


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise QueryError(f"{text!r} is not a day; write it as 2011-01-01.") from None


def print_units(answer: UnitAnswer, console: Console) -> None:
    """Print the unit's history, or the units it may be, or what to try where there is none."""
    if answer.history is not None:
        _print_history(answer.history, console)
    elif answer.matches:
        console.print(
            f"No one unit is surely {answer.asked!r}. These may be meant; "
            "ask again with an identifier:",
            markup=False,
        )
        _print_matches(answer.matches, console)
    else:
        console.print(
            f"No unit is like {answer.asked!r}. Try fewer words, its number with its kind "
            "(zona naval 6, BAM 11), or another --country.",
            markup=False,
        )


def units_json(answer: UnitAnswer) -> str:
    """Return the answer as JSON: what was asked, the matches, and the history or null."""
    content = {
        "asked": answer.asked,
        "matches": [asdict(match) for match in answer.matches],
        "history": asdict(answer.history) if answer.history else None,
    }
    return json.dumps(content, ensure_ascii=False, indent=1, default=_plain)


def _plain(value: object) -> Any:  # noqa: ANN401 - whatever JSON writes
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, tuple):
        return list(value)
    return str(value)


def _print_matches(matches: Sequence[Match], console: Console) -> None:
    table = Table(
        "identifier",
        "name",
        "trainings",
        "found by",
        "printed",
        box=None,
        pad_edge=False,
        header_style="bold",
    )
    table.columns[0].overflow = "fold"
    for match in matches:
        unit = match.unit
        how = f"near ({match.score:.0f})" if match.why == "near" else match.why
        table.add_row(
            unit["unit_id"], unit["name_en"], f"{unit['trainings']:,}", how, match.spelling
        )
    console.print(table, markup=False)


def _print_history(history: UnitHistory, console: Console) -> None:
    unit = history.unit
    force = f", {unit['recipient_force']}" if unit["recipient_force"] else ""
    lines = [
        f"{unit['name_en']} ({unit['name_es']}), {unit['unit_id']}{force}",
        "",
        _joined_heading(history),
    ]
    lines += [
        f"  {spelling.rows:>4}  {spelling.printed}{'  (taken out)' if spelling.taken_out else ''}"
        for spelling in history.spellings
    ]
    console.print("\n".join(lines), markup=False)
    if history.day is None:
        parts = [("Trainings", history.after)]
    else:
        parts = [
            (f"Before {history.day}", history.before),
            (f"From {history.day} on", history.after),
        ]
    parts += [("Without a first day, by the report's fiscal year", history.undated)]
    parts += [("In a list of several units, this one among them", history.listed)]
    for heading, rows in parts:
        if rows or heading.startswith(("Before", "From")):
            _print_rows(heading, rows, console)


def _joined_heading(history: UnitHistory) -> str:
    return "Joined:" if history.spellings else "No cell names this unit alone."


def _print_rows(heading: str, rows: Sequence[Row], console: Console) -> None:
    console.print(f"\n{heading}: {len(rows):,}", markup=False)
    if not rows:
        return
    table = Table(
        "date",
        "course",
        "students",
        "cost",
        "identifier",
        box=None,
        pad_edge=False,
        header_style="bold",
    )
    for row in rows:
        table.add_row(
            str(row["start_date"] or f"FY{row['fiscal_year']}"),
            row["course_title"] or "",
            "" if row["quantity"] is None else f"{row['quantity']:,}",
            "" if row["cost_usd"] is None else f"${row['cost_usd']:,.0f}",
            row["training_id"],
        )
    console.print(table, markup=False)
