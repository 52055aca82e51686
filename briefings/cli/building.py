"""The options of a build, and how a build is run and told."""

from __future__ import annotations

import fnmatch
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click

from briefings.cli.options import print_faults
from briefings.errors import EXIT_BUG, EXIT_FAULT, EXIT_PARTIAL, suggestion

__all__ = [
    "FORMATS",
    "batch_of",
    "build_options",
    "exit_code",
    "formats_option",
    "options_of",
    "told",
]

FORMATS = ("docx", "pdf", "html")
F = TypeVar("F", bound=Callable[..., Any])


def _formats(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[str, ...]:
    """Some of the formats, with commas between them."""
    if value is None:
        return ()
    chosen = tuple(dict.fromkeys(part.strip() for part in value.split(",")))
    unknown = [f for f in chosen if f not in FORMATS]
    if unknown:
        near = suggestion(unknown[0], FORMATS) or f"choose from {', '.join(FORMATS)}"
        raise click.BadParameter(f"unknown format {unknown[0]!r}; {near}")
    return chosen


formats_option = click.option(
    "--format", "formats", callback=_formats, metavar="docx,pdf,html",
    help="Only these formats; the specs' own by default.",
)  # fmt: skip

_BUILD = (
    click.option("--force", is_flag=True, help="Build what is up to date, too."),
    click.option("--only", "only", multiple=True, metavar="NAME",
                 help="Only the briefings of this name; * stands for anything."),
    click.option("--keep-going/--fail-fast", default=True, show_default=True,
                 help="Whether one that fails lets the others be built."),
    click.option("--jobs", type=click.IntRange(1), metavar="N",
                 help="How many to build at once; as many as there are cores by default."),
    click.option("--executor", type=click.Choice(["in-process", "processes", "dask"]),
                 help="Where to build; by default here, or in processes where that pays."),
    click.option("--scheduler", metavar="ADDRESS", help="Of the Dask cluster: tcp://host:8786."),
    click.option("--time-limit", type=click.FloatRange(0, min_open=True), metavar="SECONDS",
                 help="Stop a briefing that takes longer."),
    click.option("--memory-limit", type=click.IntRange(1), metavar="MB",
                 help="Stop a briefing that takes more memory."),
    click.option("--wait", type=click.FloatRange(0), default=0.0, metavar="SECONDS",
                 help="How long to wait while another run builds in the folder."),
)  # fmt: skip


def build_options(command: F) -> F:
    """How to build: what, where, and within which limits."""
    for option in reversed(_BUILD):
        command = option(command)
    return command


def options_of(given: dict[str, Any], origin: dict[str, Any]) -> Any:
    """The options of a build from those of the command."""
    from briefings import executors
    from briefings.build import Options

    kind, address, jobs = given["executor"], given["scheduler"], given["jobs"]
    if (kind == "dask") != (address is not None):
        if address is None:
            raise click.UsageError("--executor dask needs --scheduler tcp://host:port")
        if kind is not None:
            raise click.UsageError("--scheduler goes with --executor dask")
        kind = "dask"

    def executor(tasks: int) -> Any:
        match kind:
            case "in-process":
                return executors.in_process()
            case "processes":
                return executors.processes(jobs)
            case "dask":
                from briefings.build.fingerprint import program

                return executors.dask(address, program)
        cores = jobs or os.cpu_count() or 1
        return executors.choose(tasks, cores)

    only = given["only"]
    return Options(
        force=given["force"],
        fail_fast=not given["keep_going"],
        trace=bool(click.get_current_context().find_root().params.get("trace")),
        only=lambda name: not only or any(fnmatch.fnmatchcase(name, one) for one in only),
        executor=executor,
        limits=executors.Limits(given["time_limit"], given["memory_limit"]),
        wait=given["wait"],
        origin=origin,
    )


def batch_of(
    specs: tuple[Path, ...],
    dataset: Any,
    *,
    formats: tuple[str, ...] = (),
    theme: Path | None = None,
    as_at: Any = None,
) -> Any:
    """The briefings that files and folders ask for; those in ``specs`` where none is named."""
    from briefings import build as builder

    paths = builder.find_specs(specs or (Path("specs"),))
    return builder.batch(paths, dataset, formats=formats, theme=theme, as_at=as_at)


def told(outcomes: Iterable[Any], expected: int, *, quiet: bool) -> Iterator[Any]:
    """Each outcome, printed as it comes; on a terminal under a bar."""
    if quiet:
        yield from outcomes
        return
    if sys.stdout.isatty() and sys.stderr.isatty():
        yield from _under_a_bar(outcomes, expected)
        return
    for outcome in outcomes:
        _tell(outcome)
        yield outcome


def _under_a_bar(outcomes: Iterable[Any], expected: int) -> Iterator[Any]:
    from rich.progress import Progress

    with Progress(transient=True) as progress:
        task = progress.add_task("building", total=expected)
        for outcome in outcomes:
            _tell(outcome)  # above the bar: rich takes over stdout and stderr meanwhile
            progress.advance(task)
            yield outcome


def _tell(outcome: Any) -> None:
    if outcome.built:
        click.echo(f"built {outcome.path} ({max(1, round(outcome.size / 1000)):,} kB)")
    elif outcome.failed:
        print_faults(outcome.faults)


def exit_code(outcomes: list[Any]) -> int:
    """0 where nothing failed, 1 all, 3 some, 70 through a bug of ours."""
    failed = sum(o.failed for o in outcomes)
    if any(o.bug for o in outcomes):
        return EXIT_BUG
    if not failed:
        return 0
    return EXIT_PARTIAL if failed < len(outcomes) else EXIT_FAULT
