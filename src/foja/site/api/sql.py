"""A question in SQL: one SELECT over the tables, answered by a process of its own."""

from __future__ import annotations

from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta

from foja.site.api.endpoint import ENGLISH, Answer, Api, Endpoint, Pages
from foja.site.api.parameters import Asked
from foja.site.api.problem import ProblemError
from foja.site.sql_choice import sql_address
from foja.tables.sql_errors import SqlError
from foja.tables.sql_process import SqlBusyError, SqlLimits, SqlUnavailableError
from foja.tables.sql_worker import csv_text

USUAL: Final = SqlLimits()
LONGEST_WAIT: Final = USUAL.seconds + USUAL.patience + USUAL.start_seconds
USUAL_ROWS: Final = 1_000


class SqlAsked(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question in SQL."""

    q: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=USUAL.length,
            description="one SELECT over the tables, in DuckDB's SQL; may have several lines",
            examples=["SELECT count(*) AS trainings FROM trainings"],
            extra_json_schema={"contentMediaType": "application/sql"},
        ),
    ]
    limit: Annotated[
        int, Meta(ge=1, le=USUAL.rows, description="most rows of the answer", examples=[100])
    ] = USUAL_ROWS


class SqlColumn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column of an answer."""

    name: str
    type: Annotated[str, Meta(description="DuckDB's type, such as VARCHAR or DECIMAL(38,2)")]


class SqlAnswered(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The answer to a question in SQL."""

    columns: list[SqlColumn]
    rows: Annotated[
        list[list[Any]],
        Meta(description="values in the order of the columns; days and times as text"),
    ]
    count: Annotated[int, Meta(ge=0, description="rows of this answer")]
    more: Annotated[
        bool, Meta(description="whether rows were left behind, beyond the limit of rows or octets")
    ]


def sql(api: Api, asked: SqlAsked) -> Answer:
    """Answer a question in SQL."""
    text = asked.q.replace("\r\n", "\n").strip()
    try:
        answer = api.site.sql.ask(text, rows=asked.limit, form=asked.format)
    except SqlError as error:
        raise _problem(error, api) from error
    except SqlBusyError as error:
        raise ProblemError(
            "not_now",
            "Others are asking in SQL, and only a few can do so at once.",
            what_to_do=f"Ask again in {error.seconds} seconds.",
            headers={"retry-after": str(error.seconds)},
        ) from error
    except SqlUnavailableError as error:
        raise ProblemError(
            "not_now",
            "Questions in SQL cannot be answered right now.",
            what_to_do="Ask again later, or use `foja query` on a machine of your own.",
            headers={"retry-after": "60"},
        ) from error
    evidence = sql_address(ENGLISH, text)
    if asked.format == "csv":
        heading = ",".join(map(csv_text, answer.columns))
        whole = None if answer.more else answer.count
        written = f"{heading}\r\n".encode() + answer.rows
        return Answer({}, evidence, Pages(asked.limit, whole, None), written=written)
    columns = [
        SqlColumn(name, kind) for name, kind in zip(answer.columns, answer.types, strict=True)
    ]
    data = {
        "columns": columns,
        "rows": msgspec.Raw(answer.rows),
        "count": answer.count,
        "more": answer.more,
    }
    return Answer(data, evidence)


def _problem(error: SqlError, api: Api) -> ProblemError:
    """Return why a question is not answered; the place in the SQL is part of the sentence."""
    kind = "took_too_long" if error.code == "time" else "bad_question"
    page = api.page(sql_address(ENGLISH))
    return ProblemError(
        kind,
        str(error),
        where="q",
        what_to_do=f"See {page} for the tables, their columns and what can be asked.",
    )


_LIMITS: Final = (
    f"{USUAL.seconds:g} seconds, {USUAL.memory} MB of memory, {USUAL.rows:,} rows and "
    f"{USUAL.octets:,} octets"
)
DESCRIPTION: Final = " ".join(
    (
        "A question in DuckDB's SQL, a SELECT alone, read-only, answered by a process of its own",
        f"that can open no file and no connection. At most {_LIMITS}; an address of at most 8,000",
        "octets. Whatever would answer differently from one moment to the next is refused, so that",
        "an answer can be cited by its address. In a CSV a text that a spreadsheet would take for",
        "a formula has an apostrophe before it, and the header Foja-Count is there where the CSV",
        "has every row.",
    )
)

ENDPOINTS: Final = (
    Endpoint(
        name="sql",
        path="/sql",
        tag="sql",
        summary="Ask in SQL",
        description=DESCRIPTION,
        asked=SqlAsked,
        row=SqlAnswered,
        answer=sql,
        seconds=LONGEST_WAIT,
        examples=(
            "?q=SELECT%20count(*)%20AS%20trainings%20FROM%20trainings",
            "?q=SELECT%20total_id%2C%20explanation%20FROM%20reconciliation%20LIMIT%202&format=csv",
        ),
    ),
)
