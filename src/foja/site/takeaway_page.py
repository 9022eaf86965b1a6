"""A brief as one HTML file that needs nothing beside it: style, charts and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foja.site.takeaway_charts import as_svg, bar_charts
from foja.site.takeaway_files import as_html_part
from foja.site.templating import environment

if TYPE_CHECKING:
    from foja.site.takeaway_brief import Brief


def as_html(brief: Brief, origin: str | None = None) -> str:
    """Return the brief as a page of its own; `origin` is the site's address, None without one."""
    template = environment(brief.language).get_template("takeaways_file.html")
    return template.render(
        brief=brief,
        part=as_html_part(brief, origin),
        charts=[as_svg(chart) for chart in bar_charts(brief)],
    )
