"""The column map: how the tables of a file are to be read, as a small YAML file.

It is guessed and shown, or written by hand; a map that was shown and saved reads the next
delivery of the same file without asking.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import field, frozen

from briefings.errors import DataError, Fault, suggestion
from briefings.framework import Framework
from briefings.ingest.amounts import Trouble
from briefings.ingest.columns import Role, parse_role
from briefings.ingest.emit import yaml_text
from briefings.ingest.grid import Grid
from briefings.ingest.names import Names
from briefings.structure import structure
from briefings.workbook import letters
from briefings.yamlfile import Steps, YamlFile, read

__all__ = ["Plan", "TableMap", "map_text", "read_map", "sheets_words"]


def _doc(doc: str) -> dict[str, Any]:
    return {"doc": doc}


@frozen
class TableForm:
    """One table of the file."""

    header: int = field(metadata=_doc("the row of the headings; with turned, the column"))
    columns: Mapping[str, str] = field(metadata=_doc("what stands under each heading"))
    sheet: str = field(default="", metadata=_doc("the name of the sheet"))
    turned: bool = field(default=False, metadata=_doc("true: each provider has a column"))
    framework: str = field(default="", metadata=_doc("whose standards and ratings these are"))
    published: str = field(default="", metadata=_doc("of inspections that give no date"))


@frozen
class MapForm:
    """A column map."""

    tables: tuple[TableForm, ...] = field(metadata=_doc("the tables to read"))
    providers: Mapping[str, str] = field(
        factory=dict, metadata=_doc("names that the file uses, and the ids of their providers")
    )


@frozen
class TableMap:
    """How one table is read: the roles of columns by their number in the grid."""

    grid: Grid
    header: int
    roles: Mapping[int, Role]
    framework: Framework | None = None
    published: str = ""

    def heading(self, column: int) -> str:
        """What heads a column, in the words of the sheet."""
        cell = self.grid.cells.get((self.header, column))
        return cell.text if cell else ""

    def label(self, column: int) -> str:
        """How a map names a column: by its heading, or by its place where that is not enough."""
        heading = self.heading(column)
        others = [self.heading(c) for c in range(1, self.grid.width + 1) if c != column]
        return heading if heading and heading not in others else self.place(column)

    def place(self, column: int) -> str:
        """``B``; in a turned table the number of the row."""
        return str(column) if self.grid.turned else letters(column)


@frozen
class Plan:
    """The tables to read, and names that only this file uses."""

    tables: tuple[TableMap, ...]
    providers: Mapping[str, str] = field(factory=dict)


def map_text(plan: Plan) -> str:
    """``plan`` as the YAML of a map file."""
    data: dict[str, Any] = {"tables": [_table(table) for table in plan.tables]}
    if plan.providers:
        data["providers"] = dict(plan.providers)
    return yaml_text(data)


def _table(table: TableMap) -> dict[str, Any]:
    data: dict[str, Any] = {"sheet": table.grid.sheet} if table.grid.sheet else {}
    data["header"] = table.header
    if table.grid.turned:
        data["turned"] = True
    if table.framework:
        data["framework"] = table.framework.id
    if table.published:
        data["published"] = table.published
    columns = range(1, table.grid.width + 1)
    used = [c for c in columns if c in table.roles or table.heading(c)]
    data["columns"] = {table.label(c): str(table.roles.get(c, "ignore")) for c in used}
    return data


def sheets_words(names: Sequence[str]) -> str:
    """What sheets a file has, as a remedy for one that it has not."""
    if list(names) == [""]:
        return "the file is one sheet without a name: leave it out"
    return f"the file has {', '.join(map(repr, names))}"


# -------------------------------------------------------------------------------- reading


def read_map(path: Path, grids: Sequence[Grid], names: Names) -> Plan:
    """The map at ``path`` for the sheets of a file; raises :class:`DataError`."""
    file = read(path, DataError)
    form = structure(file, MapForm, error=DataError)
    reader = _Reader(file, grids, names, [])
    for name, id in form.providers.items():
        if id not in names.dataset.providers:
            near = suggestion(id, list(names.dataset.providers)) or "write the id of a provider"
            reader.tell(f"unknown provider {id!r}", near, ("providers", name))
    tables = [reader.table(entry, ("tables", n)) for n, entry in enumerate(form.tables)]
    if reader.faults:
        raise DataError(reader.faults)
    return Plan(tuple(table for table in tables if table), dict(form.providers))


@frozen
class _Reader:
    file: YamlFile
    grids: Sequence[Grid]
    names: Names
    faults: list[Fault]

    def tell(self, what: str, remedy: str, at: Steps, *, key: bool = False) -> None:
        self.faults.append(self.file.fault(what, at, key=key, remedy=remedy))

    def table(self, form: TableForm, at: Steps) -> TableMap | None:
        grid = self._grid(form, at)
        framework = self._framework(form, at)
        if grid is None:
            return None
        if not grid.row(form.header):
            self.tell("the header is empty", "give the row of the headings", (*at, "header"))
        table = TableMap(grid, form.header, {}, framework, form.published)
        roles: dict[int, Role] = {}
        for label, word in form.columns.items():
            self._column(table, roles, label, word, (*at, "columns", label))
        if "provider" not in {role.kind for role in roles.values()} and not self.faults:
            remedy = "say under which heading the providers stand"
            self.tell("no column holds the providers", remedy, (*at, "columns"), key=True)
        return TableMap(grid, form.header, roles, framework, form.published)

    def _grid(self, form: TableForm, at: Steps) -> Grid | None:
        known = {grid.sheet: grid for grid in self.grids}
        if form.sheet not in known:
            remedy = suggestion(form.sheet, list(known)) or sheets_words(list(known))
            self.tell(f"there is no sheet {form.sheet!r}", remedy, (*at, "sheet"))
            return None
        grid = known[form.sheet]
        return grid.turn() if form.turned else grid

    def _framework(self, form: TableForm, at: Steps) -> Framework | None:
        known = self.names.dataset.frameworks
        if form.framework and form.framework not in known:
            remedy = suggestion(form.framework, list(known)) or f"write one of {', '.join(known)}"
            self.tell(f"unknown framework {form.framework!r}", remedy, (*at, "framework"))
        return known.get(form.framework)

    def _column(
        self, table: TableMap, roles: dict[int, Role], label: str, word: str, at: Steps
    ) -> None:
        columns = range(1, table.grid.width + 1)
        found = [c for c in columns if table.heading(c) == label]
        found = found or [c for c in columns if table.place(c) == label]
        if len(found) != 1:
            headings = [heading for c in columns if (heading := table.heading(c))]
            remedy = suggestion(label, headings) or "write a heading, or the letter of the column"
            count = "two columns are" if found else "no column is"
            self.tell(f"{count} headed {label!r}", remedy, at, key=True)
            return
        try:
            role = parse_role(word, self.names, table.framework)
        except Trouble as trouble:
            self.tell(trouble.what, trouble.remedy, at)
            return
        if role.kind not in ("ignore", "note") and role in roles.values():
            self.tell(f"two columns are {role}", "keep one; 'ignore' leaves a column out", at)
        roles[found[0]] = role
