"""Charts that are drawn at the same time have nothing in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from altair.utils.schemapi import _PropertySetter

from foja.site.charts import CHARTS

if TYPE_CHECKING:
    from tests.site.reader import Reader


@pytest.mark.parametrize("name", CHARTS)
def test_no_chart_is_given_what_another_thread_draws(
    site: Reader, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Altair's setters, such as `y.stack(...)`, keep their object where all threads see it."""

    def shared(_self: object, *_args: object, **_named: object) -> None:
        raise AssertionError("a chart is made with a setter that threads share")

    monkeypatch.setattr(_PropertySetter, "__call__", shared)
    site.forget()
    for query in ("", "?from=2020&to=2020", "?stage=planned&from=2000&to=2000"):
        answer = site.get(f"/en/country/MEX/chart/{name}.json{query}")
        assert answer.status_code == 200, answer.text[:400]
