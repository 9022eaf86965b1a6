"""Settings of the API, read from variables of the environment."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from foja.errors import SettingsError
from foja.site.api.call import SECONDS

if TYPE_CHECKING:
    from collections.abc import Mapping

RATE_NAME: Final = "FOJA_API_RATE"
SECONDS_NAME: Final = "FOJA_API_SECONDS"
RATE: Final = 20.0
MOST: Final = 1_000_000.0
SHORTEST: Final = 0.001


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for every question.

    `rate` is how many questions a second one address may ask, 0 where there is no limit; `seconds`
    how long one may take.
    """

    rate: float = RATE
    seconds: float = SECONDS


def settings_from(variables: Mapping[str, str]) -> Settings:
    """Return the settings that variables name; `SettingsError` for one that cannot be used."""
    return Settings(
        _number(variables, RATE_NAME, RATE, "0 or a number of questions a second, such as 20", 0),
        _number(
            variables, SECONDS_NAME, SECONDS, "a number of seconds above 0, such as 10", SHORTEST
        ),
    )


def _number(
    variables: Mapping[str, str], name: str, usual: float, wanted: str, least: float
) -> float:
    text = variables.get(name, "").strip()
    if not text:
        return usual
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not least <= number <= MOST:
        raise SettingsError(f"{name} is “{text[:40]}”; it has to be {wanted}.")
    return number
