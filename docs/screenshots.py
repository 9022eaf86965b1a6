"""Takes the pictures of the README: the dashboard of Mexico and one training.

Run with `make screenshots`, with the official documents at hand (FOJA_DOCUMENTS), so that the page
of the training is shown.
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


class Picture(NamedTuple):
    """A picture to take: its name, the page's address, the window's size, dark or light."""

    name: str
    address: str
    width: int
    height: int
    scheme: str = "light"


PICTURES: Final = (
    Picture("country-en", "en/", 1280, 1300),
    Picture("country-es-phone", "es/", 390, 844),
    Picture("country-en-dark", "en/", 1280, 1300, "dark"),
    Picture("training-en", "en/training/2020-2021.wh.41.07", 1280, 1100),
)


def take(browser: Browser, site: str, picture: Picture) -> None:
    """Open the page, wait until its charts are drawn, and keep what the window shows."""
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height}, color_scheme=picture.scheme
    )
    page.goto(site + picture.address, wait_until="networkidle")
    if "training" not in picture.address:
        page.locator("figure[data-chart]").first.scroll_into_view_if_needed()
        page.locator(DRAWN).first.wait_for()
        page.evaluate("scrollTo(0, 0)")
    shot = Image.open(BytesIO(page.screenshot()))
    shot.save(FOLDER / f"{picture.name}.webp", quality=80, method=6)
    page.close()


def main() -> None:
    """Serve the snapshot and take every picture."""
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
                for picture in PICTURES:
                    take(browser, found[0], picture)
                browser.close()
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
