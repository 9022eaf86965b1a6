"""The API over the small tables and over those in the package, with no limit on how often."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.site.reader import Reader

from foja.site.api.endpoint import Api
from foja.site.api.settings import RATE_NAME
from foja.site.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def small(tables_folder: Path) -> Iterator[Reader]:
    """A reader of the API over small tables."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(RATE_NAME, "0")
        app = create_app(tables_folder)
    with Reader(app) as reader:
        yield reader


@pytest.fixture(scope="session")
def whole() -> Iterator[Reader]:
    """A reader of the API over the tables in the package."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(RATE_NAME, "0")
        app = create_app()
    with Reader(app) as reader:
        yield reader


@pytest.fixture(scope="session")
def api(small: Reader) -> Api:
    """The API over small tables, asked without HTTP."""
    return Api(small.app.state.site)
