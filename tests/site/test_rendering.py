"""A page that is made leaves nothing behind that waits for Python to look for cycles."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest
from jinja2 import DictLoader

from foja.site.language import LANGUAGES
from foja.site.templating import environment

if TYPE_CHECKING:
    from collections.abc import Iterator

TEMPLATES = {
    "page": (
        '{% from "own" import row with context %}{% from "any" import cell %}'
        "{% macro part(text) %}{{ row(text) }}{{ cell(text) }}{% endmacro %}"
        '{{ part("<b>") }}{% include "inside" %}'
    ),
    "own": "{% macro row(text) %}{{ value }}{{ text }}{% endmacro %}",
    "any": "{% macro cell(text) %}({{ text }}){% endmacro %}",
    "inside": "{% macro last() %}{{ value }}!{% endmacro %}{{ last() }}",
}


class Value:
    """What a page shows."""

    def __str__(self) -> str:
        return "shown"


@pytest.fixture
def no_looking() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_looking")
def test_a_page_lets_go_of_what_it_was_made_of() -> None:
    templates = environment(LANGUAGES["en"]).overlay(loader=DictLoader(TEMPLATES))
    # The second time, macros imported without the page's values are those of the first.
    for _ in range(2):
        text = templates.get_template("page").render(value=Value())
        assert text == "shown&lt;b&gt;(&lt;b&gt;)shown!"
        assert not [one for one in gc.get_objects() if isinstance(one, Value)]
    assert gc.collect() == 0
