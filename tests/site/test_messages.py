"""The tool that keeps the files of messages: stable, complete, losing no translation."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from babel.messages.pofile import read_po

from foja.site import messages

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_file_is_up_to_date_and_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = messages.path_of("es")
    copy = tmp_path / "foja.po"
    shutil.copy(original, copy)
    monkeypatch.setattr(messages, "path_of", lambda _code: copy)
    messages.update("es")
    assert copy.read_text("utf-8") == original.read_text("utf-8")


def test_a_new_message_starts_without_a_translation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "es" / "foja.po"
    monkeypatch.setattr(messages, "path_of", lambda _code: file)
    messages.update("es")
    with file.open("rb") as opened:
        catalog = read_po(opened, locale="es")
    strings = [message.string for message in catalog if message.id]
    assert len(strings) > 100
    assert not any("".join(text) for text in strings)
    assert catalog.num_plurals == 2
