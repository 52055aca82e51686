"""Several jobs at once, in processes of this machine.

Each worker is a spawned process with a pipe to it and a pipe from it, and holds one job at a
time.  So it is always known which job a dead worker had, and a death costs that job alone.
(A ``ProcessPoolExecutor`` breaks as a whole when any of its processes dies, and does not tell
which job was to blame.)

A job whose worker died is tried again when all else is done, alone, when there is most memory
for it and nothing else to blame.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import pickle
import signal
from collections import Counter, deque
from collections.abc import Generator, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import Any, Generic

from attrs import define, frozen

from briefings.executors.interface import Done, Failure, J, Limits, R, S, SetupError, Work
from briefings.executors.limits import GRACE, bug, seconds_said
from briefings.executors.worker import PROTOCOL, Answer, NotReady, Ready, serve, unpacked

__all__ = ["TRIES", "Processes"]

TRIES = 3  # of a job whose workers die


@frozen
class Processes:
    """An executor with ``workers`` processes of its own for each run."""

    workers: int

    def run(
        self, work: Work[S, J, R], jobs: Sequence[J], limits: Limits
    ) -> Generator[Done[J, R], None, None]:
        """The jobs in the order in which they end."""
        pool: _Pool[J, R] = _Pool(pickle.dumps((work, limits), PROTOCOL), jobs, limits)
        try:
            yield from pool.results(self.workers)
        finally:
            pool.close()


@define(eq=False)
class _Worker:
    process: BaseProcess
    inbox: Connection  # ours to write
    outbox: Connection  # ours to read
    ready: bool = False
    job: int | None = None
    killed_at: float | None = None  # when its job will have to be stopped from outside

    @property
    def idle(self) -> bool:
        return self.ready and self.job is None


class _Pool(Generic[J, R]):
    def __init__(self, work: bytes, jobs: Sequence[J], limits: Limits) -> None:
        self.work = work
        self.jobs = jobs
        self.limits = limits
        self.workers: list[_Worker] = []
        self.todo = deque(range(len(jobs)))
        self.suspects: deque[int] = deque()
        self.deaths: Counter[int] = Counter()
        self.stillborn = 0  # workers in a row that died before they were ready
        self.ended: deque[Done[J, R]] = deque()

    def results(self, size: int) -> Iterator[Done[J, R]]:
        """Begin jobs, hear of their ends, and give each result on.

        Whoever takes the results writes them to a disk meanwhile.  The workers are looked after
        between any two, and no more is heard than is taken.
        """
        while self.ended or self._open():
            self._start(size)
            self._feed()
            if len(self.ended) < size:
                self._hear(0 if self.ended else self._patience())
                self._feed()
            if self.ended:
                yield self.ended.popleft()

    def _open(self) -> int:
        """How many jobs have not ended."""
        running = sum(worker.job is not None for worker in self.workers)
        return len(self.todo) + len(self.suspects) + running

    # ------------------------------------------------------------------------- workers

    def _start(self, size: int) -> None:
        """As many workers as there is work for, or as the system grants."""
        new: list[_Worker] = []
        try:
            for _ in range(min(size, self._open()) - len(self.workers)):
                new.append(_spawned())
        except OSError:
            if not (self.workers or new):
                raise
        self.workers += new
        for worker in new:  # when all have begun to start, since this waits for each to read
            with contextlib.suppress(OSError):  # it is dead, and will be heard to be
                worker.inbox.send_bytes(self.work)

    def close(self) -> None:
        """End every worker: what has nothing to do by itself, the others at once."""
        for worker in self.workers:
            worker.inbox.close()
            if not worker.idle:
                worker.process.kill()
        while self.workers:
            self._buried(self.workers[-1])

    def _buried(self, worker: _Worker) -> int | None:
        """The exit code of a worker that is ending."""
        self.workers.remove(worker)
        worker.inbox.close()
        worker.outbox.close()
        worker.process.join(GRACE)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()
        code = worker.process.exitcode
        worker.process.close()
        return code

    # ---------------------------------------------------------------------------- jobs

    def _feed(self) -> None:
        """A job for every worker that has none."""
        for worker in self.workers:
            while worker.idle and (job := self._next()) is not None:
                self._give(worker, job)

    def _next(self) -> int | None:
        if self.todo:
            return self.todo.popleft()
        if self.suspects and all(worker.job is None for worker in self.workers):
            return self.suspects.popleft()
        return None

    def _give(self, worker: _Worker, job: int) -> None:
        try:
            message = pickle.dumps(self.jobs[job], PROTOCOL)
        except Exception as error:  # whatever the classes of a job may raise
            self._end(job, None, bug(error))
            return
        try:
            worker.inbox.send_bytes(message)
        except OSError:  # it died while it had nothing to do, and will be heard to have
            worker.ready = False
            self.todo.appendleft(job)
            return
        worker.job = job
        if self.limits.seconds is not None:
            worker.killed_at = monotonic() + self.limits.seconds + GRACE

    def _end(self, job: int, result: Any, failure: Failure | None, seconds: float = 0.0) -> None:
        self.ended.append(Done(self.jobs[job], result, failure, seconds))

    # ------------------------------------------------------------------------- hearing

    def _patience(self) -> float | None:
        """How long to wait at most before a job must be stopped."""
        ends = [w.killed_at for w in self.workers if w.killed_at is not None]
        return max(0.0, min(ends) - monotonic()) if ends else None

    def _hear(self, timeout: float | None) -> None:
        """Whatever the workers have to say by now."""
        speaking = wait([worker.outbox for worker in self.workers], timeout)
        for worker in list(self.workers):
            if worker.outbox in speaking:
                self._heard(worker)
            elif worker.killed_at is not None and worker.killed_at <= monotonic():
                self._stop(worker)

    def _heard(self, worker: _Worker) -> None:
        try:
            message = pickle.loads(worker.outbox.recv_bytes())
        except (EOFError, OSError):
            self._died(worker)
            return
        match message:
            case Ready():
                worker.ready, self.stillborn = True, 0
            case NotReady(error=error):
                raise error
            case Answer() as answer:
                job, worker.job, worker.killed_at = worker.job, None, None
                assert job is not None
                self._end(job, *unpacked(answer), answer.seconds)

    def _stop(self, worker: _Worker) -> None:
        """A job that does not give way goes with its worker."""
        assert worker.job is not None
        worker.process.kill()
        self._buried(worker)
        seconds = self.limits.seconds or 0.0
        what = f"it took more than {seconds_said(seconds)}, and had to be killed"
        self._end(worker.job, None, Failure("time limit", what), seconds + GRACE)

    def _died(self, worker: _Worker) -> None:
        code = self._buried(worker)
        if worker.job is None:
            self.stillborn += not worker.ready
            if self.stillborn >= TRIES:
                raise SetupError(f"worker processes end before they are ready: {_said(code)}")
            return
        self.deaths[worker.job] += 1
        if self.deaths[worker.job] < TRIES:
            self.suspects.append(worker.job)
            return
        what = f"its worker died {TRIES} times, at last so: {_said(code)}"
        self._end(worker.job, None, Failure("worker died", what))


def _spawned() -> _Worker:
    context = multiprocessing.get_context("spawn")
    job_out, inbox = context.Pipe(duplex=False)
    outbox, result_in = context.Pipe(duplex=False)
    process = context.Process(target=serve, args=(job_out, result_in), daemon=True)
    with _deaf_to_interrupts():
        process.start()
    job_out.close()  # else the end of a worker would not close its pipes
    result_in.close()
    return _Worker(process, inbox, outbox)


@contextlib.contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """A process begun herein never hears of Ctrl-C, not even while it starts."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _said(code: int | None) -> str:
    if code is None or code >= 0:
        return f"it ended with exit code {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    return f"it was ended by {name}"
