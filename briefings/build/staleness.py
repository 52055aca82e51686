"""Whether a briefing's files are still what its inputs give, and if not, why not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from attrs import field, frozen

from briefings.build.fingerprint import digest, program, same_file
from briefings.build.manifest import Entry, Manifest
from briefings.build.plans import Plan
from briefings.records import Dataset

__all__ = ["FIRST", "Inputs", "Verdict", "inputs_of", "verdict", "words_of"]

FIRST = "not built before"


@frozen
class Inputs:
    """Digests of all that a briefing is made of, and what the tables keep of it."""

    digests: Mapping[str, str]
    spec: Any = field(repr=False)


@frozen
class Verdict:
    """What to do: ``wanting`` are the formats to build whatever the data says.

    With ``look`` the data has changed: only composing tells whether the briefing has, too.
    """

    wanting: tuple[str, ...]
    why: tuple[str, ...]
    look: bool = False

    @property
    def current(self) -> bool:
        return not self.wanting and not self.look


def inputs_of(plan: Plan, dataset: Dataset, theme: str) -> Inputs:
    """The inputs of a plan that has a spec; ``theme`` is the digest of its theme."""
    assert plan.spec
    assert plan.recipe
    spec = plan.spec.file.data if plan.spec.file else {}
    digests = {
        "spec": _json_digest(spec),
        "words": _json_digest(words_of(plan)),
        "data": data_digest(dataset),
        "theme": theme,
        "program": _program_digest(),
    }
    return Inputs(digests, spec)


def words_of(plan: Plan) -> dict[str, Any]:
    """What a pack or the command line gives in place of what the spec says."""
    assert plan.spec
    assert plan.recipe
    recipe = plan.recipe
    return {
        "name": recipe.name,
        "subject": recipe.subject,
        "each": dict(recipe.each),
        "variables": dict(plan.spec.variables),
        "as_at": recipe.as_at,
    }


def _json_digest(value: Any) -> str:
    return digest(json.dumps(value, sort_keys=True))


@lru_cache(maxsize=1)
def _program_digest() -> str:
    return digest(program())


_DIGESTS: dict[int, tuple[Dataset, str]] = {}


def data_digest(dataset: Dataset) -> str:
    """The digest of the data's files; of its records where it was not read from files."""
    if dataset.digest:
        return dataset.digest
    kept = _DIGESTS.get(id(dataset))
    if kept is None or kept[0] is not dataset:
        _DIGESTS.clear()
        kept = _DIGESTS[id(dataset)] = (dataset, digest(dataset))
    return kept[1]


def verdict(plan: Plan, inputs: Inputs, manifest: Manifest, *, force: bool = False) -> Verdict:
    """Whether the files of ``plan`` are current."""
    assert plan.spec
    assert plan.recipe
    formats = plan.spec.formats
    entry = manifest.entries.get(plan.name)
    if entry is None:
        return Verdict(formats, (FIRST,))
    if force:
        return Verdict(formats, ("--force was given",))
    why = [*_changes(entry, inputs, manifest, plan)]
    if why:
        return Verdict(formats, tuple(why))
    lacking = {f: reason for f in formats if (reason := _lacking(entry, f, manifest.folder))}
    look = entry.inputs["data"] != inputs.digests["data"]
    return Verdict(tuple(lacking), tuple(lacking.values()), look)


def _changes(entry: Entry, inputs: Inputs, manifest: Manifest, plan: Plan) -> Iterator[str]:
    """Inputs that always lead to other bytes, or may."""
    before, now = entry.inputs, inputs.digests
    if before["spec"] != now["spec"]:
        yield _spec_change(manifest.specs.get(before["spec"]), inputs.spec)
    if before["words"] != now["words"]:
        yield _words_change(entry.recipe.get("words", {}), words_of(plan))
    if before["theme"] != now["theme"]:
        yield "the theme has changed"
    if before["program"] != now["program"]:
        yield _program_change(manifest.programs.get(before["program"], {}))
    for path, kept in entry.reads.items():
        if not same_file(Path(path), kept):
            yield f"the file {path} has changed" if Path(path).exists() else f"{path} is gone"


def _spec_change(before: Any, now: Any) -> str:
    if not isinstance(before, dict) or not isinstance(now, dict):
        return "the spec has changed"
    keys = [k for k in {**before, **now} if before.get(k) != now.get(k)]
    return f"the spec has changed: {', '.join(keys)}" if keys else "the spec has changed"


def _words_change(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    found = []
    for key in ("subject", "as_at"):
        if before.get(key, "") != now[key]:
            found.append(f"{key} is {now[key] or 'not given'}")
    for key in ("each", "variables"):
        old, new = before.get(key, {}), now[key]
        found += [
            f"{key}.{name}: {_said(old.get(name))} -> {_said(new.get(name))}"
            for name in {**old, **new}
            if old.get(name) != new.get(name)
        ]
    return "; ".join(found) or "what the pack gives has changed"


def _said(word: str | None) -> str:
    return "nothing" if word is None else repr(word)


def _program_change(before: Mapping[str, str]) -> str:
    now = program()
    found = [f"{n} {before.get(n, '?')} -> {now[n]}" for n in now
             if n != "code" and before.get(n) != now[n]]  # fmt: skip
    return f"the program has changed: {', '.join(found) or 'its code'}"


def _lacking(entry: Entry, format_: str, folder: Path) -> str:
    """Why one file has to be written; nothing where it stands as it was built."""
    built = entry.files.get(format_)
    if built is None:
        return f"{format_} was not built before"
    path = folder / built.path
    if not path.exists():
        return f"{path} is not there"
    return "" if same_file(path, built.sha256) else f"{path} is not the file that was built"
