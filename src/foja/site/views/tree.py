"""Figures of recipients as lines: forces below those that they belong to, or countries."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from foja.measures.figures import Figures, add_figures
from foja.site.charts import words
from foja.site.charts.series import amount_of
from foja.site.charts.years import share_of
from foja.site.choice import Choice
from foja.site.value_names import NOT_GIVEN, value_names
from foja.site.views.links import rows_address
from foja.tables.selection import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from foja.site.charts.series import Measure
    from foja.site.views.model import Shown

Cells = dict[tuple[Any, Any], Figures]
"""Figures by year and code."""

TOP: Final = 2
"""Parts of the code of a force that belongs to no other: the country's and its own."""
STEP: Final = 4
HEIGHT: Final = 24
"""Width of a year and height of the highest bar in a line's small drawing."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One line: a force, how deep it lies below another, or a country.

    `address` chooses it, `rows` lists its trainings; `share` is of what is measured. `bars` is the
    path of a drawing of its years, `drawn` the same in words, each line to its own highest.
    """

    code: str
    name: str
    depth: int
    address: str
    rows: str
    figures: Figures
    share: str
    bars: str
    width: int
    drawn: str


def forces(shown: Shown, cells: Cells, measure: Measure) -> list[Branch]:
    """Return the forces of a country, each with its parts below it and counted in it.

    Those with most come first, at every depth; what no rule or report names comes last.
    """
    by_code: Cells = add_figures(
        ((year, ancestor), figures)
        for (year, code), figures in cells.items()
        for ancestor in _ancestors(str(code) if code is not None else UNKNOWN)
    )
    sums = add_figures((code, figures) for (_year, code), figures in by_code.items())
    by_year = _by_year(by_code)
    whole = _amount(shown.head.total, measure)
    names = value_names(shown.site.reading.tables, shown.language)

    def place(code: str) -> tuple[Any, ...]:
        return tuple(
            (_is_untold(one), -_amount(sums[one], measure), one) for one in _ancestors(code)
        )

    return [
        _branch(
            shown,
            code,
            names.of("recipient_force", code),
            max(0, code.count(".") + 1 - TOP),
            shown.choice.filtered(recipient_forces=(code,)),
            by_year.get(code, {}),
            figures=sums[code],
            whole=whole,
            measure=measure,
        )
        for code in sorted(sums, key=place)
    ]


def countries(shown: Shown, cells: Cells, measure: Measure) -> list[Branch]:
    """Return the countries of the world, those with most first; rows without one come last."""
    sums = add_figures((code, figures) for (_year, code), figures in cells.items())
    by_year = _by_year(cells)
    whole = _amount(shown.head.total, measure)
    names = value_names(shown.site.reading.tables, shown.language)
    ordered = sorted(
        (code for code in sums if code is not None),
        key=lambda code: (-_amount(sums[code], measure), str(code)),
    )
    return [
        _branch(
            shown,
            str(code),
            names.country(str(code)),
            0,
            _of_country(shown.choice, str(code)),
            by_year.get(code, {}),
            figures=sums[code],
            whole=whole,
            measure=measure,
        )
        for code in ordered
    ]


def _of_country(choice: Choice, code: str) -> Choice:
    """Return the same choice of one country."""
    other = choice.filtered(country=code)
    return Choice(
        code,
        other.filters,
        view=choice.view,
        by=choice.by,
        parts=choice.parts,
        dollars=choice.dollars,
        measure=choice.measure,
        area=choice.area,
    )


def _branch(
    shown: Shown,
    code: str,
    name: str,
    depth: int,
    choice: Choice,
    by_year: Mapping[int | None, Figures],
    *,
    figures: Figures,
    whole: Decimal,
    measure: Measure,
) -> Branch:
    language = shown.language
    years = _years(shown)
    values = [_amount(by_year.get(year, Figures()), measure) for year in years]
    share = share_of(_amount(figures, measure), whole)
    most = max(values, default=Decimal(0))
    return Branch(
        code,
        name,
        depth,
        choice.address(language),
        rows_address(choice, language),
        figures,
        "" if share is None else words.percent(share, language),
        _path(values, most),
        STEP * len(years),
        "" if not most else _drawn(shown, years[values.index(most)], most, measure),
    )


def _drawn(shown: Shown, year: int, most: Decimal, measure: Measure) -> str:
    """Say which year is the highest."""
    language = shown.language
    written = language.sum_of_money(most) if measure == "cost_usd" else language.number(int(most))
    return language.gettext("most in %(year)s: %(value)s", year=year, value=written)


def _path(values: list[Decimal], most: Decimal) -> str:
    """Return the bars of the years as one path, each to the line's own highest."""
    if not most:
        return ""
    return "".join(
        f"M{STEP * place} {HEIGHT}v-{max(1, round(HEIGHT * value / most, 1)):f}h3V{HEIGHT}z"
        for place, value in enumerate(values)
        if value
    )


def _years(shown: Shown) -> range:
    """Return the years of the small drawings: from the first of the choice to the last."""
    head = shown.head
    if head.first_year is None or head.last_year is None:
        return range(0)
    return range(head.first_year, head.last_year + 1)


def _by_year(cells: Cells) -> dict[Any, dict[int | None, Figures]]:
    """Return the figures of each code by year."""
    found: dict[Any, dict[int | None, Figures]] = {}
    for (year, code), figures in cells.items():
        found.setdefault(code, {})[year] = figures
    return found


def _ancestors(code: str) -> list[str]:
    """Return the codes of what a force belongs to, from the highest, itself last."""
    parts = code.split(".")
    if len(parts) <= TOP:
        return [code]
    return [".".join(parts[:length]) for length in range(TOP, len(parts) + 1)]


def _is_untold(code: str) -> bool:
    return code == UNKNOWN or code.endswith(NOT_GIVEN)


def _amount(figures: Figures, measure: Measure) -> Decimal:
    return Decimal(amount_of(figures, measure) or 0)
