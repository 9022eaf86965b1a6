"""The drawing library for the browser, made of what vl-convert carries.

`python -m foja.site.charts.bundle` writes it into the package again, as a new version of
vl-convert requires; the licences of its parts stand beside it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from foja.site.charts.render import VEGA_LITE

BUNDLE: Final = Path(__file__).parent.parent / "static" / "js" / "vega-bundle.js"

_BANNER: Final = "/* Vega, Vega-Lite, Vega-Embed and their parts: see vega-bundle.LICENSE.txt. */\n"


def make_bundle() -> str:
    """Return the library as one ECMAScript module that exports `vegaEmbed` and imports nothing."""
    import vl_convert  # noqa: PLC0415 - the site itself only serves the file

    script: str = vl_convert.javascript_bundle("export { vegaEmbed };", vl_version=VEGA_LITE)
    return _BANNER + script


if __name__ == "__main__":
    BUNDLE.write_text(make_bundle(), encoding="utf-8")
