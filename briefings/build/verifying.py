"""Whether a file that was built would be the same if it were built again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import fields, frozen

from briefings.build.fingerprint import digest, program, same_file
from briefings.build.manifest import NAME, Entry, Manifest, load
from briefings.build.recipe import Recipe
from briefings.build.rendering import theme_of
from briefings.build.staleness import data_digest
from briefings.build.worker import Task, make
from briefings.differences import differences
from briefings.errors import BriefingError, Fault
from briefings.reads import digest as bytes_digest
from briefings.records import Dataset
from briefings.spec import Spec, structured
from briefings.theme import Theme
from briefings.theme import load as load_theme
from briefings.yamlfile import YamlFile

__all__ = ["Verification", "manifest_of", "recorded", "verify"]


@frozen
class Verification:
    """``same``: building it again gives the bytes of the file; otherwise why it does not."""

    path: Path
    same: bool
    why: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def manifest_of(path: Path) -> Manifest | None:
    """The manifest of the output folder in which the file stands."""
    for folder in path.absolute().parents:
        if (folder / NAME).is_file():
            return load(folder)
    return None


def recorded(manifest: Manifest, entry: Entry) -> Spec:
    """The spec as the manifest has kept it, whatever has become of its file.

    Raises SpecError where this program no longer understands it.
    """
    kept = entry.recipe
    known = {a.name for a in fields(Recipe)} - {"formats", "text"}
    words = {**kept, "formats": tuple(entry.files), "at": tuple(kept.get("at", ()))}
    recipe = Recipe(text="", **{n: v for n, v in words.items() if n in known | {"formats"}})
    return recipe.given_to(
        structured(YamlFile(recipe.file, "", manifest.specs[entry.inputs["spec"]]))
    )


def verify(
    path: Path, manifest: Manifest, name: str, format_: str, dataset: Dataset
) -> Verification:
    """Build the file again from what was recorded, and compare."""
    entry = manifest.entries[name]
    built = entry.files[format_]
    try:
        spec = recorded(manifest, entry)
        given = str(entry.recipe.get("theme", ""))
        theme = load_theme(Path(given) if given else theme_of(spec))
        made = make(dataset, Task(name, spec, theme, (format_,)))
    except BriefingError as error:
        return Verification(path, False, ("it cannot be built any more",), error.faults)
    faults = made.faults.get("", made.faults.get(format_, ()))
    if faults:
        return Verification(path, False, ("it cannot be built any more",), faults)
    same = bytes_digest(made.files[format_]) == built.sha256
    why = [] if same else _changed(entry, manifest, dataset, theme)
    if not same and made.document != entry.document:
        told = differences(manifest.provenance(name), made.provenance)
        why += told.words()
    if not same and not why:
        why.append("the same inputs gave other bytes: a bug of ours, please report it")
    if not same_file(path, built.sha256):
        same, why = False, [*why, "the file on the disk is not the one that was built"]
    return Verification(path, same, tuple(why))


def _changed(entry: Entry, manifest: Manifest, dataset: Dataset, theme: Theme) -> list[str]:
    """Which inputs are not those that were recorded."""
    found = []
    if entry.inputs["program"] != digest(program()):
        found.append(_program(manifest.programs.get(entry.inputs["program"], {})))
    if entry.inputs["theme"] != digest(theme):
        found.append("the theme has changed since")
    found += [f"the file {p} has changed since" for p, d in entry.reads.items()
              if not same_file(Path(p), d)]  # fmt: skip
    if entry.inputs["data"] != data_digest(dataset):
        found.append("the data has changed since")
    return found


def _program(before: Mapping[str, Any]) -> str:
    now = program()
    told = [f"{n} {before.get(n, '?')} -> {now[n]}" for n in now if before.get(n) != now[n]]
    return f"the program has changed since: {', '.join(told)}"
