"""Five questions of reporters and teachers, answered step by step from the tables at hand."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from foja.measures.beside_series import countries_with_inhabitants
from foja.measures.claims import ledger_verdict
from foja.measures.figures import add_up
from foja.site.addresses import claim_address, document_address, unit_address, units_address
from foja.site.choice import Choice
from foja.site.claim_words import in_language, sentence, why
from foja.site.guide_figures import HOME, OTHER, UNIT, guide_figures
from foja.site.guide_model import Cell, Question, Step, Teller
from foja.site.guide_training import navy, rights
from foja.site.language import years_in_words

if TYPE_CHECKING:
    from foja.measures.figures import Figures
    from foja.site.guide_figures import GuideFigures
    from foja.site.language import Language
    from foja.site.reading import Reading

HALF: Final = "C010"
"""The claim of the ledger that an article is checked by."""
FORM: Final = {
    "country": HOME,
    "from": "2020",
    "to": "2020",
    "type": "tactical",
    "measure": "students",
    "operator": "lowest_since",
    "figure": "2006",
}
"""A claim of one's own, as the form of the site fills it in."""


def questions(reading: Reading, language: Language, origin: str) -> list[Question]:
    """Return the five questions in their order; `origin` is the site's own address."""
    tell = Teller(reading, language, origin)
    found = guide_figures(reading.tables)
    return [
        navy(tell, found),
        rights(tell, found),
        unit(tell, found),
        countries(tell, found),
        article(tell),
    ]


def unit(tell: Teller, found: GuideFigures) -> Question:
    """Tell whether a unit was trained before an event, and where the page is."""
    _ = tell.language.gettext
    language = tell.language
    title = _("Was this unit trained before an event, and what does the page say?")
    history, event = found.history, found.event
    address, name = units_address(language), ""
    answer = [_("These tables hold no training that answers it.")]
    steps = [
        Step(
            _("Look for the unit in any spelling; the search forgives accents and slips."),
            _("Look for a unit"),
            f"{units_address(language)}?country={HOME}",
        )
    ]
    if history and event:
        name = history.unit[f"name_{language.code}"]
        day = language.day(event["date"])
        address = f"{unit_address(language, UNIT)}?before={event['date'].isoformat()}"
        answer = [
            _(
                "The day is %(day)s: %(event)s For “%(unit)s” the reports list %(before)s "
                "that began before it, and %(after)s that began on it or later.",
                day=day,
                event=event[f"text_{language.code}"],
                unit=name,
                before=tell.count(history.before),
                after=tell.count(history.after),
            )
        ]
        steps.append(
            Step(
                _("On the unit's page, give the day of the event and “Split”."),
                name,
                address,
            )
        )
        steps.append(
            Step(
                _(
                    "Read the printed spellings that were joined, and take out those you do "
                    "not believe: the counts and the address change."
                )
            )
        )
        if history.before:
            row = history.before[-1]
            steps.append(
                Step(
                    _("Open the last line before the day on its page, and read it there."),
                    _("The page with the line marked"),
                    document_address(
                        language, row["document"], row["page"], mark=row["training_id"]
                    ),
                )
            )
    return Question(
        "unit",
        title,
        tuple(steps),
        tuple(answer),
        tell.cite(name or title, address),
        (
            _("A unit's training is not that of the people who were at the event years later."),
            _("That one followed the other does not show that one caused the other."),
            _(
                "Finding nothing does not prove that nothing was done: many lines name the force "
                "alone, and two early reports name no unit."
            ),
        ),
    )


def countries(tell: Teller, found: GuideFigures) -> Question:
    """Tell how two countries compare over the years read of both."""
    _ = tell.language.gettext
    language, reading = tell.language, tell.reading
    names = {code: reading.country_name(code, code, language) for code in (HOME, OTHER)}
    title = _(
        "How do %(one)s and %(other)s compare in an average year?",
        one=names[HOME],
        other=names[OTHER],
    )
    common = sorted(set(reading.covered_years(HOME)).intersection(reading.covered_years(OTHER)))
    address = f"/{language.code}/compare?item={HOME}&item={OTHER}"
    rated = [
        reading.country_name(code, code, language)
        for code in countries_with_inhabitants(reading.tables)
    ]
    answer, rows = [_("These tables hold no training that answers it.")], []
    if common:
        sums = {
            code: add_up(found.by_year[code][year] for year in common if year in years)
            for code, years in found.by_year.items()
        }
        means = {code: _a_year(figures, len(common)) for code, figures in sums.items()}
        answer = [
            _(
                "Over the %(count)s fiscal years read of both (%(years)s), a year of "
                "%(one)s has %(students)s students on average, a year of %(other)s "
                "%(others)s.",
                count=len(common),
                years=years_in_words(common),
                one=names[HOME],
                students=language.number(means[HOME][1]),
                other=names[OTHER],
                others=language.number(means[OTHER][1]),
            )
        ]
        rows = [
            (
                Cell(names[code], Choice(code).address(language)),
                Cell(language.number(means[code][0]), numeric=True),
                Cell(language.number(means[code][1]), numeric=True),
                Cell(language.sum_of_money(means[code][2]), numeric=True),
            )
            for code in names
        ]
    return Question(
        "countries",
        title,
        (
            Step(
                _("Put the two side by side; every chart there has the same scale for both."),
                _("%(items)s compared", items=language.together(list(names.values()))),
                address,
            ),
            Step(
                _("Use only years that were read of both; the page lists them by itself."),
            ),
            Step(
                _(
                    "Divide by years where periods differ, by inhabitants where countries do. "
                    "The tables have the inhabitants of: %(countries)s. For others, take them "
                    "from one source and name it.",
                    countries=language.together(rated) if rated else _("none"),
                )
            ),
        ),
        tuple(answer),
        tell.cite(title, address),
        (
            _(
                "More students do not mean more help: a seminar of a day and a year's course are "
                "one student each."
            ),
            _(
                "A war, a plan or one large exercise can make a decade. Look at the years "
                "before you quote the average."
            ),
            _("What each bought itself is not in it, and one may have bought more."),
        ),
        (
            _("Average of a year"),
            _("Trainings"),
            _("Students"),
            _("Cost"),
        ),
        tuple(rows),
    )


def article(tell: Teller) -> Question:
    """Tell whether a figure that somebody published is right."""
    _ = tell.language.gettext
    language, tables = tell.language, tell.reading.tables
    verdict = ledger_verdict(HALF, tables)
    claim = in_language(verdict.claim, "claim", language)
    title = _("Is the number in this article right?")
    address = claim_address(language, HALF)
    return Question(
        "article",
        title,
        (
            Step(
                _(
                    "Write the claim down in precise words: who, which years, what is counted, "
                    "what figure, and “exactly”, “about” or “highest since”."
                )
            ),
            Step(
                _("Look whether it has been checked already."),
                _("Claims and verdicts"),
                f"/{language.code}/claims",
            ),
            Step(
                _("If not, fill in the form. It gives the verdict, the rows and an address."),
                _("The form, filled in as an example"),
                f"/{language.code}/claims/check?{urlencode(FORM)}",
            ),
            Step(
                _(
                    "Read the other ways it was tried: a figure that is wrong by one "
                    "definition can be right by another. Ask the author which was meant."
                )
            ),
        ),
        (
            _(
                "A newsletter said: “%(claim)s” %(sentence)s",
                claim=claim,
                sentence=sentence(verdict, language),
            ),
            *filter(None, (why(verdict, language),)),
        ),
        tell.cite(claim, address),
        (
            _(
                "A verdict is about the words of the claim and this record, not about the "
                "author or the policy."
            ),
            _("What the record leaves out, it can neither confirm nor deny."),
        ),
    )


def _a_year(figures: Figures, years: int) -> tuple[Decimal, Decimal, Decimal]:
    """Return trainings, students and dollars of an average year, whole."""
    values = (figures.trainings, figures.students or 0, figures.cost_usd or 0)
    trainings, students, cost = (round(Decimal(value) / years) for value in values)
    return Decimal(trainings), Decimal(students), Decimal(cost)
