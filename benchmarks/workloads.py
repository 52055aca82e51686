"""The workloads: what is made before the clock starts, and how each is timed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from attrs import frozen

from benchmarks.content import content_of
from benchmarks.invented import make_data, make_small_specs, make_specs
from benchmarks.ours import Ours
from benchmarks.sides import SIDES, Session, Side
from benchmarks.timing import in_turn, median, timed
from briefings import theme
from briefings.layout import lay_out

__all__ = ["Bench", "Speeds", "batch", "cold", "growth", "memory", "pages", "prepare",
           "tables", "warm"]  # fmt: skip

_OF_TABLES = 0.12  # of the rounds
ROOT = Path(__file__).parent.parent


@frozen
class Bench:
    """A folder with everything that the workloads read, and the sides that take part."""

    folder: Path
    sources: tuple[Path, ...]
    sides: tuple[Side, ...]
    rounds: int

    def times(self, side: Side, part: float = 1.0) -> int:
        """The rounds of a side, or so large a part of them."""
        return max(1, round(self.rounds * part * side.share))


@frozen
class Speeds:
    """Seconds of each side, by name."""

    seconds: Mapping[str, list[float]]

    def median(self, name: str) -> float | None:
        found = self.seconds.get(name)
        return median(found) if found else None


def prepare(
    folder: Path, sides: Sequence[Side], documents: int, rows: Sequence[int], rounds: int
) -> Bench:
    """Make the data, the specs and, from the documents that they yield, the peers' content."""
    make_data(folder)
    if any(side.name != "briefings" for side in sides):
        from benchmarks.peers.templates import make_templates

        make_templates(folder / "templates")
    sources = make_specs(folder / "specs", documents)
    content = folder / "content"
    content.mkdir(exist_ok=True)
    ours, look = Ours(folder), theme.load(None)
    named = [(source.stem, ours.read(source)) for source in sources]
    bench = Bench(folder, tuple(sources), tuple(sides), rounds)
    named += [
        (f"table-{count}-{n}", ours.table(count, n)) for count in rows for n in _tables(bench)
    ]
    for name, document in named:
        data = content_of(lay_out(document, look).document, look)
        (content / f"{name}.json").write_text(json.dumps(data), "utf-8")
    return bench


def _tables(bench: Bench) -> range:
    """Numbers of the long tables, one a round and one that is not counted."""
    return range(1 + max(bench.times(side, _OF_TABLES) for side in bench.sides))


def _sessions(bench: Bench) -> dict[str, Session]:
    return {side.name: side.start(bench.folder) for side in bench.sides}


def warm(bench: Bench) -> dict[str, Speeds]:
    """W1 in a process that has built before, a different document each time.

    The pair from the side's input file; and of what was read, each file alone.
    """
    sessions = _sessions(bench)
    source = bench.sources

    def pair(session: Session) -> Callable[[int], object]:
        return lambda n: session.pair(session.read(source[n % len(source)]))

    # Others than the pairs of the last rounds, which a peer that remembers would not make again.
    things = {
        name: [session.read(path) for path in source[-bench.rounds :]]
        for name, session in sessions.items()
    }

    def alone(name: str, make: str) -> Callable[[int], object]:
        made = getattr(sessions[name], make)
        ready = sessions[name].ready if make == "docx" else _as_it_is
        given = [ready(thing) for thing in things[name]]
        return lambda n: made(given[n % len(given)])

    rounds = {side.name: bench.times(side) for side in bench.sides}
    found = {"pair": in_turn({name: pair(s) for name, s in sessions.items()}, rounds)}
    for make in ("docx", "pdf"):
        runs = {n: alone(n, make) for n in sessions if not SIDES[n].slow}
        found[make] = in_turn(runs, {name: bench.times(SIDES[name], 0.5) for name in runs})
    return {name: Speeds(seconds) for name, seconds in found.items()}


def _as_it_is(thing: object) -> object:
    return thing


def cold(bench: Bench) -> Speeds:
    """W1 in a new process: from its start to both files on the disk."""
    rounds = {side.name: bench.times(side, 0.5) for side in bench.sides}

    def run(side: Side) -> Callable[[int], object]:
        return lambda n: _child(bench, side, bench.sources[n % len(bench.sources)])

    return Speeds(in_turn({side.name: run(side) for side in bench.sides}, rounds))


def _child(bench: Bench, side: Side, source: Path, what: str = "pair") -> float:
    """Build in a process of its own; the MB that it has taken."""
    out = Path(tempfile.mkdtemp(prefix="cold-", dir=bench.folder))  # where nothing is up to date
    what = "command" if side.name == "briefings" and what == "pair" else what
    words = [side.name, what, str(bench.folder), str(source), str(out)]
    # An installed program has its modules compiled; the first round, not counted, sees to it.
    cache = str(bench.folder / "compiled")
    compiled = {"PYTHONPYCACHEPREFIX": cache, "PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.child", *words],
        check=True, capture_output=True, text=True, cwd=ROOT, env={**os.environ, **compiled},
    )  # fmt: skip
    return float(done.stdout.split()[-1])


def memory(bench: Bench, rows: int) -> dict[str, dict[str, float]]:
    """The most MB that a new process holds: for W1, and for W3."""
    found: dict[str, dict[str, float]] = {"pair": {}, "table": {}}
    for side in bench.sides:
        found["pair"][side.name] = _child(bench, side, bench.sources[0])
        if not side.slow:
            found["table"][side.name] = _child(bench, side, Path(str(rows)), "table")
    return found


def pages(bench: Bench) -> dict[str, int]:
    """How many pages each side makes of the first document."""
    from pypdfium2 import PdfDocument

    found = {}
    for side in bench.sides:
        session = side.start(bench.folder)
        made = session.pair(session.read(bench.sources[0]))
        found[side.name] = len(PdfDocument(made.pdf))
    return found


# --------------------------------------------------------------------------- in batches


_session: Session  # of a worker


def _start(side: str, folder: Path) -> None:
    global _session
    _session = SIDES[side].start(folder)


def _work(source: Path, out: Path) -> None:
    _write(_session, source, out)


def _write(session: Session, source: Path, out: Path) -> None:
    made = session.pair(session.read(source))
    (out / f"{source.stem}.docx").write_bytes(made.docx)
    (out / f"{source.stem}.pdf").write_bytes(made.pdf)


def batch(bench: Bench, processes: int) -> Speeds:
    """W2: seconds a document, written to the disk, by workers that are warm.

    The sides take turns of twenty documents each.
    """
    out = bench.folder / "batch"
    out.mkdir(exist_ok=True)
    if processes == 1:
        sessions = _sessions(bench)
        runs = {n: _alone(s, out) for n, s in sessions.items()}
        return _in_parts(bench, runs)
    pools = {side.name: _pool(bench, side, processes) for side in bench.sides}
    found = _in_parts(bench, {n: _together(pool, out) for n, pool in pools.items()})
    for pool in pools.values():
        pool.shutdown()
    return found


def _alone(session: Session, out: Path) -> Callable[[Sequence[Path]], object]:
    def run(sources: Sequence[Path]) -> None:
        for source in sources:
            _write(session, source, out)

    return run


def _together(pool: ProcessPoolExecutor, out: Path) -> Callable[[Sequence[Path]], object]:
    return lambda sources: list(pool.map(_work, sources, [out] * len(sources)))


def _pool(bench: Bench, side: Side, processes: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        processes, get_context("spawn"), initializer=_start, initargs=(side.name, bench.folder)
    )


def _in_parts(bench: Bench, runs: Mapping[str, Callable[[Sequence[Path]], object]]) -> Speeds:
    size = min(20, len(bench.sources))
    parts = [bench.sources[n : n + size] for n in range(0, len(bench.sources), size)]
    rounds = {s.name: 1 if s.slow else max(1, round(len(parts) * s.share)) for s in bench.sides}

    def run(name: str) -> Callable[[int], object]:
        few = 4 if SIDES[name].slow else size
        return lambda n: runs[name](parts[n - 1][:few])

    found = in_turn({name: run(name) for name in runs}, rounds)
    few = {name: 4 if SIDES[name].slow else size for name in runs}
    return Speeds({name: [s / few[name] for s in seconds] for name, seconds in found.items()})


# ------------------------------------------------------------------------------- growth


def tables(bench: Bench, rows: Sequence[int]) -> dict[int, dict[str, Speeds]]:
    """W3: a long table, each file alone."""
    sessions = {s.name: s.start(bench.folder) for s in bench.sides if not s.slow}
    found: dict[int, dict[str, Speeds]] = {}
    for count in rows:
        rounds = {name: bench.times(SIDES[name], _OF_TABLES) for name in sessions}
        things = {
            name: [session.table(count, n) for n in _tables(bench)]
            for name, session in sessions.items()
        }
        pdf = {name: _made(s.pdf, things[name]) for name, s in sessions.items()}
        found[count] = {"pdf": Speeds(in_turn(pdf, rounds))}
        ready = {name: [s.ready(thing) for thing in things[name]] for name, s in sessions.items()}
        docx = {name: _made(s.docx, ready[name]) for name, s in sessions.items()}
        found[count]["docx"] = Speeds(in_turn(docx, rounds))
    return found


def _made(make: Callable[[Any], object], things: Sequence[Any]) -> Callable[[int], object]:
    """Another table each time: a peer may remember the last one."""
    return lambda n: make(things[n])


def growth(bench: Bench, counts: Sequence[int]) -> dict[int, float]:
    """Seconds of one command that builds so many targets of two pages, in a new process."""
    found = {}
    for count in counts:
        specs = bench.folder / f"small-{count}"
        make_small_specs(specs, count)
        build = partial(_child, bench, SIDES["briefings"], specs, "command")
        found[count] = timed(build)
    return found
