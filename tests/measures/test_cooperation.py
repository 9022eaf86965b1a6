"""The panels of a country: which series, unit and sums, and nothing added across series."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from foja.errors import QueryError
from foja.meaning.series import all_series
from foja.measures.cooperation import MERIDA_YEARS, Options, cooperation, series_points


@pytest.fixture
def mexico(tables):
    return cooperation(tables, "MEX")


def shown(page, panel):
    return {series.definition.key: series for series in page.panel(panel).series}


def values(series):
    return {point.year: point.value for point in series.points}


def test_a_page_has_the_panels_in_order_each_with_one_unit(mexico):
    keys = [panel.key for panel in mexico.panels]
    assert keys[:3] == ["assistance_totals", "training", "obligations_by_account"]
    assert {"training", "homicide_deaths", "disappeared", "overdose_deaths"} <= set(keys)
    for panel in mexico.panels:
        assert {series.definition.unit for series in panel.series} == {panel.unit}
        assert {series.definition.basis for series in panel.series} == {panel.basis}
        assert panel.base_year is None
        assert panel.left_out == ()
    on_page = [s.definition.key for panel in mexico.panels for s in panel.series]
    assert len(on_page) == len(set(on_page))


def test_mexico_shows_every_series_that_has_a_panel(mexico):
    on_page = {s.definition.key for panel in mexico.panels for s in panel.series}
    every = {entry.key for entry in all_series() if entry.panel}
    # No loan, no peacekeeping money for Mexico in the sources.
    none = {"greenbook.fmf_loans", "greenbook.peacekeeping"}
    none |= {"state_budget.peacekeeping", "state_request.peacekeeping"}
    assert every - on_page == none


def test_what_was_appropriated_in_the_merida_years(mexico):
    totals = shown(mexico, "assistance_totals")
    (given,) = totals["foreign_assistance.appropriated"].sums
    assert (given.first_year, given.last_year) == given.period == MERIDA_YEARS
    assert given.value == Decimal(3_485_268_533)
    (bound,) = totals["foreign_assistance.obligated"].sums
    assert bound.value == Decimal(4_812_308_113)


def test_a_sum_is_only_over_the_years_that_the_source_has(mexico):
    (imet,) = shown(mexico, "obligations_by_account")["greenbook.imet"].sums
    assert (imet.first_year, imet.last_year) == (2008, 2020)
    assert imet.value == Decimal(15_022_625)
    (state,) = shown(mexico, "appropriations_by_account")["state_budget.incle"].sums
    assert (state.first_year, state.last_year) == (2008, 2015)
    merida = shown(mexico, "merida")
    assert merida["merida.enacted_in_part"].sums == ()
    assert merida["merida.stated_cumulative"].sums == ()
    (enacted,) = merida["merida.enacted"].sums
    assert (enacted.last_year, enacted.value) == (2009, Decimal(1_120_000_000))
    assert enacted.value == values(merida["merida.stated_cumulative"])[2009]


def test_no_panel_of_deaths_or_persons_has_a_sum(mexico):
    for panel in mexico.panels:
        if panel.unit != "usd":
            assert all(series.sums == () for series in panel.series)


def test_other_periods_and_one_outside_the_source(tables):
    page = cooperation(tables, "MEX", Options(periods=((1999, 2007), (2010, 2010), (1980, 1990))))
    sums = shown(page, "obligations_by_account")["greenbook.imet"].sums
    assert [(s.first_year, s.last_year, int(s.value)) for s in sums] == [
        (1999, 2007, 7_542_000),
        (2010, 2010, 989_000),
    ]


def test_the_years_chosen_cut_points_and_events_not_sums(tables, mexico):
    page = cooperation(tables, "MEX", Options(first_year=2018, last_year=2020))
    series = shown(page, "assistance_totals")["foreign_assistance.appropriated"]
    assert list(values(series)) == [2018, 2019, 2020]
    assert series.sums == shown(mexico, "assistance_totals")[series.definition.key].sums
    assert [event.date.year for event in page.events] == [2018, 2019, 2019, 2020, 2020, 2020, 2020]
    assert {event.event for event in page.events} >= {"cienfuegos-arrest", "security-law"}


def test_events_are_those_of_the_country(tables, mexico):
    assert len(mexico.events) == 52
    assert mexico.events[0].date == dt.date(2002, 3, 22)
    assert cooperation(tables, "COL").events == ()


def test_training_is_the_sum_of_what_was_done(by_hand, mexico):
    expected = by_hand(
        "SELECT fiscal_year, sum(cost_usd) FROM trainings WHERE DONE GROUP BY 1 "
        "HAVING sum(cost_usd) IS NOT NULL ORDER BY 1"
    )
    assert list(values(shown(mexico, "training")["training.cost"]).items()) == expected
    assert expected


def test_training_is_summed_over_the_reports_there_are(tables, by_hand):
    years = [row[0] for row in by_hand("SELECT DISTINCT fiscal_year FROM trainings WHERE DONE")]
    page = cooperation(tables, "MEX", Options(periods=((min(years), max(years)),)))
    reported = by_hand("SELECT count(DISTINCT fiscal_year) FROM trainings WHERE stage = 'actual'")
    sums = shown(page, "training")["training.cost"].sums
    assert bool(sums) is (reported[0][0] == max(years) - min(years) + 1)


def test_constant_dollars_name_their_base_and_leave_deaths_alone(tables, mexico):
    page = cooperation(tables, "MEX", Options(dollars="constant", base_year=2024))
    for panel in page.panels:
        assert panel.base_year == (2024 if panel.unit == "usd" else None)
    constant = values(shown(page, "merida")["merida.enacted"])
    assert constant[2008] == Decimal("588223629.39")
    assert [e.key for e in page.panel("merida").left_out] == ["merida.stated_cumulative"]
    assert page.panel("homicide_deaths") == mexico.panel("homicide_deaths")
    (summed,) = shown(page, "merida")["merida.enacted"].sums
    assert summed.value == sum(constant.values())


def test_rates_are_of_people_not_of_money(tables, mexico):
    page = cooperation(tables, "MEX", Options(amounts="rates"))
    homicides = page.panel("homicide_deaths")
    assert homicides.unit == "per_100000"
    registered = values(shown(page, "homicide_deaths")["homicides.inegi_registered"])
    assert (registered[2007], registered[2023]) == (Decimal("8.09"), Decimal("24.59"))
    assert page.panel("assistance_totals") == mexico.panel("assistance_totals")
    assert page.panel("disappeared_register").unit == "persons"
    synthetic = shown(page, "overdose_synthetic")["overdoses.synthetic_opioids_predicted.2026"]
    assert synthetic.years_left_out == (2025,)
    assert 2025 not in values(synthetic)


def test_a_share_divides_figures_of_one_definition(tables):
    final = {p.year: p for p in series_points(tables, "overdoses.synthetic_share", "MEX")}
    assert final[2023].value == Decimal("69.31")
    assert final[2023].status == "rounded"
    assert final[2010].value == Decimal("7.85")
    predicted = series_points(tables, "overdoses.synthetic_share_predicted", "MEX")
    assert [(p.year, p.value, p.status) for p in predicted] == [
        (2023, Decimal("69.32"), "provisional"),
        (2024, Decimal("60.23"), "provisional"),
    ]


def test_another_country_has_its_accounts_and_its_training(tables):
    page = cooperation(tables, "COL")
    keys = [panel.key for panel in page.panels]
    assert keys == [
        "assistance_totals",
        "training",
        "obligations_by_account",
        "appropriations_by_account",
        "requests_by_account",
    ]
    assert [panel.section for panel in page.panels] == ["money"] * 4 + ["more"]
    fmf = values(shown(page, "obligations_by_account")["greenbook.fmf"])
    assert len(fmf) > 10
    assert page.panel("homicide_deaths") is None


def test_a_code_that_is_no_country_is_an_error(tables):
    with pytest.raises(QueryError, match=r"“MX” is not a country; .* such as MEX"):
        cooperation(tables, "MX")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"dollars": "constant", "base_year": 1984}, "Dollars of 1984 cannot be the base"),
        ({"first_year": 2010, "last_year": 2009}, "2010, is after the last, 2009"),
        ({"periods": ((2021, 2008),)}, "2021, is after the last, 2008"),
    ],
)
def test_options_that_mean_nothing_are_errors(options, message):
    with pytest.raises(QueryError, match=message):
        Options(**options)


def test_an_unknown_series_is_a_key_error(tables):
    with pytest.raises(KeyError, match="nonesuch"):
        series_points(tables, "nonesuch", "MEX")
