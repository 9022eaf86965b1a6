"""The house itself: what the repository may hold, and that its promises to newcomers stand."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import re
import subprocess
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from pyarrow import parquet

if TYPE_CHECKING:
    from collections.abc import Iterator


ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LARGEST = 5_000_000

# Composed, so that this file may itself be searched.
REGISTRY_HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pypi", "python", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
        ("ftp", "debian", "org"),
        ("archive", "ubuntu", "com"),
        ("conda", "anaconda", "org"),
        ("crates", "io"),
        ("rubygems", "org"),
        ("proxy", "golang", "org"),
    )
)


def _after_a_point(host: str) -> str:
    """The part of a pattern for a host's name that stands after the name's first point."""
    begin, _, rest = host.partition(".")
    return rf"(?<=(?<![\w-]){re.escape(begin)}\.){re.escape(rest)}"


MACHINE_FOLDERS = ("work", "root", "opt/wheels", "opt/pypi", r"home/[a-z][\w-]*", r"Users/[\w-]+")
FORBIDDEN = {
    "names a package registry": re.compile(
        rb"\.(?:" + "|".join(map(_after_a_point, REGISTRY_HOSTS)).encode() + rb")"
    ),
    "names a folder of one machine": re.compile(
        # The stroke first, since a pattern that begins with a literal is quick.
        rb"/(?<![\w.~*)}\]/-]/)(?:" + "|".join(MACHINE_FOLDERS).encode() + rb")/"
    ),
}


def forbidden(content: bytes) -> list[str]:
    """What a file says that no file of the repository may."""
    return [
        f"{what}: {found[0].decode()}"
        for what, pattern in FORBIDDEN.items()
        if (found := pattern.search(content))
    ]


@pytest.fixture(scope="module")
def repository_files() -> list[Path]:
    """Every file that is committed or would be with the next commit."""
    git = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(git, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git repository, so what belongs to it is not known")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


@pytest.mark.parametrize(
    "text",
    [
        *(f'"url": "https://{host}/simple/x"' for host in REGISTRY_HOSTS),
        f"files.{REGISTRY_HOSTS[2]}",
        f'PATH = "{"/work"}/main/data"',
        f"open('{'/root'}/.config')",
        f"see {'/home'}/jo/notes.txt",
    ],
)
def test_what_is_forbidden_is_found(text: str) -> None:
    assert len(forbidden(text.encode())) == 1


@pytest.mark.parametrize(
    "text",
    [
        "https://www.state.gov/work/reports/",
        "../shared/work/x",
        "a framework/home/ page",
        "https://example.org/home/jo/",
        "mycrates.iota",
    ],
)
def test_what_only_looks_forbidden_is_left_alone(text: str) -> None:
    assert forbidden(text.encode()) == []


def test_no_file_names_a_registry_or_a_machine(repository_files: list[Path]) -> None:
    assert repository_files
    assert [
        f"{path.relative_to(ROOT)} {sentence}"
        for path in repository_files
        for sentence in forbidden(path.read_bytes())
    ] == []


def test_no_file_is_too_large(repository_files: list[Path]) -> None:
    assert [
        f"{path.relative_to(ROOT)}: {path.stat().st_size} bytes"
        for path in repository_files
        if path.stat().st_size > LARGEST
    ] == []


def pins() -> dict[str, str]:
    """The version that constraints.txt gives each package."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pairs = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in pairs}


def named_requirements() -> list[Requirement]:
    """Every requirement of pyproject.toml: of the base and of each extra."""
    lists = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    named = [Requirement(line) for each in lists for line in each]
    return [each for each in named if each.name != PROJECT["name"]]


def required_by(name: str, extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """What an installed package asks for on this machine, with the extras it asks for."""
    for line in importlib.metadata.requires(name) or ():
        requirement = Requirement(line)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield canonicalize_name(requirement.name), frozenset(requirement.extras)


def test_constraints_pin_what_the_project_names() -> None:
    pinned = pins()
    assert [
        str(requirement)
        for requirement in named_requirements()
        if not requirement.specifier.contains(pinned.get(canonicalize_name(requirement.name), "0"))
    ] == []


def test_constraints_pin_what_that_needs_in_turn() -> None:
    named = named_requirements()
    waiting = [(canonicalize_name(each.name), frozenset(each.extras)) for each in named]
    seen = set(waiting)
    while waiting:
        name, extras = waiting.pop()
        try:
            found = set(required_by(name, extras)) - seen
        except importlib.metadata.PackageNotFoundError:
            continue  # what lint needs is not installed where only tests run
        seen |= found
        waiting.extend(found)
    names = {name for name, _ in seen}
    assert len(names) > len(named)
    assert sorted(names - pins().keys()) == []


def test_the_changelog_tells_of_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    version = PROJECT["version"]
    heading = re.search(rf"^## \[{re.escape(version)}\] - (\S+)$", changelog, re.MULTILINE)
    assert heading, f"CHANGELOG.md has no heading for {version}"
    assert dt.date.fromisoformat(heading[1]).year >= 2026


def test_the_package_and_the_project_give_one_version() -> None:
    assert importlib.metadata.version("foja") == PROJECT["version"]


def decisions() -> dict[str, list[str]]:
    """The entries of docs/decisions.md: heading, lines."""
    entries: dict[str, list[str]] = {}
    for line in (ROOT / "docs" / "decisions.md").read_text("utf-8").splitlines():
        if line.startswith("### "):
            lines = entries.setdefault(line.removeprefix("### "), [])
        elif line and entries and not line.startswith("#"):
            lines.append(line)
    return entries


def test_every_decision_has_three_lines() -> None:
    assert len(decisions()) > 10
    starts = ["- Chosen: ", "- Why: ", "- Instead of: "]
    assert [
        heading
        for heading, lines in decisions().items()
        if len(lines) != 3 or not all(map(str.startswith, lines, starts))
    ] == []


def test_every_dependency_is_a_decision() -> None:
    chosen = " ".join(lines[0] for lines in decisions().values() if lines).lower()
    assert [each.name for each in named_requirements() if each.name.lower() not in chosen] == []


def test_the_readme_gives_both_commands() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    blocks = "".join(re.findall(r"^```(?:sh)?\n(.*?)^```", readme, re.MULTILINE | re.DOTALL))
    commands = [line.partition("#")[0].strip() for line in blocks.splitlines()]
    assert {"make", "make test"} <= set(commands)


def test_every_flag_of_the_snapshot_is_explained() -> None:
    methodology = (ROOT / "docs" / "methodology.md").read_text("utf-8")
    explained = set(re.findall(r"^\| `(\w+)` \|", methodology, re.MULTILINE))
    parts = sorted((ROOT / "src" / "foja" / "data" / "snapshot").glob("trainings*.parquet"))
    assert parts
    flags = {
        flag
        for part in parts
        for row in parquet.read_table(part, columns=["flags"])["flags"].to_pylist()
        for flag in row
    }
    assert sorted(flags - explained) == []
