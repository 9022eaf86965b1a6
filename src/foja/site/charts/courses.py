"""The biggest courses, as bars with their titles above them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from foja.measures.filters import LONGEST_WORDS
from foja.measures.training import Course, biggest_courses
from foja.site.charts import words
from foja.site.charts.model import ChartCell, ChartColumn, ChartTable, ChartTexts
from foja.site.charts.ranked import RankedBar, ranked_bars
from foja.site.reading import ALL, PLANNED
from foja.tables.search_terms import quoted

if TYPE_CHECKING:
    from foja.site.charts.model import Question, Spec

SHOWN = 10


def gather(question: Question) -> list[Course]:
    """Return the courses with most students over the choice."""
    return biggest_courses(question.tables, question.filters, by="students", limit=SHOWN)


def texts(question: Question, courses: list[Course]) -> ChartTexts:
    """Return the words around the chart."""
    language = question.language
    _ = language.gettext
    source = words.source(question)
    if not courses:
        title = _title_of_nothing(question)
        restrictions = words.restrictions(question)
        description = words.sentences(f"{title}.", restrictions)
        return ChartTexts(title, restrictions, source, description, restrictions)
    title = _title(question, courses)
    firsts = [course.first_year for course in courses if course.first_year is not None]
    lasts = [course.last_year for course in courses if course.last_year is not None]
    unit = _("Students per course title, all years together.")
    if firsts and lasts:
        first_year, last_year = _from(question, min(firsts)), _to(question, max(lasts))
        unit = _("Students per course title, fiscal year %(year)s.", year=first_year)
        if last_year != first_year:
            unit = _(
                "Students per course title, fiscal years %(years)s together.",
                years=words.years_of(first_year, last_year),
            )
    brief = words.sentences(unit, words.restrictions(question))
    subtitle = words.sentences(brief, question.years_line)
    return ChartTexts(title, subtitle, source, words.sentences(f"{title}.", subtitle), brief)


def _title_of_nothing(question: Question) -> str:
    _ = question.language.gettext
    if question.filters.stage == PLANNED:
        return _("%(country)s: no course with students planned", country=question.place)
    return _("%(country)s: no course with students", country=question.place)


def _title(question: Question, courses: list[Course]) -> str:
    _ = question.language.gettext
    first = courses[0]
    if len(courses) == 1:
        alone = words.students(first.figures.students or 0, question)
        return words.title_of_one(question.place, first.title, alone, question.language)
    number = question.language.number(first.figures.students)
    if question.filters.stage == PLANNED:
        return _(
            "%(country)s: “%(course)s” was planned for the most students, %(number)s",
            country=question.place,
            course=first.title,
            number=number,
        )
    if question.filters.stage == ALL:
        return _(
            "%(country)s: “%(course)s” had the most students, done and planned, %(number)s",
            country=question.place,
            course=first.title,
            number=number,
        )
    if len(courses) > 1 and courses[1].figures.students == first.figures.students:
        # None of several is the first.
        return _(
            "%(country)s: no course had more than %(students)s",
            country=question.place,
            students=words.students(first.figures.students or 0, question),
        )
    return _(
        "%(country)s: “%(course)s” had the most students, %(number)s",
        country=question.place,
        course=first.title,
        number=number,
    )


def _from(question: Question, found: int) -> int:
    covered = [year for year in question.covered if question.filters.has_year(year)]
    return min(covered, default=found)


def _to(question: Question, found: int) -> int:
    covered = [year for year in question.covered if question.filters.has_year(year)]
    return max(covered, default=found)


def address(question: Question, course: Course) -> str:
    """Return the address of the trainings that the course's title is found in."""
    # A search may not be longer; what is left of the title still finds its trainings.
    before = question.filters.words
    title = quoted(course.title, LONGEST_WORDS)
    found = f"{before} {title}".strip()
    return question.link(
        replace(question.filters, words=found if len(found) <= LONGEST_WORDS else title)
    )


def table(question: Question, courses: list[Course]) -> ChartTable:
    """Return the same as a table, with dollars and fiscal years."""
    language = question.language
    _ = language.gettext
    columns = [
        ChartColumn(_("Course")),
        ChartColumn(_("Students"), numeric=True),
        ChartColumn(_("Cost"), numeric=True),
        ChartColumn(_("Trainings"), numeric=True),
        ChartColumn(_("Fiscal years")),
    ]
    rows = [
        [
            ChartCell(course.title, address=address(question, course), printed=True),
            ChartCell(language.number(course.figures.students), numeric=True),
            ChartCell(language.sum_of_money(course.figures.cost_usd), numeric=True),
            ChartCell(language.number(course.figures.trainings), numeric=True),
            ChartCell(_span(course)),
        ]
        for course in courses
    ]
    return ChartTable(columns, rows)


def _span(course: Course) -> str:
    if course.first_year is None or course.last_year is None:
        return ""
    return words.years_of(course.first_year, course.last_year)


def csv_rows(courses: list[Course]) -> tuple[list[str], list[list[Any]]]:
    """Return column names and rows for CSV: plain numbers."""
    names = ["course_title", "students", "cost_usd", "trainings", "first_year", "last_year"]
    return names, [
        [
            course.title,
            course.figures.students,
            course.figures.cost_usd,
            course.figures.trainings,
            course.first_year,
            course.last_year,
        ]
        for course in courses
    ]


def spec(question: Question, courses: list[Course]) -> Spec:
    """Return the chart without its texts and settings, data in place."""
    bars = []
    for course in courses:
        students = course.figures.students or 0
        bars.append(
            RankedBar(
                title=course.title,
                value=float(students),
                label=question.language.number(students),
                href=address(question, course),
                text=f"{course.title}: {words.students(students, question)}",
            )
        )
    return ranked_bars(bars, whole=True)
