"""The values of one training: each as printed and as understood, and the rule between the two."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from foja.meaning.training_types import UNCLASSIFIED
from foja.site.addresses import (
    authority_address,
    country_address,
    place_address,
    type_address,
    types_address,
    unit_address,
)
from foja.site.choice import Choice
from foja.site.language import AS_PRINTED, NOTHING
from foja.site.rule_words import RuleText, law, place_rule_text, rule_text
from foja.site.value_names import value_names
from foja.site.words import stage
from foja.tables.selection import text_later

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from foja.site.language import Language
    from foja.site.reading import Reading, Row

COLUMNS_OF: Final = {
    "location": "location_printed",
    "delivery": "location_printed",
    "unit": "student_unit_printed",
    "force": "student_unit_printed",
    "us-unit": "us_unit_printed",
    "start-date": "start_date_printed",
    "end-date": "end_date_printed",
}
"""The values whose column some reports do not have."""
MOST_SPELLINGS: Final = 12


@dataclass(frozen=True, slots=True)
class More:
    """A link below a value: to its page, or to all trainings that have it."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a training: printed, understood, and how the one became the other.

    `in_report` is False where the report has no such column at all; `english` marks what is
    understood and still the reports' own words. `rule` says how in a sentence of the site,
    `by_rule` in the words of a vocabulary. `spellings` are printed strings joined under the value.
    """

    key: str
    label: str
    printed: str | None
    understood: str
    rule: str = ""
    address: str = ""
    in_report: bool = True
    english: bool = False
    note: str = ""
    by_rule: RuleText | None = None
    more: tuple[More, ...] = ()
    spellings: tuple[str, ...] = ()


def training_values(reading: Reading, row: Row, language: Language) -> list[Value]:
    """Return the values of a training in the order of the page."""
    made = _Values(reading, row, language)
    values = [
        made.country(),
        made.program(),
        made.year(),
        made.course(),
        made.type(),
        made.students(),
        made.cost(),
        made.location(),
        made.delivery(),
        made.unit(),
        made.force(),
        made.text("us-unit", language.gettext("U.S. unit"), "us_unit_printed", "us_unit"),
        *made.us_quantity(),
        *made.dates(),
    ]
    missing = reading.unprinted(row["document"])
    absent = {key for key, column in COLUMNS_OF.items() if column in missing}
    no_column = language.gettext("this report has no such column")
    return [
        replace(value, rule=no_column, in_report=False)
        if value.key in absent and value.printed is None
        else value
        for value in values
    ]


class _Values:
    """Makes the values of one training."""

    def __init__(self, reading: Reading, row: Row, language: Language) -> None:
        self._reading: Final = reading
        self._row: Final = row
        self._language: Final = language
        self._names: Final = value_names(reading.tables, language)

    def _all_with(self, field: str, code: str) -> tuple[More, ...]:
        """Return the link to all trainings of the country that have a value."""
        country = self._row["country_iso3"]
        if not country:
            return ()
        _ = self._language.gettext
        choice = Choice(country).filtered(**{field: (code,)})
        address = choice.address(self._language, anchor="trainings")
        return (More(_("All trainings of the country with this value"), address),)

    def country(self) -> Value:
        """Return the country."""
        _ = self._language.gettext
        row, code = self._row, self._row["country_iso3"]
        name = self._reading.country_name(code, row["country"], self._language)
        return Value(
            "country",
            _("Country"),
            row["country"],
            f"{name} ({code})" if code else name,
            _("name to ISO 3166-1 code")
            if code
            else _("an organisation, or a name without an ISO 3166-1 code"),
            country_address(self._language, code) if code else "",
        )

    def program(self) -> Value:
        """Return the programme with its agency and law."""
        _ = self._language.gettext
        row, code = self._row, self._row["program"]
        name = self._reading.program_name(code, row["program_printed"] or NOTHING, self._language)
        if code is None:
            rule = _("no rule knows this heading")
            return Value("program", _("Programme"), row["program_printed"], name, rule)
        known = self._reading.programs.get(code)
        return Value(
            "program",
            _("Programme"),
            row["program_printed"],
            name if code in name else f"{name} ({code})",
            _("heading to programme code; agency %(agency)s", agency=row["agency"] or NOTHING),
            authority_address(self._language, code),
            note=law(known, self._language) if known else "",
            more=self._all_with("programs", code),
        )

    def year(self) -> Value:
        """Return the fiscal year and the stage."""
        _ = self._language.gettext
        year = self._row["fiscal_year"]
        return Value(
            "fiscal-year",
            _("Fiscal year"),
            str(year),
            f"{year}, {stage(self._row['stage'], self._language)}",
            _("the year the report lists it under"),
        )

    def text(self, key: str, label: str, printed: str, understood: str) -> Value:
        """Return a text with what was mended in it."""
        _ = self._language.gettext
        row = self._row
        same = row[printed] == row[understood] or row[understood] is None
        return Value(
            key,
            label,
            row[printed],
            row[understood] or NOTHING,
            _("as printed") if same else _("spacing, broken words and damaged letters mended"),
            english=row[understood] is not None,
        )

    def course(self) -> Value:
        """Return the course with its readable title."""
        _ = self._language.gettext
        value = self.text("course", _("Course"), "course_title_printed", "course_title")
        readable = self._row["course_title_readable"]
        if not readable or readable == self._row["course_title"]:
            return value
        return replace(
            value,
            understood=readable,
            rule=_("abbreviations written out, as far as a glossary is certain of them"),
        )

    def type(self) -> Value:
        """Return the type of the training with its definition and its rule."""
        _ = self._language.gettext
        row, language = self._row, self._language
        key = row["training_type"]
        value = Value(
            "type",
            _("Type of training"),
            row["course_title_printed"],
            self._names.of("training_type", key),
            by_rule=rule_text("training_type", row["training_type_rule"], self._reading, language),
            more=(
                *self._all_with("training_types", key),
                More(_("All types and their rules"), types_address(language)),
            ),
        )
        if key == UNCLASSIFIED:
            return replace(value, rule=_("no rule knows what this title teaches"))
        group = key.partition(".")[0]
        name = value.understood
        if group != key and (of_group := self._names.of("training_type", group)) != name:
            name = f"{of_group}: {name}"
        known = self._type_row(key)
        definition = (known or {}).get(f"definition_{language.code}") or ""
        address = type_address(language, key)
        return replace(value, understood=name, address=address, note=str(definition))

    def _type_row(self, key: str) -> Row | None:
        rows = self._reading.tables.whole("training_types")
        return next((row for row in rows if row["training_type"] == key), None)

    def students(self) -> Value:
        """Return the number of students."""
        _ = self._language.gettext
        count = self._row["quantity"]
        return Value(
            "students",
            _("Students"),
            None if count is None else self._language.number(count),
            self._language.number(count),
            _("seats in courses: a person on two courses counts twice"),
        )

    def cost(self) -> Value:
        """Return the cost."""
        _ = self._language.gettext
        cost = self._row["cost_usd"]
        return Value(
            "cost",
            _("Cost"),
            None if cost is None else AS_PRINTED.money(cost),
            NOTHING if cost is None else self._language.dollars(cost),
            _("U.S. dollars of that year"),
        )

    def location(self) -> Value:
        """Return the place with the way it was found."""
        _ = self._language.gettext
        row, place_id = self._row, self._row["place_id"]
        value = Value(
            "location",
            _("Training location"),
            row["location_printed"],
            row["location_printed"] or NOTHING,
            by_rule=place_rule_text(row["place_rule"], self._reading, self._language),
            english=bool(row["location_printed"]),
        )
        if place_id is None:
            return value
        return replace(
            value,
            understood=self._names.of("place_id", place_id),
            address=place_address(self._language, place_id),
            english=False,
            more=self._all_with("places", place_id),
        )

    def delivery(self) -> Value:
        """Return how the training was delivered."""
        _ = self._language.gettext
        delivery = self._row["delivery"] or "unknown"
        return Value(
            "delivery",
            _("Where it was given"),
            self._row["location_printed"],
            self._names.of("delivery", delivery),
            _("the place, seen from the country that received the training"),
            more=self._all_with("deliveries", delivery),
        )

    def unit(self) -> Value:
        """Return the unit with the spellings joined under it."""
        _ = self._language.gettext
        value = self.text("unit", _("Unit of the students"), "student_unit_printed", "student_unit")
        unit_id = self._row["unit_id"]
        if not unit_id:
            return value
        known = self._unit_row(unit_id)
        spellings = tuple((known or {}).get("spellings") or ())
        return replace(
            value,
            understood=self._names.of("unit_id", unit_id),
            address=unit_address(self._language, unit_id),
            english=False,
            rule=self._language.ngettext(
                "one unit under %(num)s spelling",
                "one unit under %(num)s spellings",
                len(spellings),
            ),
            spellings=spellings[:MOST_SPELLINGS] if len(spellings) > 1 else (),
        )

    def _unit_row(self, unit_id: str) -> Row | None:
        def build() -> ir.Table:
            table = self._reading.tables.table("units")
            return table.filter(table.unit_id == text_later("unit_id"))

        found = self._reading.tables.ask(("unit",), build, {"unit_id": unit_id})
        return found[0] if found else None

    def force(self) -> Value:
        """Return the recipient force with its rule."""
        _ = self._language.gettext
        row, code = self._row, self._row["recipient_force"]
        value = Value(
            "force",
            _("Recipient force"),
            row["student_unit_printed"],
            self._names.of("recipient_force", code) if code else NOTHING,
            by_rule=rule_text(
                "recipient_force", row["recipient_rule"], self._reading, self._language
            ),
        )
        if code is None:
            return replace(value, rule=_("no rule knows this unit"))
        parent = (self._reading.forces.get(code) or {}).get("parent")
        note = ""
        if parent:
            note = _("Part of %(force)s.", force=self._names.of("recipient_force", parent))
        return replace(value, note=note, more=self._all_with("recipient_forces", code))

    def us_quantity(self) -> list[Value]:
        """Return the number of US trainers, where one is printed."""
        _ = self._language.gettext
        if self._row["us_quantity"] is None:
            return []
        return [
            Value(
                "us-quantity",
                _("U.S. trainers"),
                self._row["us_unit_printed"],
                self._language.number(self._row["us_quantity"]),
                _("the number printed after the U.S. unit"),
            )
        ]

    def dates(self) -> list[Value]:
        """Return the first and last day; a likely reading of an impossible one stands beside it."""
        _ = self._language.gettext
        row, language = self._row, self._language
        labels = {"start": _("First day"), "end": _("Last day")}
        values = [
            Value(
                f"{name}-date",
                label,
                row[f"{name}_date_printed"],
                language.day(row[f"{name}_date"]),
                _("month/day/year, as the reports write dates"),
                note=_(
                    "The page prints %(printed)s; likely %(day)s, which no figure uses.",
                    printed=row[f"{name}_date_printed"],
                    day=language.day(row[f"{name}_date_proposed"]),
                )
                if row[f"{name}_date_proposed"]
                else "",
            )
            for name, label in labels.items()
        ]
        if row["start_fiscal_year"] is not None:
            values.append(
                Value(
                    "start-fiscal-year",
                    _("Fiscal year of the first day"),
                    row["start_date_printed"],
                    str(row["start_fiscal_year"]),
                    _("a fiscal year runs from 1 October to 30 September"),
                )
            )
        return values
