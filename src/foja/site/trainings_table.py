"""The table of trainings on a country's page: its columns, its rows, its pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from foja.measures.rows import BEST_MATCH, Order, list_trainings
from foja.site.addresses import document_address, training_address, unit_address
from foja.site.choice import NEWEST_FIRST, SIZES, Choice
from foja.site.language import EN_DASH, NO_BREAK, NOTHING
from foja.site.marks import Marker, Piece
from foja.site.problems import RefusalError
from foja.site.reading import PLANNED
from foja.site.table_columns import BEGINS_LARGEST, NUMBERS, headings
from foja.site.take_away import MOST_IN_FILE
from foja.site.value_names import ValueNames, value_names
from foja.site.words import flag, page_name
from foja.tables.search import NAMED
from foja.tables.selection import UNKNOWN

if TYPE_CHECKING:
    from foja.measures.figures import Figures
    from foja.site.language import Language
    from foja.site.reading import Reading, Row

ANCHOR = "trainings"
_CLASSES: Final = {
    "location": "place",
    "start": "dates",
    "page": "page-of",
    "country": "country-of",
    "training": "training-of",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A heading of the table: the address that sorts by it, and how it is sorted now."""

    key: str
    text: str
    hint: str
    address: str
    numeric: bool
    sorted: str

    @property
    def css(self) -> str:
        """The class of its cells; other parts of a page are a `page` or a `country` already."""
        return _CLASSES.get(self.key, self.key)


@dataclass(frozen=True, slots=True)
class Step:
    """A link below the table; without an address it is where the reader is, or a gap."""

    text: str
    address: str = ""
    now: bool = False
    rel: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A value in a cell: its name, the address that chooses it, a longer name as a hint."""

    text: str
    address: str = ""
    hint: str = ""
    pieces: tuple[Piece, ...] = ()


def trainings_table(
    reading: Reading, choice: Choice, language: Language, total: Figures
) -> dict[str, Any]:
    """Return what the template shows of the trainings of a choice, whose sums are `total`.

    Raises RefusalError (404) for a page beyond the last.
    """
    _ = language.gettext
    found = total.trainings
    last = max(1, -(-found // choice.size))
    if choice.page > last:
        raise RefusalError(
            404,
            _("The table has %(last)s pages, not %(page)s.", last=last, page=choice.page),
            ((_("Open its last page"), choice.shown(page=last).address(language, anchor=ANCHOR)),),
        )
    order = Order(
        choice.sort.removeprefix("-"),
        descending=choice.sort.startswith("-"),
        limit=choice.size,
        offset=(choice.page - 1) * choice.size,
    )
    rows = list_trainings(reading.tables, choice.filters, order)
    first = order.offset + 1
    return {
        "title": language.ngettext("%(num)s training", "%(num)s trainings", found),
        "sum": _sum(total, language),
        "columns": _columns(choice, language),
        "heads": "course" if "course" in choice.columns else choice.columns[0],
        "by_match": _by_match(choice, language),
        "rows": _Rows(reading, choice, language).all(rows),
        "shown": _(
            "%(first)s to %(last)s of %(all)s",
            first=language.number(first),
            last=language.number(first + len(rows) - 1),
            all=language.number(found),
        ),
        "pages": _pages(choice, last, language),
        "sizes": [
            Step(
                _("%(size)s a page", size=size),
                ""
                if size == choice.size
                else choice.shown(size=size).address(language, anchor=ANCHOR),
            )
            for size in SIZES
            if size == SIZES[0] or found > SIZES[0]
        ],
        "parquet": choice.file(language, "trainings.parquet")
        if total.trainings > MOST_IN_FILE
        else "",
        "parquet_text": _(
            "Download all %(num)s lines as Parquet", num=language.number(total.trainings)
        ),
        "csv": choice.file(language, "trainings.csv"),
        "json": choice.file(language, "trainings.json"),
        "csv_text": language.ngettext(
            "Download the %(num)s line as CSV", "Download all %(num)s lines as CSV", found
        ),
        "json_text": _("as JSON"),
    }


def _sum(total: Figures, language: Language) -> str:
    """Write the sums of the table's rows, and how many rows they leave out."""
    _ = language.gettext
    parts = []
    if total.students is not None:
        parts.append(language.ngettext("%(num)s student", "%(num)s students", total.students))
    if total.cost_usd is not None:
        parts.append(language.sum_of_dollars(total.cost_usd))
    if total.without_students:
        parts.append(
            language.ngettext(
                "%(num)s line prints no number of students",
                "%(num)s lines print no number of students",
                total.without_students,
            )
        )
    if total.without_cost:
        parts.append(
            language.ngettext(
                "%(num)s line prints no cost", "%(num)s lines print no cost", total.without_cost
            )
        )
    return " · ".join(parts)


def _by_match(choice: Choice, language: Language) -> Step | None:
    """Return the way to the best match first, or back; None where no words are searched."""
    if choice.filters.searched is None:
        return None
    _ = language.gettext
    if choice.sort == BEST_MATCH:
        newest = choice.shown(sort=NEWEST_FIRST)
        return Step(_("Newest first"), newest.address(language, anchor=ANCHOR))
    best = choice.shown(sort=BEST_MATCH)
    return Step(_("Best match first"), best.address(language, anchor=ANCHOR))


def _columns(choice: Choice, language: Language) -> list[Column]:
    _ = language.gettext
    texts = headings(language)
    now, down = choice.sort.removeprefix("-"), choice.sort.startswith("-")
    columns = []
    for key in choice.columns:
        first = f"-{key}" if key in BEGINS_LARGEST else key
        other = first.removeprefix("-") if first.startswith("-") else f"-{first}"
        sort = other if choice.sort == first else first
        columns.append(
            Column(
                key,
                texts[key],
                _("Sort by: %(column)s", column=texts[key]),
                choice.shown(sort=sort).address(language, anchor=ANCHOR),
                key in NUMBERS,
                ("descending" if down else "ascending") if key == now else "",
            )
        )
    return columns


class _Rows:
    """Makes the rows of one page of the table; a name said on many lines is made once."""

    def __init__(self, reading: Reading, choice: Choice, language: Language) -> None:
        self._reading = reading
        self._choice = choice
        self._language = language
        self._names: ValueNames = value_names(reading.tables, language)
        self._marker: Marker = Marker(reading.tables, choice.filters.words, language)
        self._made: dict[tuple[str, str], Named] = {}

    def all(self, rows: list[Row]) -> list[Row]:
        """Return the rows as the template shows them."""
        return [self._row(row) for row in rows]

    def _row(self, row: Row) -> Row:
        language = self._language
        unit_id, marked, said = row["unit_id"], self._marker.pieces, titles(row)
        shown = {
            **row,
            **said,
            "title_pieces": marked(said["title"]),
            "printed_pieces": marked(said["title_printed"]),
            "unit_pieces": marked(row["student_unit"] or ""),
            "us_unit_pieces": marked(row["us_unit"] or ""),
            "location_pieces": marked(row["location_printed"] or ""),
            "delivery_name": self._names.of("delivery", row["delivery"]),
            "country_named": self._country(row),
            "program_named": self._named("programs", "program", row["program"])
            if row["program"]
            else Named(
                row["program_printed"] or NOTHING, pieces=marked(row["program_printed"] or "")
            ),
            "type_named": self._named("training_types", "training_type", row["training_type"]),
            "force_named": self._named(
                "recipient_forces", "recipient_force", row["recipient_force"] or UNKNOWN
            ),
            "unit_address": unit_address(language, unit_id) if unit_id else "",
            "place_named": self._named("places", "place_id", row["place_id"])
            if row["place_id"]
            else None,
            "flags_named": [self._named("flags", "flags", code) for code in row["flags"]],
            "address": training_address(language, row["training_id"]),
            "page_address": document_address(
                language, row["document"], row["page"], mark=row["training_id"]
            ),
            "page_name": page_name(row, self._reading, language),
            "planned": row["stage"] == PLANNED,
            "dates": dates(row, language),
        }
        return {**shown, "also": self._marker.also(row, self._visible(shown))}

    def _visible(self, shown: Row) -> list[str]:
        """Return the texts of a row that the columns on show have."""
        texts = {
            "course": (shown["title"], shown["title_printed"]),
            "unit": (shown["student_unit"],),
            "us_unit": (shown["us_unit"],),
            "program": (shown["program_named"].text,),
            "type": (shown["type_named"].text,),
            "location": (
                shown["place_named"].text if shown["place_named"] else shown["location_printed"],
            ),
        }
        return [
            text for key in self._choice.columns for text in texts.get(key, ()) if text is not None
        ]

    def _country(self, row: Row) -> Named:
        """Return a training's country, with the address of the same choice of that country alone.

        Organisations have no code, and no page.
        """
        code = row["country_iso3"]
        if code is None:
            return Named(row["country"] or NOTHING)
        made = self._made.get(("country", code))
        if made is None:
            filters = replace(self._choice.filters, country=code)
            other = replace(self._choice, country=code, filters=filters, page=1)
            address = other.address(self._language, anchor=ANCHOR)
            made = self._made["country", code] = Named(self._names.country(code), address)
        return made

    def _named(self, field: str, column: str, code: str) -> Named:
        """Return a value by its name, with the address of the choice with this value alone."""
        made = self._made.get((column, code))
        if made is None:
            name, short = self._names.of(column, code), self._names.short(column, code)
            if code == UNKNOWN:
                short = NOTHING
            other = self._choice.filtered(**{field: (code,)})
            address = other.address(self._language, anchor=ANCHOR)
            hint = name if name != short else ""
            if column == "flags":
                hint = flag(code, self._language).text
            pieces = self._marker.pieces(short) if column in NAMED else ()
            made = Named(short, address, hint, pieces)
            self._made[column, code] = made
        return made


def titles(row: Row) -> dict[str, str]:
    """Return a training's title to be read, and the printed one where more than its case differs.

    Both are empty where no title is printed.
    """
    readable = row["course_title_readable"] or row["course_title"] or ""
    printed = row["course_title_printed"] or ""
    same = "".join(readable.split()).casefold() == "".join(printed.split()).casefold()
    return {"title": readable, "title_printed": "" if same else printed}


def dates(row: Row, language: Language) -> str:
    """Write the days of a training; where one is impossible, both as they are printed."""
    start, end = row["start_date"], row["end_date"]
    if isinstance(start, date) and isinstance(end, date):
        first, last = (language.short_day(day).replace(" ", NO_BREAK) for day in (start, end))
        return first if start == end else f"{first}{NO_BREAK}{EN_DASH} {last}"
    printed = [text for text in (row["start_date_printed"], row["end_date_printed"]) if text]
    return f" {EN_DASH} ".join(printed) or NOTHING


def _pages(choice: Choice, last: int, language: Language) -> list[Step]:
    if last == 1:
        return []
    _ = language.gettext

    def step(number: int, text: str, rel: str = "") -> Step:
        return Step(text, choice.shown(page=number).address(language, anchor=ANCHOR), rel=rel)

    steps = []
    if choice.page > 1:
        steps.append(step(choice.page - 1, _("Before"), "prev"))
    shown = sorted({1, last, *range(max(1, choice.page - 1), min(last, choice.page + 1) + 1)})
    before = 0
    for number in shown:
        if number > before + 1:
            steps.append(Step("…"))
        now = number == choice.page
        steps.append(Step(str(number), now=True) if now else step(number, language.number(number)))
        before = number
    if choice.page < last:
        steps.append(step(choice.page + 1, _("Next"), "next"))
    return steps
