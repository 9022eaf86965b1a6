"""The messages of the site: found in its code and templates, kept in one file per language.

`python -m foja.site.messages` brings the files up to date: new messages are added without a
translation, messages no longer used are dropped. Nothing else changes.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from foja.site.api.browse_words import declared_messages
from foja.site.docs_parts import example_messages
from foja.site.help_columns import meanings
from foja.site.sql_words import schema_messages

SITE: Final = Path(__file__).resolve().parent
METHODS: Final = [("**.py", "python"), ("templates/**.html", "jinja2.ext:babel_extract")]
TRANSLATED: Final = ("es",)
HEADER: Final = """\
# What the site says, in another language; the keys are English. See foja.site.messages.
msgid ""
msgstr ""
"Language: {code}\\n"
"Plural-Forms: {forms}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def extract() -> Catalog:
    """Return every message that the site's code and templates ask for; the keys are English."""
    catalog = Catalog(project="Foja", charset="utf-8")
    for name, line, message, comments, context in extract_from_dir(SITE, METHODS):
        catalog.add(message, None, [(name, line)], auto_comments=comments, context=context)
    for meaning in meanings():
        catalog.add(meaning, None, [("help_columns.py", 0)])
    for said in schema_messages():
        catalog.add(said, None, [("sql_words.py", 0)])
    for said in declared_messages():
        catalog.add(said, None, [("api/browse_words.py", 0)])
    for example in example_messages():
        catalog.add(example, None, [("docs_parts.py", 0)])
    return catalog


def path_of(code: str) -> Path:
    """Return the file that holds a language's messages."""
    return SITE / "locale" / code / "foja.po"


def update(code: str) -> None:
    """Bring a language's file up to date with the code and the templates.

    The file says nothing of when or by whom, so that it changes only when a message does.
    """
    path = path_of(code)
    translated: dict[object, object] = {}
    if path.exists():
        with path.open("rb") as file:
            translated = {
                _key(message.id): message.string for message in read_po(file, locale=code)
            }
    catalog = Catalog(locale=code, charset="utf-8", fuzzy=False)
    for message in extract():
        if message.id:
            # A guessed translation reads like a checked one: new messages start without any.
            known = translated.get(_key(message.id))
            catalog.add(message.id, known, flags=message.flags)  # type: ignore[arg-type]
    text = io.BytesIO()
    write_po(text, catalog, no_location=True, omit_header=True, sort_output=True, width=100)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER.format(code=code, forms=catalog.plural_forms) + text.getvalue().decode())


def _key(message: object) -> object:
    return tuple(message) if isinstance(message, list) else message


if __name__ == "__main__":
    for code in TRANSLATED:
        update(code)
