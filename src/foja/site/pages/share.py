"""Short permanent addresses: each leads to the page that its code holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import RedirectResponse

from foja.site.problems import RefusalError, language_of
from foja.site.short_address import address_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

KEPT: Final = "public, max-age=86400"


def short(request: Request) -> Response:
    """Answer `/s/<code>`: the page in the language that the code holds.

    What a code means never changes; where its page lies may one day, so that browsers are not told
    to keep the answer forever.
    """
    address = address_of(str(request.path_params["code"]))
    if address is None:
        _ = language_of(request).gettext
        raise RefusalError(
            404,
            _(
                "This short address is incomplete: no page of the site has it. "
                "Copy it again to its last character."
            ),
        )
    return RedirectResponse(address, 302, {"cache-control": KEPT})
