"""A side in a process of its own: ``python -m benchmarks.child SIDE WHAT FOLDER SOURCE OUT``.

For cold starts (the parent takes the time) and for memory (the process tells its peak).  ``WHAT``
is ``pair``, ``table`` (and the source a number of rows), or ``command``: our own side as its
command line, from the arguments to the files.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from benchmarks.sides import SIDES

__all__ = ["build_arguments", "peak"]


def peak() -> float:
    """The most memory that this process or one it started has held, in MB."""
    status = Path("/proc/self/status")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if status.exists():  # getrusage counts the parent's memory from before `exec`
        own = next(int(line.split()[1]) for line in status.read_text().splitlines()
                   if line.startswith("VmHWM"))  # fmt: skip
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


def run(side: str, what: str, folder: Path, source: str, out: Path) -> None:
    """Make one pair of files in ``out``."""
    if what == "command":
        from briefings.cli import main

        main(build_arguments(folder, source, out), standalone_mode=False)
        return
    session = SIDES[side].start(folder)
    thing = session.table(int(source), 0) if what == "table" else session.read(Path(source))
    made = session.pair(thing)
    (out / f"{side}.docx").write_bytes(made.docx)
    (out / f"{side}.pdf").write_bytes(made.pdf)


def build_arguments(folder: Path, source: str, out: Path) -> list[str]:
    """What is said to ``briefings`` to build a spec, or a folder of them, on our data."""
    data = ["--data", str(folder / "data"), "--data-only"]
    return ["build", source, *data, "--out", str(out), "--json"]


if __name__ == "__main__":
    side, what, folder, source, out = sys.argv[1:]
    run(side, what, Path(folder), source, Path(out))
    sys.stdout.write(f"\n{peak():.1f}\n")
