"""A server on this machine that misbehaves as told, and documents published there."""

from __future__ import annotations

import contextlib
import hashlib
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from foja.catalog import CatalogDocument
from foja.catalog.fetch import fetch
from foja.errors import FetchError

PDF = b"%PDF-1.4\n" + bytes(range(256)) * 160 + b"\n%%EOF\n"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 5

    def do_GET(self):
        server = self.server
        path = self.path.lstrip("/")
        server.asked.append((path, dict(self.headers)))
        answers = server.answers[path]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        self.close_connection = True
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # the client hung up
            answer(self)

    def reply(self, status, body=b"", **headers):
        self.send_response(status)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers.setdefault("Content-Type", "application/pdf")
        headers.setdefault("Content-Length", str(len(body)))
        for name, value in headers.items():
            if value is not None:
                self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def first_byte(self):
        asked = self.headers.get("Range")
        return int(asked.removeprefix("bytes=").removesuffix("-")) if asked else 0

    def log_message(self, *_):
        """Say nothing."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers = {}
        self.asked = []

    def address(self, path):
        return f"http://127.0.0.1:{self.server_address[1]}/{path}"

    def publish(self, *answers, name="a.pdf", content=PDF, rendition="original"):
        """Give the document at an address; the last of the answers is repeated."""
        self.answers[name] = list(answers)
        region = name.partition(".")[0]
        return CatalogDocument(
            key=f"2020-2021/{region}",
            region_key=region,
            regions=("Africa",),
            path=f"2020-2021/{name}",
            source_url=self.address(name),
            bytes=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            rendition=rendition,
        )

    def ranges(self):
        return [headers.get("Range") for _, headers in self.asked]


@pytest.fixture
def server():
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


class Answers:
    """What a server may do; each is called with the request's handler."""

    @staticmethod
    def whole(content=PDF, **headers):
        return lambda handler: handler.reply(200, content, **headers)

    @staticmethod
    def ranged(content=PDF, etag=None, **headers):
        """Answer a range with the rest, as an honest server does."""

        def answer(handler):
            first = handler.first_byte()
            condition = handler.headers.get("If-Range")
            tag = {"ETag": etag} if etag else {}
            if first and (condition is None or condition == etag):
                last = len(content) - 1
                span = f"bytes {first}-{last}/{len(content)}"
                handler.reply(206, content[first:], Content_Range=span, **tag, **headers)
            else:
                handler.reply(200, content, Accept_Ranges="bytes", **tag, **headers)

        return answer

    @staticmethod
    def cut(after, content=PDF, **headers):
        """Promise the whole and hang up after some bytes."""

        def answer(handler):
            length = str(len(content))
            handler.reply(200, content[:after], Content_Length=length, **headers)

        return answer

    @staticmethod
    def error(status, **headers):
        return lambda handler: handler.reply(status, b"<html>no</html>", **headers)

    @staticmethod
    def page(content_type="text/html; charset=utf-8"):
        html = b"\n<!DOCTYPE html><html><title>Page not found</title></html>" + b" " * 2000
        return lambda handler: handler.reply(200, html, Content_Type=content_type)

    @staticmethod
    def redirect(address, status=302):
        return lambda handler: handler.reply(status, Location=address)

    @staticmethod
    def trickle(pause=0.03, **headers):
        """Send a little, then a byte at a time."""

        def answer(handler):
            handler.reply(200, PDF[:2000], Content_Length=str(len(PDF)), **headers)
            for byte in PDF[2000:2060]:
                handler.wfile.write(bytes([byte]))
                handler.wfile.flush()
                time.sleep(pause)

        return answer

    @staticmethod
    def silence(seconds):
        """Take the question and say nothing."""
        return lambda _: time.sleep(seconds)


@pytest.fixture
def answers():
    return Answers


@pytest.fixture
def pdf():
    return PDF


class Run:
    """One fetch into a folder of its own, with what it told and how long it wanted to wait."""

    def __init__(self, folder):
        self.folder = folder
        self.told = []
        self.waits = []

    def __call__(self, *documents, timeout=3.0, **options):
        options.setdefault("attempts", 3)
        with httpx.Client(timeout=timeout, trust_env=False) as client:
            return fetch(
                documents,
                self.folder,
                client=client,
                on_progress=self.told.append,
                sleep=self.waits.append,
                **options,
            )

    def states(self):
        return [step.state for step in self.told if step.state != "received"]

    def files(self):
        """All that is in the folder, empty folders too."""
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*"))


@pytest.fixture
def run(tmp_path):
    return Run(tmp_path / "documents")


@pytest.fixture
def sentence():
    """The one sentence that a fetch failed with, held to what every such sentence must be."""
    return _sentence


def _sentence(outcome):
    (failure,) = outcome.failures
    assert isinstance(failure.error, FetchError)
    text = str(failure.error)
    assert failure.document.key in text or failure.document.path in text
    assert text.endswith(".")
    assert "\n" not in text
    return text
