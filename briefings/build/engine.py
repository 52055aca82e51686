"""Building a batch: only what is out of date, each target for itself, and all of it recorded.

A target that fails leaves the file of an earlier build as it was, and never stops the
others.  The work is done by an executor; this process alone writes files.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from attrs import define, evolve, field, frozen

from briefings.build.fingerprint import digest, program
from briefings.build.lock import locked
from briefings.build.manifest import BuiltFile, Entry, Manifest, load
from briefings.build.outcome import Outcome, State
from briefings.build.plans import Batch, Plan
from briefings.build.products import Products, product_names
from briefings.build.rendering import theme_of
from briefings.build.staleness import Inputs, Verdict, inputs_of, verdict, words_of
from briefings.build.worker import Made, Task, make, shared
from briefings.differences import differences
from briefings.errors import BriefingError, Fault, Place
from briefings.executors import Done, Executor, Limits, Work, in_process
from briefings.pack import Pack
from briefings.reads import digest as bytes_digest
from briefings.records import Dataset
from briefings.saving import save
from briefings.theme import Theme
from briefings.theme import load as load_theme

__all__ = ["NOTHING_SHOWN", "Options", "build", "forecast"]

NOTHING_SHOWN = "the data has changed, but nothing that it shows"
_FEW = 20  # changes that are named one by one


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
    whole = batch if isinstance(batch, Batch) else Batch(tuple(batch))
    options = options or Options()
    with locked(out, wait=options.wait):
        manifest = load(out)
        run = Run(dataset, out, manifest, options)
        try:
            yield from run.all(whole)
        finally:
            manifest.save()


def forecast(
    batch: Batch | Iterable[Plan], dataset: Dataset, out: Path, options: Options | None = None
) -> Generator[Outcome, None, None]:
    """What :func:`build` would do to each target and why, without writing anything.

    Where only the data has changed a briefing is composed to see whether it says something
    else.  Raises WriteError where the manifest cannot be read.
    """
    whole = batch if isinstance(batch, Batch) else Batch(tuple(batch))
    options = evolve(options or Options(), dry=True)
    run = Run(dataset, out, load(out), options)
    yield from run.all(whole)


@frozen
class _Waiting:
    """A briefing that has to be looked at, and what for."""

    plan: Plan
    inputs: Inputs
    verdict: Verdict


@define
class Run:
    """One run over the briefings of one output folder."""

    dataset: Dataset
    out: Path
    manifest: Manifest
    options: Options
    _themes: dict[str, tuple[Theme, str]] = field(factory=dict)
    _waiting: dict[str, _Waiting] = field(factory=dict)

    def all(self, batch: Batch) -> Iterator[Outcome]:
        """Every briefing that is chosen, then what the packs make of theirs."""
        troubled: set[str] = set()
        for outcome in self.targets([p for p in batch.plans if self.options.only(p.name)]):
            if outcome.state in ("failed", "not reached", "to build"):
                troubled.add(outcome.name)
            yield outcome
        for pack in batch.packs:
            yield from self._products(pack, [p for p in batch.plans if p.pack is pack], troubled)

    def _products(self, pack: Pack, plans: Sequence[Plan], troubled: set[str]) -> Iterator[Outcome]:
        """What a pack makes of its briefings: only of all of them, and none an earlier one."""
        names = product_names(pack)
        if not names or not all(self.options.only(plan.name) for plan in plans):
            return
        lacking = [p.name for p in plans if p.name in troubled or p.spec is None]
        if lacking:
            state: State = "to build" if self.options.dry else "not reached"
            why = (f"waits for {', '.join(lacking[:_FEW])}",)
            path = Path(pack.file.name) if pack.file else self.out
            yield from (Outcome(name, path, state=state, why=why) for name in names.values())
            return
        o = self.options
        yield from Products(
            pack, plans, self.dataset, self._themed(pack), self.out, self.manifest,
            dry=o.dry, force=o.force, trace=o.trace,
        ).made()  # fmt: skip

    def _themed(self, pack: Pack) -> Theme:
        given = str(self.options.origin.get("theme_given", ""))
        own = pack.folder / pack.theme if pack.theme else None
        return load_theme(Path(given) if given else own)

    def targets(self, plans: Sequence[Plan]) -> Iterator[Outcome]:
        """Those that are broken or up to date at once, then the others as they are made."""
        tasks: list[Task] = []
        for plan in plans:
            found = self._looked_at(plan)
            if isinstance(found, Task):
                tasks.append(found)
                continue
            yield from found
            if self.options.fail_fast and any(o.failed for o in found):
                yield from self._not_reached(plans[plans.index(plan) + 1 :], tasks)
                return
        yield from self._made(tasks)

    # ----------------------------------------------------------------------- looking

    def _looked_at(self, plan: Plan) -> Task | list[Outcome]:
        """The task that a plan makes, or what can be said without one."""
        if plan.spec is None:
            faults = plan.all_faults(self.dataset)
            return [Outcome(plan.name, plan.path, faults=faults, state="failed")]
        try:
            theme, theme_digest = self._theme(plan)
        except BriefingError as error:
            return [Outcome(plan.name, plan.path, faults=error.faults, state="failed")]
        inputs = inputs_of(plan, self.dataset, theme_digest)
        found = verdict(plan, inputs, self.manifest, force=self.options.force)
        if found.current:
            return [*self._current(plan, ())]
        waiting = self._waiting[plan.name] = _Waiting(plan, inputs, found)
        if self.options.dry and not found.look:
            return [*self._to_build(waiting, found.why)]
        entry = self.manifest.entries.get(plan.name)
        known = entry.document if entry and found.look else ""
        dry = self.options.dry
        formats, wanting = ((), ()) if dry else (plan.spec.formats, found.wanting)
        return Task(plan.name, plan.spec, theme, formats, known, wanting, self.options.trace)

    def _theme(self, plan: Plan) -> tuple[Theme, str]:
        assert plan.spec
        assert plan.recipe
        path = Path(plan.recipe.theme) if plan.recipe.theme else theme_of(plan.spec)
        key = str(path or "")
        if key not in self._themes:
            theme = load_theme(path)
            self._themes[key] = theme, digest(theme)
        return self._themes[key]

    def _current(self, plan: Plan, why: tuple[str, ...]) -> Iterator[Outcome]:
        entry = self.manifest.entries[plan.name]
        for format_ in plan.spec.formats if plan.spec else ():
            built = entry.files[format_]
            yield Outcome(plan.name, self.out / built.path, format_, built.size,
                          state="up to date", why=why, sha256=built.sha256)  # fmt: skip

    def _to_build(self, waiting: _Waiting, why: tuple[str, ...]) -> Iterator[Outcome]:
        """What would be built, in a dry run; a file's size is that of the last build."""
        spec, wanting = waiting.plan.spec, waiting.verdict.wanting
        entry = self.manifest.entries.get(waiting.plan.name)
        for format_ in spec.formats if spec else ():
            built = entry.files.get(format_) if entry else None
            path = self._path(waiting.plan.name, format_)
            state: State = (
                "to build" if format_ in wanting or waiting.verdict.look else "up to date"
            )
            yield Outcome(waiting.plan.name, path, format_, built.size if built else 0,
                          state=state, why=why if state == "to build" else ())  # fmt: skip

    # ------------------------------------------------------------------------ making

    def _made(self, tasks: Sequence[Task]) -> Iterator[Outcome]:
        if not tasks:
            return
        work: Work[Dataset, Task, Made] = Work(partial(shared, self.dataset), make)
        executor = self.options.executor(len(tasks))
        left = {task.name: task for task in tasks}
        with closing(executor.run(work, tasks, self.options.limits)) as running:
            for done in running:
                del left[done.job.name]
                failed = False
                for outcome in self._written(done):
                    failed = failed or outcome.failed
                    yield outcome
                if failed and self.options.fail_fast:
                    break
        yield from self._not_reached([], list(left.values()))

    def _not_reached(self, plans: Sequence[Plan], tasks: Sequence[Task]) -> Iterator[Outcome]:
        for task in tasks:
            for format_ in task.formats:
                yield Outcome(task.name, self._path(task.name, format_), format_,
                              state="not reached")  # fmt: skip
        for plan in plans:
            yield Outcome(plan.name, plan.path, state="not reached")

    def _path(self, name: str, format_: str) -> Path:
        return self.out / f"{name}.{format_}"

    def _written(self, done: Done[Task, Made]) -> Iterator[Outcome]:
        """What became of a briefing that was made, its files written and recorded."""
        task, made = done.job, done.result
        if done.failure and done.failure.kind == "bug" and self.options.trace:
            raise RuntimeError(f"{done.failure.what}\n{done.failure.traceback}")
        waiting = self._waiting.pop(task.name)
        if made is None:
            fault = _fault(done, waiting.plan)
            made = Made(
                faults={"": (fault,)}, bug=bool(done.failure and done.failure.kind == "bug")
            )
        if whole := made.faults.get(""):
            yield Outcome(task.name, waiting.plan.path, faults=whole, bug=made.bug, state="failed",
                          seconds=done.seconds)  # fmt: skip
            return
        same = made.document == task.known
        if self.options.dry and not (same and not waiting.verdict.wanting):
            if same:
                waiting = evolve(waiting, verdict=evolve(waiting.verdict, look=False))
            yield from self._to_build(waiting, self._why(waiting, made))
            return
        if self.options.dry:
            yield from self._current(waiting.plan, (NOTHING_SHOWN,))
            return
        if same and not waiting.verdict.wanting:
            self._record(waiting, made, {}, self.manifest.entries[task.name].why)
            yield from self._current(waiting.plan, (NOTHING_SHOWN,))
            return
        yield from self._saved(waiting, made, done.seconds)

    def _saved(self, waiting: _Waiting, made: Made, seconds: float) -> Iterator[Outcome]:
        plan, why = waiting.plan, self._why(waiting, made)
        files: dict[str, BuiltFile] = {}
        found: list[Outcome] = []
        assert plan.spec
        for format_ in plan.spec.formats:
            path = self._path(plan.name, format_)
            base = Outcome(plan.name, path, format_, why=why, seconds=seconds)
            if format_ in made.files:
                data = made.files[format_]
                try:
                    save(path, data)
                except BriefingError as error:
                    found.append(evolve(base, state="failed", faults=error.faults))
                    continue
                kept = BuiltFile(
                    path.relative_to(self.out).as_posix(), bytes_digest(data), len(data)
                )
                files[format_] = kept
                found.append(evolve(base, size=kept.size, sha256=kept.sha256))
            elif format_ in made.faults:
                faults = made.faults[format_]
                found.append(evolve(base, state="failed", faults=faults, bug=made.bug))
            else:  # it stands as it was
                found += [o for o in self._current(plan, ()) if o.format == format_]
        if files:
            self._record(waiting, made, files, why)
        yield from found

    def _record(
        self, waiting: _Waiting, made: Made, files: Mapping[str, BuiltFile], why: tuple[str, ...]
    ) -> None:
        """Write down what the files of a briefing were built from.

        Files of an earlier build that were not written again stay recorded only where they
        still say the same.
        """
        plan, inputs = waiting.plan, waiting.inputs
        before = self.manifest.entries.get(plan.name)
        same = (
            before is not None and before.document == made.document and not _other(before, inputs)
        )
        kept = {**before.files, **files} if before and same else files
        pointers, tables = self.manifest.keep(made.provenance)
        digests = inputs.digests
        for name, key, row in (("specs", digests["spec"], inputs.spec),
                               ("programs", digests["program"], dict(program()))):  # fmt: skip
            table = getattr(self.manifest, name)
            if key not in table:
                table[key] = row
                tables[name] = {key: row}
        assert plan.recipe
        entry = Entry(
            recipe={**plan.recipe.as_json(), "words": words_of(plan), **self._asked(plan)},
            inputs=digests,
            reads=made.reads,
            document=made.document,
            title=made.title,
            subject=made.subject,
            about=made.about,
            as_at=made.as_at,
            why=why,
            files=kept,
            key_points=made.key_points,
            **pointers,
        )
        self.manifest.add(plan.name, entry, tables)

    def _asked(self, plan: Plan) -> dict[str, object]:
        """Which file asked for it and how, so that the same can be asked again."""
        return {"spec": plan.path.as_posix(), **self.options.origin}

    def _why(self, waiting: _Waiting, made: Made) -> tuple[str, ...]:
        """The reasons of a build, down to the facts that changed."""
        why = waiting.verdict.why
        before = self.manifest.entries.get(waiting.plan.name)
        if before is None or before.document == made.document:
            return why
        told = differences(self.manifest.provenance(waiting.plan.name), made.provenance)
        words = [change.words() for change in told]
        if len(words) > _FEW:
            words = [*words[:_FEW], f"and {len(words) - _FEW} more"]
        if not words and not why:
            words = ["the data has changed"]
        return (*why, *words)


def _other(before: Entry, inputs: Inputs) -> bool:
    """Whether anything but the data has changed, so that bytes may differ."""
    return any(before.inputs[n] != d for n, d in inputs.digests.items() if n != "data")


def _fault(done: Done[Task, Made], plan: Plan) -> Fault:
    """A failure of the worker, told as a fault of the spec's file."""
    assert done.failure
    remedies = {
        "time limit": "raise --time-limit, or show less in it",
        "memory limit": "raise --memory-limit, or show less in it",
        "worker died": "look for what ended the process: the system's memory, or a person",
        "bug": "run `briefings --trace build` on it and report what that prints",
    }
    place = Place(str(plan.path))
    return Fault(f"{done.job.name}: {done.failure.what}", remedies[done.failure.kind], place=place)
