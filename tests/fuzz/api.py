"""Ask the API what its own document allows and what it forbids, and hold each answer against it.

    python -m tests.fuzz.api [CASES] [SEED]     (`make fuzz`; 5,000 cases if nothing is said)

Cases are drawn by Schemathesis from the OpenAPI document, half of them within its rules and half
breaking them, some of the first with codes that the tables know, so that they reach the figures.
No answer may be a failure (5xx), of another shape, status or type than the document says, or good
where a rule is broken. Refusals of what the document allows are no failures: an unknown code is a
well-formed text.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS
from schemathesis.core.failures import Failure, FailureGroup

from foja.meaning.claims import all_claims
from foja.site.api.settings import RATE_NAME

if TYPE_CHECKING:
    from random import Random

    from starlette.applications import Starlette

CASES = 5_000
SEED = 20_260
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
LEFT_OUT = ("positive_data_acceptance",)
TOO_LONG = 414
MOST_SAID = 2_000
KNOWN_SHARE = 0.6
"""How many of the cases within the rules have codes that the tables know."""
COLUMNS = {
    "country": ("countries", "country_iso3"),
    "program": ("programs", "program"),
    "force": ("recipients", "recipient_force"),
    "recipient_force": ("recipients", "recipient_force"),
    "type": ("training_types", "training_type"),
    "training_type": ("training_types", "training_type"),
    "place": ("places", "place_id"),
    "place_id": ("places", "place_id"),
    "unit": ("units", "unit_id"),
    "unit_id": ("units", "unit_id"),
    "training_id": ("trainings", "training_id"),
    "total_id": ("printed_totals", "total_id"),
    "country_iso3": ("countries", "country_iso3"),
    "series": ("series_definitions", "series"),
    "report": ("documents", "report"),
    "region": ("documents", "region_key"),
    "document": ("documents", "document"),
}
"""The parameters whose values the tables know, and where."""
WORDS = ("naval", "zona naval", '"human rights"', "piloto -helicopter", "BAM 11", "infanteria", "x")


@dataclass
class Seen:
    """What was asked and what came of it."""

    asked: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slowest: float = 0.0
    slowest_at: str = ""


def known_values(app: Starlette, most: int = 400) -> dict[str, list[str]]:
    """Return values of the tables for each parameter that has such."""
    tables = app.state.site.reading.tables
    found: dict[str, list[str]] = {"q": list(WORDS), "words": list(WORDS)}
    for name, (table, column) in COLUMNS.items():
        expression = tables.table(table).select(column).distinct().order_by(column).limit(most)
        found[name] = [row[column] for row in tables.rows(expression)]
    found["claim"] = list(all_claims())
    return found


def _with_known(case: Any, known: dict[str, list[str]], draw: Random) -> None:
    """Put values that the tables know into a case, and years in their order."""
    for part in (case.query, case.path_parameters):
        for name in list(part or {}):
            if name in known and draw.random() < KNOWN_SHARE:
                value = draw.choice(known[name])
                part[name] = [value] if isinstance(part[name], list) else value
    query = case.query or {}
    query.pop("cursor", None)
    if "from" in query and "to" in query and draw.random() < KNOWN_SHARE:
        query["from"], query["to"] = 2000 + draw.randrange(10), 2010 + draw.randrange(15)


def _says_nothing(response: Any) -> set[str]:
    """Return the checks that say nothing of a case, by its answer."""
    left_out = set(LEFT_OUT)
    # An address can be refused for its length alone; what is empty in it counts as not given.
    sent = parse_qsl(urlsplit(response.request.url).query, keep_blank_values=True)
    if response.status_code == TOO_LONG or not all(value for _name, value in sent):
        left_out.add("negative_data_rejection")
    return left_out


def ask(app: Starlette, cases: int, seed_number: int = SEED, *, by_turns: bool = False) -> Seen:
    """Ask `cases` questions or a few more, as many of each operation, and return what was seen.

    `by_turns` asks one operation within its rules and the next against them, for a quick sample.
    """
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
    operations = [result.ok() for result in schema.get_all_operations()]
    asked = [
        (operation, mode)
        for place, operation in enumerate(operations)
        for mode in (MODES[place % 2 : place % 2 + 1] if by_turns else MODES)
    ]
    each = max(1, -(-cases // len(asked)))
    known, seen = known_values(app), Seen()
    for operation, mode in asked:
        _ask_one(operation, mode, each, seed_number, known, seen)
    return seen


def _ask_one(
    operation: Any,
    mode: GenerationMode,
    each: int,
    seed_number: int,
    known: dict[str, list[str]],
    seen: Seen,
) -> None:
    @seed(seed_number)
    @settings(
        max_examples=each,
        database=None,
        deadline=None,
        derandomize=False,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(case=operation.as_strategy(generation_mode=mode), draw=st.randoms())
    def one(case: Any, draw: Random) -> None:
        if mode is GenerationMode.POSITIVE and draw.random() < KNOWN_SHARE:
            _with_known(case, known, draw)
        started = time.perf_counter()
        response = case.call()
        taken = time.perf_counter() - started
        seen.asked += 1
        seen.statuses[response.status_code] += 1
        if taken > seen.slowest:
            seen.slowest, seen.slowest_at = taken, f"{case.path} {case.query}"[:300]
        checks = CHECKS.get_by_names(sorted(_says_nothing(response)))
        try:
            case.validate_response(response, excluded_checks=checks)
        except (Failure, FailureGroup) as error:
            seen.failures.append(f"{case.path} {case.query}: {error}"[:MOST_SAID])

    one()


def main() -> int:
    """Ask, print what was seen, and return 1 where anything failed."""
    os.environ[RATE_NAME] = "0"
    from foja.site.app import create_app  # noqa: PLC0415 - its settings are read when it is made

    cases = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    number = int(sys.argv[2]) if len(sys.argv) > 2 else SEED
    app = create_app()
    started = time.perf_counter()
    seen = ask(app, cases, number)
    taken = time.perf_counter() - started
    for failure in seen.failures[:20]:
        _say(f"{failure}\n")
    told = ", ".join(f"{count} x {status}" for status, count in sorted(seen.statuses.items()))
    _say(f"{seen.asked} cases (seed {number}) in {taken:.0f} s: {told}")
    _say(f"slowest answer {seen.slowest:.2f} s: {seen.slowest_at}")
    _say(f"failures: {len(seen.failures)}")
    return 1 if seen.failures else 0


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
