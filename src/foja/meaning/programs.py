"""Headings of Section IV to programmes with stable codes, and to the agencies behind them."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from foja.meaning.text import fold
from foja.meaning.vocabulary import Entry, broken_rule, load, require_unique

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

FILE: Final = "programs.toml"
_CODE: Final = re.compile(r"[A-Z][A-Z0-9]*")
FIRST_FISCAL_YEAR: Final = 1946
LAST_FISCAL_YEAR: Final = 2100


class Agency(Entry, frozen=True):
    """A department or agency of the United States government."""

    code: str
    name_en: str
    name_es: str
    printed: tuple[str, ...]


class PrintedHeading(Entry, frozen=True):
    """A programme's heading as printed.

    Either `seen` names the reports that print it, or `expected` says why a report that nobody has
    read yet may print it.
    """

    printed: str
    seen: tuple[str, ...] = ()
    expected: str | None = None


class Program(Entry, frozen=True):
    """A programme or authority under which the reports list trainings.

    `agency` answers for it where a heading names none; `part_of` is the programme of which this is
    one heading among several (the kinds of IMET money). `legal_authority_*` cites the law, None
    where the reports name none and the law does not settle it; the description then says so.
    `in_law_from` and `in_law_to` are the first and last fiscal year in which the authority existed,
    None where open or not settled. `successors` are the codes that took its place. `source` says
    where these legal facts come from.
    """

    code: str
    name_en: str
    name_es: str
    agency: str
    description_en: str
    description_es: str
    source: str
    headings: tuple[PrintedHeading, ...]
    part_of: str | None = None
    legal_authority_en: str | None = None
    legal_authority_es: str | None = None
    in_law_from: int | None = None
    in_law_to: int | None = None
    successors: tuple[str, ...] = ()
    note: str | None = None


class ProgramVocabulary(Entry, frozen=True):
    """The file `programs.toml`."""

    agency: tuple[Agency, ...]
    program: tuple[Program, ...]


@cache
def vocabulary() -> ProgramVocabulary:
    """Return the checked content of the package's `programs.toml`."""
    return read_vocabulary()


def read_vocabulary(where: Traversable | None = None) -> ProgramVocabulary:
    """Read and check `programs.toml`, in the folder `where` if given; raises `VocabularyError`."""
    content = load(FILE, ProgramVocabulary, where=where)
    codes = [program.code for program in content.program]
    agencies = [agency.code for agency in content.agency]
    require_unique(FILE, codes, "code")
    require_unique(FILE, agencies, "agency")
    require_unique(
        FILE,
        (fold(heading.printed) for program in content.program for heading in program.headings),
        "heading",
    )
    require_unique(
        FILE, (fold(name) for agency in content.agency for name in agency.printed), "agency's name"
    )
    for program in content.program:
        _check_entry(program, set(agencies))
        _check_relations(program, set(codes))
    _require_no_cycle({program.code: program.successors for program in content.program})
    return content


def _check_entry(program: Program, agencies: set[str]) -> None:
    if not _CODE.fullmatch(program.code):
        raise broken_rule(FILE, program.code, "not a code", "use capitals and digits only")
    if program.agency not in agencies:
        raise broken_rule(FILE, program.code, f"unknown agency {program.agency}", "define it")
    if not program.headings:
        raise broken_rule(FILE, program.code, "no heading", "give one that is seen or expected")
    for heading in program.headings:
        if bool(heading.seen) is bool(heading.expected):
            problem = f"heading {heading.printed} must be either seen or expected"
            raise broken_rule(FILE, program.code, problem, "name its report or the reason")
    for words in (program.description_en, program.description_es, program.source):
        if not words.endswith("."):
            raise broken_rule(
                FILE, program.code, "no full sentence", "describe it, with its source"
            )
    if (program.legal_authority_en is None) is not (program.legal_authority_es is None):
        raise broken_rule(FILE, program.code, "law cited in one language", "cite it in both")
    years = [year for year in (program.in_law_from, program.in_law_to) if year is not None]
    if years != sorted(years) or not all(
        FIRST_FISCAL_YEAR <= year <= LAST_FISCAL_YEAR for year in years
    ):
        raise broken_rule(FILE, program.code, f"impossible years {years}", "correct them")


def _check_relations(program: Program, codes: set[str]) -> None:
    others = codes - {program.code}
    if program.part_of is not None and program.part_of not in others:
        raise broken_rule(FILE, program.code, f"unknown part_of {program.part_of}", "correct it")
    for successor in program.successors:
        if successor not in others:
            raise broken_rule(FILE, program.code, f"unknown successor {successor}", "correct it")
    require_unique(FILE, program.successors, f"successor of {program.code}")
    if program.successors and program.in_law_to is None and program.note is None:
        problem = "a successor, and no end of its own"
        raise broken_rule(FILE, program.code, problem, "give in_law_to, or say why not in note")


def _require_no_cycle(successors: dict[str, tuple[str, ...]]) -> None:
    for code, direct in successors.items():
        reached: set[str] = set()
        ahead = list(direct)
        while ahead:
            here = ahead.pop()
            if here == code:
                raise broken_rule(FILE, code, "it succeeds itself", "break the circle")
            if here not in reached:
                reached.add(here)
                ahead.extend(successors[here])


@cache
def _by_heading() -> dict[str, Program]:
    return {
        fold(heading.printed): program
        for program in vocabulary().program
        for heading in program.headings
    }


@cache
def _by_agency_name() -> dict[str, str]:
    return {fold(name): agency.code for agency in vocabulary().agency for name in agency.printed}


@lru_cache(maxsize=1024)
def program_of(heading_program: str) -> Program | None:
    """Return the programme of a heading's first part ("IMET-1"); None if no programme has it.

    Case, punctuation and spacing do not count; nothing is guessed from likeness. Expected headings
    count as those that were seen.
    """
    return _by_heading().get(fold(heading_program))


@lru_cache(maxsize=1024)
def agency_of(heading_agency: str) -> str | None:
    """Return `DoD`, `DoS`, `DHS`, ... for an agency as headings name it; None if unknown.

    Takes "Department of State", "DoS" and either with "Training" behind it.
    """
    return _by_agency_name().get(fold(heading_agency).removesuffix(" training"))


def all_programs() -> tuple[Program, ...]:
    """Return every programme, in the order of `programs.toml`."""
    return vocabulary().program


def all_agencies() -> tuple[Agency, ...]:
    """Return every agency, in the order of `programs.toml`."""
    return vocabulary().agency
