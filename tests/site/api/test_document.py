"""The OpenAPI document says what is parsed and answered; the page shows it and loads nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from markupsafe import escape
from tests.site.api.asking import ROOT, ask, breaks

from foja.site.api.browse_words import coded, declared_messages, values_of
from foja.site.api.parameters import expected, parameter_schemas
from foja.site.api.registry import ENDPOINTS
from foja.site.language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.site.reader import Reader

EXAMPLES = [
    (endpoint, f"{endpoint.path}{example}" if not example.startswith("/") else example)
    for endpoint in ENDPOINTS
    if endpoint.name != "sql"  # it is answered by a process of its own, which has its own tests
    for example in endpoint.examples
]


@pytest.fixture(scope="module")
def document(whole: Reader) -> dict[str, Any]:
    """The OpenAPI document."""
    return ask(whole, "/openapi.json")


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for name, value in node.items():
            if name == "$ref":
                yield value
            else:
                yield from _references(value)
    elif isinstance(node, list):
        for one in node:
            yield from _references(one)


def test_the_document_is_whole(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    for reference in _references(document):
        node = document
        for step in reference.removeprefix("#/").split("/"):
            node = node[step]
        assert node, reference
    names = [path["get"]["operationId"] for path in document["paths"].values()]
    assert len(set(names)) == len(names) == len(ENDPOINTS)
    tags = {tag["name"] for tag in document["tags"]}
    assert {tag for path in document["paths"].values() for tag in path["get"]["tags"]} == tags


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda one: one.name)
def test_the_document_has_the_parameters_that_are_read(
    endpoint: Any, document: dict[str, Any]
) -> None:
    said = {one["name"]: one for one in document["paths"][endpoint.path]["get"]["parameters"]}
    read = parameter_schemas(endpoint.asked)
    assert set(said) == set(read)
    for name, one in said.items():
        assert one["in"] == ("path" if name in endpoint.in_path else "query")
        assert one["description"], f"{endpoint.name}: {name} is not explained"
        assert "null" not in str(one["schema"].get("type"))
    assert {name for name, one in said.items() if one["in"] == "path"} == set(endpoint.in_path)


@pytest.mark.parametrize(("endpoint", "example"), EXAMPLES, ids=[one for _, one in EXAMPLES])
def test_every_example_is_answered_as_the_document_says(
    endpoint: Any, example: str, whole: Reader, document: dict[str, Any]
) -> None:
    if "format=csv" in example:
        answer = whole.get(f"{ROOT}{example}")
        assert answer.status_code == 200
        assert answer.text.count("\r\n") > 1
        return
    answered = ask(whole, example)
    assert breaks(document, endpoint, answered) == []
    assert answered["data"]


def test_the_page_shows_every_endpoint_and_loads_nothing_from_outside(whole: Reader) -> None:
    page = whole.page(f"{ROOT}/")
    for endpoint in ENDPOINTS:
        assert f"{ROOT}{endpoint.path}" in page.part(endpoint.name)
        for name in parameter_schemas(endpoint.asked):
            assert name in page.part(endpoint.name)
    assert all(address.startswith("/static/") for address in page.loaded)
    scripts = [value for tag, name, value in page.attributes if (tag, name) == ("script", "src")]
    assert page.source.count("<script") == len(scripts)
    assert not page.values("p", "style")
    forms = page.values("form", "action")
    assert f"{ROOT}/trainings" in forms
    for example in page.links:
        if example.startswith(f"{ROOT}/") and "#" not in example and "/sql" not in example:
            assert whole.get(example).status_code == 200, example


def test_the_page_is_in_spanish_to_the_last_sentence(whole: Reader) -> None:
    english, spanish = whole.page(f"{ROOT}/"), whole.page(f"{ROOT}/es/")
    assert ("html", "lang", LANGUAGES["es"].tag) in spanish.attributes
    assert f"{ROOT}/es/" in english.links
    assert f"{ROOT}/" in spanish.links
    assert "/es/docs/api" in spanish.links
    said = [text for text in declared_messages() if " " in text]
    assert len(said) > len(ENDPOINTS)
    for text in said:
        # A title stands as it is, a sentence with its names as code.
        written = LANGUAGES["en"].gettext(text)
        ways = {str(coded(written)), str(escape(written))}
        assert any(way in english.source for way in ways), text
        assert not any(way in spanish.source for way in ways), text
    assert len(spanish.ids) == len(set(spanish.ids))


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda one: one.name)
def test_the_page_gives_the_values_that_programs_are_told(endpoint: Any) -> None:
    english, spanish = LANGUAGES.values()
    for field in parameter_schemas(endpoint.asked).values():
        schema = field["schema"]
        values = values_of(schema, english)
        told = expected(schema)
        assert told.startswith(f"Give {values[0].lower()}{values[1:]}"), told
        numbers = re.findall(r"[\d-]+", values)
        assert re.findall(r"[\d-]+", values_of(schema, spanish)) == numbers


def test_the_site_leads_to_the_api(whole: Reader) -> None:
    assert f"{ROOT}/" in whole.page("/en/about").links
    assert f"{ROOT}/es/" in whole.page("/es/about").links
