"""One year of a choice, divided: a single stack along the years says little."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from foja.measures.figures import Figures
from foja.measures.prices import BASE_YEAR
from foja.site.charts import words
from foja.site.charts.model import ChartCell, ChartColumn, ChartTable, ChartTexts
from foja.site.charts.ranked import RankedBar, ranked_bars
from foja.site.charts.series import Measure, Value, amount_of, choosing, dimension_of, divide
from foja.site.charts.theme import UNTOLD
from foja.site.language import NOTHING
from foja.site.reading import ALL, PLANNED

if TYPE_CHECKING:
    from foja.site.charts.model import Question, Spec

MOST_BARS: Final = 25


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
    def drawn(self) -> list[Part]:
        """The parts that have a bar: those that print a value, no more than can be compared."""
        return [part for part in self.parts if amount_of(part.figures, self.measure)][:MOST_BARS]

    @property
    def most(self) -> Decimal | int:
        """The largest value of a part."""
        return max((amount_of(part.figures, self.measure) or 0 for part in self.parts), default=0)

    def share(self, part: Part) -> Decimal | None:
        """Return what a part has of each hundred of all together; None where they print none."""
        whole = sum(Decimal(amount_of(one.figures, self.measure) or 0) for one in self.parts)
        value = amount_of(part.figures, self.measure)
        return Decimal(value) * 100 / whole if whole and value is not None else None


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
    title = title_of(question, data)
    brief = words.sentences(
        _unit(question, data),
        _left_out(question, data),
        _not_compared(question),
        words.restrictions(question),
    )
    subtitle = words.sentences(brief, question.years_line)
    return ChartTexts(
        title, subtitle, words.source(question), words.sentences(f"{title}.", subtitle), brief
    )


def _in_part(question: Question) -> bool:
    """Say whether only some regions were read for years of the choice, unlike for others."""
    years = [year for year in question.covered if question.filters.has_year(year)]
    return any(year in question.partial for year in years) and len(years) > 1


def _place(question: Question) -> str:
    if not _in_part(question):
        return question.place
    return question.language.gettext("%(country)s, in what is read", country=question.place)


def _not_compared(question: Question) -> str:
    """Say why the bars of all countries together cannot be compared, where they cannot."""
    if not _in_part(question):
        return ""
    return question.language.gettext(
        "Not every region was read for each of these years: to compare, choose one year."
    )


def _left_out(question: Question, data: PartsData) -> str:
    """Say that not all parts have a bar, where more print a value."""
    there = sum(bool(amount_of(part.figures, data.measure)) for part in data.parts)
    if there <= MOST_BARS:
        return ""
    return question.language.gettext(
        "The %(most)s with most of %(all)s are drawn; all are in the table.",
        most=MOST_BARS,
        all=question.language.number(there),
    )


def _unit(question: Question, data: PartsData) -> str:
    _ = question.language.gettext
    given = {"years": words.chosen_years(question), "by": words.by_what(question)}
    whole = words.whole(question, data.measure)
    constant = data.measure == "cost_usd" and question.prices is not None
    if question.by_share:
        unit = _("Per cent of the %(what)s", what=whole)
    elif data.measure == "students":
        unit = _("Students (one person on two courses counts twice)")
    elif data.measure == "trainings":
        unit = _("Trainings (the lines that the reports print)")
    else:
        unit = words.dollar_scale(data.most, question.language).unit
    if constant:
        return _(
            "%(unit)s at %(base)s prices (CPI-U), %(years)s, %(by)s.",
            unit=unit,
            base=BASE_YEAR,
            **given,
        )
    return _("%(unit)s, %(years)s, %(by)s, as printed.", unit=unit, **given)


def title_of(question: Question, data: PartsData) -> str:
    """Say which part has most of all years together."""
    told = [part for part in data.parts if part.value.slot != UNTOLD] or data.parts
    value = amount_of(told[0].figures, data.measure) if told else None
    if not value:
        return _title_of_nothing(question, data.measure)
    name = told[0].value.name
    sum_ = words.in_headline(value, data.measure, question)
    if sum(bool(amount_of(part.figures, data.measure)) for part in data.parts) == 1:
        return words.title_of_one(_place(question), name, sum_, question.language)
    if len(told) > 1 and amount_of(told[1].figures, data.measure) == value:
        # None of several is the first.
        return question.language.gettext(
            "%(country)s: %(amount)s at most", country=_place(question), amount=sum_
        )
    if data.measure == "students":
        return _title_of_students(question, name, question.language.number(value))
    if data.measure == "trainings":
        _ = question.language.gettext
        return _(
            "%(country)s: “%(part)s” had the most, %(trainings)s",
            country=_place(question),
            part=name,
            trainings=words.trainings(int(value), question),
        )
    amount = words.at_prices(words.amount(value, question.language), question)
    return _title_of_dollars(question, name, amount)


def _title_of_students(question: Question, name: str, number: str) -> str:
    _ = question.language.gettext
    given = {"country": _place(question), "part": name, "number": number}
    if question.filters.stage == PLANNED:
        return _("%(country)s: “%(part)s” had the most students planned, %(number)s", **given)
    if question.filters.stage == ALL:
        return _(
            "%(country)s: “%(part)s” had the most students, done and planned, %(number)s", **given
        )
    return _("%(country)s: “%(part)s” had the most students, %(number)s", **given)


def _title_of_dollars(question: Question, name: str, amount: str) -> str:
    _ = question.language.gettext
    given = {"country": _place(question), "part": name, "amount": amount}
    if question.filters.stage == PLANNED:
        return _("%(country)s: “%(part)s” had the most dollars planned, %(amount)s", **given)
    if question.filters.stage == ALL:
        return _(
            "%(country)s: “%(part)s” had the most dollars, done and planned, %(amount)s", **given
        )
    return _("%(country)s: “%(part)s” cost the most, %(amount)s", **given)


def _title_of_nothing(question: Question, measure: Measure) -> str:
    _ = question.language.gettext
    place, years = _place(question), words.chosen_years(question)
    planned = question.filters.stage == PLANNED
    if measure == "students":
        if planned:
            return _("%(country)s: no students planned, %(years)s", country=place, years=years)
        return _("%(country)s: no students, %(years)s", country=place, years=years)
    if measure == "trainings":
        if planned:
            return _("%(country)s: no trainings planned, %(years)s", country=place, years=years)
        return _("%(country)s: no trainings, %(years)s", country=place, years=years)
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
    cost = _("Cost")
    if question.prices is not None:
        cost = _("Cost at %(base)s prices", base=BASE_YEAR)
    columns = [
        ChartColumn(words.what(question)),
        *([ChartColumn(_("Share"), numeric=True)] if question.by_share else []),
        ChartColumn(cost, numeric=True),
        ChartColumn(_("Students"), numeric=True),
        ChartColumn(_("Trainings"), numeric=True),
    ]
    rows = [
        [
            ChartCell(part.value.name, address=address(question, part)),
            *(
                [ChartCell(_percent(question, data, part), numeric=True)]
                if question.by_share
                else []
            ),
            ChartCell(language.sum_of_money(part.figures.cost_usd), numeric=True),
            ChartCell(language.number(part.figures.students), numeric=True),
            ChartCell(language.number(part.figures.trainings), numeric=True),
        ]
        for part in data.parts
    ]
    return ChartTable(columns, rows)


def _percent(question: Question, data: PartsData, part: Part) -> str:
    share = data.share(part)
    return NOTHING if share is None else words.percent(share, question.language)


def csv_rows(question: Question, data: PartsData) -> tuple[list[str], list[list[Any]]]:
    """Return column names and rows for CSV: plain numbers."""
    by = dimension_of(question).key
    names = [by, f"{by}_name", words.column(question, "cost_usd"), "students", "trainings"]
    return names, [
        [
            "; ".join(part.value.codes),
            part.value.name,
            words.exact(part.figures.cost_usd, question),
            part.figures.students,
            part.figures.trainings,
        ]
        for part in data.parts
    ]


def spec(question: Question, data: PartsData) -> Spec:
    """Return the chart without its texts and settings, data in place."""
    bars = []
    for part in data.drawn:
        value = amount_of(part.figures, data.measure) or 0
        written = words.counted(value, data.measure, question)
        label = _label(value, data, question)
        share = data.share(part) if question.by_share else None
        if share is not None:
            label = words.percent(share, question.language)
            written = f"{label} ({written})"
        bars.append(
            RankedBar(
                title=part.value.name,
                value=float(value if share is None else share),
                label=label,
                href=address(question, part),
                text=f"{part.value.name}: {written}",
            )
        )
    return ranked_bars(bars, whole=True)


def _label(value: Decimal | int, data: PartsData, question: Question) -> str:
    """Write a bar's length in the unit of the chart; what rounds to nothing is said as less."""
    divisor = 1
    if data.measure == "cost_usd":
        divisor = words.dollar_scale(data.most, question.language).divisor
    if divisor == 1:
        return question.language.number(round(value))
    rounded = round(Decimal(value) / divisor, 1)
    return question.language.number(rounded) if rounded else "< 0.1"
