"""A thousand strings that try to be more than text, made from families, the same for each seed.

What betrays one that had its way is planted: a secret in a file and in the environment, a file that
a command would make, a port that a fetch would call, a product that a template would reckon, a tag
and an attribute that a page would hold.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import cycle, islice, product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MANY = 1_000
TAG = "fojaxss"
"""The name of the element and part of the name of the attribute that no page may hold."""
FACTORS = (31_337, 90_001)
PRODUCT = str(FACTORS[0] * FACTORS[1])
"""What an executed template writes; in no table."""
HEADER = "x-foja-injected"
VARIABLE = "FOJA_FUZZ_SECRET"


@dataclass(frozen=True)
class Bait:
    """Where what betrays an injection lies: a file with a secret, one that must never be made."""

    secret: str
    file: Path
    made: Path
    port: int


@dataclass(frozen=True)
class Hostile:
    """A string and the family it is of. Octets that are no UTF-8 stand as lone surrogates."""

    family: str
    text: str


def _octets(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _sql(bait: Bait) -> Iterator[str]:
    calls = (
        f"getenv('{VARIABLE}')",
        f"(SELECT content FROM read_text('{bait.file}'))",  # noqa: S608 - hostile on purpose
        "version()",
        "current_setting('home_directory')",
        "pg_sleep(30)",
        "randomblob(1000000000)",
        "(SELECT count(*) FROM range(10000000000))",
    )
    ends = ("--", "#", "/*", ";--", "")
    for call, end, quote in product(calls, ends, ("'", '"', "", "')", "'))", "`")):
        yield f"MEX{quote} UNION SELECT {call}{end}"
    for quote, end in product(("'", '"', "')", "\\'", "''", "%27", "\u02bc", "\uff07"), ends):
        yield f"{quote} OR 1=1{end}"
        yield f"{quote}; DROP TABLE trainings{end}"
        yield f"{quote} AND (SELECT 1 FROM (SELECT sleep(30)) x){end}"  # noqa: S608 - as above
    for statement in (
        f"COPY trainings TO '{bait.made}'",
        f"EXPORT DATABASE '{bait.made}'",
        f"ATTACH '{bait.made}' AS stolen",
        "INSTALL httpfs",
        "LOAD httpfs",
        "PRAGMA enable_external_access=true",
        "SET enable_external_access=true",
        f"CREATE TABLE stolen AS FROM read_csv('{bait.file}')",
        f"SELECT * FROM 'http://127.0.0.1:{bait.port}/x.parquet'",  # noqa: S608 - as above
        "DELETE FROM trainings",
        "UPDATE trainings SET quantity = 0",
        "WITH RECURSIVE r AS (SELECT 1 UNION ALL SELECT 1 FROM r) SELECT * FROM r",
    ):
        yield statement
        yield f"x'; {statement}; --"
        yield f'x"); {statement}; --'
        yield f"1; {statement}"


def _traversal(bait: Bait) -> Iterator[str]:
    targets = (
        "etc/passwd",
        "proc/self/environ",
        "proc/self/cmdline",
        str(bait.file).lstrip("/"),
        "windows/win.ini",
        "app.py",
        "tables.json",
    )
    steps = (
        "../",
        "..\\",
        "....//",
        "..%2f",
        "%2e%2e/",
        "%2e%2e%2f",
        "..%252f",
        "..%c0%af",
        _octets(b"..\xc0\xaf"),
        _octets(b"\xc0\xae\xc0\xae/"),
        "..;/",
        "..\u2215",
        "\uff0e\uff0e\uff0f",
    )
    for target, step, depth in product(targets, steps, (1, 3, 9)):
        yield f"{step * depth}{target}"
    for target in targets:
        yield f"/{target}"
        yield f"//{target}"
        yield f"file:///{target}"
        yield f"\\\\localhost\\{target}"
        yield f"MEX/../../{target}"
        yield f"{'../' * 9}{target}\x00.csv"


def _xss(_bait: Bait) -> Iterator[str]:
    bodies = (
        f"<{TAG}>",
        f"<script>{TAG}()</script>",
        f"<img src=x on{TAG}=1 onerror=1>",
        f"<svg/onload=1 {TAG}=1>",
        f"<style>@import '{TAG}'</style>",
        f"<a href=javascript:{TAG}>x</a>",
        f"<iframe srcdoc='<{TAG}>'>",
        f"<math><{TAG} xlink:href=x>",
    )
    before = ("", '"', "'", '">', "'>", "-->", "]]>", "</title>", "</script>", "</textarea>")
    for start, body in product(before, bodies):
        yield f"{start}{body}"
    for start, end in product(('" ', "' ", "` ", "/"), ("", " x=", "//")):
        yield f"{start}on{TAG}=alert(1){end}"
    for scheme in ("javascript:", "JaVaScRiPt:", "java\tscript:", "\x01javascript:", "vbscript:"):
        yield f"{scheme}{TAG}"
    yield f"data:text/html,<{TAG}>"
    yield f"\uff1cscript\uff1e{TAG}\uff1c/script\uff1e"
    yield f"+ADw-{TAG}+AD4-"
    yield f"&lt;{TAG}&gt;"
    yield f"&#60;{TAG}&#62;"
    yield f"%3C{TAG}%3E"
    yield _octets(b"\xc0\xbc") + f"{TAG}>"


def _template(_bait: Bait) -> Iterator[str]:
    reckon = f"{FACTORS[0]}*{FACTORS[1]}"
    for left, right in (
        ("{{", "}}"),
        ("${", "}"),
        ("#{", "}"),
        ("<%=", "%>"),
        ("{%print(", ")%}"),
        ("*{", "}"),
        ("@(", ")"),
        ("[[", "]]"),
        ("{{{", "}}}"),
        ("$(", ")"),
        ("`expr ", "`"),
    ):
        yield f"{left}{reckon}{right}"
        yield f"x{left} {reckon} {right}x"
        yield f"'{left}{reckon}{right}'"
    for inside in (
        "config",
        "self.__init__.__globals__",
        "''.__class__.__mro__[1].__subclasses__()",
        "request.app.state",
        "cycler.__init__.__globals__.os.environ",
        "language.translations",
    ):
        yield f"{{{{{inside}}}}}"
        yield f"{{%- if {inside} %}}{PRODUCT[::-1]}{{%- endif %}}"


def _command(bait: Bait) -> Iterator[str]:
    commands = (
        f"touch {bait.made}",
        f"cat {bait.file}",
        f"curl http://127.0.0.1:{bait.port}/",
        "sleep 30",
    )
    wraps = ("; {}", "| {}", "& {}", "&& {}", "|| {}", "`{}`", "$({})", "\n{}\n", "'; {} #")
    for command, wrap in product(commands, wraps):
        yield wrap.format(command)
    yield f"__import__('os').system('touch {bait.made}')"
    yield f"open('{bait.made}','w')"
    yield f"() {{ :; }}; touch {bait.made}"
    yield f"!!python/object/apply:os.system ['touch {bait.made}']"


def _header(_bait: Bait) -> Iterator[str]:
    breaks = ("\r\n", "\n", "\r", "%0d%0a", "\u560a\u560d", "\\r\\n", "\x0b", "\x85", "\u2028")
    for line, before in product(breaks, ("", "MEX", "en")):
        yield f"{before}{line}{HEADER}: 1"
        yield f"{before}{line}set-cookie: {HEADER}=1{line}{line}<{TAG}>"


def _fetch(bait: Bait) -> Iterator[str]:
    here = f"127.0.0.1:{bait.port}"
    for url in (
        f"http://{here}/",
        f"//{here}/",
        f"https://{here}/",
        f"http://localhost:{bait.port}/",
        f"http://[::1]:{bait.port}/",
        f"http://2130706433:{bait.port}/",
        f"http://x@{here}/",
        f"gopher://{here}/_x",
        f"ftp://{here}/x",
        f"jar:http://{here}!/",
        f"\\\\{here}\\x",
        "http://169.254.169.254/latest/meta-data/",
    ):
        yield url
        yield f"<!DOCTYPE x [<!ENTITY e SYSTEM '{url}'>]><x>&e;</x>"
        yield f"<x xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='{url}'/></x>"
        yield f"/{url}"
    yield f"<!DOCTYPE x [<!ENTITY e SYSTEM 'file://{bait.file}'>]><x>&e;</x>"
    yield "<!DOCTYPE x [<!ENTITY a 'aa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]><x>&b;&b;&b;</x>"


def _unicode(_bait: Bait) -> Iterator[str]:
    yield from (
        "\u202emixe\u202c",
        "\ufeffMEX",
        "M\u200bEX",
        "\u0130",
        "\ufb01",
        "\u212a",
        "\u2126",
    )
    yield from ("e" + "\u0301" * 150, "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\ufffd\ufffe")
    yield from ("\U0010ffff", "\u0000", "MEX\u0000", "\u0000MEX", "a\u0000b", "\x7f", "\x1b[31mred")
    yield from map(
        _octets, (b"\xff\xfe", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x80", b"\xe2\x28")
    )
    yield from (
        "\u066d" * 20,
        "\u0661\u0662\u0663",
        "\uff12\uff10\uff12\uff10",
        "\u00b2\u00b3",
        "\u2167",
    )
    yield from ("\U0001d7d8", "\uff11\uff19\uff19\uff19", "2020\u0660", "\u2460")


def _odd(_bait: Bait) -> Iterator[str]:
    yield from ("A" * 190, "A" * 201, "A" * 1_900, "A" * 5_000, "9" * 180, "(" * 150, "[" * 150)
    yield from ("a" * 30 + "!", "(a+)+$", "^(([a-z])+.)+[A-Z]([a-z])+$", "*" * 60, "\\" * 60)
    yield from ("%s%s%s%n", "%x" * 20, "{0}", "{0.__class__}", "%(language)s", "%%", "%", "%d")
    yield from ("-1", "0", "1e309", "NaN", "Infinity", "-0", "0x10", "1_000", "2147483648")
    yield from (
        "9223372036854775808",
        "1" + "0" * 60,
        "1.5",
        "\u0661",
        "true",
        "null",
        "None",
        "undefined",
    )
    yield from ('{"$gt": ""}', '{"$where": "sleep(1000)"}', "[$ne]=1", "' || '1'=='1", "*)(uid=*))")
    yield from ("*", "?", "_", "%25", "a,b,c," * 30, "year,year,year", ",", "&&&", "=", "a=b&c=d")
    yield from ("__proto__", "constructor", "hasOwnProperty", "..", ".", "/", "\\", " ", "\t", "")
    yield from ("2020-02-30", "0000-00-00", "9999-12-31", "2020-13-01", "20200101", "now()")
    yield from ('=HYPERLINK("http://x")', "+1+cmd|' /C calc'!A0", "@SUM(1)", "-2+3+cmd|x", "=1+1")


FAMILIES = {
    "sql": _sql,
    "traversal": _traversal,
    "xss": _xss,
    "template": _template,
    "command": _command,
    "header": _header,
    "fetch": _fetch,
    "unicode": _unicode,
    "odd": _odd,
}


def hostile_strings(bait: Bait, seed: int, many: int = MANY) -> list[Hostile]:
    """Return so many different strings, of every family as far as it goes, in a seeded order."""
    chance = random.Random(seed)  # noqa: S311 - the same strings for each seed
    found: dict[str, list[Hostile]] = {}
    for family, make in FAMILIES.items():
        texts = list(dict.fromkeys(make(bait)))
        chance.shuffle(texts)
        found[family] = [Hostile(family, text) for text in texts]
    turns = cycle(iter(each) for each in found.values())
    rows = (next(turn, None) for turn in islice(turns, sum(map(len, found.values())) * len(found)))
    chosen = list(islice((each for each in rows if each is not None), many))
    chance.shuffle(chosen)
    return chosen
