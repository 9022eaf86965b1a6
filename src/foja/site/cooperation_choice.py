"""What a reader has chosen on the page about cooperation: read from the address, written back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import quote, urlencode

from foja.measures.cooperation import Options
from foja.site.choice import Parameters
from foja.site.problems import RefusalError

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams

    from foja.site.language import Language

HOME: Final = "MEX"
EARLIEST: Final = 1990
"""The year of the oldest point that a panel holds."""
FIRST_SHOWN: Final = 1999
"""The first fiscal year of the reports; earlier points are shown when asked for."""
LATEST: Final = 2030
NAMES: Final = ("dollars", "amounts", "events", "from", "to")

Dollars = Literal["nominal", "constant"]
Amounts = Literal["count", "rate"]
Events = Literal["main", "all", "none"]


@dataclass(frozen=True, slots=True)
class CooperationChoice:
    """A country and how its panels are shown; `first` and `last` are years, both included."""

    country: str
    dollars: Dollars = "nominal"
    amounts: Amounts = "count"
    events: Events = "main"
    first: int = FIRST_SHOWN
    last: int | None = None

    def changed(self, **changes: object) -> CooperationChoice:
        """Return the choice with some of it changed."""
        return replace(self, **changes)  # type: ignore[arg-type]

    @property
    def options(self) -> Options:
        """The choice as the measures take it."""
        return Options(
            dollars=self.dollars,
            amounts="rates" if self.amounts == "rate" else "counts",
            first_year=self.first,
            last_year=self.last,
        )

    @property
    def query(self) -> str:
        """What differs from the default, as the end of an address."""
        default = CooperationChoice(self.country)
        said = {
            "dollars": self.dollars,
            "amounts": self.amounts,
            "events": self.events,
            "from": self.first,
            "to": self.last,
        }
        usual = {
            "dollars": default.dollars,
            "amounts": default.amounts,
            "events": default.events,
            "from": default.first,
            "to": default.last,
        }
        differs = {name: value for name, value in said.items() if value != usual[name]}
        return f"?{urlencode(differs)}" if differs else ""

    def address(self, language: Language, *, anchor: str = "") -> str:
        """Return the address of the page with this choice."""
        place = "" if self.country == HOME else f"/{self.country}"
        mark = f"#{anchor}" if anchor else ""
        return f"/{language.code}/cooperation{place}{self.query}{mark}"

    def file(self, language: Language, name: str, kind: str) -> str:
        """Return the address of a drawing or a table of this choice."""
        place = f"/{language.code}/cooperation/{self.country}/panel"
        return f"{place}/{quote(name, safe='')}.{kind}{self.query}"


def read_cooperation_choice(
    country: str, query: QueryParams, language: Language
) -> CooperationChoice:
    """Read a choice from an address.

    Raises RefusalError (400) with one clear sentence for anything that cannot be meant.
    """
    _ = language.gettext
    given = Parameters(query, language, NAMES, several=())
    first, last = _year(given, "from", language), _year(given, "to", language)
    choice = CooperationChoice(
        country,
        given.one_of("dollars", ("nominal", "constant")),  # type: ignore[arg-type]
        given.one_of("amounts", ("count", "rate")),  # type: ignore[arg-type]
        given.one_of("events", ("main", "all", "none")),  # type: ignore[arg-type]
        first or min(FIRST_SHOWN, last or FIRST_SHOWN),
        last,
    )
    if last is not None and choice.first > last:
        turned = choice.changed(first=last, last=choice.first)
        raise RefusalError(
            400,
            _(
                "The first year, %(first)s, is after the last, %(last)s.",
                first=choice.first,
                last=last,
            ),
            (
                (
                    _("Show %(first)s to %(last)s", first=last, last=choice.first),
                    turned.address(language),
                ),
            ),
        )
    return choice


def _year(given: Parameters, name: str, language: Language) -> int | None:
    year = given.whole(name, 0)
    if given.text(name) and not EARLIEST <= year <= LATEST:
        _ = language.gettext
        raise RefusalError(
            400,
            _(
                "%(year)s is not a year of these series; they run from %(first)s to %(last)s.",
                year=year,
                first=EARLIEST,
                last=LATEST,
            ),
        )
    return year or None
