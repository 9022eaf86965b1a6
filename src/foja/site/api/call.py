"""Asking the API without HTTP: the same parameters, answers, problems and limit on time."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from foja.errors import FojaError, QueryError, TimeLimitError
from foja.site.api.endpoint import Api
from foja.site.api.parameters import made
from foja.site.api.problem import ProblemError, quoted
from foja.site.api.registry import BY_NAME
from foja.site.page_image import PageImages
from foja.site.problems import RefusalError
from foja.site.reading import Reading
from foja.site.state import Site
from foja.tables.engine import Tables
from foja.tables.time_limit import time_limit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from foja.site.api.endpoint import Answer, Endpoint
    from foja.site.api.parameters import Asked

LOG: Final = logging.getLogger("foja.api")
SECONDS: Final = 10.0
"""The longest that a question may take where no setting says otherwise."""
RETRY_AFTER: Final = "60"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a question may take."""

    seconds: float = SECONDS


def open_api(
    tables_path: Path | None = None, documents: Path | None = None, origin: str = ""
) -> Api:
    """Return the API over some tables, else the newest there are, for asking without HTTP.

    `origin` is the address of a site, if any serves the same tables. Raises `TablesError`.
    """
    tables = Tables(tables_path)
    reading = Reading(tables)
    return Api(Site(reading, PageImages(documents, reading.catalog)), origin)


def call(
    api: Api, name: str, parameters: Mapping[str, Any], limits: Limits | None = None
) -> Answer:
    """Return the answer of the endpoint of that name; parameters are by their names, typed.

    Those of the path are among them. Raises `ProblemError` for whatever is not answered.
    """
    if name not in BY_NAME:
        raise ProblemError(
            "not_found",
            f"The API has no endpoint {quoted(name)}.",
            what_to_do=f"The endpoints are: {', '.join(BY_NAME)}.",
        )
    endpoint = BY_NAME[name]
    asked: Asked = made(endpoint.asked, parameters)
    return answer(api, endpoint, asked, limits or Limits())


def answer(api: Api, endpoint: Endpoint, asked: Asked, limits: Limits) -> Answer:
    """Return the answer to a question within its limit; `ProblemError` where there is none."""
    try:
        with time_limit(endpoint.seconds or limits.seconds):
            return endpoint.answer(api, asked)
    except ProblemError:
        raise
    except TimeLimitError as error:
        raise ProblemError(
            "took_too_long",
            str(error),
            what_to_do="Ask for less, or download the tables and query them yourself.",
            headers={"retry-after": RETRY_AFTER},
        ) from error
    except RefusalError as error:
        kind = "not_found" if error.status == 404 else "bad_question"  # noqa: PLR2004 - HTTP's
        raise ProblemError(kind, error.message) from error
    except QueryError as error:
        raise ProblemError("bad_question", str(error)) from error
    except FojaError as error:
        LOG.exception("%s failed", endpoint.name)
        raise failure() from error


def failure() -> ProblemError:
    """Return what is said of a failure of Foja itself; its cause is in the log alone."""
    return ProblemError(
        "failure",
        "Something failed on our side; no figure was changed: they are only read here.",
        what_to_do="Try again; if it fails again, tell whoever runs this site the address.",
    )
