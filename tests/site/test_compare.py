"""Side by side, and the rank of countries: figures, unknown years, files, refusals."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from tests.site.reader import Reader
from tests.support.world import write_world

from foja.measures.prices import price_factor
from foja.site.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator

PAIR = "item=MEX&item=KEN"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A site whose tables have Mexico, Colombia and, of FY2019 alone, Kenya."""
    with pytest.MonkeyPatch.context() as patch:
        folder = write_world(tmp_path_factory.mktemp("compare") / "tables", patch)
    with Reader(create_app(folder)) as reader:
        yield reader


def _rows(site: Reader, address: str) -> list[dict[str, str]]:
    answer = site.get(address)
    assert answer.status_code == 200, answer.text[:300]
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def test_only_the_years_all_have_are_summed(site: Reader) -> None:
    page = site.page(f"/en/compare?{PAIR}&measure=students")
    assert "In fiscal year 2019, which was read for all of them" in page.part("summary")
    assert "Kenya, 57 students; Mexico, 47 students" in page.part("summary")
    assert "Students 47 57" in page.part("sums-table")
    assert "Trainings 4 2" in page.part("sums-table")
    assert "2016, 2018\N{EN DASH}2020 2019" in page.part("sums-table")
    years = page.part("years-table")
    assert "2020 69 not read" in years
    assert "2017 not read not read" in years
    assert "/en/country/KEN?from=2019&to=2019#trainings" in page.links
    spanish = site.page(f"/es/compare?{PAIR}&measure=students")
    assert "Kenia, 57 alumnos" in spanish.part("summary")


def test_a_year_read_without_rows_is_zero(site: Reader) -> None:
    rows = _rows(site, "/en/compare/chart/years.csv?item=COL&item=KEN&measure=students")
    shown = {(row["country"], row["fiscal_year"]): row for row in rows}
    assert (shown["COL", "2019"]["read"], shown["COL", "2019"]["students"]) == ("yes", "0")
    assert (shown["KEN", "2018"]["read"], shown["KEN", "2018"]["students"]) == ("no", "")
    assert (shown["KEN", "2019"]["cost_usd"], shown["KEN", "2019"]["trainings"]) == ("7900.00", "2")


def test_filters_and_constant_dollars_hold_for_all(site: Reader) -> None:
    rows = _rows(site, f"/en/compare/chart/years.csv?{PAIR}&type=law&dollars=constant&from=2019")
    (kenya,) = [row for row in rows if row["country"] == "KEN" and row["read"] == "yes"]
    assert kenya["cost_usd"] == "7000.00"
    assert float(kenya["cost_usd_constant_2024"]) == round(
        7000 * float(price_factor(2019, "fiscal")), 2
    )
    page = site.page(f"/en/compare?{PAIR}&type=law&dollars=constant&from=2019")
    assert page.part("chips")
    assert "Dollars are constant, of 2024" in page.part("summary")
    assert f"/en/compare?{PAIR}&from=2019&dollars=constant" in page.links


def test_charts_have_one_scale_and_show_what_is_unknown(site: Reader) -> None:
    spec = json.loads(site.get(f"/en/compare/chart/years.json?{PAIR}&measure=students").text)
    bars = {(bar["item"], bar["year"]): bar for bar in spec["datasets"]["bars"]}
    assert bars["Mexico", 2019]["value"] == 47
    assert bars["Kenya", 2019]["value"] == 57
    high = {key: bar["top"] - bar["from"] for key, bar in bars.items()}
    ratio = high["Mexico", 2020] / high["Kenya", 2019]
    assert ratio == pytest.approx(69 / 57)
    unknown = {gap["year"] for gap in spec["datasets"]["gaps"] if gap["from"] == 0}
    assert unknown == {2016, 2017, 2018, 2020}
    mix = json.loads(site.get(f"/en/compare/chart/mix.json?{PAIR}&measure=students").text)
    for item in (0, 1):
        parts = [part["share"] for part in mix["datasets"]["parts"] if part["item"] == item]
        assert sum(parts) == pytest.approx(1)
    rows = _rows(site, f"/en/compare/chart/mix.csv?{PAIR}&measure=students")
    (law,) = [row for row in rows if (row["country"], row["type"]) == ("KEN", "law")]
    assert (law["students"], float(law["share"])) == ("50", pytest.approx(50 / 57, abs=1e-6))


@pytest.mark.parametrize("kind", ["svg", "png"])
@pytest.mark.parametrize(
    "name", ["compare/chart/years", "compare/chart/mix", "countries/chart/rank"]
)
def test_charts_are_drawn(site: Reader, name: str, kind: str) -> None:
    query = "" if name.startswith("countries") else f"?{PAIR}"
    answer = site.get(f"/es/{name}.{kind}{query}")
    assert answer.status_code == 200, answer.text[:300]
    assert len(answer.content) > 2000


def test_forces_units_and_programmes_are_compared_too(site: Reader) -> None:
    forces = site.page("/en/compare?of=force&item=MEX.SEMAR&item=MEX.SEDENA&measure=trainings")
    assert "Trainings 8 5" in forces.part("sums-table")
    units = site.page("/en/compare?of=unit&item=MEX.battalion-1&item=MEX.naval-region-8")
    assert "/en/unit/MEX.battalion-1" in units.links
    programs = site.page("/en/compare?of=authority&item=IMET&item=SEC333&measure=trainings")
    assert "Trainings 9 5" in programs.part("sums-table")
    assert "Of fiscal year 2020 only some regions were read" in programs.part("regions")
    mexico = site.page("/en/compare?of=authority&item=IMET&item=SEC333&country=MEX")
    assert "regions" not in mexico.ids


def test_a_name_is_looked_for_and_added(site: Reader) -> None:
    for added in ("Kenia", "ken", "Kenya"):
        answer = site.get(f"/en/compare?item=MEX&add={added}&measure=students")
        assert answer.status_code == 303
        assert answer.headers["location"] == f"/en/compare?{PAIR}&measure=students"
    program = site.get(f"/en/compare?of=authority&item=IMET&add={quote('Section 333')}")
    assert program.headers["location"] == "/en/compare?of=authority&item=IMET&item=SEC333"
    force = site.get(f"/es/compare?of=force&add={quote('México: Secretaría de Marina (SEMAR)')}")
    assert force.headers["location"] == "/es/compare?of=force&item=MEX.SEMAR"
    nothing = site.page("/en/compare?item=MEX&add=Atlantis", 404)
    assert "“Atlantis”" in nothing.text
    several = site.page("/en/compare?of=authority&add=e", 404)
    assert "Several could be meant" in several.text


@pytest.mark.parametrize("query", ["", "item=MEX", "of=unit", "of=force", "of=authority"])
def test_one_item_or_none_explains_and_proposes(site: Reader, query: str) -> None:
    page = site.page(f"/en/compare?{query}")
    assert "begin" in page.ids
    assert [link for link in page.links if link.startswith("/en/compare?") and "item=" in link]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("item=ZZZ", "not the code of one of the countries"),
        (
            "&".join(f"item={code}" for code in ("MEX", "COL", "KEN", "USA")) + "&x=1",
            "does not know",
        ),
        ("of=planet", "of"),
        ("item=MEX&from=2020&to=2018", "after the last"),
        ("item=MEX&country=COL", "only where programmes are compared"),
        ("of=authority&item=IMET&program=FMF", "give each one as"),
        ("item=MEX&type=nonsense", "No training type"),
    ],
)
def test_nonsense_is_refused_in_one_sentence(site: Reader, query: str, said: str) -> None:
    assert said in site.page(f"/en/compare?{query}", 400).text


def test_more_than_six_are_too_many(site: Reader) -> None:
    codes = list(site.app.state.site.reading.programs)[:7]
    query = "&".join(f"item={code}" for code in codes)
    page = site.page(f"/en/compare?of=authority&{query}", 400)
    assert "too many to read side by side" in page.text
    full = "&".join(f"item={code}" for code in codes[:6])
    assert "full" in site.page(f"/en/compare?of=authority&{full}").ids


def test_countries_are_ranked_in_a_year_that_is_whole(site: Reader) -> None:
    page = site.page("/en/countries?measure=students")
    assert "2 countries with trainings in fiscal year 2019. First is Kenya: 57 students." in (
        page.part("summary")
    )
    table = page.part("countries-table")
    assert "1 Kenya 55% 57 $7,900 2 2019" in table
    assert "2 Mexico 45% 47 $22,000 4" in table
    assert "Colombia" in page.part("idle")
    assert "/en/country/KEN?from=2019&to=2019" in page.links
    assert "/en/country/WLD?from=2019&to=2019" in page.links


def test_a_country_not_read_is_unknown_and_not_last(site: Reader) -> None:
    page = site.page("/en/countries?year=2020")
    assert "Kenya" in page.part("unknown")
    assert "Kenya" not in page.part("countries-table")
    assert "only: Western Hemisphere" in page.part("regions")
    rows = _rows(site, "/en/countries/chart/rank.csv?year=2020")
    (kenya,) = [row for row in rows if row["country_iso3"] == "KEN"]
    assert (kenya["rank"], kenya["read"], kenya["students"]) == ("", "no", "")
    assert [row["rank"] for row in rows if row["country_iso3"] == "MEX"] == ["1"]


def test_no_place_is_given_where_years_differ(site: Reader) -> None:
    page = site.page("/en/countries?year=all")
    assert "no place or share is given" in page.part("rank")
    assert {row["rank"] for row in _rows(site, "/en/countries/chart/rank.csv?year=all")} == {""}


def test_a_rank_is_sorted_and_filtered(site: Reader) -> None:
    by_name = site.page("/en/countries?sort=name&year=2018").part("countries-table")
    assert by_name.index("Colombia") < by_name.index("Mexico")
    turned = site.page("/en/countries?sort=-name&year=2018").part("countries-table")
    assert turned.index("Mexico") < turned.index("Colombia")
    law = site.page("/en/countries?type=law&program=IMET&year=2018")
    assert "/en/country/COL?from=2018&to=2018&program=IMET&type=law" in law.links
    assert "Colombia 95% 100 $50,000 1" in law.part("countries-table")
    assert "empty" in site.page("/en/countries?type=conferences").ids
    assert "does not know" in site.page("/en/countries?words=x", 400).text
    assert "2020" in site.page("/en/countries?year=20202", 400).text


def test_pages_of_items_lead_to_their_comparison(site: Reader) -> None:
    country = site.page("/en/country/MEX?type=law&force=MEX.SEMAR")
    assert "/en/compare?item=MEX&type=law" in country.links
    assert "/en/compare?of=unit&item=MEX.battalion-1" in site.page("/en/unit/MEX.battalion-1").links
    authority = site.page("/en/authority/IMET")
    assert "/en/compare?of=authority&item=IMET" in authority.links
    assert "/en/countries?program=IMET" in authority.links
    assert "/en/countries?type=law" in site.page("/en/type/law").links
