"""What axe finds on a page against WCAG 2.2 AA, told so that it can be mended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

OPTIONS: Final = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    # axe leaves the rules of WCAG 2.2 out until they are asked for by name.
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    # A frame is a report's web page as it was published, and lets no script in.
    "iframes": False,
}
OPEN_ALL: Final = "document.querySelectorAll('details').forEach((each) => { each.open = true; })"
THIN_OUT: Final = """
(most) => {
  for (const list of document.querySelectorAll("tbody, ul, ol"))
    for (const each of [...list.children].slice(most))
      if (!each.matches(":target, :has(:target)")) each.remove();
}
"""
ROWS: Final = 15
"""Rows of a table and entries of a list that are looked at: the next ones are like them."""
MOST_NAMED: Final = 10


def violations(page: Page) -> str:
    """Open what can be opened and say what axe finds there, in an empty text if nothing.

    Long tables and lists are cut first, so nothing else can be asked of the page afterwards.
    Each rule with what it asks, where it says why, and the elements that break it.
    """
    page.evaluate(OPEN_ALL)
    page.evaluate(THIN_OUT, ROWS)
    found = Axe().run(page, options=OPTIONS).response
    looked = {rule["id"] for rule in found["passes"] + found["violations"]}
    assert {"color-contrast", "target-size"} <= looked, "axe did not look at everything"
    lines = []
    for rule in found["violations"]:
        lines.append(f"{page.url}: {rule['id']} ({rule['impact']}): {rule['help']}")
        lines.append(f"  {rule['helpUrl']}, on {len(rule['nodes'])} elements, such as:")
        for node in rule["nodes"][:MOST_NAMED]:
            checks = [check["message"] for kind in ("any", "all", "none") for check in node[kind]]
            lines.append(f"  {' '.join(map(str, node['target']))}: {node['html'][:200]}")
            lines.append(f"    {'; '.join(checks)}")
    return "\n".join(lines)
