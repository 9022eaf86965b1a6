"""Findings in sentences: what is said in either language, and what the files make of it."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pytest

from foja.measures.figures import Figures
from foja.measures.takeaway_facts import Chosen, Entry, Figure, Finding, Subject, Takeaways
from foja.site.language import LANGUAGES
from foja.site.reading import Reading
from foja.site.takeaway_brief import make_brief, write_brief
from foja.site.takeaway_charts import bar_charts
from foja.site.takeaway_files import as_html_part, as_json, as_markdown
from foja.site.takeaway_marks import percent_text, times_text
from foja.site.takeaway_nouns import Names
from foja.site.takeaway_page import as_html
from foja.site.takeaway_pdf import as_pdf, drawable
from foja.site.takeaway_places import (
    contracted,
    country_in_sentence,
    place_in_sentence,
    town_in_sentence,
)
from foja.site.takeaway_words import sentence
from foja.tables.engine import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from foja.measures.takeaway_facts import MeasureName
    from foja.site.takeaway_brief import Brief

EN, ES = LANGUAGES["en"], LANGUAGES["es"]
THIS = Chosen("NLD", (2020,))
BEFORE = Chosen("NLD", (2016, 2017, 2018, 2019))


@pytest.fixture(scope="module")
def tables(tables_folder: Path) -> Iterator[Tables]:
    with Tables(tables_folder) as opened:
        yield opened


def names(tables: Tables, code: str) -> Names:
    kinds = {"idiomas": "Idiomas", "vuelo": "Vuelo"}
    return Names(
        LANGUAGES[code],
        {"NLD": "Netherlands" if code == "en" else "Países Bajos"},
        {"IMET": "IMET"},
        {},
        kinds,
        {"US.dc": "Washington, D.C.", "US.school": "Army School"},
        frozenset({"US.dc"}),
        tables,
    )


def students(value: int) -> Figure:
    return Figure(value, "students", "sum", "students", THIS)


def finding(
    kind: str,
    form: str,
    figures: dict[str, Figure],
    subject: Subject = Subject(),  # noqa: B008 - it is frozen
    measure: MeasureName = "students",
    entries: tuple[Entry, ...] = (),
    title: str = "",
) -> Finding:
    return Finding(
        "x", kind, form, subject, measure, THIS, figures, Decimal(1), entries, title=title
    )


def said(tables: Tables, one: Finding) -> tuple[str, str]:
    return tuple(  # type: ignore[return-value]
        sentence(one, LANGUAGES[code], names(tables, code)).text for code in ("en", "es")
    )


def test_the_head_names_the_country_as_each_language_does(tables: Tables) -> None:
    figures = {
        "trainings": Figure(1, "trainings", "sum", "trainings", THIS),
        "students": students(1),
        "cost": Figure(Decimal(2809), "usd", "sum", "cost_usd", THIS),
    }
    assert said(tables, finding("head", "all", figures)) == (
        (
            "In fiscal year 2020 the report lists 1 student from the Netherlands in 1 training, "
            "at a cost of $2,809."
        ),
        (
            "En el ejercicio fiscal 2020 el informe registra 1 alumno de Países Bajos en "
            "1 adiestramiento, con un costo de 2,809 dólares."
        ),
    )


def test_a_report_that_lists_nothing(tables: Tables) -> None:
    assert said(tables, finding("head", "nothing", {})) == (
        "The report on fiscal year 2020 lists no training for the Netherlands.",
        (
            "El informe sobre el ejercicio fiscal 2020 no registra ningún adiestramiento para "
            "Países Bajos."
        ),
    )


def test_a_change_and_since_when(tables: Tables) -> None:
    figures = {
        "now": students(5),
        "before": students(25),
        "compared": Figure(Decimal(-80), "percent", "change", "students", THIS, BEFORE),
        "since": Figure(2006, "year", "lowest_since", "students", THIS, BEFORE),
        "then": students(0),
    }
    flight = finding("change", "less lowest_since", figures, Subject("group", "vuelo"))
    assert said(tables, flight) == (
        (
            "“Vuelo” training had 5 students, 80% fewer than in fiscal year 2019 (25 students), "
            "and the fewest since fiscal year 2006 (no students)."
        ),
        (
            "El adiestramiento de la categoría «Vuelo» tuvo 5 alumnos, 80% menos que en el "
            "ejercicio fiscal 2019 (25 alumnos); fue la cifra más baja desde el ejercicio fiscal "
            "2006 (ningún alumno)."
        ),
    )
    assert said(tables, finding("change", "less -", figures)) == (
        "The number of students fell by 80% from fiscal year 2019 (25 students).",
        "El número de alumnos bajó 80% respecto del ejercicio fiscal 2019 (25 alumnos).",
    )


def test_spanish_says_e_before_the_sound_of_i(tables: Tables) -> None:
    entries = tuple(
        Entry(
            Subject("group", group),
            {
                "value": students(value),
                "share": Figure(Decimal(value), "percent", "share", "students", THIS, THIS),
            },
        )
        for group, value in (("vuelo", 60), ("idiomas", 40))
    )
    mix = finding("mix", "several", {}, Subject("group"), entries=entries)
    assert said(tables, mix)[1] == (
        "Las categorías de adiestramiento con más alumnos fueron «Vuelo» (60 alumnos, 60%) e "
        "«Idiomas» (40 alumnos, 40%)."
    )
    parts = sentence(mix, ES, names(tables, "es")).figures
    assert [part.figure for part in parts] == ["0.value", "0.share", "1.value", "1.share"]


def test_a_place_that_ends_with_a_point_ends_the_sentence(tables: Tables) -> None:
    figures = {"cost_usd": Figure(Decimal(10), "usd", "sum", "cost_usd", THIS)}
    town = finding(
        "largest", "cost_usd place", figures, Subject("place", "US.dc"), "cost_usd", title="X"
    )
    assert said(tables, town)[0] == "The costliest training was “X” ($10), in Washington, D.C."
    school = finding(
        "largest", "cost_usd place", figures, Subject("place", "US.school"), "cost_usd", title="X"
    )
    assert said(tables, school)[0] == ("The costliest training was “X” ($10), at the Army School.")


@pytest.mark.parametrize(
    ("code", "name", "written"),
    [
        ("en", "Fort Lee", "Fort Lee"),
        ("en", "Naval War College", "the Naval War College"),
        ("en", "Bahrain (Naval War College course)", "Bahrain (Naval War College course)"),
        ("es", "Fuerte Lee", "el Fuerte Lee"),
        ("es", "Escuela Superior de Guerra Naval", "la Escuela Superior de Guerra Naval"),
        ("es", "Tolemaida", "Tolemaida"),
    ],
)
def test_schools_and_bases_have_their_articles(code: str, name: str, written: str) -> None:
    assert place_in_sentence(name, LANGUAGES[code]) == written


def test_countries_have_their_articles() -> None:
    assert country_in_sentence("CYM", "Cayman Islands", EN) == "the Cayman Islands"
    assert country_in_sentence("CYM", "Islas Caimán", ES) == "las Islas Caimán"
    assert country_in_sentence("SLV", "El Salvador", ES) == "El Salvador"
    assert town_in_sentence("Ciudad de México", ES) == "la Ciudad de México"
    assert town_in_sentence("Mexico City", EN) == "Mexico City"


def test_spanish_contracts_what_is_no_name() -> None:
    assert contracted("de el Reino Unido, a el Fuerte Lee, de El Salvador") == (
        "del Reino Unido, al Fuerte Lee, de El Salvador"
    )


def test_where_training_was_given_and_of_whom_it_is_not_known(tables: Tables) -> None:
    entries = tuple(
        Entry(
            Subject("delivery", value),
            {
                "value": students(number),
                "share": Figure(Decimal(number), "percent", "share", "students", THIS, THIS),
            },
        )
        for value, number in (("in_country", 60), ("online", 25), ("unknown", 15))
    )
    mix = finding("mix", "several", {}, Subject("delivery"), entries=entries)
    assert said(tables, mix) == (
        (
            "Training was given to 60 students (60%) in the Netherlands and to 25 students (25%) "
            "online; where 15 students (15%) were trained is not given."
        ),
        (
            "Se adiestró a 60 alumnos (60%) en Países Bajos y a 25 alumnos (25%) en línea; no se "
            "indica dónde se adiestró a 15 alumnos (15%)."
        ),
    )


def test_several_forces_are_no_recipient_by_that_name(tables: Tables) -> None:
    entry = Entry(
        Subject("force", "NLD.SEVERAL"),
        {
            "value": students(84),
            "share": Figure(Decimal(84), "percent", "share", "students", THIS, THIS),
        },
    )
    mix = finding("mix", "several", {}, Subject("force"), entries=(entry,))
    assert said(tables, mix) == (
        "Rows of several forces together hold 84 students (84%).",
        "En renglones de varias fuerzas a la vez hay 84 alumnos (84%).",
    )


@pytest.mark.parametrize(
    ("form", "english", "spanish"),
    [
        ("only", "The training was", "El adiestramiento fue"),
        ("both", "Both trainings were", "Ambos adiestramientos fueron"),
    ],
)
def test_a_single_training_is_told_by_itself(
    tables: Tables, form: str, english: str, spanish: str
) -> None:
    entries = (Entry(Subject("program", "IMET"), {}),)
    one = finding("each", form, {}, Subject("place", "US.dc"), entries=entries, title="X")
    assert said(tables, one) == (
        f"{english} “X”, under “IMET”, in Washington, D.C.",
        f"{spanish} «X», con cargo a «IMET», en Washington, D.C.",
    )


def test_two_trainings_are_told_apart(tables: Tables) -> None:
    figures = {"students": students(1)}
    one, other = (finding("each", form, figures, title="X") for form in ("one", "other"))
    assert said(tables, one)[0] == "One of the two trainings was “X” (1 student)."
    assert said(tables, other)[1] == "El otro fue «X» (1 alumno)."


@pytest.mark.parametrize(
    ("percent", "text"),
    [("37.4", "37%"), ("-80", "80%"), ("99.96", "99.9%"), ("100", "100%"), ("0.5", "0%")],
)
def test_what_is_nearly_all_is_not_all(percent: str, text: str) -> None:
    assert percent_text(Decimal(percent), EN) == text


@pytest.mark.parametrize(
    ("ratio", "text"), [("2.04", "2"), ("2.36", "2.4"), ("9.97", "10"), ("1234.5", "1,234")]
)
def test_a_multiple_has_one_decimal_below_ten(ratio: str, text: str) -> None:
    assert times_text(Decimal(ratio), EN) == text


@pytest.fixture(scope="module", params=["en", "es"])
def brief(request: pytest.FixtureRequest, tables: Tables) -> Brief:
    return make_brief(Reading(tables), "MEX", 2020, LANGUAGES[request.param])


def test_markdown_holds_every_sentence_once_and_links_it(brief: Brief) -> None:
    text = as_markdown(brief, "https://foja.example")
    assert text.startswith(f"# {brief.title}\n")
    plain = text.replace("\\", "")
    for line in brief.lines:
        assert plain.count(line.sentence.text) == 1
        assert line.address in plain
    assert plain.rstrip().endswith(brief.citation)
    assert "/country/" not in as_markdown(brief)


def test_json_says_how_each_figure_is_reckoned(brief: Brief) -> None:
    whole = json.loads(as_json(brief))
    assert (whole["schema"], whole["country_iso3"], whole["fiscal_year"]) == (1, "MEX", 2020)
    assert len(whole["findings"]) == len(brief.lines)
    for one in (*whole["findings"], *whole["caveat_findings"]):
        assert "".join(part["text"] for part in one["parts"]) == one["sentence"]
        for figure in one["figures"].values():
            assert figure["of"]["filters"]["country"] == "MEX"
            assert {"value", "unit", "reckoning", "measure"} <= figure.keys()
    head = whole["findings"][0]
    assert head["figures"]["students"]["value"] == whole["series"][-1]["students"]
    assert head["evidence"][0]["official_document"].startswith("https://")


def test_a_part_of_a_page_escapes_what_reports_print(brief: Brief) -> None:
    part = as_html_part(brief)
    assert part.count("<li>") >= len(brief.lines)
    assert "<script" not in part
    whole = as_html(brief)
    assert 'href="/' not in whole  # it lies nowhere that links could be relative to
    assert whole.count("<svg") == len(bar_charts(brief)) == 2


def test_the_pdf_is_one_page_in_the_language(brief: Brief) -> None:
    data = as_pdf(brief)
    assert data == as_pdf(brief), "the same brief is the same file"
    document = pdfium.PdfDocument(io.BytesIO(data))
    assert len(document) == 1
    text = re.sub(r"\s+", " ", document[0].get_textpage().get_text_bounded())
    assert brief.title in text
    for line in brief.lines:
        assert drawable(line.sentence.text) in text
    assert "Vera" in data.decode("latin-1"), "its fonts are in it"


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        ((2020,), "Of the reports read here, only the one on fiscal year 2020 lists trainings for"),
        ((2017, 2020), "those on fiscal years 2017 and 2020 list trainings for Mexico."),
        ((), "There is nothing more to say of this year."),
    ],
)
def test_a_year_with_nothing_names_the_years_with_something(
    tables: Tables, listed: tuple[int, ...], said: str
) -> None:
    head = replace(finding("head", "nothing", {}), section="head")
    series = {year: Figures(1 if year in listed else 0) for year in range(2016, 2021)}
    empty = Takeaways("MEX", 2019, tuple(series), (head,), (), series)
    assert said in write_brief(empty, Reading(tables), EN).little


def test_letters_that_the_font_lacks_lose_their_accents() -> None:
    assert drawable("Łő “ñ” 漢") == "Ło “ñ” ?"
