"""Building a batch: only what is out of date, each target for itself, and all of it recorded.

A target that fails leaves the file of an earlier build as it was, and never stops the
others.  The work is done by an executor; this process alone writes files.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import define, evolve, field, frozen

from briefings.build import leftovers
from briefings.build.lock import locked
from briefings.build.looking import Look, forecast_of
from briefings.build.manifest import NAME, Manifest, load
from briefings.build.outcome import Outcome
from briefings.build.plans import Batch, Plan
from briefings.build.recording import Recorder, Waiting, path_of
from briefings.errors import Fault, Place, WriteError
from briefings.executors import Done, Executor, Limits, Work, in_process
from briefings.records import Dataset

if TYPE_CHECKING:
    from briefings.build.worker import Made, Task
    from briefings.pack import Pack

__all__ = ["Options", "build", "forecast"]

_FEW = 20  # names that are told one by one


@frozen
class Options:
    """How to build.  ``only`` chooses briefings by name; ``wait`` is for the lock, in seconds."""

    force: bool = False
    fail_fast: bool = False
    trace: bool = False
    only: Callable[[str], bool] = lambda name: True
    executor: Callable[[int], Executor] = lambda jobs: in_process()
    limits: Limits = field(factory=Limits)
    wait: float = 0.0
    dry: bool = False  # only say what would be done
    origin: Mapping[str, object] = field(factory=dict)


def build(
    batch: Batch | Iterable[Plan], dataset: Dataset, out: Path, options: Options | None = None
) -> Generator[Outcome, None, None]:
    """Build every target that is out of date and tell of each as it is done.

    A bug of ours in one target does not stop the others; with ``trace`` it is raised.
    Raises WriteError where another run holds the folder or its manifest cannot be read.
    """
    options = options or Options()
    with locked(out, wait=options.wait):
        manifest = load(out)
        run = Run(dataset, out, manifest, options, _batch(batch))
        leftovers.clear(out, {*run.files(), *manifest.files(), NAME})
        with suppress(WriteError):  # it is tried again in the end, and told then
            manifest.save()
        try:
            yield from run.outcomes()
        except BaseException:
            with suppress(WriteError):
                manifest.save()
            raise
        yield from _settled(manifest)


def forecast(
    batch: Batch | Iterable[Plan], dataset: Dataset, out: Path, options: Options | None = None
) -> Generator[Outcome, None, None]:
    """What :func:`build` would do to each target and why, without writing anything.

    Where more has changed than theme and program, a briefing is composed to see whether it
    says something else.  Raises WriteError where the manifest cannot be read.
    """
    options = evolve(options or Options(), dry=True)
    yield from Run(dataset, out, load(out), options, _batch(batch)).outcomes()


def _batch(given: Batch | Iterable[Plan]) -> Batch:
    return given if isinstance(given, Batch) else Batch(tuple(given))


def _settled(manifest: Manifest) -> Iterator[Outcome]:
    """Nothing where the manifest could be written; else all that was built is built again."""
    try:
        manifest.save()
    except WriteError as error:
        yield Outcome(NAME, manifest.folder / NAME, state="failed", faults=error.faults)


@define
class Run:
    """One run over the briefings of one output folder."""

    dataset: Dataset
    out: Path
    manifest: Manifest
    options: Options
    batch: Batch
    look: Look = field(init=False)
    recorder: Recorder = field(init=False)
    _failed: set[str] = field(factory=set)  # briefings without which no pack is whole
    _changing: set[str] = field(factory=set)  # in a dry run: those that will say something else

    def __attrs_post_init__(self) -> None:
        self.look = Look(self.dataset, self.manifest, self.options.force)
        self.recorder = Recorder(self.manifest, self.options.origin)

    def files(self) -> Iterator[str]:
        """Every path in the output folder that this run may write."""
        for plan in self.batch.plans:
            yield from (f"{plan.name}.{f}" for f in (plan.spec.formats if plan.spec else ()))
        for pack in self.batch.packs:
            yield from (f"{n}.{f}" for n in pack.products.values()
                        for f in ("docx", "pdf", "html", "zip"))  # fmt: skip

    def outcomes(self) -> Iterator[Outcome]:
        """Every briefing that is chosen, then what the packs make of theirs."""
        for outcome in self._briefings([p for p in self.batch.plans if self._chosen(p)]):
            if outcome.state in ("failed", "not reached"):
                self._failed.add(outcome.name)
            yield outcome
        for pack in self.batch.packs:
            yield from self._products(pack)

    def _chosen(self, plan: Plan) -> bool:
        return self.options.only(plan.name)

    def _briefings(self, plans: Sequence[Plan]) -> Iterator[Outcome]:
        """Those that are broken or up to date at once, then the others as they are made."""
        for number, plan in enumerate(plans):
            broken = self.look.at(plan)
            if broken:
                yield broken
                if self.options.fail_fast:
                    yield from self._not_reached(plans[number + 1 :])
                    return
            elif plan.name not in self.look.waiting:
                yield from self.recorder.standing(plan)
        yield from self._made()

    def _not_reached(self, later: Sequence[Plan] = ()) -> Iterator[Outcome]:
        """What waits, and plans that were not looked at."""
        waiting = (waiting.plan for waiting, _ in self.look.waiting.values())
        for plan in (*waiting, *later):
            for format_ in plan.spec.formats if plan.spec else ():
                path = path_of(self.out, plan.name, format_)
                yield Outcome(plan.name, path, format_, state="not reached")

    # ------------------------------------------------------------------------ making

    def _made(self) -> Iterator[Outcome]:
        tasks = [*self._tasks()]
        if self.options.dry:
            composed = {task.name for task in tasks}
            for name in [name for name in self.look.waiting if name not in composed]:
                waiting, _ = self.look.waiting.pop(name)
                yield from self._forecast(waiting, waiting.verdict.why, False)
        if not tasks:
            return
        from briefings.build.worker import make, shared

        work: Work[Dataset, Task, Made] = Work(partial(shared, self.dataset), make)
        executor = self.options.executor(len(tasks))
        with closing(executor.run(work, tasks, self.options.limits)) as running:
            for done in running:
                failed = False
                for outcome in self._done(done):
                    failed = failed or outcome.failed
                    yield outcome
                if failed and self.options.fail_fast:
                    break
        yield from self._not_reached()

    def _tasks(self) -> Iterator[Task]:
        """A task for each briefing that waits; in a dry run for those that must be composed."""
        from briefings.build.worker import Task

        for name, (waiting, style) in self.look.waiting.items():
            plan, verdict = waiting.plan, waiting.verdict
            if plan.spec is None or (self.options.dry and not verdict.look):
                continue
            entry = self.manifest.entries.get(name)
            formats, wanting = (waiting.formats, verdict.wanting)
            if self.options.dry:
                formats = wanting = ()
            yield Task(name, plan.spec, style.theme, formats, entry.document if entry else "",
                       wanting, self.options.trace)  # fmt: skip

    def _done(self, done: Done[Task, Made]) -> Iterator[Outcome]:
        """What became of a briefing: its files written and recorded, unless in a dry run."""
        waiting, _ = self.look.waiting.pop(done.job.name)
        made = self._result(done, waiting.plan)
        same = made.document == done.job.known
        if whole := made.faults.get(""):
            yield Outcome(done.job.name, waiting.plan.path, faults=whole, bug=made.bug,
                          state="failed", seconds=done.seconds)  # fmt: skip
        elif same and not waiting.verdict.wanting:
            if not self.options.dry:
                self.recorder.seen(waiting, made)
            why = f"{'; '.join(waiting.verdict.look)}, but nothing that it shows"
            yield from self.recorder.standing(waiting.plan, (why,))
        elif self.options.dry:
            yield from self._forecast(waiting, self.recorder.why(waiting, made), not same)
        else:
            yield from self.recorder.saved(waiting, made, done.seconds)

    def _forecast(self, waiting: Waiting, why: tuple[str, ...], all_: bool) -> Iterator[Outcome]:
        if all_ or not waiting.verdict.restores:
            self._changing.add(waiting.plan.name)
        yield from forecast_of(waiting, self.manifest, self.out, why, all_=all_)

    def _result(self, done: Done[Task, Made], plan: Plan) -> Made:
        from briefings.build.worker import Made

        if done.failure and done.failure.kind == "bug" and self.options.trace:
            raise RuntimeError(f"{done.failure.what}\n{done.failure.traceback}")
        if done.result is not None:
            return done.result
        bug = done.failure is not None and done.failure.kind == "bug"
        return Made(faults={"": (_fault(done, plan),)}, bug=bug)

    # ---------------------------------------------------------------------- products

    def _products(self, pack: Pack) -> Iterator[Outcome]:
        """What a pack makes of its briefings: only of all of them, and none an earlier one."""
        plans = [plan for plan in self.batch.plans if plan.pack is pack]
        if not all(map(self._chosen, plans)):
            return
        o = self.options
        from briefings.build.products import Products

        products = Products(
            pack, plans, self.dataset, self.look.themes, self.out, self.manifest,
            dry=o.dry, force=o.force, trace=o.trace,
            given=str(o.origin.get("theme_given", "")), limits=o.limits, origin=o.origin,
        )  # fmt: skip
        failed = [p.name for p in plans if p.name in self._failed or p.spec is None]
        changing = [p.name for p in plans if p.name in self._changing]
        if failed:
            yield from products.waiting("not reached", f"waits for {_listed(failed)}")
        elif changing:
            yield from products.waiting(
                "to build", f"its parts are to be built: {_listed(changing)}"
            )
        else:
            yield from products.made()


def _listed(names: Sequence[str]) -> str:
    left = len(names) - _FEW
    return ", ".join(names[:_FEW]) + (f" and {left} more" if left > 0 else "")


def _fault(done: Done[Task, Made], plan: Plan) -> Fault:
    """A failure of the worker, told as a fault of the spec's file."""
    assert done.failure
    remedies = {
        "time limit": "raise --time-limit, or show less in it",
        "memory limit": "raise --memory-limit, or show less in it",
        "worker died": "look for what ended the process: the system's memory, or a person",
        "bug": "run `briefings --trace build` on it and report what that prints",
    }
    what = f"{done.job.name}: {done.failure.what}"
    return Fault(what, remedies[done.failure.kind], place=Place(str(plan.path)))
