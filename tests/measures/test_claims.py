"""Verdicts on the whole record, each figure reckoned again by plain SQL."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

import foja
from foja.meaning.claims import Claim, Way, all_claims, all_operators
from foja.meaning.series_points import points
from foja.meaning.training_types import training_type_of
from foja.measures.claim_answer import filters_of
from foja.measures.claim_retyping import taxonomy_named
from foja.measures.claim_ways import few_rows, reckon
from foja.measures.claims import KINDS, Verdict, admits, ledger, ledger_verdict, verdict
from foja.tables.folder import SNAPSHOT
from foja.tables.selection import is_part_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foja.tables.engine import Tables

SUMMED = {
    "students": "coalesce(sum(quantity), 0)",
    "cost_usd": "coalesce(sum(cost_usd), 0)",
    "trainings": "count(*)",
    "courses": "count(DISTINCT upper(course_title))",
}
YEARS = {"report": "fiscal_year", "start": "start_fiscal_year", "calendar": "year(start_date)"}
OVER_TRAININGS = ("total", "ratio", "fall", "share", "year_value", "spike", "rank_force")
PLAIN = [
    (claim.id, way)
    for claim in all_claims().values()
    for way in claim.ways
    if way.series is None and way.taxonomy is None and way.how in OVER_TRAININGS
]
RETYPED = [
    (claim.id, way)
    for claim in all_claims().values()
    for way in claim.ways
    if way.taxonomy is not None and way.how in {"total", "ratio", "year_value"}
]


@pytest.fixture(scope="module")
def record() -> Iterator[Tables]:
    with foja.open(SNAPSHOT) as opened:
        yield opened


@pytest.fixture(scope="module")
def verdicts(record: Tables) -> dict[str, Verdict]:
    return {found.claim.id: found for found in ledger(record)}


def _ask(record: Tables, sql: str) -> list[tuple[Any, ...]]:
    return record._connection.cursor().execute(sql).fetchall()


def _any(column: str, codes: tuple[str, ...], *, tree: bool) -> str:
    parts = [f"{column} = '{code}'" for code in codes]
    if tree:
        parts += [f"{column} LIKE '{code}.%'" for code in codes]
    return f"({' OR '.join(parts)})" if codes else "true"


def _where(way: Way, first: int | None, last: int | None, **other: tuple[str, ...]) -> str:
    conditions = [f"country_iso3 = '{way.country}'", f"stage = '{way.stage}'"]
    if first is not None:
        conditions.append(f"{YEARS[way.basis]} BETWEEN {first} AND {last}")
    conditions += [
        _any("program", way.program, tree=False),
        _any("recipient_force", other.get("force", way.force), tree=True),
        _any("training_type", other.get("type", way.type), tree=True),
        _any("delivery", way.delivery, tree=False),
        _any("place_id", other.get("place", way.place), tree=False),
    ]
    conditions += [f"lower(course_title) LIKE '%{word.lower()}%'" for word in way.words.split()]
    return " AND ".join(conditions)


def _sum(
    record: Tables, way: Way, first: int | None, last: int | None, **other: tuple[str, ...]
) -> Decimal:
    where = _where(way, first, last, **other)
    sql = f"SELECT {SUMMED[way.measure]} FROM trainings WHERE {where}"  # noqa: S608 - our own words
    return Decimal(_ask(record, sql)[0][0])


def _by_hand(record: Tables, way: Way) -> Decimal:
    now = _sum(record, way, way.first, way.last)
    if way.how == "total":
        return now
    if way.how == "year_value":
        return _sum(record, way, way.last, way.last)
    if way.how == "share":
        return _sum(record, way, way.first, way.last, place=way.part_place) * 100 / now
    if way.how == "rank_force":
        each = {f: _sum(record, way, way.first, way.last, force=(f,)) for f in way.among}
        return Decimal(1 + sum(value > each[way.force[0]] for value in each.values()))
    if way.how == "spike":
        assert way.to_first is not None
        assert way.last is not None
        years = range(way.to_first, way.last + 1)
        return min(
            _sum(record, way, y, y) * 100 / _sum(record, way, y - 1, y - 1) - 100 for y in years
        )
    then = _sum(record, way, way.to_first, way.to_last)
    return now / then if way.how == "ratio" else 100 - now * 100 / then


@pytest.mark.parametrize(("claim_id", "way"), PLAIN, ids=lambda part: getattr(part, "key", part))
def test_plain_sql_finds_the_same(record: Tables, claim_id: str, way: Way) -> None:
    found = reckon(record, way)
    assert found.value is not None, claim_id
    assert round(found.value, 12) == round(_by_hand(record, way), 12)


@pytest.mark.parametrize(("claim_id", "way"), RETYPED, ids=lambda part: getattr(part, "key", part))
def test_rows_typed_again_add_up_and_are_held_by_the_types_linked(
    record: Tables, claim_id: str, way: Way
) -> None:
    year = YEARS[way.basis]
    taxonomy = taxonomy_named(str(way.taxonomy))
    sums: dict[int, int] = {}
    kept: set[str] = set()
    rows = _ask(
        record,
        f"SELECT training_id, course_title, program, quantity, {year} "  # noqa: S608 - our own words
        "FROM trainings WHERE country_iso3 = 'MEX' AND stage = 'actual'",
    )
    for training_id, title, program, students, of_year in rows:
        key = training_type_of(title, program, taxonomy)[0]
        if any(is_part_of(key, code) for code in way.own_types):
            ours = training_type_of(title, program)[0]
            assert any(is_part_of(ours, code) for code in way.type), (claim_id, training_id)
            sums[of_year] = sums.get(of_year, 0) + (students or 0)
            if of_year == way.last:
                kept.add(training_id)
    assert way.last is not None
    found = reckon(record, way)
    if way.how == "ratio":
        assert way.to_last is not None
        assert found.value == Decimal(sums[way.last]) / Decimal(sums[way.to_last])
    else:
        assert found.value == sums[way.last]
        named = few_rows(record, found)
        assert set(named) == kept or not named


def test_every_claim_has_a_verdict(verdicts: dict[str, Verdict]) -> None:
    assert verdicts.keys() == all_claims().keys()
    assert {found.kind for found in verdicts.values()} == set(KINDS)


def test_what_does_not_plainly_hold_says_why_in_both_languages(
    verdicts: dict[str, Verdict],
) -> None:
    for found in verdicts.values():
        if found.kind != "holds":
            assert len(found.claim.why_en) > 20, found.claim.id
            assert len(found.claim.why_es) > 20, found.claim.id


def test_a_verdict_follows_from_its_parts(verdicts: dict[str, Verdict]) -> None:
    for found in verdicts.values():
        deciding = [one for one in found.tried if not one.found.way.shown_only]
        if found.kind == "holds":
            assert deciding[0].admitted
            assert found.decided is deciding[0]
        elif found.kind == "holds_otherwise":
            assert not deciding[0].admitted
            assert found.decided is not None
            assert found.decided.admitted
        else:
            assert not any(one.admitted for one in deciding)
        if found.difference is not None and found.ours is not None:
            assert found.difference == found.ours - found.claim.number


def test_evidence_leads_to_rows_or_points(verdicts: dict[str, Verdict]) -> None:
    for found in verdicts.values():
        for one in found.tried:
            assert one.found.filters is not None or one.found.points, found.claim.id


def test_overdose_figures_are_those_of_the_series_files(verdicts: dict[str, Verdict]) -> None:
    all_intents = {point.year: point.value for point in points("overdoses.all_intents")}
    unintentional = {point.year: point.value for point in points("overdoses.unintentional")}
    assert verdicts["C194"].ours == unintentional[2007]
    assert verdicts["C194"].kind == "holds_otherwise"
    alike = verdicts["F001"].ours
    assert alike == all_intents[2023] / all_intents[2007]
    assert verdicts["F001"].kind == "does_not_hold"


def test_the_aid_summed_is_the_sum_of_its_points(verdicts: dict[str, Verdict]) -> None:
    found = verdicts["C168"].of("all_aid")
    assert found is not None
    series = points("foreign_assistance.appropriated", "MEX")
    assert found.value == sum(point.value for point in series if 2008 <= point.year <= 2021)


def test_a_rank_among_countries_wants_every_volume(
    record: Tables, verdicts: dict[str, Verdict]
) -> None:
    found = verdicts["C071"]
    sql = "SELECT count(*) FROM documents WHERE report = '2016-2017' AND status <> 'read'"
    absent = _ask(record, sql)[0][0]
    assert (found.kind == "cannot_be_checked") == bool(absent)
    assert found.tried[0].found.regions_lacking == absent


def test_the_nearest_year_has_the_smallest_distance(verdicts: dict[str, Verdict]) -> None:
    for one in verdicts["C013"].tried:
        distances = dict(one.found.order)
        nearest = min(distances.values())
        assert distances[str(one.found.value)] == nearest
        assert 0 <= nearest <= 1


def test_the_same_tables_give_the_same_verdict_once(record: Tables) -> None:
    assert ledger_verdict("C028", record) is ledger_verdict("C028", record)
    assert ledger_verdict("C028", record).kind == "holds"


def _own(operator: str, figure: str, **way: object) -> Claim:
    chosen = {"key": "own", "name_en": "own", "name_es": "propia", **way}
    return Claim(
        id="own",
        source="",
        claim_en="own",
        claim_es="propia",
        figure=figure,
        unit="students",
        operator=operator,
        ways=(msgspec.convert(chosen, Way),),
    )


def test_a_year_without_a_report_cannot_be_checked(record: Tables) -> None:
    found = verdict(_own("exactly", "1", first=2030, last=2030), record)
    assert found.kind == "cannot_be_checked"
    assert found.tried[0].found.lacking == (2030,)
    assert found.ours is None


def test_nothing_listed_under_a_report_that_was_read_is_nought(record: Tables) -> None:
    found = verdict(_own("exactly", "0", first=2003, last=2003, program=["CTFP"]), record)
    assert found.kind == "holds"
    assert found.ours == 0


@pytest.mark.parametrize(
    ("operator", "figure", "year", "holds"),
    [
        ("highest", "0", 2016, True),
        ("highest", "0", 2015, False),
        ("highest_since", "2016", 2017, True),
        ("highest_since", "2014", 2017, False),
        ("lowest_since", "2002", 2020, True),
    ],
)
def test_highest_and_lowest_are_told_of_all_years(
    record: Tables, operator: str, figure: str, year: int, holds: bool
) -> None:
    sums = dict(
        _ask(
            record,
            "SELECT fiscal_year, sum(quantity) FROM trainings WHERE country_iso3 = 'MEX' "
            "AND stage = 'actual' GROUP BY ALL",
        )
    )
    expected = {
        "highest": all(value < sums[year] for other, value in sums.items() if other != year),
        "highest_since": max((y for y in sums if y < year and sums[y] >= sums[year]), default=0)
        == int(figure),
        "lowest_since": max((y for y in sums if y < year and sums[y] <= sums[year]), default=0)
        == int(figure),
    }[operator]
    assert expected is holds
    claim = _own(operator, figure, how="year_value", year=year)
    found = verdict(claim, record)
    assert (found.kind == "holds") is holds
    assert admits(all_operators()[operator], claim, found.tried[0].found) is holds


def test_filters_say_what_a_way_chooses() -> None:
    way = next(way for _id, way in PLAIN if way.place)
    filters = filters_of(way)
    assert filters.places == way.place
    assert (filters.fiscal_year_from, filters.fiscal_year_to) == (way.first, way.last)
    assert re.fullmatch("[A-Z]{3}", str(filters.country))


def _converted(how: str = "total", **given: Any) -> Way:
    return Way(key="own", name_en="own", name_es="own", how=how, **given)  # type: ignore[arg-type]


def test_a_claim_can_ask_for_constant_dollars(record: Tables) -> None:
    way = _converted(measure="cost_usd_constant", first=2008, last=2012)
    found = reckon(record, way)
    prices = dict(_ask(record, "SELECT year, value FROM series WHERE series = 'prices.cpi_u'"))
    nominal = _ask(
        record,
        "SELECT fiscal_year, sum(cost_usd) FROM trainings WHERE country_iso3 = 'MEX' "
        "AND stage = 'actual' AND fiscal_year BETWEEN 2008 AND 2012 GROUP BY 1",
    )
    assert len(nominal) == 5
    expected = sum(
        cost * prices[2024] / (prices[year - 1] / 4 + prices[year] * 3 / 4)
        for year, cost in nominal
    )
    assert found.unit == "usd_constant"
    assert found.value is not None
    assert abs(found.value - expected) < Decimal("0.01")


def test_a_claim_can_ask_for_a_rate_and_its_highest_year(record: Tables) -> None:
    way = _converted("year_value", measure="students_per_100_000", year=2016)
    found = reckon(record, way)
    ((students, people),) = _ask(
        record,
        "SELECT (SELECT sum(quantity) FROM trainings WHERE country_iso3 = 'MEX' AND "
        "stage = 'actual' AND fiscal_year = 2016), (SELECT value FROM series WHERE "
        "series = 'population.world_bank' AND country_iso3 = 'MEX' AND year = 2016)",
    )
    assert found.value == round(Decimal(students) * 100_000 / people, 2)
    assert found.as_high is None
    assert [year for year, _value in found.years] == list(range(1999, 2021))


def test_costs_without_a_year_leave_constant_dollars_unknown_not_too_small(record: Tables) -> None:
    undated = _ask(
        record,
        "SELECT sum(cost_usd) FROM trainings WHERE country_iso3 = 'MEX' AND stage = 'actual' "
        "AND start_date IS NULL",
    )
    assert undated[0][0] > 0
    assert reckon(record, _converted(measure="cost_usd_constant", basis="start")).value is None
    nothing = _converted(
        measure="cost_usd_constant", words="zebra submarine", first=2019, last=2019
    )
    assert reckon(record, nothing).value == 0


def test_a_year_whose_cost_per_student_is_not_known_is_no_year_of_zero(record: Tables) -> None:
    way = _converted("year_value", measure="cost_per_student", year=2020, type=("cyber",))
    asked = reckon(record, way)
    assert asked.years
    assert all(value > 0 for _year, value in asked.years)
    assert len(asked.years) < len(reckon(record, _converted("year_value", year=2020)).years)
