"""One year of a choice, divided: a single stack along the years says little."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from foja.measures.figures import Figures
from foja.site.charts import words
from foja.site.charts.model import ChartCell, ChartColumn, ChartTable, ChartTexts
from foja.site.charts.series import Measure, Value, amount_of, choosing, divide
from foja.site.charts.theme import UNTOLD
from foja.site.reading import ALL, PLANNED

if TYPE_CHECKING:
    from foja.site.charts.model import Question, Spec


@dataclass(frozen=True, slots=True)
class Part:
    """One value of the choice, and its figures."""

    value: Value
    figures: Figures


@dataclass(frozen=True, slots=True)
class PartsData:
    """What the chart shows: the parts of a choice, those with most first, the untold last."""

    measure: Measure
    parts: list[Part]

    @property
    def most(self) -> Decimal | int:
        """The largest value of a part."""
        return max((amount_of(part.figures, self.measure) or 0 for part in self.parts), default=0)


def gather(question: Question, measure: Measure) -> PartsData:
    """Return the parts of the choice; those that print nothing come before the untold."""
    divided = divide(question)
    sums = divided.sums()
    parts = [Part(value, sums.get(value.code, Figures())) for value in divided.values]
    other: Measure = "students" if measure == "cost_usd" else "cost_usd"

    def order(part: Part) -> tuple[Any, ...]:
        figures = part.figures
        return (
            part.value.slot == UNTOLD,
            -(amount_of(figures, measure) or 0),
            -(amount_of(figures, other) or 0),
            part.value.code,
        )

    return PartsData(measure, sorted(parts, key=order))


def texts(question: Question, data: PartsData) -> ChartTexts:
    """Return the words around the chart."""
    language = question.language
    _ = language.gettext
    unit = _("Students; one person on two courses counts twice")
    if data.measure == "cost_usd":
        unit = words.dollar_scale(data.most, language).unit
    unit = _(
        "%(unit)s, %(years)s, %(by)s, as printed.",
        unit=unit,
        years=words.chosen_years(question),
        by=words.by_what(question),
    )
    title = _title(question, data)
    subtitle = words.sentences(unit, words.restrictions(question), question.years_line)
    return ChartTexts(
        title, subtitle, words.source(question), words.sentences(f"{title}.", subtitle)
    )


def _title(question: Question, data: PartsData) -> str:
    told = [part for part in data.parts if part.value.slot != UNTOLD] or data.parts
    value = amount_of(told[0].figures, data.measure) if told else None
    if not value:
        return _title_of_nothing(question, data.measure)
    name = told[0].value.name
    if data.measure == "students":
        return _title_of_students(question, name, question.language.number(value))
    return _title_of_dollars(question, name, words.amount(value, question.language))


def _title_of_students(question: Question, name: str, number: str) -> str:
    _ = question.language.gettext
    given = {"country": question.place, "part": name, "number": number}
    if question.filters.stage == PLANNED:
        return _("%(country)s: “%(part)s” had the most students planned, %(number)s", **given)
    if question.filters.stage == ALL:
        return _(
            "%(country)s: “%(part)s” had the most students, done and planned, %(number)s", **given
        )
    return _("%(country)s: “%(part)s” had the most students, %(number)s", **given)


def _title_of_dollars(question: Question, name: str, amount: str) -> str:
    _ = question.language.gettext
    given = {"country": question.place, "part": name, "amount": amount}
    if question.filters.stage == PLANNED:
        return _("%(country)s: “%(part)s” had the most dollars planned, %(amount)s", **given)
    if question.filters.stage == ALL:
        return _(
            "%(country)s: “%(part)s” had the most dollars, done and planned, %(amount)s", **given
        )
    return _("%(country)s: “%(part)s” cost the most, %(amount)s", **given)


def _title_of_nothing(question: Question, measure: Measure) -> str:
    _ = question.language.gettext
    place, years = question.place, words.chosen_years(question)
    planned = question.filters.stage == PLANNED
    if measure == "students":
        if planned:
            return _("%(country)s: no students planned, %(years)s", country=place, years=years)
        return _("%(country)s: no students, %(years)s", country=place, years=years)
    if planned:
        return _(
            "%(country)s: no cost printed for what was planned, %(years)s",
            country=place,
            years=years,
        )
    return _("%(country)s: no cost printed, %(years)s", country=place, years=years)


def address(question: Question, part: Part) -> str:
    """Return the address of a part's trainings."""
    return question.link(choosing(question, part.value.codes))


def table(question: Question, data: PartsData) -> ChartTable:
    """Return the same as a table, with all figures, and parts that print nothing."""
    language = question.language
    _ = language.gettext
    columns = [
        ChartColumn(words.what(question)),
        ChartColumn(_("Cost"), numeric=True),
        ChartColumn(_("Students"), numeric=True),
        ChartColumn(_("Trainings"), numeric=True),
    ]
    rows = [
        [
            ChartCell(part.value.name, address=address(question, part)),
            ChartCell(language.sum_of_money(part.figures.cost_usd), numeric=True),
            ChartCell(language.number(part.figures.students), numeric=True),
            ChartCell(language.number(part.figures.trainings), numeric=True),
        ]
        for part in data.parts
    ]
    return ChartTable(columns, rows)


def csv_rows(question: Question, data: PartsData) -> tuple[list[str], list[list[Any]]]:
    """Return column names and rows for CSV: plain numbers."""
    names = [question.by, f"{question.by}_name", "cost_usd", "students", "trainings"]
    return names, [
        [
            "; ".join(part.value.codes),
            part.value.name,
            part.figures.cost_usd,
            part.figures.students,
            part.figures.trainings,
        ]
        for part in data.parts
    ]


def spec(question: Question, data: PartsData) -> Spec:
    """Return the chart without its texts and settings, data in place."""
    from foja.site.charts.ranked import RankedBar, ranked_bars  # noqa: PLC0415 - it imports Altair

    bars = []
    for part in data.parts:
        value = amount_of(part.figures, data.measure)
        if not value:
            continue
        written = _written(value, data, question)
        bars.append(
            RankedBar(
                title=part.value.name,
                value=float(value),
                label=_label(value, data, question),
                href=address(question, part),
                text=f"{part.value.name}: {written}",
            )
        )
    return ranked_bars(bars)


def _written(value: Decimal | int, data: PartsData, question: Question) -> str:
    if data.measure == "students":
        return words.students(int(value), question)
    return words.dollars(question.language.sum_of_money(value), question)


def _label(value: Decimal | int, data: PartsData, question: Question) -> str:
    """Write a bar's length in the unit of the chart; what rounds to nothing is said as less."""
    divisor = 1
    if data.measure == "cost_usd":
        divisor = words.dollar_scale(data.most, question.language).divisor
    if divisor == 1:
        return question.language.number(round(value))
    rounded = round(Decimal(value) / divisor, 1)
    return question.language.number(rounded) if rounded else "< 0.1"
