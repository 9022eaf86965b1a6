"""The tree ring: a year's trainings as a ring of bubbles, the newest outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from foja.measures.figures import add_up
from foja.site.charts import words, years
from foja.site.charts.marks import colours_of, columns_of, country_marks, training_marks
from foja.site.charts.model import ChartTexts
from foja.site.charts.ring_layout import SIZE, Ring, lay_out
from foja.site.charts.ring_year import BINS
from foja.site.charts.series import dimension_of
from foja.site.language import years_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from foja.site.charts.marks import Mark
    from foja.site.charts.model import Question
    from foja.site.charts.ring_layout import Layout
    from foja.site.charts.series import Drawn

FINE: Final = 10
"""Places are sent in tenths of a unit, as whole numbers."""
LINE_STEP: Final = 2
"""Of the places of a year's line, every second is sent."""


@dataclass(frozen=True, slots=True)
class RingData:
    """What a tree ring shows: the marks in the order of the layout, and those without a year.

    `gaps` are years without a report, `unmatched` those whose report prints nothing that the choice
    could match: their rings are broken.
    """

    marks: list[Mark]
    undated: list[Mark]
    layout: Layout
    colours: list[Drawn]
    gaps: list[int]
    unmatched: list[int]


def gather(question: Question) -> RingData:
    """Return the marks of a choice and the place of each."""
    along = years.gather(question, "students")
    marks = (
        country_marks(question) if question.filters.country is None else training_marks(question)
    )
    by_year: dict[int, list[Mark]] = {year: [] for year in along.years}
    undated: list[Mark] = []
    for mark in marks:
        if mark.year is None:
            undated.append(mark)
        else:
            by_year.setdefault(mark.year, []).append(mark)
    rings = [
        Ring(
            year,
            [(mark.slot, mark.students) for mark in of_year],
            reported=year in along.by_year or bool(of_year),
        )
        for year, of_year in sorted(by_year.items())
    ]
    placed = [mark for ring in rings for mark in by_year[ring.year]]
    return RingData(
        placed, undated, lay_out(rings), colours_of(question, placed), along.gaps, along.unmatched
    )


def texts(question: Question, first: int | None, last: int | None, told: str) -> ChartTexts:
    """Return the words around a tree ring of the fiscal years from the first to the last.

    `told` says in words what the ring shows; see `foja.site.charts.ring_words`.
    """
    _ = question.language.gettext
    # By its first day a training without one lies in no year, and on no ring.
    by_year = question.cube.chosen(question.filters).by("fiscal_year")
    total = add_up(figures for year, figures in by_year.items() if year is not None)
    given = {
        "country": question.place,
        "trainings": words.trainings(total.trainings, question),
        "students": words.students(total.students or 0, question),
    }
    if first is not None and first == last:
        title = _(
            "%(country)s: %(trainings)s of fiscal year %(year)s, %(students)s", year=first, **given
        )
    else:
        title = _("%(country)s: %(trainings)s, %(students)s, a ring for each fiscal year", **given)
    if dimension_of(question).is_country:
        meaning = _(
            "Each bubble is what a country was given in a year, as large as its students; colours "
            "%(by)s.",
            by=words.by_what(question),
        )
    elif question.filters.country is None:
        meaning = _(
            "Each bubble is what a country was given in a year, as large as its students; its "
            "colour is what most of them were given, %(by)s.",
            by=words.by_what(question),
        )
    else:
        meaning = _(
            "Each bubble is a training, as large as its students; colours %(by)s.",
            by=words.by_what(question),
        )
    brief = words.sentences(meaning, words.restrictions(question))
    subtitle = words.sentences(brief, question.years_line)
    description = words.sentences(f"{title}.", told, subtitle)
    return ChartTexts(title, subtitle, words.source(question), description, brief)


def broken(question: Question, gaps: Sequence[int], unmatched: Sequence[int]) -> str:
    """Say which rings are broken, and why; empty where none is.

    `gaps` are years without a report, `unmatched` those whose report prints nothing to match.
    """
    language = question.language
    said = []
    if gaps:
        said.append(
            language.ngettext(
                "The broken ring is fiscal year %(years)s, of which there is no report here.",
                "The broken rings are fiscal years %(years)s, of which there is no report here.",
                len(gaps),
                years=years_in_words(list(gaps)),
            )
        )
    if unmatched:
        said.append(
            language.ngettext(
                "The report on fiscal year %(years)s prints nothing that could match what is "
                "chosen: its ring is broken.",
                "The reports on fiscal years %(years)s print nothing that could match what is "
                "chosen: their rings are broken.",
                len(unmatched),
                years=years_in_words(list(unmatched)),
            )
        )
    partial = sorted(year for year in question.partial if question.filters.has_year(year))
    if partial:
        said.append(
            language.ngettext(
                "The ring of fiscal year %(years)s holds only some regions of the world.",
                "The rings of fiscal years %(years)s hold only some regions of the world.",
                len(partial),
                years=years_in_words(partial),
            )
        )
    return " ".join(said)


def drawing(data: RingData, year_address: Callable[[int], str]) -> dict[str, Any]:
    """Return what the page's script draws: places in tenths of a unit, lines, names, colours.

    `year_address` leads to the choice of one year.
    """
    layout = data.layout
    bands = []
    for band in layout.bands:
        of_band = data.marks[band.first : band.first + band.count]
        bands.append(
            {
                "year": band.year,
                "first": band.first,
                "count": band.count,
                "reported": band.reported,
                "label": round(band.label * FINE),
                "line": [round(one * FINE) for one in band.outer[::LINE_STEP]],
                "trainings": sum(mark.trainings for mark in of_band),
                "students": sum(mark.students or 0 for mark in of_band),
                "address": year_address(band.year) if of_band else "",
            }
        )
    return {
        "size": round(SIZE * FINE),
        "unit": round(layout.unit * FINE, 3),
        "middle": [round(one * FINE) for one in layout.middle],
        "wedge": round(layout.wedge * FINE),
        "turn": LINE_STEP / BINS,
        "bands": bands,
        "x": [round(one * FINE) for one in layout.x],
        "y": [round(one * FINE) for one in layout.y],
        "colours": [{"slot": colour.slot, "name": colour.name} for colour in data.colours],
        **columns_of(data.marks),
    }


def csv_rows(question: Question, data: RingData) -> tuple[list[str], list[list[Any]]]:
    """Return column names and rows for CSV: a row for each bubble, outermost year last."""
    named = {value.slot: value.name for value in data.colours}
    world = question.filters.country is None
    key = "country_iso3" if world else "training_id"
    name = "country" if world else "course_title"
    year = "calendar_year" if question.filters.year_basis == "calendar" else "fiscal_year"
    extra = ["trainings"] if world else ["student_unit"]
    names = [year, key, name, *extra, question.by, f"{question.by}_colour", "students", "cost_usd"]
    return names, [
        [
            mark.year,
            mark.key,
            mark.name,
            mark.trainings if world else mark.unit,
            mark.code,
            named.get(mark.slot, ""),
            mark.students,
            mark.cost,
        ]
        for mark in data.marks
    ]
