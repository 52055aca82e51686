"""Real processes: killed, stuck, let go of, and orphaned."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from briefings.executors import Done, Limits, processes
from tests.executors import jobs
from tests.executors.jobs import FREE, Task
from tests.executors.test_executors import EXPECTED, digests, results, run
from tests.executors.waiting import PATIENCE, until


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    try:  # a process whose parent died first waits for somebody to ask after it
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def workers_in(folder: Path) -> list[int]:
    return [int(path.name) for path in folder.iterdir()]


def test_a_worker_killed_in_the_middle_costs_nothing(tmp_path: Path) -> None:
    doomed = [Task("once", (str(tmp_path / str(n)), jobs.kill_me)) for n in range(3)]
    found = results(run(processes(2), [*digests(10), *doomed, *digests(20)[10:]]))
    assert {found[task] for task in doomed} == {jobs._digest("salt", str(n)) for n in range(3)}
    assert {task: found[task] for task in digests(20)} == {t: EXPECTED[t] for t in digests(20)}


@pytest.mark.parametrize(
    ("task", "words"),
    [
        (Task("kill"), "it was ended by SIGKILL"),
        (Task("end", 9), "it ended with exit code 9"),
    ],
)
def test_a_job_that_kills_its_workers_is_found_out(task: Task, words: str) -> None:
    found = run(processes(2), [task, *digests(20)])
    assert found[-1].job == task, "when all else is done"
    assert found[-1].failure is not None
    assert found[-1].failure.kind == "worker died"
    assert found[-1].failure.what == f"its worker died 3 times, at last so: {words}"
    assert len(results(found[:-1])) == 20


def test_code_that_does_not_give_way_goes_with_its_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefings.executors.pool.GRACE", 0.3)
    found = run(processes(2), [Task("stuck"), *digests(20)], Limits(seconds=0.3))
    (failed,) = [one for one in found if one.failure]
    assert failed.job == Task("stuck")
    assert failed.failure is not None
    assert failed.failure.kind == "time limit"
    assert failed.failure.what == "it took more than 0.3 seconds, and had to be killed"
    assert len(results([one for one in found if not one.failure])) == 20


@pytest.mark.parametrize(
    ("task", "words"),
    [
        (Task("unsendable"), "TypeError: not to be sent"),
        (Task("unreadable"), "ValueError: invalid literal"),
        (Task("digest", jobs.Unsendable()), "TypeError: not to be sent"),
    ],
    ids=["result", "result that cannot be read", "job"],
)
def test_what_cannot_be_sent_is_the_fault_of_its_job(task: Task, words: str) -> None:
    found = run(processes(2), [task, *digests(3)])
    (failed,) = [one.failure for one in found if one.failure]
    assert failed.kind == "bug"
    assert failed.what.startswith(words)
    assert len(found) == 4


def test_large_results_come_whole_and_few_at_a_time() -> None:
    tasks = [Task("large", 3)] * 12
    taken = []
    with closing(processes(2).run(jobs.work(), tasks, FREE)) as found:
        for one in found:
            taken.append(one.result == bytes(3 * 1024 * 1024))
    assert taken == [True] * 12


def test_nothing_is_begun_far_ahead_of_what_is_taken(tmp_path: Path) -> None:
    tasks = [Task("touch", str(tmp_path / str(n))) for n in range(50)]
    with closing(processes(2).run(jobs.work(), tasks, FREE)) as found:
        next(found)
        time.sleep(0.5)
        assert len(list(tmp_path.iterdir())) <= 6
        assert len(list(found)) == 49


def test_letting_go_ends_the_workers(tmp_path: Path) -> None:
    tasks = [Task("digest", "first"), *[Task("note", str(tmp_path))] * 5]
    found = processes(2).run(jobs.work(), tasks, FREE)
    assert isinstance(next(found), Done)
    until(lambda: workers_in(tmp_path))
    began = time.monotonic()
    found.close()
    assert time.monotonic() - began < 5, "they were not waited for"
    assert [pid for pid in workers_in(tmp_path) if alive(pid)] == []


def test_an_exception_while_results_are_taken_ends_the_workers(tmp_path: Path) -> None:
    def take_and_break_off() -> None:
        tasks = [Task("digest", "first"), *[Task("note", str(tmp_path))] * 5]
        with closing(processes(2).run(jobs.work(), tasks, FREE)) as found:
            next(found)
            until(lambda: workers_in(tmp_path))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take_and_break_off()
    assert [pid for pid in workers_in(tmp_path) if alive(pid)] == []


COORDINATOR = """
import sys
from contextlib import closing
from briefings.executors import processes
from tests.executors.jobs import FREE, Task, work

with closing(processes(2).run(work(), [Task("note", sys.argv[1])] * 4, FREE)) as found:
    print(list(found))
"""
ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize(
    "number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name
)
def test_no_worker_outlives_its_coordinator(tmp_path: Path, number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", COORDINATOR, str(tmp_path)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    ) as coordinator:
        until(lambda: len(workers_in(tmp_path)) == 2)
        coordinator.send_signal(number)
        _, errors = coordinator.communicate(timeout=PATIENCE)
    until(lambda: not any(alive(pid) for pid in workers_in(tmp_path)))
    assert len(workers_in(tmp_path)) == 2, "nothing more was begun"
    assert coordinator.returncode == -number
    assert errors.count("Traceback") == (number == signal.SIGINT), "workers die in silence"


def test_ctrl_c_is_the_coordinators_alone_to_hear(tmp_path: Path) -> None:
    """A terminal sends it to every process of the group."""
    with subprocess.Popen(
        [sys.executable, "-c", COORDINATOR, str(tmp_path)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as coordinator:
        until(lambda: len(workers_in(tmp_path)) == 2)
        os.killpg(coordinator.pid, signal.SIGINT)
        _, errors = coordinator.communicate(timeout=PATIENCE)
    assert errors.count("Traceback") == 1
    assert errors.rstrip().endswith("KeyboardInterrupt")


SCRIPT = """
from contextlib import closing
from briefings.executors import processes
from tests.executors.jobs import FREE, Task, work

def main():
    tasks = [Task("digest", str(n)) for n in range(5)]
    with closing(processes(2).run(work(), tasks, FREE)) as found:
        print(sum(one.failure is None for one in found))

if __name__ == "__main__":
    main()
"""


@pytest.mark.parametrize("how", ["file", "argument"])
def test_it_works_however_the_program_was_started(tmp_path: Path, how: str) -> None:
    path = tmp_path / "program.py"
    path.write_text(SCRIPT, "utf-8")
    arguments = {"file": [str(path)], "argument": ["-c", SCRIPT]}[how]
    done = subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("5\n", "")
