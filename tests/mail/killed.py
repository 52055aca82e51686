"""A sender that is killed (SIGKILL) at a step of a mail, and what the ledger makes of it.

``python -m tests.mail.killed 200`` does it so many times at random steps and mails, and says
what came of it.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from briefings import ledger
from tests.mail.desk import THREE, desk
from tests.mail.servers import Mailbox, mailbox

STEPS = ("planned", "claimed", "connected", "mail", "rcpt", "data", "half", "whole",
         "handed over", "dot", "answered", "recorded")  # fmt: skip
UNSURE = ("handed over", "dot", "answered")  # a mail that was at one of these waits for a person
VARIABLE = "DIE_AT"  # step and number, such as ``dot 2``: at which step of which mail to die


def die_at_the_step() -> None:
    """The process that dies: sends what is due in a folder, until the step that it is told."""
    folder, port = Path(sys.argv[2]), int(sys.argv[3])
    step, _, number = os.environ[VARIABLE].rpartition(" ")
    left = int(number)

    def watch(now: str) -> None:
        nonlocal left
        left -= now == step
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    with ledger.presence(folder) as name, desk(folder) as at:
        at.claimant = name
        at.send(port, step=watch)


def killed(folder: Path, box: Mailbox, step: str, number: int) -> dict[str, str]:
    """Kill a sender and send the rest; gives the states after that, by recipient."""
    with desk(folder, THREE) as at:
        at.build("north.pdf", b"%PDF " + bytes(range(256)) * 100)
        at.put()
        command = [sys.executable, "-m", "tests.mail.killed", "die", str(folder), str(box.port)]
        done = subprocess.run(
            command, env={**os.environ, VARIABLE: f"{step} {number}"}, check=False, timeout=60
        )
        assert done.returncode == -signal.SIGKILL, "it lived"
        before = len(box.mails)
        for _ in range(2):
            at.send(box.port)
        assert len(box.mails) >= before
        return at.states()


def agree(box: Mailbox, states: dict[str, str]) -> None:
    """The mailbox and the ledger: nothing lost, nothing twice, and what is unsure is listed."""
    for address, state in states.items():
        received = len(box.to(address))
        assert state in ("sent", "uncertain"), (address, state)
        assert received == 1 or (state == "uncertain" and received == 0), (address, received)


def main() -> None:
    """Kill as often as asked, and print what became of the mails."""
    runs = int(sys.argv[1])
    choose = random.Random(20261201)
    seen: Counter[str] = Counter()
    for run in range(runs):
        step = STEPS[run % len(STEPS)]
        number = 1 if step in ("planned", "claimed") else choose.randint(1, 3)
        with tempfile.TemporaryDirectory() as folder, mailbox() as box:
            states = killed(Path(folder), box, step, number)
            agree(box, states)
        unsure = [a for a, state in states.items() if state == "uncertain"]
        assert len(unsure) == (step in UNSURE), (step, states)
        seen["runs"] += 1
        seen["mails received"] += len(box.mails)
        seen["uncertain, and received"] += sum(bool(box.to(a)) for a in unsure)
        seen["uncertain, and not received"] += sum(not box.to(a) for a in unsure)
    seen["duplicates"] = 0  # or :func:`agree` would have raised
    for what, count in seen.items():
        sys.stdout.write(f"{count:6,} {what}\n")


if __name__ == "__main__":
    die_at_the_step() if sys.argv[1] == "die" else main()
