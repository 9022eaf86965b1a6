"""The two small charts of a brief: students and dollars of each fiscal year, this one marked.

Plain bars, laid out once and drawn as SVG for pages and with the same numbers on paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from foja.measures.takeaway_facts import number_of

if TYPE_CHECKING:
    from foja.measures.takeaway_facts import MeasureName
    from foja.site.takeaway_brief import Brief

WIDTH: Final = 340.0
HEIGHT: Final = 150.0
TOP, BOTTOM, LEFT = 30.0, 18.0, 2.0
"""Room for the title and the largest value, for the years, and before the first bar."""
FILLED: Final = 0.74
"""How much of a year's width its bar takes."""
LABEL_WIDTH: Final = 40.0
"""A year's label needs so much of the axis."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One year: a rectangle from the bottom up, or None where no report is known."""

    year: int
    x: float
    width: float
    height: float | None
    now: bool
    label: str

    @property
    def label_x(self) -> float:
        """Where the middle of the year's label stands: below the bar, inside the chart."""
        half = LABEL_WIDTH / 2 - 4
        return min(max(self.x + self.width / 2, half), WIDTH - half)


@dataclass(frozen=True, slots=True)
class BarChart:
    """A chart laid out in units of `WIDTH` by `HEIGHT`, y down."""

    title: str
    description: str
    most: str
    bars: tuple[Bar, ...]

    @property
    def base(self) -> float:
        """The height of the line on which the bars stand."""
        return HEIGHT - BOTTOM


def bar_charts(brief: Brief) -> tuple[BarChart, ...]:
    """Return the charts of students and of dollars; none where fewer than two years are known."""
    _ = brief.language.gettext
    if len(brief.takeaways.series) < 2:  # noqa: PLR2004 - a single bar compares nothing
        return ()
    return (
        _chart(brief, "students", _("Students by fiscal year")),
        _chart(brief, "cost_usd", _("Cost by fiscal year, dollars")),
    )


def _chart(brief: Brief, measure: MeasureName, title: str) -> BarChart:
    _ = brief.language.gettext
    found = brief.takeaways
    values = {year: Decimal(number_of(figures, measure)) for year, figures in found.series.items()}
    first, last = min(values), max(values)
    years = range(first, last + 1)
    step = (WIDTH - LEFT) / len(years)
    most = max(values.values())
    every = max(1, round(LABEL_WIDTH / step))
    labelled = {year for year in years if (year - found.year) % every == 0}
    bars = []
    for place, year in enumerate(years):
        height = None
        if year in values:
            room = HEIGHT - TOP - BOTTOM
            height = float(values[year] / most) * room if most else 0.0
        bars.append(
            Bar(
                year,
                LEFT + place * step + step * (1 - FILLED) / 2,
                step * FILLED,
                height,
                year == found.year,
                str(year) if year in labelled else "",
            )
        )
    write = brief.language.number if measure == "students" else brief.language.sum_of_money
    peak = max(values, key=lambda year: (values[year], -year))
    described = _(
        "%(title)s: %(now)s in %(year)s; the most, %(most)s, in %(peak)s.",
        title=title,
        now=write(values[found.year]),
        year=found.year,
        most=write(most),
        peak=peak,
    )
    highest = _("most: %(most)s in %(peak)s", most=write(most), peak=peak) if most else ""
    return BarChart(title, described, highest, tuple(bars))


def as_svg(chart: BarChart) -> Markup:
    """Return a chart as SVG; its colours are those of the classes, for light and dark pages."""
    out = [
        (
            f'<svg class="bars" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" '
            f'aria-label="{escape(chart.description)}">'
        ),
        f'<text class="title" x="{LEFT:g}" y="10">{escape(chart.title)}</text>',
        f'<text class="most" x="{LEFT:g}" y="22">{escape(chart.most)}</text>',
    ]
    for bar in chart.bars:
        if bar.height is None:
            out.append(
                f'<line class="unknown" x1="{bar.x:.1f}" x2="{bar.x + bar.width:.1f}" '
                f'y1="{chart.base - 3:g}" y2="{chart.base - 3:g}"/>'
            )
        else:
            name = "bar now" if bar.now else "bar"
            out.append(
                f'<rect class="{name}" x="{bar.x:.1f}" y="{chart.base - bar.height:.1f}" '
                f'width="{bar.width:.1f}" height="{bar.height:.1f}"/>'
            )
        if bar.label:
            name = "year now" if bar.now else "year"
            out.append(
                f'<text class="{name}" x="{bar.label_x:.1f}" y="{HEIGHT - 5:g}" '
                f'text-anchor="middle">{bar.label}</text>'
            )
    out.append(
        f'<line class="axis" x1="0" x2="{WIDTH:g}" y1="{chart.base:g}" y2="{chart.base:g}"/></svg>'
    )
    return Markup("".join(out))  # noqa: S704 - every text in it is escaped
