"""The rows of a country: facets with their counts, columns, marks, and what misspellings become."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.support.tables import training_rows

from foja.meaning.flags import flag_of
from foja.site.choice import TABLE_COLUMNS

if TYPE_CHECKING:
    from tests.site.reader import Reader

ROWS = [row for row in training_rows() if row["stage"] == "actual" and row["country_iso3"] == "MEX"]
FACET = re.compile(r'<details class="facet" id="facet-(\w+)".*?</details>', re.DOTALL)
VALUE = re.compile(
    r'<a href="([^"]+)"( class="on")?>.*?<span class="count">([\d,]+)</span>', re.DOTALL
)


def facets(site: Reader, address: str) -> dict[str, list[tuple[dict[str, list[str]], bool, int]]]:
    """Each facet's values: the question of its address, whether it is on, its count."""
    source = site.page(address).source
    return {
        box[1]: [
            (parse_qs(urlsplit(link.replace("&amp;", "&")).query), bool(on), int(count))
            for link, on, count in VALUE.findall(box[0])
        ]
        for box in FACET.finditer(source)
    }


def matching(query: dict[str, list[str]]) -> list[dict[str, Any]]:
    """The rows that a question has to find, told without the site."""

    def any_of(row: dict[str, Any], name: str, column: str) -> bool:
        wanted, value = query.get(name), row[column] or "unknown"
        return not wanted or any(value == one or value.startswith(f"{one}.") for one in wanted)

    return [
        row
        for row in ROWS
        if int(query.get("from", ["0"])[0])
        <= row["fiscal_year"]
        <= int(query.get("to", ["9999"])[0])
        and any_of(row, "type", "training_type")
        and any_of(row, "force", "recipient_force")
        and any_of(row, "program", "program")
        and any_of(row, "delivery", "delivery")
        and any_of(row, "place", "place_id")
        and any_of(row, "unit", "unit_id")
        and set(query.get("flag", row["flags"])) <= set(row["flags"])
    ]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?from=2019",
        "?program=IMET&program=SEC333",
        "?type=technical&force=MEX.SEMAR",
        "?type=law.legal&delivery=united_states",
        "?place=US.newport&unit=MEX.naval-region-8",
    ],
)
def test_a_count_is_what_the_value_would_show(site: Reader, query: str) -> None:
    found = facets(site, f"/en/country/MEX/rows{query}")
    assert found["year"]
    assert sum(len(values) for values in found.values()) > len(found) > 1
    # Most trainings come first, those of a force that nothing names in their place among them.
    counts = [count for _asked, _on, count in found.get("force", [])]
    assert "force=" in query or counts == sorted(counts, reverse=True)
    for key, values in found.items():
        chosen = parse_qs(query.removeprefix("?")).get(key, [])
        for asked, on, count in values:
            if key == "year":
                assert len(matching(asked)) == count
            elif on:
                assert len(asked.get(key, [])) == len(chosen) - 1
            else:
                (new,) = set(asked[key]) - set(chosen)
                assert len(matching({**asked, key: [new]})) == count, (key, new)


def test_values_are_put_on_together_and_taken_off(site: Reader) -> None:
    found = facets(site, "/en/country/MEX/rows?program=IMET")
    assert [(asked.get("program"), on) for asked, on, _count in found["program"]][:2] == [
        (None, True),
        (["IMET", "SEC333"], False),
    ]
    whole = site.page("/en/country/MEX/rows?program=IMET&program=SEC333")
    assert "10 trainings" in whole.text
    # A group takes the place of its parts, a part that of its group.
    (group,) = [
        asked["type"]
        for asked, on, _c in facets(site, "/en/country/MEX/rows?type=law.legal")["type"]
        if asked.get("type", [""]) == ["law"]
    ]
    assert group == ["law"]


def test_all_values_of_a_kind_have_a_page_with_a_search(site: Reader) -> None:
    address = "/en/country/MEX/rows/unit"
    page = site.page(address)
    units = {row["unit_id"] or "unknown" for row in ROWS}
    assert set(page.values("input", "value")) >= units
    narrowed = site.page(f"{address}?find=naval&program=IMET&unit=MEX.battalion-2")
    shown = re.findall(r'type="checkbox" name="unit" value="([^"]+)"', narrowed.source)
    assert shown
    assert all("naval" in one for one in shown)
    # What is chosen and not listed stays chosen.
    assert '<input type="hidden" name="unit" value="MEX.battalion-2">' in narrowed.source
    assert "None has “zebra”" in site.page(f"{address}?find=zebra").text
    assert site.get("/en/country/MEX/rows/colour").status_code == 404
    assert site.get("/en/country/WLD/rows/unit").status_code == 404
    assert site.page("/es/country/WLD/rows/country").links


@pytest.mark.parametrize("key", TABLE_COLUMNS)
def test_every_column_can_be_chosen_and_sorted_by(site: Reader, key: str) -> None:
    heads = {}
    for turn in ("", "-"):
        page = site.page(f"/en/country/MEX/rows?cols=training&cols={key}&sort={turn}{key}")
        heads[turn] = len(re.findall(r'<th scope="col"', page.source))
        assert heads[turn] == len({"training", key})
        assert f'aria-sort="{"descending" if turn else "ascending"}"' in page.source
    ids = []
    for turn in ("", "-"):
        page = site.page(f"/en/country/MEX/rows?cols=training,{key}&sort={turn}{key}")
        body = page.source.partition("<tbody>")[2]
        ids.append(re.findall(r'class="training-of"[^>]*><a [^>]*>([\w.-]+)<', body))
    assert sorted(ids[0]) == sorted(ids[1]) == sorted(row["training_id"] for row in ROWS)


def test_columns_stay_chosen_and_the_usual_ones_need_no_word(site: Reader) -> None:
    page = site.page("/en/country/MEX/rows?cols=cost,year")
    sorted_by_cost = next(link for link in page.links if "sort=-cost" in link)
    assert "cols=year%2Ccost" in sorted_by_cost
    usual = site.page("/en/country/MEX/rows")
    chosen = re.findall(r'name="cols" value="(\w+)" id="[\w-]+" checked', usual.source)
    said = site.page("/en/country/MEX/rows?" + "&".join(f"cols={name}" for name in chosen))
    assert not any("cols=" in link for link in said.links if "sort=" in link)
    refused = site.page("/es/country/MEX/rows?cols=colour", status=400)
    assert "colour" in refused.text


def test_a_misspelled_word_is_corrected_and_marked(site: Reader) -> None:
    page = site.page("/en/country/MEX/rows?words=helicoptre")
    assert "No training in these tables has “helicoptre”; shown is what has “helicopter”." in (
        page.text
    )
    assert page.source.count("<mark>Helicopter</mark>") == 2
    assert "Best match first" in page.text
    best = site.page("/es/country/MEX/rows?words=naval+law&sort=match")
    assert "<mark>Law</mark>" in best.source


def test_a_word_found_where_no_column_shows_it_says_where(site: Reader) -> None:
    page = site.page("/en/country/MEX/rows?words=liderazgo")
    assert page.source.count("<mark>Liderazgo</mark>") == 1
    assert "Programme: Programa de Liderazgo en Aviación" in page.text
    shown = site.page("/en/country/MEX/rows?words=naval")
    assert "<mark>Naval</mark>" in shown.source
    assert 'class="also"' not in shown.source


def test_words_are_text_and_never_markup(site: Reader) -> None:
    page = site.page("/en/country/MEX/rows?words=%3Cmark%3E+naval")
    assert "<mark>" not in page.source
    assert "&lt;mark&gt;" in page.source


def test_nothing_found_explains_itself_and_names_what_is_unknown(site: Reader) -> None:
    page = site.page("/en/country/MEX/rows?words=zzzzzz")
    assert "No training in these tables has “zzzzzz”, nor a word like it." in page.text


@pytest.mark.parametrize("code", ["en", "es"])
def test_a_doubt_beside_a_row_explains_itself(code: str, site: Reader) -> None:
    page = site.page(f"/{code}/country/MEX/rows?flag=cost_outlier&cols=year,course,flags")
    known = flag_of("cost_outlier")
    meant = known.meaning_es if code == "es" else known.meaning_en
    assert meant in page.values("a", "title")


def test_the_years_meant_are_said_once(site: Reader) -> None:
    for view in ("", "/rows"):
        page = site.page(f"/en/country/MEX{view}")
        assert page.text.count(page.part("years-line")) == 1
