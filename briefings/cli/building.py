"""The options of a build, and what they come to."""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from briefings.errors import EXIT_BUG, EXIT_FAULT, EXIT_PARTIAL, suggestion

__all__ = [
    "FORMATS",
    "batch_of",
    "build_options",
    "exit_code",
    "formats_option",
    "options_of",
    "report_options",
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


_REPORTS = (".json", ".html")


def _reports(
    ctx: click.Context, param: click.Parameter, value: tuple[Path, ...]
) -> tuple[Path, ...]:
    """Files whose endings tell what to write."""
    for path in value:
        if path.suffix not in _REPORTS:
            raise click.BadParameter(f"{str(path)!r} must end in {' or '.join(_REPORTS)}")
    return value


_file = click.Path(dir_okay=False, path_type=Path)
_TELL = (
    click.option("--report", "reports", multiple=True, type=_file, callback=_reports,
                 metavar="FILE", help="Write a report of the run: report.json or report.html."),
    click.option("--log", "log", type=_file, metavar="FILE",
                 help="Add a line of JSON for each event to this file."),
)  # fmt: skip


def report_options(command: F) -> F:
    """Where to tell what was done, beside the screen."""
    for option in reversed(_TELL):
        command = option(command)
    return command


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


def exit_code(outcomes: Sequence[Any]) -> int:
    """0 where nothing failed, 3 where some files stand all the same, 1 where none does, 70
    through a bug of ours."""
    if any(o.bug for o in outcomes):
        return EXIT_BUG
    if not any(o.failed for o in outcomes):
        return 0
    return EXIT_PARTIAL if any(o.state in _STANDING for o in outcomes) else EXIT_FAULT


_STANDING = ("built", "up to date")
