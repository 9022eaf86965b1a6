"""Documents that do not arrive: one sentence each, and nothing left behind."""

from __future__ import annotations

import errno
import os
import sys

import msgspec
import pytest


@pytest.mark.parametrize("content_type", ["text/html; charset=utf-8", "application/pdf"])
def test_a_web_page_in_place_of_a_pdf(server, answers, run, content_type, sentence):
    outcome = run(server.publish(answers.page(content_type)))
    assert "web page (HTML) instead of the PDF" in sentence(outcome)
    assert not outcome.ok
    assert run.files() == []
    assert run.waits == []


def test_something_else_in_place_of_a_pdf(server, answers, run, pdf, sentence):
    outcome = run(server.publish(answers.whole(b"x" * len(pdf))))
    assert "not a PDF" in sentence(outcome)
    assert run.files() == []


def test_a_wrong_hash_leaves_nothing_behind(server, answers, run, pdf, sentence):
    other = pdf[:-1] + b"!"
    outcome = run(server.publish(answers.ranged(other)))
    assert "SHA-256" in sentence(outcome)
    assert run.files() == []
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (403, "refuses to send"),
        (404, "is no longer at"),
        (410, "is no longer at"),
        (418, "unexpected answer"),
    ],
)
def test_an_answer_that_will_not_change(server, answers, run, status, words, sentence):
    text = sentence(run(server.publish(answers.error(status))))
    assert words in text
    assert str(status) in text
    assert run.files() == []
    assert len(server.asked) == 1


def test_a_server_that_stays_down(server, answers, run, sentence):
    text = sentence(run(server.publish(answers.error(503))))
    assert "503 Service Unavailable" in text
    assert "tried 3 times" in text
    assert run.files() == []


def test_no_server_at_all(server, answers, run, sentence):
    document = server.publish(answers.whole())
    server.shutdown()
    server.server_close()
    assert "broke off after 0 of" in sentence(run(document, attempts=2))
    assert run.files() == []


def test_a_file_longer_than_the_catalog_says(server, answers, run, pdf, sentence):
    document = server.publish(answers.whole(pdf + b"more"))
    assert f"sends {len(pdf) + 4:,} bytes" in sentence(run(document))
    assert run.files() == []


def test_a_file_without_end_is_not_read_to_its_end(server, run, pdf, sentence):
    sent = []

    def endless(handler):
        handler.reply(200, pdf, Content_Length=None)
        for _ in range(2000):
            handler.wfile.write(b"x" * 65_536)
            sent.append(65_536)

    assert "sends more than" in sentence(run(server.publish(endless)))
    assert run.files() == []
    assert len(sent) < 2000


def test_a_file_shorter_than_the_catalog_says(server, run, pdf, sentence):
    def chunked(handler):
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.send_header("Accept-Ranges", "bytes")
        handler.end_headers()
        handler.wfile.write(b"1000\r\n" + pdf[:4096] + b"\r\n0\r\n\r\n")

    assert "sends 4,096 bytes" in sentence(run(server.publish(chunked)))
    assert run.files() == []
    assert len(server.asked) == 1


def test_an_empty_answer(server, answers, run, sentence):
    assert "sends 0 bytes" in sentence(run(server.publish(answers.whole(b""))))
    assert run.files() == []


@pytest.mark.parametrize("address", ["http://example.org/a.pdf", "file:///etc/passwd"])
def test_a_redirect_away_from_https_is_refused(server, answers, run, address, sentence):
    assert "not an https:// address" in sentence(run(server.publish(answers.redirect(address))))
    assert run.files() == []


def test_an_address_without_https_is_never_asked(server, answers, run, sentence):
    document = server.publish(answers.whole())
    plain = msgspec.structs.replace(document, source_url="http://example.org/a.pdf")
    assert "not an https:// address" in sentence(run(plain))


def test_redirects_without_end(server, answers, run, sentence):
    assert "without end" in sentence(run(server.publish(answers.redirect("/a.pdf"))))
    assert len(server.asked) == 6


def test_a_trickle_is_taken_for_a_break(server, answers, run):
    document = server.publish(answers.trickle(), answers.whole())
    assert run(document, patience=0.2).fetched == (document,)
    (retry,) = [step for step in run.told if step.state == "retrying"]
    assert "bytes in 0." in retry.message


def test_silence_is_taken_for_a_break(server, answers, run, sentence):
    outcome = run(server.publish(answers.silence(0.5)), timeout=0.1, attempts=2)
    assert "timed out" in sentence(outcome)
    assert run.files() == []


def test_a_folder_that_is_a_file(server, answers, run, sentence):
    run.folder.write_text("not a folder")
    assert "cannot be written" in sentence(run(server.publish(answers.whole())))
    assert run.folder.read_text() == "not a folder"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "no room left on the disk"),
        (errno.EACCES, "no permission to write"),
        (errno.EIO, "cannot be written"),
    ],
)
def test_a_disk_that_refuses(server, answers, run, monkeypatch, number, words, sentence):
    def refuse(_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("foja.catalog.partial.os.fsync", refuse)
    assert words in sentence(run(server.publish(answers.ranged())))
    assert run.files() == []


@pytest.mark.skipif(sys.platform == "win32", reason="that system locks files itself")
def test_a_second_run_does_not_touch_the_file_of_the_first(server, answers, run, pdf, sentence):
    import fcntl  # noqa: PLC0415 (not on every system)

    document = server.publish(answers.whole())
    partial = run.folder / "2020-2021/a.pdf.part"
    partial.parent.mkdir(parents=True)
    with partial.open("wb") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        first.write(pdf[:100])
        first.flush()
        assert "Another run of Foja" in sentence(run(document))
        assert partial.read_bytes() == pdf[:100]
    assert run(document).fetched == (document,)
