"""All countries together: compared are only years of which the same regions were read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.site.reader import Reader
from tests.support.world import write_world

from foja.measures.filters import Filters
from foja.site.app import create_app
from foja.site.charts import chart_csv, view
from foja.site.language import LANGUAGES
from foja.site.world_years import regions_in_words, world_years

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foja.site.reading import Reading
    from foja.tables.engine import Tables

DASH = "\N{EN DASH}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A site in whose tables FY2020 is without Africa, and FY2016, FY2018 and FY2019 are whole."""
    with pytest.MonkeyPatch.context() as patch:
        folder = write_world(tmp_path_factory.mktemp("world") / "tables", patch)
    with Reader(create_app(folder)) as reader:
        yield reader


@pytest.fixture
def reading(site: Reader) -> Reading:
    found: Reading = site.app.state.site.reading
    return found


@pytest.fixture
def tables(reading: Reading) -> Tables:
    return reading.tables


def test_a_year_is_whole_where_no_document_is_missing(reading: Reading) -> None:
    world = world_years(reading, Filters())
    assert [one.year for one in world.years] == [2016, 2018, 2019, 2020]
    assert world.whole == [2016, 2018, 2019]
    (partial,) = world.partial([2016, 2018, 2019, 2020])
    assert (partial.year, partial.read, partial.missing) == (
        2020,
        ("Western Hemisphere",),
        ("Africa",),
    )
    assert world.like(2019) == [2016, 2018, 2019]
    assert world.like(2020) == [2020]
    assert world.like(2017) == []


def test_a_choice_of_one_countrys_forces_concerns_its_region_alone(reading: Reading) -> None:
    navy = world_years(reading, Filters(recipient_forces=("MEX.SEMAR",)))
    assert navy.whole == [2016, 2018, 2019, 2020]
    kenya = world_years(reading, Filters(units=("KEN.somewhere",)))
    assert [one.year for one in kenya.years] == [2019]
    assert world_years(reading, Filters(recipient_forces=("unknown",))).whole == [2016, 2018, 2019]


def test_regions_are_named_in_both_languages() -> None:
    assert regions_in_words(("Africa", "Near East"), LANGUAGES["es"]) == "África; Cercano Oriente"
    assert regions_in_words((), LANGUAGES["en"]) == "part of a region"


def test_sums_are_those_of_every_row_done(site: Reader, tables: Tables) -> None:
    ((trainings, students, dollars),) = (
        tables._connection.cursor()
        .execute(
            "SELECT count(*), sum(quantity), sum(cost_usd) FROM trainings WHERE stage = 'actual'"
        )
        .fetchall()
    )
    page = site.page("/en/country/WLD?from=2016&to=2020")
    assert f"{students:,}" in page.part("figure-students")
    assert f"${round(dollars):,}" in page.part("figure-dollars")
    assert f"{trainings:,}" in page.part("figure-trainings")
    assert "(in what is read)" in page.part("figure-trainings")


def test_the_page_says_what_it_holds_and_compares_nothing_else(site: Reader) -> None:
    page = site.page("/en/country/WLD")
    assert f"all regions 2016, 2018{DASH}2019 only: Western Hemisphere 2020" in page.part(
        "regions-read"
    )
    summary = page.part("summary")
    assert "Of fiscal year 2020 the tables have only: Western Hemisphere." in summary
    assert "than in" not in summary
    assert "no earlier year with the same regions" in page.part("figure-students")
    assert "/en/record" in page.links
    spanish = site.page("/es/country/WLD")
    assert "solo: Hemisferio occidental 2020" in spanish.part("regions-read")


def test_a_whole_year_is_compared_with_the_last_whole_one(site: Reader) -> None:
    page = site.page("/en/country/WLD?to=2019")
    assert "than in 2018" in page.part("summary") or "of 2018" in page.part("summary")
    assert "regions-read" not in page.ids


def test_the_first_country_offered_is_all_of_them_and_no_force_is(site: Reader) -> None:
    page = site.page("/en/country/MEX")
    assert page.part("choose-country").startswith("All countries")
    assert "choose-force" in page.ids
    assert "choose-force" not in site.page("/en/country/WLD").ids
    answer = site.get("/en/country?country=WLD&view=overview&type=law")
    assert answer.headers["location"] == "/en/country/WLD?type=law"


def test_the_rows_have_their_country_and_sort_by_it(site: Reader) -> None:
    page = site.page("/en/country/WLD/rows?sort=country")
    rows = page.part("trainings-table")
    assert rows.index("Colombia") < rows.index("Kenya") < rows.index("Mexico")
    assert "Country" not in site.page("/en/country/MEX/rows").part("trainings-table")
    assert any(link.startswith("/en/country/KEN") for link in page.links)


def test_charts_mark_a_year_in_part_and_leave_it_out_of_their_title(
    reading: Reading, tables: Tables
) -> None:
    world = world_years(reading, Filters())
    shown = view(
        "students_by_fiscal_year",
        tables,
        Filters(),
        covered=[one.year for one in world.years],
        partial={2020: "only: Western Hemisphere"},
        like=world.like,
    )
    assert "(only: Western Hemisphere)" in shown.texts.title
    assert "most since" not in shown.texts.title
    bars = shown.spec()["datasets"]["bars"]
    assert {bar["year"] for bar in bars if bar.get("pale")} == {2020}
    assert [row["year"] for row in shown.spec()["datasets"]["in_part"]] == [2020]
    assert any("2020 (only: Western Hemisphere)" in row[0].text for row in shown.table.rows)
    panels = view(
        "types_by_fiscal_year", tables, Filters(), partial={2020: "only: Western Hemisphere"}
    )
    assert "A pale bar is a year of which only some regions were read." in panels.texts.subtitle
    bars = panels.spec()["datasets"]["bars"]
    assert {bar["year"] for bar in bars if bar.get("pale")} == {2020}
    assert all("(only: Western Hemisphere)" in bar["text"] for bar in bars if bar["year"] == 2020)
    whole = view(
        "students_by_fiscal_year",
        tables,
        replace(Filters(), fiscal_year_to=2019),
        covered=[2016, 2018, 2019],
        like=world.like,
    )
    assert "regions" not in whole.texts.title
    assert chart_csv("students_by_fiscal_year", tables, Filters()).count("2020") > 1


def test_an_empty_choice_of_the_world_explains_itself(site: Reader) -> None:
    page = site.page("/en/country/WLD?from=1995&to=1997")
    assert "no report for the fiscal years chosen" in page.part("empty")
