"""The coordinator of a run on a Dask cluster.

The work is sent to the cluster once and from worker to worker after that; jobs follow, a few
more at a time than there are workers.  Dask runs a job again when its worker dies.  Everything
that a result depends on must be the same there as here, which each worker is asked first.
"""

from __future__ import annotations

import contextlib
import pickle
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING, Any, Generic

from attrs import frozen

from briefings.errors import ClusterError, Fault
from briefings.executors.interface import Done, Failure, J, Limits, R, S, Work
from briefings.executors.limits import bug
from briefings.executors.station import Identity, Order, perform, skew
from briefings.executors.worker import PROTOCOL, Answer, NotReady, unpacked

if TYPE_CHECKING:
    from distributed import Client, Future

__all__ = ["Cluster"]

CONNECT = 10  # seconds for a scheduler to answer
PATIENCE = 60.0  # seconds without any worker; a new one takes some to start
TICK = 1.0  # seconds between looks at who has come and gone
TOGETHER = 16  # results at most that are fetched at once, and so are in memory
AHEAD = 2  # jobs at a time for each thread of the cluster, so that none waits for its next


@frozen
class Cluster:
    """An executor whose workers have joined the scheduler at ``address``.

    ``identity`` tells on what of a machine a result depends, which must be the same on all.
    """

    address: str
    identity: Callable[[], Identity]

    def run(
        self, work: Work[S, J, R], jobs: Sequence[J], limits: Limits
    ) -> Generator[Done[J, R], None, None]:
        """The jobs in the order in which they end.  Raises ClusterError."""
        if not jobs:
            return
        ours = self.identity()
        order = Order(self.identity, ours, pickle.dumps((work, limits), PROTOCOL))
        with _connected(self.address) as client:
            _await_workers(client, self.address)
            _ask_who_they_are(client, self.identity, ours)
            run: _Run[J, R] = _Run(client, self.address, order, jobs)
            try:
                yield from run.results()
            finally:
                run.drop()


@contextlib.contextmanager
def _connected(address: str) -> Iterator[Client]:
    try:
        from distributed import Client
    except ImportError:
        what, remedy = "Dask is not installed", "run `pip install 'briefings[cluster]'`"
        raise ClusterError(Fault(what, remedy)) from None
    try:
        client = Client(address, timeout=CONNECT, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        said = (str(error) or type(error).__name__).splitlines()[0]
        what = f"no Dask scheduler answers at {address!r}: {said}"
        remedy = "start one with `dask scheduler`, and give the address that it prints"
        raise ClusterError(Fault(what, remedy)) from None
    try:
        yield client
    finally:
        client.close()


def _await_workers(client: Client, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        raise ClusterError(_nobody(address)) from None


def _nobody(address: str) -> Fault:
    what = f"the scheduler at {address} has had no worker for {PATIENCE:g} seconds"
    remedy = f"start some with `dask worker {address} --nthreads 1`, then build again"
    return Fault(what, remedy)


def _gone(address: str) -> Fault:
    what = f"the scheduler at {address} is gone"
    return Fault(what, "start it and its workers again; a new build does what is left to do")


def _ask_who_they_are(client: Client, identity: Callable[[], Identity], ours: Identity) -> None:
    """Whoever joins later is asked before its first job."""
    told = client.run(identity, on_error="return")
    faults = [skew(address, ours, told[address]) for address in sorted(told)]
    if any(faults):
        raise ClusterError(fault for fault in faults if fault)


class _Run(Generic[J, R]):
    def __init__(self, client: Client, address: str, order: Order, jobs: Sequence[J]) -> None:
        import dask

        self.client = client
        self.address = address
        self.jobs = jobs
        self.todo = deque(range(len(jobs)))
        self.suspects: deque[int] = deque()
        self.alone: int | None = None  # a suspect that runs with no other job
        self.running: dict[Future[Any], int] = {}
        self.ended: SimpleQueue[Future[Any]] = SimpleQueue()
        self.room = 0
        self.looked = self.manned = monotonic()
        # A task and no scattered data: Dask makes it anew when all workers that had it are gone.
        with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}):
            self.parcel = client.submit(bytes, pickle.dumps(order, PROTOCOL), pure=False)

    def results(self) -> Iterator[Done[J, R]]:
        """Begin jobs, and give each result on before more are begun."""
        self._look()
        while self.todo or self.running or self.suspects:
            while (job := self._next()) is not None:
                if unsent := self._begin(job):
                    yield unsent
            for future, answer in self._heard():
                if done := self._done(self.running.pop(future), future, answer):
                    yield done
            if monotonic() - self.looked >= TICK:
                self._look()

    def _next(self) -> int | None:
        """A job that may begin now.

        Dask blames the death of a worker on the jobs that wait there, too, so those that it
        gives up are tried once more when all else is done, one at a time.
        """
        if self.todo and len(self.running) < self.room:
            return self.todo.popleft()
        if self.suspects and self.room and not self.todo and not self.running:
            self.alone = self.suspects.popleft()
            return self.alone
        return None

    def drop(self) -> None:
        """Cancel what has not ended; what runs at this moment runs out."""
        with contextlib.suppress(OSError):  # there is nobody left to tell
            self.client.cancel([*self.running, self.parcel])

    def _look(self) -> None:
        """How many threads there are now, since workers come and go."""
        try:
            threads = sum(self.client.nthreads().values())
        except (OSError, ValueError):  # a client that has given up raises the latter
            raise ClusterError(_gone(self.address)) from None
        self.room, self.looked = AHEAD * threads, monotonic()
        if threads:
            self.manned = self.looked
        elif self.looked - self.manned > PATIENCE:
            raise ClusterError(_nobody(self.address))

    def _begin(self, job: int) -> Done[J, R] | None:
        """Nothing, or the end of a job that cannot be sent."""
        try:
            data = pickle.dumps(self.jobs[job], PROTOCOL)
        except Exception as error:  # whatever the classes of a job may raise
            return Done(self.jobs[job], None, bug(error))
        future = self.client.submit(perform, self.parcel, data, pure=False)
        self.running[future] = job
        future.add_done_callback(self.ended.put)
        return None

    def _heard(self) -> Iterable[tuple[Future[Any], Answer | NotReady | None]]:
        """What has ended by now, with the answers that are there, fetched all in one go."""
        futures: list[Future[Any]] = []
        with contextlib.suppress(Empty):
            futures.append(self.ended.get(timeout=TICK))
            while len(futures) < TOGETHER:
                futures.append(self.ended.get_nowait())
        whole = [future for future in futures if future.status == "finished"]
        answers: dict[Future[Any], Answer | NotReady] = {}
        with contextlib.suppress(Exception):  # each is asked by itself then, and tells its own
            answers = dict(zip(whole, self.client.gather(whole), strict=True))
        return [(future, answers.get(future)) for future in futures]

    def _done(
        self, job: int, future: Future[Any], answer: Answer | NotReady | None
    ) -> Done[J, R] | None:
        """The end of a job, unless it has to be tried again."""
        from distributed import CancelledError, KilledWorker

        try:
            answer = answer or future.result()
        except KilledWorker as error:
            if job != self.alone:
                self.suspects.append(job)
                return None
            what = f"its worker died {error.allowed_failures + 1} times with no other job"
            return Done(self.jobs[job], None, Failure("worker died", what))
        except (CancelledError, OSError):
            raise ClusterError(_gone(self.address)) from None
        except Exception as error:  # Dask's own
            return Done(self.jobs[job], None, bug(error))
        if isinstance(answer, NotReady):
            raise answer.error
        result, failure = unpacked(answer)
        return Done(self.jobs[job], result, failure, answer.seconds)
