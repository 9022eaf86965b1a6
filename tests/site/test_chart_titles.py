"""Titles of charts: what they say where little is chosen, or lies beyond the last report."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.support.tables import write_tables

from foja.measures.filters import Filters
from foja.site.charts import view
from foja.tables.engine import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator

MEXICO = Filters(country="MEX")


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    with Tables(write_tables(tmp_path_factory.mktemp("titles"))) as opened:
        yield opened


def test_the_last_year_is_one_that_a_report_is_of(tables: Tables) -> None:
    # By its first day a training may lie in a year after the last report.
    drawn = view("spending_by_fiscal_year", tables, MEXICO, covered=(2016, 2018, 2019))
    assert drawn.texts.title == (
        "Mexico: $22,000 in fiscal year 2019; the most was $820,500 in 2020"
    )


def test_nothing_is_the_most_where_it_is_alone_or_one_of_several(tables: Tables) -> None:
    year = replace(MEXICO, fiscal_year_from=2016, fiscal_year_to=2016)

    def title(name: str, filters: Filters, locale: str = "en") -> str:
        return view(name, tables, filters, locale, by="authority").texts.title

    assert title("spending_of_one_year", year) == (
        "Mexico: “International Military Education and Training”, $1,000"
    )
    assert title("trainings_of_one_year", year) == "Mexico: 1 training at most"
    alone = replace(year, programs=("IMET",))
    assert title("biggest_courses", alone, "es").endswith("», 2 alumnos")
    assert title("durations", alone) == "Mexico: 1 training, of 1 day"
    # There is no half of a training.
    axes = [
        layer["encoding"]["y"]["axis"]
        for layer in view("durations", tables, alone, "en").spec()["layer"]
        if "axis" in layer["encoding"].get("y", {})
    ]
    assert axes[0]["values"] == [0, 1]
