"""Addresses of every kind of page, many of each, and a mix of them as readers ask for it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING
from urllib.parse import quote

from foja.measures.filters import Filters
from foja.measures.training import countries
from foja.site.views import VIEWS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foja.tables.engine import Tables

SEED = 2020
WEIGHTS = {
    "home": 14,
    "country": 14,
    "country, filtered": 12,
    "chart": 20,
    "training": 8,
    "page of a document": 6,
    "takeaways": 4,
    "rows, searched": 4,
    "unit": 3,
    "download": 1,
}
"""How often each kind is asked for in a mix of requests; every other kind once."""


def kinds(tables: Tables, each: int) -> dict[str, list[str]]:
    """Return up to `each` addresses of every kind of page, the same in every run."""
    chance = random.Random(SEED)  # noqa: S311 - the same sample in every run
    codes = [country.country_iso3 for country in countries(tables, Filters())]
    some = chance.sample(codes, min(each, len(codes)))

    def sample(table: str, column: str) -> list[str]:
        found = tables.table(table)
        rows = tables.rows(found.select(column).distinct().order_by(column))
        values = [str(row[column]) for row in rows]
        return chance.sample(values, min(each, len(values)))

    trainings = sample("trainings", "training_id")
    found = {
        "home": ["/en/", "/es/"],
        "country": [f"/en/country/{code}" for code in some],
        "country, filtered": [
            f"/es/country/{code}?from={first}&to={first + 6}&type={group}"
            for code in some
            for first, group in [
                (chance.randint(2001, 2012), chance.choice(("flight", "language")))
            ]
        ],
        "rows, searched": [
            f"/en/country/{code}?words={word}"
            for code in some
            for word in [chance.choice(("naval", "english", "pilot", "helicoptr", "seminar"))]
        ],
    }
    for key, view in VIEWS.items():
        if key != "overview":
            found[f"view: {key}"] = [f"/en/country/{code}/{key}" for code in some]
            if view.world:
                found["the world"] = [
                    *found.get("the world", ["/en/country/WLD"]),
                    f"/en/country/WLD/{key}",
                ]
    charts = ("spending_by_fiscal_year", "students_by_fiscal_year", "biggest_courses")
    found |= {
        "chart": [f"/en/country/{code}/chart/{name}.json" for code in some for name in charts[:1]],
        "takeaways": [f"/es/takeaways/{code}/2020" for code in _covered(tables, some)],
        "training": [f"/en/training/{quote(one)}" for one in trainings],
        "page of a document": [_page(tables, one) for one in trainings],
        "unit": [f"/en/unit/{quote(one)}" for one in sample("units", "unit_id")],
        "place": [f"/en/place/{quote(one)}" for one in sample("places", "place_id")],
        "authority": [f"/en/authority/{one}" for one in sample("programs", "program")],
        "type": [f"/en/type/{one}" for one in sample("training_types", "training_type")],
        "units, searched": [
            f"/en/units?q={quote(one)}" for one in ("zona naval", "infanteria", "policia federal")
        ],
        "claims": ["/en/claims", "/es/claims"],
        "claim": [f"/en/claims/C{number:03d}" for number in (1, 5, 8)],
        "aid and outcomes": ["/en/cooperation", *(f"/en/cooperation/{code}" for code in some)],
        "record": ["/en/record", "/en/record/2018-2019", "/es/record/2006-2007"],
        "countries": ["/en/countries", "/es/countries"],
        "download": [f"/en/country/{code}/trainings.csv" for code in some],
    }
    return found


def _covered(tables: Tables, codes: list[str]) -> list[str]:
    table = tables.table("trainings")
    listed = table.filter((table.fiscal_year == 2020) & table.country_iso3.isin(codes))
    rows = tables.rows(listed.select("country_iso3").distinct().order_by("country_iso3"))
    return [row["country_iso3"] for row in rows]


def _page(tables: Tables, training_id: str) -> str:
    table = tables.table("trainings")
    row = tables.rows(table.filter(table.training_id == training_id).limit(1))[0]
    return f"/en/document/{row['document']}/{row['page']}?mark={quote(training_id)}"


def mix(found: dict[str, list[str]], seed: int) -> Iterator[str]:
    """Give addresses without end, each kind as often as readers ask for it."""
    chance = random.Random(seed)  # noqa: S311 - as above
    names = [name for name in found if found[name]]
    weights = [WEIGHTS.get(name, 1) for name in names]
    while True:
        yield chance.choice(found[chance.choices(names, weights)[0]])
