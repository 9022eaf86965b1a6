"""The command line: one command per verb, a few lines around the package that does the work."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from foja import __version__
from foja.cli.edition import site
from foja.cli.extras import missing_extra
from foja.cli.mcp import mcp
from foja.cli.publish import publish
from foja.cli.screen import bars, err_console, out_console
from foja.errors import FojaError

if TYPE_CHECKING:
    from foja.tables.build import BuildSummary
    from foja.tables.reading import Outcome

app: Final = typer.Typer(
    name="foja",
    help="What the United States gave to security forces abroad, each figure beside its page.",
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

INTERRUPTED: Final = 130

Documents = Annotated[
    Path | None,
    typer.Option("--documents", envvar="FOJA_DOCUMENTS", help="Folder of official documents."),
]
TablesOption = Annotated[
    Path | None,
    typer.Option("--out", "--tables", envvar="FOJA_TABLES", help="Folder of tables."),
]


class ExportFormat(StrEnum):
    """Kinds of file that `foja export` writes."""

    CSV = "csv"
    PARQUET = "parquet"
    SQLITE = "sqlite"
    XLSX = "xlsx"
    DATAPACKAGE = "datapackage"
    DUCKDB = "duckdb"


class AnswerFormat(StrEnum):
    """How `foja query` prints its answer."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def main() -> None:
    """Run the command line; every failure is one sentence on standard error and a non-zero exit."""
    try:
        app()
    except FojaError as error:
        err_console.print(f"foja: {error}", markup=False)
        sys.exit(1)
    except ModuleNotFoundError as error:
        command = next((name for name in sys.argv[1:] if not name.startswith("-")), "serve")
        missing = missing_extra(error, command)
        if missing is None:
            raise
        err_console.print(f"foja: {missing}", markup=False)
        sys.exit(1)


def _version(wanted: bool) -> None:
    if wanted:
        out_console.print(f"foja {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _default(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001 - `_version` answers it
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Open the dashboard unless a command is given."""
    if context.invoked_subcommand is None:
        serve()


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option(help="Port to listen on; else 8000 or the next free one.", min=0, max=65535),
    ] = None,
    tables: Annotated[
        Path | None, typer.Option(envvar="FOJA_TABLES", help="Folder of tables.")
    ] = None,
    documents: Documents = None,
    browser: Annotated[
        bool, typer.Option(help="Open the page in a browser where there is a screen.")
    ] = True,
    prepare: Annotated[
        bool, typer.Option(help="Prepare what readers ask for first, while nobody waits.")
    ] = True,
) -> None:
    """Open the dashboard on the newest tables: those built here, else the snapshot."""
    from foja.catalog.folder import documents_folder  # noqa: PLC0415
    from foja.cli.dashboard import free_port, greet  # noqa: PLC0415
    from foja.site.memory import starting  # noqa: PLC0415
    from foja.tables.loading import begin_loading  # noqa: PLC0415

    with starting():
        loading = begin_loading(tables)
        from foja.site.app import serve  # noqa: PLC0415

    serve(
        host,
        free_port(host) if port is None else port,
        loading=loading,
        tables_path=tables,
        documents=documents_folder(documents),
        on_listening=lambda address: greet(address, out_console, open_browser=browser),
        prepare=prepare,
    )


@app.command()
def fetch(
    reports: Annotated[
        list[str] | None, typer.Argument(metavar="[REPORT]...", help="Such as 2020-2021.")
    ] = None,
    documents: Documents = None,
) -> None:
    """Download official documents from their addresses: resumed, checked, nothing half-written."""
    from foja.catalog import load_catalog  # noqa: PLC0415
    from foja.catalog.fetch import excerpt_notice, fetch  # noqa: PLC0415
    from foja.catalog.folder import documents_folder  # noqa: PLC0415
    from foja.cli.fetch_bars import FetchBars  # noqa: PLC0415

    catalog = load_catalog()
    chosen = [catalog.report(name) for name in reports] if reports else list(catalog.reports)
    wanted = [document for report in chosen for document in report.documents]
    for report in chosen:
        if report.status == "published_not_yet_read" and reports:
            err_console.print(f"{report.report} is published but not read by Foja yet.")
    folder = documents_folder(documents)
    with FetchBars(err_console, wanted) as fetching:
        outcome = fetch(wanted, folder, on_progress=fetching.tell)
    for document in outcome.excerpts:
        err_console.print(excerpt_notice(document), markup=False)
    for failure in outcome.failures:
        err_console.print(str(failure.error), markup=False)
    out_console.print(
        f"{folder}: {len(outcome.fetched)} fetched, {len(outcome.present)} there already, "
        f"{len(outcome.excerpts)} excerpts that cannot be fetched, {len(outcome.failures)} failed."
    )
    if not outcome.ok:
        raise typer.Exit(1)


@app.command()
def build(
    documents: Documents = None,
    out: TablesOption = None,
    report: Annotated[
        list[str] | None, typer.Option("--report", help="Such as 2020-2021; may repeat.")
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            min=1, help="Processes on this machine, without --scheduler; else one for each core."
        ),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            envvar="FOJA_SCHEDULER",
            metavar="ADDRESS",
            help="A Dask cluster to read on, such as tcp://host:8786; see docs/scale.md.",
        ),
    ] = None,
    cache: Annotated[
        bool, typer.Option(help="Reuse what the same code read of an unchanged document.")
    ] = True,
    taxonomy: Annotated[
        Path | None,
        typer.Option(help="A file with your own training types; see docs/own-taxonomies.md."),
    ] = None,
) -> None:
    """Read the documents into tables; ends with what was read and what agrees."""
    from foja.catalog import load_catalog  # noqa: PLC0415
    from foja.catalog.folder import documents_folder  # noqa: PLC0415
    from foja.tables.build import build, documents_to_read  # noqa: PLC0415
    from foja.tables.folder import built_tables, kept_readings  # noqa: PLC0415

    catalog = load_catalog()
    folder = documents_folder(documents)
    sizes = {item.key: item.bytes for item in documents_to_read(catalog, report, folder)}
    with bars() as progress:
        task = progress.add_task("Reading", total=max(1, sum(sizes.values())))

        def tell(outcome: Outcome) -> None:
            progress.update(task, description=f"Reading {outcome.document}")
            progress.advance(task, sizes.get(outcome.document, 0))

        try:
            summary = build(
                folder,
                out or built_tables(),
                reports=report,
                jobs=jobs,
                catalog=catalog,
                kept=kept_readings() if cache else None,
                taxonomy=taxonomy,
                scheduler=scheduler,
                on_progress=tell,
            )
        except KeyboardInterrupt:
            err_console.print("foja: interrupted; earlier tables are unchanged.")
            raise typer.Exit(INTERRUPTED) from None
    _print_summary(summary)
    if summary.with_status("refused"):
        raise typer.Exit(1)


def _print_summary(summary: BuildSummary) -> None:
    read, absent = summary.with_status("read"), summary.with_status("absent")
    refused = summary.with_status("refused")
    out_console.print(
        f"{summary.out}: tables {summary.version}\n"
        f"documents  {len(read):>9,} read, {len(absent):,} absent, {len(refused):,} refused\n"
        f"pages      {summary.total('pages'):>9,}\n"
        f"trainings  {summary.total('rows'):>9,}\n"
        f"totals     {summary.total('totals'):>9,} printed: {summary.total('agree'):,} agree, "
        f"{summary.total('misprinted'):,} misprinted, {summary.total('differ'):,} differ\n"
        f"issues     {summary.total('issues'):>9,}"
    )
    for outcome in refused:
        err_console.print(f"{outcome.document} was refused: {outcome.reason}", markup=False)
    if summary.total("differ"):
        err_console.print("Some totals differ: `foja check` names them.")


@app.command()
def check(out: TablesOption = None) -> None:
    """Say what does not agree, with addresses; exit 1 if a total differs unexplained."""
    from foja.cli.record_check import check_report  # noqa: PLC0415
    from foja.tables.engine import Tables  # noqa: PLC0415

    with Tables(out) as tables:
        report = check_report(tables)
    out_console.print(report.text, markup=False)
    if report.differ:
        raise typer.Exit(1)


@app.command()
def show(
    training_id: Annotated[str, typer.Argument(metavar="ID", help="Such as 2020-2021.wh.41.07.")],
    tables: TablesOption = None,
    documents: Documents = None,
    image: Annotated[
        Path | None, typer.Option(help="Where to write the page's image; a PNG file.")
    ] = None,
) -> None:
    """Show one training: all columns, citation, and the page's image with the row marked."""
    from foja.catalog.folder import documents_folder  # noqa: PLC0415
    from foja.cli.training_card import training_card, write_page_image  # noqa: PLC0415

    card = training_card(tables, training_id)
    out_console.print(card.text, markup=False)
    out_console.print(write_page_image(card, documents_folder(documents), image), markup=False)


@app.command()
def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One SELECT over the tables.")],
    tables: TablesOption = None,
    answer: Annotated[AnswerFormat, typer.Option("--format")] = AnswerFormat.TABLE,
    rows: Annotated[int, typer.Option(min=1, help="Maximum number of rows.")] = 10_000,
    seconds: Annotated[float, typer.Option(min=0.1, help="Time limit in seconds.")] = 30.0,
) -> None:
    """Ask the tables in SQL, read-only and within limits."""
    from foja.cli.answers import print_answer  # noqa: PLC0415
    from foja.tables.query import run_query  # noqa: PLC0415

    result = run_query(tables, sql, limit_rows=rows, seconds=seconds)
    print_answer(result, answer.value, out_console)
    if result.truncated:
        err_console.print(f"Only the first {rows:,} rows; ask for more with --rows.")


@app.command()
def export(
    file_format: Annotated[ExportFormat, typer.Option("--format", help="Kind of file.")],
    out: Annotated[Path, typer.Option(help="Folder to write to.")] = Path("foja-export"),
    tables: Annotated[
        Path | None, typer.Option(envvar="FOJA_TABLES", help="Folder of tables.")
    ] = None,
) -> None:
    """Write all tables as files, with dictionary, citation and licence."""
    from foja.tables.export import export  # noqa: PLC0415
    from foja.tables.folder import find_tables  # noqa: PLC0415

    rows = export(find_tables(tables), out, file_format.value)
    out_console.print(f"{out}: {len(rows)} tables, {sum(rows.values()):,} rows")


@app.command()
def units(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A unit in any spelling, or its id.")],
    country: Annotated[str | None, typer.Option(help="Three letters, such as MEX.")] = None,
    before: Annotated[str | None, typer.Option(metavar="DAY", help="Such as 2011-01-01.")] = None,
    without: Annotated[
        list[str] | None, typer.Option(help="A printed spelling to take out.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="Maximum number of units.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    tables: TablesOption = None,
) -> None:
    """Find a unit by any spelling and list its trainings, before and after a day."""
    from foja.cli.unit_history import print_units, unit_answer, units_json  # noqa: PLC0415

    answer = unit_answer(
        tables, text, country=country, before=before, without=without or (), limit=limit
    )
    if as_json:
        typer.echo(units_json(answer))
    else:
        print_units(answer, out_console)


@app.command()
def takeaways(
    country: Annotated[str, typer.Argument(metavar="COUNTRY", help="Three letters, such as MEX.")],
    year: Annotated[int, typer.Argument(metavar="YEAR", help="A fiscal year, such as 2020.")],
    lang: Annotated[str, typer.Option(help="en or es.")] = "en",
    file_format: Annotated[str, typer.Option("--format", help="md, html, pdf or json.")] = "md",
    against: Annotated[
        list[str] | None, typer.Option(help="Years to compare with, such as 2011-2017; may repeat.")
    ] = None,
    file: Annotated[Path | None, typer.Option(help="Where to write; else it is printed.")] = None,
    tables: TablesOption = None,
) -> None:
    """Tell what a country's fiscal year adds up to, each sentence with its rows."""
    from foja.cli.brief import brief_file, put  # noqa: PLC0415

    content = brief_file(tables, country, year, lang=lang, kind=file_format, periods=against or ())
    put(content, file, file_format)


@app.command()
def claims(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID ...]", help="Such as C005; else all.")
    ] = None,
    lang: Annotated[str, typer.Option(help="en or es.")] = "en",
    file_format: Annotated[str, typer.Option("--format", help="text, json or md.")] = "text",
    tables: TablesOption = None,
) -> None:
    """Hold every published claim of the ledger against today's tables."""
    from foja.cli.claim_verdicts import claims_report  # noqa: PLC0415

    typer.echo(claims_report(tables, ids or (), lang=lang, kind=file_format))


@app.command()
def claim(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The claim in words.")],
    *,
    country: Annotated[str | None, typer.Option(help="Three letters, such as MEX.")] = None,
    first: Annotated[str | None, typer.Option("--from", help="First year.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last year.")] = None,
    basis: Annotated[str | None, typer.Option(help="report, start or calendar.")] = None,
    stage: Annotated[str | None, typer.Option(help="actual, planned or all.")] = None,
    training_type: Annotated[str | None, typer.Option("--type", help="Such as flight.")] = None,
    force: Annotated[str | None, typer.Option(help="Such as MEX.SEMAR.")] = None,
    program: Annotated[str | None, typer.Option(help="Such as IMET.")] = None,
    measure: Annotated[str | None, typer.Option(help="students, cost_usd, trainings ...")] = None,
    operator: Annotated[str | None, typer.Option(help="exactly, about, more_than ...")] = None,
    figure: Annotated[str | None, typer.Option(help="The figure claimed.")] = None,
    lang: Annotated[str, typer.Option(help="en or es.")] = "en",
    file_format: Annotated[str, typer.Option("--format", help="text, json or md.")] = "text",
    tables: TablesOption = None,
) -> None:
    """Hold a claim of your own against the trainings, with the rows that decide it."""
    from foja.cli.claim_verdicts import own_claim_report  # noqa: PLC0415

    given = {
        "claim": text,
        "country": country,
        "from": first,
        "to": last,
        "basis": basis,
        "stage": stage,
        "type": training_type,
        "force": force,
        "program": program,
        "measure": measure,
        "operator": operator,
        "figure": figure,
    }
    values = {name: value for name, value in given.items() if value is not None}
    typer.echo(own_claim_report(tables, values, lang=lang, kind=file_format))


app.command()(site)
app.command()(mcp)
app.command()(publish)


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="Folder of the older tables.")],
    new: Annotated[Path, typer.Argument(help="Folder of the newer tables.")],
    aliases: Annotated[
        Path | None,
        typer.Option(help="Write a CSV of the old and new identifiers of moved rows."),
    ] = None,
) -> None:
    """Tell trainings added, gone and changed between two builds; exit 1 if there are any."""
    from foja.cli.difference_report import difference_lines  # noqa: PLC0415
    from foja.tables.difference import compare  # noqa: PLC0415

    difference = compare(old, new)
    for line in difference_lines(difference):
        out_console.print(line, markup=False)
    if aliases:
        lines = [f"{old_id},{new_id}\n" for old_id, new_id in difference.aliases.items()]
        aliases.write_text("old,new\n" + "".join(lines), "utf-8")
    if not difference.nothing:
        raise typer.Exit(1)
