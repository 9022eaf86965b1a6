"""Published figures on Mexico, counted over the snapshot by our types and the reference file."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from foja.meaning import training_types
from foja.meaning.training_types import read_taxonomy, taxonomy, training_type_of

ROOT = Path(__file__).parents[2]
DATA = Path(training_types.__file__).parents[1] / "data"
HUMAN_RIGHTS = "human_rights.human_rights"
TACTICAL = "reference.tactical_or_operations"


def typed(source):
    parts = sorted((DATA / "snapshot").glob("trainings*.parquet"))
    assert parts
    columns = [
        "training_id",
        "country_iso3",
        "stage",
        "program",
        "course_title",
        "quantity",
        "cost_usd",
        "fiscal_year",
        "start_fiscal_year",
    ]
    rows = pl.concat([pl.read_parquet(part, columns=columns) for part in parts]).filter(
        (pl.col("country_iso3") == "MEX") & (pl.col("stage") == "actual")
    )
    keys = [
        training_type_of(row["course_title"], row["program"], source)[0]
        for row in rows.iter_rows(named=True)
    ]
    return rows.with_columns(key=pl.Series(keys))


@pytest.fixture(scope="module")
def ours():
    return typed(taxonomy())


@pytest.fixture(scope="module")
def reference():
    return typed(read_taxonomy(DATA / "taxonomies" / "reference_tactical.toml"))


def students(rows, key, basis, first, last):
    chosen = rows.filter(pl.col("key").str.starts_with(key) & pl.col(basis).is_between(first, last))
    return chosen["quantity"].sum()


@pytest.mark.parametrize(
    ("basis", "recent", "earlier"), [("fiscal_year", 60, 55), ("start_fiscal_year", 58, 57)]
)
def test_students_of_human_rights(ours, basis, recent, earlier):
    assert students(ours, HUMAN_RIGHTS, basis, 2019, 2020) == recent
    assert students(ours, HUMAN_RIGHTS, basis, 2003, 2018) == earlier


@pytest.mark.parametrize("basis", ["fiscal_year", "start_fiscal_year"])
def test_dollars_of_human_rights(ours, basis):
    chosen = ours.filter((pl.col("key") == HUMAN_RIGHTS) & pl.col(basis).is_between(2019, 2020))
    assert chosen["cost_usd"].sum() == Decimal(308943)


@pytest.mark.parametrize("row", ["2012-2013.wh.70.15", "2016-2017.wh.57.32"])
def test_the_rows_that_may_be_missing_have_a_type_of_their_own(ours, row):
    found = ours.filter(pl.col("training_id") == row)
    assert found["key"].to_list() == ["human_rights.humanitarian"]
    assert found["quantity"].to_list() == [1]


def test_tactical_or_operations_under_the_reference_definition(reference):
    by_year = {
        year: students(reference, TACTICAL, "fiscal_year", year, year) for year in range(2006, 2021)
    }
    assert by_year[2020] == 60
    assert by_year[2006] < 60
    assert min(by_year[year] for year in range(2007, 2020)) > 60
    assert by_year[2017] > by_year[2018] > by_year[2019] > by_year[2020]
    assert 100 <= by_year[2019] <= 140


@pytest.mark.parametrize(
    ("page", "label", "source", "key"),
    [
        ("reference-definitions", "our group *Tactical and operations*", "ours", "tactical."),
        ("reference-definitions", "**the reference definition**", "reference", TACTICAL),
        ("own-taxonomies", "our group *Tactical and operations*", "ours", "tactical."),
        ("own-taxonomies", "what forces do in the field", "reference", TACTICAL),
    ],
)
def test_figures_of_the_pages_are_those_of_the_record(page, label, source, key, request):
    rows = request.getfixturevalue(source)
    lines = (ROOT / "docs" / f"{page}.md").read_text("utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith(f"| {label}"))
    head = max(number for number in range(at) if lines[number].startswith("| definition"))
    years = [int(year) for year in re.findall(r"FY(\d{4}) (?=\|)", lines[head])][:6]
    cells = [cell.strip(" *") for cell in lines[at].split("|")[2:]]
    printed = {
        year: int(cell.replace(",", "")) for year, cell in zip(years, cells, strict=False) if cell
    }
    assert len(printed) >= 4
    assert printed == {year: students(rows, key, "fiscal_year", year, year) for year in printed}


def test_cyber_security_under_the_reference_definition(reference, ours):
    for basis in ("fiscal_year", "start_fiscal_year"):
        cyber = {
            year: students(reference, "cyber.", basis, year, year) for year in range(2001, 2021)
        }
        assert max(cyber, key=cyber.__getitem__) == 2020
    assert students(ours, "cyber.", "fiscal_year", 2016, 2016) > cyber[2020]


def test_the_share_left_unclassified_is_small(ours):
    share = (ours["key"] == training_types.UNCLASSIFIED).mean()
    assert 0 < share <= 0.03


def test_every_row_named_in_the_page_is_in_the_record(ours):
    page = (ROOT / "docs" / "reference-definitions.md").read_text("utf-8")
    named = set(re.findall(r"`(\d{4}-\d{4}\.[\w-]+\.[\w-]+\.\d+)`", page))
    assert len(named) > 20
    assert named - set(ours["training_id"]) == set()


def test_the_example_of_the_page_on_own_taxonomies_can_be_used(tmp_path):
    page = (ROOT / "docs" / "own-taxonomies.md").read_text("utf-8")
    block = re.search(r"```toml\n(.*?)```", page, re.DOTALL)
    assert block
    file = tmp_path / "mine.toml"
    file.write_text(block[1], encoding="utf-8")
    mine = read_taxonomy(file)
    assert training_type_of("Ranger", "IMET", mine)[0] == "story.combat"
    assert training_type_of("COMBAT LIFESAVER MTT", "PKO", mine) == (
        "story.combat",
        "story.combat_medicine",
    )
    assert training_type_of("Civil Affairs", "IMET", mine)[0] == "tactical.operations"
