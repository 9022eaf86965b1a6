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
_HEADING: Final = re.compile(
    r"(?P<program>.+?)\s+-\s+(?:FY|Fiscal Year)\s*\d{4}\s+(?P<agency>.+?)\s+Training"
)


class Agency(Entry, frozen=True):
    """A department or agency of the United States government."""

    code: str
    name_en: str
    name_es: str
    printed: tuple[str, ...]


class PrintedHeading(Entry, frozen=True):
    """A programme's heading as printed, and the reports that print it."""

    printed: str
    seen: tuple[str, ...]


class Program(Entry, frozen=True):
    """A programme or authority under which the reports list trainings.

    `agency` answers for it where a heading names none; `part_of` is the programme of which this is
    one heading among several (the kinds of IMET money). Descriptions are None where the reports and
    the law leave open what a heading means.
    """

    code: str
    name_en: str
    name_es: str
    agency: str
    headings: tuple[PrintedHeading, ...]
    part_of: str | None = None
    description_en: str | None = None
    description_es: str | None = None
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
        _check(program, set(codes), set(agencies))
    return content


def _check(program: Program, codes: set[str], agencies: set[str]) -> None:
    if not _CODE.fullmatch(program.code):
        raise broken_rule(FILE, program.code, "not a code", "use capitals and digits only")
    if program.agency not in agencies:
        raise broken_rule(FILE, program.code, f"unknown agency {program.agency}", "define it")
    if program.part_of is not None and program.part_of not in codes - {program.code}:
        raise broken_rule(FILE, program.code, f"unknown part_of {program.part_of}", "correct it")
    if not program.headings or not all(heading.seen for heading in program.headings):
        raise broken_rule(FILE, program.code, "a heading nobody saw", "name its report")
    if (program.description_en is None) is not (program.description_es is None):
        raise broken_rule(FILE, program.code, "described in one language", "describe it in both")


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


def split_heading(heading: str) -> tuple[str, str | None]:
    """Return programme and agency of a heading such as "FMF - Fiscal Year 2011 ... Training".

    A heading without year and agency is all programme, and the agency None.
    """
    match = _HEADING.fullmatch(heading.strip())
    return (match["program"], match["agency"]) if match else (heading.strip(), None)


@lru_cache(maxsize=1024)
def program_of(heading_program: str) -> Program | None:
    """Return the programme of a heading's first part ("IMET-1"); None if no programme has it.

    Case, punctuation and spacing do not count; nothing is guessed from likeness.
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
