"""The files a reader takes along: all trainings of a choice as CSV and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from foja.site.downloads import as_csv, as_json, file_name
from foja.site.pages.asked import asked_choice, country_code
from foja.site.problems import language_of
from foja.site.state import site_of

if TYPE_CHECKING:
    from starlette.requests import Request


def trainings_csv(request: Request) -> Response:
    """Answer `/<language>/country/<code>/trainings.csv`."""
    return _download(request, ".csv", "text/csv; charset=utf-8")


def trainings_json(request: Request) -> Response:
    """Answer `/<language>/country/<code>/trainings.json`."""
    return _download(request, ".json", "application/json")


def _download(request: Request, suffix: str, media_type: str) -> Response:
    language, site = language_of(request), site_of(request)
    choice = asked_choice(request, country_code(request), table=False)
    write = as_csv if suffix == ".csv" else as_json
    content = write(site, choice, language, str(request.base_url).rstrip("/"))
    name = file_name(choice, suffix)
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
