"""What holds for every executor, tried on those that need no cluster."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from briefings.errors import DataError
from briefings.executors import (
    Done,
    Executor,
    Limits,
    SetupError,
    Work,
    choose,
    in_process,
    processes,
)
from briefings.executors.inprocess import InProcess
from briefings.executors.pool import Processes
from tests.executors import jobs
from tests.executors.jobs import FREE, Task

EXECUTORS = {"in process": in_process, "processes": lambda: processes(2)}
LINUX = pytest.mark.skipif(
    not os.path.exists("/proc/self/status"), reason="only Linux refuses memory"
)


@pytest.fixture(params=EXECUTORS)
def executor(request: pytest.FixtureRequest) -> Executor:
    make: Callable[[], Executor] = EXECUTORS[request.param]
    return make()


def run(executor: Executor, tasks: list[Task], limits: Limits = FREE) -> list[Done[Task, Any]]:
    with closing(executor.run(jobs.work(), tasks, limits)) as found:
        return list(found)


def digests(count: int) -> list[Task]:
    return [Task("digest", f"job {n}") for n in range(count)]


def results(found: list[Done[Task, Any]]) -> dict[Task, Any]:
    assert [one.failure for one in found if one.failure] == []
    assert len({one.job for one in found}) == len(found), "nothing twice"
    return {one.job: one.result for one in found}


EXPECTED = {task: jobs.do("salt", task) for task in digests(500)}


def test_five_hundred_jobs_each_come_once(executor: Executor) -> None:
    assert results(run(executor, digests(500))) == EXPECTED


def test_no_job_at_all_starts_nothing(executor: Executor) -> None:
    with closing(executor.run(Work(jobs.die, jobs.do), [], FREE)) as found:
        assert list(found) == []


def test_a_worker_is_set_up_once(executor: Executor) -> None:
    found = run(executor, [Task("state", n) for n in range(20)])
    assert 1 <= len(set(results(found).values())) <= 2
    assert {one.result.partition(",")[0] for one in found} == {"salt"}


def test_a_fault_of_the_set_up_is_raised_as_it_is(executor: Executor) -> None:
    with (
        pytest.raises(DataError, match="no such folder"),
        closing(executor.run(Work(jobs.refuse, jobs.do), digests(3), FREE)) as found,
    ):
        list(found)


def test_a_bug_of_the_set_up_is_raised(executor: Executor) -> None:
    with (
        pytest.raises(ZeroDivisionError, match="no ground"),
        closing(executor.run(Work(jobs.break_down, jobs.do), digests(3), FREE)) as found,
    ):
        list(found)


def test_a_bug_costs_its_own_job_alone(executor: Executor) -> None:
    bad = [Task("raise", "not so"), Task("exit", 3)]
    found = run(executor, [*digests(5), *bad, *digests(10)[5:]])
    failed = {one.job: one.failure for one in found if one.failure}
    assert {job: failure.what for job, failure in failed.items()} == {
        bad[0]: "ValueError: not so",
        bad[1]: "SystemExit: 3",
    }
    assert {failure.kind for failure in failed.values()} == {"bug"}
    assert 'jobs.py", line' in failed[bad[0]].traceback
    assert results([one for one in found if not one.failure]) == {
        task: EXPECTED[task] for task in digests(10)
    }


@pytest.mark.parametrize("kind", ["spin", "sleep"])
def test_a_job_over_its_time_is_stopped_and_the_others_go_on(executor: Executor, kind: str) -> None:
    slow = Task(kind, 60)
    found = run(executor, [slow, *digests(20)], Limits(seconds=0.2))
    (failed,) = [one for one in found if one.failure]
    assert failed.job == slow
    assert failed.failure is not None
    assert (failed.failure.kind, failed.failure.what) == (
        "time limit",
        "it took more than 0.2 seconds",
    )
    assert 0.2 <= failed.seconds < 10
    assert len(results([one for one in found if not one.failure])) == 20


def test_a_thread_that_no_alarm_reaches_has_its_time_too() -> None:
    found: list[Done[Task, Any]] = []
    tasks = [Task("spin"), *digests(3)]
    thread = threading.Thread(
        target=lambda: found.extend(run(in_process(), tasks, Limits(seconds=0.2)))
    )
    thread.start()
    thread.join(30)
    assert [one.failure.kind if one.failure else None for one in found] == [
        "time limit", None, None, None,
    ]  # fmt: skip


def test_the_alarm_of_others_is_left_as_it_was() -> None:
    before = signal.getsignal(signal.SIGALRM)
    run(in_process(), [Task("spin"), *digests(3)], Limits(seconds=0.1))
    assert signal.getsignal(signal.SIGALRM) == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


@LINUX
def test_a_job_over_its_memory_is_stopped_and_the_others_go_on(executor: Executor) -> None:
    greedy, modest = Task("hold", 400), Task("hold", 50)
    found = run(executor, [modest, greedy, modest, *digests(5)], Limits(megabytes=100))
    (failed,) = [one for one in found if one.failure]
    assert failed.job == greedy
    assert failed.failure is not None
    assert (failed.failure.kind, failed.failure.what) == (
        "memory limit",
        "it took more than 100 MB",
    )
    assert [one.result for one in found if one.job == modest] == [50 * 1024 * 1024] * 2


@LINUX
def test_the_limit_of_memory_ends_with_the_job() -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_DATA)
    run(in_process(), [Task("hold", 400)], Limits(megabytes=100))
    assert resource.getrlimit(resource.RLIMIT_DATA) == before


def test_processes_are_chosen_when_they_pay() -> None:
    assert choose(1000, 1) == InProcess()
    assert choose(0, 8) == choose(1, 8) == choose(5, 8) == InProcess()
    assert choose(7, 8) == Processes(7)
    assert choose(10, 2) == InProcess()
    assert choose(11, 2) == Processes(2)
    assert choose(1000, 8) == Processes(8)


def test_processes_are_chosen_where_limits_must_be_kept() -> None:
    assert choose(1, 8, Limits()) == InProcess()
    assert choose(1, 8, Limits(seconds=60)) == Processes(1)
    assert choose(3, 2, Limits(megabytes=500)) == Processes(2)
    assert choose(0, 2, Limits(megabytes=500)) == InProcess()


def test_workers_that_die_before_they_are_ready_are_told() -> None:
    with (
        pytest.raises(SetupError, match="exit code 7"),
        closing(processes(2).run(Work(jobs.die, jobs.do), digests(3), FREE)) as found,
    ):
        list(found)
