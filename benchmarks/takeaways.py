"""Every takeaway of every country and fiscal year, beside one plain query over the same rows.

`python benchmarks/takeaways.py` works on the tables in the package and prints how long the facts
of all countries take, how long their sentences in both languages, and the ratio to grouping all
trainings once by country, year and type, which is the least that any answer has to do.
"""

from __future__ import annotations

import time

import foja
from foja.measures.filters import Filters
from foja.measures.measures import measure
from foja.measures.takeaways import all_takeaways
from foja.site.language import LANGUAGES
from foja.site.reading import Reading
from foja.site.takeaway_brief import read_names
from foja.site.takeaway_words import sentence


def main() -> None:
    """Print the times of one run."""
    with foja.open() as tables:
        reading = Reading(tables)
        covered = {code: reading.covered_years(code) for code in sorted(reading.listed_countries)}
        names = {one.code: read_names(tables, one) for one in LANGUAGES.values()}
        start = time.perf_counter()
        measure(tables, Filters(), "students", "country", "fiscal_year", "training_type")
        least = time.perf_counter() - start
        start = time.perf_counter()
        found = list(all_takeaways(tables, covered))
        facts = time.perf_counter() - start
        start = time.perf_counter()
        written = sum(
            len(sentence(finding, language, names[language.code]).text)
            for takeaways in found
            for finding in takeaways.findings
            for language in LANGUAGES.values()
        )
        words = time.perf_counter() - start
    print(f"{len(found):,} countries and fiscal years, one process")
    print(f"one query over the same rows   {least:8.2f} s")
    print(f"facts                          {facts:8.2f} s  {facts / least:6.0f} times the query")
    print(f"sentences in two languages     {words:8.2f} s  {written:,} signs")


if __name__ == "__main__":
    main()
