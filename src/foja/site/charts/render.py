"""Pictures of charts: Vega-Lite to SVG and PNG, drawn in a process of its own."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import multiprocessing.connection
import os
import threading
from collections import OrderedDict
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from io import BytesIO
from typing import TYPE_CHECKING, Final, Literal

from foja.errors import FojaError

if TYPE_CHECKING:
    from foja.site.charts.model import Spec

Format = Literal["svg", "png"]
Task = Literal["svg", "png", "picture"]
PICTURE: Final = "picture"
"""What is drawn from an SVG of our own."""

VEGA_LITE: Final = "6.4"
"""The version that specifications are written in and the browser's bundle draws."""

SECONDS: Final = 30.0
KEPT_BYTES: Final = 32_000_000
COLOURS_KEPT: Final = 64
"""Of a card: its own few and the shades at the edges of letters."""
LARGEST_SCALE: Final = 4.0


class DrawingError(FojaError):
    """A chart that could not be drawn."""


class _Drawn:
    """Pictures already drawn, the ones least asked for dropped first."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._size = 0
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> bytes | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: str, picture: bytes) -> None:
        with self._lock:
            self._size += len(picture) - len(self._kept.pop(key, b""))
            self._kept[key] = picture
            while self._size > self._most:
                _, dropped = self._kept.popitem(last=False)
                self._size -= len(dropped)


class Draughtsman:
    """Draws charts in one process of its own, started when first needed.

    vl-convert holds the interpreter's lock for as long as it draws, which would stop every other
    page of the site. Use `close`, or leave it to the end of the program.
    """

    def __init__(self, *, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._pool: ProcessPoolExecutor | None = None
        self._lock = threading.Lock()
        self._drawn = _Drawn(KEPT_BYTES)

    def draw(self, spec: Spec, kind: Format, scale: float = 2.0) -> bytes:
        """Return the picture of a specification; `scale` multiplies a PNG's 72 dots per inch.

        Raises DrawingError for a specification that cannot be drawn or takes too long, ValueError
        for a scale out of range.
        """
        if not 0 < scale <= LARGEST_SCALE:
            raise ValueError(f"A picture is drawn at a scale of up to {LARGEST_SCALE:g}: {scale}.")
        text = json.dumps(_without_links(spec), ensure_ascii=False, sort_keys=True)
        key = hashlib.sha256(f"{kind} {scale} {text}".encode()).hexdigest()
        picture = self._drawn.get(key)
        if picture is None:
            picture = self._ask(text, kind, scale)
            self._drawn.put(key, picture)
        return picture

    def draw_picture(self, svg: str) -> bytes:
        """Return an SVG as PNG, a pixel to each unit.

        Raises DrawingError for one that cannot be drawn or takes too long.
        """
        key = hashlib.sha256(f"picture {svg}".encode()).hexdigest()
        picture = self._drawn.get(key)
        if picture is None:
            picture = self._ask(svg, PICTURE, 1.0)
            self._drawn.put(key, picture)
        return picture

    def close(self) -> None:
        """End the drawing process."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            _end(pool)

    def _ask(self, text: str, kind: Task, scale: float) -> bytes:
        try:
            pool, future = self._submit(text, kind, scale)
        except BrokenProcessPool:
            # Its process ended while nobody was drawing.
            self.close()
            pool, future = self._submit(text, kind, scale)
        try:
            return future.result(timeout=self._seconds)
        except TimeoutError as error:
            self._drop(pool)
            message = f"The chart took longer than {self._seconds:g} seconds to draw."
            raise DrawingError(message) from error
        except BrokenProcessPool as error:
            self._drop(pool)
            raise DrawingError("The process that draws charts has ended; try again.") from error
        except ValueError as error:
            # vl-convert names the step that failed, then the reason, then its own stack.
            lines = [line.strip() for line in str(error).splitlines() if line.strip()]
            reason = lines[min(1, len(lines) - 1)] if lines else "no reason given"
            raise DrawingError(f"The chart cannot be drawn: {reason}") from error

    def _submit(
        self, text: str, kind: Task, scale: float
    ) -> tuple[ProcessPoolExecutor, Future[bytes]]:
        with self._lock:
            if self._pool is None:
                # A fork would copy the threads' locks of the server as they happen to stand.
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(
                    max_workers=1, mp_context=context, initializer=_end_with_parent
                )
            return self._pool, self._pool.submit(_draw, text, kind, scale)

    def _drop(self, pool: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is pool:
                self._pool = None
        _end(pool)


def _without_links(spec: Spec) -> Spec:
    """Take the bars' links off: a file lies at no address that they could be relative to.

    vl-convert would make each of them a link to a site of Vega's own.
    """
    if "spec" in spec:
        return {**spec, "spec": _without_links(spec["spec"])}
    layers = [
        {
            **layer,
            "encoding": {
                channel: value
                for channel, value in layer.get("encoding", {}).items()
                if channel != "href"
            },
        }
        for layer in spec.get("layer", [])
    ]
    return {**spec, "layer": layers} if layers else spec


def _end(pool: ProcessPoolExecutor) -> None:
    # The executor has no way to end a worker that is busy.
    workers = list((pool._processes or {}).values())  # noqa: SLF001
    pool.shutdown(wait=False, cancel_futures=True)
    for worker in workers:
        worker.kill()
        worker.join()


def _end_with_parent() -> None:
    """Let the worker process end when the server does, even one that was killed."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _draw(text: str, kind: Task, scale: float) -> bytes:
    """Draw in the worker process, which may read neither files nor the network for a chart."""
    import vl_convert  # noqa: PLC0415 - needed in the worker alone

    if kind == "svg":
        svg: str = vl_convert.vegalite_to_svg(text, vl_version=VEGA_LITE, allowed_base_urls=[])
        return svg.encode()
    if kind == PICTURE:
        return _with_fewer_colours(vl_convert.svg_to_png(text, scale=scale))
    png: bytes = vl_convert.vegalite_to_png(
        text, vl_version=VEGA_LITE, scale=scale, allowed_base_urls=[]
    )
    return png


def _with_fewer_colours(png: bytes) -> bytes:
    """Return a PNG of a few flat colours at a fourth of its size."""
    from PIL import Image  # noqa: PLC0415 - needed in the worker alone

    written = BytesIO()
    with Image.open(BytesIO(png)) as image:
        image.convert("RGB").quantize(COLOURS_KEPT).save(written, "PNG", optimize=True)
    return written.getvalue()


_SHARED: Final = Draughtsman()


def draw(spec: Spec, kind: Format, scale: float = 2.0) -> bytes:
    """Return the picture of a specification, drawn by the process all pages share.

    It waits for the drawing; an asynchronous page calls it in a thread.
    """
    return _SHARED.draw(spec, kind, scale)


def draw_picture(svg: str) -> bytes:
    """Return an SVG as PNG, drawn by the process all pages share."""
    return _SHARED.draw_picture(svg)


def end_drawing() -> None:
    """End the process that all pages share; the next drawing starts another."""
    _SHARED.close()
