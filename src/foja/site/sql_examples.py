"""Questions in SQL that are worth asking, as a reader may change them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from foja.site.sql_choice import sql_address

if TYPE_CHECKING:
    from foja.site.language import Language

_ALIAS: Final = re.compile(r"\{(\w+)\}")

UNIT_BEFORE: Final = """\
SELECT training_id, start_date, course_title, student_unit, quantity, cost_usd
FROM trainings
WHERE unit_id = 'MEX.escuadron-aereo-302' AND stage = 'actual'
  AND start_date < DATE '2011-01-01'
ORDER BY start_date"""
STUDENTS_BY_YEAR: Final = """\
SELECT fiscal_year, sum(quantity) AS "{students}"
FROM trainings
WHERE country_iso3 = 'MEX' AND stage = 'actual'
GROUP BY fiscal_year
ORDER BY fiscal_year"""
TOP_PROGRAMS: Final = """\
WITH sums AS (
  SELECT fiscal_year, program, sum(cost_usd) AS "{dollars}"
  FROM trainings
  WHERE country_iso3 = 'MEX' AND stage = 'actual'
  GROUP BY fiscal_year, program
)
SELECT *
FROM sums
QUALIFY row_number() OVER (PARTITION BY fiscal_year ORDER BY "{dollars}" DESC) <= 3
ORDER BY fiscal_year DESC, "{dollars}" DESC"""
MISPRINTS: Final = """\
SELECT total_id, document, page, country, program_printed,
  students_printed, students_summed, cost_printed, cost_summed, {explanation}
FROM reconciliation JOIN printed_totals USING (total_id)
WHERE status = 'misprinted'
ORDER BY abs(cost_printed - cost_summed) DESC NULLS LAST"""
COUNTRIES_OF_YEAR: Final = """\
SELECT {name} AS "{country}", sum(quantity) AS "{students}"
FROM trainings JOIN countries USING (country_iso3)
WHERE fiscal_year = 2019 AND stage = 'actual'
GROUP BY ALL
ORDER BY "{students}" DESC
LIMIT 15"""
SCHOOL: Final = """\
SELECT {name} AS "{country}", sum(quantity) AS "{students}",
  sum(cost_usd) AS "{dollars}"
FROM trainings JOIN countries USING (country_iso3)
WHERE place_id = 'US.whinsec' AND stage = 'actual'
GROUP BY ALL
ORDER BY "{students}" DESC
LIMIT 12"""
HUMAN_RIGHTS: Final = """\
SELECT fiscal_year,
  sum(quantity) FILTER (WHERE training_type LIKE 'human_rights%') AS "{human_rights}",
  sum(quantity) FILTER (WHERE training_type LIKE 'tactical%') AS "{tactical}",
  sum(quantity) FILTER (WHERE training_type LIKE 'flight%') AS "{flight}"
FROM trainings
WHERE country_iso3 = 'COL' AND stage = 'actual'
GROUP BY fiscal_year
ORDER BY fiscal_year"""
COST_OF_A_STUDENT: Final = """\
SELECT {name} AS "{type}", round(median(cost_usd / quantity)) AS "{dollars_each}"
FROM trainings JOIN training_types USING (training_type)
WHERE quantity > 0 AND cost_usd > 0 AND stage = 'actual'
GROUP BY ALL
HAVING count(*) > 500
ORDER BY "{dollars_each}" DESC
LIMIT 15"""
DEAREST: Final = """\
SELECT training_id, fiscal_year, country, course_title, quantity, cost_usd, flags
FROM trainings
WHERE stage = 'actual'
ORDER BY cost_usd DESC NULLS LAST
LIMIT 25"""
DOUBTS: Final = """\
WITH doubts AS (SELECT fiscal_year, unnest(flags) AS flag FROM trainings)
SELECT flag, count(*) AS "{trainings}",
  min(fiscal_year) AS "{first}", max(fiscal_year) AS "{last}"
FROM doubts
GROUP BY flag
ORDER BY "{trainings}" DESC"""
BESIDE_SERIES: Final = """\
WITH trained AS (
  SELECT fiscal_year AS year, sum(cost_usd) AS trained
  FROM trainings
  WHERE country_iso3 = 'COL' AND program = 'IMET' AND stage = 'actual'
  GROUP BY fiscal_year
)
SELECT year, trained AS "{in_reports}", value AS "{obligated}"
FROM trained JOIN series USING (year)
WHERE series = 'greenbook.imet' AND country_iso3 = 'COL'
ORDER BY year"""


@dataclass(frozen=True, slots=True)
class Example:
    """A question: its key on the page, what it asks, what is worth knowing, its SQL and address."""

    key: str
    title: str
    about: str
    sql: str
    address: str


@cache
def examples(language: Language) -> tuple[Example, ...]:
    """Return the questions in a language; names of columns in the answers are in it too."""
    _ = language.gettext
    told = (
        (
            "unit-before",
            _("A unit's trainings before a day"),
            _("As in vetting: the 302nd Air Squadron of Mexico, before 2011, each with its line."),
            UNIT_BEFORE,
        ),
        (
            "students-by-year",
            _("Mexico's students by fiscal year"),
            _("One number for each year makes bars. A year that is absent was not read."),
            STUDENTS_BY_YEAR,
        ),
        (
            "top-programmes",
            _("The three dearest programmes of each year"),
            _("QUALIFY keeps the first of each group."),
            TOP_PROGRAMS,
        ),
        (
            "misprints",
            _("Printed totals that are misprints"),
            _("Where a report's own sum is not that of its lines, the largest difference first."),
            MISPRINTS,
        ),
        (
            "countries-of-year",
            _("The countries with most students in a year"),
            _("Names are in a table of their own, joined by the code."),
            COUNTRIES_OF_YEAR,
        ),
        (
            "school",
            _("Who came to WHINSEC, and for how much"),
            _("A place is known by its code, however the reports print it."),
            SCHOOL,
        ),
        (
            "three-types",
            _("Colombia: human rights, tactics and flight along the years"),
            _("Two or three numbers for each year make lines."),
            HUMAN_RIGHTS,
        ),
        (
            "cost-of-a-student",
            _("What a student costs, by type of training"),
            _("The median, since a few courses cost a hundred times as much as the rest."),
            COST_OF_A_STUDENT,
        ),
        (
            "dearest",
            _("The dearest lines of all"),
            _("With their doubts: a figure flagged as an outlier may be a slip of the report."),
            DEAREST,
        ),
        (
            "doubts",
            _("How often each doubt occurs"),
            _("A list in a column is taken apart by unnest."),
            DOUBTS,
        ),
        (
            "beside-series",
            _("Colombia's IMET in the reports beside what was obligated"),
            _("Two sources side by side; they count different things and are never added."),
            BESIDE_SERIES,
        ),
    )
    names = {
        "students": _("students"),
        "dollars": _("dollars"),
        "dollars_each": _("dollars each"),
        "country": _("country"),
        "type": _("type"),
        "trainings": _("trainings"),
        "human_rights": _("human rights"),
        "tactical": _("tactics"),
        "flight": _("flight"),
        "in_reports": _("in the reports"),
        "obligated": _("obligated"),
        "first": _("first year"),
        "last": _("last year"),
        "name": f"name_{language.code}",
        "explanation": "explanation" if language.code == "en" else "explanation_es",
    }
    return tuple(
        Example(
            key,
            title,
            about,
            sql := _ALIAS.sub(lambda met: names[met[1]], written),
            sql_address(language, sql),
        )
        for key, title, about, written in told
    )
