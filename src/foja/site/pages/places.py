"""Where trainings were held: the search for a place, every place of a country, and one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from rapidfuzz import fuzz, process

from foja.meaning.place_names import aliases, all_place_rules
from foja.meaning.text import fold
from foja.measures.entities import GROUP, by_columns, parts
from foja.measures.figures import Figures
from foja.measures.filters import Filters
from foja.site.addresses import place_address, places_address
from foja.site.choice import Parameters
from foja.site.entities import (
    MOST_COUNTRIES,
    Entity,
    Link,
    Option,
    asked_entity,
    figures_words,
    group_lines,
    known_country,
    lines,
    page_citation,
    places_of,
    sums,
)
from foja.site.place_words import degrees, delivery_words, kind_words, precision_words, state_words
from foja.site.problems import RefusalError, language_of
from foja.site.state import site_of
from foja.site.templating import page
from foja.tables.selection import plain

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from foja.measures.entities import Part
    from foja.site.language import Language
    from foja.site.reading import Reading, Row

TEAM: Final = "team_base"
MOST_NAMES: Final = 40
MOST_FOUND: Final = 100
NEAR: Final = 85
"""Likeness of 100 below which a name is not proposed."""
NOWHERE: Final = ""
"""The group of places that lie in no country: at sea, online."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A place in a list: what it is, where it lies, its sums."""

    name: str
    address: str
    kind: str
    admin1: str
    country: str
    figures: Figures
    years: str
    near: bool = False


def places_page(request: Request) -> Response:
    """Answer `/<language>/places`: the search, or the places of a country, or the countries."""
    language, reading = language_of(request), site_of(request).reading
    _ = language.gettext
    path = places_address(language)
    given = Parameters(request.query_params, language, ("q", "country"))
    words = given.text("q")
    lie_in = {row["country_iso3"] for row in places_of(reading).values()}
    country = known_country(given.text("country"), reading, language, path, lie_in)
    if words and not fold(words):
        raise RefusalError(
            400,
            _("“%(text)s” has no letter or digit to look for.", text=words[:40]),
            ((_("See all places"), path),),
        )
    sums_of = {part.value: part for part in _all_sums(reading)}
    known = places_of(reading)
    if words:
        found = [
            _listed(known[place_id], sums_of, reading, language, near=near)
            for place_id, near in _search(words, country, reading)
        ]
        groups = [{"name": "", "places": found}] if found else []
    elif country:
        groups = _by_state(country, sums_of, reading, language)
    else:
        groups = []
    return page(
        request,
        language,
        "places.html",
        section="places",
        title=_("Places"),
        description=_("Where the trainings were held, as far as the reports say."),
        words=words,
        country=country,
        country_name=reading.country_name(country, country or "", language) if country else "",
        groups=groups,
        found=sum(len(group["places"]) for group in groups),
        most=MOST_FOUND,
        all_countries=_countries(sums_of, reading, language) if not (words or country) else [],
        countries=_options(country, sums_of, reading, language),
        deliveries=lines(
            [part for part in _deliveries(reading) if part.value],
            lambda code: delivery_words(code, language)[0],
            lambda _code: "",
            by="students",
        ),
        meanings=[delivery_words(code, language) for code in DELIVERIES],
        here_path=path,
    )


DELIVERIES: Final = ("in_country", "united_states", "third_country", "online", "unknown")


def _all_sums(reading: Reading) -> list[Part]:
    return parts(reading.tables, Filters(), "place_id", order="students")


def _deliveries(reading: Reading) -> list[Part]:
    return parts(reading.tables, Filters(), "delivery", order="students")


def _listed(
    row: Row,
    sums_of: dict[Any, Part],
    reading: Reading,
    language: Language,
    *,
    near: bool = False,
) -> Listed:
    part = sums_of.get(row["place_id"])
    years = part.years if part else ()
    country = row["country_iso3"]
    return Listed(
        row[f"name_{language.code}"],
        place_address(language, row["place_id"]),
        kind_words(row["kind"], language),
        state_words(row["admin1"], language),
        reading.country_name(country, country, language) if country else "",
        part.figures if part else Figures(),
        _span(years),
        near,
    )


def _span(years: tuple[int, ...]) -> str:
    if not years:
        return ""
    return str(years[0]) if years[0] == years[-1] else f"{years[0]}\N{EN DASH}{years[-1]}"


def _by_state(
    country: str, sums_of: dict[Any, Part], reading: Reading, language: Language
) -> list[dict[str, Any]]:
    """Return the places of a country that have trainings, by state, most students first."""
    states: dict[str, list[Listed]] = {}
    for place_id, row in places_of(reading).items():
        if row["country_iso3"] == country and place_id in sums_of:
            listed = _listed(row, sums_of, reading, language)
            states.setdefault(row["admin1"] or "", []).append(listed)
    for places in states.values():
        places.sort(key=lambda one: (-(one.figures.students or 0), plain(one.name)))
    return [{"name": state, "places": states[state]} for state in sorted(states)]


def _countries(
    sums_of: dict[Any, Part], reading: Reading, language: Language
) -> list[dict[str, Any]]:
    """Return the countries with places that have trainings, most students first."""
    found: dict[str, dict[str, Any]] = {}
    for place_id, row in places_of(reading).items():
        if place_id not in sums_of:
            continue
        code = row["country_iso3"] or NOWHERE
        group = found.setdefault(
            code,
            {
                "name": reading.country_name(code, code, language)
                if code
                else language.gettext("In no one country: at sea, online"),
                "address": f"{places_address(language)}?country={code}" if code else "",
                "places": [],
                "students": 0,
                "trainings": 0,
            },
        )
        figures = sums_of[place_id].figures
        group["places"].append(_listed(row, sums_of, reading, language))
        group["students"] += figures.students or 0
        group["trainings"] += figures.trainings
    return sorted(found.values(), key=lambda group: -group["students"])


def _options(
    country: str | None, sums_of: dict[Any, Part], reading: Reading, language: Language
) -> list[Option]:
    codes = {
        row["country_iso3"]
        for place_id, row in places_of(reading).items()
        if row["country_iso3"] and (place_id in sums_of or row["country_iso3"] == country)
    }
    options = [
        Option(code, reading.country_name(code, code, language), code == country) for code in codes
    ]
    return sorted(options, key=lambda option: plain(option.text))


def _search(words: str, country: str | None, reading: Reading) -> list[tuple[str, bool]]:
    """Return the places with a name that has all the words, else those with a name like them."""
    wanted = fold(words)
    asked = wanted.split()
    known = places_of(reading)
    names = [
        (name, place_id)
        for name, place_id in _names(reading)
        if country is None or known[place_id]["country_iso3"] == country
    ]
    sure = dict.fromkeys(
        place_id
        for name, place_id in sorted(names, key=lambda pair: (pair[0] != wanted, len(pair[0])))
        if all(word in name for word in asked)
    )
    if sure:
        return [(place_id, False) for place_id in sure][:MOST_FOUND]
    near = process.extract(
        wanted,
        [name for name, _place in names],
        scorer=fuzz.token_sort_ratio,
        score_cutoff=NEAR,
        limit=MOST_FOUND,
    )
    return [(place_id, True) for place_id in dict.fromkeys(names[at][1] for *_, at in near)]


def _names(reading: Reading) -> list[tuple[str, str]]:
    """Return the folded names of the places, with those that reports print for them."""
    known = places_of(reading)
    own = [
        (fold(f"{row[name]} {row['admin1'] or ''}"), place_id)
        for place_id, row in known.items()
        for name in ("name_en", "name_es")
    ]
    printed = [(alias.printed, alias.place_id) for alias in aliases() if alias.place_id in known]
    return own + printed


def place_page(request: Request) -> Response:
    """Answer `/<language>/place/<place_id>`."""
    language, site = language_of(request), site_of(request)
    reading = site.reading
    _ = language.gettext
    place_id = str(request.path_params["place_id"])
    known = places_of(reading)
    row = known.get(place_id)
    if row is None:
        raise RefusalError(
            404,
            _("No place has the identifier “%(id)s”.", id=place_id[:60]),
            ((_("Search the places"), places_address(language)),),
        )
    entity = asked_entity(request, reading, language, places=(place_id,))
    shown = sums(entity, reading, language, by="students")
    filters, tables = entity.filters, reading.tables
    country = filters.country
    name = str(row[f"name_{language.code}"])
    holder = known.get(row["within"] or "")
    lies_in = row["country_iso3"]
    steps = [(_("Places"), places_address(language))]
    if lies_in:
        steps.append(
            (
                reading.country_name(lies_in, lies_in, language),
                f"{places_address(language)}?country={lies_in}",
            )
        )
    by = by_columns(tables, filters, ("place_rule", "delivery", "location_printed", GROUP))
    rules = {part.value: part for part in by["place_rule"]}
    return page(
        request,
        language,
        "place.html",
        section="places",
        title=name,
        steps=[*steps, (name, "")],
        description=_("Trainings listed at %(place)s.", place=name),
        row=row,
        name=name,
        kind=kind_words(row["kind"], language),
        country_name=reading.country_name(lies_in, lies_in, language) if lies_in else "",
        state_name=state_words(row["admin1"], language),
        coordinates=degrees(row["latitude"], row["longitude"], language),
        precision=precision_words(row["precision"], language),
        holder=Link(holder[f"name_{language.code}"], place_address(language, holder["place_id"]))
        if holder
        else None,
        inside=_inside(place_id, reading, language),
        figures=figures_words(shown["total"], language),
        sums=shown,
        countries_title=_("The %(num)s countries with most students", num=MOST_COUNTRIES)
        if country is None and len(shown["by_country"]) == MOST_COUNTRIES
        else _("Countries whose forces were trained here"),
        names=lines(
            by["location_printed"][:MOST_NAMES],
            lambda printed: printed or _("no place printed"),
            lambda _printed: "",
            by="trainings",
            printed=True,
        ),
        team=_team(rules.get(TEAM), entity, language),
        rules=_rules(rules, language),
        deliveries=_delivery_lines(by["delivery"], entity, language),
        groups=group_lines(
            sorted(by[GROUP], key=lambda part: -(part.figures.students or 0)),
            entity,
            reading,
            language,
            by="students",
        ),
        citation=page_citation(request, name, site.version, language),
    )


def _inside(place_id: str, reading: Reading, language: Language) -> list[Link]:
    return [
        Link(one[f"name_{language.code}"], place_address(language, one["place_id"]))
        for one in places_of(reading).values()
        if one["within"] == place_id
    ]


def _team(part: Part | None, entity: Entity, language: Language) -> str:
    """Say how many lines are of teams that are based here and taught elsewhere."""
    if part is None:
        return ""
    figures = part.figures
    text = language.ngettext(
        "%(num)s of these lines (%(students)s students) is of a team that travels: the report "
        "lists it at the place that sent the team, and the team taught elsewhere.",
        "%(num)s of these lines (%(students)s students) are of teams that travel: the report "
        "lists them at the place that sent the team, and the teams taught elsewhere.",
        figures.trainings,
        students=language.number(figures.students or 0),
    )
    rest = language.gettext("They are in the sums of this page, since this is the place printed.")
    return f"{text} {rest}" if not entity.filters.country else text


def _rules(found: dict[Any, Part], language: Language) -> list[dict[str, Any]]:
    """Say by which rules the lines were placed here."""
    spanish = language.code == "es"
    texts = {
        rule.code: (rule.label_es, rule.reason_es) if spanish else (rule.label_en, rule.reason_en)
        for rule in all_place_rules()
    }
    return [
        {
            "name": texts.get(code, (str(code or language.gettext("no rule")), ""))[0],
            "text": texts.get(code, ("", ""))[1],
            "figures": part.figures,
        }
        for code, part in found.items()
    ]


def _delivery_lines(
    deliveries: list[Part], entity: Entity, language: Language
) -> list[dict[str, Any]]:
    """Return the trainings here by manner of delivery, each with what that means."""
    found = []
    country = entity.filters.country
    for part in deliveries:
        name, meaning = delivery_words(str(part.value or ""), language)
        found.append(
            {
                "name": name,
                "meaning": meaning,
                "figures": part.figures,
                "address": entity.rows(language, country, deliveries=(str(part.value),))
                if country and part.value
                else "",
            }
        )
    return found
