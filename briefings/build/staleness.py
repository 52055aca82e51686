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
from briefings.build.themes import Themed
from briefings.records import Dataset

__all__ = [
    "DATA",
    "FIRST",
    "Inputs",
    "Verdict",
    "data_digest",
    "inputs_of",
    "program_change",
    "theme_change",
    "verdict",
    "words_of",
]

FIRST = "not built before"
DATA = "the data has changed"


@frozen
class Inputs:
    """Digests of all that a briefing is made of, and what the tables keep of it."""

    digests: Mapping[str, str]
    spec: Any = field(repr=False)
    theme: Mapping[str, str] = field(repr=False)

    def tables(self) -> Iterator[tuple[str, str, Any]]:
        """A row for each of the manifest's tables of inputs: its name, the key, the row."""
        yield "specs", self.digests["spec"], self.spec
        yield "themes", self.digests["theme"], dict(self.theme)
        yield "programs", self.digests["program"], dict(program())


@frozen
class Verdict:
    """What to do: ``wanting`` are the formats to build whatever the briefing says, and ``why``.

    What it says and the theme decide the bytes.  So where only ``look`` has changed, composing
    tells whether anything is out of date at all.
    """

    wanting: tuple[str, ...]
    why: tuple[str, ...] = ()
    look: tuple[str, ...] = ()
    restores: bool = False  # files that are gone or altered, and nothing else

    @property
    def current(self) -> bool:
        return not self.wanting and not self.look


def inputs_of(plan: Plan, dataset: Dataset, style: Themed) -> Inputs:
    """The inputs of a plan that has a spec."""
    assert plan.spec
    assert plan.recipe
    data = plan.spec.file.data if plan.spec.file else {}
    spec = {key: value for key, value in data.items() if key != "formats"}  # of no bearing on any
    digests = {
        "spec": _json_digest(spec),
        "words": _json_digest(words_of(plan)),
        "data": data_digest(dataset),
        "theme": style.digest,
        "program": _program_digest(),
    }
    return Inputs(digests, spec, style.parts)


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
    look = tuple(_said_otherwise(entry, inputs, manifest, plan))
    if force:
        return Verdict(formats, ("--force was given",), look)
    if painted := tuple(_painted_otherwise(entry, inputs, manifest)):
        return Verdict(formats, painted, look)
    lacking = {f: reason for f in formats if (reason := _lacking(entry, f, manifest.folder))}
    return Verdict(tuple(lacking), tuple(lacking.values()), look, restores=True)


def _painted_otherwise(entry: Entry, inputs: Inputs, manifest: Manifest) -> Iterator[str]:
    """Inputs that may give other bytes to the same words."""
    before, now = entry.inputs, inputs.digests
    if before["theme"] != now["theme"]:
        yield theme_change(manifest.themes[before["theme"]], inputs.theme)
    if before["program"] != now["program"]:
        yield program_change(manifest.programs[before["program"]])


def _said_otherwise(entry: Entry, inputs: Inputs, manifest: Manifest, plan: Plan) -> Iterator[str]:
    """Inputs that may lead to other words."""
    before, now = entry.inputs, inputs.digests
    if before["spec"] != now["spec"]:
        yield _spec_change(manifest.specs[before["spec"]], inputs.spec)
    if before["words"] != now["words"]:
        yield _words_change(entry.recipe.get("words", {}), words_of(plan))
    for path, kept in entry.reads.items():
        if not same_file(Path(path), kept):
            yield f"the file {path} has changed" if Path(path).exists() else f"{path} is gone"
    if before["data"] != now["data"]:
        yield DATA


def _spec_change(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    keys = [k for k in {**before, **now} if before.get(k) != now.get(k)]
    return f"the spec has changed: {', '.join(keys)}"


def theme_change(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """Which parts of a theme have changed, in words."""
    found = [name for name in now if before.get(name) != now[name]]
    return f"the theme has changed: {', '.join(found)}"


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


def program_change(before: Mapping[str, str]) -> str:
    """What of this program is not as it was, in words."""
    now = program()
    found = [f"{n} {before.get(n, '?')} -> {now[n]}" for n in now
             if n != "code" and before.get(n) != now[n]]  # fmt: skip
    return f"the program has changed: {', '.join(found) or 'its code'}"


def _lacking(entry: Entry, format_: str, folder: Path) -> str:
    """Why one file has to be written; nothing where it stands as it was built."""
    built = entry.files.get(format_)
    if built is None:
        return f"{format_} was not built with the others"
    path = folder / built.path
    if not path.exists():
        return f"{path} is not there"
    return "" if same_file(path, built.sha256) else f"{path} is not the file that was built"
