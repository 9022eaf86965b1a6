"""What a reader has chosen on a country's page: read from the address, and written back to it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from foja.measures.filters import (
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST_WORDS,
    MOST_VALUES,
    PARAMETERS,
    Filters,
)
from foja.measures.rows import BEST_MATCH
from foja.site.problems import RefusalError
from foja.site.reading import WORLD
from foja.site.tracking import is_tracking

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams

    from foja.site.language import Language

SIZES: Final = (50, 100, 500)
SORTS: Final = (
    "year",
    "country",
    "program",
    "course",
    "type",
    "force",
    "unit",
    "location",
    "start",
    "students",
    "cost",
    "us_unit",
    "delivery",
    "flags",
    "page",
    "training",
)
"""Columns of the table of trainings that can order it; a minus before the name turns the order."""
TABLE_COLUMNS: Final = (
    "year",
    "country",
    "program",
    "course",
    "type",
    "force",
    "unit",
    "us_unit",
    "location",
    "delivery",
    "start",
    "students",
    "cost",
    "flags",
    "training",
    "page",
)
"""Every column that the table of trainings can show, in its order; `start` shows both days."""
SELDOM_SHOWN: Final = frozenset(("us_unit", "delivery", "flags", "training"))
"""Columns that are shown only where they are chosen."""
NEWEST_FIRST: Final = "-year"
LARGEST_PAGE: Final = 100_000
LONGEST_NUMBER: Final = 6
"""Digits; longer numbers are refused before they are read."""

SEVERAL: Final = tuple(PARAMETERS)
"""Parameters that hold codes; each may be given several times."""
FILTER_NAMES: Final = ("from", "to", *SEVERAL, "words", "stage", "basis")
CHART_NAMES: Final = ("by", "parts", "dollars", "measure", "area", "circles")
TABLE_NAMES: Final = ("sort", "size", "page", "cols")
FILE_NAMES: Final = ("sort", "cols")
BASES: Final = ("report", "start", "calendar")
COLOURED_BY: Final = ("type", "recipient", "authority", "delivery")
"""What the charts can be coloured by, the default first."""
PARTS: Final = ("sums", "share")
"""Whether a stacked bar is as high as its sum or every bar as high as the whole."""
DOLLARS: Final = ("nominal", "constant")
"""Dollars as the reports print them, or of one year by the index of consumer prices."""
MEASURED: Final = ("cost", "students", "trainings")
"""What views that show one measure at a time can show, the default first."""
AREAS: Final = ("all", "world", "country", "mexico", "united_states", "recipients")
"""The maps that the view of places can show: by default all that the country has."""
CIRCLES: Final = ("students", "cost", "trainings")
"""What the circles of a map are as large as, the default first."""
ENCODED_KEPT: Final = 4096
OVERVIEW: Final = "overview"
"""The view of a country that has no name in the address."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A country with the filters that are on, the view of it, and how that view is shown.

    `country` is a code, or `WORLD`, whose `filters` have no country. `view` is one of
    `foja.site.views`.
    """

    country: str
    filters: Filters = field(default_factory=Filters)
    view: str = OVERVIEW
    sort: str = NEWEST_FIRST
    size: int = SIZES[0]
    page: int = 1
    cols: tuple[str, ...] = ()
    by: str = COLOURED_BY[0]
    parts: str = PARTS[0]
    dollars: str = DOLLARS[0]
    measure: str = MEASURED[0]
    area: str = AREAS[0]
    circles: str = CIRCLES[0]

    @property
    def is_world(self) -> bool:
        """Whether all countries are meant."""
        return self.country == WORLD

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table: those chosen, else the usual ones.

        A table of one country need not say it on every line.
        """
        seldom = SELDOM_SHOWN if self.is_world else SELDOM_SHOWN | {"country"}
        return self.cols or tuple(name for name in TABLE_COLUMNS if name not in seldom)

    def filtered(self, **changes: object) -> Choice:
        """Return the choice with some filters changed, on the first page of the table."""
        return replace(self, page=1, filters=replace(self.filters, **changes))  # type: ignore[arg-type]

    def shown(self, **changes: object) -> Choice:
        """Return the choice with its table sorted, sized or turned otherwise."""
        return replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]

    def query(self, *, charts: bool = True, table: bool = True, **more: str) -> str:
        """Return the query of the address with its question mark, empty where nothing is chosen.

        What it says is told by `parameters`.
        """
        said = [*self.parameters(charts=charts, table=table), *more.items()]
        return f"?{'&'.join(_encoded(*one) for one in said)}" if said else ""

    def parameters(self, *, charts: bool = True, table: bool = True) -> list[tuple[str, str]]:
        """Return the parameters of the address: only what differs from the default.

        `charts` and `table` tell whether to say how they are shown.
        """
        said = [*self.filters.to_query()]
        shown = (*(CHART_NAMES if charts else ()), *(TABLE_NAMES if table else ()))
        said.extend(
            (name, ",".join(value) if isinstance(value, tuple) else str(value))
            for name in shown
            if (value := getattr(self, name)) != getattr(_DEFAULT, name)
        )
        return said

    def address(self, language: Language, *, anchor: str = "") -> str:
        """Return the address of the view of the country with this choice."""
        place = f"#{anchor}" if anchor else ""
        return f"{self.path(language)}{self.query()}{place}"

    def path(self, language: Language) -> str:
        """Return the address of the view of the country, without what is chosen."""
        view = "" if self.view == OVERVIEW else f"/{self.view}"
        return f"/{language.code}/country/{self.country}{view}"

    def file(self, language: Language, name: str) -> str:
        """Return the address of something made of this choice, such as `trainings.csv`."""
        charts = name.startswith("chart/")
        # The bars of a chart that is drawn on a page lead to the view that it stands in.
        drawn = charts and name.endswith(".json") and self.view != OVERVIEW
        query = self.query(charts=charts, table=False, **({"view": self.view} if drawn else {}))
        return f"/{language.code}/country/{self.country}/{name}{query}"


_DEFAULT: Final = Choice(WORLD)


@lru_cache(maxsize=ENCODED_KEPT)
def _encoded(name: str, value: str) -> str:
    """Return a parameter as it stands in an address; a page has some hundred, many alike."""
    return urlencode([(name, value)])


class Parameters:
    """The parameters of an address, refused in the reader's language where they cannot be meant.

    Raises RefusalError (400) for a parameter that is not one of `names`, or is given twice though
    it is none of `several`; those that only follow the reader (`foja.site.tracking`) are passed
    over.
    """

    def __init__(
        self,
        query: QueryParams,
        language: Language,
        names: tuple[str, ...],
        *,
        several: tuple[str, ...] = SEVERAL,
    ) -> None:
        self._query = query
        self._language = language
        _ = language.gettext
        for name in query:
            if is_tracking(name):
                continue
            if name not in names:
                known = language.together(list(names)) if names else _("none")
                raise RefusalError(
                    400,
                    _(
                        "The address has a parameter this page does not know: “%(name)s”. "
                        "It knows: %(known)s.",
                        name=name[:40],
                        known=known,
                    ),
                )
            if name not in several and len(query.getlist(name)) > 1:
                raise RefusalError(
                    400, _("The parameter “%(name)s” is in the address twice.", name=name)
                )

    def text(self, name: str) -> str:
        """Return a parameter's text without white space around it, empty where it is absent."""
        text = " ".join(self._query.get(name, "").split())
        if len(text) > LONGEST_WORDS:
            _ = self._language.gettext
            raise RefusalError(
                400,
                _(
                    "“%(name)s” has %(found)s characters; the limit is %(most)s.",
                    name=name,
                    found=len(text),
                    most=LONGEST_WORDS,
                ),
            )
        if not text.isprintable():
            _ = self._language.gettext
            raise RefusalError(
                400, _("“%(name)s” has characters that cannot be searched.", name=name)
            )
        return text

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the texts of a parameter that may be given several times, each once."""
        found = tuple(
            dict.fromkeys(text for raw in self._query.getlist(name) if (text := raw.strip()))
        )
        if len(found) > MOST_VALUES:
            _ = self._language.gettext
            raise RefusalError(
                400,
                _("“%(name)s” has more than %(most)s values.", name=name, most=MOST_VALUES),
            )
        return found

    def whole(self, name: str, default: int) -> int:
        """Return a whole number of a few digits."""
        text = self.text(name)
        if not text:
            return default
        if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
            _ = self._language.gettext
            raise RefusalError(
                400,
                _(
                    "“%(text)s” is not a whole number for “%(name)s”.",
                    text=text[:40],
                    name=name,
                ),
            )
        return int(text)

    def year(self, name: str) -> int | None:
        """Return a fiscal year, None where none is given."""
        year = self.whole(name, 0)
        if self.text(name) and not FIRST_YEAR <= year <= LAST_YEAR:
            _ = self._language.gettext
            raise RefusalError(
                400, _("%(year)s is not a fiscal year the reports could cover.", year=year)
            )
        return year or None

    def one_of(self, name: str, known: tuple[str, ...]) -> str:
        """Return one of the values `known`, the first where none is given."""
        text = self.text(name)
        if text and text not in known:
            _ = self._language.gettext
            raise RefusalError(
                400,
                _(
                    "“%(text)s” is not a value of “%(name)s”. It can be: %(known)s.",
                    text=text[:40],
                    name=name,
                    known=", ".join(known),
                ),
            )
        return text or known[0]


def read_choice(
    country: str,
    query: QueryParams,
    language: Language,
    *,
    table: bool = True,
    file: bool = False,
    view: str = OVERVIEW,
    views: tuple[str, ...] = (),
) -> Choice:
    """Read a choice from an address; `table` tells whether it may say how the table is shown.

    A `file` of the table has an order and columns, but no pages.

    `view` is the view of the country that the address names; where its query names it instead, as
    that of a chart does, `views` are those it may name.

    Raises RefusalError (400) with one clear sentence for anything that cannot be meant.
    """
    of_table = FILE_NAMES if file else TABLE_NAMES if table else ()
    names = (*FILTER_NAMES, *CHART_NAMES, *of_table)
    given = Parameters(
        query,
        language,
        (*names, "view") if views else names,
        several=(*SEVERAL, "cols"),
    )
    first, last = given.year("from"), given.year("to")
    turned = first is not None and last is not None and first > last
    choice = Choice(
        country,
        Filters(
            country=None if country == WORLD else country,
            fiscal_year_from=last if turned else first,
            fiscal_year_to=first if turned else last,
            words=given.text("words"),
            stage=given.one_of("stage", ("actual", "planned", "all")),  # type: ignore[arg-type]
            year_basis=given.one_of("basis", BASES),  # type: ignore[arg-type]
            **{field: given.texts(name) for name, field in PARAMETERS.items()},
        ),
        sort=given.one_of("sort", (NEWEST_FIRST, "year", *SORT_VALUES, BEST_MATCH)),
        cols=_columns(country, given, language),
        size=_size(given, language),
        page=_page(given, language),
        view=given.one_of("view", views) if views else view,
        by=given.one_of("by", COLOURED_BY),
        parts=given.one_of("parts", PARTS),
        dollars=given.one_of("dollars", DOLLARS),
        measure=given.one_of("measure", MEASURED),
        area=given.one_of("area", AREAS),
        circles=given.one_of("circles", CIRCLES),
    )
    if turned:
        _ = language.gettext
        raise RefusalError(
            400,
            _("The first year, %(first)s, is after the last, %(last)s.", first=first, last=last),
            (
                (
                    _("Show %(first)s to %(last)s", first=last, last=first),
                    choice.address(language),
                ),
            ),
        )
    return choice


SORT_VALUES: Final = tuple(f"{turn}{name}" for name in SORTS[1:] for turn in ("", "-"))


def _columns(country: str, given: Parameters, language: Language) -> tuple[str, ...]:
    """Return the columns chosen in the table's order; none where they are the usual ones."""
    asked = {name.strip() for text in given.texts("cols") for name in text.split(",")} - {""}
    for name in sorted(asked.difference(TABLE_COLUMNS)):
        _ = language.gettext
        raise RefusalError(
            400,
            _(
                "The table has no column “%(name)s”. It has: %(known)s.",
                name=name[:40],
                known=", ".join(TABLE_COLUMNS),
            ),
        )
    chosen = tuple(name for name in TABLE_COLUMNS if name in asked)
    return () if chosen == Choice(country).columns else chosen


def _size(given: Parameters, language: Language) -> int:
    size = given.whole("size", SIZES[0])
    if size not in SIZES:
        _ = language.gettext
        known = ", ".join(str(one) for one in SIZES)
        raise RefusalError(
            400, _("A page of the table has %(known)s rows, not %(size)s.", known=known, size=size)
        )
    return size


def _page(given: Parameters, language: Language) -> int:
    number = given.whole("page", 1)
    if not 1 <= number <= LARGEST_PAGE:
        _ = language.gettext
        raise RefusalError(400, _("The table's pages are numbered from 1."))
    return number
