"""Parameters that others add to an address to follow its reader: passed over, never repeated.

Newsletters, social networks and advertisements append them to every link that passes through them.
A reader who follows such a link has asked for the page alone; every other parameter that a page
does not know is refused, so that a mistyped filter is never mistaken for one that found nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams

TRACKING: Final = frozenset(
    {
        "utm_source",
        "utm_medium",
        "utm_campaign",
        "utm_term",
        "utm_content",
        "utm_id",
        "fbclid",
        "gclid",
        "mc_cid",
        "mc_eid",
        "igshid",
        "ref",
        "ref_src",
    }
)
"""Their names: campaigns (utm, and whatever else begins so), Facebook, Google, Mailchimp,
Instagram, Twitter; `ref` is what newsletters and forums say."""


def is_tracking(name: str) -> bool:
    """Tell whether a parameter follows the reader and asks nothing of the page."""
    return name in TRACKING or name.startswith("utm_")


def without_tracking(query: QueryParams) -> str:
    """Return the query of an address without such parameters, with its question mark if any."""
    kept = [(name, value) for name, value in query.multi_items() if not is_tracking(name)]
    return f"?{urlencode(kept)}" if kept else ""
