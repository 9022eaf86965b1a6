"""Takeaways in sentences: each finding in plain English or Spanish, its figures marked.

A sentence knows which of its words are figures, so that a page can link them and a test can reckon
them again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from foja.site import takeaway_nouns as nouns
from foja.site.language import years_in_words
from foja.site.takeaway_change_words import ChangeSpeaker
from foja.site.takeaway_marks import Part, Sentence, figure_text, in_parts, mark, whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from foja.measures.takeaway_facts import Entry, Finding
    from foja.site.language import Language
    from foja.site.takeaway_nouns import Names

__all__ = ["Part", "Sentence", "figure_text", "sentence"]

_AND: Final = re.compile(r" y («?)(?=[IiÍí]|[Hh][ií](?!e))")
"""Spanish says `e` before a word that begins with the sound of `i`."""


def sentence(finding: Finding, language: Language, names: Names) -> Sentence:
    """Return a finding as a sentence."""
    # A place such as Washington, D.C. ends with a point of its own, and a comma comes once.
    marked = re.sub(r"\.\.$", ".", _Writer(finding, language, names).text()).replace(",,", ",")
    return in_parts(_AND.sub(r" e \1", marked) if language.code == "es" else marked)


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
                "The report on fiscal year %(year)s lists no training for %(country)s; that on "
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
            name = nouns.listed(finding.entries[0].subject, self.names, self.language)
            return nouns.only(dimension, finding.measure, self.language) % {"name": name}
        listed = self.language.together(
            [self._entry(number, entry) for number, entry in enumerate(finding.entries)]
        )
        message = nouns.several(dimension, finding.measure, len(finding.entries), self.language)
        return message % {"list": listed}

    def _entry(self, number: int, entry: Entry) -> str:
        value, share = (self.mark(name, entry.figures, f"{number}.") for name in ("value", "share"))
        name = nouns.listed(entry.subject, self.names, self.language)
        if entry.subject.dimension == "delivery":
            return self.language.gettext(
                "%(value)s (%(share)s) %(where)s", value=value, share=share, where=name
            )
        return self.language.gettext(
            "%(name)s (%(value)s, %(share)s)", name=name, value=value, share=share
        )

    def _alike(self) -> str:
        if whole(self.finding.figures["apart"].value) == 0:
            return self.language.gettext(
                "By the mix of types, the earlier fiscal year most like it is %(nearest)s, with "
                "less than 1%% of the students in another type.",
                nearest=self.mark("nearest"),
            )
        return self.language.gettext(
            "By the mix of types, the earlier fiscal year most like it is %(nearest)s: "
            "%(apart)s of the students would have to be in another type for the two to be the "
            "same.",
            **self.given(),
        )

    def _new(self) -> str:
        _ = self.language.gettext
        finding = self.finding
        subject = finding.subject
        if finding.form == "back":
            return _(
                "%(noun)s is back, with %(now)s: the last report to list it is that on fiscal year "
                "%(last)s.",
                noun=nouns.noun(subject, self.names, self.language),
                **self.given(),
            )
        against = finding.figures["first"].against
        years = years_in_words(list(against.years)) if against else ""
        if subject.dimension == "course":
            return self._new_courses(years)
        if finding.form == "unseen":
            return _(
                "%(noun)s, with %(now)s, is in none of the earlier reports read, those on fiscal "
                "years %(years)s.",
                noun=nouns.noun(subject, self.names, self.language),
                now=self.mark("now"),
                years=years,
            )
        return _(
            "%(noun)s appears for the first time, with %(now)s: there is no record of it in the "
            "reports on fiscal years %(years)s.",
            noun=nouns.noun(subject, self.names, self.language),
            now=self.mark("now"),
            years=years,
        )

    def _new_courses(self, years: str) -> str:
        new = whole(self.finding.figures["new"].value)
        given = {
            "title": self.title,
            "years": years,
            "courses": self.mark("courses"),
            "new": self.mark("new"),
            "now": self.mark("now"),
        }
        if new == self.finding.figures["courses"].value:
            return self.language.gettext(
                "All %(new)s courses have titles that are not in the reports on fiscal years "
                "%(years)s; the largest is “%(title)s”, with %(now)s.",
                **given,
            )
        return self.language.ngettext(
            "Of %(courses)s courses, %(new)s is not in the reports on fiscal years %(years)s "
            "under that title: “%(title)s”, with %(now)s.",
            "Of %(courses)s courses, %(new)s are not in the reports on fiscal years %(years)s "
            "under that title; the largest is “%(title)s”, with %(now)s.",
            new,
            **given,
        )

    def _gone(self) -> str:
        years = self.finding.rows.years
        noun = (
            self.language.gettext("The course “%(title)s”", title=self.title)
            if self.finding.title
            else nouns.noun(self.finding.subject, self.names, self.language)
        )
        return self.language.gettext(
            "%(noun)s, listed in each of fiscal years %(years)s (%(before)s in %(last)s), is not "
            "in the report.",
            noun=noun,
            years=years_in_words(list(years)),
            last=years[-1],
            before=self.mark("before"),
        )

    def _largest(self) -> str:
        _ = self.language.gettext
        finding = self.finding
        order = sorted(finding.figures, key=lambda name: name != finding.measure)
        given = {
            "title": self.title,
            "figures": ", ".join(self.mark(name) for name in order),
        }
        costly = finding.measure == "cost_usd"
        if finding.subject.dimension != "place":
            if costly:
                return _("The costliest training was “%(title)s” (%(figures)s).", **given)
            return _("The training with most students was “%(title)s” (%(figures)s).", **given)
        given["place"] = self.names.place(finding.subject.value)
        if self.names.is_town(finding.subject.value):
            if costly:
                return _(
                    "The costliest training was “%(title)s” (%(figures)s), in %(place)s.", **given
                )
            return _(
                "The training with most students was “%(title)s” (%(figures)s), in %(place)s.",
                **given,
            )
        if costly:
            return _("The costliest training was “%(title)s” (%(figures)s), at %(place)s.", **given)
        return _(
            "The training with most students was “%(title)s” (%(figures)s), at %(place)s.", **given
        )

    def _caveat(self) -> str:
        if self.finding.kind == "unclassified":
            return self.language.gettext(
                "The titles do not tell the type of training of %(students)s.", **self.given()
            )
        count = whole(self.finding.figures["count"].value)
        of_all = self.finding.figures["trainings"].value
        number = mark("count", self.language.number(count))
        if of_all == 1:
            who = self.language.gettext("The only training")
        elif count == of_all:
            who = self.language.gettext("All the trainings (%(count)s)", count=number)
        else:
            who = self.language.gettext(
                "%(count)s of %(trainings)s", count=number, trainings=self.mark("trainings")
            )
        return nouns.caveat(self.finding, self.language, who, count)
