"""The guides: built without a warning and without the outside, and the same text on the site."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import pytest
from markdown_it import MarkdownIt
from tests.site.reader import Reader

import foja
from foja.site.app import create_app
from foja.site.docs_list import GROUPS, NOT_ON_SITE, docs_address, guide
from foja.site.docs_text import text_of
from foja.site.language import LANGUAGES
from foja.tables.folder import SNAPSHOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from playwright.sync_api import Browser

    from foja.tables.engine import Tables

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
START = "index"
NAMES = [name for names in GROUPS.values() for name in names]
SHAPES = ("li", "table", "tr", "pre", "h2", "h3", "ul", "ol", "em", "strong")
"""Elements by which a text read otherwise by one of the two parsers is found out."""
FOLDERS = {"en": DOCS, "es": DOCS / "es"}
NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
SPANISH_ALONE = {"reporter": {"1004": 1}}
"""Figures of English names that a Spanish guide explains: Section 1004."""
each_language = pytest.mark.parametrize("code", LANGUAGES)


class Loads(HTMLParser):
    """What a page asks for when it is opened."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "link" or "src" in given:
            self.found.append(given.get("src") or given.get("href") or "")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The printed edition of the guides, built as `make docs` builds it."""
    folder = tmp_path_factory.mktemp("docs") / "built"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def whole() -> Iterator[Reader]:
    """A reader of the site over the tables in the package."""
    with Reader(create_app()) as reader:
        yield reader


@pytest.fixture(scope="module")
def writer() -> ModuleType:
    """The script that writes what comes from the tables."""
    spec = importlib.util.spec_from_file_location("docs_write", DOCS / "write.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_page_is_built(built: Path) -> None:
    pages = {path.relative_to(DOCS).with_suffix(".html") for path in DOCS.rglob("*.md")}
    assert len(pages) > len(NAMES)
    assert pages == {path.relative_to(built) for path in built.rglob("*.html")}


def test_every_page_can_be_reached_from_the_first(built: Path) -> None:
    first = (built / "index.html").read_text("utf-8")
    listed = set(re.findall(r'<li><a href="([^"]+)"', first))
    assert listed == {str(path.relative_to(built)) for path in built.rglob("*.html")} - {
        "index.html"
    }


def test_nothing_is_loaded_from_outside(built: Path) -> None:
    for page in built.rglob("*.html"):
        found = Loads(page.read_text("utf-8")).found
        assert found
        for address in found:
            assert not urlsplit(address).netloc, f"{page.name} loads {address}"
            assert (page.parent / address).is_file(), f"{page.name} loads {address}"
    for path in (*built.rglob("*.css"), built / "search.js"):
        assert not re.search(r"url\(|@import|https?:|fetch\(|import\b", path.read_text("utf-8"))


@pytest.mark.browser
def test_the_guides_are_searched_from_a_folder_without_network(
    browser: Browser, built: Path
) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto((built / "es" / "user.html").as_uri())
    page.fill("#find", "FUERZAS espéciales")
    found = page.locator("#found a")
    texts = found.all_inner_texts()
    assert "Guía de uso: Elegir" in texts
    found.nth(texts.index("Guía de uso: Elegir")).click()
    assert page.url.endswith("es/user.html#elegir")
    page.fill("#find", "zebra submarine")
    assert page.inner_text("#found") == "No section has all these words."
    assert not wrong
    context.close()


def test_every_page_is_on_the_site_or_left_out_by_name() -> None:
    pages = {path.stem for path in DOCS.glob("*.md")}
    assert pages == {START, *NAMES, *NOT_ON_SITE}, "see GROUPS in foja.site.docs_list"
    assert {path.stem for path in (DOCS / "es").glob("*.md")} == set(NAMES)


def test_the_package_holds_every_guide_itself() -> None:
    held = ROOT / "src" / "foja" / "data" / "docs"
    pages = {Path(f"{name}.md") for name in NAMES}
    pages |= {path.relative_to(DOCS) for path in (DOCS / "es").glob("*.md")}
    assert {path.relative_to(held) for path in held.rglob("*.md")} == pages, "run `make docs`"
    for page in pages:
        assert (held / page).read_bytes() == (DOCS / page).read_bytes(), "run `make docs`"


@pytest.fixture(scope="module")
def tables() -> Iterator[Tables]:
    """The tables in the package."""
    with foja.open(SNAPSHOT) as opened:
        yield opened


@each_language
def test_what_is_written_from_the_tables_is_todays(
    writer: ModuleType, tables: Tables, code: str
) -> None:
    language, folder = LANGUAGES[code], FOLDERS[code]
    parts = writer.parts(tables, language)
    assert parts["reporter", "questions"].count("\n### ") == 5
    for (name, part), words in parts.items():
        text = (folder / f"{name}.md").read_text("utf-8")
        assert writer.with_part(text, part, words) == text, f"{name}: run `make docs`"
    held = (folder / "data-dictionary.md").read_text("utf-8")
    assert held == writer.dictionary(language), "run `make docs`"


def test_no_part_of_the_spanish_guides_is_written_in_english(
    writer: ModuleType, tables: Tables
) -> None:
    english, spanish = (writer.parts(tables, language) for language in LANGUAGES.values())
    english["data-dictionary", ""], spanish["data-dictionary", ""] = (
        writer.dictionary(language) for language in LANGUAGES.values()
    )
    assert english.keys() == spanish.keys()
    for part, words in english.items():
        # Rows of numbers are alike in both; a cell of words that is not code has to differ.
        lines = {line for line in words.splitlines() if re.search(r"[a-z]{3,} [a-z]{2,} ", line)}
        assert lines, part
        assert not lines & set(spanish[part].splitlines()), part


@dataclass(frozen=True, slots=True)
class Parts:
    """What a guide in two languages has alike: its headings, its code, its figures."""

    headings: list[str]
    blocks: list[str]
    figures: Counter[str]
    names: set[str]


def parts_of(path: Path) -> Parts:
    """Read a guide's parts; comments in code are words, and addresses are of either language."""
    text = path.read_text("utf-8")
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    blocks = [token for token in tokens if token.type in {"fence", "code_block"}]
    words = [child for token in tokens for child in token.children or []]
    return Parts(
        [token.tag for token in tokens if token.type == "heading_open"],
        [f"{block.info}\n{re.sub(' *# .*', '', block.content)}" for block in blocks],
        Counter(number for word in words for number in NUMBER.findall(word.content)),
        {word.content.replace("/en/", "/es/") for word in words if word.type == "code_inline"},
    )


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_of_a_guide_say_the_same(name: str) -> None:
    english, spanish = (parts_of(folder / f"{name}.md") for folder in FOLDERS.values())
    assert spanish.headings == english.headings
    assert spanish.blocks == english.blocks
    assert spanish.figures - english.figures == Counter(SPANISH_ALONE.get(name, {}))
    assert english.figures - spanish.figures == Counter()
    if name != "data-dictionary":  # It is written from one schema; its “group.type” is a pattern.
        assert english.names <= spanish.names


@pytest.mark.parametrize("name", NAMES)
def test_a_spanish_guide_leads_to_spanish_guides(name: str) -> None:
    text = (DOCS / "es" / f"{name}.md").read_text("utf-8")
    for link in re.findall(r"\]\(([^)#]+\.md)", text):
        there = (DOCS / "es" / link).resolve()
        assert there.is_file(), link
        assert there.parent.name == "es" or there.stem not in NAMES, link


def test_a_guide_without_its_marks_is_refused(writer: ModuleType) -> None:
    with pytest.raises(ValueError, match="marks of the part “record”"):
        writer.with_part("# A guide\n", "record", "rows")


@each_language
def test_the_footer_leads_to_every_guide(whole: Reader, code: str) -> None:
    language = LANGUAGES[code]
    front = whole.page(f"/{code}/about")
    assert docs_address(language) in front.links
    links = whole.page(docs_address(language)).links
    for name in NAMES:
        assert docs_address(language, name) in links
        page = whole.page(docs_address(language, name))
        assert guide(name, language).title in page.text
        assert not [value for _tag, name, value in page.attributes if name == "style"]
        assert "<!--" not in page.source.partition("<article")[2]


@each_language
def test_every_anchor_between_guides_is_there(whole: Reader, code: str) -> None:
    # That every link of the site leads to a page is tested where all of them are followed.
    language = LANGUAGES[code]
    addresses = [docs_address(language, name) for name in NAMES]
    pages = {address: whole.page(address) for address in addresses}
    followed = 0
    for address, page in pages.items():
        for link in page.links:
            there = urlsplit(urljoin(address, link))
            if there.fragment and there.path in pages:
                assert there.fragment in pages[there.path].ids, f"{address}: {link}"
                followed += 1
    assert followed > len(NAMES)


@each_language
@pytest.mark.parametrize("name", NAMES)
def test_both_editions_read_the_text_alike(built: Path, name: str, code: str) -> None:
    language = LANGUAGES[code]
    page = built / FOLDERS[code].relative_to(DOCS) / f"{name}.html"
    printed = page.read_text("utf-8").partition("<main")[2]
    site = str(text_of(name, language).body)
    for part in ("questions", "record"):
        printed = re.sub(rf"<!-- {part}\b.*?<!-- /{part} -->", "", printed, flags=re.DOTALL)
    shapes = [
        {shape: len(re.findall(rf"<{shape}[ >]", text)) for shape in SHAPES}
        for text in (printed, site)
    ]
    assert shapes[0] == shapes[1]
    assert re.findall(r'<h[23] id="([^"]+)"', printed) == re.findall(r'<h[23] id="([^"]+)"', site)


def test_the_site_answers_the_five_questions_from_its_own_tables() -> None:
    text = (DOCS / "reporter.md").read_text("utf-8")
    figure = re.search(r"\$\d[\d,]{6,}", text)
    assert figure
    body = str(text_of("reporter", LANGUAGES["en"]).body)
    assert figure[0] not in body
    assert 'href="/en/guide"' in body


@each_language
def test_a_guide_keeps_the_marks_that_it_tells_of(code: str) -> None:
    body = str(text_of("maintainer", LANGUAGES[code]).body)
    assert "<code>&lt;!-- record: … --&gt;</code>" in body


def test_a_guide_that_is_none_is_refused_in_the_readers_language(whole: Reader) -> None:
    page = whole.page("/es/docs/nothing", status=404)
    assert "No hay ninguna guía «nothing»." in page.text
    assert "/es/docs" in page.links
    assert whole.get("/en/docs/decisions").status_code == 404
    assert whole.get("/en/docs/user?x=1").status_code == 400
