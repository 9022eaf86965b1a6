"""Questions in SQL: the page that asks and shows, the files of its answer, its chart."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Final

from starlette.responses import JSONResponse, Response, StreamingResponse

from foja.site.charts.render import DrawingError, draw
from foja.site.choice import Parameters
from foja.site.downloads import BYTE_ORDER_MARK
from foja.site.entities import page_citation
from foja.site.pages.charts import KEPT, MEDIA_TYPES
from foja.site.problems import RefusalError, language_of, not_drawn
from foja.site.sql_chart import Plan, plan_of, spec_of, texts_of
from foja.site.sql_choice import api_address, sql_address
from foja.site.sql_examples import examples
from foja.site.sql_table import sql_table
from foja.site.sql_words import Problem, problem_words, table_words
from foja.site.state import site_of
from foja.site.templating import page, script
from foja.tables.sql_allowed import AGGREGATES, SCALARS, WINDOWS
from foja.tables.sql_errors import SqlError
from foja.tables.sql_process import SqlBusyError, SqlUnavailableError
from foja.tables.sql_worker import csv_text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

    from foja.site.language import Language
    from foja.site.sql_desk import Shown

CHUNK: Final = 1 << 16
LINES: Final = str.maketrans("", "", "\t\n\r")
ABOUT_AN_ERROR: Final = 400
BUSY: Final = 503
SOON: Final = 10
"""Seconds after which a place may be free again."""
_WORD: Final = re.compile(r"[a-z_]+")
KEYWORDS: Final = (
    "SELECT FROM WHERE GROUP BY ORDER HAVING LIMIT OFFSET JOIN LEFT INNER FULL CROSS USING ON AS "
    "AND OR NOT IN IS NULL LIKE ILIKE BETWEEN CASE WHEN THEN ELSE END DISTINCT UNION EXCEPT "
    "INTERSECT ALL WITH RECURSIVE VALUES DESC ASC NULLS FIRST LAST FILTER OVER PARTITION QUALIFY "
    "WINDOW EXISTS CAST DATE EXTRACT TRUE FALSE EXCLUDE REPLACE COLUMNS SHOW TABLES DESCRIBE "
    "SUMMARIZE"
)


def sql_page(request: Request) -> Response:
    """Answer `/<language>/sql?q=`: the question, its answer as a table, or why there is none."""
    language, site = language_of(request), site_of(request)
    _ = language.gettext
    sql = _asked(request, language)
    shown, problem, status = _answered(request, sql, language) if sql else (None, None, 200)
    title = _("Ask in SQL")
    plan = plan_of(shown, language) if shown else ""
    response = page(
        request,
        language,
        "sql.html",
        status=status,
        section="sql",
        hidden=bool(sql),
        title=title,
        description=_(
            "One SELECT over the tables behind every page; the address holds the query, so that "
            "it can be sent and cited."
        ),
        sql=sql,
        shown=shown,
        table=sql_table(shown, site.reading, language) if shown else None,
        problem=problem,
        lines=sql.splitlines() if problem else [],
        chart=texts_of(shown, plan, site.version, language)
        if shown and isinstance(plan, Plan)
        else None,
        no_chart=plan if isinstance(plan, str) else "",
        files={
            kind: sql_address(language, sql, f"/chart.{kind}") for kind in ("json", "svg", "png")
        },
        csv=sql_address(language, sql, ".csv"),
        api=api_address(sql),
        tables=table_words(language),
        used=set(_WORD.findall(sql.lower())),
        functions=" ".join(sorted(SCALARS | AGGREGATES | WINDOWS)),
        keywords=KEYWORDS,
        examples=examples(language),
        limits=site.sql.limits,
        citation=page_citation(request, title, site.version, language) if shown else None,
        charts_script=script("js/charts.js") if isinstance(plan, Plan) else "",
        charts_library=script("js/vega-bundle.js"),
    )
    if status == BUSY:
        response.headers["retry-after"] = str(SOON)
    return response


def sql_csv(request: Request) -> Response:
    """Answer `/<language>/sql.csv?q=`: every row of the answer that there is room for."""
    language, site = language_of(request), site_of(request)
    sql = _asked(request, language)
    try:
        answer = site.sql.ask(sql, form="csv")
    except (SqlError, SqlBusyError, SqlUnavailableError) as error:
        raise _refusal(error, sql, language) from error
    heading = ",".join(map(csv_text, answer.columns))
    content = f"{BYTE_ORDER_MARK}{heading}\r\n".encode() + answer.rows
    headers = {
        "cache-control": KEPT,
        "content-disposition": 'attachment; filename="foja-sql.csv"',
        "foja-tables-version": site.version,
        "foja-more-rows": "true" if answer.more else "false",
    }
    return StreamingResponse(_pieces(content), media_type=MEDIA_TYPES["csv"], headers=headers)


def sql_chart(request: Request) -> Response:
    """Answer `/<language>/sql/chart.<json, svg or png>?q=`."""
    language, site = language_of(request), site_of(request)
    _ = language.gettext
    kind = str(request.path_params["kind"])
    if kind not in {"json", "svg", "png"}:
        raise RefusalError(404, _("There is no file of this kind: %(kind)s.", kind=kind[:40]))
    sql = _asked(request, language)
    try:
        shown = site.sql.show(sql)
    except (SqlError, SqlBusyError, SqlUnavailableError) as error:
        raise _refusal(error, sql, language) from error
    plan = plan_of(shown, language)
    if isinstance(plan, str):
        back = ((_("Back to the query"), sql_address(language, sql)),)
        raise RefusalError(404, plan, back)
    spec = spec_of(shown, plan, site.version, language)
    headers = {
        "cache-control": KEPT,
        "content-disposition": f'inline; filename="foja-sql.{kind}"',
    }
    if kind == "json":
        return JSONResponse(spec, headers=headers)
    try:
        content = draw(spec, "svg" if kind == "svg" else "png")
    except DrawingError as error:
        raise not_drawn(language) from error
    return Response(content, media_type=MEDIA_TYPES[kind], headers=headers)


def _asked(request: Request, language: Language) -> str:
    """Return the SQL of the address, its lines ended as everywhere but in forms."""
    Parameters(request.query_params, language, ("q",))
    sql = request.query_params.get("q", "").replace("\r\n", "\n").strip()
    if not sql.translate(LINES).isprintable():
        _ = language.gettext
        message = _("“%(name)s” has characters that cannot be searched.", name="q")
        raise RefusalError(ABOUT_AN_ERROR, message, ((_("Ask in SQL"), sql_address(language)),))
    return sql


def _answered(
    request: Request, sql: str, language: Language
) -> tuple[Shown | None, Problem | None, int]:
    """Return the answer, or why there is none, and the status in HTTP."""
    try:
        return site_of(request).sql.show(sql), None, 200
    except SqlError as error:
        return None, problem_words(error, language), ABOUT_AN_ERROR
    except (SqlBusyError, SqlUnavailableError) as error:
        return None, Problem(_not_now(error, language), "", 0, 0), BUSY


def _refusal(
    error: SqlError | SqlBusyError | SqlUnavailableError, sql: str, language: Language
) -> RefusalError:
    _ = language.gettext
    back = ((_("Back to the query"), sql_address(language, sql)),)
    if isinstance(error, SqlError):
        problem = problem_words(error, language)
        return RefusalError(ABOUT_AN_ERROR, f"{problem.sentence} {problem.said}".strip(), back)
    return RefusalError(BUSY, _not_now(error, language), back)


def _not_now(error: SqlBusyError | SqlUnavailableError, language: Language) -> str:
    _ = language.gettext
    if isinstance(error, SqlBusyError):
        return _(
            "Others are asking in SQL right now, and only a few can do so at once. "
            "Try again in %(seconds)s seconds.",
            seconds=error.seconds,
        )
    return _(
        "This site cannot answer questions in SQL right now. The same question can be asked on "
        "your own machine: foja query."
    )


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    """Hand over an answer piece by piece, so that others are answered in between."""
    for start in range(0, len(content), CHUNK):
        yield content[start : start + CHUNK]
        await asyncio.sleep(0)
