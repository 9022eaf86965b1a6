"""A report written from any rows is read back exactly."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfbase.pdfmetrics import stringWidth
from tests.support.report_pdf import FREE, STYLES, Country, Program, lines_of, write_report
from tests.support.ruled_readings import KEY, assert_reconciled, assert_same

from foja.layouts import read_document

NEVER_ALONE = ("quantity", "cost", "start_date", "end_date")  # a row prints one of these at least

# -- what the pages may hold --------------------------------------------------------------------

SIGNS = (
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    "áéíóúüñçãàèâêôöß\u00c1\u00c9\u00cd\u00d3\u00da\u00d1\u00c7"
    "&/\\'\"().,;:#%+*@!?$=_[]<>°ºª¿¡\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2022"
)
words = st.one_of(
    st.text(SIGNS, min_size=1, max_size=12),
    st.text(SIGNS, min_size=1, max_size=12),
    st.lists(st.text(SIGNS, min_size=1, max_size=7), min_size=2, max_size=4).map("-".join),
    st.sampled_from(
        [
            "-",
            "/",
            "&",
            "N/A",
            "GC-",
            "(IOSCO)-RESIDENT",
            "TP--W",
            "(CTLP)",
            "U.S.",
            "Córdoba",
            "D\u2019Ivoire",
        ]
    ),
    st.text(SIGNS, min_size=40, max_size=90),
)


@st.composite
def texts(draw: st.DrawFn, most: int = 9) -> str:
    """Words parted by one space or several."""
    chosen = draw(st.lists(words, max_size=most))
    spaces = draw(
        st.lists(st.sampled_from([" ", " ", "  ", "      "]), min_size=most, max_size=most)
    )
    return "".join(word + space for word, space in zip(chosen, spaces, strict=False)).strip()


counts = st.one_of(
    st.just(""),
    st.integers(0, 9_999).map(str),
    st.integers(0, 999_999).map("{:,}".format),
    st.just("1234567"),
)
amounts = st.one_of(
    st.sampled_from(["", "$", "$0", "0", "-"]),
    st.integers(0, 99_999).map(str),
    st.integers(0, 999_999_999).map("${:,}".format),
    st.decimals(0, 999_999, places=2).map("${:,}".format),
)
dates = st.one_of(st.just(""), st.dates().map(lambda day: f"{day.month}/{day.day}/{day.year}"))
units = st.one_of(
    st.sampled_from(["", "-", "N/A - N/A", "GCMC - 0", "Naval War College, Newport RI - N/A"]),
    texts(),
)
rows = st.fixed_dictionaries(
    {
        "course_title": texts(),
        "quantity": counts,
        "location": texts(5),
        "student_unit": texts(),
        "us_unit": units,
        "cost": amounts,
        "start_date": dates,
        "end_date": dates,
    }
)
misprints = st.one_of(st.none(), st.none(), st.none(), st.just(("7", "$123,456,789,123")))
# A few rows again and again fill pages more cheaply than many different ones.
tables = st.tuples(st.lists(rows, min_size=1, max_size=6), st.integers(1, 12)).map(
    lambda parts: tuple(parts[0]) * parts[1]
)
programs = st.builds(
    Program,
    st.sampled_from(["CTFP", "IMET-1", "Section 1004", "Misc DOD/DOS Non-SA", "DOHS/USCG"]),
    tables,
    st.sampled_from(["Department of Defense", "Department of State", "DoD", "DoS"]),
    misprints,
)
names = st.sampled_from(
    ["Mexico", "Côte d'Ivoire", "St. Kitts & Nevis", "Congo, Dem. Rep. of", "Guinea - Bissau"]
)
active = st.builds(Country, names, st.lists(programs, min_size=1, max_size=3).map(tuple), misprints)
# A document is known by its tables, so one country at least has one.
reports = st.tuples(active, st.lists(st.one_of(active, st.builds(Country, names)), max_size=3)).map(
    lambda parts: [parts[0], *parts[1]]
)


def readable(countries, style):
    """Change what no reader could tell from the print, and leave the rest."""
    return [
        Country(
            country.name,
            tuple(
                Program(program.name, _distinct(program.rows, style), program.agency, program.total)
                for program in country.programs
            ),
            country.total,
        )
        for country in countries
    ]


def _distinct(rows, style):
    """Give a title to a row that would look like one more line of the row before."""
    changed = []
    last = None
    for row in rows:
        cells = {role: _sure(row[role], role, style) for role in style.roles}
        if not any(cells[role] for role in NEVER_ALONE):
            cells["quantity"] = "1"
        printed = [role for role in style.roles if cells[role]]
        if printed[0] == last:
            cells["course_title"] = "Course"
        changed.append(cells)
        last = printed[-1]
    return tuple(changed)


def _sure(text, role, style):
    """Return the text unless its lines could as well be those of another text.

    A table breaks a word after a hyphen, and where it fills a line to the last letter. A line that
    ends so by chance, at a space, cannot be told from one that was broken inside a word.
    """
    width = next(wide for name, _, wide in style.columns if name == role) - 2 * FREE
    rest = text.strip()
    for line in lines_of(text, style.font, style.size, width)[:-1]:
        rest = rest.removeprefix(line)
        words_on_line = line.split()
        full = stringWidth(line, style.font, style.size) > width - 1.2 * style.size
        if len(line) == 1:
            # PDFium takes a letter alone on its line for the first of the line below.
            return text.replace(line, "", 1).strip()[:3]
        hyphen = line.endswith("-") and len(words_on_line[-1]) > 1
        if rest[0].isspace() and (hyphen or (full and len(words_on_line) == 1)):
            return words_on_line[0][:3]
        rest = rest.lstrip()
    return text


# -- read back exactly --------------------------------------------------------------------------


@st.composite
def styles(draw):
    """The styles of the real reports, and the same set larger, narrower or turned."""
    style = draw(st.sampled_from(STYLES))
    scale = draw(st.sampled_from([1.0, 1.0, 0.93]))
    return replace(
        style,
        columns=tuple((role, heading, width * scale) for role, heading, width in style.columns),
        size=style.size * draw(st.sampled_from([1.0, 0.9])),
        rotation=draw(st.sampled_from([style.rotation, style.rotation, 0, 90, 180, 270])),
        first_page=draw(st.sampled_from([style.first_page, 1, 399])),
    )


@settings(
    derandomize=True,
    max_examples=45,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(styles(), reports)
def test_a_report_of_any_rows_is_read_back_exactly(style, countries):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.pdf"
        written = write_report(path, readable(countries, style), style)
        reading = read_document(path, KEY)
    assert len(reading.pages) == written.pages
    assert_same(written, reading)
    assert_reconciled(written, reading)
