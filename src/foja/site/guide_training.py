"""Two worked questions about what was taught: the Navy of 2016, and human rights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from foja.measures.claims import ledger_verdict
from foja.site.addresses import authority_address, claim_address, definitions_address, type_address
from foja.site.choice import Choice
from foja.site.claim_words import in_language, sentence
from foja.site.entities import type_name
from foja.site.guide_figures import HOME, NAVY, RIGHTS
from foja.site.guide_model import Cell, Question, Step
from foja.tables.selection import UNKNOWN

if TYPE_CHECKING:
    from foja.site.guide_figures import GuideFigures
    from foja.site.guide_model import Teller

TEN_TIMES: Final = "C008"
"""The claim of the ledger that is looked into."""
NEWEST: Final = 6
"""Years that the answer about human rights shows."""


def navy(tell: Teller, found: GuideFigures) -> Question:
    """Tell what the Navy was taught in 2016, and under which programmes."""
    _ = tell.language.gettext
    language, reading = tell.language, tell.reading
    rows = Choice(HOME, NAVY, view="rows")
    types = Choice(HOME, NAVY, view="types")
    title = _("What did the United States teach the Mexican Navy in 2016, and who paid?")
    answer = [_("These tables hold no training that answers it.")]
    if found.navy.trainings:
        groups = language.together(
            [type_name(str(part.value), reading, language) for part in found.navy_groups[:3]]
        )
        first = found.navy_programs[0]
        answer = [
            _(
                "The reports list %(trainings)s with %(students)s, at a cost of %(cost)s. "
                "Most students were in: %(groups)s.",
                groups=groups,
                **tell.words(found.navy),
            ),
            _(
                "Most of the money stands under “%(program)s”: %(cost)s for %(students)s.",
                program=tell.program(first.value),
                cost=tell.words(first.figures)["cost"],
                students=tell.words(first.figures)["students"],
            ),
        ]
    return Question(
        "navy",
        title,
        (
            Step(
                _(
                    "On the page of Mexico, choose 2016 as first and last year and the Navy "
                    "as recipient force; then “Show”."
                ),
                _("Open that choice"),
                Choice(HOME, NAVY).address(language),
            ),
            Step(
                _("For what was taught, open the tab “Types over time”."),
                _("Types of training"),
                types.address(language),
            ),
            Step(
                _(
                    "For who paid, open the tab “The rows” and read the list of programmes "
                    "beside the table: each has its count, and narrows the rows down."
                ),
                _("The rows"),
                rows.address(language),
            ),
            Step(_("Open one line on its page, and check that the page says what you write.")),
        ),
        tuple(answer),
        tell.cite(title, rows.address(language)),
        (
            _(
                "A programme is a line in a budget, not a motive: it says whose money, not "
                "whose idea."
            ),
            _(
                "A rule tells the force from the unit printed. Lines that name no "
                "unit are not here."
            ),
            _(
                "Students are seats: one officer on three courses is three. What the Navy "
                "bought itself is not printed."
            ),
        ),
        tell.heads(_("Programme")),
        tuple(
            (
                Cell(
                    tell.program(part.value),
                    authority_address(language, str(part.value)) if part.value else "",
                ),
                *tell.cells(
                    part.figures,
                    rows.filtered(programs=(str(part.value or UNKNOWN),)).address(language),
                ),
            )
            for part in found.navy_programs
        ),
    )


def rights(tell: Teller, found: GuideFigures) -> Question:
    """Tell how many courses in human rights there were, and whether a ratio holds."""
    _ = tell.language.gettext
    language, reading = tell.language, tell.reading
    title = _("How many human-rights courses were there, and is “ten times more” right?")
    verdict = ledger_verdict(TEN_TIMES, reading.tables)
    years = sorted(found.rights)
    answer = [_("These tables hold no training that answers it.")]
    if years:
        answer = [
            _(
                "Under the group “%(group)s”, fiscal year %(year)s has %(trainings)s with "
                "%(students)s, at a cost of %(cost)s.",
                group=type_name("human_rights", reading, language),
                year=years[-1],
                **tell.words(found.rights[years[-1]]),
            ),
            _(
                "The claim was: “%(claim)s” %(sentence)s",
                claim=in_language(verdict.claim, "claim", language),
                sentence=sentence(verdict, language),
            ),
            _(
                "And mind the words: “ten times as much” is ten times the figure, “ten times "
                "more” would be eleven."
            ),
        ]
    rows = Choice(HOME, RIGHTS, view="rows")
    return Question(
        "human-rights",
        title,
        (
            Step(
                _("Decide what counts: one type, the group, or the group and courses in law."),
                _("See how the figure changes with the definition"),
                f"{definitions_address(language)}?country={HOME}",
            ),
            Step(
                _("Read the rules behind the type, and a few titles that they decide."),
                type_name("human_rights", reading, language),
                type_address(language, "human_rights"),
            ),
            Step(
                _("On the page of Mexico, choose the type and open the rows; read the titles."),
                _("The rows"),
                rows.address(language),
            ),
            Step(
                _(
                    "For “ten times”, divide like by like: the same definition, the same kind of "
                    "year, an average over full years."
                ),
                _("The claim, with every way it was tried"),
                claim_address(language, TEN_TIMES),
            ),
        ),
        tuple(answer),
        tell.cite(title, rows.address(language)),
        (
            _(
                "A course with another title may teach human rights too, and one with the "
                "title may teach little: the report prints titles, not lessons."
            ),
            _("Spending on a course says nothing about what those who took it did afterwards."),
            _("A small year makes large ratios. Give the two amounts beside the ratio."),
        ),
        tell.heads(_("Fiscal year")),
        tuple(
            (
                Cell(str(year)),
                *tell.cells(
                    found.rights[year],
                    rows.filtered(fiscal_year_from=year, fiscal_year_to=year).address(language),
                ),
            )
            for year in reversed(years[-NEWEST:])
        ),
    )
