"""The files behind drawings with a mark for each training: the tree ring, trainings along time."""

from __future__ import annotations

import csv
import io
import threading
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeVar
from weakref import WeakKeyDictionary

import msgspec
from starlette.responses import JSONResponse, Response

from foja.measures.marks import ask_days, largest_marks
from foja.site.addresses import embed_address
from foja.site.charts import (
    marks_vega,
    ring,
    ring_svg,
    ring_words,
    scatter,
    scatter_svg,
    scatter_words,
    words,
)
from foja.site.charts.finish import finish
from foja.site.charts.mark_words import script_words
from foja.site.charts.marks import told_of, training_marks
from foja.site.charts.render import DrawingError, draw_picture
from foja.site.charts.series import dimension_of
from foja.site.downloads import BYTE_ORDER_MARK, file_name
from foja.site.pages.asked import asked_choice, country_code
from foja.site.pages.charts import KEPT, MEDIA_TYPES, chart_of
from foja.site.problems import RefusalError, language_of, not_drawn
from foja.site.state import site_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from starlette.requests import Request

    from foja.measures.marks import Row
    from foja.site.charts.marks import Mark
    from foja.site.charts.model import ChartTexts, LegendEntry, Question, Spec
    from foja.site.charts.ring import RingData
    from foja.site.charts.scatter import ScatterData
    from foja.site.choice import Choice
    from foja.site.language import Language
    from foja.site.offered import Offered
    from foja.site.state import Site
    from foja.tables.engine import Tables

RING: Final = "ring"
TIME: Final = "time"
DRAWN: Final = "vl.json"
"""The kind of file that holds a drawing as Vega-Lite."""
LARGEST: Final = 2_000
"""Dots of all countries together: those with the most dollars or students."""
ALONG: Final = "students_by_fiscal_year"
"""The chart that shows the sums of the ring's years."""
MOST_KEPT: Final = 24
PLACE: Final = "{key}"
"""Stands in an address for what a mark is known by; `{year}` for its year."""

Answer = TypeVar("Answer")
_JSON: Final = msgspec.json.Encoder(decimal_format="number")


class _Kept:
    """What was made last of some tables, which never change while they are open."""

    def __init__(self) -> None:
        self._made: Final[OrderedDict[Hashable, Any]] = OrderedDict()
        self._lock: Final = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """Return what is kept under a key, made where there is none."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                known: Answer = self._made[key]
                return known
        made = make()
        with self._lock:
            self._made[key] = made
            while len(self._made) > MOST_KEPT:
                self._made.popitem(last=False)
        return made


_KEPT: Final[WeakKeyDictionary[Tables, _Kept]] = WeakKeyDictionary()


def question_of(
    choice: Choice, site: Site, language: Language, asked: Offered | None = None
) -> Question:
    """Return what these drawings are asked: always sums, of dollars as printed."""
    found = chart_of(ALONG, choice, site, language, asked).question
    return replace(found, parts="sums", prices=None)


def measure_of(choice: Choice) -> str:
    """Return what trainings along time are measured by; a number of trainings says nothing."""
    return "students" if choice.measure == "students" else "cost"


def ring_data(choice: Choice, question: Question) -> RingData:
    """Return the tree ring of a choice, laid out once."""
    kept = _KEPT.setdefault(question.tables, _Kept())
    key = (RING, choice.filters, question.by, question.language.code)
    return kept.get(key, lambda: ring.gather(question))


def time_data(choice: Choice, question: Question) -> ScatterData:
    """Return the trainings of a choice along time; of all countries the largest."""
    measure = measure_of(choice)
    kept = _KEPT.setdefault(question.tables, _Kept())
    key = (TIME, choice.filters, question.by, question.language.code, measure)

    def make() -> ScatterData:
        return scatter.gather(question, _marks_along(choice, question, measure), measure)

    return kept.get(key, make)


def _marks_along(choice: Choice, question: Question, measure: str) -> list[Mark]:
    if not choice.is_world:
        return training_marks(question)
    column = dimension_of(question).column
    by = "cost_usd" if measure == "cost" else "students"
    rows = largest_marks(question.tables, choice.filters, column, by, LARGEST)
    return training_marks(question, rows)


def ring_texts(question: Question, told: str) -> ChartTexts:
    """Return the words around the tree ring of a choice; `told` says what it shows."""
    years = question.cube.chosen(question.filters).years
    return ring.texts(question, min(years, default=None), max(years, default=None), told)


def time_texts(choice: Choice, question: Question) -> ChartTexts:
    """Return the words around trainings along time."""
    days = ask_days(question.tables, choice.filters)
    return scatter_words.texts(question, days, measure_of(choice), time_shown(choice, days))


def time_shown(choice: Choice, days: Row) -> int | None:
    """Return how many trainings are drawn along time; None where all of them are."""
    return LARGEST if choice.is_world and days["started"] > LARGEST else None


def ring_file(request: Request) -> Response:
    """Answer `/<language>/country/<code>/chart/ring.<json, told.json, vl.json, svg, png or csv>`.

    `json` is what a script draws at once, `told.json` what it tells of a mark pointed at, `vl.json`
    the drawing as Vega-Lite.
    """
    return _file(request, RING)


def time_file(request: Request) -> Response:
    """Answer `/<language>/country/<code>/chart/time.<kind>`, of the kinds of the tree ring."""
    return _file(request, TIME)


def _file(request: Request, name: str) -> Response:
    language, site = language_of(request), site_of(request)
    _ = language.gettext
    kind = str(request.path_params["kind"])
    if kind not in {"json", "told.json", DRAWN, *MEDIA_TYPES}:
        raise RefusalError(404, _("There is no chart “%(name)s”.", name=f"{name}.{kind}"[:60]))
    code = country_code(request)
    asked = asked_choice(request, code, table=False, views=(name, "overview"))
    choice = replace(asked, view=name)
    question = question_of(choice, site, language)
    named = file_name(choice, f".{kind}", "tree-ring" if name == RING else "time")
    headers = {"cache-control": KEPT, "content-disposition": f'inline; filename="{named}"'}
    if kind == DRAWN:
        return JSONResponse(_spec(name, choice, question), headers=headers)
    if kind.endswith("json"):
        content = _json(name, kind, choice, question)
        return Response(content, media_type="application/json", headers=headers)
    if kind == "csv":
        return Response(_csv(name, choice, question), media_type=MEDIA_TYPES[kind], headers=headers)
    drawn = _svg(name, choice, question)
    if kind == "svg":
        return Response(drawn, media_type=MEDIA_TYPES[kind], headers=headers)
    try:
        return Response(draw_picture(drawn), media_type=MEDIA_TYPES[kind], headers=headers)
    except DrawingError as error:
        raise not_drawn(language) from error


def _json(name: str, kind: str, choice: Choice, question: Question) -> bytes:
    language = question.language
    marks = (ring_data if name == RING else time_data)(choice, question).marks
    if kind == "told.json":
        names = {
            code: question.names.of(dimension_of(question).column, code or None)
            for code in dict.fromkeys(mark.code for mark in marks)
        }
        told = told_of(marks)
        return _JSON.encode({**told, "values": [names[code] for code in told["codes"]]})
    if name == RING:
        drawing = ring.drawing(
            ring_data(choice, question),
            lambda year: question.link(choice.filters.in_year(year)),
        )
    else:
        drawing = scatter.drawing(
            time_data(choice, question), language, lambda: _period(choice, language)
        )
    address = _address(name, choice, language)
    return _JSON.encode({**drawing, "address": address, "words": script_words(question)})


def _address(name: str, choice: Choice, language: Language) -> str:
    """Return where a mark leads, with places for what it is known by."""
    if name == RING and choice.is_world:
        address = _of_years(choice, language, "{year}", "{year}")
        return address.replace(f"/{choice.country}/", f"/{PLACE}/", 1)
    return f"/{language.code}/training/{PLACE}"


def _period(choice: Choice, language: Language) -> str:
    """Return the address of the same drawing for the years `{from}` to `{to}`."""
    return _of_years(choice, language, "{from}", "{to}")


def _of_years(choice: Choice, language: Language, first: str, last: str) -> str:
    """Return the address of the same drawing for other years, which are places to be filled."""
    address = choice.filtered(fiscal_year_from=None, fiscal_year_to=None).address(language)
    path, _mark, query = address.partition("?")
    return f"{path}?from={first}&to={last}{f'&{query}' if query else ''}"


def _csv(name: str, choice: Choice, question: Question) -> bytes:
    if name == RING:
        names, rows = ring.csv_rows(question, ring_data(choice, question))
    else:
        names, rows = scatter.csv_rows(question, time_data(choice, question))
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows(["" if value is None else value for value in row] for row in rows)
    return text.getvalue().encode()


def _svg(name: str, choice: Choice, question: Question) -> str:
    if name == TIME:
        texts = time_texts(choice, question)
        return scatter_svg.svg(time_data(choice, question), texts, question.language)
    data = ring_data(choice, question)
    return ring_svg.svg(data, _whole_ring_texts(question, data))


def _whole_ring_texts(question: Question, data: RingData) -> ChartTexts:
    """Return the words of a file of the tree ring, which has no page around it."""
    texts = ring_texts(question, ring_words.told(question))
    broken = ring.broken(question, data.gaps, data.unmatched)
    return replace(texts, subtitle=words.sentences(texts.subtitle, broken))


def _spec(name: str, choice: Choice, question: Question) -> Spec:
    if name == TIME:
        texts, made = time_texts(choice, question), time_data(choice, question)
        spec = marks_vega.scatter_spec(made, question.language)
    else:
        data = ring_data(choice, question)
        texts, spec = _whole_ring_texts(question, data), marks_vega.ring_spec(data)
    return finish(spec, texts, "light", question.language)


class MarksFigure:
    """A drawing of marks as a page's template shows it; `told` are its sentences in words.

    Its files are at `files`, by their kind.
    """

    def __init__(
        self,
        name: str,
        texts: ChartTexts,
        choice: Choice,
        language: Language,
        legend: list[LegendEntry],
        told: tuple[str, ...],
    ) -> None:
        self.name: Final = name
        self.title: Final = texts.title
        self.subtitle: Final = texts.brief or texts.subtitle
        self.source: Final = texts.source
        self.legend: Final = legend
        self.told: Final = [sentence for sentence in told if sentence]
        self.embed: Final = embed_address(choice.file(language, f"chart/{name}.json"))
        self.files: Final = {
            kind.replace(".", "_"): choice.file(language, f"chart/{name}.{kind}")
            for kind in ("json", "told.json", DRAWN, "svg", "png", "csv")
        }
