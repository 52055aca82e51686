"""A real Dask cluster on this machine, whose workers are killed, strangers or not there."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from briefings.errors import ClusterError, DataError
from briefings.executors import Done, Limits, Work, dask, in_process
from tests.executors import jobs
from tests.executors.clusters import Cluster, vanish
from tests.executors.jobs import FREE, Task, identity
from tests.executors.test_executors import EXPECTED, digests, results, run

pytestmark = [
    pytest.mark.cluster,
    # Dask's own, about its own
    pytest.mark.filterwarnings("default::DeprecationWarning", "default::ResourceWarning"),
]


def run_on(cluster: Cluster, tasks: list[Task], limits: Limits = FREE) -> list[Done[Task, Any]]:
    return run(dask(cluster.address, identity), tasks, limits)


def test_jobs_come_once_and_as_they_do_in_process(pair: Cluster) -> None:
    assert results(run_on(pair, digests(500))) == results(run(in_process(), digests(500)))


def test_each_worker_is_set_up_once(pair: Cluster) -> None:
    found = run_on(pair, [Task("slow state", n) for n in range(40)])
    assert len(set(results(found).values())) == 2


def test_a_worker_killed_in_the_middle_costs_nothing(pair: Cluster, tmp_path: Path) -> None:
    doomed = [Task("once", (str(tmp_path / str(n)), jobs.kill_me)) for n in range(2)]
    found = results(run_on(pair, [*digests(10), *doomed, *digests(40)[10:]]))
    assert {found[task] for task in doomed} == {jobs.do("salt", Task("digest", n)) for n in "01"}
    assert {task: found[task] for task in digests(40)} == {t: EXPECTED[t] for t in digests(40)}


SLOW = [Task("slow digest", n) for n in range(60)]


def test_a_machine_lost_in_the_middle_costs_nothing(pair: Cluster) -> None:
    found = []
    with closing(dask(pair.address, identity).run(jobs.work(), SLOW, FREE)) as running:
        for one in running:
            found.append(one)
            if len(found) == 10:
                vanish(pair.machines[0])
    assert results(found) == {task: jobs.do("salt", task) for task in SLOW}


def test_a_machine_may_join_in_the_middle(cluster: Cluster) -> None:
    cluster.join()
    found = []
    tasks = [Task("slow state", n) for n in range(400)]
    with closing(dask(cluster.address, identity).run(jobs.work(), tasks, FREE)) as running:
        for one in running:
            found.append(one.result)
            if len(found) == 5:
                cluster.join()
            if len(set(found)) == 2:
                break
    assert len(set(found)) == 2


def test_a_job_that_kills_its_workers_is_found_out(pair: Cluster) -> None:
    found = run_on(pair, [Task("kill"), *digests(20)])
    (failed,) = [one for one in found if one.failure]
    assert failed.job == Task("kill")
    assert failed.failure is not None
    assert failed.failure.kind == "worker died"
    assert failed.failure.what == "its worker died 4 times with no other job"
    assert len(results([one for one in found if not one.failure])) == 20


def test_bugs_and_limits_cost_their_own_job_alone(pair: Cluster) -> None:
    bad = [Task("raise", "not so"), Task("spin"), Task("unsendable"), Task("unreadable"),
           Task("hold", 600), Task("digest", jobs.Unsendable())]  # fmt: skip
    found = run_on(pair, [*bad, *digests(20)], Limits(seconds=1, megabytes=300))
    kinds = {one.job.kind: one.failure.kind for one in found if one.failure}
    assert kinds == {
        "raise": "bug",
        "spin": "time limit",
        "unsendable": "bug",
        "unreadable": "bug",
        "hold": "memory limit",
        "digest": "bug",
    }
    assert len(results([one for one in found if not one.failure])) == 20


def test_code_that_does_not_give_way_ends_with_its_worker(pair: Cluster) -> None:
    found = run_on(pair, [Task("stuck"), *digests(5)], Limits(seconds=0.2))
    (failed,) = [one for one in found if one.failure]
    assert failed.failure is not None
    assert failed.failure.kind == "worker died"
    assert len(found) == 6


def test_a_fault_of_the_set_up_is_raised_as_it_is(pair: Cluster) -> None:
    executor = dask(pair.address, identity)
    with (
        pytest.raises(DataError, match="no such folder"),
        closing(executor.run(Work(jobs.refuse, jobs.do), digests(3), FREE)) as found,
    ):
        list(found)


def test_a_worker_of_another_version_is_refused(cluster: Cluster) -> None:
    cluster.join(PROGRAM="0.9")
    with pytest.raises(ClusterError) as caught:
        run_on(cluster, digests(3))
    (fault,) = caught.value.faults
    assert fault.what.endswith("would give other results: program 0.9 (here 1.0)")
    assert fault.remedy == "install the same there as here, and start the worker again"


def test_a_worker_of_another_version_that_joins_later_is_refused(cluster: Cluster) -> None:
    cluster.join()
    tasks = [Task("slow digest", n) for n in range(400)]
    with closing(dask(cluster.address, identity).run(jobs.work(), tasks, FREE)) as found:
        next(found)
        cluster.join(PROGRAM="0.9")
        with pytest.raises(ClusterError, match=r"program 0\.9 \(here 1\.0\)"):
            list(found)


def test_a_worker_without_the_program_is_refused(cluster: Cluster) -> None:
    cluster.join(PYTHONPATH="")
    with pytest.raises(ClusterError, match=r"cannot do this work: ModuleNotFoundError.*'tests'"):
        run_on(cluster, digests(3))


def test_a_cluster_without_workers_is_told(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefings.executors.cluster.PATIENCE", 1.0)
    with pytest.raises(ClusterError, match=f"{cluster.address} has had no worker for 1 seconds"):
        run_on(cluster, digests(3))


def test_a_cluster_that_loses_all_its_workers_is_told(
    pair: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefings.executors.cluster.PATIENCE", 2.0)
    with closing(dask(pair.address, identity).run(jobs.work(), SLOW, FREE)) as found:
        next(found)
        for machine in pair.machines:
            vanish(machine)
        with pytest.raises(ClusterError, match="has had no worker"):
            list(found)


def test_a_scheduler_that_is_lost_is_told(pair: Cluster) -> None:
    with closing(dask(pair.address, identity).run(jobs.work(), SLOW, FREE)) as found:
        next(found)
        vanish(pair.scheduler)
        with pytest.raises(ClusterError, match=f"the scheduler at {pair.address} is gone"):
            list(found)


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:9", "nowhere://127.0.0.1:8786", "tcp://no-such-host.invalid:8786"]
)
def test_a_scheduler_that_is_not_there_is_told(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefings.executors.cluster.CONNECT", 1)
    with pytest.raises(ClusterError, match=f"no Dask scheduler answers at '{address}'"):
        run(dask(address, identity), digests(3))


def test_letting_go_cancels_what_has_not_begun(pair: Cluster, tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()
    tasks = [Task("slow touch", str(marks / str(n))) for n in range(200)]
    with closing(dask(pair.address, identity).run(jobs.work(), tasks, FREE)) as found:
        next(found)
    begun = len(list(marks.iterdir()))
    assert begun < 20
    assert len(results(run_on(pair, digests(10)))) == 10, "the cluster is free for others"
    assert len(list(marks.iterdir())) <= begun + 2
