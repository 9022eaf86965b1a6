"""The files a reader takes along: the trainings of a choice, each kind of file with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from foja.measures.search import count
from foja.site.downloads import (
    Take,
    as_csv,
    as_excel,
    as_json,
    as_parquet,
    dictionary_csv,
    file_name,
)
from foja.site.pages.asked import asked_choice, country_code
from foja.site.problems import RefusalError, language_of
from foja.site.state import site_of
from foja.site.take_away import LARGE_TOO, MOST_IN_FILE

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

KINDS: Final[dict[str, tuple[Callable[[Take], bytes], str]]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "json": (as_json, "application/json"),
    "parquet": (as_parquet, "application/vnd.apache.parquet"),
    "xlsx": (as_excel, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "dictionary.csv": (dictionary_csv, "text/csv; charset=utf-8"),
}
"""How each kind of file is written, and its media type."""


def trainings_file(request: Request) -> Response:
    """Answer `/<language>/country/<code>/trainings.<kind>`.

    The address may name columns (`cols`) and an order (`sort`); without columns the file has all.
    """
    language, site = language_of(request), site_of(request)
    _ = language.gettext
    kind = str(request.path_params["kind"])
    code = country_code(request)
    if kind not in KINDS:
        raise RefusalError(404, _("There is no file of this kind: %(kind)s.", kind=kind[:40]))
    choice = asked_choice(request, code, file=True)
    if request.query_params.get("cols"):
        # The usual columns are none for a page, which says only what differs, but not for a file.
        choice = choice.shown(cols=choice.columns)
    found = count(site.reading.tables, choice.filters)
    if found > MOST_IN_FILE and kind not in LARGE_TOO and kind != "dictionary.csv":
        raise RefusalError(
            400,
            _(
                "The choice has %(found)s trainings; a file of this kind holds at most %(most)s. "
                "Choose a country or some years, or take Parquet.",
                found=language.number(found),
                most=language.number(MOST_IN_FILE),
            ),
        )
    write, media_type = KINDS[kind]
    content = write(Take(site, choice, language, str(request.base_url).rstrip("/")))
    named = file_name(choice, f".{kind}")
    headers = {"content-disposition": f'attachment; filename="{named}"'}
    return Response(content, media_type=media_type, headers=headers)
