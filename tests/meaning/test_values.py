from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.meaning.values import (
    FIRST_DAY,
    LAST_DAY,
    LONGEST_COURSE_YEARS,
    ParsedDate,
    date_flags,
    fiscal_year_of,
    parse_count,
    parse_date,
    parse_money,
    proposed_date,
    split_us_unit,
)

NO_DATE = ParsedDate(None, None)


@pytest.mark.parametrize(
    ("printed", "count"),
    [("1", 1), ("0", 0), ("1,234", 1234), ("12345", 12345), (" 7 ", 7), ("", None), ("-", None)],
)
def test_a_count_is_digits_with_or_without_commas(printed, count):
    assert parse_count(printed) == count


@pytest.mark.parametrize("printed", ["1,23", "12,34,567", "1.5", "-3", "N/A", "4 5", "$4", "one"])
def test_what_is_no_count_is_refused_by_name(printed):
    with pytest.raises(ValueError, match="not a count"):
        parse_count(printed)


@given(st.integers(min_value=0, max_value=10**9))
def test_every_count_reads_back(number):
    assert parse_count(str(number)) == number
    assert parse_count(f"{number:,}") == number


@pytest.mark.parametrize(
    ("printed", "amount"),
    [
        ("$1,330", Decimal(1330)),
        ("81048", Decimal(81048)),
        ("$0", Decimal(0)),
        ("0", Decimal(0)),
        ("$ 12.50", Decimal("12.50")),
        ("($500)", Decimal(-500)),
        ("-$1,000", Decimal(-1000)),
        ("$-1,000", Decimal(-1000)),
        ("$", None),
        ("", None),
        ("-", None),
        ("$-", None),
    ],
)
def test_money_with_and_without_its_signs(printed, amount):
    assert parse_money(printed) == amount


@pytest.mark.parametrize(
    "printed",
    ["$1,330 $20", "105544 19837", "$1,33", "12.345", "(500", "500)", "--5", "(-5)", "N/A"],
)
def test_what_is_no_money_is_refused_by_name(printed):
    with pytest.raises(ValueError, match="not an amount of money"):
        parse_money(printed)


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_every_amount_reads_back(amount):
    assert parse_money(f"${amount:,.2f}") == amount
    assert parse_money(f"(${amount:.2f})") == -amount


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("10/1/2006", date(2006, 10, 1)),
        ("01/02/2012", date(2012, 1, 2)),
        ("4/30/01", date(2001, 4, 30)),
        ("12/31/99", date(1999, 12, 31)),
        ("2/29/2012", date(2012, 2, 29)),
        ("10/ 1/2006", date(2006, 10, 1)),
    ],
)
def test_a_date_is_month_day_year(printed, day):
    assert parse_date(printed) == ParsedDate(day, None)


@pytest.mark.parametrize(
    "printed", ["2/30/2012", "2/29/2011", "13/1/2010", "0/5/2010", "6/27/2106", "1/1/1900"]
)
def test_an_impossible_date_has_no_value_and_a_flag(printed):
    assert parse_date(printed) == ParsedDate(None, "date_impossible")


@pytest.mark.parametrize("printed", ["", " ", "-"])
def test_no_date_printed_is_no_doubt(printed):
    assert parse_date(printed) == NO_DATE


@pytest.mark.parametrize("printed", ["10/16", "2006", "10/1/2006 9/30/2007", "1/2/345", "May 2"])
def test_what_is_no_date_is_refused_by_name(printed):
    with pytest.raises(ValueError, match="not a date"):
        parse_date(printed)


@given(st.dates(min_value=FIRST_DAY, max_value=LAST_DAY))
def test_every_possible_day_reads_back(day):
    assert parse_date(f"{day.month}/{day.day}/{day.year}") == ParsedDate(day, None)


@given(st.dates(min_value=FIRST_DAY, max_value=LAST_DAY))
def test_a_fiscal_year_ends_on_the_last_of_september(day):
    year = fiscal_year_of(day)
    assert date(year - 1, 10, 1) <= day <= date(year, 9, 30)


@pytest.mark.parametrize(
    ("start", "end", "flags"),
    [
        ("10/1/2019", "9/30/2020", ()),
        ("10/1/2017", "6/1/2020", ()),
        ("9/30/2017", "6/1/2020", ("starts_outside_year",)),
        ("9/30/2020", "9/30/2020", ()),
        ("10/1/2020", "10/2/2020", ("ends_outside_year", "starts_outside_year")),
        ("9/1/2020", "10/1/2020", ("ends_outside_year",)),
        ("9/1/2018", "9/30/2019", ("ends_outside_year",)),
        ("5/16/2020", "5/9/2020", ("end_before_start",)),
        ("11/1/2020", "11/30/2019", ("end_before_start", "starts_outside_year")),
        ("6/27/2106", "6/1/2020", ("date_impossible",)),
        ("5/1/2020", "2/30/2020", ("date_impossible",)),
        ("", "5/1/2020", ()),
        ("", "", ()),
    ],
)
def test_doubts_about_a_pair_of_dates_in_the_report_of_2020(start, end, flags):
    assert date_flags(parse_date(start), parse_date(end), 2020) == flags


@given(st.dates(min_value=date(2019, 10, 1), max_value=date(2020, 9, 30)), st.integers(0, 730))
def test_an_ordinary_training_raises_no_doubt(end, length):
    start = end - timedelta(days=length)
    assert date_flags(ParsedDate(start, None), ParsedDate(end, None), 2020) == ()


def proposal(start, end, fiscal_year):
    """The readings proposed for a pair of printed dates."""
    first, last = parse_date(start).value, parse_date(end).value
    return (
        proposed_date(start, fiscal_year, last),
        proposed_date(end, fiscal_year, first, last=True),
    )


@pytest.mark.parametrize(
    ("start", "end", "fiscal_year", "proposed"),
    [
        # Two digits exchanged, in a cadet's four years at the Coast Guard Academy.
        ("6/27/2106", "6/1/2020", 2020, (date(2016, 6, 27), None)),
        # One digit of the year.
        ("1/9/2003", "2/3/2006", 2006, (date(2006, 1, 9), None)),
        ("3/10/2014", "3/28/2013", 2014, (None, date(2014, 3, 28))),
        ("7/5/2015", "9/30/2019", 2019, (date(2019, 7, 5), None)),
        # The year after.
        ("11/7/2007", "11/7/2006", 2007, (date(2006, 11, 7), None)),
        ("12/16/2020", "12/20/2019", 2020, (date(2019, 12, 16), None)),
        ("8/28/2019", "9/6/2018", 2019, (None, date(2019, 9, 6))),
        # Day and month exchanged.
        ("13/1/2010", "1/20/2010", 2010, (date(2010, 1, 13), None)),
    ],
)
def test_a_date_in_doubt_gets_its_likely_reading(start, end, fiscal_year, proposed):
    assert proposal(start, end, fiscal_year) == proposed


@pytest.mark.parametrize(
    ("start", "end", "fiscal_year"),
    [
        # Nothing is in doubt.
        ("10/1/2019", "9/30/2020", 2020),
        ("5/16/2011", "5/9/2011", 2011),
        ("", "", 2020),
        # Both days agree: the row stands under another year.
        ("4/23/2013", "5/1/2013", 2012),
        ("2/12/2012", "10/20/2012", 2012),
        # Two readings: the year before, or day and month exchanged.
        ("10/5/2015", "5/22/2015", 2015),
        # No one slip leads into the year.
        ("6/1/2016", "5/1/2020", 2020),
        ("7/1/2009", "6/1/2008", 2009),
        ("2/30/2012", "3/5/2012", 2012),
    ],
)
def test_no_reading_is_proposed_without_a_single_likely_one(start, end, fiscal_year):
    assert proposal(start, end, fiscal_year) == (None, None)


@pytest.mark.parametrize("printed", [None, "", "-", "$1,177", "May 2"])
def test_what_is_no_date_has_no_reading(printed):
    assert proposed_date(printed, 2015, date(2015, 5, 1)) is None


def test_a_reading_far_from_the_other_day_is_not_likely():
    end = date(2020, 6, 1)
    assert proposed_date("6/27/2106", 2020, end) == date(2016, 6, 27)
    assert (
        proposed_date("6/27/2106", 2020, end.replace(year=2016 + LONGEST_COURSE_YEARS + 1)) is None
    )


@given(st.dates(min_value=date(2019, 10, 1), max_value=date(2020, 9, 30)))
def test_a_day_of_the_fiscal_year_is_never_replaced(day):
    printed = f"{day.month}/{day.day}/{day.year}"
    assert proposed_date(printed, 2020, None) is None
    assert proposed_date(printed, 2020, None, last=True) is None


@given(st.dates(FIRST_DAY, LAST_DAY), st.dates(FIRST_DAY, LAST_DAY), st.booleans())
def test_a_proposal_is_in_order_with_the_other_day(day, other, last):
    proposed = proposed_date(f"{day.month}/{day.day}/{day.year}", 2020, other, last=last)
    if proposed is not None:
        assert proposed >= other if last else proposed <= other
        assert fiscal_year_of(proposed) == 2020


@pytest.mark.parametrize(
    ("printed", "unit", "quantity"),
    [
        ("N/A - N/A", None, None),
        ("GCMC - 0", "GCMC", 0),
        ("U.S. Navy - 12", "U.S. Navy", 12),
        ("U.S. Navy - 1,200", "U.S. Navy", 1200),
        ("JSOU - MacDill AFB - 0", "JSOU - MacDill AFB", 0),
        (
            "WESTERN HEMIS INSTITUTE FOR SECURITY COOP - N/A",
            "WESTERN HEMIS INSTITUTE FOR SECURITY COOP",
            None,
        ),
        ("Inter-American Air Forces Academy", "Inter-American Air Forces Academy", None),
        ("WRIGHT PATTERSON AFB , OH - DISAM", "WRIGHT PATTERSON AFB , OH - DISAM", None),
        ("VP-30", "VP-30", None),
        ("N/A - 4", None, 4),
        ("- 4", None, 4),
        ("N/A", None, None),
        ("-", None, None),
        ("", None, None),
    ],
)
def test_a_us_unit_and_its_trainers(printed, unit, quantity):
    assert split_us_unit(printed) == (unit, quantity)


@given(
    st.from_regex(r"[A-Z][A-Za-z. -]{0,30}[a-z]", fullmatch=True),
    st.integers(min_value=0, max_value=99_999),
)
def test_a_unit_and_its_quantity_are_split_where_they_were_joined(unit, quantity):
    assert split_us_unit(f"{unit} - {quantity}") == (unit, quantity)
    assert split_us_unit(f"{unit} - N/A") == (unit, None)
