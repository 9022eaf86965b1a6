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
    "/help",
    "/guide",
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
    other = "es" if code == "en" else "en"
    assert page.values("link", "hreflang") == [code, other, "x-default"]
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
    assert '<link rel="canonical" href="http://foja.test/en/country/MEX">' in page.source
    # 2020: 4 + 20 + 6 + 8 + 15 + 9 + 7 students; the planned course is in no sum.
    years = "in fiscal years 2016, 2018\N{EN DASH}2020"
    cost = f"$1,336,011 {years}"
    assert figures(page) == [
        f"Students, fiscal year 2020 69 47% more than in 2019 (47) 176 {years}",
        f"Cost, fiscal year 2020 $820,500 37.3 times the figure of 2019 ($22,000) {cost}",
        f"Trainings, fiscal year 2020 7 75% more than in 2019 (4) 17 {years}",
    ]
    assert page.part("summary") == (
        "For fiscal year 2020 the reports list 69 students in 7 trainings, at a cost of "
        "$820,500, 37.3 times the figure of 2019."
    )


def test_spanish_says_whose_dollars(site: Reader) -> None:
    page = site.page("/es/")
    assert figures(page)[1].startswith("Costo, ejercicio fiscal 2020 US$820,500")
    assert "con un costo de 820,500 dólares" in page.part("summary")


def test_chosen_years_are_summed_large(site: Reader) -> None:
    page = site.page("/en/country/MEX?from=2018&to=2019")
    years = "2018\N{EN DASH}2019"
    assert figures(page) == [
        f"Students, fiscal years {years} 65 47 in 2019, 161% more than in 2018 (18)",
        f"Cost, fiscal years {years} $514,510 $22,000 in 2019, 96% less than in 2018 ($492,510)",
        f"Trainings, fiscal years {years} 8 4 in 2019, the same as in 2018 (4)",
    ]
    assert page.part("summary") == (
        f"For fiscal years {years} the reports list 65 students in 8 trainings, at a cost of "
        "$514,510; $22,000 of it in 2019, 96% less than in 2018."
    )


def test_what_was_planned_is_told_as_planned(site: Reader) -> None:
    page = site.page("/en/country/MEX?stage=planned")
    assert page.part("summary") == (
        "For fiscal year 2021 the reports list plans for 1,000 students in 1 training, at a cost "
        "of $9,999,999."
    )
    assert figures(page)[0].startswith("Students planned, fiscal year 2021 1,000")
    both = site.page("/es/country/MEX?stage=all")
    assert "entre lo realizado y lo previsto" in both.part("summary")
    assert figures(both)[1].startswith("Costo, realizado y previsto, ejercicio fiscal 2021")
    spanish = site.page("/es/country/MEX?stage=planned")
    assert spanish.part("summary").startswith("Para el ejercicio fiscal 2021 los informes prevén")
    for name in ("spending_of_one_year", "students_of_one_year", "biggest_courses"):
        assert "previst" in spanish.part(f"chart-{name}-title")


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
    assert figures(page)[2] == "Trainings, fiscal year 2019 4 the same as in 2018 (4)"


def test_a_single_year_is_divided_and_not_one_bar(site: Reader) -> None:
    students, spending = "chart-students_by_fiscal_year", "chart-spending_by_fiscal_year"
    assert {students, spending} <= set(site.page("/en/country/MEX?from=2019").ids)
    one_year = site.page("/en/country/MEX?from=2019&to=2019").ids
    of_one_year = {"chart-spending_of_one_year", "chart-students_of_one_year"}
    assert of_one_year <= set(one_year)
    assert not {students, spending} & set(one_year)
    assert not of_one_year & set(site.page("/en/country/MEX?from=2019").ids)


def test_the_table_says_its_sums(site: Reader) -> None:
    page = site.page("/en/country/MEX?from=2019&to=2019")
    assert page.part("trainings-sum") == (
        "47 students \N{MIDDLE DOT} $22,000 \N{MIDDLE DOT} 1 line prints no number of students "
        "\N{MIDDLE DOT} 1 line prints no cost"
    )


def test_an_empty_result_explains_itself(site: Reader) -> None:
    page = site.page("/en/country/MEX?from=2019&program=FMF&words=nothing")
    empty = page.part("empty")
    assert empty.startswith("No training matches No training in these tables has “nothing”")
    assert "Take off the words “nothing”: 1 training" in empty
    assert "/en/country/MEX?from=2019&program=FMF" in page.links
    assert "figures" not in page.ids
    assert "trainings-table" not in page.ids


def test_an_empty_result_offers_everything_when_one_step_is_not_enough(site: Reader) -> None:
    page = site.page("/en/country/MEX?to=2016&program=FMF&words=nothing")
    assert "Take everything off: 17 trainings" in page.part("empty")


def test_a_year_without_dates_is_offered_by_its_report(site: Reader) -> None:
    page = site.page("/en/country/MEX?from=2019&to=2019&program=SEC333&basis=start")
    assert "Count each training in the year of its report: 1 training" in page.part("empty")
    assert "/en/country/MEX?from=2019&to=2019&program=SEC333" in page.links


@pytest.mark.parametrize(
    "path", ["/", "/country/MEX", "/training/2020-2021.wh.41.03", "/record", "/about", "/countries"]
)
def test_what_follows_a_reader_is_passed_over(site: Reader, path: str) -> None:
    plain = site.page(f"/en{path}")
    followed = site.page(f"/en{path}?utm_source=news&fbclid=1&ref=x&utm_new=2&ref=y")
    assert followed.values("link", "href") == plain.values("link", "href")
    assert followed.links == plain.links
    site.page(f"/en{path}?fbclid=1&refs=x", status=400)


def test_the_form_drops_what_follows_a_reader(site: Reader) -> None:
    answer = site.get("/en/country?country=MEX&to=2019&gclid=1&utm_medium=mail")
    assert [answer.status_code, answer.headers["location"]] == [303, "/en/country/MEX?to=2019"]


@pytest.mark.parametrize(
    "path",
    [
        "/country/MEX",
        "/training/2020-2021.wh.41.03",
        f"/document/{DOCUMENT}/1",
    ],
)
def test_titles_of_the_reports_are_read_out_in_english(site: Reader, path: str) -> None:
    spanish, english = site.page(f"/es{path}"), site.page(f"/en{path}")
    title = "Command and Staff" if "wh/" in path else "Human Rights Seminar"
    if "training" in path:
        title = spanish.part("values-table").split("Curso ")[1].split(" ")[0]
    assert f'lang="en">{title}' in spanish.source
    assert f'lang="en">{title}' not in english.source


def test_the_record_folds_its_misprints_and_lists_their_reports(site: Reader) -> None:
    page = site.page("/en/record")
    assert page.source.count('<details class="misprints">') == 1
    for link in (link for link in page.links if link.startswith("#disagree")):
        assert link[1:] in page.ids
    assert "#disagree-2016-2017" in page.links
    assert '<details class="misprints">' not in site.page("/en/record/2016-2017").source


def test_the_drawing_library_is_kept_by_its_version(site: Reader) -> None:
    (address,) = site.page("/en/").values("script", "data-library")
    assert address.startswith("/static/js/vega-bundle.js?v=")
    assert site.get(address).status_code == 200


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
    in_spanish = site_with_pages.page(f"/es/document/{DOCUMENT}")
    assert "México" in in_spanish.part("pages")
    assert "Mexico" not in in_spanish.part("pages")


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
    page = site.page("/en/countries?year=all")
    read = "2016, 2018\N{EN DASH}2020"
    assert f"2 Colombia 9.9% 101 $148,000 2 {read}" in page.part("countries-table")
    assert f"1 Mexico 90% 176 $1,336,011 17 {read}" in page.part("countries-table")
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
