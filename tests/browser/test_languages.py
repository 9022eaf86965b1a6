"""Both languages are whole: the switch keeps the place; no sentence of one is in the other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from tests.browser.kinds import LANGUAGES, Kind, each_whole_kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from tests.browser.conftest import Revisit, Visit
    from tests.browser.server import Server

pytestmark = pytest.mark.browser

BLANK = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
PICTURES = re.compile(r"\.(?:png|svg|webp)(?:\?|$)")

# The site's own words, two of three letters at least, so that a name alone is no sentence. Not the
# report's: cells of tables, names in lists and over totals, quotations, what says its language.
SENTENCES = """
() => {
  const own = document.documentElement.lang;
  const printed = ".misprint h4, .misprint .scroll:not(.crop), q, option, svg, .names";
  const skipped = `${printed}, code, pre, .address, noscript, [lang]:not([lang="${own}"])`;
  const found = new Set();
  const note = (text) => {
    const words = text.trim().split(/\\s+/).filter((word) => !/[\\d/]/.test(word));
    if (words.filter((word) => /\\p{Letter}{3}/u.test(word)).length > 1) found.add(words.join(" "));
  };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const within = walk.currentNode.parentElement;
    const cell = within.closest("tbody") && !within.closest(".rule, .badge, .values th");
    if (!cell && !within.closest(skipped)) note(walk.currentNode.textContent);
  }
  for (const each of document.querySelectorAll("[aria-label], [title], [alt]")) {
    if (each.closest(skipped)) continue;
    for (const name of ["aria-label", "title", "alt"]) note(each.getAttribute(name) ?? "");
  }
  return [...found];
}
"""


@each_whole_kind
def test_the_switch_keeps_the_place_and_changes_every_sentence(
    kind: Kind, serving: Callable[[Kind], Server], revisit: Revisit
) -> None:
    page, _watch = revisit(serving(kind), java_script_enabled=False)
    # Words alone are read: the pictures that stand for charts need not be drawn.
    page.route(PICTURES, lambda route: route.fulfill(body=BLANK, content_type="image/svg+xml"))
    page.goto(kind.address("en"))
    english = _sentences(page, kind)
    expect(page.locator("#switch-language")).to_have_attribute("lang", "es")
    page.locator("#switch-language").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    address, expected = urlsplit(page.url), urlsplit(kind.address("es"))
    home = {"/es/": "/es/country/MEX"}
    assert address.path == home.get(expected.path, expected.path)
    assert address.query == expected.query
    spanish = _sentences(page, kind)
    page.unroute(PICTURES)
    assert min(len(english), len(spanish)) > 5
    assert english & spanish == set()


def _sentences(page: Page, kind: Kind) -> set[str]:
    found = set(page.evaluate(SENTENCES))
    # A training's heading is its course, whose title is the report's.
    return found - {page.locator("h1").inner_text()} if kind.name.startswith("training") else found


def test_the_front_door_opens_in_the_readers_language(site: Server, visit: Visit) -> None:
    for language, locale in zip(LANGUAGES, ("en-US", "es-MX"), strict=True):
        page = visit(site, locale=locale)
        page.goto("/")
        page.wait_for_url(f"**/{language}/")
        assert str(page.locator("html").get_attribute("lang")).startswith(language)
