"""A seeded sample of the hostile strings; `python -m tests.fuzz.injection` puts them all."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from tests.fuzz.doors import templates
from tests.fuzz.injection import (
    SHORT,
    Outcome,
    all_doors,
    baited,
    by_name,
    inject,
    inject_tools,
    unharmed,
)
from tests.fuzz.judge import Judge, Told
from tests.fuzz.strings import FAMILIES, HEADER, MANY, PRODUCT, TAG, Bait, hostile_strings

from foja.site.app import create_app
from foja.site.hosts import Hosts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.applications import Starlette
    from tests.fuzz.doors import Door

SEED = 1999
SAMPLE = 5
TOOLS_SAMPLE = 4


@pytest.fixture(scope="module")
def app() -> Iterator[Starlette]:
    """The site over the tables in the package, as it is served."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOJA_API_RATE", "0")
        made = create_app(hosts=Hosts(), sql_limits=SHORT)
    yield made
    made.state.site.sql.close()
    made.state.site.reading.tables.close()


@pytest.fixture(scope="module")
def doors(app: Starlette) -> list[Door]:
    """Every place where a reader's text enters it; each of its addresses is asked once."""
    return all_doors(app)


def test_there_are_a_thousand_of_every_family(tmp_path: Path) -> None:
    bait = Bait("secret", tmp_path / "secret.txt", tmp_path / "made", 1)
    strings = hostile_strings(bait, SEED)
    assert len({each.text for each in strings}) == len(strings) == MANY
    assert set(Counter(each.family for each in strings)) == set(FAMILIES)
    assert strings == hostile_strings(bait, SEED)


def test_the_judge_sees_what_it_looks_for(app: Starlette, tmp_path: Path) -> None:
    judge = Judge(Bait("secret-text", tmp_path / "secret.txt", tmp_path / "made", 1), app)

    def faults(body: str, status: int = 200, kind: str = "text/html", **headers: str) -> list[str]:
        sent = {"content-type": kind, "x-content-type-options": "nosniff", **headers}
        pairs = [(name.replace("_", "-").encode(), text.encode()) for name, text in sent.items()]
        return judge.faults(Told(status, pairs, body.encode()), "=1+1")

    assert faults("<p>quiet</p>") == []
    assert faults(f"<p>&lt;{TAG}&gt;</p>") == []
    for body in (
        f"<{TAG}>",
        f'<a on{TAG}="1">',
        f'<a href="javascript:{TAG}">',
        f"<p>{PRODUCT}</p>",
        "secret-text",
        "root:x:0:0:root",
        __file__.partition("/tests/")[0],
    ):
        assert len(faults(body)) == 1, body
    assert faults("", 500) == ["status 500"]
    assert faults("", **{HEADER: "1"}) == [f"a header {HEADER}"]
    assert faults("", 302, location="//evil.example/") == ["it leads to //evil.example/"]
    assert faults("a,=1+1+9\n", kind="text/csv") == ["a cell '=1+1+9'"]


def test_every_address_of_the_site_is_a_door(app: Starlette, doors: list[Door]) -> None:
    found = by_name(doors)
    names = {name for area, name in found if area == "site"}
    assert {"query words", "query q", "query item", "path unit_id", "query unknown"} <= names
    assert {"query words", "query cursor", "query q", "path training_id"} <= {
        name for area, name in found if area == "api"
    }
    assert set(templates(app)) <= {door.route for door in doors}


def test_no_string_has_its_way(app: Starlette, doors: list[Door], tmp_path: Path) -> None:
    counts = dict(app.state.site.reading.tables.counts)
    with baited(tmp_path) as (bait, called):
        strings = hostile_strings(bait, SEED, SAMPLE)
        outcome = inject(app, strings, bait, doors=doors)
        harm = unharmed(app, counts, bait, called)
    assert outcome.wrong + harm == []
    assert outcome.asked > 100 * SAMPLE
    assert outcome.statuses[200] > SAMPLE


def test_no_string_has_its_way_with_the_assistants(app: Starlette, tmp_path: Path) -> None:
    outcome = Outcome()
    with baited(tmp_path) as (bait, called):
        inject_tools(app, hostile_strings(bait, SEED + 1, TOOLS_SAMPLE), bait, outcome)
    assert outcome.wrong + called == []
    assert outcome.tools["refused"] > 15 * TOOLS_SAMPLE
