"""Documents that arrive, at once or in the end."""

from __future__ import annotations

import contextlib
import gzip

import httpx
import pytest

from foja.catalog.fetch import fetch


def test_brings_a_document_and_says_how_far_it_is(server, answers, run, pdf):
    document = server.publish(answers.whole())
    outcome = run(document)
    assert outcome.fetched == (document,)
    assert outcome.ok
    assert (run.folder / document.path).read_bytes() == pdf
    assert run.files() == ["2020-2021", "2020-2021/a.pdf"]
    assert run.states() == ["started", "fetched"]
    received = [step.received for step in run.told if step.state == "received"]
    assert received == sorted(received)
    assert received[-1] == len(pdf)
    headers = server.asked[0][1]
    assert headers["User-Agent"].startswith("Foja/")
    assert headers["Accept-Encoding"] == "identity"
    assert "Range" not in headers


def test_leaves_alone_what_is_there_and_whole(server, answers, run):
    document = server.publish(answers.whole())
    run(document)
    again = run(document)
    assert again.present == (document,)
    assert again.ok
    assert len(server.asked) == 1


def test_asks_once_for_a_document_named_twice(server, answers, run):
    document = server.publish(answers.whole())
    assert run(document, document).fetched == (document,)
    assert len(server.asked) == 1


def test_replaces_what_is_there_and_wrong(server, answers, run, pdf):
    document = server.publish(answers.whole())
    target = run.folder / document.path
    target.parent.mkdir(parents=True)
    target.write_bytes(b"%PDF-1.4 of last year")
    assert run(document).fetched == (document,)
    assert target.read_bytes() == pdf


def test_keeps_a_wrong_file_until_the_right_one_has_come(server, answers, run):
    document = server.publish(answers.error(404))
    target = run.folder / document.path
    target.parent.mkdir(parents=True)
    target.write_bytes(b"%PDF-1.4 of last year")
    assert not run(document).ok
    assert target.read_bytes() == b"%PDF-1.4 of last year"


def test_a_cut_connection_goes_on_where_it_stopped(server, answers, run, pdf):
    document = server.publish(
        answers.cut(10_000, ETag='"one"', Accept_Ranges="bytes"), answers.ranged(etag='"one"')
    )
    outcome = run(document)
    assert outcome.fetched == (document,)
    assert (run.folder / document.path).read_bytes() == pdf
    assert server.ranges() == [None, "bytes=10000-"]
    assert server.asked[1][1]["If-Range"] == '"one"'
    assert run.states() == ["started", "retrying", "fetched"]
    assert run.files() == ["2020-2021", "2020-2021/a.pdf"]


def test_a_cut_connection_keeps_what_the_next_run_can_go_on_with(
    server, answers, run, pdf, sentence
):
    document = server.publish(answers.cut(10_000, Accept_Ranges="bytes"))
    outcome = run(document, attempts=1)
    text = sentence(outcome)
    assert "broke off after 10,000 of" in text
    assert "go on where it stopped" in text
    assert run.files() == ["2020-2021", "2020-2021/a.pdf.part"]
    assert (run.folder / "2020-2021/a.pdf.part").read_bytes() == pdf[:10_000]

    server.answers["a.pdf"] = [answers.ranged()]
    assert run(document).fetched == (document,)
    assert server.ranges() == [None, "bytes=10000-"]
    assert (run.folder / document.path).read_bytes() == pdf
    assert run.files() == ["2020-2021", "2020-2021/a.pdf"]


def test_a_cut_connection_that_cannot_be_continued_leaves_nothing(server, answers, run, sentence):
    outcome = run(server.publish(answers.cut(10_000)))
    assert "tried 3 times: fetch again later." in sentence(outcome)
    assert server.ranges() == [None, None, None]
    assert run.files() == []
    assert run.waits == [1.0, 2.0]


def test_a_server_that_ignores_the_range(server, answers, run, pdf):
    document = server.publish(answers.cut(10_000, Accept_Ranges="bytes"), answers.whole())
    assert run(document).fetched == (document,)
    assert server.ranges() == [None, "bytes=10000-"]
    assert (run.folder / document.path).read_bytes() == pdf


@pytest.mark.parametrize(
    "refusal",
    [
        {"status": 416, "Content_Range": "bytes */9"},
        {"status": 206, "Content_Range": "bytes 5-40975/40976"},
        {"status": 206, "Content_Range": "bytes 10000-99999/100000"},
        {"status": 206, "Content_Range": "bytes 10000-40975/40976", "Content_Encoding": "gzip"},
        {"status": 206},
    ],
)
def test_a_range_that_cannot_be_had_starts_again(server, answers, run, pdf, refusal):
    document = server.publish(
        answers.cut(10_000, Accept_Ranges="bytes"), answers.error(**refusal), answers.whole()
    )
    assert run(document).fetched == (document,)
    assert server.ranges() == [None, "bytes=10000-", None]
    assert (run.folder / document.path).read_bytes() == pdf


def test_another_file_behind_the_address_starts_again(server, answers, run, pdf):
    def careless(handler):
        first = handler.first_byte()
        span = f"bytes {first}-{len(pdf) - 1}/{len(pdf)}"
        handler.reply(206, pdf[first:], Content_Range=span, ETag='"two"')

    document = server.publish(
        answers.cut(10_000, ETag='"one"', Accept_Ranges="bytes"),
        careless,
        answers.ranged(etag='"two"'),
    )
    assert run(document).fetched == (document,)
    assert server.ranges() == [None, "bytes=10000-", None]
    assert (run.folder / document.path).read_bytes() == pdf


@pytest.mark.parametrize(
    ("left", "ranges"),
    [
        (b"%PDF-1.3 of another file", ["bytes=24-", None]),
        (b"<html>", [None]),
        (b"%PDF-" + b"x" * 99_999, [None]),
    ],
)
def test_what_an_earlier_run_left_is_not_trusted(server, answers, run, pdf, left, ranges):
    document = server.publish(answers.ranged())
    partial = run.folder / "2020-2021/a.pdf.part"
    partial.parent.mkdir(parents=True)
    partial.write_bytes(left)
    assert run(document).fetched == (document,)
    assert server.ranges() == ranges
    assert (run.folder / document.path).read_bytes() == pdf
    assert run.files() == ["2020-2021", "2020-2021/a.pdf"]


def test_what_an_earlier_run_left_whole_needs_no_network(server, answers, run, pdf):
    document = server.publish(answers.error(500))
    partial = run.folder / "2020-2021/a.pdf.part"
    partial.parent.mkdir(parents=True)
    partial.write_bytes(pdf)
    assert run(document).fetched == (document,)
    assert server.asked == []


def test_an_error_that_cannot_be_continued_removes_what_was_left(
    server, answers, run, pdf, sentence
):
    document = server.publish(answers.error(404))
    partial = run.folder / "2020-2021/a.pdf.part"
    partial.parent.mkdir(parents=True)
    partial.write_bytes(pdf[:5000])
    assert "404 Not Found" in sentence(run(document))
    assert not partial.exists()


def test_a_server_that_is_down_for_a_moment(server, answers, run):
    document = server.publish(
        answers.error(503, Retry_After="7"), answers.error(500), answers.whole()
    )
    assert run(document).fetched == (document,)
    assert run.waits == [7.0, 2.0]
    assert run.states() == ["started", "retrying", "retrying", "fetched"]


def test_a_redirect_is_followed(server, answers, run):
    document = server.publish(answers.redirect("/new.pdf"), name="old.pdf")
    server.publish(answers.whole(), name="new.pdf")
    assert run(document).fetched == (document,)
    assert [path for path, _ in server.asked] == ["old.pdf", "new.pdf"]


def test_bytes_that_were_packed_on_the_way_are_unpacked(server, answers, run, pdf):
    document = server.publish(answers.whole(gzip.compress(pdf), Content_Encoding="gzip"))
    assert run(document).fetched == (document,)
    assert (run.folder / document.path).read_bytes() == pdf


def test_an_html_document(server, answers, run, sentence):
    page = b"<!DOCTYPE HTML>\n<html><body>" + b"line\n" * 500
    document = server.publish(
        answers.whole(page, Content_Type="text/html"), name="b.html", content=page
    )
    assert run(document).fetched == (document,)
    wrong = server.publish(answers.whole(b"%PDF-1.4" + b" " * 3000), name="c.html", content=page)
    assert "sends 3,008 bytes" in sentence(run(wrong))


def test_one_failure_does_not_stop_the_others(server, answers, run):
    first = server.publish(answers.whole(), name="a.pdf")
    second = server.publish(answers.error(404), name="b.pdf")
    third = server.publish(answers.whole(), name="c.pdf")
    outcome = run(first, second, third)
    assert outcome.fetched == (first, third)
    assert [failure.document for failure in outcome.failures] == [second]
    assert not outcome.ok
    assert run.files() == ["2020-2021", "2020-2021/a.pdf", "2020-2021/c.pdf"]


def test_an_excerpt_is_listed_and_not_brought(server, answers, run):
    excerpt = server.publish(answers.whole(), name="b.pdf", rendition="excerpt")
    alone = run(excerpt)
    assert alone.excerpts == (excerpt,)
    assert alone.failures == ()
    assert not alone.ok
    notice = run.told[-1]
    assert notice.state == "excerpt"
    assert excerpt.source_url in notice.message

    among_others = run(excerpt, server.publish(answers.whole()))
    assert among_others.excerpts == (excerpt,)
    assert among_others.ok
    assert [path for path, _ in server.asked] == ["a.pdf"]


def test_an_excerpt_that_is_there_is_checked(server, answers, run, pdf, sentence):
    excerpt = server.publish(answers.whole(), name="b.pdf", rendition="excerpt")
    target = run.folder / excerpt.path
    target.parent.mkdir(parents=True)
    target.write_bytes(pdf)
    assert run(excerpt).present == (excerpt,)
    target.write_bytes(pdf[:-1] + b"!")
    assert "SHA-256 differs" in sentence(run(excerpt))
    assert target.exists()


def test_stopped_from_outside_keeps_what_can_be_continued(server, answers, run, pdf):
    document = server.publish(answers.trickle(Accept_Ranges="bytes"), answers.ranged())

    def stop(step):
        if step.received > 2000:
            raise KeyboardInterrupt

    with httpx.Client(trust_env=False) as client, contextlib.suppress(KeyboardInterrupt):
        fetch([document], run.folder, client=client, on_progress=stop)
    (left,) = run.folder.rglob("*.part")
    content = left.read_bytes()
    assert 2000 < len(content) < len(pdf)
    assert content == pdf[: len(content)]
    assert run(document).fetched == (document,)
    assert server.ranges()[1] == f"bytes={len(content)}-"


def test_a_client_of_its_own(server, answers, tmp_path):
    document = server.publish(answers.whole())
    assert fetch([document], tmp_path).ok
