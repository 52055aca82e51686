"""Options that several commands share, and how faults and results are printed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click
from attrs import evolve

from briefings.errors import Fault

__all__ = ["as_at_option", "data_options", "json_option", "load_data", "print_faults"]
__all__ += ["specs_argument", "theme_option"]

AS_JSON = "briefings.json"  # in click's notes of this run: faults are wanted as JSON
_FEW = 10  # values that are soon read again
F = TypeVar("F", bound=Callable[..., Any])


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """A day as year-month-day."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no date; write it as 2019-12-31") from None


def data_options(command: F) -> F:
    """``--data DIR`` (again and again) and ``--data-only``."""
    add = click.option(
        "--data", "folders", multiple=True, metavar="DIR",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="A data folder of your own, laid over the bundled one.",
    )  # fmt: skip
    only = click.option("--data-only", is_flag=True, help="Leave the bundled data out.")
    return add(only(command))


specs_argument = click.argument(
    "specs", nargs=-1, type=click.Path(path_type=Path), metavar="[SPEC]..."
)
theme_option = click.option(
    "--theme", type=click.Path(path_type=Path), metavar="FILE", help="A theme for every briefing."
)
as_at_option = click.option(
    "--as-at", callback=_day, metavar="DATE", help="Which inspections count as the latest."
)


def _remember(ctx: click.Context, param: click.Parameter, value: bool) -> bool:
    ctx.meta[AS_JSON] = value
    return value


json_option = click.option(
    "--json", "as_json", is_flag=True, callback=_remember, help="Print JSON for programs."
)


def load_data(folders: Sequence[Path], data_only: bool) -> Any:
    from briefings.dataset import load

    return load(folders, bundled=not data_only)


def _complain(words: str) -> None:
    click.echo(words, err=True)


def print_faults(faults: Iterable[Fault], say: Callable[[str], None] = _complain) -> None:
    """Each fault whole; a list of allowed values that was just told is not told again."""
    told: tuple[str, ...] = ()
    for fault in faults:
        if len(fault.allowed) > _FEW and fault.allowed == told:
            say(evolve(fault, allowed=("as above",)).render())
        else:
            say(fault.render())
        told = fault.allowed or told


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
