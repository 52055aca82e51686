"""``briefings plan``, ``status``, ``why`` and ``verify``: what a build did, and would do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from briefings.cli.build import origin
from briefings.cli.building import batch_of, formats_option
from briefings.cli.options import (
    as_at_option,
    data_options,
    json_option,
    load_data,
    print_faults,
    print_json,
)
from briefings.errors import EXIT_FAULT, Fault, Place, WriteError, suggestion

__all__ = ["plan", "status", "verify", "why"]

_out = click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("output"),
    show_default=True, metavar="DIR", help="Where the files are.",
)  # fmt: skip


@click.command()
@click.argument("specs", nargs=-1, type=click.Path(path_type=Path), metavar="[SPEC]...")
@_out
@formats_option
@data_options
@click.option("--theme", type=click.Path(path_type=Path), metavar="FILE",
              help="A theme for every briefing.")  # fmt: skip
@as_at_option
@json_option
def plan(
    specs: tuple[Path, ...],
    out: Path,
    formats: tuple[str, ...],
    folders: tuple[Path, ...],
    data_only: bool,
    theme: Path | None,
    as_at: date | None,
    as_json: bool,
) -> None:
    """Tell what a build would do to each target and why, without writing anything."""
    from briefings.build import Options, forecast

    dataset = load_data(folders, data_only)
    batch = batch_of(specs, dataset, formats=formats, theme=theme, as_at=as_at)
    options = Options(origin=origin(folders, data_only, theme, as_at))
    _show(list(forecast(batch, dataset, out, options)), as_json)


@click.command()
@_out
@json_option
def status(out: Path, as_json: bool) -> None:
    """Tell of every file of an output folder whether it is what its inputs give today."""
    _show([o for o, _ in _standings(out, "")], as_json)


@click.command()
@click.argument("target", metavar="TARGET")
@_out
@json_option
def why(target: str, out: Path, as_json: bool) -> None:
    """Tell why a target was built last, and what a build would do to it now.

    TARGET is a file in the output folder, or the name of a briefing.
    """
    found = [(o, entry) for o, entry in _standings(out, target)]
    if as_json:
        print_json({"targets": [{**_row(o), "last": list(e.why) if e else []} for o, e in found]})
        return
    for outcome, entry in found:
        click.echo(f"{outcome.path}: {outcome.state}")
        for reason in outcome.why:
            click.echo(f"  {reason}")
        if entry is not None and outcome.state != "failed":
            click.echo("  last built because: " + "; ".join(entry.why))
        print_faults(outcome.faults)


def _standings(out: Path, target: str) -> Iterator[tuple[Any, Any]]:
    """Each recorded target as it stands, with its entry; those that ``target`` names."""
    from briefings.build import Options, forecast
    from briefings.build.manifest import load

    manifest = load(out)
    names, format_ = _named(manifest, out, target)
    for (spec, folders, data_only, theme, as_at), wanted in _origins(manifest, names).items():
        if not Path(spec).exists():
            yield from _orphans(manifest, out, wanted, f"{spec} is gone")
            continue
        dataset = load_data([Path(f) for f in folders], data_only)
        batch = batch_of(
            (Path(spec),),
            dataset,
            theme=Path(theme) if theme else None,
            as_at=date.fromisoformat(as_at) if as_at else None,
        )
        options = Options(only=wanted.__contains__)
        told = set()
        for outcome in forecast(batch, dataset, out, options):
            told.add(outcome.name)
            if not format_ or outcome.format in (format_, ""):
                yield outcome, manifest.entries.get(outcome.name)
        missing = [name for name in wanted if name not in told]
        yield from _orphans(manifest, out, missing, f"{spec} asks for it no more")


def _named(manifest: Any, out: Path, target: str) -> tuple[list[str], str]:
    """The briefings that ``target`` names, and the format if it names one."""
    if not target:
        return list(manifest.entries), ""
    if target in manifest.entries:
        return [target], ""
    for path in (Path(target), out / target):
        if found := manifest.of_path(path):
            return [found[0]], found[1]
    near = suggestion(target, list(manifest.entries))
    remedy = near or "`briefings status` lists what was"
    what = f"no {target!r} was built in this folder"
    raise WriteError(Fault(what, remedy, place=Place(str(out))))


def _origins(manifest: Any, names: list[str]) -> dict[tuple[Any, ...], list[str]]:
    """The briefings by what they were asked for with."""
    found: dict[tuple[Any, ...], list[str]] = {}
    for name in names:
        kept = manifest.entries[name].recipe
        key = (
            kept["spec"],
            tuple(kept.get("data", ())),
            bool(kept.get("data_only")),
            kept.get("theme_given", ""),
            kept.get("as_at_given", ""),
        )
        found.setdefault(key, []).append(name)
    return found


def _orphans(manifest: Any, out: Path, names: list[str], why: str) -> Iterator[tuple[Any, Any]]:
    from briefings.build import Outcome

    for name in names:
        entry = manifest.entries[name]
        for format_, built in entry.files.items():
            path = out / built.path
            yield Outcome(name, path, format_, built.size, state="orphan", why=(why,)), entry


def _show(outcomes: list[Any], as_json: bool) -> None:
    if as_json:
        print_json({"targets": [_row(o) for o in outcomes]})
        return
    for o in outcomes:
        reasons = f": {'; '.join(o.why)}" if o.why else ""
        size = f" ({max(1, round(o.size / 1000)):,} kB)" if o.size else ""
        if o.failed:
            click.echo(f"{'would fail':<12}{o.name}")
            print_faults(o.faults)
        else:
            click.echo(f"{o.state:<12}{o.path}{size}{reasons}")


def _row(outcome: Any) -> dict[str, Any]:
    return {
        "briefing": outcome.name,
        "path": str(outcome.path),
        "format": outcome.format or None,
        "state": outcome.state,
        "why": list(outcome.why),
        "bytes": outcome.size or None,
        "faults": [f.as_json() for f in outcome.faults],
    }


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...",
                type=click.Path(exists=True, dir_okay=False, path_type=Path))  # fmt: skip
@json_option
def verify(files: tuple[Path, ...], as_json: bool) -> None:
    """Build files again from what was recorded, and tell whether the bytes are the same.

    Exit code: 0 if all are, 1 if one is not.
    """
    from briefings.build.verifying import Verification, manifest_of
    from briefings.build.verifying import verify as verified

    found = []
    for path in files:
        manifest = manifest_of(path)
        target = manifest.of_path(path) if manifest else None
        if manifest is None or target is None:
            found.append(Verification(path, False, ("no manifest tells how it was built",)))
            continue
        kept = manifest.entries[target[0]].recipe
        dataset = load_data([Path(f) for f in kept.get("data", ())], bool(kept.get("data_only")))
        found.append(verified(path, manifest, *target, dataset))
    if as_json:
        print_json({"files": [_verified(one) for one in found]})
    else:
        _tell(found)
    if not all(v.same for v in found):
        sys.exit(EXIT_FAULT)


def _verified(one: Any) -> dict[str, Any]:
    faults = [fault.as_json() for fault in one.faults]
    return {"path": str(one.path), "same": one.same, "why": list(one.why), "faults": faults}


def _tell(found: list[Any]) -> None:
    for one in found:
        click.echo(f"{one.path}: {'the same bytes' if one.same else 'not the same'}")
        for reason in one.why:
            click.echo(f"  {reason}")
        print_faults(one.faults)
