"""How much an installation holds with each extra, and how long `import foja` takes.

Sizes are added up over what is installed here, each distribution that an extra needs counted once.
"""

from __future__ import annotations

import importlib.metadata
import statistics
import subprocess
import sys
import time
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

EXTRAS: Final = (
    "", "site", "build", "dask", "postgres", "engines", "assistants", "pandas", "polars",
    "notebooks", "docs", "site,build", "all", "test",
)  # fmt: skip
RUNS: Final = 9


def closure(extras: frozenset[str]) -> set[str]:
    """Every distribution that Foja needs with some extras, itself left out."""
    waiting, seen = [("foja", extras)], set()
    while waiting:
        name, wanted = waiting.pop()
        if (name, wanted) in seen:
            continue
        seen.add((name, wanted))
        for line in importlib.metadata.requires(name) or ():
            each = Requirement(line)
            if each.marker is None or any(
                each.marker.evaluate({"extra": extra}) for extra in ("", *wanted)
            ):
                waiting.append((canonicalize_name(each.name), frozenset(each.extras)))
    return {name for name, _ in seen} - {"foja"}


def size(name: str) -> int:
    """Bytes of a distribution's files."""
    return sum(file.size or 0 for file in importlib.metadata.files(name) or ())


def seconds(source: str) -> float:
    """Median of how long a fresh Python takes for some source, its own start left out."""

    def once(code: str) -> float:
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        return time.perf_counter() - started

    return statistics.median(once(source) - once("pass") for _ in range(RUNS))


def main() -> None:
    """Print a line for each extra, then the time of the import."""
    for extra in EXTRAS:
        names = closure(frozenset(extra.split(",")) if extra else frozenset())
        label = f"foja[{extra}]" if extra else "foja"
        print(f"{label:20} {len(names):4} distributions {sum(map(size, names)) / 1e6:8.1f} MB")
    print(f"import foja: {seconds('import foja') * 1000:.0f} ms (the most: 300)")


if __name__ == "__main__":
    main()
