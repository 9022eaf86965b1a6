"""One address of every kind of page, for tests that hold on all of them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

LANGUAGES = ("en", "es")
TRAINING = "2020-2021.wh.41.07"
PAGE = "2020-2021/wh/41"
WEB_TRAINING = "2006-2007.wh.f001.2799"
"""A training of a report that was published as a web page."""

UNIT = "MEX.escuadron-aereo-302"
"""A unit of which many spellings are printed."""
PLACE = "US.whinsec"
"""A school within a base, whose teams travel."""


@dataclass(frozen=True)
class Kind:
    """A kind of page: `path` follows the language; `documents` where the page's image is shown."""

    name: str
    path: str
    status: int = 200
    documents: bool = False
    charts: bool = False

    def address(self, language: str) -> str:
        """The path with its language."""
        return f"/{language}{self.path}"


KINDS = (
    Kind("home", "/", charts=True),
    Kind("country", "/country/HND?from=2012&to=2016", charts=True),
    Kind("planned", "/country/MEX?stage=planned", charts=True),
    Kind("empty", "/country/MEX?from=2012&to=2012&words=submarine+zebra"),
    Kind("training", f"/training/{TRAINING}"),
    Kind("training-with-page", f"/training/{TRAINING}", documents=True),
    Kind("training-of-web-page", f"/training/{WEB_TRAINING}", documents=True),
    Kind("page", f"/document/{PAGE}"),
    Kind("page-with-image", f"/document/{PAGE}", documents=True),
    Kind("document", "/document/2020-2021/wh"),
    Kind("record", "/record"),
    Kind("report", "/record/2018-2019"),
    Kind("report-with-misprints", "/record/2006-2007", documents=True),
    Kind("unread-report", "/record/2021-2022"),
    Kind("about", "/about"),
    Kind("countries", "/countries"),
    Kind("units", "/units"),
    Kind("units-found", "/units?q=zona+naval&country=MEX"),
    Kind("units-of-country", "/units?country=MEX"),
    Kind("units-not-found", "/units?q=zebra+submarine&country=MEX"),
    Kind("unit", f"/unit/{UNIT}"),
    Kind("unit-split", f"/unit/{UNIT}?before=2005-01-01"),
    Kind("unknown-unit", "/unit/MEX.nowhere", status=404),
    Kind("authorities", "/authorities"),
    Kind("authority", "/authority/SEC333"),
    Kind("authority-of-country", "/authority/IMET?country=MEX"),
    Kind("places", "/places"),
    Kind("places-of-country", "/places?country=MEX"),
    Kind("places-found", "/places?q=benning"),
    Kind("place", f"/place/{PLACE}"),
    Kind("place-of-year", f"/place/{PLACE}?country=MEX&basis=calendar"),
    Kind("types", "/types?country=MEX"),
    Kind("type", "/type/human_rights"),
    Kind("type-with-rules", "/type/flight.pilot"),
    Kind("unclassified", "/type/unclassified?country=MEX"),
    Kind("definitions", "/definitions"),
    Kind("not-found", "/nowhere", status=404),
    Kind("refused", "/country/MEX?from=2018&to=2012", status=400),
)

each_kind = pytest.mark.parametrize(
    "kind",
    [
        pytest.param(kind, id=kind.name, marks=[pytest.mark.documents] if kind.documents else [])
        for kind in KINDS
    ],
)
each_language = pytest.mark.parametrize("language", LANGUAGES)
