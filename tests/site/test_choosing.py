"""Choosing on a country's page: what is offered with which counts, and in which years."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from foja.measures.figures import ask_matrix
from foja.measures.filters import Filters
from foja.measures.spread import ask_spread
from foja.site.language import LANGUAGES
from foja.site.offered import offered
from foja.site.value_names import abbreviation
from foja.site.year_words import counting, years_line

if TYPE_CHECKING:
    from tests.site.reader import Reader

    from foja.tables.engine import Tables

LISTS = {"program": "program", "force": "force", "type": "type", "delivery": "delivery"}
CHOICES = (
    {},
    {"from": "2018", "to": "2019"},
    {"type": "law"},
    {"delivery": "in_country", "basis": "start"},
    {"program": "SEC333", "from": "2018"},
    {"force": "MEX.SEMAR", "words": "a"},
    {"flag": "cost_outlier"},
)


def _options(source: str, name: str) -> dict[str, int]:
    """Return the counts beside the values of a list in the form."""
    inside = re.search(rf'<select name="{name}".*?</select>', source, re.DOTALL)
    if inside is None:
        return {}
    found = re.findall(r'<option value="([^"]+)"[^>]*>[^<]*\(([\d,]+)\)</option>', inside[0])
    return {value: int(count.replace(",", "")) for value, count in found}


@pytest.fixture(scope="module")
def tables(site: Reader) -> Tables:
    opened: Tables = site.app.state.site.reading.tables
    return opened


@pytest.mark.parametrize("chosen", CHOICES, ids=str)
@pytest.mark.parametrize("name", [*LISTS, "flag"])
def test_the_count_beside_a_value_is_what_it_leads_to(
    site: Reader, tables: Tables, chosen: dict[str, str], name: str
) -> None:
    source = site.page(f"/en/country/MEX?{urlencode(chosen)}").source
    counts = _options(source, name)
    assert counts or chosen
    for value, count in counts.items():
        filters = Filters.from_query({**chosen, name: value}.items(), country="MEX")
        assert len(tables.rows(filters.apply(tables.table("trainings")))) == count, value


def test_the_types_of_a_chosen_group_are_listed_below_it(site: Reader) -> None:
    whole = _options(site.page("/en/country/MEX").source, "type")
    assert "technical" in whole
    assert not [value for value in whole if "." in value]
    assert list(whole)[-1] == "unclassified"
    chosen = _options(site.page("/en/country/MEX?type=technical.maintenance").source, "type")
    below = {value: count for value, count in chosen.items() if value.startswith("technical.")}
    assert sum(below.values()) == chosen["technical"] == whole["technical"]
    assert [value for value in chosen if "." in value] == list(below)


def test_everything_chosen_has_a_chip_by_its_name(site: Reader) -> None:
    page = site.page(
        "/en/country/MEX?type=law&delivery=united_states&place=US.newport"
        "&unit=MEX.naval-region-8&by=recipient"
    )
    chips = page.part("chips")
    for said in ("Law", "in the United States", "Newport"):
        assert said in chips
    without_type = "/en/country/MEX?delivery=united_states&place=US.newport"
    assert f"{without_type}&unit=MEX.naval-region-8&by=recipient" in page.links


@pytest.mark.parametrize("code", ["en", "es"])
def test_an_empty_result_offers_to_take_off_each_choice(site: Reader, code: str) -> None:
    asked = "type=law&delivery=in_country&from=2018&to=2018"
    page = site.page(f"/{code}/country/MEX?{asked}")
    assert "empty" in page.ids
    assert f"/{code}/country/MEX?from=2018&to=2018&type=law" in page.links
    assert f"/{code}/country/MEX?from=2018&to=2018&delivery=in_country" in page.links


@pytest.mark.parametrize("name", ["type", "delivery", "place", "unit", "flag"])
@pytest.mark.parametrize("code", ["en", "es"])
def test_a_code_that_is_none_is_refused_with_a_way_out(site: Reader, code: str, name: str) -> None:
    page = site.page(f"/{code}/country/MEX?from=2018&{name}=no-such", status=400)
    assert "no-such" in page.source
    assert f"/{code}/country/MEX?from=2018" in page.links


def test_what_charts_are_coloured_by_is_kept_by_every_link(site: Reader) -> None:
    page = site.page("/en/country/MEX?from=2018&by=delivery")
    assert "/en/country/MEX?from=2018#charts" in page.links
    assert "/en/country/MEX?from=2018&by=recipient#charts" in page.links
    assert "/en/country/MEX?by=delivery" in page.links
    files = [link for link in page.links if "/chart/" in link]
    assert len(files) == 12
    assert all("by=delivery" in link for link in files)
    assert 'name="by" value="delivery"' in page.source


def test_a_value_of_the_table_leads_to_its_choice(site: Reader) -> None:
    page = site.page("/en/country/MEX?from=2018")
    for query in ("type=law.legal", "force=MEX.SEMAR", "place=US.newport", "program=IMET"):
        assert f"/en/country/MEX?from=2018&{query}#trainings" in page.links
    assert "/en/country/MEX?from=2018&flag=cost_outlier#trainings" in page.links
    assert "/en/unit/MEX.naval-region-8" in page.links
    assert "/en/country/MEX?from=2018&sort=type#trainings" in page.links


YEARS_SAID = (
    (
        {},
        (
            "Years are those of the reports. Counted by its first day, a training of the FY2018 "
            "report may fall in fiscal year 2017: 6 of 176 students are in another year. "
            "1 training (12 students) has no first day."
        ),
    ),
    (
        {"basis": "start", "from": "2018", "to": "2018"},
        (
            "Years are the fiscal years of the first day: 5 of 22 students are in the report of "
            "another fiscal year."
        ),
    ),
    (
        {"basis": "calendar", "from": "2018", "to": "2019"},
        (
            "Years are calendar years of the first day: 5 of 52 students are in the report of a "
            "fiscal year with another number. 1 training of these reports (12 students) has no "
            "first day and "
            "is in no year."
        ),
    ),
    (
        {"from": "2020"},
        (
            "Years are those of the reports; by its first day, where one is printed, no training "
            "chosen would change its year."
        ),
    ),
    ({"words": "nothing zebra"}, "Years are those of the reports."),
    (
        {"words": "nothing zebra", "basis": "start"},
        "Years are the fiscal years of the first day.",
    ),
)


@pytest.mark.parametrize(("chosen", "said"), YEARS_SAID)
def test_one_line_says_what_the_kind_of_year_changes(
    site: Reader, chosen: dict[str, str], said: str
) -> None:
    page = site.page(f"/en/country/MEX?{urlencode(chosen)}")
    assert page.part("years-line") == said
    assert page.ids.count("years-line") == 1


def test_years_of_the_calendar_are_called_so(site: Reader) -> None:
    page = site.page("/en/country/MEX?basis=calendar&from=2018&to=2018")
    assert page.part("summary").startswith("For calendar year 2018 the reports list")
    assert "Calendar year 2018" in page.part("chips")
    spanish = site.page("/es/country/MEX?basis=calendar&from=2018&to=2018")
    assert "año calendario 2018" in spanish.part("summary")
    assert "ejercicio fiscal 2018" not in spanish.part("summary")


def test_only_messages_are_put_in_calendar_years() -> None:
    language = counting(LANGUAGES["en"], Filters(year_basis="calendar"))
    said = language.gettext("Words: %(words)s", words="fiscal year")
    assert said == "Words: fiscal year"
    assert language.gettext("Fiscal year") == "Calendar year"
    assert counting(LANGUAGES["es"], Filters()) is LANGUAGES["es"]


@pytest.mark.parametrize("basis", ["report", "start", "calendar"])
@pytest.mark.parametrize("chosen", [{}, {"delivery": "in_country"}, {"flag": "cost_outlier"}])
def test_a_spread_says_the_same_as_its_own_queries(
    tables: Tables, basis: str, chosen: dict[str, str]
) -> None:
    filters = Filters.from_query({**chosen, "basis": basis}.items(), country="MEX")
    spread = ask_spread(tables, filters)
    assert spread.by_delivery().cells == ask_matrix(tables, filters, "delivery").cells
    rows = tables.rows(filters.apply(tables.table("trainings")))
    assert sum(part.figures.trainings for part in spread.chosen) == len(rows)
    assert years_line(spread, LANGUAGES["es"]).whole.startswith("Los años son ")


def test_what_is_kept_is_of_the_choice_and_not_of_another(tables: Tables) -> None:
    narrow = Filters(country="MEX", training_types=("law",), fiscal_year_from=2019)
    offered(tables, Filters(country="MEX"))
    one, other = offered(tables, narrow), offered(tables, narrow.in_year(2016))
    assert one.cube is other.cube
    assert one.cube.chosen(narrow).total.trainings == 3
    assert other.spread.filters == narrow.in_year(2016)
    assert offered(tables, Filters(country="COL")).cube.total.trainings == 2


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("International Military Education and Training (IMET)", "IMET"),
        ("Counterterrorism Fellowship Program (CTFP, CTIWFP)", "CTFP"),
        ("Section 1004: counter-drug support", "Section 1004"),
        ("Exchanges", "Exchanges"),
    ],
)
def test_a_programme_has_a_short_name(name: str, short: str) -> None:
    assert abbreviation(name) == short
