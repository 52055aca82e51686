"""An import from beginning to end: open, plan, gather, merge, try out, write."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from attrs import field, frozen

from briefings.errors import DataError, Fault, Place, suggestion
from briefings.export import as_json
from briefings.framework import Framework
from briefings.ingest.differences import Difference, differences
from briefings.ingest.gather import Gathered, Policy, gather
from briefings.ingest.grid import Grid
from briefings.ingest.ground import Ground
from briefings.ingest.guess import guess
from briefings.ingest.mapping import Plan, sheets_words
from briefings.ingest.merge import Citation, Merged, merge
from briefings.ingest.names import Names
from briefings.ingest.opening import Opened
from briefings.saving import save

__all__ = ["HIDDEN", "NO_TABLE", "Import", "carry_out", "guess_plan"]

HIDDEN = "its sheet is hidden"
NO_TABLE = "its sheet holds no table to read"


@frozen
class Import:
    """What an import would do.  Nothing is written before :meth:`write`."""

    opened: Opened
    plan: Plan
    gathered: Gathered = field(repr=False)
    merged: Merged = field(repr=False)
    changes: tuple[Difference, ...]
    faults: tuple[Fault, ...]

    def write(self, folder: Path) -> tuple[Path, ...]:
        """Write the files that change; each appears whole or not at all."""
        if self.faults:
            raise DataError(self.faults)
        paths = []
        for name, text in sorted(self.merged.files.items()):
            save(folder / name, text.encode("utf-8"))
            paths.append(folder / name)
        return tuple(paths)


def guess_plan(opened: Opened, names: Names, framework: str = "", sheet: str = "") -> Plan:
    """How the file seems to be meant; raises :class:`DataError` where that is not clear."""
    chosen = _framework(names, framework, opened.name)
    grids = _sheets(opened, sheet)
    faults: list[Fault] = []
    tables = []
    for grid in grids:
        found = guess(grid, names, chosen) if grid.cells and not grid.hidden else None
        if found is None:
            continue
        if found.doubtful:
            what = f"{_sheet(grid)} can be of {len(found.doubtful)} frameworks"
            remedy = "say which with --framework"
            place = Place(opened.name)
            faults.append(Fault(what, remedy, place=place, allowed=found.doubtful))
        tables.append(found.table)
    if not tables:
        what = "no table of providers with ratings or measures was found"
        remedy = "write a column map (--map), or start from `briefings data template`"
        faults.append(Fault(what, remedy, place=Place(opened.name)))
    if faults:
        raise DataError(faults)
    return Plan(tuple(tables))


def _sheets(opened: Opened, sheet: str) -> tuple[Grid, ...]:
    if not sheet:
        return opened.grids
    names = [grid.sheet for grid in opened.grids]
    if sheet not in names:
        remedy = suggestion(sheet, names) or sheets_words(names)
        raise DataError(Fault(f"there is no sheet {sheet!r}", remedy, place=Place(opened.name)))
    return tuple(grid for grid in opened.grids if grid.sheet == sheet)


def _sheet(grid: Grid) -> str:
    return f"the sheet {grid.sheet!r}" if grid.sheet else "the table"


def _framework(names: Names, id: str, file: str) -> Framework | None:
    known = names.dataset.frameworks
    if id and id not in known:
        remedy = suggestion(id, list(known)) or "choose one that is allowed"
        what = f"unknown framework {id!r}"
        raise DataError(Fault(what, remedy, place=Place(file), allowed=tuple(known)))
    return known.get(id)


def carry_out(
    opened: Opened, plan: Plan, ground: Ground, policy: Policy, citation: Citation
) -> Import:
    """Work the whole import out, and try the data that comes of it."""
    names = Names(ground.dataset, plan.providers)
    _check_kind(policy.new_providers, ground, opened.name)
    gathered = gather(plan, names, opened.name, policy)
    _unread_sheets(opened, plan, gathered)
    merged = merge(gathered.facts, ground, citation)
    faults = [*gathered.faults, *merged.faults]
    changes: list[Difference] = []
    try:
        after = ground.after(merged.files)
        changes = differences(as_json(ground.dataset), as_json(after))
    except DataError as error:
        faults += [] if faults else error.faults
    return Import(opened, plan, gathered, merged, tuple(changes), tuple(faults))


def _check_kind(kind: str, ground: Ground, file: str) -> None:
    """New providers are of a kind that is known: a slip would make a kind of its own."""
    dataset = ground.dataset
    kinds = {framework.kind for framework in dataset.frameworks.values()}
    kinds |= {provider.kind for provider in dataset.providers.values()}
    if kind and kinds and kind not in kinds:
        remedy = suggestion(kind, sorted(kinds)) or "choose one that is allowed"
        what, allowed = f"unknown kind of provider {kind!r}", tuple(sorted(kinds))
        raise DataError(Fault(what, remedy, place=Place(file), allowed=allowed))


def _unread_sheets(opened: Opened, plan: Plan, gathered: Gathered) -> None:
    """Whole sheets that no table was read from."""
    read: Mapping[str, Grid] = {table.grid.sheet: table.grid for table in plan.tables}
    for grid in opened.grids:
        if grid.sheet not in read:
            reason = HIDDEN if grid.hidden else NO_TABLE
            gathered.ledger.leave(grid.cells.values(), reason)
