"""HTML files as rows and texts: numbers, cells, encodings, and what is no page at all."""

from __future__ import annotations

import re
import tempfile
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.documents.html import DEEPEST, LARGEST, Block, HtmlDocument, HtmlText
from foja.errors import DocumentError


def document(tmp_path: Path, content: str | bytes) -> HtmlDocument:
    path = tmp_path / "page.html"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return HtmlDocument(path)


def cells(tmp_path: Path, table: str) -> list[tuple[str, ...]]:
    return [row.cells for row in document(tmp_path, f"<table>{table}</table>").rows]


def texts(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, HtmlText)]


# -- rows -----------------------------------------------------------------------------------------


def test_rows_are_numbered_through_all_tables_and_tables_in_cells(tmp_path: Path) -> None:
    page = """<table><tr><td>one</td><td><table><tr><td>two</td></tr></table>more</td></tr>
    <tr><td>three</table><p>between</p><table><thead><tr><th>four</thead></table>"""
    rows = document(tmp_path, page).rows
    assert [(row.number, row.text) for row in rows] == [
        (1, "one more"),
        (2, "two"),
        (3, "three"),
        (4, "four"),
    ]
    assert rows[1].inside >= {"table", "tr", "td"}


def test_a_row_in_a_script_or_comment_is_no_row(tmp_path: Path) -> None:
    hidden = "<!-- <tr><td>no</td></tr> --><script>'<tr><td>no</td></tr>'</script>"
    table = f"{hidden}<tr><td>yes<script>no()</script><style>no</style><!-- no --></td></tr>"
    assert cells(tmp_path, table) == [("yes",)]


def test_a_table_closed_too_early_goes_on(tmp_path: Path) -> None:
    page = (
        "<table><tr><td>A</td><td>1</td></tr></TABLE >\n\n<TR><TD>B</TD><TD>2</TD></TR><p>end</p>"
    )
    found = document(tmp_path, page)
    assert [(row.number, row.cells) for row in found.rows] == [(1, ("A", "1")), (2, ("B", "2"))]
    assert texts(found.blocks) == ["end"]


def test_tables_that_follow_each_other_stay_two(tmp_path: Path) -> None:
    found = document(tmp_path, "<table><tr><td>A</table> <table><tr><td>B</table>")
    assert found.safe_html().count("<table>") == 2


def test_white_space_and_entities_of_a_cell(tmp_path: Path) -> None:
    table = (
        "<tr><td>&nbsp;AIR&#32;COMD &amp;\n\t STAFF&nbsp;&eacute; &lt;b&gt; </td><td>&nbsp;</td>"
    )
    assert cells(tmp_path, table) == [("AIR COMD & STAFF é <b>", "")]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("one<br>two", "one two"),
        ("<p>one</p><p>two", "one two"),
        ("<ul><li>one<li>two</ul>three", "one two three"),
        ("<b>M</b>exico<i>,</i> D<font size=1>.F.</font>", "Mexico, D.F."),
        ("x<sub>2</sub>", "x2"),
        ("", ""),
    ],
)
def test_what_parts_words_and_what_does_not(tmp_path: Path, cell: str, text: str) -> None:
    assert cells(tmp_path, f"<tr><td>{cell}</td></tr>") == [(text,)]


def test_bold_is_a_row_with_something_bold_to_read(tmp_path: Path) -> None:
    table = "<tr><td><b>A</b><tr><td>B<tr><td><b></b><tr><td>C<td><p><strong>D</strong><tr><th>E"
    found = document(tmp_path, f"<table>{table}</table>").rows
    assert [row.bold for row in found] == [True, False, False, True, True]


# -- texts ----------------------------------------------------------------------------------------


def test_texts_know_what_is_around_them_and_which_row_before(tmp_path: Path) -> None:
    page = """<div id=top>A <a href=x>link</a></div><table><tr><td>row</table>
    <nav><p>here<br>there</p></nav>"""
    blocks = document(tmp_path, page).blocks
    assert [block.text for block in blocks] == ["A", "link", "row", "here", "there"]
    assert "#top" in blocks[0].inside
    assert "a" not in blocks[0].inside
    assert {"a", "#top"} <= blocks[1].inside
    assert "nav" in blocks[3].inside
    last = blocks[-1]
    assert isinstance(last, HtmlText)
    assert last.after == 1


def test_a_text_over_inline_elements_is_one(tmp_path: Path) -> None:
    blocks = document(tmp_path, "<body><p>one two</p> three<div>four</div>").blocks
    assert texts(blocks) == ["one two", "three", "four"]


def test_the_title_is_not_in_the_body(tmp_path: Path) -> None:
    found = document(tmp_path, "<title>Report\n FY 1999 and 2000</title><p>text")
    assert found.title == "Report FY 1999 and 2000"
    assert texts(found.blocks) == ["text"]


# -- encodings ------------------------------------------------------------------------------------

UNIT = "Región Naval “Zárate”"


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="utf-8">', "utf-8"),
        ('<META http-equiv="Content-Type" content="text/html; charset=utf-8">', "utf-8"),
        ("", "utf-8"),
        ("<meta charset=windows-1252>", "windows-1252"),
        ("<meta charset='iso-8859-1'>", "windows-1252"),
        ("<meta charset=us-ascii>", "windows-1252"),
        ("", "windows-1252"),
        ("<meta charset=nonsense>", "windows-1252"),
        ("<meta charset=utf-16>", "utf-8"),
        ("<meta charset=rot13>", "utf-8"),
        ("<meta charset=macroman>", "mac-roman"),
    ],
)
def test_the_encoding_is_declared_or_found(tmp_path: Path, head: str, encoding: str) -> None:
    content = f"<html><head>{head}</head><table><tr><td>{UNIT}".encode(encoding)
    found = document(tmp_path, content)
    assert found.encoding == encoding
    assert found.rows[0].cells == (UNIT,)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_says_more_than_the_page(tmp_path: Path, encoding: str) -> None:
    content = f"<meta charset=windows-1252><table><tr><td>{UNIT}".encode(encoding)
    assert document(tmp_path, content).rows[0].cells == (UNIT,)


def test_no_byte_is_lost_where_the_encoding_does_not_know_it(tmp_path: Path) -> None:
    content = b"<meta charset=utf-8><table><tr><td>Zar\xe1te \xc3\xb1 \x93x\x94 \x81"
    assert document(tmp_path, content).rows[0].cells == ("Zaráte ñ “x” \x81",)


# -- what is no page ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b" \r\n\t ", "is empty"),
        (b"%PDF-1.4\n%\xe2\xe3\n<html>", "is not a web page but a PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR<html>", "is not a web page"),
        (b"plain words, 1 < 2", "is not a web page"),
        (b'<?xml version="1.0"?><report><row/></report>', "is not a web page"),
        ("<html>".encode("utf-16") + b"x", "breaks off inside a character"),
        (b"<html>" + b"<div>" * (DEEPEST + 1), "elements inside each other"),
        (b"<html>" + b"<table><tr><td>" * (DEEPEST + 1), "elements inside each other"),
        (b"<html>" + b" " * LARGEST, "is larger than any page"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_page_is_refused_in_one_sentence(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    with pytest.raises(DocumentError, match=reason) as refused:
        document(tmp_path, content)
    assert "page.html" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there_or_not_a_file(tmp_path: Path) -> None:
    for path in (tmp_path / "none.html", tmp_path):
        with pytest.raises(DocumentError, match="cannot be read"):
            HtmlDocument(path)


def test_many_elements_that_close_each_other_are_no_depth(tmp_path: Path) -> None:
    page = "<table>" + "<tr><td><p>x" * 5000 + "</table>" + "<div></div>" * 5000
    assert len(document(tmp_path, page).rows) == 5000


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_bytes(b"<html>" + content)
        try:
            blocks = HtmlDocument(path).blocks
        except DocumentError:
            blocks = ()
    assert all(block.text == " ".join(block.text.split()) for block in blocks)


# -- round trip -----------------------------------------------------------------------------------

printed = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn"), exclude_characters="\ufeff"),
    max_size=12,
)
grids = st.lists(st.lists(printed, min_size=1, max_size=4), max_size=6)


@given(grids)
def test_a_table_written_from_cells_reads_back(grid: list[list[str]]) -> None:
    body = "".join(f"<TR>{''.join(f'<TD>{escape(c)}' for c in row)}" for row in grid)
    with tempfile.TemporaryDirectory() as folder:
        found = document(Path(folder), f"<html><table>{body}</table>")
        again = document(Path(folder), f"<html>{found.safe_html(marked=2)}")
    expected = [tuple(" ".join(cell.split()) for cell in row) for row in grid]
    assert [row.cells for row in found.rows] == expected
    assert [row.cells for row in again.rows] == expected


# -- shown safely ---------------------------------------------------------------------------------

HOSTILE = """<html><head><base href="//evil.example/"><script>a()</script></head>
<body onload="b()" background="http://evil.example/x.gif"><link rel=stylesheet href="/s.css">
<table background=x onclick="c()"><tr id="row-2" style="background:url(x)"><td colspan="2" rowspan=x
onmouseover="d()">one <img src="http://evil.example/y.png" onerror="e()"><b class=z>two</b>
<a href="javascript:f()">three</a></td></tr>
<tr><td>&lt;script&gt;four&lt;/script&gt; &amp; "five"</td></tr>
</table><iframe src="http://evil.example"></iframe><svg><a xlink:href="x">no</a></svg>
<form action="http://evil.example"><input value=six><button>seven</button></form><style>p{}</style>
<object data=x>no</object><noscript><img src=x>no</noscript><textarea>no</textarea>
<math>no</math>"""


def test_what_is_shown_runs_nothing_and_loads_nothing(tmp_path: Path) -> None:
    shown = document(tmp_path, HOSTILE).safe_html(marked=2)
    assert set(re.findall(r"<(\w+)", shown)) == {"table", "tbody", "tr", "td", "b"}
    assert set(re.findall(r"<\w+ ([^>]*)>", shown)) == {
        'id="row-1"',
        'colspan="2"',
        'id="row-2" class="marked"',
    }
    words = " ".join(re.sub(r"<[^>]*>", " ", shown).split())
    assert words == "one two three &lt;script&gt;four&lt;/script&gt; &amp; &quot;five&quot; seven"


def test_the_marked_row_is_the_row_of_that_number(tmp_path: Path) -> None:
    page = "<table><tr><td>A<table><tr><td>B</table><tr><td>C</table></TABLE><tr><td>D"
    found = document(tmp_path, page)
    assert [row.text for row in found.rows] == ["A", "B", "C", "D"]
    for row in found.rows:
        mark = f'<tr id="row-{row.number}" class="marked"><td>{row.text}<'
        assert mark in found.safe_html(row.number)
    assert "marked" not in found.safe_html()
