"""``briefings data``: the facts themselves."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from briefings.cli.options import data_options, json_option, load_data, print_faults, print_json
from briefings.errors import EXIT_FAULT

__all__ = ["data"]


@click.group()
def data() -> None:
    """Look at the facts that briefings are made of."""


@data.command()
@data_options
@click.option("--format", "format_", type=click.Choice(["json"]), default="json",
              help="The one format there is.")  # fmt: skip
def export(folders: tuple[Path, ...], data_only: bool, format_: str) -> None:
    """Print every fact, with its source and basis, in one shape (docs/export.md)."""
    from briefings.export import as_json

    print_json(as_json(load_data(folders, data_only)))


@data.command()
@data_options
@json_option
def check(folders: tuple[Path, ...], data_only: bool, as_json: bool) -> None:
    """Prove that the data agrees with itself.  Warnings do not fail."""
    from briefings.datacheck import check as find

    dataset = load_data(folders, data_only)
    faults = find(dataset)
    errors = [f for f in faults if f.severity == "error"]
    if as_json:
        print_json({"faults": [f.as_json() for f in faults]})
    else:
        print_faults(faults)
        inspections = sum(len(p.inspections) for p in dataset.providers.values())
        click.echo(
            f"{len(dataset.providers)} providers, {inspections} inspections, "
            f"{len(dataset.observations)} observations, {len(dataset.sources)} sources: "
            f"{len(errors)} errors, {len(faults) - len(errors)} warnings"
        )
    if errors:
        sys.exit(EXIT_FAULT)


# --------------------------------------------------------------------------------- import

_SOURCE = ("title", "date", "url", "publisher", "id")


def _source_options(command: Any) -> Any:
    """``--source-title`` and its like: how the file itself is cited."""
    helps = {
        "title": "Title of the source; the file's name by default.",
        "date": "When the source was published.",
        "url": "Where the source can be read.",
        "publisher": "Who published the source.",
        "id": "Id of the source; made from the file's name by default.",
    }
    for part in reversed(_SOURCE):
        command = click.option(f"--source-{part}", default="", metavar="TEXT", help=helps[part])(
            command
        )
    return command


@data.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--data", "folders", multiple=True, required=True, metavar="DIR",
              type=click.Path(file_okay=False, path_type=Path),
              help="The data folder to write to (the last, if several are given).")  # fmt: skip
@click.option("--data-only", is_flag=True, help="Leave the bundled data out.")
@click.option("--map", "map_path", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              metavar="MAP", help="A column map; guessed and shown if not given.")  # fmt: skip
@click.option("--save-map", type=click.Path(dir_okay=False, path_type=Path), metavar="MAP",
              help="Write the column map that was used.")  # fmt: skip
@click.option("--sheet", default="", metavar="NAME", help="Read only this sheet.")
@click.option("--framework", default="", metavar="ID", help="Whose standards and ratings.")
@click.option("--skip-unmatched", is_flag=True, help="Leave unknown names out.")
@click.option("--new-providers", default="", metavar="KIND",
              help="Make unknown names new providers of this kind.")  # fmt: skip
@_source_options
@click.option("--dry-run", is_flag=True, help="Print what would change; write nothing.")
@click.option("--yes", is_flag=True, help="Take the guessed map without asking.")
@json_option
def import_(
    file: Path,
    folders: tuple[Path, ...],
    data_only: bool,
    map_path: Path | None,
    save_map: Path | None,
    sheet: str,
    framework: str,
    skip_unmatched: bool,
    new_providers: str,
    dry_run: bool,
    yes: bool,
    as_json: bool,
    **source: str,
) -> None:
    """Read ratings or measures out of a CSV, XLSX or ODS file (docs/import.md)."""
    from briefings import ingest
    from briefings.dates import partial_date

    *below, target = folders
    opened = ingest.open_file(file)
    ground = ingest.Ground.read(target, below, bundled=not data_only)
    names = ingest.Names(ground.dataset)
    if map_path:
        plan = ingest.read_map(map_path, opened.grids, names)
    else:
        plan = ingest.guess_plan(opened, names, framework, sheet)
    map_text = ingest.map_text(plan)
    _save_map(save_map, map_text)
    citation = _citation(file, opened.name, source)
    policy = ingest.Policy(skip_unmatched, new_providers, partial_date(citation.date))
    done = ingest.carry_out(opened, plan, ground, policy, citation)
    if as_json:
        _import_json(done, map_text, target, wanted=not dry_run, approved=yes or bool(map_path))
        return
    if not map_path:
        click.echo(f"the columns seem to mean this:\n\n{_indented(map_text)}")
    for line in ingest.lines(done):
        click.echo(line)
    if done.faults:
        print_faults(done.faults)
        click.echo("nothing was written", err=True)
        sys.exit(EXIT_FAULT)
    if not dry_run and done.changes and _approved(map_path is not None or yes):
        click.echo("")
        for path in done.write(target):
            click.echo(f"wrote {path}")


def _citation(file: Path, name: str, source: dict[str, str]) -> Any:
    """How the values of the file are cited: as the options say, or by its name."""
    from briefings import ingest
    from briefings.finder import slug

    return ingest.Citation(
        source["source_id"] or slug(file.stem) or "provider",
        name,
        source["source_title"],
        _checked_date(source["source_date"]),
        source["source_url"],
        source["source_publisher"],
    )


def _indented(text: str) -> str:
    return "".join(f"  {line}\n" for line in text.splitlines())


def _save_map(path: Path | None, text: str) -> None:
    from briefings.saving import save

    if path is not None:
        save(path, text.encode("utf-8"))


def _checked_date(text: str) -> str:
    from briefings.dates import PATTERN, partial_date

    if text and partial_date(text) is None:
        raise click.BadParameter(
            f"{text!r} is no date; write {PATTERN}", param_hint="--source-date"
        )
    return text


def _approved(already: bool) -> bool:
    """Whether the guess may be used: said before, or asked of whoever sits there."""
    if already:
        return True
    if sys.stdin.isatty() and sys.stdout.isatty():
        return click.confirm("\nwrite this?")
    click.echo(
        "nothing was written: approve the columns with --yes, or keep them with --save-map, "
        "change what is wrong, and give them with --map",
        err=True,
    )
    sys.exit(EXIT_FAULT)


def _import_json(done: Any, map_text: str, target: Path, *, wanted: bool, approved: bool) -> None:
    from briefings.ingest import as_data

    written = done.write(target) if wanted and approved and not done.faults else ()
    print_json({**as_data(done, map_text), "written": [str(path) for path in written]})
    if done.faults or (wanted and done.changes and not written):
        sys.exit(EXIT_FAULT)


# --------------------------------------------------------------------- template and diff


@data.command()
@click.option("--kind", type=click.Choice(["ratings", "measures"]), default="ratings",
              show_default=True, help="What is to be filled in.")  # fmt: skip
@click.option("--framework", default="", metavar="ID",
              help="Whose standards, ratings and providers.")  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True,
              metavar="FILE", help="The XLSX file to write.")  # fmt: skip
@data_options
def template(
    kind: str, framework: str, out: Path, folders: tuple[Path, ...], data_only: bool
) -> None:
    """Write an XLSX workbook to fill in and import."""
    from briefings import ingest
    from briefings.saving import save

    dataset = load_data(folders, data_only)
    if kind == "ratings":
        content = ingest.ratings_template(dataset, ingest.rated_framework(dataset, framework))
    else:
        chosen = ingest.rated_framework(dataset, framework).kind if framework else ""
        content = ingest.measures_template(dataset, chosen)
    save(out, content)
    click.echo(f"wrote {out}")


@data.command()
@click.argument("before")
@click.argument("after")
@click.option("--data-only", is_flag=True, help="Leave the bundled data out.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 where there is a difference.")
@json_option
def diff(before: str, after: str, data_only: bool, exit_code: bool, as_json: bool) -> None:
    """Tell what facts differ between two data folders, or files of exported JSON.

    `bundled` stands for the bundled data.
    """
    from briefings.ingest import differences
    from briefings.wording import counted

    found = differences(_exported(before, data_only), _exported(after, data_only))
    if as_json:
        print_json({"changes": [change.as_json() for change in found]})
    else:
        for change in found:
            click.echo(str(change))
        click.echo(f"{counted(len(found), 'fact differs', 'facts differ')}", err=True)
    if found and exit_code:
        sys.exit(EXIT_FAULT)


def _exported(name: str, data_only: bool) -> Any:
    """A data folder or exported JSON, in the shape of exported JSON."""
    from briefings.export import as_json
    from briefings.ingest import read_export

    path = Path(name)
    if name == "bundled" and not path.exists():
        return as_json(load_data((), False))
    if path.is_dir():
        return as_json(load_data((path,), data_only))
    if not path.is_file():
        raise click.BadParameter(f"{name!r} is not there", param_hint="BEFORE and AFTER")
    return read_export(path)
