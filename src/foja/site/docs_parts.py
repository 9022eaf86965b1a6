"""The parts of the guides that are written from the tables, in each language a guide is written in.

They are Markdown. `docs/write.py` puts them into the guides, and a test holds the guides to them.
"""

from __future__ import annotations

from collections import Counter
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from foja.meaning.flags import all_flags
from foja.meaning.labels import ALL_GROUPS, quality, read_labels
from foja.measures.record import reports
from foja.tables.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foja.site.language import Language
    from foja.tables.engine import Tables

WIDTH: Final = 88
"""Characters of a line of prose, at most."""


def example_messages() -> Iterator[str]:
    """Return the examples of the doubts, which their file has in English: messages to translate."""
    for flag in all_flags():
        yield flag.example


def dictionary(language: Language) -> str:
    """Return the data dictionary, from the one definition of every column."""
    _ = language.gettext
    note = _(
        "Written by `make docs` from `src/foja/tables/schema.py`. Types are Arrow's; a dot marks "
        "a column that is never empty. Money is in nominal US dollars, boxes are in points from "
        "the top left corner of the page."
    )
    title, doubts = _("Data dictionary"), _("Flags")
    lines = [f"# {title}", "", *_prose(note)]
    for table in TABLES:
        row = _("A row is %(row)s. Key: %(key)s.", row=_(table.row), key=_code(table.key))
        lines += ["", f"## `{table.name}`", "", row, ""]
        lines += _table(_("column"), _("type"), _("filled"), _("meaning"))
        for column in table.columns:
            meaning = f"{_(column.meaning)}."
            if column.values:
                meaning += " " + _("One of %(values)s.", values=_code(column.values))
            dot = "•" if column.required else ""
            lines.append(f"| `{column.name}` | {column.type} | {dot} | {meaning} |")
    lines += ["", f"## {doubts}", "", *_table(_("flag"), _("meaning"), _("example"))]
    for flag in all_flags():
        meaning = flag.meaning_es if language.code == "es" else flag.meaning_en
        lines.append(f"| `{flag.code}` | {meaning} | {_(flag.example)} |")
    return "\n".join(lines) + "\n"


def rule_quality(language: Language) -> str:
    """Return how often the rules of training types agree with labelled titles, part by part."""
    _ = language.gettext
    titles = read_labels()
    counts = Counter(title.part for title in titles)
    note = _(
        "Of %(all)s course titles labelled, %(written)s were at hand while rules were written. "
        "%(opened)s were kept aside, measured in two rounds, and then opened to mend the rules. "
        "%(kept)s are kept: nobody who wrote a rule has seen them. Each round took titles that no "
        "earlier one had: the kept ones are rarer.",
        all=f"{len(titles):,}",
        written=f"{counts['written']:,}",
        opened=f"{counts['opened']:,}",
        kept=f"{counts['kept']:,}",
    )
    heads = _("group"), _("labelled"), _("typed"), _("right"), _("precision"), _("recall")
    lines = [*_prose(note), "", *_table(*heads, numbers=len(heads) - 1)]
    for row in quality(titles):
        group = _("all groups") if row.group == ALL_GROUPS else row.group
        shares = " | ".join(
            "" if share is None else f"{share:.3f}" for share in (row.precision, row.recall)
        )
        lines.append(f"| {group} | {row.labelled} | {row.typed} | {row.right} | {shares} |")
    return "\n".join(["", *lines, "", ""])


def record(tables: Tables, language: Language) -> str:
    """Return what was read of each report, as a table."""
    _ = language.gettext
    note = _(
        "Version %(version)s: what was read of each report. A report lists the fiscal year of the "
        "first number in its name; the first two list the second year too, as planned.",
        version=tables.version,
    )
    columns = {
        "documents": _("documents"),
        "documents_read": _("of them read"),
        "documents_absent": _("of them absent"),
        "trainings": _("lines"),
        "totals": _("printed totals"),
        "totals_agree": _("of them agree"),
    }
    lines = [*_prose(note), "", *_table(_("report"), *columns.values(), numbers=len(columns))]
    found = reports(tables)
    for row in found:
        cells = " | ".join(f"{row[name]:,}" for name in columns)
        lines.append(f"| {row['report']} | {cells} |")
    sums = " | ".join(f"{sum(row[name] for row in found):,}" for name in columns)
    every = _("all reports")
    lines.append(f"| {every} | {sums} |")
    return "\n".join(["", *lines, "", ""])


def _prose(text: str) -> list[str]:
    return wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def _table(*heads: str, numbers: int = 0) -> list[str]:
    """Return the first two lines of a table whose last columns hold numbers."""
    words = len(heads) - numbers
    rule = ["---"] * words + ["---:"] * numbers
    return [f"| {' | '.join(heads)} |", f"| {' | '.join(rule)} |"]


def _code(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)
