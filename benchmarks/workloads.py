"""The workloads: what is made before the clock starts, and how each is timed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

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

ROOT = Path(__file__).parent.parent


@frozen
class Bench:
    """A folder with everything that the workloads read, and the sides that take part."""

    folder: Path
    sources: tuple[Path, ...]
    sides: tuple[Side, ...]
    rounds: int

    def times(self, side: Side) -> int:
        return max(1, self.rounds // 5) if side.slow else self.rounds


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
    sources = make_specs(folder / "specs", documents)
    content = folder / "content"
    content.mkdir(exist_ok=True)
    ours, look = Ours(folder), theme.load(None)
    named = [(source.stem, ours.read(source)) for source in sources]
    named += [(f"table-{count}", ours.table(count)) for count in rows]
    for name, document in named:
        data = content_of(lay_out(document, look).document, look)
        (content / f"{name}.json").write_text(json.dumps(data), "utf-8")
    return Bench(folder, tuple(sources), tuple(sides), rounds)


def _sessions(bench: Bench) -> dict[str, Session]:
    return {side.name: side.start(bench.folder) for side in bench.sides}


def _close(sessions: Mapping[str, Session]) -> None:
    for session in sessions.values():
        session.close()


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
        return lambda n: made(things[name][n % len(things[name])])

    rounds = {side.name: bench.times(side) for side in bench.sides}
    found = {"pair": in_turn({name: pair(s) for name, s in sessions.items()}, rounds)}
    for make in ("docx", "pdf"):
        runs = {n: alone(n, make) for n in sessions if not SIDES[n].slow}
        found[make] = in_turn(runs, {name: max(1, bench.rounds // 2) for name in runs})
    _close(sessions)
    return {name: Speeds(seconds) for name, seconds in found.items()}


def cold(bench: Bench) -> Speeds:
    """W1 in a new process: from its start to both files on the disk."""
    rounds = {side.name: max(1, bench.times(side) // 2) for side in bench.sides}

    def run(side: Side) -> Callable[[int], object]:
        return lambda n: _child(bench, side, bench.sources[n % len(bench.sources)])

    return Speeds(in_turn({side.name: run(side) for side in bench.sides}, rounds))


def _child(bench: Bench, side: Side, source: Path, what: str = "pair") -> float:
    """Build in a process of its own; the MB that it has taken."""
    out = bench.folder / "cold" / source.stem
    out.mkdir(parents=True, exist_ok=True)
    what = "command" if side.name == "briefings" and what == "pair" else what
    words = [side.name, what, str(bench.folder), str(source), str(out)]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.child", *words],
        check=True, capture_output=True, text=True, cwd=ROOT,
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
        session.close()
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

    The sides take turns of ten documents each.
    """
    out = bench.folder / "batch"
    out.mkdir(exist_ok=True)
    if processes == 1:
        sessions = _sessions(bench)
        runs = {n: _alone(s, out) for n, s in sessions.items()}
        found = _in_parts(bench, runs)
        _close(sessions)
        return found
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
    rounds = {side.name: 1 if side.slow else len(parts) for side in bench.sides}

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
        things = {name: session.table(count) for name, session in sessions.items()}
        found[count] = {}
        for make in ("docx", "pdf"):
            runs = {name: _made(s, make, things[name]) for name, s in sessions.items()}
            rounds = {name: max(1, bench.rounds // 5) for name in runs}
            found[count][make] = Speeds(in_turn(runs, rounds))
    _close(sessions)
    return found


def _made(session: Session, make: str, thing: object) -> Callable[[int], object]:
    made = getattr(session, make)
    return lambda _: made(thing)


def growth(bench: Bench, counts: Sequence[int]) -> dict[int, float]:
    """Seconds of one command that builds so many targets of two pages, in a new process."""
    found = {}
    for count in counts:
        specs = bench.folder / f"small-{count}"
        make_small_specs(specs, count)
        build = partial(_child, bench, SIDES["briefings"], specs, "command")
        found[count] = timed(build)
    return found
