"""How fast mails are planned, recorded and sent, and in how much memory.

    python -m benchmarks.mail [--mails 2000] [--bytes 100000] [--folder DIR]

Sends to a real server (aiosmtpd) in a process of its own on this machine, and prints a table in
Markdown.  The ledger and the files stand in ``--folder``, so that disks can be compared.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from attrs import frozen

from briefings import ledger
from briefings.addresses import parse
from briefings.mail.accounts import Account
from briefings.mail.built import Built
from briefings.mail.delivery import Sender
from briefings.mail.outbox import Outbox
from briefings.mail.planning import plan
from briefings.mail.recipients import Audience, Recipient
from briefings.routes import Addressee, Attach, Mail, Route

T = TypeVar("T")
AT = datetime(2026, 12, 1, 7, tzinfo=UTC)


def serve(port: int) -> None:
    """The server: takes every mail and keeps only the count."""
    from aiosmtpd.controller import Controller

    class Sink:
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
            return "250 taken"

    controller = Controller(Sink(), "127.0.0.1", port)
    controller.start()
    sys.stdin.read()  # until the other side ends
    controller.stop()


@contextmanager
def server() -> Iterator[int]:
    """A port that a server in another process listens at."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = int(found.getsockname()[1])
    command = [sys.executable, "-m", "benchmarks.mail", "--serve", str(port)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        assert process.poll() is None, "the server did not start"
        yield port
        assert process.stdin
        process.stdin.close()


def built(folder: Path, mails: int, size: int) -> list[Built]:
    """A file for each recipient, of bytes that do not shrink, as those of a PDF."""
    choose = random.Random(1)
    found = []
    for number in range(mails):
        path, data = folder / f"briefing-{number}.pdf", choose.randbytes(size)
        path.write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        found.append(Built(path.stem, f"Briefing {number}", "pdf", path, digest, size,
                           variables={"row": str(number)}, facts_digest=digest))  # fmt: skip
    return found


@frozen
class Took:
    """Seconds by the clock, and of the processor."""

    clock: float
    processor: float

    def words(self, mails: int) -> str:
        return (
            f"{self.clock:.1f} s, {mails / self.clock:,.0f} mails a second;"
            f" {self.processor:.1f} s of the processor"
        )


def timed(what: Callable[[], T]) -> tuple[Took, T]:
    """How long it took, and what came of it."""
    start, own = time.perf_counter(), time.process_time()
    found = what()
    return Took(time.perf_counter() - start, time.process_time() - own), found


def measure(folder: Path, mails: int, size: int, port: int) -> list[tuple[str, str]]:
    """The rows of the table."""
    addresses = [parse(f"recipient-{number}@example.org") for number in range(mails)]
    route = Route(
        route="own",
        to=tuple(Addressee(address) for address in addresses),
        subject="{{ title }}, {{ date }}",
        body="Dear {{ recipient.name }},\n\nhere is **{{ title }}**.\n",
        attach=(Attach(own="row"),),
    )
    mail = Mail(parse("team@example.org"), (route,))
    to = tuple(
        Recipient(a, {"name": f"Recipient {n}", "row": str(n)}) for n, a in enumerate(addresses)
    )
    files = built(folder, mails, size)
    audiences = {"own": Audience(to)}
    with closing(ledger.connect(folder)) as connection, ledger.presence(folder) as name:
        outbox = Outbox.of(connection)
        planning, found = timed(
            lambda: plan(mail, audiences, files, "2026-12-01", AT, AT, pack="p", folder=folder)
        )
        recording, _ = timed(lambda: outbox.put(found.messages, AT))
        account = Account("localhost", port, "none")
        sender = Sender(
            outbox, account, None, folder, name, partial(ledger.is_present, folder),
            lambda: AT, time.sleep,
        )  # fmt: skip
        sending, done = timed(lambda: sum(d.state == "sent" for d in sender.deliver()))
    assert done == mails, f"{done} of {mails} were sent"
    kept = (folder / ledger.NAME).stat().st_size
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        ("planned", planning.words(mails)),
        ("put into the outbox", recording.words(mails)),
        ("sent", sending.words(mails)),
        ("a commit of the ledger", f"{commit(folder) * 1000:.1f} ms"),
        ("largest memory of the sender", f"{memory:,.0f} MB"),
        ("ledger", f"{kept / 1e6:.1f} MB, {kept / mails / 1000:.1f} kB a mail"),
    ]


def commit(folder: Path) -> float:
    """Seconds for one transaction on this disk, of which each mail takes two."""
    with closing(ledger.connect(folder)) as connection:
        ledger.ensure(connection, ["CREATE TABLE IF NOT EXISTS probe (number INTEGER)"])

        def run() -> None:
            for number in range(50):
                with ledger.transaction(connection):
                    connection.execute("INSERT INTO probe VALUES (?)", (number,))

        return timed(run)[0].clock / 50


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=2000)
    parser.add_argument("--bytes", type=int, default=100_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--serve", type=int)
    given = parser.parse_args()
    if given.serve:
        serve(given.serve)
        return
    with tempfile.TemporaryDirectory(dir=given.folder) as folder, server() as port:
        rows = measure(Path(folder), given.mails, given.bytes, port)
    lines = [f"| {given.mails:,} mails of {given.bytes / 1000:,.0f} kB | |", "|---|---|"]
    lines += [f"| {what} | {value} |" for what, value in rows]
    os.write(1, ("\n".join(lines) + "\n").encode())


if __name__ == "__main__":
    main()
