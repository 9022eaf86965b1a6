"""Every kind of page in both languages, and what a reader finds on each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.site.conftest import DOCUMENT

if TYPE_CHECKING:
    from tests.site.reader import Page, Reader

KINDS = (
    "/",
    "/countries",
    "/country/MEX",
    "/country/MEX?from=2018&to=2019&program=IMET&force=MEX.SEMAR&words=law",
    "/country/MEX?words=nothing-like-it",
    "/country/COL",
    "/training/2020-2021.wh.41.03",
    f"/document/{DOCUMENT}",
    f"/document/{DOCUMENT}/1",
    "/document/2020-2021/af",
    "/record",
    "/record/2020-2021",
    "/record/2021-2022",
    "/about",
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("code", ["en", "es"])
def test_a_page_is_whole(site_with_pages: Reader, code: str, kind: str) -> None:
    page = site_with_pages.page(f"/{code}{kind}")
    assert page.values("html", "lang") == [code]
    assert page.source.count("<h1>") == 1
    assert len(page.ids) == len(set(page.ids))
    assert page.values("main", "id") == ["content"]
    assert "#content" in page.links
    assert page.values("link", "hreflang") == [code, "es" if code == "en" else "en"]
    tagline = {"en": "Every figure beside its page", "es": "Cada cifra junto a su foja"}[code]
    assert tagline in page.text


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_loaded_from_elsewhere_and_no_style_is_inline(
    site_with_pages: Reader, kind: str
) -> None:
    page = site_with_pages.page(f"/en{kind}")
    assert [address for address in page.loaded if not address.startswith("/")] == []
    assert [name for _tag, name, _value in page.attributes if name == "style"] == []
    assert [name for _tag, name, _value in page.attributes if name.startswith("on")] == []
    assert "<style" not in page.source


def figures(page: Page) -> list[str]:
    return [page.part(f"figure-{key}") for key in ("students", "dollars", "trainings")]


def test_the_front_door_asks_the_browser(site: Reader) -> None:
    english, spanish = site.get("/"), site.get("/", accept_language="es-MX,es;q=0.9")
    assert [english.status_code, english.headers["location"]] == [302, "/en/"]
    assert spanish.headers["location"] == "/es/"
    assert spanish.headers["vary"].lower() == "accept-language"


def test_mexico_is_the_home_page(site: Reader) -> None:
    page = site.page("/en/")
    assert "<h1>Mexico</h1>" in page.source
    assert page.values("link", "href")[2] == "http://foja.test/en/country/MEX"
    # 2020: 4 + 20 + 6 + 8 + 15 + 9 + 7 students; the planned course is in no sum.
    years = "in fiscal years 2016, 2018\N{EN DASH}2020"
    times, cost = "\N{MULTIPLICATION SIGN}", f"$1,336,010.75 {years}"
    assert figures(page) == [
        f"Students, fiscal year 2020 69 +47% on 2019 (47) 176 {years}",
        f"Cost, fiscal year 2020 $820,500.25 {times}37.3 the figure of 2019 ($22,000) {cost}",
        f"Trainings, fiscal year 2020 7 +75% on 2019 (4) 17 {years}",
    ]
    assert page.part("summary") == (
        "For fiscal year 2020 the reports list 69 students in 7 trainings, at a cost of "
        "$820,500.25, 37.3 times the cost of 2019."
    )


def test_spanish_says_whose_dollars(site: Reader) -> None:
    page = site.page("/es/")
    assert figures(page)[1].startswith("Costo, ejercicio fiscal 2020 US$820,500.25")
    assert "con un costo de 820,500.25 dólares" in page.part("summary")


def test_years_without_a_report_are_said_not_counted(site: Reader) -> None:
    gaps = site.page("/en/country/MEX?from=2016&to=2020").part("gaps")
    assert gaps.startswith("These tables have no report on Mexico for fiscal year 2017")
    assert "gaps" not in site.page("/en/country/MEX?from=2018&to=2018").ids
    page = site.page("/en/country/MEX?to=2018")
    assert "no figure for 2017 to compare with" in figures(page)[0]


def test_reports_not_yet_read_are_said(site_with_pages: Reader) -> None:
    gaps = site_with_pages.page("/en/").part("gaps")
    assert "The report on fiscal year 2021 has been published and is not yet read here." in gaps


def test_what_is_on_can_be_taken_off(site: Reader) -> None:
    page = site.page("/en/country/MEX?from=2018&to=2020&program=IMET&force=MEX.SEMAR&words=law")
    chips = page.part("chips")
    for said in ("From fiscal year 2018", "To fiscal year 2020", "Navy (SEMAR)", "Words: law"):
        assert said in chips
    for off in (
        "/en/country/MEX?to=2020&program=IMET&force=MEX.SEMAR&words=law",
        "/en/country/MEX?from=2018&to=2020&program=IMET&force=MEX.SEMAR",
        "/en/country/MEX?from=2018&to=2020&force=MEX.SEMAR&words=law",
        "/en/country/MEX",
    ):
        assert off in page.links


def test_one_year_is_one_chip(site: Reader) -> None:
    page = site.page("/en/country/MEX?from=2019&to=2019")
    assert page.part("chips") == "Fiscal year 2019\N{MULTIPLICATION SIGN}, take off"
    assert figures(page)[2] == "Trainings, fiscal year 2019 4 unchanged from 2018 (4)"


def test_a_single_year_has_no_chart_of_one_number(site: Reader) -> None:
    students, spending = "chart-students_by_fiscal_year", "chart-spending_by_fiscal_year"
    assert {students, spending} <= set(site.page("/en/country/MEX?from=2019").ids)
    one_year = site.page("/en/country/MEX?from=2019&to=2019").ids
    assert spending in one_year
    assert students not in one_year


def test_the_table_says_its_sums(site: Reader) -> None:
    page = site.page("/en/country/MEX?from=2019&to=2019")
    assert page.part("trainings-sum") == (
        "47 students \N{MIDDLE DOT} $22,000 \N{MIDDLE DOT} 1 line prints no number of students "
        "\N{MIDDLE DOT} 1 line prints no cost"
    )


def test_a_force_stands_for_its_parts(site: Reader) -> None:
    reading = site.app.state.site.reading
    filters = reading.with_parts(_filters("MEX.SEDENA"))
    assert filters.recipient_forces == ("MEX.SEDENA",)
    reading.forces["MEX.SEDENA.ARMY"] = {"name_en": "Army", "name_es": "Ejército"}
    try:
        filters = reading.with_parts(_filters("MEX.SEDENA"))
        assert filters.recipient_forces == ("MEX.SEDENA", "MEX.SEDENA.ARMY")
    finally:
        del reading.forces["MEX.SEDENA.ARMY"]


def _filters(force: str) -> object:
    from foja.measures.filters import Filters  # noqa: PLC0415 - one helper's

    return Filters(country="MEX", recipient_forces=(force,))


def test_an_empty_result_explains_itself(site: Reader) -> None:
    page = site.page("/en/country/MEX?from=2019&program=FMF&words=nothing")
    empty = page.part("empty")
    assert empty.startswith("No training matches The reports list nothing that fits")
    assert "Take off the words “nothing”: 1 training" in empty
    assert "/en/country/MEX?from=2019&program=FMF" in page.links
    assert "figures" not in page.ids
    assert "trainings-table" not in page.ids


def test_an_empty_result_offers_everything_when_one_step_is_not_enough(site: Reader) -> None:
    page = site.page("/en/country/MEX?to=2016&program=FMF&words=nothing")
    assert "Take everything off: 17 trainings" in page.part("empty")


def test_a_country_without_a_row_has_its_page(site: Reader) -> None:
    # Mexico and Colombia are the only countries of the small tables.
    page = site.page("/en/country/KEN", status=404)
    assert "“KEN” is not the ISO 3166-1 code of a country" in page.text


@pytest.mark.parametrize(
    ("asked", "location"),
    [
        ("country=MEX&from=&to=2019&program=", "/en/country/MEX?to=2019"),
        ("country=colombia", "/en/country/COL"),
        ("country=m%C3%A9xico", "/en/country/MEX"),
        ("country=COL&force=MEX.SEMAR&words=law", "/en/country/COL?words=law"),
        ("", "/en/country/MEX"),
    ],
)
def test_the_form_leads_to_a_short_address(site: Reader, asked: str, location: str) -> None:
    answer = site.get(f"/en/country?{asked}")
    assert [answer.status_code, answer.headers["location"]] == [303, location]


def test_a_training_stands_beside_its_page(site_with_pages: Reader) -> None:
    page = site_with_pages.page("/en/training/2020-2021.wh.41.03")
    assert page.part("value-country") == "Country Mexico Mexico (MEX) name to ISO 3166-1 code"
    assert page.part("value-us-quantity").startswith("U.S. trainers 7TH SFG - 3 3")
    drawings = page.values("image", "href")
    assert len(drawings) == 2
    assert drawings[0].startswith(f"/page/{DOCUMENT}/1.webp?scale=2&v=")
    assert page.values("rect", "data-marked") == ["true", "true"]
    assert page.part("totals").count("agrees") == 2
    for style in ("chicago", "apa", "press", "bibtex"):
        cited = page.part(f"cite-{style}-text")
        assert "https://www.state.gov/2020-2021/western-hemisphere.pdf" in cited
        assert "41" in cited
    assert f"/en/document/{DOCUMENT}/1" in page.links
    assert "/en/training/2020-2021.wh.41.02" in page.links


def test_without_the_document_the_lines_stand_in_place(site: Reader) -> None:
    page = site.page("/en/training/2020-2021.wh.41.03")
    assert page.values("image", "href") == []
    missing = page.part("document-missing")
    assert "foja fetch 2020-2021" in missing
    assert "https://www.state.gov/2020-2021/western-hemisphere.pdf" in missing
    assert "data-marked" in page.source
    assert "<text" in page.source


def test_a_flag_is_explained(site: Reader) -> None:
    identifier = _identifier(site, "Odd Course")
    assert site.page(f"/en/training/{identifier}").part("flags").startswith("In doubt")


def _identifier(site: Reader, course: str) -> str:
    tables = site.app.state.site.reading.tables
    table = tables.table("trainings")
    rows = tables.rows(table.filter(table.course_title == course))
    return str(rows[0]["training_id"])


def test_a_page_of_a_document_has_its_lines_and_totals(site_with_pages: Reader) -> None:
    page = site_with_pages.page(f"/en/document/{DOCUMENT}/1")
    lines = page.part("lines-table")
    assert "Colombia" in lines
    assert "Command and Staff" in lines
    assert "Total of the country, fiscal year 2020 agrees" in lines
    assert "stray" in page.text
    assert "Left over" in page.part("coverage")
    assert f"/en/document/{DOCUMENT}/2" in page.links


def test_a_misprint_is_shown_with_its_reason(site: Reader) -> None:
    english, spanish = site.page("/en/record"), site.page("/es/record")
    assert "The page adds one student." in english.part("disagree")
    assert "La página suma un alumno de más." in spanish.part("disagree")
    assert "misprinted" in english.part("disagree")


def test_the_record_names_what_is_not_read(site_with_pages: Reader) -> None:
    page = site_with_pages.page("/en/record")
    assert "Published, not yet read by Foja." in page.part("reports-table")
    assert "not-read" in site_with_pages.page("/en/record/2021-2022").ids


def test_an_absent_document_says_how_to_fetch_it(site: Reader) -> None:
    page = site.page("/en/document/2020-2021/af")
    assert "foja fetch 2020-2021" in page.part("document-absent")


def test_every_country_is_listed_and_so_is_what_has_no_code(site: Reader) -> None:
    page = site.page("/en/countries")
    assert "Colombia 2018, 2020" in page.part("countries-table")
    assert "Mexico 2016, 2018\N{EN DASH}2020 17 176 $1,336,010.75" in page.part("countries-table")
    assert "Organization of American States" in page.part("others")


def test_the_table_is_sorted_paged_and_sized(site: Reader) -> None:
    dear = site.page("/en/country/MEX?sort=-cost").part("trainings-table")
    assert dear.index("Helicopter Mechanic") < dear.index("Small Boat Repair")
    cheap = site.page("/en/country/MEX?sort=cost")
    assert "aria-sort" in {name for _tag, name, _value in cheap.attributes}
    assert cheap.part("trainings-table").index("Human Rights") < cheap.part(
        "trainings-table"
    ).index("Helicopter")
    assert "1 to 17 of 17" in cheap.text
    beyond = site.page("/en/country/MEX?page=2", status=404)
    assert "/en/country/MEX#trainings" in beyond.links


def test_the_language_switch_keeps_the_state(site: Reader) -> None:
    page = site.page("/en/country/MEX?from=2018&to=2019&words=law&sort=-cost")
    assert "/es/country/MEX?from=2018&to=2019&words=law&sort=-cost" in page.links
