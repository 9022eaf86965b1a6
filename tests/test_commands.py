"""The commands a newcomer types, and what the tests do on a machine that lacks something."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parent.parent
INSTALLER = ROOT / "tests" / "install_chromium.sh"


def make(
    *arguments: str, folder: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run make in a folder, without the settings of a make that runs these tests."""
    if shutil.which("make") is None:
        pytest.skip("make is not installed")
    hidden = ("MAKE", "MFLAGS", "HOST", "PORT", "PYTHON")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=folder,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_make_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    listed = re.findall(r"^  make (\w+)", make("help").stdout, re.MULTILINE)
    assert sorted([*listed, "chromium", "servers"]) == sorted(phony[1].split())


def test_make_asks_for_a_newer_python_in_one_sentence(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "constraints.txt").touch()
    old = tmp_path / "python3.6"
    old.write_text('#!/bin/sh\ncase "$2" in *exit*) exit 1;; esac; echo "is Python 3.6"\n', "utf-8")
    old.chmod(0o755)
    asked = make("install", f"PYTHON={old}", folder=tmp_path)
    assert asked.returncode != 0
    sentence = asked.stderr.splitlines()[0]
    assert sentence.startswith(f"Foja needs Python 3.11 or newer, and {old} is Python 3.6: install")
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize(
    ("arguments", "environment", "command"),
    [
        ((), {}, ".venv/bin/foja serve"),
        (("HOST=0.0.0.0", "PORT=8080"), {}, ".venv/bin/foja serve --host '0.0.0.0' --port '8080'"),
        ((), {"HOST": "a-name-some-shells-set", "PORT": "1"}, ".venv/bin/foja serve"),
    ],
)
def test_make_alone_serves(
    arguments: tuple[str, ...], environment: dict[str, str], command: str
) -> None:
    planned = make("--dry-run", *arguments, **environment)
    assert planned.stdout.splitlines()[-1].split() == command.split()


def test_the_browser_is_looked_for_under_the_same_names(request: pytest.FixtureRequest) -> None:
    names = re.search(r'^names="(.*)"$', INSTALLER.read_text("utf-8"), re.MULTILINE)
    assert names
    conftest = next(
        plugin
        for plugin in request.config.pluginmanager.get_plugins()
        if getattr(plugin, "__file__", None) == str(ROOT / "tests" / "conftest.py")
    )
    assert tuple(names[1].split()) == conftest.CHROMIUM_NAMES


def install_chromium(folder: Path, programs: dict[str, str], **environment: str) -> tuple[int, str]:
    """Run the installer where only some programs exist; return its exit code and all it wrote."""
    for name, body in programs.items():
        program = folder / name
        program.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
        program.chmod(0o755)
    shell = shutil.which("sh")
    assert shell
    ran = subprocess.run(
        [shell, str(INSTALLER)],
        env={"PATH": str(folder)} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return ran.returncode, ran.stdout


SAY_ARGUMENTS = 'echo "apt-get $*" >> "$LOG"'


def test_a_missing_browser_is_installed_where_that_is_allowed(tmp_path: Path) -> None:
    log = tmp_path / "log"
    packages = "chromium fonts-liberation fonts-dejavu-core"
    programs = {"id": "echo 0", "apt-get": SAY_ARGUMENTS, "dpkg-query": "exit 1"}
    code, written = install_chromium(tmp_path, programs, LOG=str(log))
    assert (code, written) == (0, f"Installing for the browser tests: {packages}\n")
    assert log.read_text("utf-8").splitlines() == [
        "apt-get -qq update",
        f"apt-get -qq install -y --no-install-recommends {packages}",
    ]


def test_a_missing_browser_is_one_sentence_where_it_is_not(tmp_path: Path) -> None:
    log = tmp_path / "log"
    programs = {"id": "echo 1000", "sudo": "exit 1", "apt-get": SAY_ARGUMENTS}
    code, written = install_chromium(tmp_path, programs, LOG=str(log))
    assert code == 1
    assert "sudo apt-get install chromium fonts-liberation fonts-dejavu-core." in written
    assert not log.exists()


def test_a_browser_that_is_there_is_left_alone(tmp_path: Path) -> None:
    programs = {"id": "echo 0", "apt-get": SAY_ARGUMENTS, "dpkg-query": "printf installed"}
    log = tmp_path / "log"
    assert install_chromium(tmp_path, programs | {"chromium": ""}, LOG=str(log)) == (0, "")
    assert not log.exists()


@pytest.mark.browser
def test_the_browser_of_the_machine_opens_a_page(page: Page) -> None:
    page.set_content("<title>Foja</title><h1>A foja 41</h1>")
    assert page.title() == "Foja"
    assert page.get_by_role("heading").inner_text() == "A foja 41"


def run_tests(
    folder: Path, source: str, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run pytest over one synthetic file with this folder's conftest, in a process of its own."""
    (folder / "test_synthetic.py").write_text(source, "utf-8")
    hidden = ("PYTEST", "FOJA_", "COV")
    # Every plugin of this machine would be imported, which takes longer than the tests do.
    alone = {"PYTHONPATH": str(ROOT / "tests"), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    command = [sys.executable, "-m", "pytest", "-p", "conftest", "-p", "no:cacheprovider"]
    return subprocess.run(
        [*command, "-c", os.devnull, "--rootdir", str(folder), "-rs", *arguments, str(folder)],
        cwd=folder,
        env=kept | alone | environment,
        capture_output=True,
        text=True,
        check=False,
    )


SKIPPING = """
import pytest
def test_skips(): pytest.skip("no machine for it")
@pytest.mark.documents
def test_documents(): assert 1
@pytest.mark.xfail
def test_fails_as_expected(): assert 0
def test_passes(): assert 1
"""


def test_skips_are_told_with_what_to_do(tmp_path: Path) -> None:
    ran = run_tests(tmp_path, SKIPPING)
    assert ran.returncode == 0, ran.stdout
    assert "1 passed, 2 skipped, 1 xfailed" in ran.stdout
    assert "run `foja fetch`, then set FOJA_DOCUMENTS" in ran.stdout


def test_skips_fail_where_none_is_allowed(tmp_path: Path) -> None:
    ran = run_tests(tmp_path, SKIPPING, FOJA_NO_SKIPS="1")
    assert ran.returncode == 1
    assert "2 skipped, though FOJA_NO_SKIPS is set" in ran.stdout
    assert "test_synthetic.py::test_skips: Skipped: no machine for it" in ran.stdout
    assert re.search("1 failed, 1 passed, 1 xfailed.* 1 error", ran.stdout)


def test_a_skipped_file_fails_where_none_is_allowed(tmp_path: Path) -> None:
    source = 'import pytest\npytest.importorskip("a_library_nobody_has")\n'
    assert run_tests(tmp_path, source).returncode == pytest.ExitCode.NO_TESTS_COLLECTED
    ran = run_tests(tmp_path, source, FOJA_NO_SKIPS="1")
    assert ran.returncode not in {0, pytest.ExitCode.NO_TESTS_COLLECTED}
    assert "1 skipped, though FOJA_NO_SKIPS is set" in ran.stdout


def test_a_wrong_browser_is_one_sentence(tmp_path: Path) -> None:
    source = "import pytest\n@pytest.mark.browser\ndef test_page(): assert 1\n"
    ran = run_tests(tmp_path, source, FOJA_CHROMIUM="/no/such/browser")
    assert ran.returncode == pytest.ExitCode.USAGE_ERROR
    assert "FOJA_CHROMIUM is set to /no/such/browser, which is not a program" in ran.stderr


def test_the_whole_record_is_built_once_for_all_workers(tmp_path: Path) -> None:
    source = """
import os
import sys
import time
import types
import pytest

def note(name, words):
    with open(name, "a") as file:
        print(words, file=file)

def build(documents, out, reports, jobs):
    note("built", documents)
    time.sleep(0.5)
    out.mkdir()

sys.modules["foja.tables.build"] = types.SimpleNamespace(build=build)

@pytest.mark.parametrize("number", range(8))
def test_record(record_tables, number):
    note("asked", os.environ["PYTEST_XDIST_WORKER"])
    assert record_tables.is_dir()
"""
    ran = run_tests(tmp_path, source, "-p", "xdist.plugin", "-n", "2", FOJA_DOCUMENTS=str(tmp_path))
    assert "8 passed" in ran.stdout, ran.stdout
    assert set((tmp_path / "asked").read_text("utf-8").split()) == {"gw0", "gw1"}
    assert (tmp_path / "built").read_text("utf-8").splitlines() == [str(tmp_path)]
