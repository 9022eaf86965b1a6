"""A seeded sample of the cases that `make fuzz` puts to the API, over the small tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fuzz import api
from tests.support.tables import write_tables

from foja.site.api.settings import RATE_NAME
from foja.site.app import create_app

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

SAMPLE = 34


def test_no_case_fails_or_breaks_the_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(RATE_NAME, "0")
    app = create_app(write_tables(tmp_path / "tables"))
    seen = api.ask(app, SAMPLE, by_turns=True)
    app.state.site.reading.tables.close()
    assert seen.failures == []
    assert seen.asked >= SAMPLE
    assert {200, 400} <= set(seen.statuses)
    assert not [status for status in seen.statuses if status >= 500]
