"""Notes of what no page of the site may do: fail in the console, break its policy, reach out."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

REFUSALS = """
addEventListener("securitypolicyviolation", (event) => console.error(
  `the policy refused ${event.blockedURI || "something inline"}: ${event.violatedDirective}`));
"""
OWN_STATUS = "Failed to load resource: the server responded with a status of"


class Watch:
    """Watches every page of a browser context; `problems` is empty while all is well.

    `asked` are the addresses that were asked for, `answered` the requests that were answered.
    """

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.origin = origin
        self.problems: list[str] = []
        self.asked: list[str] = []
        self.answered: list[Request] = []
        context.add_init_script(REFUSALS)
        context.on("request", self._request)
        context.on("requestfinished", self._answered)
        context.on("console", self._console)
        context.on("weberror", self._error)

    def forget(self) -> None:
        """Begin anew, as on a page just opened."""
        for notes in (self.problems, self.asked, self.answered):
            notes.clear()

    def _answered(self, request: Request) -> None:
        self.answered.append(request)

    def _request(self, request: Request) -> None:
        self.asked.append(request.url)
        inside = request.url.startswith((f"{self.origin}/", "data:", "blob:"))
        if not inside:
            self.problems.append(f"{request.frame.url} asked {request.url}")

    def _console(self, line: ConsoleMessage) -> None:
        if line.type not in {"error", "warning"}:
            return
        page = line.page.url if line.page else ""
        # A page that is itself an error (404, 400) is noted by the browser; its parts may not be.
        itself = _without_anchor(line.location["url"]) == _without_anchor(page)
        if not (itself and line.text.startswith(OWN_STATUS)):
            self.problems.append(f"{page} {line.type}: {line.text} ({line.location['url']})")

    def _error(self, error: WebError) -> None:
        self.problems.append(str(error.error))


def _without_anchor(address: str) -> str:
    return urlsplit(address)._replace(fragment="").geturl()
