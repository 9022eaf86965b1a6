"""What is told of a year, by hand: the thresholds of each rule, on both of their sides."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from foja.errors import QueryError
from foja.measures import takeaway_rules
from foja.measures.figures import Figures
from foja.measures.takeaway_facts import WHOLE, Subject
from foja.measures.takeaway_record import COLUMNS, ROW_COLUMNS, CountryRecord, Row, read_country
from foja.measures.takeaway_rules import MOST_FINDINGS, MOST_IN_SECTION, SECTIONS, WATCHED
from foja.measures.takeaways import all_takeaways, takeaways, takeaways_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from foja.measures.takeaway_facts import Finding, Takeaways
    from foja.tables.engine import Tables

NOW = 2020


def record(
    students: Mapping[int, int],
    *,
    parts: Mapping[str, Mapping[int, Mapping[str, int]]] | None = None,
    cost: Mapping[int, int] | None = None,
    covered: tuple[int, ...] | None = None,
    **more: Any,
) -> CountryRecord:
    """A country with so many students each year, each a training of its own at no printed cost."""
    cost = cost or {}
    sums: dict[Any, Any] = {name: {} for name in ("all", "group", *COLUMNS)}
    for year, number in students.items():
        sums["all"][year] = {"": figures(number, cost.get(year))}
    for dimension, years in (parts or {}).items():
        for year, values in years.items():
            sums[dimension][year] = {value: figures(one, None) for value, one in values.items()}
    vague = frozenset(["XX.country"])
    return CountryRecord("XXX", covered or tuple(sorted(students)), sums, {}, vague, **more)


def figures(students: int, cost: int | None) -> Figures:
    return Figures(
        students, students, None if cost is None else Decimal(cost), 0, 0 if cost else students
    )


def told(found: Takeaways, kind: str, subject: Subject = WHOLE) -> list[Finding]:
    return [one for one in found.findings if (one.kind, one.subject) == (kind, subject)]


def change_of(students: Mapping[int, int], **more: Any) -> Finding | None:
    found = told(takeaways_of(record(students, **more), NOW), "change")
    return found[0] if found else None


@pytest.mark.parametrize(
    ("before", "now", "form"),
    [
        (100, 109, None),  # nine students more
        (100, 110, "more"),
        (1000, 1090, None),  # nine percent
        (100, 90, "less"),
        (100, 50, "half"),
        (100, 200, "twice"),
        (100, 250, "times"),
        (9, 30, "after"),  # no percentage of nine
        (10, 30, "times"),
        (0, 30, "after_none"),
        (2, 1, None),  # a small country gets no nonsense
    ],
)
def test_a_change_is_told_from_its_thresholds_on(before: int, now: int, form: str | None) -> None:
    found = change_of({2019: before, 2020: now})
    assert (found and found.form) == (form and f"{form} -")


def test_a_year_without_a_report_is_not_compared_with() -> None:
    assert change_of({2018: 100, 2020: 300}) is None


def test_a_year_in_which_a_report_lists_nothing_is_zero() -> None:
    found = change_of({2020: 30}, covered=(2019, 2020))
    assert found
    assert found.form == "after_none -"


@pytest.mark.parametrize(
    ("students", "form", "value"),
    [
        ({2016: 50, 2017: 20, 2018: 20, 2019: 40, 2020: 45}, "- highest_since", 2016),
        ({2017: 50, 2018: 20, 2019: 40, 2020: 45}, None, None),  # only three years back
        ({2016: 50, 2018: 20, 2019: 40, 2020: 45}, None, None),  # a gap stops it
        ({2015: 90, 2016: 20, 2017: 20, 2018: 30, 2019: 41, 2020: 42}, "- highest_since", 2015),
        ({2016: 20, 2017: 20, 2018: 30, 2019: 41, 2020: 42}, "- highest_of", 2016),
        ({2016: 40, 2017: 60, 2018: 60, 2019: 44, 2020: 43}, "- lowest_since", 2016),
        ({2016: 60, 2017: 60, 2018: 60, 2019: 44, 2020: 43}, "- lowest_of", 2016),
        ({2016: 40, 2017: 40, 2018: 40, 2019: 40, 2020: 41}, None, None),  # by one student
    ],
)
def test_since_reaches_over_four_known_years_without_a_gap(
    students: dict[int, int], form: str | None, value: int | None
) -> None:
    found = change_of(students)
    assert (found and found.form) == form
    if found and value:
        assert {figure.value for name, figure in found.figures.items() if name in {"since", "first"}
                } == {value}  # fmt: skip


def test_the_mean_is_of_five_known_years() -> None:
    students = dict.fromkeys(range(2015, 2020), 100) | {2020: 150}
    (found,) = told(takeaways_of(record(students), NOW), "mean")
    assert found.form == "more"
    assert found.figures["compared"].value == 50
    del students[2015]
    assert told(takeaways_of(record(students), NOW), "mean") == []


def test_a_period_that_was_asked_for_is_told() -> None:
    students = {2011: 20, 2012: 40, 2020: 300}
    (found,) = told(takeaways_of(record(students), NOW, [(2011, 2013)]), "period")
    assert found.figures["mean"].value == 30
    assert found.figures["mean"].of.years == (2011, 2012)
    assert found.figures["compared"].value == 10


def test_three_years_are_held_against_the_seven_before() -> None:
    students = dict.fromkeys(range(2011, 2018), 10) | dict.fromkeys(range(2018, 2021), 100)
    (found,) = told(takeaways_of(record(students), NOW), "three_to_seven")
    assert (found.figures["now"].value, found.figures["before"].value) == (300, 70)
    assert found.figures["compared"].value == Decimal(300) / 70
    assert told(takeaways_of(record(students | {2017: 91}), NOW), "three_to_seven") == []


def groups(**students: int) -> dict[str, dict[int, dict[str, int]]]:
    return {"group": {NOW: students}, "type": {NOW: students}}


def test_a_mix_is_told_from_twenty_students_on() -> None:
    found = takeaways_of(record({NOW: 20}, parts=groups(flight=15, law=5)), NOW)
    (mix,) = told(found, "mix", Subject("group"))
    assert [(one.subject.value, one.figures["share"].value) for one in mix.entries] == [
        ("flight", 75),
        ("law", 25),
    ]
    assert told(takeaways_of(record({NOW: 19}, parts=groups(flight=19)), NOW), "mix") == []


def test_a_mix_needs_four_fifths_of_its_students_known() -> None:
    known = record({NOW: 100}, parts=groups(flight=80, unclassified=20))
    assert told(takeaways_of(known, NOW), "mix", Subject("group"))
    unknown = record({NOW: 100}, parts=groups(flight=79, unclassified=21))
    assert told(takeaways_of(unknown, NOW), "mix", Subject("group")) == []


def test_the_year_most_alike_is_an_earlier_one() -> None:
    years = {
        2015: {"flight": 50, "law": 50},
        2016: {"flight": 100},
        2017: {"law": 100},
        2018: {"medical": 100},
        2019: {"medical": 90, "law": 10},
        2020: {"flight": 60, "law": 40},
    }
    whole = record(
        {year: sum(values.values()) for year, values in years.items()},
        parts={"group": years, "type": years},
    )
    (found,) = told(takeaways_of(whole, NOW), "alike", Subject("group"))
    assert found.figures["nearest"].value == 2015
    assert found.figures["apart"].value == 10
    assert told(takeaways_of(whole, 2018), "alike", Subject("group")) == []


def programs(listed: Mapping[int, int]) -> CountryRecord:
    years = range(2014, 2021)
    parts = {
        year: {"OLD": 50, **({"NEW": listed[year]} if year in listed else {})} for year in years
    }
    return record({year: 50 + listed.get(year, 0) for year in years}, parts={"program": parts})


def test_a_programme_is_new_gone_or_back() -> None:
    new = Subject("program", "NEW")
    assert told(takeaways_of(programs({2020: 10}), NOW), "new", new)[0].form == "first"
    assert told(takeaways_of(programs({2020: 9}), NOW), "new", new) == []
    (back,) = told(takeaways_of(programs({2014: 10, 2020: 10}), NOW), "new", new)
    assert (back.form, back.figures["last"].value) == ("back", 2014)
    assert told(takeaways_of(programs({2016: 10, 2020: 10}), NOW), "new", new) == []
    (gone,) = told(takeaways_of(programs(dict.fromkeys((2017, 2018, 2019), 10)), NOW), "gone", new)
    assert gone.figures["before"].value == 10
    assert told(takeaways_of(programs(dict.fromkeys((2018, 2019), 10)), NOW), "gone", new) == []


def test_what_only_began_is_not_called_the_most() -> None:
    covered = tuple(range(2012, 2021))
    two, three = {2018: 5, 2019: 5, 2020: 45}, {2017: 5, 2018: 5, 2019: 5, 2020: 45}
    for students, form in ((two, "after -"), (three, "after highest_of")):
        found = change_of(students, covered=covered)
        assert found
        assert found.form == form


def test_a_multiple_of_next_to_nothing_is_not_told() -> None:
    for now, form in ((990, "times -"), (1000, "after -")):
        found = change_of({2019: 10, 2020: now})
        assert found
        assert found.form == form
        assert ("compared" in found.figures) == (form == "times -")


def test_a_programme_is_not_compared_with_a_year_of_its_kin() -> None:
    kin = {"NEW": frozenset(["OLD"]), "OLD": frozenset(["NEW"])}
    years = {year: {"NEW" if year == NOW else "OLD": 50} for year in range(2014, 2021)}
    whole = dict.fromkeys(years, 50)
    new = Subject("program", "NEW")
    alone = takeaways_of(record(whole, parts={"program": years}), NOW)
    assert told(alone, "new", new)
    assert told(alone, "gone", Subject("program", "OLD"))
    related = takeaways_of(record(whole, parts={"program": years}, kin=kin), NOW)
    assert {one.kind for one in related.findings} & {"new", "gone"} == set()
    assert told(related, "change", new) == []


def placed(place: str, **more: Any) -> list[Finding]:
    """What is told as new of a place that only the last of seven years lists."""
    years = {year: {"XX.old": 50, **more} for year in range(2014, 2020)} | {2020: {"XX.new": 50}}
    spots = {"XX.old": (31.0, -85.0), "XX.new": (31.3 if place == "near" else 31.4, -85.0)}
    whole = {year: sum(values.values()) for year, values in years.items()}
    found = takeaways_of(record(whole, parts={"place": years}, spots=spots), NOW)
    return told(found, "new", Subject("place", "XX.new"))


def test_a_place_is_new_only_where_no_other_near_it_was_listed() -> None:
    assert placed("far")  # 44 km
    assert placed("near") == []  # 33 km
    assert placed("far", **{"XX.country": 5}) == []  # it may have been this one


def test_places_that_are_only_a_country_are_not_known() -> None:
    found = record({NOW: 100}, parts={"place": {NOW: {"XX.town": 79, "XX.country": 21}}})
    assert told(takeaways_of(found, NOW), "mix", Subject("place")) == []
    found = record({NOW: 100}, parts={"place": {NOW: {"XX.town": 80, "XX.country": 20}}})
    (mix,) = told(takeaways_of(found, NOW), "mix", Subject("place"))
    assert [one.subject.value for one in mix.entries] == ["XX.town"]


def test_a_year_of_several_forces_is_a_mix_and_not_compared() -> None:
    def forces(several: int) -> list[str]:
        years = {
            2019: {"XXX.ARMY": 100},
            2020: {"XXX.ARMY": 100 - several, "XXX.SEVERAL": several},
        }
        whole = record({2019: 100, 2020: 100}, parts={"force": years})
        found = takeaways_of(whole, NOW).of_section("recipients")
        return sorted(one.kind for one in found)

    assert forces(20) == ["change", "mix"]
    assert forces(21) == ["mix"]


def test_of_titles_written_in_another_way_none_is_called_new() -> None:
    def courses(new: int) -> list[Finding]:
        old = {f"OLD {number}": 10 for number in range(4)}
        years = dict.fromkeys(range(2014, 2020), old) | {
            2020: {f"{'NEW' if number < new else 'OLD'} {number}": 10 for number in range(4)}
        }
        whole = record(dict.fromkeys(years, 40), parts={"course": years})
        return [one for one in takeaways_of(whole, NOW).findings if one.kind == "new"]

    assert courses(3)
    assert courses(4) == []


def test_what_is_the_whole_of_both_years_is_told_once() -> None:
    years = {2019: {"flight": 100}, 2020: {"flight": 300}}
    found = takeaways_of(
        record({2019: 100, 2020: 300}, parts={"group": years, "type": years}), NOW
    ).findings
    assert [one.kind for one in found] == ["head", "change", "mix"]


def test_next_to_nothing_of_a_year_is_not_told() -> None:
    def law(before: int) -> list[Finding]:
        years = {2019: {"law": before, "flight": 900}, 2020: {"law": 1, "flight": 900}}
        whole = {year: sum(values.values()) for year, values in years.items()}
        parts = {"group": years, "type": years}
        return told(
            takeaways_of(record(whole, parts=parts), NOW), "change", Subject("group", "law")
        )

    assert law(30) == []
    assert law(60)


def single(number: int, **more: Any) -> Row:
    row: Row = dict.fromkeys(ROW_COLUMNS)
    return row | {
        "training_id": f"2020-2021.wh.1.0{number}",
        "quantity": 40,
        "document": "2020-2021/x",
        "page": 1,
        "program": "IMET",
        "course_title": "X",
        "flags": [],
        "fiscal_year": NOW,
        **more,
    }


@pytest.mark.parametrize(
    ("rows", "forms"),
    [
        ([single(1)], ["only"]),
        ([single(1), single(2)], ["both"]),
        ([single(1), single(2, quantity=39)], ["one", "other"]),
        ([single(1), single(2, course_title=None)], []),
        ([single(1), single(2), single(3)], []),
    ],
)
def test_one_or_two_trainings_are_told_by_themselves(rows: list[Row], forms: list[str]) -> None:
    few = len(rows)
    whole = record({NOW: few}, parts=groups(flight=few))
    found = takeaways_of(replace(whole, rows={NOW: rows}), NOW)
    assert [one.form for one in found.findings if one.kind == "each"] == forms
    assert [one for one in found.findings if one.kind == "mix"] == []


def test_a_report_that_lists_nothing_is_said() -> None:
    found = takeaways_of(record({2018: 5}, covered=(2018, 2019, 2020)), NOW)
    assert [one.form for one in found.findings] == ["nothing"]
    found = takeaways_of(record({2018: 5}, covered=(2018, 2019, 2020)), 2019)
    (head,) = found.findings
    assert head.figures["before"].value == 5


def test_a_single_student_is_a_head_and_nothing_else() -> None:
    found = takeaways_of(record({2019: 0, 2020: 1}), NOW)
    assert [one.kind for one in found.findings] == ["head"]


def test_a_brief_is_no_longer_than_a_page(tables: Tables) -> None:
    for found in all_takeaways(tables, {"MEX": range(2014, 2021), "COL": range(2014, 2021)}):
        assert len(found.findings) <= MOST_FINDINGS
        for section in SECTIONS:
            assert len(found.of_section(section)) <= MOST_IN_SECTION[section]
        assert all(0 <= one.significance <= 1 for one in found.findings)


def test_the_head_is_what_sql_reckons(tables: Tables, by_hand: Any) -> None:
    covered = [row[0] for row in by_hand("SELECT DISTINCT fiscal_year FROM trainings WHERE DONE")]
    for year in covered:
        ((trainings, students, cost, *_),) = by_hand(
            f"SELECT SUMS FROM trainings WHERE DONE AND fiscal_year = {year}"  # noqa: S608 - a year
        )
        head = takeaways(tables, "MEX", year, covered).findings[0]
        assert head.figures["trainings"].value == trainings
        assert head.figures["students"].value == students
        assert head.figures["cost"].value == cost


def test_one_country_and_all_of_them_say_the_same(tables: Tables) -> None:
    years = tuple(range(2014, 2021))
    together = {one.year: one for one in all_takeaways(tables, {"MEX": years})}
    for year in years:
        assert takeaways(tables, "MEX", year, years) == together[year]


def test_a_year_without_a_report_is_refused_in_one_sentence(tables: Tables) -> None:
    with pytest.raises(QueryError, match=r"No report on MEX for fiscal year 1990; .*2019, 2020\."):
        takeaways(tables, "MEX", 1990, [2019, 2020])


def test_evidence_is_the_largest_rows(tables: Tables, by_hand: Any) -> None:
    head = takeaways_of(read_country(tables, "MEX", (2020,), 2020), 2020).findings[0]
    largest = by_hand(
        "SELECT training_id FROM trainings WHERE DONE AND fiscal_year = 2020 "
        "ORDER BY quantity DESC NULLS LAST, document, page, length(training_id), training_id "
        "LIMIT 3"
    )
    assert [one.training_id for one in head.evidence] == [row[0] for row in largest]


def test_what_is_watched_is_a_type_or_group_there_is() -> None:
    from foja.meaning.training_types import taxonomy  # noqa: PLC0415 - only here

    known = {one.key for one in (*taxonomy().groups, *taxonomy().types)}
    assert {subject.value for subject in WATCHED} <= known


def test_the_documentation_gives_every_threshold() -> None:
    text = (Path(__file__).parents[2] / "docs" / "takeaways.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| ([^|]+) \|", text, re.MULTILINE))
    assert len(rows) > 15
    for name, written in rows.items():
        value = getattr(takeaway_rules, name)
        said = [Decimal(number) for number in re.findall(r"\d+(?:\.\d+)?", written)]
        values = list(value.values()) if isinstance(value, dict) else [Decimal(value)]
        assert said == values, name
    numbers = {
        name
        for name, value in vars(takeaway_rules).items()
        if name.isupper() and isinstance(value, (int, Decimal)) and not isinstance(value, bool)
    }
    assert numbers - rows.keys() <= {"WATCHED_SIZE", "EVIDENCE"}
