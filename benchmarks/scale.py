"""``python -m benchmarks.scale``: what many targets cost, in processes and on a local cluster.

Each figure is of a process of its own that builds a pack of as many different briefings, three
files each, into an empty folder and then once more with nothing changed.  The disk is the real
one, with every file flushed to it.
"""

from __future__ import annotations

import csv
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import click
from attrs import evolve, frozen

from benchmarks.report import machine
from briefings import build, dataset, executors
from briefings.build.fingerprint import program
from briefings.executors import Done, Executor, Limits, Work
from briefings.executors.interface import J, R, S

FORMATS = 3
HERE, ALONE, LOCAL = "in-process", "coordinator", "cluster"

PACK = """\
pack: scale
title: As many briefings as are asked for
as_at: 2019-12-31
briefings:
  - name: "{{ each.id }}"
    for_each: {rows: recipients.csv}
    spec: profile.yaml
"""
SPEC = Path(__file__).parent.parent / "specs" / "cheshire-and-greater-manchester.yaml"


def targets(folder: Path, count: int) -> Path:
    """A pack of ``count`` briefings, each for a recipient of its own; gives its file."""
    spec = SPEC.read_text("utf-8").replace("subtitle: ", "subtitle: For {{ each.name }}. ", 1)
    (folder / "profile.yaml").write_text(spec, "utf-8")
    with (folder / "recipients.csv").open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(["id", "name"])
        rows.writerows([f"recipient-{n:06}", f"Recipient {n:,}"] for n in range(count))
    pack = folder / "scale.yaml"
    pack.write_text(PACK, "utf-8")
    return pack


@frozen
class Replay:
    """Gives the result of the first job for each: what is left is the coordinator's own work."""

    def run(
        self, work: Work[S, J, R], jobs: Sequence[J], limits: Limits
    ) -> Generator[Done[J, R], None, None]:
        with closing(executors.in_process().run(work, jobs[:1], limits)) as running:
            (first,) = running
        for job in jobs:
            yield evolve(first, job=job)


@contextmanager
def local_cluster(workers: int) -> Iterator[str]:
    """A scheduler and workers, each a process of this machine; gives the address."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        yield str(cluster.scheduler_address)


def executor(where: str, address: str | None) -> Executor:
    """The one that a name stands for: a number is of processes."""
    if where == LOCAL:
        assert address
        return executors.dask(address, program)
    if where == ALONE:
        return Replay()
    return executors.in_process() if where == HERE else executors.processes(int(where))


def one(folder: Path, where: str, address: str | None) -> dict[str, Any]:
    """Build what ``folder`` holds, and say what it took."""
    began, before = perf_counter(), process_time()
    data = dataset.load()
    batch = build.batch([folder / "scale.yaml"], data)
    planned = perf_counter()
    first, outcomes = None, 0
    options = build.Options(executor=lambda jobs: executor(where, address))
    for outcome in build.build(batch, data, folder / "out", options):
        assert not outcome.faults, outcome.faults
        first = first or perf_counter()
        outcomes += 1
    ended = perf_counter()
    return {
        "plan": planned - began,
        "first": (first or ended) - began,
        "seconds": ended - began,
        "processor": process_time() - before,
        "targets": outcomes,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def child(folder: Path, where: str, address: str | None) -> dict[str, Any]:
    """The same in a process of its own."""
    words = [sys.executable, "-m", "benchmarks.scale", "--one", str(folder), "--where", where]
    words += ["--address", address] if address else []
    done = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def measured(count: int, where: str, address: str | None) -> dict[str, Any]:
    """A build of ``count`` briefings from nothing, and another of nothing new."""
    with tempfile.TemporaryDirectory(prefix="scale-", dir=Path.cwd()) as name:
        folder = Path(name)
        targets(folder, count)
        found = child(folder, where, address)
        again = child(folder, HERE, None)
        files = [path for path in (folder / "out").iterdir() if path.suffix != ".json"]
        found["bytes"] = sum(path.stat().st_size for path in files)
        found["manifest"] = (folder / "out" / "manifest.json").stat().st_size
        return {**found, "where": where, "count": count, "again": again["seconds"],
                "again megabytes": again["megabytes"]}  # fmt: skip


HEADS = ("where", "briefings", "files", "seconds", "files a second", "ms a file", "first file s",
         "coordinator ms a file", "kB a file", "manifest bytes a briefing", "coordinator MB",
         "nothing new s")  # fmt: skip


def row(found: dict[str, Any]) -> list[str]:
    """A line of the table."""
    files, seconds = found["targets"], found["seconds"]
    where = found["where"]
    return [
        f"{where} process" + "es" * (where != "1") if where.isdigit() else where,
        f"{found['count']:,}",
        f"{files:,}",
        f"{seconds:.1f}",
        f"{files / seconds:.0f}",
        f"{1000 * seconds / files:.1f}",
        f"{found['first']:.1f}",
        f"{1000 * found['processor'] / files:.1f}",
        f"{found['bytes'] / files / 1000:.0f}",
        f"{found['manifest'] / found['count']:,.0f}",
        f"{found['megabytes']:.0f}",
        f"{found['again']:.1f}",
    ]


def table(found: Sequence[dict[str, Any]]) -> str:
    """Everything that was measured, in Markdown."""
    lines = [HEADS, ["---"] * len(HEADS), *(row(one) for one in found)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


@click.command()
@click.option("--counts", default="10,100,1000", help="How many briefings, with commas between.")
@click.option("--where", default=f"{HERE},2,{LOCAL},{ALONE}",
              help="in-process, a number of processes, cluster, coordinator.")  # fmt: skip
@click.option("--workers", default=2, help="Of the local cluster.")
@click.option("--one", "folder", type=click.Path(path_type=Path), hidden=True)
@click.option("--address", hidden=True)
def main(counts: str, where: str, workers: int, folder: Path | None, address: str | None) -> None:
    """Measure builds of many briefings, and print a table."""
    if folder:
        click.echo(json.dumps(one(folder, where, address)))
        return
    places = where.split(",")
    found = []
    with local_cluster(workers) if LOCAL in places else nullcontext() as running:
        for count in map(int, counts.split(",")):
            for place in places:
                click.echo(f"{place}: {count:,} briefings", err=True)
                found.append(measured(count, place, running if place == LOCAL else None))
    told = machine()
    click.echo(f"{told['processor']}, {told['cores']} cores, Python {told['Python']}\n")
    click.echo(table(found))


if __name__ == "__main__":
    main()
