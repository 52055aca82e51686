"""A real Dask cluster on this machine: a scheduler and workers, each a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.executors.waiting import PATIENCE, until

ROOT = Path(__file__).parent.parent.parent


@contextmanager
def program(*words: str, log: Path, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """One of Dask's programs, in a group of its own, which is gone afterwards."""
    command = [sys.executable, "-m", *words]
    variables = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    with (
        log.open("ab") as output,
        subprocess.Popen(
            command,
            cwd=log.parent,
            env=variables,
            stdout=output,
            stderr=output,
            start_new_session=True,
        ) as process,
    ):
        try:
            yield process
        finally:
            vanish(process)


def vanish(process: subprocess.Popen[bytes]) -> None:
    """As a machine does that loses its power."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


class Cluster:
    """A scheduler, and as many workers as a test asks for."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder = folder
        self.stack = stack
        self.machines: list[subprocess.Popen[bytes]] = []
        self.contact = folder / "contact"
        words = ["distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0",
                 "--no-dashboard", "--scheduler-file", str(self.contact)]  # fmt: skip
        log = folder / "scheduler.log"
        self.scheduler = stack.enter_context(program(*words, log=log))
        until(lambda: self.contact.exists() and self.contact.read_text())

    @property
    def address(self) -> str:
        return str(json.loads(self.contact.read_text())["address"])

    def join(self, **environment: str) -> subprocess.Popen[bytes]:
        """A machine with one worker."""
        words = ["distributed.cli.dask_worker", self.address, "--nthreads", "1", "--no-dashboard",
                 "--host", "127.0.0.1", "--local-directory", str(self.folder)]  # fmt: skip
        log = self.folder / "workers.log"
        machine = self.stack.enter_context(program(*words, log=log, **environment))
        self.machines.append(machine)
        return machine

    def await_workers(self, count: int) -> None:
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=PATIENCE)
