"""Why a question in SQL is not answered: one error with a code, a sentence and its place."""

from __future__ import annotations

from typing import Final, Literal

from foja.errors import QueryError

Code = Literal[
    "empty",
    "long",
    "statements",
    "kind",
    "form",
    "table",
    "table_function",
    "function",
    "changing",
    "parameter",
    "sample",
    "deep",
    "database",
    "zone",
    "time",
    "memory",
    "size",
    "limits",
    "stopped",
]

SENTENCES: Final[dict[Code, str]] = {
    "empty": "The SQL is empty; one SELECT is expected.",
    "long": "The SQL has {subject} characters; the limit is {most}.",
    "statements": "The SQL has {subject} statements; one SELECT is expected.",
    "kind": "The SQL is a statement of kind {subject}; only SELECT is answered.",
    "form": "The SQL has a part that is not answered: {subject}.",
    "table": "There is no table {subject} here; SHOW TABLES lists them.",
    "table_function": "{subject} cannot be queried like a table: "
    "only the tables, range, generate_series and unnest can.",
    "function": "The function {subject} cannot be used here: only those that calculate "
    "with the values given to them can.",
    "changing": "{subject} changes from one moment to the next or depends on the machine; "
    "an answer has to be the same whenever it is asked for.",
    "parameter": "The SQL has a parameter without a value: {subject}; write the value itself.",
    "sample": "A sample needs a seed, such as USING SAMPLE reservoir(10 ROWS) REPEATABLE (1); "
    "without one the answer would differ each time.",
    "deep": "The SQL has expressions nested too deeply to be read.",
    "database": "{subject}",
    "zone": "The answer has a time with a time zone; cast it to TIMESTAMP or to text.",
    "time": "The query took longer than {subject} seconds and was stopped; ask for fewer rows "
    "or join fewer tables.",
    "memory": "The query needs more than {subject} of memory; ask for less.",
    "size": "One row of the answer is larger than {subject} octets; ask for less.",
    "limits": "A query needs room for at least one row, and some time.",
    "stopped": "The query was stopped, because it needed more memory or went deeper than is "
    "allowed; ask for less.",
}
"""The sentence of each code in English; the site says the same in the reader's language."""


class SqlError(QueryError):
    """A question in SQL refused, failed or stopped.

    `code` says why; `subject` is what is named: a table, a function, a limit, or what the database
    says (in English). `line` and `column` count from 1 and are 0 where no place is known;
    `position` counts octets from 0 and is -1 there.
    """

    def __init__(
        self,
        code: Code,
        subject: str = "",
        *,
        sql: str = "",
        position: int = -1,
        most: str = "",
    ) -> None:
        self.code: Final[Code] = code
        self.subject: Final = subject
        self.most: Final = most
        self.line, self.column = _place(sql, position)
        self.position: Final = position if self.line else -1
        super().__init__(SENTENCES[code].format(subject=subject, most=most))

    def __str__(self) -> str:
        """Return the sentence, for what the database says with its place."""
        sentence = super().__str__()
        if not self.line:
            return sentence
        place = f"in line {self.line}, column {self.column}"
        if self.code != "database":
            return f"{sentence[:-1]} ({place})."
        kind, told, message = sentence.partition(": ")
        return f"{kind} {place}: {message}" if told else sentence


def _place(sql: str, position: int) -> tuple[int, int]:
    """Return line and column of an octet of the SQL, 0 and 0 where it is not in it."""
    octets = sql.encode()
    if not 0 <= position <= len(octets) or not sql:
        return 0, 0
    before = octets[:position].decode(errors="ignore")
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
