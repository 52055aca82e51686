"""Whether a file that was built would be the same if it were built again."""

from __future__ import annotations

import hashlib
from pathlib import Path
from tempfile import TemporaryFile

from attrs import fields, frozen

from briefings import archive
from briefings.build.fingerprint import digest, program, same_file
from briefings.build.manifest import NAME, BuiltFile, Entry, Manifest, load
from briefings.build.products import CHANGES
from briefings.build.recipe import Recipe
from briefings.build.staleness import data_digest, program_change, theme_change
from briefings.build.themes import Themed, Themes
from briefings.build.wholes import Asked, Maker
from briefings.build.worker import Task, make
from briefings.differences import differences
from briefings.errors import BriefingError, Fault
from briefings.reads import digest as bytes_digest
from briefings.records import Dataset
from briefings.spec import Spec, structured
from briefings.yamlfile import YamlFile

__all__ = ["Verification", "manifest_of", "recorded", "verify", "verify_product"]

IMPOSSIBLE = "it cannot be built any more"
OURS = "the same inputs gave other bytes: a bug of ours, please report it"


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
    """Build the file of a briefing again from what was recorded, and compare."""
    entry = manifest.entries[name]
    built = entry.files[format_]
    try:
        spec = recorded(manifest, entry)
        style = Themes().of(spec, str(entry.recipe.get("theme", "")))
        made = make(dataset, Task(name, spec, style.theme, (format_,)))
    except BriefingError as error:
        return Verification(path, False, (IMPOSSIBLE,), error.faults)
    faults = made.faults.get("", made.faults.get(format_, ()))
    if faults:
        return Verification(path, False, (IMPOSSIBLE,), faults)
    why = []
    if bytes_digest(made.files[format_]) != built.sha256:
        why += _changed(entry, manifest, dataset, style)
        why += differences(manifest.provenance(name), made.provenance).words()
        why = why or [OURS]
    return Verification(path, not (found := [*why, *_file(path, built)]), tuple(found))


def verify_product(
    path: Path, manifest: Manifest, product: tuple[str, str, str], dataset: Dataset
) -> Verification:
    """Make a file of a pack's own again, of its briefings as they were recorded, and compare."""
    pack, kind, format_ = product
    kept, built = manifest.packs[pack][kind], manifest.products(pack, kind)[format_]
    asked = Asked.from_json(kept["asked"])
    try:
        style = Themes().at(Path(asked.theme) if asked.theme else None)
        maker = Maker(pack, manifest, dataset, style,
                      lambda name: recorded(manifest, manifest.entries[name]))  # fmt: skip
        same = _product_digest(maker, asked, format_) == built.sha256
    except KeyError as error:
        lost = f"nothing is recorded any more of its part {error.args[0]!r}"
        return Verification(path, False, (lost,))
    except BriefingError as error:
        return Verification(path, False, (IMPOSSIBLE,), error.faults)
    now = maker.inputs(asked)
    why = [] if same else [f"{CHANGES[name]} since" for name, digest_ in kept["digests"].items()
                           if now[name] != digest_]  # fmt: skip
    if not same and not why:
        why = ["the data has changed since"]
    return Verification(path, not (found := [*why, *_file(path, built)]), tuple(found))


def _product_digest(maker: Maker, asked: Asked, format_: str) -> str:
    if asked.kind != "zip":
        return bytes_digest(maker.made(asked)[format_])
    with TemporaryFile() as stream:  # it may be larger than memory
        archive.write(stream, maker.packed(asked))
        stream.seek(0)
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _file(path: Path, built: BuiltFile) -> list[str]:
    same = same_file(path, built.sha256)
    return [] if same else ["the file on the disk is not the one that was built"]


def _changed(entry: Entry, manifest: Manifest, dataset: Dataset, style: Themed) -> list[str]:
    """Which inputs are not those that were recorded."""
    before = entry.inputs
    found = []
    if before["program"] != digest(program()):
        found.append(f"{program_change(manifest.programs[before['program']])} since")
    if before["theme"] != style.digest:
        found.append(f"{theme_change(manifest.themes[before['theme']], style.parts)} since")
    found += [f"the file {p} has changed since" for p, d in entry.reads.items()
              if not same_file(Path(p), d)]  # fmt: skip
    if before["data"] != data_digest(dataset):
        found.append("the data has changed since")
    return found
