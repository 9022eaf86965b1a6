"""The rules of the house's plan, read from the source: who may import what, and where it stands.

Each rule is a function from source to sentences, and is shown to find what breaks it before it is
put to the code.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "foja"

FLOW = (
    "catalog",
    "documents",
    "layouts",
    "checks",
    "meaning",
    "tables",
    "measures",
    "site",
    "assistants",
)
SHARED = ("errors", "model", "__version__")
COMMANDS = ("cli", "__main__")
API = "__init__"

HOMES = {
    "pypdfium2": "documents/pdf.py",
    "pypdfium2_raw": "documents/pdf.py",
    "bs4": "documents/html.py",
    "html.parser": "documents/html.py",
    "html5lib": "documents/html.py",
    "lxml": "documents/html.py",
    "selectolax": "documents/html.py",
    "aiohttp": "catalog/fetch.py",
    "http.client": "catalog/fetch.py",
    "httpx": "catalog/fetch.py",
    "requests": "catalog/fetch.py",
    "urllib.request": "catalog/fetch.py",
    "urllib3": "catalog/fetch.py",
}
LONGEST = 450


class Module(NamedTuple):
    """A source file: its path below the package (or the repository, for tests) and its text."""

    path: str
    source: str

    @property
    def tree(self) -> ast.Module:
        """The parsed source."""
        return ast.parse(self.source, self.path)

    @property
    def room(self) -> str:
        """The package or module directly below `foja` that the file belongs to."""
        return self.path.split("/")[0].removesuffix(".py")

    @property
    def parents(self) -> list[str]:
        """The packages that hold the file, outermost first, as relative imports count them."""
        return ["foja", *self.path.split("/")[:-1]]


def imports(module: Module) -> Iterator[tuple[int, str]]:
    """Every name a module imports, dotted in full, with its line; those for types alone too."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = module.parents[: len(module.parents) + 1 - node.level] if node.level else []
            base = ".".join([*start, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            yield from (
                (node.lineno, argument.value)
                for argument in node.args[:1]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            )


def may_import(room: str, target: str) -> bool:
    """Whether a module in one room of `foja` may import from another."""
    if target in SHARED or room in COMMANDS:
        return True
    if room == API:
        return target not in COMMANDS
    if room in FLOW and target in FLOW:
        return FLOW.index(target) <= FLOW.index(room)
    return False


def against_the_flow(module: Module) -> list[str]:
    """Imports that point to the right of the flow, or from or to a room the flow does not know."""
    if module.room not in (*FLOW, *SHARED, *COMMANDS, API):
        return [f"{module.path}: {module.room} has no place in the flow; give it one in this test"]
    found = []
    for line, name in imports(module):
        first, _, rest = name.partition(".")
        target = rest.partition(".")[0] or API
        if first == "foja" and not may_import(module.room, target):
            found.append(f"{module.path}:{line}: {module.room} must not import {name}")
    return found


def away_from_home(module: Module) -> list[str]:
    """Imports of a library outside the one module that is allowed to know it."""
    return [
        f"{module.path}:{line}: only {home} may import {library}"
        for line, name in imports(module)
        for library, home in HOMES.items()
        if f"{name}.".startswith(f"{library}.") and module.path != home
    ]


def prints(module: Module) -> list[str]:
    """Calls of `print` outside the command line, where nobody may be reading."""
    return [
        f"{module.path}:{node.lineno}: only cli.py may print"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
        and module.path != "cli.py"
    ]


def too_long(module: Module) -> list[str]:
    """A module in which two ideas have met."""
    lines = len(module.source.splitlines())
    return [f"{module.path}: {lines} lines, more than {LONGEST}"] if lines > LONGEST else []


def _asserts(node: ast.AST, helpers: set[str]) -> bool:
    for part in ast.walk(node):
        if isinstance(part, ast.Assert):
            return True
        if isinstance(part, ast.Call):
            called = ast.unparse(part.func)
            if called in {"pytest.raises", "pytest.warns", "pytest.fail", "expect"} | helpers:
                return True
    return False


def proving_nothing(module: Module) -> list[str]:
    """Tests without an assertion, their own or that of a function of the same file they call."""
    functions = [
        node
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    helpers = {
        function.name
        for function in functions
        if not function.name.startswith("test_") and _asserts(function, set())
    }
    return [
        f"{module.path}:{function.lineno}: {function.name} asserts nothing"
        for function in functions
        if function.name.startswith("test_") and not _asserts(function, helpers)
    ]


def sources(folder: Path, base: Path) -> list[Module]:
    """Every Python file below a folder, its path written from `base`."""
    return [
        Module(path.relative_to(base).as_posix(), path.read_text("utf-8"))
        for path in sorted(folder.rglob("*.py"))
    ]


def broken(rule: Callable[[Module], list[str]], modules: list[Module]) -> str:
    """All sentences a rule says about some modules, one a line; empty where it holds."""
    return "\n".join(sentence for module in modules for sentence in rule(module))


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("catalog/load.py", "from foja.documents import pdf"),
        ("catalog/load.py", "from foja import tables"),
        ("catalog/load.py", "import foja.site.app"),
        ("catalog/load.py", "from ..documents.pdf import Page"),
        ("catalog/__init__.py", "from .. import layouts"),
        ("catalog/load.py", "from importlib import import_module\nimport_module('foja.tables')"),
        ("catalog/load.py", "def later():\n    from foja.tables import schema"),
        (
            "documents/pdf.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  import foja.site",
        ),
        ("measures/training.py", "import foja"),
        ("measures/training.py", "from foja import trainings"),
        ("site/app.py", "from foja.cli import main"),
        ("__init__.py", "from foja import cli"),
        ("model.py", "from foja.catalog import load"),
        ("elsewhere/parts.py", "import json"),
        ("site/app.py", "from foja.elsewhere import parts"),
    ],
)
def test_an_import_against_the_flow_is_found(path: str, source: str) -> None:
    assert len(against_the_flow(Module(path, source))) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (
            "catalog/load.py",
            "import json\nfrom foja import __version__\nfrom foja.errors import FojaError",
        ),
        ("catalog/load.py", "from . import fetch\nfrom .fetch import get\nfrom ..model import Box"),
        ("site/app.py", "from foja.catalog import load\nfrom foja.measures import training"),
        ("__init__.py", "from foja.tables.engine import open"),
        ("__main__.py", "from foja.cli import main"),
        ("cli.py", "from foja import catalog, site"),
        ("errors.py", "from foja.model import Box"),
    ],
)
def test_an_import_with_the_flow_is_left_alone(path: str, source: str) -> None:
    assert against_the_flow(Module(path, source)) == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("layouts/ruled.py", "import pypdfium2 as pdfium"),
        ("documents/image.py", "from pypdfium2.raw import FPDF_GetPageCount"),
        ("layouts/lists.py", "from lxml import html"),
        ("layouts/lists.py", "from html.parser import HTMLParser"),
        ("site/app.py", "import httpx"),
        ("documents/pdf.py", "from urllib import request"),
    ],
)
def test_a_library_away_from_home_is_found(path: str, source: str) -> None:
    assert len(away_from_home(Module(path, source))) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("documents/pdf.py", "import pypdfium2 as pdfium\nimport pypdfium2.raw as raw"),
        ("catalog/fetch.py", "import httpx"),
        ("site/app.py", "from html import escape\nfrom urllib.parse import urlencode"),
    ],
)
def test_a_library_at_home_is_left_alone(path: str, source: str) -> None:
    assert away_from_home(Module(path, source)) == []


def test_a_print_is_found_outside_the_command_line() -> None:
    source = "def say():\n    print('words')\n"
    assert prints(Module("tables/build.py", source)) == ["tables/build.py:2: only cli.py may print"]
    assert prints(Module("cli.py", source)) == []


def test_a_long_module_is_found() -> None:
    assert too_long(Module("site/app.py", "x = 1\n" * LONGEST)) == []
    assert len(too_long(Module("site/app.py", "x = 1\n" * (LONGEST + 1)))) == 1


def test_a_test_that_proves_nothing_is_found() -> None:
    source = """
def same(a, b): assert a == b
def show(a): return a
def test_itself(): assert 1
def test_by_helper(): same(1, 1)
def test_error():
    with pytest.raises(ValueError): int("x")
def test_nothing(): show(1)
"""
    assert proving_nothing(Module("test_x.py", source)) == [
        "test_x.py:8: test_nothing asserts nothing"
    ]


def test_every_room_of_the_flow_is_there() -> None:
    assert [room for room in FLOW if not (PACKAGE / room / "__init__.py").is_file()] == []


@pytest.mark.parametrize("rule", [against_the_flow, away_from_home, prints, too_long])
def test_the_package_keeps_the_rule(rule: Callable[[Module], list[str]]) -> None:
    assert broken(rule, sources(PACKAGE, PACKAGE)) == ""


@pytest.mark.parametrize("folder", ["tests", "benchmarks"])
def test_no_file_outside_the_package_is_too_long(folder: str) -> None:
    assert broken(too_long, sources(ROOT / folder, ROOT)) == ""


def test_every_test_proves_something() -> None:
    assert broken(proving_nothing, sources(ROOT / "tests", ROOT)) == ""
