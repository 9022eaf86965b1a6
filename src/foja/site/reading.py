"""What the pages ask of the tables: rows by their place, and the small tables kept at hand."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from sys import intern
from typing import TYPE_CHECKING, Any, Final

from foja.catalog import load_catalog, load_regions
from foja.measures.rows import page_trainings, sums_of, training
from foja.tables.selection import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis.expr.types as ir

    from foja.catalog import Catalog, Report
    from foja.site.language import Language
    from foja.tables.engine import Tables

Row = dict[str, Any]
"""One row of a published table: column names to values; see `foja.tables.schema`."""


DONE: Final = "actual"
PLANNED: Final = "planned"
ALL: Final = "all"
"""Stages of trainings, and the choice of both."""
WORLD: Final = "WLD"
"""What stands for all countries together in an address and in a question of years."""

SOMETIMES_PRINTED: Final = (
    "student_unit_printed",
    "us_unit_printed",
    "location_printed",
    "start_date_printed",
    "end_date_printed",
)
"""Columns of `trainings` that some reports do not have, or leave empty on every line."""
NOTHING_SAID: Final = ("", "-")
"""What a cell prints that says nothing: FY2007 has a dash for every U.S. unit."""


class Reading:
    """The tables with the small ones in memory: documents, totals, coverage, issues, names.

    Each is read when first needed and never changes while the site runs. Safe between threads: at
    worst two threads read the same rows once each.
    """

    def __init__(self, tables: Tables, catalog: Catalog | None = None) -> None:
        self.tables = tables
        self.catalog = catalog or load_catalog()

    def _all(self, name: str) -> list[Row]:
        rows = self.tables.ask(("whole table", name), lambda: self.tables.table(name))
        # The same few names stand on thousands of rows: each is held once.
        return [
            {name: intern(value) if type(value) is str else value for name, value in row.items()}
            for row in rows
        ]

    # Rows by their place -----------------------------------------------------------------------

    def training(self, training_id: str) -> Row | None:
        """Return one training, None if there is no such identifier."""
        return training(self.tables, training_id)

    def page_rows(self, document: str, page: int) -> list[Row]:
        """Return the trainings of a page, in the order in which it prints them."""
        rows = page_trainings(self.tables, document, page)
        return sorted(rows, key=lambda row: row_number(row["training_id"]))

    def document_pages(self, document: str) -> list[Row]:
        """Return each page that prints trainings: how many, and of which countries in order."""

        def build() -> ir.Table:
            table = self.tables.table("trainings")
            chosen = table.filter(table.document == document)
            return chosen.group_by("page", "country", "country_iso3").aggregate(
                rows=chosen.count(), first=chosen.training_id.min()
            )

        found = self.tables.ask(("pages of a document", document), build)
        return sorted(found, key=lambda row: (row["page"], row["first"]))

    # Small tables ------------------------------------------------------------------------------

    @cached_property
    def documents(self) -> dict[str, Row]:
        """Every document of the catalog, by its key, in catalog order."""
        order = {document.key: place for place, document in enumerate(self.catalog.documents)}
        rows = self._all("documents")
        rows.sort(key=lambda row: order.get(row["document"], len(order)))
        return {row["document"]: row for row in rows}

    @cached_property
    def reports(self) -> dict[str, list[Row]]:
        """The documents of each report in the tables, oldest report first."""
        found: dict[str, list[Row]] = {}
        for row in sorted(self.documents.values(), key=lambda row: str(row["report"])):
            found.setdefault(row["report"], []).append(row)
        return found

    @cached_property
    def totals(self) -> list[Row]:
        """Every printed total with its comparison: `status` is None where none was made."""
        compared = {row["total_id"]: row for row in self._all("reconciliation")}
        nothing: Row = dict.fromkeys(
            ("students_summed", "cost_summed", "rows", "status", "explanation", "explanation_es")
        )
        totals = []
        for total in self._all("printed_totals"):
            other = compared.get(total["total_id"], nothing)
            totals.append({**total, **{name: other[name] for name in nothing}})
        totals.sort(
            key=lambda row: (
                row["report"],
                row["document"],
                row["page"],
                row["y0"] or 0,
                place_of(row["total_id"]),
            )
        )
        return totals

    @cached_property
    def _totals_by_id(self) -> dict[str, Row]:
        return {total["total_id"]: total for total in self.totals}

    def total(self, total_id: str) -> Row | None:
        """Return one printed total, None if there is no such identifier."""
        return self._totals_by_id.get(total_id)

    @cached_property
    def totals_by_page(self) -> Mapping[tuple[str, int], list[Row]]:
        """The printed totals of each page, from its top down."""
        return _grouped(self.totals, "document", "page")

    @cached_property
    def totals_by_country(self) -> Mapping[tuple[str, str], list[Row]]:
        """The printed totals of each country in a document."""
        return _grouped(self.totals, "document", "country")

    def totals_of(self, training: Row) -> list[Row]:
        """Return the printed totals a training is summed in, the country's last."""
        key = (training["document"], training["country"])
        return sums_of(training, self.totals_by_country.get(key, []))

    @cached_property
    def coverage(self) -> Mapping[str, dict[int, Row]]:
        """What became of the words of each page, by document and page of the file."""
        found: dict[str, dict[int, Row]] = {}
        for row in self._all("coverage"):
            found.setdefault(row["document"], {})[row["page"]] = row
        return {document: dict(sorted(pages.items())) for document, pages in found.items()}

    @cached_property
    def issues(self) -> list[Row]:
        """Everything in doubt, in the order of the record."""
        return sorted(
            self._all("issues"),
            key=lambda row: (row["report"], row["document"], row["page"], row["issue_id"]),
        )

    @cached_property
    def issues_by_page(self) -> Mapping[tuple[str, int], list[Row]]:
        """What is in doubt on each page."""
        return _grouped(self.issues, "document", "page")

    @cached_property
    def pages_without_text(self) -> list[tuple[str, int]]:
        """Pages of documents that hold no text, so that what they listed is missing."""
        return [
            (row["document"], row["page"])
            for row in self.issues
            if row["code"] == "page_without_text"
        ]

    # Names -------------------------------------------------------------------------------------

    @cached_property
    def countries(self) -> dict[str, Row]:
        """The countries by their code."""
        return {row["country_iso3"]: row for row in self.tables.whole("countries")}

    @cached_property
    def programs(self) -> dict[str, Row]:
        """The programmes by their code."""
        return {row["program"]: row for row in self.tables.whole("programs")}

    @cached_property
    def forces(self) -> dict[str, Row]:
        """The recipient forces by their code."""
        return {row["recipient_force"]: row for row in self.tables.whole("recipients")}

    @cached_property
    def listed_countries(self) -> dict[str, Row]:
        """Sums of every country that has trainings, by its code: rows, students, dollars, years."""
        rows = self._done_by("country_iso3", coded=True)
        return {row["country_iso3"]: {**row, "years": sorted(row["years"])} for row in rows}

    @cached_property
    def unplaced(self) -> list[Row]:
        """Sums of the rows whose printed country has no code: organisations and unknown names."""
        found = self._done_by("country", coded=False)
        found.sort(key=lambda row: str(row["country"]))
        return [{**row, "years": sorted(row["years"])} for row in found]

    def _done_by(self, column: str, *, coded: bool) -> list[Row]:
        """Sum what was done by a column, over the rows whose country has a code or has none."""

        def build() -> ir.Table:
            table = self.tables.table("trainings")
            done = table.filter(table.stage == "actual", table.country_iso3.notnull() == coded)
            return done.group_by(column).aggregate(
                trainings=done.count(),
                students=done.quantity.sum(),
                cost_usd=done.cost_usd.sum(),
                years=done.fiscal_year.collect(distinct=True),
            )

        return self.tables.ask(("sums of what was done", column), build)

    @cached_property
    def _regions_by_country(self) -> dict[str, set[str]]:
        """The regions under which the reports in the tables print each country.

        A document of several regions tells nothing where another is of one, and the rows of a
        neighbouring region at the end of a file (`other_region`) never do: with either, a year in
        which only the neighbour's report was read would count as a year without training.
        """

        def build() -> ir.Table:
            table = self.tables.table("trainings")
            named = table.filter(
                table.country_iso3.notnull(), ~table["flags"].contains("other_region")
            )
            return named.select("country_iso3", "document").distinct()

        found: dict[str, set[str]] = defaultdict(set)
        several: dict[str, set[str]] = defaultdict(set)
        for row in self.tables.ask(("regions of countries",), build):
            regions = self._region_set(row["document"])
            (found if len(regions) == 1 else several)[row["country_iso3"]].update(regions)
        return {**several, **found}

    def regions_of(self, country: str) -> frozenset[str]:
        """Return the regions under which the reports print a country, by the code of it."""
        return frozenset(self._regions_by_country.get(country, ()))

    @cached_property
    def _covered_years(self) -> dict[tuple[str, str], list[int]]:
        """For each region and stage, the fiscal years whose report on it was read, in order."""
        found: dict[tuple[str, str], set[int]] = defaultdict(set)
        for row in self.documents.values():
            if row["status"] != "read":
                continue
            for region in self._region_set(row["document"]):
                for year, stage in self.report_years(row["report"]):
                    found[region, stage].add(year)
        return {key: sorted(years) for key, years in found.items()}

    def report_years(self, name: str) -> list[tuple[int, str]]:
        """Return the fiscal years that a report lists, each with its stage."""
        report = self.report(name)
        if report is None:
            return [(int(name[:4]), DONE)]
        return [(year.year, year.stage) for year in report.fiscal_years]

    def covered_years(self, country: str, stage: str = DONE) -> list[int]:
        """Return the fiscal years for which a report on the country's region is in the tables.

        In these a year without trainings is a year without any listed; in others nothing is known.
        Years in which the country itself is listed always count. `stage` is `all` for years done or
        planned. For the `WORLD` they are the years of which any region's report is there.
        """
        stages = (DONE, PLANNED) if stage == ALL else (stage,)
        if country == WORLD:
            found = self._covered_years.items()
            return sorted(
                {year for (_region, one), years in found if one in stages for year in years}
            )
        years = {
            year
            for one in stages
            for region in self._regions_by_country.get(country, ())
            for year in self._covered_years.get((region, one), ())
        }
        return sorted(years.union(*(self._listed_years.get((country, one), ()) for one in stages)))

    @cached_property
    def _listed_years(self) -> dict[tuple[str, str], list[int]]:
        """The fiscal years in which each country has trainings, by stage."""

        def build() -> ir.Table:
            table = self.tables.table("trainings")
            named = table.filter(
                table.country_iso3.notnull(), ~table["flags"].contains("other_region")
            )
            return named.select("country_iso3", "stage", "fiscal_year").distinct()

        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        for row in self.tables.ask(("years of countries",), build):
            found[row["country_iso3"], row["stage"]].append(row["fiscal_year"])
        return dict(found)

    @property
    def planned_reports(self) -> list[str]:
        """The reports that list planned trainings beside those that were done."""
        return [
            report.report
            for report in self.catalog.reports
            if any(year.stage == PLANNED for year in report.fiscal_years)
        ]

    def planned_years(self, country: str) -> list[int]:
        """Return the fiscal years for which trainings of the country are listed as planned."""
        if country == WORLD:
            return self.covered_years(WORLD, PLANNED)
        return sorted(self._listed_years.get((country, PLANNED), ()))

    @cached_property
    def _unprinted(self) -> dict[str, frozenset[str]]:
        """For each document with trainings, the columns in which no line of it says anything."""

        def build() -> ir.Table:
            table = self.tables.table("trainings")
            return table.group_by("document").aggregate(
                **{name: (~table[name].isin(NOTHING_SAID)).sum() for name in SOMETIMES_PRINTED}
            )

        return {
            row["document"]: frozenset(name for name in SOMETIMES_PRINTED if not row[name])
            for row in self.tables.ask(("columns of documents",), build)
        }

    def unprinted(self, document: str) -> frozenset[str]:
        """Return the columns of `trainings` in which a document says nothing at all."""
        return self._unprinted.get(document, frozenset())

    @cached_property
    def unprinted_years(self) -> dict[tuple[int, str], frozenset[str]]:
        """The columns that a whole report does not print, by fiscal year and stage."""
        by_report: dict[str, list[frozenset[str]]] = defaultdict(list)
        for document, columns in self._unprinted.items():
            by_report[self.documents[document]["report"]].append(columns)
        return {
            year: columns
            for report, several in by_report.items()
            if (columns := frozenset.intersection(*several))
            for year in self.report_years(report)
        }

    def _region_set(self, document: str) -> tuple[str, ...]:
        return self.region_names(document) or (str(self.documents[document]["region"]),)

    @cached_property
    def years(self) -> list[int]:
        """The fiscal years of the reports in the tables that were read in any part, in order."""
        found = (years for (_region, stage), years in self._covered_years.items() if stage == DONE)
        return sorted({year for years in found for year in years})

    def is_web_page(self, document: str) -> bool:
        """Tell whether a document was published as a web page, without pages and boxes."""
        return not str(self.documents[document]["path"]).endswith(".pdf")

    def region_names(self, document: str) -> tuple[str, ...]:
        """Return the regions a document covers, under one name for all years."""
        return self._regions.get(document, ())

    @cached_property
    def _regions(self) -> dict[str, tuple[str, ...]]:
        return {document.key: document.regions for document in self.catalog.documents}

    def report(self, name: str) -> Report | None:
        """Return what the catalog says of a report, None if it does not know it."""
        return next((report for report in self.catalog.reports if report.report == name), None)

    def country_name(self, code: str | None, printed: str, language: Language) -> str:
        """Return a country's name in a language, the printed one where it has no code."""
        if code == WORLD:
            return language.gettext("All countries")
        row = self.countries.get(code) if code else None
        return str(row[f"name_{language.code}"]) if row else printed

    def program_name(self, code: str | None, printed: str, language: Language) -> str:
        """Return a programme's name in a language, the printed heading where it has no code."""
        row = self.programs.get(code) if code else None
        return str(row[f"name_{language.code}"]) if row else printed

    def force_name(self, code: str | None, language: Language) -> str:
        """Return a recipient force's name in a language."""
        if code is None or code not in self.forces:
            return language.gettext("not named by any rule")
        return str(self.forces[code][f"name_{language.code}"])

    def region_name(self, document: str, language: Language) -> str:
        """Return the regions of a document in a language."""
        names = {region.name: region for region in load_regions()}
        if language.code == "en":
            return " + ".join(self.region_names(document)) or self.documents[document]["region"]
        return " + ".join(
            names[name].name_es if name in names else name for name in self.region_names(document)
        ) or str(self.documents[document]["region"])

    def find_country(self, text: str) -> list[str]:
        """Return the codes of the countries a text can mean: by code, name in either language."""
        asked = plain(text)
        if asked == WORLD.lower():
            return [WORLD]
        exact = [
            code
            for code, row in self.countries.items()
            if asked in {code.lower(), plain(row["name_en"]), plain(row["name_es"])}
        ]
        if exact:
            return exact
        return [
            code
            for code, row in self.countries.items()
            if asked and (asked in plain(row["name_en"]) or asked in plain(row["name_es"]))
        ]


def row_number(training_id: str) -> int:
    """Return a training's place on its page, which its identifier ends with.

    In a web page it is the number of the row among all rows of its tables.
    """
    return int(training_id.rpartition(".")[2])


def place_of(total_id: str) -> int:
    """Return a printed total's place among those of its page; in a web page, among all rows."""
    return int(total_id.rpartition(".t")[2])


def _grouped(rows: list[Row], *names: str) -> dict[tuple[Any, ...], list[Row]]:
    found: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        found[tuple(row[name] for name in names)].append(row)
    return dict(found)
