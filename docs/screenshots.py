"""Takes the pictures of the dashboard: each view of Mexico, other countries, languages and windows.

Run with `make screenshots`, with the official documents at hand (FOJA_DOCUMENTS), so that the page
of the training is shown. Names after the command take those pictures alone:
`python docs/screenshots.py mexico-ring compare-en`. They are the pictures of the README, and the
ones to look at after a change of style or drawing: nothing may overlap, be cut or be too small.
"""

from __future__ import annotations

import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Final, NamedTuple

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

FOLDER: Final = Path(__file__).resolve().parent / "screenshots"
CHROMIUM: Final = "/usr/bin/chromium"
DRAWN: Final = "figure[data-chart] canvas, figure[data-chart] svg"
QUALITIES: Final = (70, 60, 50, 40, 30)
"""Of the WebP files: the first that keeps one within `MOST`."""
MOST: Final = 120_000
"""Bytes of a picture."""
IN_VIEW_DRAWN: Final = """() => [...document.querySelectorAll("figure[data-chart]")]
  .filter(figure => figure.getBoundingClientRect().top < innerHeight)
  .every(figure => figure.querySelector("canvas, svg"))"""
TO_TOP: Final = """at => document.querySelector(at).scrollIntoView({ behavior: "instant" })"""
MARKS_DRAWN: Final = """() => [...document.querySelectorAll("[data-board]")]
  .every(board => board.querySelector("canvas"))"""


class Picture(NamedTuple):
    """A picture to take: its name, the page's address, the window's size, dark or light.

    `at` is what is brought to the top of the window; nothing is the top of the page.
    """

    name: str
    address: str
    width: int
    height: int
    scheme: str = "light"
    at: str = ""


WIDE: Final = (1440, 1300)
PHONE: Final = (390, 844)
TRAINING: Final = "en/training/2020-2021.wh.41.07"
COMPARED: Final = "en/compare?of=country&item=MEX&item=COL&item=GTM"
VIEWS: Final = (
    "spending",
    "students",
    "types",
    "ring",
    "time",
    "who",
    "where",
    "durations",
    "rows",
)
PICTURES: Final = (
    Picture("country-en", "en/", 1280, 1300),
    Picture("country-es-phone", "es/", *PHONE),
    Picture("country-en-dark", "en/", 1280, 1300, "dark"),
    *(Picture(f"mexico-{view}", f"en/country/MEX/{view}", *WIDE) for view in VIEWS),
    Picture(
        "colombia-spending-es-phone-dark", "es/country/COL/spending", *PHONE, "dark", "#charts"
    ),
    Picture("mexico-ring-es-phone-dark", "es/country/MEX/ring", *PHONE, "dark", "#charts"),
    Picture("tuvalu-where-es-phone-dark", "es/country/TUV/where", *PHONE, "dark", "#map-world"),
    Picture("world-spending-es-dark", "es/country/WLD/spending", *WIDE, "dark"),
    Picture("world-where-es-dark", "es/country/WLD/where", *WIDE, "dark"),
    Picture("compare-en", COMPARED, *WIDE),
    Picture("claims-es", "es/claims", 1280, 1300),
    Picture("cooperation-en", "en/cooperation", 1280, 1300),
    Picture("training-en", TRAINING, 1280, 1100),
)


def take(browser: Browser, site: str, picture: Picture) -> None:
    """Open the page, wait until its drawings in the window are there, and keep what it shows."""
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height}, color_scheme=picture.scheme
    )
    page.goto(site + picture.address, wait_until="networkidle")
    if page.locator("figure[data-chart]").count() and not picture.at:
        page.locator("figure[data-chart]").first.scroll_into_view_if_needed()
        page.locator(DRAWN).first.wait_for()
    page.evaluate(TO_TOP, picture.at or "body")
    page.wait_for_function(IN_VIEW_DRAWN)
    page.wait_for_function(MARKS_DRAWN)
    shot = Image.open(BytesIO(page.screenshot()))
    for quality in QUALITIES:
        file = BytesIO()
        shot.save(file, "webp", quality=quality, method=6)
        if file.tell() <= MOST:
            break
    (FOLDER / f"{picture.name}.webp").write_bytes(file.getvalue())
    page.close()


def main() -> None:
    """Serve the snapshot and take every picture, or those named."""
    names = sys.argv[1:]
    chosen = [picture for picture in PICTURES if not names or picture.name in names]
    if len(chosen) < len(names):
        sys.exit(f"There are the pictures {', '.join(picture.name for picture in PICTURES)}.")
    FOLDER.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "foja", "serve", "--port", "0", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 - ours
        try:
            greeting = server.stdout.readline() if server.stdout else ""
            found = re.search(r"http://\S+/", greeting)
            if found is None:
                sys.exit(f"The dashboard did not start: {greeting}")
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=CHROMIUM, args=["--no-sandbox"]
                )
                for picture in chosen:
                    take(browser, found[0], picture)
                browser.close()
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
