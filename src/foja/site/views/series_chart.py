"""The chart of a view along the years; of a single year, the bars of what it is divided by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foja.site.pages.charts import chart_of, shown_chart

if TYPE_CHECKING:
    from foja.site.choice import Choice
    from foja.site.pages.charts import ShownChart
    from foja.site.views.model import Shown


def along_or_of_one_year(shown: Shown, along: str, of_one: str, choice: Choice) -> ShownChart:
    """Return the chart `along` the years of a choice, or `of_one` where it has a single year."""
    site, language, asked = shown.site, shown.language, shown.asked
    chart = chart_of(along, choice, site, language, asked)
    if len(chart.data.years) == 1:
        chart = chart_of(of_one, choice, site, language, asked, chart)
    return shown_chart(chart, choice, language)
