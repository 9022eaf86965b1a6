"""Parameters of a question: declared once as a structure, read from an address, told to readers.

A structure derives from `Asked`, or from `Paged` where the answer has pages. Each of its fields is
one parameter, with its meaning in `msgspec.Meta`. A field whose name stands in braces in the
endpoint's path is read from there, every other one from the query; a field of several values may
be given several times. Empty values count as not given, as on the pages of the site.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeVar

import msgspec
from msgspec import Meta

from foja.measures.filters import LONGEST_WORDS, MOST_VALUES
from foja.measures.rows import MOST_ROWS
from foja.site.api.problem import ProblemError, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

USUAL_LIMIT: Final = 100
LONGEST_CURSOR: Final = 200
_WHOLE: Final = re.compile(r"-?[0-9]{1,9}", re.ASCII)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_FIELD: Final = re.compile(r"\$\.([a-z0-9_]+)")
_MISSING: Final = re.compile(r"missing required field `([a-z0-9_]+)`")
"""How msgspec names the parameter in question."""

_ONE: Final = {"several": False}
_LINES: Final = str.maketrans("", "", "\t\r\n")

Country = Annotated[
    str,
    Meta(
        pattern=r"^[A-Z]{3}$",
        description="ISO 3166-1 alpha-3 code of the country (XKX for Kosovo)",
        examples=["MEX"],
    ),
]
Year = Annotated[int, Meta(ge=1990, le=2100, description="a year", examples=[2019])]
Code = Annotated[str, Meta(min_length=1, max_length=80)]
Words = Annotated[str, Meta(min_length=1, max_length=LONGEST_WORDS)]
Codes = Annotated[tuple[Code, ...], Meta(max_length=MOST_VALUES)]
Language = Annotated[
    Literal["en", "es"], Meta(description="language of sentences: English or Spanish")
]


class Asked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question to the API."""

    format: Annotated[
        Literal["json", "csv"],
        Meta(description="form of the answer; CSV has the rows alone, the rest is in its headers"),
    ] = "json"


class Paged(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question whose answer has pages."""

    limit: Annotated[
        int, Meta(ge=1, le=MOST_ROWS, description="most rows of this answer", examples=[100])
    ] = USUAL_LIMIT
    cursor: (
        Annotated[
            str,
            Meta(
                min_length=1,
                max_length=LONGEST_CURSOR,
                description="where the page begins: `page.next_cursor` of the answer before, with "
                "every other parameter but `limit` and `format` as it was",
            ),
        ]
        | None
    ) = None


Question = TypeVar("Question", bound=Asked)


def read(
    kind: type[Question], given: Iterable[tuple[str, str]], path: Mapping[str, str]
) -> Question:
    """Return the question that an address asks: `given` of its query, `path` of its path.

    Raises `ProblemError` with the parameter in question for one that the structure does not have,
    one given twice that has one value, and a value that it cannot have.
    """
    fields = _fields(kind)
    raw: dict[str, Any] = {}
    for name, text in (*path.items(), *given):
        if name not in fields or (name in path and name in raw):
            known = ", ".join(one for one in fields if one not in path)
            raise ProblemError(
                "unknown_parameter",
                f"This address has no parameter {quoted(name)}.",
                where=name[:LONGEST_WORDS],
                what_to_do=f"Its parameters are: {known}.",
            )
        if not text:
            continue
        if not _printable(fields[name]["schema"], text):
            raise _refused(kind, name, text)
        value = _value(kind, fields[name], name, text)
        if fields[name]["several"]:
            raw.setdefault(name, []).append(value)
        elif name in raw:
            raise ProblemError(
                "bad_value",
                f"The parameter “{name}” is given twice.",
                where=name,
                what_to_do="Give it once.",
            )
        else:
            raw[name] = value
    return made(kind, raw)


def made(kind: type[Question], raw: Mapping[str, Any]) -> Question:
    """Return the question made of values by their names; `ProblemError` where one cannot be meant.

    Values have the types of the structure: numbers are numbers, days may be text, and one value may
    stand for several.
    """
    fields = _fields(kind)
    whole = {
        name: [value] if isinstance(value, str) and fields.get(name, _ONE)["several"] else value
        for name, value in raw.items()
    }
    try:
        return msgspec.convert(whole, kind)
    except msgspec.ValidationError as error:
        if missing := _MISSING.search(str(error)):
            name = missing[1]
            raise ProblemError(
                "bad_value",
                f"The parameter “{name}” is missing.",
                where=name,
                what_to_do=expected(fields[name]["schema"]),
            ) from error
        found = _FIELD.search(str(error))
        name = found[1] if found else ""
        value = raw.get(name, "")
        if name:
            shown = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
            raise _refused(kind, name, shown) from error
        raise ProblemError(
            "bad_value",
            f"{str(error).rstrip('.')}.",
            what_to_do=f"The parameters are: {', '.join(fields)}.",
        ) from error


def parameter_schemas(kind: type[Asked]) -> dict[str, dict[str, Any]]:
    """Return the JSON Schema of each parameter of a question, and whether it has to be given.

    `required` and `several` stand beside the `schema`.
    """
    return _fields(kind)


@cache
def _fields(kind: type[Asked]) -> dict[str, dict[str, Any]]:
    _whole, components = msgspec.json.schema_components([kind], ref_template="{name}")
    schema = components[kind.__name__]
    required = set(schema.get("required", ()))
    return {
        name: {
            "schema": (plain := _without_null(dict(field))),
            "required": name in required,
            "several": plain.get("type") == "array",
        }
        for name, field in schema["properties"].items()
    }


def _without_null(field: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a parameter that may be left out: in an address nothing is null."""
    if "anyOf" in field:
        (only,) = [one for one in field.pop("anyOf") if one.get("type") != "null"]
        field = {**only, **field}
    if field.get("default", ...) in (None, []):
        del field["default"]
    return field


def _printable(schema: Mapping[str, Any], text: str) -> bool:
    """Say whether a text has only characters that print; one with a media type may have lines."""
    plain = text.translate(_LINES) if "contentMediaType" in schema else text
    return plain.isprintable()


def _value(kind: type[Asked], field: Mapping[str, Any], name: str, text: str) -> object:
    wanted = field["schema"].get("type")
    if wanted == "integer":
        if not _WHOLE.fullmatch(text):
            raise _refused(kind, name, text)
        return int(text)
    if wanted == "boolean":
        if text not in {"true", "false"}:
            raise _refused(kind, name, text)
        return text == "true"
    if field["schema"].get("format") == "date":
        if not _DAY.fullmatch(text):
            raise _refused(kind, name, text)
        try:
            return dt.date.fromisoformat(text)
        except ValueError as error:
            raise _refused(kind, name, text) from error
    return text


def _refused(kind: type[Asked], name: str, text: str) -> ProblemError:
    schema = _fields(kind)[name]["schema"]
    return ProblemError(
        "bad_value",
        f"{quoted(text)} is not a value of “{name}”.",
        where=name,
        what_to_do=expected(schema),
    )


def expected(schema: Mapping[str, Any]) -> str:
    """Say in a sentence what values a parameter has."""
    one = schema["items"] if schema.get("type") == "array" else schema
    if "enum" in one:
        return f"Give one of: {', '.join(str(value) for value in one['enum'])}."
    such = f", such as {one['examples'][0]}" if one.get("examples") else ""
    if one.get("type") == "integer":
        return f"Give a whole number from {one['minimum']} to {one['maximum']}{such}."
    if one.get("type") == "boolean":
        return "Give true or false."
    if one.get("format") == "date":
        return "Give a day as year, month and day, such as 2011-01-31."
    most = one.get("maxLength")
    size = f" of at most {most} characters that print" if most else ""
    several = f", at most {schema['maxItems']} times" if schema.get("maxItems") else ""
    meant = schema.get("description") or one.get("description") or "a text"
    return f"Give a text{size}{several}{such}: {meant}."
