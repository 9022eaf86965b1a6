"""Takeaways in sentences: each finding in plain English or Spanish, its figures marked.

A sentence knows which of its words are figures, so that a page can link them and a test can reckon
them again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from foja.measures.takeaway_facts import Subject
from foja.site import takeaway_nouns as nouns
from foja.site.language import years_in_words
from foja.site.takeaway_change_words import ChangeSpeaker
from foja.site.takeaway_marks import (
    TITLE,
    Part,
    Sentence,
    figure_text,
    in_parts,
    mark,
    whole,
)
from foja.site.takeaway_places import contracted

if TYPE_CHECKING:
    from collections.abc import Callable

    from foja.measures.takeaway_facts import Entry, Finding
    from foja.site.language import Language
    from foja.site.takeaway_nouns import Names

__all__ = ["Part", "Sentence", "figure_text", "sentence"]

BOTH: Final = 2
_AND: Final = re.compile(r" y («?)(?=[IiÍí]|[Hh][ií](?!e))")
"""Spanish says `e` before a word that begins with the sound of `i`."""


def sentence(finding: Finding, language: Language, names: Names) -> Sentence:
    """Return a finding as a sentence."""
    # A place such as Washington, D.C. ends with a point of its own, and a comma comes once.
    marked = re.sub(r"\.\.$", ".", _Writer(finding, language, names).text()).replace(",,", ",")
    return in_parts(contracted(_AND.sub(r" e \1", marked)) if language.code == "es" else marked)


class _Writer(ChangeSpeaker):
    """Chooses the words of a finding by its kind."""

    def text(self) -> str:
        """Return the sentence with its marks."""
        kinds: dict[str, Callable[[], str]] = {
            "head": self._head,
            "change": self._whole_change if self._is_number_changed() else self._subject_change,
            "mean": self._mean,
            "period": self._mean,
            "three_to_seven": self._three_to_seven,
            "mix": self._mix,
            "alike": self._alike,
            "new": self._new,
            "gone": self._gone,
            "largest": self._largest,
            "each": self._each,
        }
        return kinds.get(self.finding.kind, self._caveat)()

    def _is_number_changed(self) -> bool:
        """Whether the words are of the number or the cost, not of the training that had it."""
        after = self.finding.form.startswith("after")
        return self.is_whole and not (after and self.finding.measure == "students")

    def _head(self) -> str:
        _ = self.language.gettext
        figures = self.finding.figures
        given = {
            "year": self.year,
            "country": self.names.country(self.finding.rows.country),
            **self.given(),
        }
        if "before" in figures:
            return _(
                "The report on fiscal year %(year)s lists no training for %(country)s; the one on "
                "fiscal year %(last)s listed %(before)s.",
                last=self.year - 1,
                **given,
            )
        if not figures:
            return _(
                "The report on fiscal year %(year)s lists no training for %(country)s.", **given
            )
        if "students" not in figures:
            return _(
                "In fiscal year %(year)s the report lists %(trainings)s for %(country)s, without "
                "the number of students.",
                **given,
            )
        if not figures["students"].value:
            return _(
                "In fiscal year %(year)s the report lists %(trainings)s for %(country)s, with "
                "%(students)s.",
                **given,
            )
        if "cost" not in figures:
            return _(
                "In fiscal year %(year)s the report lists %(students)s from %(country)s in "
                "%(trainings)s, and prints no cost.",
                **given,
            )
        return _(
            "In fiscal year %(year)s the report lists %(students)s from %(country)s in "
            "%(trainings)s, at a cost of %(cost)s.",
            **given,
        )

    def _mix(self) -> str:
        finding = self.finding
        dimension = finding.subject.dimension
        if finding.form == "only":
            subject = finding.entries[0].subject
            return nouns.only(subject, finding.measure, finding.rows.country, self.names)
        if len(finding.entries) == 1 and nouns.is_several(finding.entries[0].subject):
            value, share = self._value_and_share(0, finding.entries[0])
            return self.language.gettext(
                "Rows of several forces together hold %(value)s (%(share)s).",
                value=value,
                share=share,
            )
        entries = list(enumerate(finding.entries))
        listed = self.language.together(
            [self._entry(number, entry) for number, entry in entries if not _is_unknown(entry)]
        )
        message = nouns.several(dimension, finding.measure, len(entries), self.language)
        said = message % {"list": listed}
        for number, entry in entries:
            if _is_unknown(entry):
                value, share = self._value_and_share(number, entry)
                said = self.language.gettext(
                    "%(said)s; where %(value)s (%(share)s) were trained is not given.",
                    said=said.removesuffix("."),
                    value=value,
                    share=share,
                )
        return said

    def _entry(self, number: int, entry: Entry) -> str:
        value, share = self._value_and_share(number, entry)
        name = nouns.listed(entry.subject, self.finding.rows.country, self.names)
        if entry.subject.dimension == "delivery":
            return self.language.gettext(
                "to %(value)s (%(share)s) %(where)s", value=value, share=share, where=name
            )
        return self.language.gettext(
            "%(name)s (%(value)s, %(share)s)", name=name, value=value, share=share
        )

    def _value_and_share(self, number: int, entry: Entry) -> tuple[str, str]:
        value, share = (self.mark(name, entry.figures, f"{number}.") for name in ("value", "share"))
        return value, share

    def _alike(self) -> str:
        if whole(self.finding.figures["apart"].value) == 0:
            return self.language.gettext(
                "By the mix of types, the earlier fiscal year most like this one is %(nearest)s, "
                "with less than 1%% of the students in another type.",
                nearest=self.mark("nearest"),
            )
        return self.language.gettext(
            "By the mix of types, the earlier fiscal year most like this one is %(nearest)s: "
            "%(apart)s of the students would have to be in another type for the two to be the "
            "same.",
            **self.given(),
        )

    def _new(self) -> str:
        _ = self.language.gettext
        finding = self.finding
        subject = finding.subject
        if subject.dimension == "course":
            return self._new_courses()
        if subject.dimension == "unit":
            return _(
                "The unit “%(name)s”, with %(now)s, is not under that name in the reports on "
                "fiscal years %(years)s.",
                name=mark(TITLE, self.names.of(subject))
                if self.names.is_printed(subject)
                else self.names.of(subject),
                now=self.mark("now"),
                years=self._earlier(),
            )
        noun = nouns.noun(subject, finding.rows.country, self.names)
        if finding.form == "back":
            return _(
                "%(noun)s is back, with %(now)s: the last report to list it was the one on fiscal "
                "year %(last)s.",
                noun=noun,
                **self.given(),
            )
        years = self._earlier()
        if finding.form == "unseen":
            return _(
                "%(noun)s, with %(now)s, is in none of the earlier reports read, those on fiscal "
                "years %(years)s.",
                noun=noun,
                now=self.mark("now"),
                years=years,
            )
        return _(
            "%(noun)s appears for the first time, with %(now)s: there is no record of it in the "
            "reports on fiscal years %(years)s.",
            noun=noun,
            now=self.mark("now"),
            years=years,
        )

    def _earlier(self) -> str:
        """Name the years in which what is new is not listed."""
        against = self.finding.figures["first"].against
        return nouns.years_said(list(against.years), self.language) if against else ""

    def _new_courses(self) -> str:
        new = whole(self.finding.figures["new"].value)
        given = {
            "title": self.title,
            "years": self._earlier(),
            "courses": self.mark("courses"),
            "new": self.mark("new"),
            "now": self.mark("now"),
        }
        return self.language.ngettext(
            "Of %(courses)s courses, %(new)s has a title that is not in the reports on fiscal "
            "years %(years)s: “%(title)s”, with %(now)s.",
            "Of %(courses)s courses, %(new)s have titles that are not in the reports on fiscal "
            "years %(years)s; the largest is “%(title)s”, with %(now)s.",
            new,
            **given,
        )

    def _gone(self) -> str:
        years = self.finding.rows.years
        given = {
            "years": years_in_words(list(years)),
            "last": years[-1],
            "before": self.mark("before"),
            "year": years[-1] + 1,
        }
        if self.finding.title:
            return self.language.gettext(
                "The course “%(title)s”, listed in each of fiscal years %(years)s (%(before)s in "
                "%(last)s), is not in the report on fiscal year %(year)s under that title.",
                title=self.title,
                **given,
            )
        noun = nouns.noun(self.finding.subject, self.finding.rows.country, self.names)
        return self.language.gettext(
            "%(noun)s, listed in each of fiscal years %(years)s (%(before)s in %(last)s), is not "
            "in the report on fiscal year %(year)s.",
            noun=noun.removesuffix(","),
            **given,
        )

    def _figures(self) -> str:
        """List the figures of a single training, what it is named for first."""
        finding = self.finding
        order = sorted(finding.figures, key=lambda name: name != finding.measure)
        return ", ".join(self.mark(name) for name in order)

    def _where(self) -> str:
        """Say where a single training was, after a comma; nothing where it is not known."""
        subject = self.finding.subject
        return f", {self.names.where(subject.value)}" if subject.dimension == "place" else ""

    def _largest(self) -> str:
        _ = self.language.gettext
        given = {"title": self.title, "figures": self._figures(), "where": self._where()}
        if self.finding.measure == "cost_usd":
            return _("The costliest training was “%(title)s” (%(figures)s)%(where)s.", **given)
        return _(
            "The training with the most students was “%(title)s” (%(figures)s)%(where)s.", **given
        )

    def _each(self) -> str:
        _ = self.language.gettext
        clauses = self._where()
        for entry in self.finding.entries:
            clauses = ", " + _("under “%(name)s”", name=self.names.of(entry.subject)) + clauses
        figures = self._figures()
        given = {
            "title": self.title,
            "clauses": f" ({figures}){clauses}" if figures else clauses,
        }
        return {
            "only": lambda: _("The training was “%(title)s”%(clauses)s.", **given),
            "both": lambda: _("Both trainings were “%(title)s”%(clauses)s.", **given),
            "one": lambda: _("One of the two trainings was “%(title)s”%(clauses)s.", **given),
            "other": lambda: _("The other was “%(title)s”%(clauses)s.", **given),
        }[self.finding.form]()

    def _caveat(self) -> str:
        if self.finding.kind == "unclassified":
            return self.language.ngettext(
                "The title does not tell the type of training of %(students)s.",
                "The titles do not tell the type of training of %(students)s.",
                whole(self.finding.figures["students"].value),
                **self.given(),
            )
        count = whole(self.finding.figures["count"].value)
        of_all = self.finding.figures["trainings"].value
        number = mark("count", self.language.number(count))
        if of_all == 1:
            who = self.language.gettext("The only training")
        elif count == of_all == BOTH:
            who = self.language.gettext("Both trainings")
        elif count == of_all:
            who = self.language.gettext("All the trainings (%(count)s)", count=number)
        else:
            who = self.language.gettext(
                "%(count)s of %(trainings)s", count=number, trainings=self.mark("trainings")
            )
        return nouns.caveat(self.finding, self.language, who, count)


def _is_unknown(entry: Entry) -> bool:
    """Say whether an entry counts the students of whom it is not known where they were trained."""
    return entry.subject == Subject("delivery", "unknown")
