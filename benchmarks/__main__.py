"""``python -m benchmarks``: measure, and show or keep the figures."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from benchmarks import workloads
from benchmarks.report import machine, markdown, replaced
from benchmarks.sides import SIDES, Side

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"


@click.command()
@click.option("--quick", is_flag=True, help="One round of everything, in seconds: does it run?")
@click.option("--rounds", default=25, show_default=True, help="Rounds of W1; the rest follows.")
@click.option("--only", metavar="SIDES", help="Only these sides, with commas between them.")
@click.option("--json", "file", type=click.Path(path_type=Path), help="Keep every figure here.")
@click.option("--write", is_flag=True, help="Put the tables into docs/benchmarks.md.")
def main(quick: bool, rounds: int, only: str | None, file: Path | None, write: bool) -> None:
    """Measure briefings beside its peers, in turn, and print the tables."""
    sides = [side for side in _sides(only) if not (quick and side.slow)]
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        results = measure(Path(folder), sides, 1 if quick else rounds, quick, _tell)
    results["when"] = datetime.now(UTC).date().isoformat()  # noqa: TID251 - when it was measured
    if file:
        file.write_text(json.dumps(results, indent=1), "utf-8")
    tables = markdown(results)
    if write:
        PAGE.write_text(replaced(PAGE.read_text("utf-8"), tables), "utf-8")
    click.echo(tables)


def _sides(only: str | None) -> list[Side]:
    """Those asked for that are installed; the others are named."""
    names = only.split(",") if only else list(SIDES)
    unknown = [name for name in names if name not in SIDES]
    if unknown:
        raise click.BadParameter(f"unknown side {unknown[0]!r}; choose from {', '.join(SIDES)}")
    chosen = [SIDES[name] for name in names]
    for side in chosen:
        if side.missing():
            _tell(f"{side.title}: {side.missing()}")
    return [side for side in chosen if not side.missing()]


def _tell(words: str) -> None:
    click.echo(words, err=True)


def measure(
    folder: Path, sides: Sequence[Side], rounds: int, quick: bool, tell: Callable[[str], None]
) -> dict[str, Any]:
    """Every figure, as JSON has it."""
    rows = (50, 100) if quick else (2000, 4000)
    counts = (2, 4) if quick else (10, 100, 1000)
    documents = 3 if quick else 4 * rounds
    tell("making the input")
    bench = workloads.prepare(folder, sides, documents, rows, rounds)
    tell("W1, warm")
    warm = {what: dict(found.seconds) for what, found in workloads.warm(bench).items()}
    tell("W1, cold")
    cold = dict(workloads.cold(bench).seconds)
    tell("memory")
    memory = workloads.memory(bench, rows[0])
    pages = workloads.pages(bench)
    tell("W2")
    batch = {str(n): dict(workloads.batch(bench, n).seconds) for n in (1, 2)}
    tell("W3")
    tables = {
        str(count): {make: dict(found.seconds) for make, found in made.items()}
        for count, made in workloads.tables(bench, rows).items()
    }
    tell("growth")
    growth = {str(n): seconds for n, seconds in workloads.growth(bench, counts).items()}
    return {
        "machine": machine(), "sides": [side.name for side in sides], "pages": pages,
        "warm": warm, "cold": cold, "memory": memory, "batch": batch, "tables": tables,
        "growth": growth,
    }  # fmt: skip


if __name__ == "__main__":
    main()
