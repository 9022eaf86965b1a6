"""What every answer carries to protect its reader."""

from __future__ import annotations

import re
from typing import Final

POLICY: Final = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
)

EMBEDDED: Final = re.compile(r"/(?:en|es)/embed/")
"""How the addresses begin of pages that other sites may show in frames."""

HEADERS: Final = {
    "content-security-policy": "; ".join(POLICY),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}

EMBED_HEADERS: Final = {
    **{name: value for name, value in HEADERS.items() if name != "x-frame-options"},
    "content-security-policy": "; ".join(
        "frame-ancestors *" if part.startswith("frame-ancestors") else part for part in POLICY
    ),
    "cross-origin-resource-policy": "cross-origin",
}
"""What pages carry that other sites may show in frames: they hold nothing to be clicked away."""


def headers_of(path: str) -> dict[str, str]:
    """Return what the answer at an address carries to protect its reader."""
    return EMBED_HEADERS if EMBEDDED.match(path) else HEADERS
