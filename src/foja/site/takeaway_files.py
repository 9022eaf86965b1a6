"""A brief as a file: Markdown, JSON, a part of a page. The PDF is in `takeaway_pdf`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import msgspec
from markupsafe import Markup

from foja.site.templating import environment

if TYPE_CHECKING:
    from foja.measures.takeaway_facts import Chosen, Figure
    from foja.site.takeaway_brief import Brief, Line

SCHEMA: Final = 1
"""Number of the JSON's schema, in docs/takeaways.md; it changes when a field's meaning does."""

_JSON: Final = msgspec.json.Encoder(decimal_format="number")
_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>#|])")


def as_markdown(brief: Brief, origin: str = "") -> str:
    """Return the brief as Markdown; without an `origin`, the site's address, no rows are linked."""
    _ = brief.language.gettext
    out = [f"# {_escaped(brief.title)}", ""]
    for section in brief.sections:
        if section.title:
            out += [f"## {section.title}", ""]
            out += [f"- {_markdown_line(line, brief, origin)}" for line in section.lines]
        else:
            out += [_markdown_line(line, brief, origin) for line in section.lines]
        out.append("")
    if brief.little:
        out += [brief.little, ""]
    out += [f"## {_('Before you quote a figure')}", ""]
    out += [f"- {_escaped(text)}" for text in brief.caveats]
    out += ["", _escaped(brief.source), "", _escaped(brief.citation), ""]
    return "\n".join(out)


def _markdown_line(line: Line, brief: Brief, origin: str) -> str:
    _ = brief.language.gettext
    links = [f"[{_('rows')}]({origin}{line.address})"] if origin and line.address else []
    links += [f"[{page.text}]({page.official})" for page in line.links if page.official]
    text = _escaped(line.sentence.text)
    return f"{text} ({', '.join(links)})" if links else text


def _escaped(text: str) -> str:
    """Escape what Markdown would read as its own signs."""
    return _SPECIAL.sub(r"\\\1", text)


def as_html_part(brief: Brief, origin: str | None = "") -> Markup:
    """Return the sentences and caveats as a part of a page, each with links to its rows.

    `origin` is the address of the site, empty inside it, None where no site is at hand: then the
    pages linked are those of the official documents.
    """
    template = environment(brief.language).get_template("takeaways_part.html")
    text = template.render(brief=brief, origin=origin)
    return Markup(text)  # noqa: S704 - the template escapes what it is given


def as_json(brief: Brief, origin: str = "") -> bytes:
    """Return the brief as JSON: each finding with sentence, figures, filters and evidence."""
    found = brief.takeaways
    return _JSON.encode(
        {
            "schema": SCHEMA,
            "title": brief.title,
            "country": brief.country,
            "country_iso3": found.country,
            "fiscal_year": found.year,
            "language": brief.language.code,
            "data_version": brief.version,
            "source": brief.source,
            "citation": brief.citation,
            "known_years": found.known,
            "findings": [_json_line(line, origin) for line in brief.lines],
            "caveat_findings": [_json_line(line, origin) for line in brief.caveat_lines],
            "caveats": brief.caveats,
            "series": [
                {
                    "fiscal_year": year,
                    "trainings": figures.trainings,
                    "students": figures.students,
                    "cost_usd": figures.cost_usd,
                }
                for year, figures in found.series.items()
            ],
        }
    )


def _json_line(line: Line, origin: str) -> dict[str, Any]:
    finding = line.finding
    return {
        "section": finding.section,
        "kind": finding.kind,
        "form": finding.form,
        "significance": round(finding.significance, 4),
        "sentence": line.sentence.text,
        "parts": [
            {"text": part.text, **({"figure": part.figure} if part.figure else {})}
            for part in line.sentence.parts
        ],
        "subject": {"dimension": finding.subject.dimension, "value": finding.subject.value},
        "measure": finding.measure,
        "rows": _json_rows(finding.rows),
        "address": f"{origin}{line.address}" if line.address else None,
        "figures": {name: _json_figure(one) for name, one in finding.figures.items()},
        "entries": [
            {
                "subject": {"dimension": one.subject.dimension, "value": one.subject.value},
                "figures": {name: _json_figure(each) for name, each in one.figures.items()},
            }
            for one in finding.entries
        ],
        "evidence": [
            {
                "training_id": page.training_id,
                "address": f"{origin}{page.address}",
                "page_address": f"{origin}{page.page_address}",
                "official_document": page.official,
            }
            for page in line.pages
        ],
    }


def _json_rows(rows: Chosen) -> dict[str, Any]:
    return {
        "years": rows.years,
        "filters": dict_of(rows),
        **({"training_id": rows.training_id} if rows.training_id else {}),
    }


def dict_of(rows: Chosen) -> dict[str, str]:
    """Return the filters of rows as the parameters of an address."""
    return dict(rows.filters.to_query(country=True))


def _json_figure(figure: Figure) -> dict[str, Any]:
    said: dict[str, Any] = {
        "value": figure.value,
        "unit": figure.unit,
        "reckoning": figure.reckoning,
        "measure": figure.measure,
        "of": _json_rows(figure.of),
    }
    if figure.against is not None:
        said["against"] = _json_rows(figure.against)
    return said
