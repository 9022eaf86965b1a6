"""One address of every kind of page, for tests that hold on all of them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

LANGUAGES = ("en", "es")
TRAINING = "2020-2021.wh.41.07"
PAGE = "2020-2021/wh/41"
WEB_TRAINING = "2006-2007.wh.f001.2799"
"""A training of a report that was published as a web page."""


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
