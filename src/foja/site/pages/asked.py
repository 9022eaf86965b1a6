"""What an address under a country asks: the country, and a choice that the tables can know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foja.meaning.flags import all_flags
from foja.meaning.training_types import UNCLASSIFIED
from foja.measures.filters import COLUMNS
from foja.site.choice import OVERVIEW, Choice, read_choice
from foja.site.problems import RefusalError, language_of
from foja.site.reading import WORLD
from foja.site.state import site_of
from foja.site.value_names import value_names
from foja.tables.columns import DELIVERIES
from foja.tables.lengths import BY_CODE
from foja.tables.selection import UNKNOWN

if TYPE_CHECKING:
    from starlette.requests import Request

    from foja.site.language import Language
    from foja.site.reading import Reading


def asked_choice(
    request: Request,
    country: str,
    *,
    table: bool = True,
    file: bool = False,
    view: str = OVERVIEW,
    views: tuple[str, ...] = (),
) -> Choice:
    """Return the choice of an address; `table` tells whether it may say how the table is shown.

    A `file` of the table has an order and columns, but no pages.
    `view` is the view of the country that the address names; `views` are those that its query may
    name.
    Raises RefusalError (400) for anything that cannot be meant, or that the tables do not know.
    """
    language = language_of(request)
    choice = read_choice(
        country, request.query_params, language, table=table, file=file, view=view, views=views
    )
    refuse_unknown_codes(choice, site_of(request).reading, language)
    return choice


def country_code(request: Request) -> str:
    """Return the country an address names; RefusalError (404) if the tables know no such code."""
    code = str(request.path_params["country"])
    language, reading = language_of(request), site_of(request).reading
    if code == WORLD or code in reading.countries:
        return code
    _ = language.gettext
    steps = tuple(
        (reading.country_name(found, found, language), f"/{language.code}/country/{found}")
        for found in reading.find_country(code)[:10]
    )
    raise RefusalError(
        404,
        _("“%(code)s” is not the ISO 3166-1 code of a country, such as MEX.", code=code[:40]),
        steps,
    )


def refuse_unknown_codes(choice: Choice, reading: Reading, language: Language) -> None:
    """Raise RefusalError (400) for a code that the tables do not know at all."""
    for field, column in COLUMNS.items():
        for code in getattr(choice.filters, field):
            if not _known(column, code, reading, language):
                refused, everything = _words(column, code, language)
                way_out = choice.filtered(**{field: ()}).address(language)
                raise RefusalError(400, refused, ((everything, way_out),))


def _known(column: str, code: str, reading: Reading, language: Language) -> bool:
    if column == "delivery":
        return code in DELIVERIES
    if column == "days":
        return code == UNKNOWN or code in BY_CODE
    if column == "flags":
        return code in {flag.code for flag in all_flags()}
    names = value_names(reading.tables, language)
    if column == "training_type":
        return code == UNCLASSIFIED or code in names.codes(column)
    if code == UNKNOWN:
        return True
    return names.has_unit(code) if column == "unit_id" else code in names.codes(column)


def _words(column: str, code: str, language: Language) -> tuple[str, str]:
    """Say that no value has a code, and name the way out."""
    _ = language.gettext
    code = code[:40]
    return {
        "program": (
            _("No programme has the code “%(code)s”.", code=code),
            _("Show all programmes"),
        ),
        "recipient_force": (
            _("No recipient force has the code “%(code)s”.", code=code),
            _("Show all forces"),
        ),
        "training_type": (
            _("No training type has the code “%(code)s”.", code=code),
            _("Show all types"),
        ),
        "delivery": (
            _("There is no delivery “%(code)s”; it is one of the form's list.", code=code),
            _("Show all trainings, wherever they were given"),
        ),
        "place_id": (_("No place has the code “%(code)s”.", code=code), _("Show all places")),
        "unit_id": (_("No unit has the code “%(code)s”.", code=code), _("Show all units")),
        "days": (
            _(
                "No length of trainings has the code “%(code)s”; give one of %(known)s.",
                code=code,
                known=", ".join(BY_CODE),
            ),
            _("Show trainings of any length"),
        ),
        "flags": (
            _("No doubt is marked “%(code)s”.", code=code),
            _("Show all trainings, in doubt or not"),
        ),
    }[column]
