"""The panels as the page shows them: drawings, files, tables, and what each series counts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from foja.meaning.series import all_panels
from foja.meaning.series_points import all_events, main_events
from foja.measures.cooperation import cooperation
from foja.measures.filters import Filters
from foja.site import cooperation_words as words
from foja.site.addresses import embed_address
from foja.site.charts.panels import Drawing, Frame, NumberedEvent, frames_of
from foja.site.choice import Choice
from foja.site.series_words import point_anchor, publisher_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foja.measures.cooperation import Cooperation, ShownPanel, ShownPoint, ShownSeries
    from foja.site.cooperation_choice import CooperationChoice
    from foja.site.language import Language
    from foja.site.state import Site

KINDS: Final = ("png", "svg", "csv", "json")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One point in the table under a panel."""

    anchor: str
    year: str
    value: str
    status: str
    source: str
    source_text: str
    note: str
    rows: str


@dataclass(frozen=True, slots=True)
class SeriesView:
    """A series with what it counts, its rows and its sums in words."""

    key: str
    name: str
    rows: tuple[TableRow, ...]
    facts: tuple[tuple[str, str], ...]
    source: str
    source_title: str
    source_in_english: bool


@dataclass(frozen=True, slots=True)
class FrameView:
    """A drawing's place on the page: its specification, and its picture for want of a script."""

    name: str
    title: str
    unit: str
    spec: str
    svg: str
    description: str


@dataclass(frozen=True, slots=True)
class PanelView:
    """A panel as the template shows it; `files` are the addresses of its downloads."""

    key: str
    section: str
    title: str
    subtitle: str
    publishers: str
    frames: tuple[FrameView, ...]
    series: tuple[SeriesView, ...]
    files: tuple[tuple[str, str], ...]
    left_out: str
    hollow: bool
    embed: str

    @property
    def name(self) -> str:
        """What the code that shows it elsewhere is known by on the page."""
        return self.key


@dataclass(frozen=True)
class CooperationPage:
    """A country's panels and events for a choice, and the drawings made of them."""

    choice: CooperationChoice
    found: Cooperation
    drawing: Drawing
    events: tuple[NumberedEvent, ...]
    drawn: frozenset[str]

    @cached_property
    def frames(self) -> dict[str, tuple[Frame, ...]]:
        """The drawings of each panel by its key."""
        return {panel.key: frames_of(panel) for panel in self.found.panels}

    @property
    def overview(self) -> tuple[Frame, ...]:
        """The drawings that fit on one sheet: the panels of money and outcomes with one each."""
        return tuple(
            frames[0]
            for panel, frames in zip(self.found.panels, self.frames.values(), strict=True)
            if panel.section != "more" and len(frames) == 1
        )


def read_page(choice: CooperationChoice, site: Site, language: Language) -> CooperationPage:
    """Return what the page of a choice shows."""
    found = cooperation(site.reading.tables, choice.country, choice.options)
    own = [event for event in all_events() if event.country_iso3 == choice.country]
    # An event keeps its number whatever years are shown.
    events = tuple(
        NumberedEvent(number, event)
        for number, event in enumerate(own, start=1)
        if choice.options.has_year(event.date.year)
    )
    marked = {"all": {event.event for event in own}, "main": main_events(), "none": frozenset()}
    drawn = frozenset(marked[choice.events])

    def link(series: ShownSeries, point: ShownPoint) -> str:
        if series.definition.made_from == "trainings":
            return rows_address(choice.country, point.year, language)
        return f"#{anchor_of(series, point)}"

    return CooperationPage(
        choice,
        found,
        Drawing(
            language,
            *_span(found, events, choice),
            [each for each in events if each.event.event in drawn],
            link,
            language.gettext("Foja, tables %(version)s.", version=site.version),
        ),
        events,
        drawn,
    )


def _span(
    found: Cooperation, events: tuple[NumberedEvent, ...], choice: CooperationChoice
) -> tuple[int, int]:
    """Return the first and the last year of every drawing's axis."""
    years = [p.year for panel in found.panels for one in panel.series for p in one.points]
    years += [each.event.date.year for each in events]
    last = choice.last if choice.last is not None else max(years, default=choice.first)
    return choice.first, max(choice.first, last)


def anchor_of(series: ShownSeries, point: ShownPoint) -> str:
    """Return the identifier of a point's row."""
    return point_anchor(series.definition.key, point.year)


@lru_cache(maxsize=1 << 12)
def rows_address(country: str, year: int, language: Language) -> str:
    """Return the address of the trainings of a fiscal year."""
    chosen = Filters(country=country, fiscal_year_from=year, fiscal_year_to=year)
    return Choice(country, chosen).address(language, anchor="trainings")


def panel_views(page: CooperationPage, language: Language) -> list[PanelView]:
    """Return the panels for the template; a panel without a point to show is left out."""
    frames = page.frames
    return [
        _panel_view(panel, frames[panel.key], page, language)
        for panel in page.found.panels
        if frames[panel.key]
    ]


def missing_panels(page: CooperationPage, language: Language) -> list[str]:
    """Return the titles of the panels of every country in which this one has nothing."""
    shown = {key for key, frames in page.frames.items() if frames}
    return [
        panel.title_es if language.code == "es" else panel.title_en
        for panel in all_panels()
        if panel.key not in shown
        and (not panel.countries or page.choice.country in panel.countries)
    ]


def frame_views(
    frames: Sequence[Frame], page: CooperationPage, language: Language
) -> tuple[FrameView, ...]:
    """Return drawings as a template shows them."""
    choice, drawing = page.choice, page.drawing
    return tuple(
        FrameView(
            frame.name,
            drawing.title(frame),
            drawing.axis(frame).unit,
            choice.file(language, frame.name, "json"),
            choice.file(language, frame.name, "svg"),
            words.description_of(frame.series, frame.panel, language),
        )
        for frame in frames
    )


def _panel_view(
    panel: ShownPanel, frames: tuple[Frame, ...], page: CooperationPage, language: Language
) -> PanelView:
    _ = language.gettext
    choice, drawing = page.choice, page.drawing
    series = tuple(_series_view(one, panel, choice, language) for one in panel.series)
    years = words.years_text(panel, language)
    unit = drawing.axis(frames[0]).unit
    subtitle = f"{unit}, {years}."
    if not frames[0].alone:
        subtitle = _("Each drawing has its own scale; U.S. dollars, %(years)s.", years=years)
    left_out = ""
    if panel.left_out:
        names = [words.name_of(entry, language) for entry in panel.left_out]
        left_out = _(
            "Not shown in constant dollars, for it runs over many years: %(names)s.",
            names=language.together(names),
        )
    return PanelView(
        panel.key,
        panel.section,
        words.title_of(panel, language),
        subtitle,
        "; ".join(dict.fromkeys(publisher_of(one.definition, language) for one in panel.series)),
        frame_views(frames, page, language),
        series,
        tuple(
            (
                "Vega-Lite" if kind == "json" else kind.upper(),
                choice.file(language, panel.key, kind),
            )
            for kind in KINDS
        ),
        left_out,
        any(
            point.status in words.NOT_SETTLED
            for frame in frames
            if not frame.bars
            for one in frame.series
            for point in one.points
        ),
        embed_address(choice.file(language, panel.key, "json")),
    )


def _series_view(
    one: ShownSeries, panel: ShownPanel, choice: CooperationChoice, language: Language
) -> SeriesView:
    _ = language.gettext
    entry, spanish = one.definition, language.code == "es"
    trainings = entry.made_from == "trainings"
    publisher = publisher_of(entry, language)
    rows = tuple(
        TableRow(
            anchor_of(one, point),
            words.year_name(point.year, panel, language),
            words.value_text(point.value, panel.unit, language),
            words.status_name(point.status, language),
            point.source_url,
            publisher,
            (point.note_es if spanish else point.note_en) or "",
            rows_address(choice.country, point.year, language) if trainings else "",
        )
        for point in one.points
    )
    facts: list[tuple[str, str]] = [
        (_("What it counts"), entry.definition_es if spanish else entry.definition_en),
        (_("Caveat"), entry.caveat_es if spanish else entry.caveat_en),
        (_("Published by"), publisher),
        (_("Edition"), entry.vintage_es if spanish else entry.vintage),
        (_("Status"), words.status_name(entry.status, language)),
    ]
    if entry.covers:
        facts.append((_("The source has whole"), words.span(*entry.covers)))
    facts.extend(
        (
            _("Sum, FY%(first)s to FY%(last)s", first=each.first_year, last=each.last_year),
            words.value_text(each.value, panel.unit, language),
        )
        for each in one.sums
    )
    for label, keys in (
        (_("Another definition; never join with"), entry.not_comparable_with),
        (_("Partly the same; never add to"), entry.never_add_to),
    ):
        if keys:
            facts.append((label, "; ".join(words.names_of(keys, language))))
    if one.years_left_out:
        years = ", ".join(map(str, one.years_left_out))
        facts.append((_("Not converted, for want of prices or population"), years))
    facts.append((_("Licence"), entry.licence_es if spanish else entry.licence))
    return SeriesView(
        entry.key,
        words.name_of(entry, language),
        rows,
        tuple(facts),
        entry.source_url,
        entry.source_title,
        not any(letter in entry.source_title for letter in "áéíóúñ"),
    )
