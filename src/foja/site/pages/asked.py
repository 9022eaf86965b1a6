"""What an address under a country asks: the country, and a choice that the tables can know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foja.site.choice import Choice, read_choice
from foja.site.problems import RefusalError, language_of
from foja.site.state import site_of
from foja.tables.selection import UNKNOWN

if TYPE_CHECKING:
    from starlette.requests import Request

    from foja.site.language import Language
    from foja.site.reading import Reading


def asked_choice(request: Request, country: str, *, table: bool = True) -> Choice:
    """Return the choice of an address; `table` tells whether it may say how the table is shown.

    Raises RefusalError (400) for anything that cannot be meant, or that the tables do not know.
    """
    language = language_of(request)
    choice = read_choice(country, request.query_params, language, table=table)
    refuse_unknown_codes(choice, site_of(request).reading, language)
    return choice


def country_code(request: Request) -> str:
    """Return the country an address names; RefusalError (404) if the tables know no such code."""
    code = str(request.path_params["country"])
    language, reading = language_of(request), site_of(request).reading
    if code in reading.countries:
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
    """Raise RefusalError (400) for a programme or a force that the tables do not know at all."""
    _ = language.gettext
    for code in choice.filters.programs:
        if code not in reading.programs and code != UNKNOWN:
            raise RefusalError(
                400,
                _("No programme has the code “%(code)s”.", code=code[:40]),
                ((_("Show all programmes"), choice.filtered(programs=()).address(language)),),
            )
    for code in choice.filters.recipient_forces:
        if code not in reading.forces and code != UNKNOWN:
            raise RefusalError(
                400,
                _("No recipient force has the code “%(code)s”.", code=code[:40]),
                ((_("Show all forces"), choice.filtered(recipient_forces=()).address(language)),),
            )
