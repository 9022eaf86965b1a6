"""What rose and fell, in sentences: against a year, a mean, a period; highest or lowest since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foja.site import takeaway_nouns as nouns
from foja.site.language import years_in_words
from foja.site.takeaway_marks import Speaker

if TYPE_CHECKING:
    from collections.abc import Mapping


class ChangeSpeaker(Speaker):
    """Says findings of the kinds `change`, `mean`, `period` and `three_to_seven`."""

    def _whole_change(self) -> str:
        compared, extreme = self.finding.form.split(" ")
        _ = self.language.gettext
        given = {
            "subject": _("The number of students")
            if self.finding.measure == "students"
            else _("The cost"),
            "year": self.year - 1,
            "years": self._run(),
            **self.given(),
        }
        first = {
            "more": _("%(subject)s rose by %(compared)s from fiscal year %(year)s (%(before)s)"),
            "less": _("%(subject)s fell by %(compared)s from fiscal year %(year)s (%(before)s)"),
            "times": _(
                "%(subject)s was %(compared)s times that of fiscal year %(year)s (%(before)s)"
            ),
            "half": _("%(subject)s was about half that of fiscal year %(year)s (%(before)s)"),
            "twice": _("%(subject)s was about twice that of fiscal year %(year)s (%(before)s)"),
            "after": _("%(subject)s went from %(before)s in fiscal year %(year)s to %(now)s"),
            "after_none": _("%(subject)s went from zero in fiscal year %(year)s to %(now)s"),
        }
        alone = {
            "highest_since": _(
                "%(subject)s was the highest since fiscal year %(since)s (%(then)s)"
            ),
            "lowest_since": _("%(subject)s was the lowest since fiscal year %(since)s (%(then)s)"),
            "highest_of": _("%(subject)s was the highest of fiscal years %(years)s"),
            "lowest_of": _("%(subject)s was the lowest of fiscal years %(years)s"),
        }
        second = {
            "highest_since": _(", and was the highest since fiscal year %(since)s (%(then)s)"),
            "lowest_since": _(", and was the lowest since fiscal year %(since)s (%(then)s)"),
            "highest_of": _(", and was the highest of fiscal years %(years)s"),
            "lowest_of": _(", and was the lowest of fiscal years %(years)s"),
        }
        return self._joined(compared, extreme, first, alone, second, given)

    def _subject_change(self) -> str:
        compared, extreme = self.finding.form.split(" ")
        _ = self.language.gettext
        students = self.finding.measure == "students"
        given = {
            "told": self._told(),
            "year": self.year - 1,
            "years": self._run(),
            **self.given(),
        }
        first = {
            "more": _("%(told)s, %(compared)s more than in fiscal year %(year)s (%(before)s)"),
            "less": _("%(told)s, %(compared)s less than in fiscal year %(year)s (%(before)s)")
            if not students
            else _("%(told)s, %(compared)s fewer than in fiscal year %(year)s (%(before)s)"),
            "times": _(
                "%(told)s, %(compared)s times the figure of fiscal year %(year)s (%(before)s)"
            ),
            "half": _("%(told)s, about half the figure of fiscal year %(year)s (%(before)s)"),
            "twice": _("%(told)s, about twice the figure of fiscal year %(year)s (%(before)s)"),
            "after": _("%(told)s, after %(before)s in fiscal year %(year)s"),
            "after_none": _("%(told)s, after none in fiscal year %(year)s")
            if students
            else _("%(told)s, after %(before)s in fiscal year %(year)s"),
        }
        alone = {
            "highest_since": _("%(told)s, the most since fiscal year %(since)s (%(then)s)"),
            "lowest_since": _("%(told)s, the fewest since fiscal year %(since)s (%(then)s)")
            if students
            else _("%(told)s, the least since fiscal year %(since)s (%(then)s)"),
            "highest_of": _("%(told)s, the most in any of fiscal years %(years)s"),
            "lowest_of": _("%(told)s, the fewest in any of fiscal years %(years)s")
            if students
            else _("%(told)s, the least in any of fiscal years %(years)s"),
        }
        second = {
            "highest_since": _(", and the most since fiscal year %(since)s (%(then)s)"),
            "lowest_since": _(", and the fewest since fiscal year %(since)s (%(then)s)")
            if students
            else _(", and the least since fiscal year %(since)s (%(then)s)"),
            "highest_of": _(", and the most in any of fiscal years %(years)s"),
            "lowest_of": _(", and the fewest in any of fiscal years %(years)s")
            if students
            else _(", and the least in any of fiscal years %(years)s"),
        }
        return self._joined(compared, extreme, first, alone, second, given)

    @staticmethod
    def _joined(
        compared: str,
        extreme: str,
        first: Mapping[str, str],
        alone: Mapping[str, str],
        second: Mapping[str, str],
        given: Mapping[str, object],
    ) -> str:
        if compared == "-":
            return alone[extreme] % given + "."
        return first[compared] % given + (second[extreme] % given if extreme != "-" else "") + "."

    def _told(self, name: str = "now") -> str:
        """Begin with the subject and its figure: `“Flight” training had 13 students`."""
        _ = self.language.gettext
        subject = self.finding.subject
        if self.is_whole and self.finding.measure == "students":
            return _("In all there were %(value)s", value=self.mark(name))
        if self.is_whole:
            return _("The training cost %(value)s", value=self.mark(name))
        noun = nouns.noun(subject, self.finding.rows.country, self.names)
        if self.finding.measure == "cost_usd":
            return _("%(noun)s cost %(value)s", noun=noun, value=self.mark(name))
        return _("%(noun)s had %(value)s", noun=noun, value=self.mark(name))

    def _run(self) -> str:
        """Name the years of which a figure is the highest or lowest, this one included."""
        first = self.finding.figures.get("first")
        if first is None:
            return ""
        return years_in_words(list(range(int(first.value), self.year + 1)))

    def _mean(self) -> str:
        _ = self.language.gettext
        finding = self.finding
        years = finding.figures["mean"].of.years
        forms = {
            "more": _(
                "%(subject)s was %(compared)s above the average of fiscal years %(years)s "
                "(%(mean)s a year)."
            ),
            "less": _(
                "%(subject)s was %(compared)s below the average of fiscal years %(years)s "
                "(%(mean)s a year)."
            ),
            "times": _(
                "%(subject)s was %(compared)s times the average of fiscal years %(years)s "
                "(%(mean)s a year)."
            ),
            "twice": _(
                "%(subject)s was about twice the average of fiscal years %(years)s "
                "(%(mean)s a year)."
            ),
            "half": _(
                "%(subject)s was about half the average of fiscal years %(years)s "
                "(%(mean)s a year)."
            ),
        }
        return forms[finding.form] % {
            "subject": _("The number of students")
            if finding.measure == "students"
            else _("The cost"),
            "years": years_in_words(list(years)),
            **self.given(),
        }

    def _three_to_seven(self) -> str:
        finding = self.finding
        before = finding.figures["before"].of.years
        given = {
            "told": self._told(),
            "years": years_in_words(list(finding.rows.years)),
            "earlier": years_in_words(list(before)),
            **{name: self.mark(name) for name in finding.figures if name != "now"},
        }
        if finding.form == "after":
            return self.language.gettext(
                "%(told)s in fiscal years %(years)s together, after %(before)s in the seven fiscal "
                "years %(earlier)s together.",
                **given,
            )
        if finding.form == "twice":
            return self.language.gettext(
                "%(told)s in fiscal years %(years)s together, about twice the figure of the seven "
                "fiscal years %(earlier)s together (%(before)s).",
                **given,
            )
        return self.language.gettext(
            "%(told)s in fiscal years %(years)s together, %(compared)s times the figure of the "
            "seven fiscal years %(earlier)s together (%(before)s).",
            **given,
        )
