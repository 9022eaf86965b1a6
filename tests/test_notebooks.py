"""The worked examples run from top to bottom and show what the tables hold."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from nbclient import NotebookClient

import foja
from foja.tables.folder import SNAPSHOT

if TYPE_CHECKING:
    from foja.tables.engine import Tables

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
SHOWN = {
    "unit-history.ipynb": '{"unit": unit["unit_id"], "years": years.rows(named=True), '
    '"lines": lines["training_id"].to_list()}',
    "claim-checked.ipynb": '{"kind": verdict.kind, "ways": list(ways.values()), '
    '"sums": [by_calendar, by_report], "top": top.rows(named=True)}',
    "training-and-appropriations.ipynb": '{"beside": beside.rows(named=True)}',
}


def run(name: str) -> Any:
    """Run a notebook with one more cell, which prints what it has shown."""
    notebook = nbformat.read(NOTEBOOKS / name, as_version=4)
    source = f"import json\nprint(json.dumps({SHOWN[name]}, default=str))"
    notebook.cells.append(nbformat.v4.new_code_cell(source))
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute(cwd=str(NOTEBOOKS))
    outputs = notebook.cells[-1].outputs
    return json.loads("".join(each["text"] for each in outputs if each["name"] == "stdout"))


def test_every_notebook_is_run_and_none_holds_an_output() -> None:
    found = {path.name: nbformat.read(path, as_version=4) for path in NOTEBOOKS.glob("*.ipynb")}
    assert set(found) == set(SHOWN)
    for notebook in found.values():
        nbformat.validate(notebook)
        assert all(not cell.outputs for cell in notebook.cells if cell.cell_type == "code")


@pytest.fixture(scope="module")
def tables() -> Any:
    with foja.open(SNAPSHOT) as opened:
        yield opened


WARNINGS = pytest.mark.filterwarnings("default")  # of the kernel's own libraries


@WARNINGS
def test_a_units_history(tables: Tables) -> None:
    shown = run("unit-history.ipynb")
    rows = tables.rows(tables.trainings(unit=shown["unit"]))
    assert sorted(shown["lines"]) == sorted(row["training_id"] for row in rows)
    assert sum(year["trainings"] for year in shown["years"]) == len(rows) > 50
    costs = [Decimal(year["cost_usd"]) for year in shown["years"]]
    assert sum(costs) == sum(row["cost_usd"] or 0 for row in rows)


@WARNINGS
def test_a_claim_checked(tables: Tables) -> None:
    shown = run("claim-checked.ipynb")
    rows = tables.rows(
        tables.trainings(country="MEX", fiscal_year=(2000, 2019), year_basis="calendar")
    )
    costs = sorted((row["cost_usd"] for row in rows if row["cost_usd"] is not None), reverse=True)
    assert Decimal(shown["sums"][0]) == sum(costs)
    assert {Decimal(value) for value in shown["ways"]} >= set(map(Decimal, shown["sums"]))
    assert [Decimal(row["cost_usd"]) for row in shown["top"]] == costs[:10]


@WARNINGS
def test_training_and_appropriations(tables: Tables) -> None:
    beside = run("training-and-appropriations.ipynb")["beside"]
    done = tables.rows(tables.trainings(country="MEX", program="IMET"))
    assert sum(row["students"] for row in beside) == sum(row["quantity"] or 0 for row in done)
    series = tables.table("series")
    given = tables.rows(
        series.filter(series.series == "state_budget.imet", series.country_iso3 == "MEX")
    )
    values = {row["year"]: row["value"] for row in given}
    with_money = {
        row["fiscal_year"]: Decimal(row["appropriated_usd"])
        for row in beside
        if row["appropriated_usd"] is not None
    }
    assert with_money == {
        row["fiscal_year"]: values[row["fiscal_year"]]
        for row in beside
        if row["fiscal_year"] in values
    }
    assert len(with_money) > 5
