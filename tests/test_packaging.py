"""What an installation needs: the base alone answers, and a missing extra is one sentence."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tests.support.cut import cut_tables

from foja.cli.extras import EXTRAS_OF, missing_extra

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = (
    "duckdb", "ibis", "polars", "pandas", "numpy", "pyarrow", "starlette", "altair", "pycountry",
    "babel", "rich", "typer",
)  # fmt: skip

REFUSE = """
import sys
from importlib.abc import MetaPathFinder
allowed, refused = set(sys.argv.pop(1).split(",")), set(sys.argv.pop(1).split(","))
class Refuse(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        first = name.partition(".")[0]
        if first in refused and first not in allowed:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Refuse())
"""
COMMAND = REFUSE + "sys.argv[0] = 'foja'\nfrom foja.cli import main\nmain()\n"


@cache
def closure(extras: frozenset[str] = frozenset()) -> frozenset[str]:
    """Every distribution that Foja needs with some extras, itself among them."""
    waiting, seen = [("foja", extras)], set()
    while waiting:
        name, wanted = waiting.pop()
        if (name, wanted) in seen:
            continue
        seen.add((name, wanted))
        for line in importlib.metadata.requires(name) or ():
            each = Requirement(line)
            marker = each.marker
            if marker is None or any(marker.evaluate({"extra": x}) for x in ("", *wanted)):
                waiting.append((canonicalize_name(each.name), frozenset(each.extras)))
    return frozenset(name for name, _ in seen)


@cache
def owners_of_modules() -> dict[str, list[str]]:
    """The installed distributions that bring each top module."""
    return dict(importlib.metadata.packages_distributions())


def modules(distributions: frozenset[str], *, inside: bool) -> str:
    """The top modules of installed distributions that are, or are not, among these."""
    return ",".join(
        module
        for module, owners in owners_of_modules().items()
        if any(canonicalize_name(owner) in distributions for owner in owners) == inside
    )


def run(
    source: str, *arguments: str, extras: frozenset[str] = frozenset()
) -> subprocess.CompletedProcess[str]:
    """Run Python where only the base and some extras can be imported."""
    there = closure(extras)
    hidden = [modules(there, inside=True), modules(there, inside=False)]
    return subprocess.run(
        [sys.executable, "-c", source, *hidden, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(cut_tables(tmp_path_factory.mktemp("base") / "tables"))


def test_import_foja_imports_nothing_heavy() -> None:
    source = "import sys, foja; print(*{name.partition('.')[0] for name in sys.modules})"
    ran = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.split())
    assert "foja" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_the_base_is_small() -> None:
    assert closure().isdisjoint({"pandas", "numpy", "polars", "starlette", "pyspark", "mcp"})
    assert {"starlette", "uvicorn", "jinja2"} <= closure(frozenset({"site"}))
    assert {"pyspark", "psycopg", "mcp", "distributed"} <= closure(frozenset({"all"}))


def test_the_base_opens_the_tables(tables: str) -> None:
    source = (
        REFUSE + "import foja\nwith foja.open(sys.argv[1]) as tables:\n"
        "    found = tables.trainings(country='MEX', words='maritime')\n"
        "    print(len(tables.rows(found)), tables.arrow(found).num_rows)\n"
    )
    ran = run(source, tables)
    assert ran.returncode == 0, ran.stderr
    rows, arrow = map(int, ran.stdout.split())
    assert rows == arrow > 0


def test_the_base_answers_checks_and_exports(tables: str, tmp_path: Path) -> None:
    asked = run(COMMAND, "query", "SELECT 41 + 1 AS n", "--tables", tables, "--format", "csv")
    assert (asked.returncode, asked.stdout.split()) == (0, ["n", "42"]), asked.stderr
    checked = run(COMMAND, "check", "--tables", tables)
    assert "printed totals" in checked.stdout, checked.stderr
    out = tmp_path / "csv"
    ran = run(COMMAND, "export", "--format", "csv", "--tables", tables, "--out", str(out))
    assert ran.returncode == 0, ran.stderr
    assert (out / "manifest.json").is_file()


@pytest.mark.parametrize(
    ("command", "extra"),
    [
        (("serve",), "site"),
        (("takeaways", "MEX", "2020"), "site"),
        (("fetch", "2019-2020"), "build"),
        (("build",), "build"),
        (("mcp",), "assistants"),
    ],
)
def test_a_missing_extra_is_one_sentence(command: tuple[str, ...], extra: str) -> None:
    ran = run(COMMAND, *command)
    assert ran.returncode == 1
    assert ran.stderr == (
        f"foja: `foja {command[0]}` needs libraries that are not installed: "
        f"pip install 'foja[{extra}]'\n"
    )


def test_each_extra_brings_the_libraries_for_which_it_is_named() -> None:
    owners = owners_of_modules()
    for module, extras in EXTRAS_OF.items():
        names = {canonicalize_name(name) for name in owners[module]}
        for extra in extras:
            assert names & closure(frozenset({extra})), f"{extra} does not bring {module}"
        assert not names & closure()


def test_a_mistake_of_our_own_is_not_taken_for_a_missing_extra() -> None:
    assert missing_extra(ModuleNotFoundError("x", name="foja.nowhere"), "serve") is None
    assert missing_extra(ModuleNotFoundError("x"), "serve") is None
