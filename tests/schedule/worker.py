"""A process that looks at a ledger: ``python -m tests.schedule.worker FOLDER UNTIL HOW``.

It writes the key of each occurrence that it runs to ``FOLDER/log``.  HOW: ``quick`` runs
at once, ``slow`` takes a while, ``held`` runs until its standard input is closed.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from briefings.recurrence import Occurrence
from briefings.schedule import Result, run_due
from tests.schedule.making import at, journal, pack

EVERY_MINUTE = pack("* * * * *", catch_up="all")


def main(folder: Path, until: str, how: str) -> None:
    def run(name: str, occurrence: Occurrence) -> Result:
        with (folder / "log").open("a", encoding="utf-8") as log:
            os.write(log.fileno(), f"{occurrence.key}\n".encode())
        sys.stdout.write(f"{occurrence.key}\n")
        sys.stdout.flush()
        if how == "held":
            sys.stdin.read()
        elif how == "slow":
            time.sleep(0.01)
        return Result("built")

    with journal(folder) as book:
        run_due([EVERY_MINUTE], at(until), book, run)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
