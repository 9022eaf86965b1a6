"""Hold every measure over the whole record in another engine against DuckDB's answers.

`python -m tests.engines.whole ADDRESS [CHOICE ...]`, after `foja publish --to ADDRESS`; without
choices every one of `SHAPES`. Prints what differs, and ends with 1 where anything does.
"""

from __future__ import annotations

import sys
import time
from functools import partial
from typing import TYPE_CHECKING

from tests.engines.every_measure import ASKED_OF_A_CHOICE, ASKED_ONCE, SHAPES, answer, same

from foja.tables.engine import Tables
from foja.tables.folder import find_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def _questions(shapes: list[str]) -> Iterator[tuple[str, str, Callable[[Tables], object]]]:
    for name, ask in ASKED_ONCE.items():
        yield name, "", ask
    for name, ask_of in ASKED_OF_A_CHOICE.items():
        for shape in shapes:
            yield name, shape, partial(_swapped, ask_of, shape)


def _swapped(ask_of: Callable[..., object], shape: str, tables: Tables) -> object:
    return ask_of(tables, SHAPES[shape])


def main(address: str, shapes: list[str]) -> int:
    """Compare; return 1 where an answer differs."""
    started, asked, unlike = time.monotonic(), 0, 0
    with Tables(address) as there, Tables(find_tables()) as here:
        for name, shape, ask in _questions(shapes or [*SHAPES]):
            asked += 1
            found, wanted = (answer(each, ask(each)) for each in (there, here))
            if not same(name, found, wanted):
                unlike += 1
                sys.stdout.write(f"differs: {name} of {shape or 'all'}\n")
        sys.stdout.write(
            f"{there.path}: {there.counts['trainings']:,} trainings, {asked:,} answers compared, "
            f"{unlike} differ, {time.monotonic() - started:.0f} s\n"
        )
    return 1 if unlike else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
