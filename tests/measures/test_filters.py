"""A choice of trainings: what it selects, and that an address says it and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.errors import QueryError
from foja.measures.filters import COLUMNS, LONGEST_WORDS, MOST_VALUES, Filters

if TYPE_CHECKING:
    from collections.abc import Callable

    from foja.tables.engine import Tables

CASES = [
    (Filters(), "stage = 'actual'"),
    (Filters(stage="all"), "true"),
    (Filters(stage="planned"), "stage = 'planned'"),
    (Filters(country="MEX"), "stage = 'actual' AND country_iso3 = 'MEX'"),
    (Filters(fiscal_year_from=2019), "stage = 'actual' AND fiscal_year >= 2019"),
    (Filters(fiscal_year_to=2018), "stage = 'actual' AND fiscal_year <= 2018"),
    (
        Filters(fiscal_year_from=2018, fiscal_year_to=2018, year_basis="start"),
        "stage = 'actual' AND start_fiscal_year = 2018",
    ),
    (Filters(programs=("IMET", "FMF")), "stage = 'actual' AND program IN ('IMET', 'FMF')"),
    (Filters(programs=("unknown",)), "stage = 'actual' AND program IS NULL"),
    (
        Filters(country="MEX", programs=("unknown", "CTFP")),
        "stage = 'actual' AND country_iso3 = 'MEX' AND (program IS NULL OR program = 'CTFP')",
    ),
    (
        Filters(recipient_forces=("MEX.SEMAR", "unknown")),
        "stage = 'actual' AND (recipient_force = 'MEX.SEMAR' OR recipient_force IS NULL)",
    ),
    (
        Filters(words="REGION naval"),
        "stage = 'actual' AND student_unit ILIKE 'regi_n naval _'",
    ),
    (
        Filters(words="naval newport"),
        "stage = 'actual' AND course_title ILIKE 'law of the sea' AND country_iso3 = 'MEX'",
    ),
    (Filters(words="méxico"), "stage = 'actual' AND location_printed = 'Ciudad de México'"),
    (Filters(words="unheard-of"), "stage = 'actual' AND program IS NULL AND country_iso3 = 'MEX'"),
    (Filters(words="100%_"), "student_unit = 'UNIDAD NAVAL 100%_'"),
    (Filters(words="0%"), "student_unit = 'UNIDAD NAVAL 100%_'"),
    (Filters(words="%"), "student_unit = 'UNIDAD NAVAL 100%_'"),
    (Filters(words="' OR 1=1 --"), "false"),
    (Filters(words="seanewport"), "false"),
    (Filters(country="M'X"), "false"),
    (
        Filters(training_types=("law", "technical.maintenance")),
        "stage = 'actual' AND regexp_matches(training_type, '^(law[.].*|technical.maintenance)$')",
    ),
    (Filters(training_types=("la",)), "false"),
    (Filters(recipient_forces=("MEX",), stage="all"), "starts_with(recipient_force, 'MEX.')"),
    (Filters(deliveries=("in_country",)), "stage = 'actual' AND delivery = 'in_country'"),
    (Filters(places=("MX.acapulco", "unknown")), "place_id = 'MX.acapulco' OR place_id IS NULL"),
    (
        Filters(units=("MEX.naval-region-8",), stage="planned"),
        "stage = 'planned' AND unit_id = 'MEX.naval-region-8'",
    ),
    (Filters(flags=("cost_outlier",)), "list_contains(flags, 'cost_outlier')"),
    (
        Filters(lengths=("1", "unknown")),
        "stage = 'actual' AND (end_date = start_date OR (end_date >= start_date) IS NOT TRUE)",
    ),
    (
        Filters(fiscal_year_from=2018, fiscal_year_to=2018, year_basis="calendar"),
        "stage = 'actual' AND year(start_date) = 2018",
    ),
]


@pytest.mark.parametrize(("filters", "condition"), CASES)
def test_a_choice_selects_what_sql_written_by_hand_selects(
    tables: Tables, by_hand: Callable[[str], list[Any]], filters: Filters, condition: str
) -> None:
    expected = by_hand(f"FROM trainings SELECT training_id WHERE {condition} ORDER BY 1")
    assert expected or condition == "false"
    rows = filters.apply(tables.table("trainings")).select("training_id").order_by("training_id")
    assert [(row["training_id"],) for row in tables.rows(rows)] == expected
    later = tables.ask(
        ("ids", filters.shape),
        lambda: filters.apply_later(tables.table("trainings")).select("training_id"),
        filters.values,
    )
    assert sorted((row["training_id"],) for row in later) == expected


def test_choices_of_one_shape_share_their_sql(tables: Tables) -> None:
    def sql(filters: Filters) -> str:
        return tables.sql(filters.apply_later(tables.table("trainings")))

    one = Filters(country="MEX", programs=("IMET",), words="boat", fiscal_year_from=2018)
    two = Filters(country="COL", programs=("FMF",), words="sea", fiscal_year_from=2020)
    assert one.shape == two.shape
    assert sql(one) == sql(two)
    three = Filters(country="COL", programs=("FMF",), words="sea", fiscal_year_to=2020)
    assert three.shape == one.shape
    for other in (
        Filters(country="MEX"),
        Filters(country="MEX", programs=("unknown",), words="boat", fiscal_year_from=2018),
        Filters(country="MEX", programs=("IMET",), fiscal_year_from=2018),
    ):
        assert other.shape != one.shape
        assert sql(other) != sql(one)


codes = st.text("ABCXYZ.0123456789", min_size=1, max_size=12)
years = st.none() | st.integers(1990, 2100)


@st.composite
def choices(draw: st.DrawFn) -> Filters:
    first, last = draw(years), draw(years)
    if first is not None and last is not None and first > last:
        first, last = last, first
    several = st.lists(codes, unique=True, max_size=5).map(tuple)
    return Filters(
        country=draw(st.none() | st.sampled_from(["MEX", "COL"])),
        fiscal_year_from=first,
        fiscal_year_to=last,
        programs=draw(several),
        recipient_forces=draw(several),
        words=" ".join(draw(st.text(max_size=40)).split()),
        stage=draw(st.sampled_from(["actual", "planned", "all"])),
        year_basis=draw(st.sampled_from(["report", "start", "calendar"])),
        **{field: draw(several) for field in list(COLUMNS)[2:]},
    )


@given(choices())
def test_a_choice_survives_its_address(filters: Filters) -> None:
    assert Filters.from_query(filters.to_query(), country=filters.country) == filters
    assert Filters.from_query(filters.to_query(country=True)) == filters


def test_an_address_says_only_what_differs_from_the_default() -> None:
    assert Filters().to_query() == []
    assert Filters(country="MEX", fiscal_year_from=2019, programs=("A", "B")).to_query() == [
        ("from", "2019"),
        ("program", "A"),
        ("program", "B"),
    ]


def test_empty_parameters_of_a_form_count_as_not_given() -> None:
    query = [("from", ""), ("to", " "), ("program", ""), ("words", "  "), ("country", "")]
    assert Filters.from_query(query) == Filters()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ([("from", "2020"), ("to", "2019")], "The first year, 2020, is after the last, 2019."),
        ([("from", "20x0")], "“20x0” is not a year for “from”"),
        ([("to", "-1")], "“-1” is not a year"),
        ([("to", "\N{FULLWIDTH DIGIT TWO}020")], "is not a year"),
        ([("to", "1066")], "“1066” is not a fiscal year the reports could cover."),
        ([("to", "9" * 5000)], "is not a fiscal year the reports could cover."),
        ([("country", "ZZZ")], "No country “ZZZ”; a code such as MEX is expected."),
        ([("stage", "dreamt")], "“dreamt” is not a value of “stage”; give one of actual, planned"),
        ([("basis", "x")], "“x” is not a value of “basis”; give one of report, start, calendar."),
        ([("fom", "2019")], "No parameter “fom”; give one of country, from, to"),
        ([("from", "2019"), ("from", "2020")], "The parameter “from” is given twice."),
        ([("words", "x" * (LONGEST_WORDS + 1))], "The search has 201 characters"),
        ([("program", str(n)) for n in range(MOST_VALUES + 1)], "More than 50 values"),
    ],
)
def test_nonsense_in_an_address_is_refused_in_one_sentence(
    query: list[tuple[str, str]], sentence: str
) -> None:
    with pytest.raises(QueryError) as caught:
        Filters.from_query(query, countries={"MEX", "COL"})
    assert sentence in str(caught.value)
    assert len(str(caught.value)) < 200
