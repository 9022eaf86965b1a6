"""What a browser sees: when the largest part is painted, how long scripts block, the tree ring."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

CHROMIUM = "/usr/bin/chromium"
OBSERVED = """
window.seen = { largest: 0, blocked: 0, shift: 0 };
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) seen.largest = entry.startTime;
}).observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) seen.blocked += Math.max(0, entry.duration - 50);
}).observe({ type: "longtask", buffered: true });
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
READY = "document.querySelector('figure[data-told]') && performance.now()"


def paints(address: str, times: int) -> dict[str, list[dict[str, Any]]]:
    """Return what is seen of a page with an empty and with a full cache, in milliseconds."""
    found: dict[str, list[dict[str, Any]]] = {"cold": [], "warm": []}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for _ in range(times):
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            context.add_init_script(OBSERVED)
            for name in ("cold", "warm"):
                found[name].append(_seen(context, address))
            context.close()
        browser.close()
    return found


def _seen(context: BrowserContext, address: str) -> dict[str, Any]:
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    seen: dict[str, Any] = page.evaluate("seen")
    page.close()
    return seen


def ring_ready(address: str, times: int) -> list[float]:
    """Return after how many milliseconds from the navigation the tree ring answers its reader."""
    found = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for _ in range(times):
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            page = context.new_page()
            page.goto(address, wait_until="commit")
            found.append(float(page.wait_for_function(READY, polling=10).json_value()))
            context.close()
        browser.close()
    return found


def medians(seen: list[dict[str, Any]]) -> dict[str, float]:
    """Return the median of each figure."""
    return {name: statistics.median(one[name] for one in seen) for name in seen[0]}
