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
OTHER_UNIT = "MEX.escuadron-aereo-501"
PLACE = "US.whinsec"
"""A school within a base, whose teams travel."""
CLAIM = "country=MEX&from=2019&to=2020&measure=cost_usd_constant&operator=about&figure=12500000"
"""A claim of one's own, in constant dollars."""


@dataclass(frozen=True)
class Kind:
    """A kind of page: `path` follows the language; `documents` where the page's image is shown.

    A `bare` page is one for frames of other sites, without a masthead. One that comes `again` is
    another choice of a page that another kind shows: only its head is looked at.
    """

    name: str
    path: str
    status: int = 200
    documents: bool = False
    charts: bool = False
    again: bool = False
    bare: bool = False

    def address(self, language: str) -> str:
        """The path with its language."""
        return f"/{language}{self.path}"


KINDS = (
    Kind("home", "/", charts=True),
    Kind("country", "/country/HND?from=2012&to=2016", charts=True, again=True),
    Kind("planned", "/country/MEX?stage=planned", charts=True, again=True),
    Kind("empty", "/country/MEX?from=2012&to=2012&words=submarine+zebra"),
    Kind("spending", "/country/MEX/spending?parts=share&dollars=constant", charts=True),
    Kind("types-over-time", "/country/TUV/types?measure=students"),
    Kind("ring", "/country/TUV/ring", charts=True),
    Kind("time", "/country/TUV/time?measure=students", charts=True, again=True),
    Kind("where", "/country/TUV/where?dollars=constant&circles=cost"),
    Kind("who", "/country/COL/who?from=2015&measure=students", charts=True),
    Kind("rows", "/country/MEX/rows?program=IMET&words=infanteria+marna&cols=year%2Ccourse%2Cunit"),
    Kind("rows-of-world", "/country/WLD/rows?from=2020&sort=-cost", again=True),
    Kind("values", "/country/MEX/rows/unit?from=2010&find=naval"),
    Kind("training", f"/training/{TRAINING}"),
    Kind("training-with-page", f"/training/{TRAINING}", documents=True),
    Kind("training-of-web-page", f"/training/{WEB_TRAINING}", documents=True),
    Kind("page", f"/document/{PAGE}", again=True),
    Kind("page-with-image", f"/document/{PAGE}", documents=True),
    Kind("document", "/document/2020-2021/wh"),
    Kind("record", "/record"),
    Kind("report", "/record/2018-2019"),
    Kind("report-with-misprints", "/record/2006-2007", documents=True),
    Kind("unread-report", "/record/2021-2022", again=True),
    Kind("about", "/about"),
    Kind("help", "/help"),
    Kind("guide", "/guide"),
    Kind("guides", "/docs", again=True),
    Kind("user-guide", "/docs/user"),
    Kind("countries", "/countries", charts=True),
    Kind(
        "countries-of-year",
        "/countries?year=2019&measure=students&program=IMET",
        charts=True,
        again=True,
    ),
    Kind("world", "/country/WLD", charts=True),
    Kind("compare-empty", "/compare"),
    Kind("compare", "/compare?item=MEX&item=COL&item=KEN&measure=students", charts=True),
    Kind(
        "compare-units", f"/compare?of=unit&item={UNIT}&item={OTHER_UNIT}", charts=True, again=True
    ),
    Kind(
        "compare-authorities", "/compare?of=authority&item=IMET&item=FMF", charts=True, again=True
    ),
    Kind("units", "/units"),
    Kind("units-found", "/units?q=zona+naval&country=MEX", again=True),
    Kind("units-of-country", "/units?country=MEX", again=True),
    Kind("units-not-found", "/units?q=zebra+submarine&country=MEX"),
    Kind("unit", f"/unit/{UNIT}"),
    Kind("unit-split", f"/unit/{UNIT}?before=2005-01-01", again=True),
    Kind("unknown-unit", "/unit/MEX.nowhere", status=404, again=True),
    Kind("authorities", "/authorities"),
    Kind("authority", "/authority/SEC333"),
    Kind("authority-of-country", "/authority/IMET?country=MEX", again=True),
    Kind("places", "/places"),
    Kind("places-of-country", "/places?country=MEX", again=True),
    Kind("places-found", "/places?q=benning", again=True),
    Kind("place", f"/place/{PLACE}"),
    Kind("place-of-year", f"/place/{PLACE}?country=MEX&basis=calendar", again=True),
    Kind("types", "/types?country=MEX"),
    Kind("type", "/type/human_rights"),
    Kind("type-with-rules", "/type/flight.pilot", again=True),
    Kind("unclassified", "/type/unclassified?country=MEX", again=True),
    Kind("definitions", "/definitions"),
    Kind("claims", "/claims"),
    Kind("claims-of-a-verdict", "/claims?verdict=cannot_be_checked", again=True),
    Kind("claim", "/claims/C010"),
    Kind("claim-of-series", "/claims/C168", again=True),
    Kind("check", "/claims/check"),
    Kind("checked", f"/claims/check?{CLAIM}", again=True),
    Kind("check-refused", "/claims/check?country=Atlantis&from=2020&figure=ten", status=400),
    Kind("cooperation", "/cooperation", charts=True, again=True),
    Kind("cooperation-of-country", "/cooperation/COL?dollars=constant", charts=True, again=True),
    Kind("takeaways", "/takeaways/MEX/2020"),
    Kind("takeaways-of-little", "/takeaways/BOL/2018", again=True),
    Kind("sql", "/sql"),
    Kind("search", "/search?q=infanteria+de+marna"),
    Kind("search-nothing", "/search?q=qqq+zebra", again=True),
    Kind("embed", "/embed/country/MEX/spending_by_fiscal_year?from=2010", charts=True, bare=True),
    Kind("embedded-ring", "/embed/country/TUV/ring", charts=True, bare=True),
    Kind("embedded-map", "/embed/country/TUV/map", bare=True, again=True),
    Kind("embedded-panel", "/embed/cooperation/COL/obligations_by_account", bare=True, again=True),
    Kind("not-found", "/nowhere", status=404),
    Kind("refused", "/country/MEX?from=2018&to=2012", status=400),
)

WIDE = (
    "empty",
    "rows",
    "values",
    "where",
    "training",
    "document",
    "record",
    "units",
    "claims",
    "search",
    "help",
)
"""Kinds that hold most that a phone is too narrow for, beside those with charts."""

PARAMS = [
    pytest.param(kind, id=kind.name, marks=[pytest.mark.documents] if kind.documents else [])
    for kind in KINDS
]
_FIRST = [(param, kind) for param, kind in zip(PARAMS, KINDS, strict=True) if not kind.again]
each_kind = pytest.mark.parametrize("kind", [param for param, _kind in _FIRST])
each_whole_kind = pytest.mark.parametrize(
    "kind", [param for param, kind in _FIRST if not kind.bare]
)
each_wide_kind = pytest.mark.parametrize(
    "kind", [param for param, kind in _FIRST if kind.charts or kind.name in WIDE]
)
each_language = pytest.mark.parametrize("language", LANGUAGES)
