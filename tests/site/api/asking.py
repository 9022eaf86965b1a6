"""What the tests of the API share: asking for JSON, going through pages, the document's schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jsonschema_rs

if TYPE_CHECKING:
    from tests.site.reader import Reader

    from foja.site.api.endpoint import Endpoint

ROOT = "/api/v1"


def ask(reader: Reader, address: str) -> dict[str, Any]:
    """Return an answer, which has to be good."""
    answer = reader.get(f"{ROOT}{address}")
    assert answer.status_code == 200, f"{address}: {answer.text[:500]}"
    found: dict[str, Any] = answer.json()
    return found


def refused(reader: Reader, address: str, status: int = 400) -> dict[str, Any]:
    """Return a problem, which has to be told in the one shape."""
    answer = reader.get(f"{ROOT}{address}")
    assert answer.status_code == status, f"{address}: {answer.text[:500]}"
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "etag" not in answer.headers
    found: dict[str, Any] = answer.json()
    assert set(found) == {
        "type",
        "title",
        "status",
        "detail",
        "where",
        "what_to_do",
        "instance",
    }
    assert found["status"] == status
    assert found["detail"].endswith(".")
    assert found["what_to_do"].endswith(".")
    return found


def pages(reader: Reader, address: str) -> list[list[dict[str, Any]]]:
    """Return the rows of every page of a list, following the addresses of the answers."""
    found = []
    following: str | None = f"{ROOT}{address}"
    while following:
        answer = reader.get(following)
        assert answer.status_code == 200, answer.text[:500]
        said = answer.json()
        found.append(said["data"])
        assert said["page"]["rows"] == len(said["data"])
        following = said["page"]["next"]
    return found


def breaks(document: dict[str, Any], endpoint: Endpoint, answer: dict[str, Any]) -> list[str]:
    """Return what an answer has that the document does not say, or lacks that it does."""
    operation = document["paths"][endpoint.path]["get"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    validator = jsonschema_rs.validator_for({**schema, "components": document["components"]})
    return [f"{error.instance_path}: {error.message}" for error in validator.iter_errors(answer)]
