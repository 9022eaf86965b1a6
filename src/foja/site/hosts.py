"""The names under which a site answers, so that no other site's name can be put upon it.

A page of another site whose name is made to point at this machine (DNS rebinding) sends that name
in its requests, and is refused; addresses written into pages and kept copies are always our own.
"""

from __future__ import annotations

import ipaddress
import os
import re
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse

from foja.errors import SettingsError
from foja.site.problems import language_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

VARIABLE: Final = "FOJA_HOSTS"
ANY: Final = "*"
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
NAME: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?")
HEADER: Final = re.compile(
    r"(?:\[(?P<six>[0-9a-f:.]{2,45})\]|(?P<name>[a-z0-9_.-]{1,253}))(?::\d{1,5})?"
)
"""What the Host header may be: a name or an address, and perhaps a port."""


@dataclass(frozen=True, slots=True)
class Hosts:
    """The names and addresses that readers may ask for.

    `any_address` allows every literal address, for a server that listens on all of its machine's;
    `any_name` allows everything that is a name at all.
    """

    names: frozenset[str] = LOOPBACK
    any_address: bool = False
    any_name: bool = False

    def allows(self, header: str) -> bool:
        """Tell whether a request with that Host header is meant for this site."""
        match = HEADER.fullmatch(header.lower())
        if match is None:
            return False
        name = (match["six"] or match["name"]).removesuffix(".")
        if self.any_name or name in self.names:
            return True
        return self.any_address and _address(name) is not None


def hosts_of(listening: str, named: str | None = None) -> Hosts:
    """Return the names for a server that listens on an address.

    Loopback names and that address always; every literal address and this machine's own name where
    it listens on all of them; and the names in `named`, else in `FOJA_HOSTS`, with commas between
    (`*` for any). Raises SettingsError for a name that is none.
    """
    given = os.environ.get(VARIABLE, "") if named is None else named
    wanted = [name.strip().lower() for name in given.split(",") if name.strip()]
    for name in wanted:
        bare = name.strip("[]")
        if name != ANY and _address(bare) is None and not NAME.fullmatch(name):
            raise SettingsError(
                f"{VARIABLE} has “{name[:60]}”, which is not a host name; give names such as "
                "foja.example.org, without a port, with commas between."
            )
    names = LOOPBACK | {name.strip("[]") for name in wanted} | {listening.lower()}
    address = _address(listening)
    everywhere = listening == "" or (address is not None and address.is_unspecified)
    if everywhere:
        own = socket.gethostname().lower()
        names |= {own, f"{own.partition('.')[0]}.local"}
    return Hosts(frozenset(names), any_address=everywhere, any_name=ANY in wanted)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


class HostCheck:
    """Wraps an application so that it answers only under its own names.

    A request for another name, or for none, gets 400 and one sentence, without any page: nothing
    of what it named is repeated. `hosts` is None where no server listens, as when the
    static edition is written.
    """

    def __init__(self, app: ASGIApp, hosts: Hosts | None) -> None:
        self.app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or self._hosts is None:
            await self.app(scope, receive, send)
            return
        found = [value for name, value in scope["headers"] if name == b"host"]
        if len(found) == 1 and self._hosts.allows(found[0].decode("latin-1")):
            await self.app(scope, receive, send)
            return
        _ = language_of(Request(scope)).gettext
        message = _(
            "This site does not answer under the name that was asked for. "
            "Whoever runs it can allow a name with the variable %(variable)s.",
            variable=VARIABLE,
        )
        headers = {"cache-control": "no-store"}
        await PlainTextResponse(f"{message}\n", 400, headers)(scope, receive, send)
