"""Citations: three styles and BibTeX, each with page, row, address and version."""

from __future__ import annotations

from dataclasses import replace

from foja.site.citation import Source, bibtex, citations
from foja.site.language import LANGUAGES

TITLE = "Foreign Military Training and DoD Engagement Activities of Interest, 2020\N{EN DASH}2021"
SOURCE = Source(
    title=TITLE,
    report="2020-2021",
    region="Western Hemisphere",
    publisher="U.S. Department of State and U.S. Department of Defense",
    published="2022-03",
    url="https://www.state.gov/15-Western_Hemisphere.pdf",
    page=41,
    printed_page="41",
    row=7,
    identifier="2020-2021.wh.41.07",
    fiscal_year=2020,
    version="abc123",
)


def test_chicago() -> None:
    chicago = citations(SOURCE, LANGUAGES["es"])[0]
    assert chicago.text == (
        f"U.S. Department of State and U.S. Department of Defense. {TITLE}. March 2022. "
        "Section IV, Western Hemisphere, p. 41, row 7. "
        "https://www.state.gov/15-Western_Hemisphere.pdf. Read through Foja, record "
        "2020-2021.wh.41.07, data version abc123."
    )


def test_apa() -> None:
    apa = citations(SOURCE, LANGUAGES["en"])[1]
    assert apa.text.startswith(
        "U.S. Department of State & U.S. Department of Defense. (2022, March). "
    )
    assert "(Section IV, Western Hemisphere, p. 41, row 7)" in apa.text
    undated = citations(replace(SOURCE, published=None), LANGUAGES["en"])[1]
    assert ". (n.d.). " in undated.text


def test_the_press_sentence_is_in_the_readers_language() -> None:
    english, spanish = (citations(SOURCE, LANGUAGES[code])[2].text for code in ("en", "es"))
    assert english.startswith("According to the annual report of the U.S. State and Defense")
    assert spanish.startswith("Según el informe anual")
    assert "ejercicio fiscal 2020, Western Hemisphere, p. 41, renglón 7" in spanish


def test_a_page_without_a_number_is_named_by_its_place() -> None:
    source = replace(SOURCE, printed_page=None, page=12)
    assert "page 12 of the file, row 7" in citations(source, LANGUAGES["en"])[0].text
    assert "pages       = {12 of the file}" in bibtex(source)


def test_bibtex() -> None:
    text = bibtex(SOURCE)
    assert text.startswith("@techreport{foja-2020-2021-wh-41-07,\n")
    assert "title       = {{Foreign Military Training" in text
    assert "2020--2021}}" in text
    assert "  year        = {2022}" in text
    assert "https://www.state.gov/15-Western_Hemisphere.pdf" in text
    assert text.count("{") == text.count("}")
    assert "year" not in bibtex(replace(SOURCE, published=None))


def test_bibtex_escapes_what_would_be_markup() -> None:
    assert r"Office \#2 \& 3\% of A\_B" in bibtex(replace(SOURCE, region="Office #2 & 3% of A_B"))
