"""Questions that cannot be answered, told in the reader's language with what to do next."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException

from foja.errors import FojaError, QueryError
from foja.site.headers import HEADERS
from foja.site.language import LANGUAGES, Language, preferred
from foja.site.templating import page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

LOG: Final = logging.getLogger("foja.site")

Step = tuple[str, str]
"""A link of "what to do next": its text and its address."""


class RefusalError(Exception):
    """A question refused, already in the reader's language.

    `status` is that of HTTP; `steps` are links that help; `title` is the heading of the page where
    its status alone says too little.
    """

    def __init__(
        self, status: int, message: str, steps: tuple[Step, ...] = (), *, title: str = ""
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.steps = steps
        self.title = title


def not_drawn(language: Language, message: str = "") -> RefusalError:
    """Return the refusal of a drawing that failed; without a message it is that of a chart."""
    _ = language.gettext
    message = message or _(
        "The chart could not be drawn. Its table and its CSV hold the same figures."
    )
    return RefusalError(503, message, title=_("The picture is missing"))


def language_of(request: Request) -> Language:
    """Return the language of the address, or else the one the browser prefers."""
    code = request.url.path.split("/")[1]
    return LANGUAGES.get(code) or preferred(request.headers.get("accept-language", ""))


def on_refusal(request: Request, error: Exception) -> Response:
    """Answer a RefusalError."""
    if not isinstance(error, RefusalError):
        raise error
    return _answer(request, error.status, error.message, error.steps, error.title)


def on_http(request: Request, error: Exception) -> Response:
    """Answer an address that does not exist or a method that is not served."""
    if not isinstance(error, HTTPException):
        raise error
    _ = language_of(request).gettext
    messages = {
        404: _("There is no page at this address."),
        405: _("This address only answers GET: it can be read, not written to."),
    }
    message = messages.get(error.status_code, _("This request cannot be answered."))
    response = _answer(request, error.status_code, message, ())
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    return response


def on_query(request: Request, error: Exception) -> Response:
    """Answer a question that ran past the limits of the tables."""
    LOG.warning("%r: %s", request.url.path, error)
    _ = language_of(request).gettext
    message = _(
        "The tables could not answer this question within their limits. "
        "Ask for fewer years or fewer words."
    )
    return _answer(request, 503, message, (), _("This question asks for too much"))


def on_failure(request: Request, error: Exception) -> Response:
    """Answer a failure of Foja itself: the reader gets a page, the log gets the cause."""
    LOG.error("%r failed", request.url.path, exc_info=error)
    _ = language_of(request).gettext
    message = _(
        "Something failed on our side. "
        "The figures are unharmed: they are only read here, never changed."
    )
    response = _answer(request, 500, message, ())
    # This answer is made outside the wrapper that adds these to every other.
    response.headers.update(HEADERS)
    return response


HANDLERS: Final = {
    RefusalError: on_refusal,
    HTTPException: on_http,
    QueryError: on_query,
    FojaError: on_failure,
    Exception: on_failure,
}


def _answer(
    request: Request, status: int, message: str, steps: tuple[Step, ...], title: str = ""
) -> Response:
    language = language_of(request)
    _ = language.gettext
    titles = {
        400: _("This question cannot be answered"),
        404: _("Not found"),
        405: _("Not allowed"),
        413: _("Not allowed"),
        414: _("The address is too long"),
        503: _("This cannot be answered right now"),
    }
    general: tuple[Step, ...] = (
        (_("Open the page of Mexico"), f"/{language.code}/"),
        (_("Choose another country"), f"/{language.code}/countries"),
        (_("See which reports have been read"), f"/{language.code}/record"),
    )
    in_language = request.url.path.startswith(f"/{language.code}/")
    return page(
        request,
        language,
        "problem.html",
        status=status,
        translated=in_language,
        title=title or titles.get(status, _("The page could not be made")),
        description=message,
        message=message,
        next_steps=(*steps, *general),
    )
