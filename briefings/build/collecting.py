"""From files to a batch: specs as they are, packs taken apart.

A file that is broken is told and does not stop the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from briefings.build.plans import Batch, Plan, planned, recipe_of
from briefings.build.recipe import Recipe
from briefings.errors import Fault, Place, SpecError
from briefings.records import Dataset
from briefings.yamlfile import YamlFile, read

if TYPE_CHECKING:
    from briefings.pack import Pack

__all__ = ["batch", "find_specs", "plan"]


def find_specs(paths: Sequence[Path]) -> list[Path]:
    """The spec files that ``paths`` name; a folder stands for its ``*.yaml`` files.

    Raises SpecError naming every path that is not there or holds none.
    """
    found: list[Path] = []
    faults = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.suffix in (".yaml", ".yml"))
            found += inside
            if not inside:
                what, remedy = "the folder holds no spec file (*.yaml)", "name a file or a folder"
                faults.append(Fault(what, remedy, place=Place(str(path))))
        elif path.exists():
            found.append(path)
        else:
            remedy = "check the path"
            faults.append(Fault("no such file or folder", remedy=remedy, place=Place(str(path))))
    if faults:
        raise SpecError(faults)
    return list(dict.fromkeys(found))


def plan(
    paths: Sequence[Path],
    dataset: Dataset | None = None,
    *,
    formats: Sequence[str] = (),
    theme: Path | None = None,
    as_at: date | None = None,
) -> list[Plan]:
    """The briefings of :func:`batch`, in order."""
    return [*batch(paths, dataset, formats=formats, theme=theme, as_at=as_at).plans]


def batch(
    paths: Sequence[Path],
    dataset: Dataset | None = None,
    *,
    formats: Sequence[str] = (),
    theme: Path | None = None,
    as_at: date | None = None,
) -> Batch:
    """Read every spec and every pack; packs need the data to know whom they are for.

    ``formats``, ``theme`` and ``as_at`` take the place of what specs and packs say.
    """
    over = Recipe("", "", "", formats=tuple(formats), theme=theme.as_posix() if theme else "",
                  as_at=as_at.isoformat() if as_at else "")  # fmt: skip
    found: list[Plan] = []
    packs: list[Pack] = []
    for path in paths:
        try:
            file = read(path, SpecError)
        except SpecError as error:
            found.append(Plan(path, None, error.faults))
            continue
        if not (isinstance(file.data, dict) and "pack" in file.data):
            found.append(planned(path, recipe_of(file, over), draft_of=file))
            continue
        if dataset is None:
            raise ValueError("a pack is taken apart with the data")
        found += _of_pack(file, packs, dataset, over)
    return Batch(tuple(_each_its_own(found, packs)), tuple(packs))


def _of_pack(file: YamlFile, packs: list[Pack], dataset: Dataset, over: Recipe) -> Iterator[Plan]:
    """The briefings of a pack, which is added to ``packs`` if it can be read."""
    # Packs know of schedules and mail, which takes long to import.
    from briefings.build.unpacking import unpacked
    from briefings.pack import structured

    try:
        pack = structured(file)
    except SpecError as error:
        yield Plan(Path(file.name), None, error.faults)
        return
    packs.append(pack)
    yield from unpacked(pack, dataset, over)


def _each_its_own(plans: Sequence[Plan], packs: Sequence[Pack]) -> Iterator[Plan]:
    """Two of one name would write one file; some disks do not know capitals."""
    taken: dict[str, str] = {}
    for pack in packs:
        if fault := _twice(pack, taken):
            yield Plan(Path(fault.place.file if fault.place else ""), None, (fault,), pack=pack)
    for one in plans:
        other = taken.get(one.name.casefold()) if one.spec else None
        if other:
            yield evolve(one, spec=None, faults=(_taken(one, other),))
            continue
        if one.spec:
            taken[one.name.casefold()] = _called(one)
        yield one


def _called(one: Plan) -> str:
    if one.pack is None:
        return f"the briefing in {one.path}"
    return f"another briefing of the pack {one.pack.pack!r}"


def _taken(one: Plan, other: str) -> Fault:
    what = f"{one.name!r} is also the name of {other}"
    if one.pack is None or one.pack.file is None:
        place = one.spec.place("briefing") if one.spec else None
        return Fault(what, "give each its own", "briefing", place)
    written = one.pack.file.data["briefings"][one.at[-1]]
    named = isinstance(written, dict) and "name" in written
    if one.whose:
        what = f"{what} (for {one.whose})"
    remedy = "write a `name` with words of `each` that tell them apart"
    return one.pack.file.fault(what, (*one.at, "name") if named else one.at, remedy=remedy)


def _twice(pack: Pack, taken: dict[str, str]) -> Fault | None:
    """Note the names of what the pack itself makes; a fault where another pack has one."""
    kinds = {"": pack.pack, **{kind: name for kind, name in pack.products.items()
                               if kind != "zip"}}  # fmt: skip
    for kind, name in kinds.items():
        key = name.casefold() if kind else f"pack {name}"
        if other := taken.get(key):
            assert pack.file
            steps = ("combined", "name") if kind == "combined" else ("pack",)
            return pack.file.fault(f"{name!r} is also the name of {other}", steps,
                                   remedy="give each its own")  # fmt: skip
        taken[key] = f"{_KINDS[kind]} {pack.pack!r}"
    return None


_KINDS = {
    "": "the pack",
    "combined": "the document of all of the pack",
    "index": "the index page of the pack",
}
