"""The biggest courses, as bars with their titles above them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from foja.measures.filters import LONGEST_WORDS
from foja.measures.training import Course, biggest_courses
from foja.site.charts import words
from foja.site.charts.model import ChartCell, ChartColumn, ChartTable, ChartTexts
from foja.site.charts.theme import WIDTH

if TYPE_CHECKING:
    from foja.site.charts.model import Question, Spec

SHOWN = 10
ROW = 40
"""Height in pixels of a bar with its title."""


def gather(question: Question) -> list[Course]:
    """Return the courses with most students over the choice."""
    return biggest_courses(question.tables, question.filters, by="students", limit=SHOWN)


def texts(question: Question, courses: list[Course]) -> ChartTexts:
    """Return the words around the chart."""
    language = question.language
    _ = language.gettext
    source = words.source(question)
    if not courses:
        title = _("%(country)s: no course with students", country=question.place)
        return ChartTexts(title, words.restrictions(question), source, title)
    first = courses[0]
    title = _(
        "%(country)s: “%(course)s” had the most students, %(number)s",
        country=question.place,
        course=first.title,
        number=language.number(first.figures.students),
    )
    firsts = [course.first_year for course in courses if course.first_year is not None]
    lasts = [course.last_year for course in courses if course.last_year is not None]
    unit = _("Students per course title, all years together.")
    if firsts and lasts:
        unit = _(
            "Students per course title, fiscal years %(years)s together.",
            years=words.years_of(_from(question, min(firsts)), _to(question, max(lasts))),
        )
    subtitle = words.sentences(unit, words.restrictions(question))
    return ChartTexts(title, subtitle, source, words.sentences(f"{title}.", subtitle))


def _from(question: Question, found: int) -> int:
    covered = [year for year in question.covered if question.filters.has_year(year)]
    return min(covered, default=found)


def _to(question: Question, found: int) -> int:
    covered = [year for year in question.covered if question.filters.has_year(year)]
    return max(covered, default=found)


def address(question: Question, course: Course) -> str:
    """Return the address of the trainings that the course's title is found in."""
    # A search may not be longer; what is left of the title still finds its trainings.
    title = course.title[:LONGEST_WORDS]
    if len(course.title) > LONGEST_WORDS:
        title = title.rpartition(" ")[0]
    found = f"{question.filters.words} {title}".strip()
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
            ChartCell(course.title, address=address(question, course)),
            ChartCell(language.number(course.figures.students), numeric=True),
            ChartCell(language.money(course.figures.cost_usd), numeric=True),
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
    import altair as alt  # noqa: PLC0415 - a third of a second, wanted by charts alone

    from foja.site.charts.layers import with_data  # noqa: PLC0415 - as Altair

    language = question.language
    rows: list[dict[str, Any]] = []
    for rank, course in enumerate(courses):
        students = course.figures.students or 0
        written = language.ngettext("%(num)s student", "%(num)s students", students)
        rows.append(
            {
                "rank": rank,
                "title": course.title,
                "value": students,
                "label": language.number(students),
                "href": address(question, course),
                "text": f"{course.title}: {written}",
            }
        )
    most = max((row["value"] for row in rows), default=1)
    base = alt.Chart(alt.NamedData(name="bars"))
    # The scale runs past the longest bar, so that its number has room.
    x = alt.X(
        "value:Q", title=None, axis=None, scale=alt.Scale(domain=[0, most * 1.14], nice=False)
    )
    y = alt.Y("rank:O", title=None, axis=None)
    bar = base.mark_bar(cursor="pointer", height=13, yOffset=8, style="single").encode(
        x=x, y=y, href="href:N", description="text:N", tooltip="text:N"
    )
    title = base.mark_text(
        align="left",
        baseline="middle",
        dy=-9,
        limit=alt.ExprRef("width"),
        cursor="pointer",
        style="word",
        aria=False,
    ).encode(x=alt.value(0), y=y, text="title:N", href="href:N", tooltip="text:N")
    number = base.mark_text(
        align="left", baseline="middle", dx=5, dy=8, style="sum", aria=False
    ).encode(x=x, y=y, text="label:N")
    made = alt.layer(bar, title, number).properties(width=WIDTH, height=max(ROW, ROW * len(rows)))
    return with_data(made.to_dict(), bars=rows)
