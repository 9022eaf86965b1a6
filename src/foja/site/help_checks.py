"""The words of what is understood of a line, how figures are checked, and how claims are judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foja.measures.claims import KINDS
from foja.site.claim_words import verdict_name
from foja.site.help_model import Term

if TYPE_CHECKING:
    from foja.site.language import Language


def understood(language: Language) -> tuple[Term, ...]:
    """Return what is read into a line beside what it prints."""
    _ = language.gettext
    return (
        Term(
            "printed-understood",
            _("Printed and understood"),
            _(
                "What the page prints is never overwritten. What Foja makes of it stands beside "
                "it, with the rule that made it."
            ),
        ),
        Term(
            "recipient-rule",
            _("Rule of the recipient"),
            _(
                "The words of the unit's name that told the force, such as “Infantería de Marina”. "
                "Each training names its rule."
            ),
        ),
        Term(
            "type-rule",
            _("Rule of the type"),
            _(
                "The words of the title that told the type. Rules have an order: the first that "
                "matches decides. The page of a type lists them with examples."
            ),
        ),
        Term(
            "unclassified",
            _("Unclassified"),
            _(
                "The line has no title, or one that no rule knows. It is in every sum, and has a "
                "colour and a page of its own."
            ),
        ),
        Term(
            "definition",
            _("Definition"),
            _(
                "“Human rights” can mean one type, a group of types, or that group with courses "
                "in law. A figure by type changes with it, so say which is meant."
            ),
        ),
        Term(
            "joined-spellings",
            _("Spellings of a unit"),
            _(
                "Printed names that were read as one unit. Its page lists them all and lets you "
                "take out those you do not believe."
            ),
        ),
    )


def checks(language: Language) -> tuple[Term, ...]:
    """Return the words with which figures are checked."""
    _ = language.gettext
    return (
        Term(
            "printed-total",
            _("Printed total"),
            _(
                "A sum that the report itself prints below a programme or a country. It is never "
                "counted as a training: it is the test of what was read."
            ),
        ),
        Term("agrees", _("agrees"), _("The lines add up to the total, to the student and dollar.")),
        Term(
            "misprinted",
            _("misprinted"),
            _("They do not, and the page shows that the report itself is wrong; it says how."),
        ),
        Term("differs", _("differs"), _("They do not, and nobody has found out why.")),
        Term(
            "left-over",
            _("Left over"),
            _("Words of a page that no rule used or ignored; each is listed with its place."),
        ),
        Term(
            "status",
            _("Read, absent, refused"),
            _(
                "A document was read; or was not at hand when the tables were built; or was at "
                "hand but could not be read safely, and says why."
            ),
        ),
        Term(
            "version",
            _("Data version"),
            _(
                "A short name made from everything the tables hold. The same version means the "
                "same figures, to the last dollar."
            ),
        ),
    )


def verdicts(language: Language) -> tuple[Term, ...]:
    """Return the verdicts that a claim can have."""
    _ = language.gettext
    texts = {
        "holds": _("The tables give the figure claimed, within what the words of it allow."),
        "holds_otherwise": _("They give it only if a word is taken otherwise; which, is said."),
        "does_not_hold": _("They give another figure. Ours stands beside theirs, with its rows."),
        "cannot_be_checked": _("The record does not hold what is claimed; the page says why."),
    }
    return tuple(
        Term(f"verdict-{kind.replace('_', '-')}", verdict_name(kind, language), texts[kind])
        for kind in KINDS
    )
