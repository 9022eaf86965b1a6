"""`foja site`: writing the static edition, with a bar while it is written and a word at the end."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - the types of options are read when a command runs
from typing import Annotated

import typer


def site(
    out: Annotated[Path, typer.Option(help="A new folder, or that of an earlier edition.")],
    *,
    origin: Annotated[
        str, typer.Option(help="The address it will have, with its folder if any.")
    ] = "http://localhost",
    lang: Annotated[list[str] | None, typer.Option(help="en or es; else both.")] = None,
    country: Annotated[
        list[str] | None, typer.Option(help="Such as MEX; may repeat; else all.")
    ] = None,
    report: Annotated[
        list[str] | None,
        typer.Option(help="Report whose documents are written; may repeat; else all."),
    ] = None,
    pictures: Annotated[bool, typer.Option(help="Also drawings, and images of pages.")] = True,
    documents: Annotated[
        Path | None, typer.Option(help="Official documents.", envvar="FOJA_DOCUMENTS")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, max=64, help="Processes; else one for each core.")
    ] = None,
    tables: Annotated[
        Path | None, typer.Option(envvar="FOJA_TABLES", help="Folder of tables.")
    ] = None,
) -> None:
    """Write the site as plain files for any web host; the browser filters a country's rows."""
    from foja.cli.screen import bars, out_console  # noqa: PLC0415 - only where it is run
    from foja.site.edition.write import make_edition, processes, write_edition  # noqa: PLC0415
    from foja.site.language import LANGUAGES  # noqa: PLC0415

    edition = make_edition(
        tables,
        documents,
        origin=origin,
        languages=lang or (),
        countries=country or (),
        reports=report or (),
        pictures=pictures,
    )
    with bars() as progress:
        tasks = {}

        def tell(what: str, done: int, all_: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(f"Writing {what}", total=all_)
            progress.update(tasks[what], completed=done, total=all_)

        written = write_edition(edition, out, jobs=jobs or processes(), progress=tell)
    size = LANGUAGES["en"].size(written.octets)
    out_console.print(
        f"{out}: {written.pages:,} pages, {written.files:,} files in all, {size}. "
        f"Put the folder on any web host, or look at it: python3 -m http.server -d {out}",
        markup=False,
    )
