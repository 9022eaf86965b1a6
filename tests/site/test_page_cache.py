"""A page is made once for each address, as it was sent, and what may change is made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anyio.from_thread import start_blocking_portal

from foja.site.page_cache import LARGEST_KEPT, Kept, KeptPages, PageCache

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

TAG = (b"etag", b'W/"one"')
PUBLIC = (b"cache-control", b"public, max-age=60")


class Made:
    """An application that counts how often it is asked, behind a cache."""

    def __init__(self, *headers: tuple[bytes, bytes], status: int = 200, size: int = 5) -> None:
        self.times = 0
        self._headers = list(headers)
        self._status = status
        self._size = size
        self.kept = KeptPages()
        self._cache = PageCache(self, self.kept)

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        self.times += 1
        start = {"type": "http.response.start", "status": self._status, "headers": self._headers}
        await send(start)
        half = self._size // 2
        await send({"type": "http.response.body", "body": b"a" * half, "more_body": True})
        await send({"type": "http.response.body", "body": b"b" * (self._size - half)})

    def ask(
        self, path: str = "/en/", query: bytes = b"", method: str = "GET", **headers: str
    ) -> tuple[int, bytes]:
        given = [
            (name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()
        ]
        scope: dict[str, Any] = {
            "type": "http",
            "method": method,
            "scheme": "http",
            "path": path,
            "query_string": query,
            "headers": given,
        }
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request"}

        async def send(message: Message) -> None:
            sent.append(message)

        with start_blocking_portal() as portal:
            portal.call(self._cache, scope, receive, send)
        return sent[0]["status"], b"".join(each.get("body", b"") for each in sent[1:])


def test_an_address_asked_again_is_sent_as_it_was() -> None:
    made = Made(TAG, PUBLIC)
    assert made.ask() == made.ask() == (200, b"aabbb")
    assert made.times == 1


def test_what_differs_in_the_question_is_another_page() -> None:
    made = Made(TAG, PUBLIC)
    made.ask()
    made.ask(query=b"from=2018")
    made.ask(path="/es/")
    made.ask(host="other.test")
    made.ask(accept_encoding="gzip, br")
    assert made.times == 5


def test_a_reader_who_has_it_is_told_so() -> None:
    made = Made(TAG, PUBLIC)
    made.ask()
    assert made.ask(if_none_match='W/"one"') == (304, b"")
    assert made.ask(if_none_match='W/"another"') == (200, b"aabbb")
    assert made.times == 1


def test_what_may_change_is_made_anew() -> None:
    anew = {
        "refused": Made(TAG, PUBLIC, status=400),
        "without a tag": Made(PUBLIC),
        "not for everyone": Made(TAG, (b"cache-control", b"no-store")),
        "of one reader": Made(TAG, PUBLIC, (b"set-cookie", b"a=b")),
        "large": Made(TAG, PUBLIC, size=LARGEST_KEPT + 1),
    }
    for name, made in anew.items():
        assert made.ask() == made.ask(), name
        assert made.times == 2, name
    for path in ("/en/training/2020-2021.wh.41.01", "/static/css/site.css", "/healthz"):
        made = Made(TAG, PUBLIC)
        made.ask(path)
        made.ask(path)
        assert made.times == 2, path
    made = Made(TAG, PUBLIC)
    made.ask(method="HEAD")
    made.ask(method="HEAD")
    assert made.times == 2


def test_the_pages_asked_last_stay_where_there_is_no_room_for_all() -> None:
    kept = KeptPages(most=100)
    for name in ("first", "second"):
        kept.put(name, Kept((), b"x" * 50))
    assert kept.get("first")
    kept.put("third", Kept((), b"x" * 50))
    assert kept.get("second") is None
    assert kept.get("first")
    assert kept.get("third")
    kept.forget()
    assert len(kept) == 0
    kept.put("whole", Kept((), b"x" * 100))
    assert kept.get("whole")
