from __future__ import annotations

from foja.layouts.two_columns_regions import Regions


def regions_of(*countries: tuple[str, str | None]) -> tuple[list[str | None], list[str]]:
    """The regions of countries in order, and the countries in doubt."""
    regions = Regions()
    for part, (country, region) in enumerate(countries, start=1):
        regions.name(part, country, region)
    doubtful = regions.settle()
    return [regions.of(part) for part in range(1, len(countries) + 1)], doubtful


def test_between_two_headings_of_one_region_all_is_of_it() -> None:
    # Whatever the order: the report sorts a name by more than its letters.
    found = regions_of(("Mali", "Africa"), ("Niger", None), ("Chad", None), ("Togo", "Africa"))
    assert found == (["Africa"] * 4, [])


def test_regions_part_where_the_alphabet_begins_anew() -> None:
    found = regions_of(
        ("Zambia", "Africa"), ("Zimbabwe", None), ("Australia", None), ("Burma", "East Asia")
    )
    assert found == (["Africa", "Africa", "East Asia", "East Asia"], [])
    found = regions_of(("Togo", "Africa"), ("Zambia", None), ("Australia", "East Asia"))
    assert found == (["Africa", "Africa", "East Asia"], [])


def test_nothing_is_guessed_where_the_alphabet_does_not_tell() -> None:
    found = regions_of(("Chad", "Africa"), ("Gabon", None), ("Laos", "East Asia"))
    assert found == (["Africa", None, "East Asia"], ["Gabon"])
    found = regions_of(("Togo", "Africa"), ("Mali", None), ("Chad", None), ("Fiji", "East Asia"))
    assert found == (["Africa", None, None, "East Asia"], ["Mali", "Chad"])


def test_after_the_last_heading_the_region_goes_on_with_the_alphabet() -> None:
    found = regions_of(("Chad", "Africa"), ("Gabon", None), ("Fiji", None), ("Laos", None))
    assert found == (["Africa", "Africa", None, None], ["Fiji", "Laos"])


def test_before_the_first_heading_nothing_is_known() -> None:
    assert regions_of(("Chad", None), ("Gabon", "Africa")) == ([None, "Africa"], ["Chad"])
    assert regions_of(("Chad", None)) == ([None], ["Chad"])


def test_a_region_once_named_stays() -> None:
    regions = Regions()
    regions.name(1, "Mali", "Africa")
    regions.name(1, "Mali", None)
    assert regions.settle() == []
    assert regions.of(1) == "Africa"
