"""Walking the rows of a table: facts out of cells, every cell accounted for."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import Factory, define, field, frozen

from briefings.errors import Fault, Place
from briefings.finder import slug
from briefings.ingest.facts import Facts, NewProvider, RatingFact, ValueFact
from briefings.ingest.grid import Cell
from briefings.ingest.ledger import Ledger
from briefings.ingest.mapping import Plan, TableMap
from briefings.ingest.names import Names
from briefings.ingest.row import Row, RowReader
from briefings.records import PartialDate
from briefings.workbook import address

__all__ = ["Gathered", "Policy", "gather"]


@frozen
class Policy:
    """What to do about names that the data does not know."""

    skip_unmatched: bool = False
    new_providers: str = ""  # their kind
    as_of: PartialDate | None = None  # of values whose row gives no date


@define
class Gathered:
    """What came out of a file."""

    ledger: Ledger = Factory(Ledger)
    faults: list[Fault] = Factory(list)
    notes: list[str] = Factory(list)
    ratings: dict[tuple[str, ...], RatingFact] = Factory(dict)
    values: dict[tuple[str, ...], ValueFact] = Factory(dict)
    providers: dict[str, NewProvider] = Factory(dict)
    readings: dict[str, list[Cell]] = Factory(dict)  # warnings of how cells were read
    blanks: list[str] = Factory(list)  # addresses of blank cells where a value could stand

    @property
    def facts(self) -> Facts:
        return Facts(
            tuple(self.ratings.values()),
            tuple(self.values.values()),
            tuple(self.providers.values()),
        )


def gather(plan: Plan, names: Names, file: str, policy: Policy) -> Gathered:
    """Everything that the tables of ``plan`` say."""
    found = Gathered()
    for table in plan.tables:
        _Table(table, names, file, policy, found).walk()
    return found


@define
class _Table:
    map: TableMap
    names: Names
    file: str
    policy: Policy
    found: Gathered
    columns: dict[str, int] = field(init=False)
    reader: RowReader = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.columns = {str(role): column for column, role in self.map.roles.items()}
        self.reader = RowReader(
            self.map, self.names, self.tell, self.policy.skip_unmatched, self.policy.as_of
        )

    def walk(self) -> None:
        """Every row, from the titles above the table to the notes below it."""
        grid, ledger = self.map.grid, self.found.ledger
        for number in range(1, self.map.header):
            ledger.leave(grid.row(number).values(), "it stands above the table")
        self._header()
        for number in range(self.map.header + 1, grid.height + 1):
            cells = grid.row(number)
            if cells:
                self._row(number, cells)

    def _header(self) -> None:
        for column, cell in self.map.grid.row(self.map.header).items():
            role = self.map.roles.get(column)
            if role is None or role.kind == "ignore":
                self.found.ledger.leave([cell], self._unread(column))
            else:
                self.found.ledger.use(cell, f"heading of the column: {role}")

    def _unread(self, column: int) -> str:
        heading = self.map.heading(column)
        named = f"the column {heading!r}" if heading else f"column {self.map.place(column)}"
        if column in self.map.roles:
            return f"{named} is ignored, as the map says"
        near = self.names.near_item(heading, self.map.framework) if heading else ""
        return f"{named} is not read: nothing that we know is called so{'; ' if near else ''}{near}"

    def _row(self, number: int, cells: Mapping[int, Cell]) -> None:
        """One row under the header, whatever it turns out to be."""
        ledger = self.found.ledger
        if self._is_header(cells):
            ledger.leave(cells.values(), "it is the header again")
            return
        for column, cell in cells.items():
            if column not in self.map.roles or self.map.roles[column].kind == "ignore":
                ledger.leave([cell], self._unread(column))
        named = self.map.grid.covering(number, self.columns["provider"])
        if not any(self.map.roles[c].has_values for c in cells if c in self.map.roles):
            known = named is not None and self.names.provider(named.text) is not None
            words = "its row names a provider and gives no value" if known else _NOTE
            ledger.leave(cells.values(), words)
            return
        provider = self._provider(number, named, cells)
        if provider is None:
            return
        assert named is not None
        if not ledger.holds(named):
            ledger.use(named, f"provider {provider}")
        self._blanks(number, cells)
        row = Row(provider, {c: cell for c, cell in cells.items() if not ledger.holds(cell)})
        self._take(row)

    def _blanks(self, number: int, cells: Mapping[int, Cell]) -> None:
        """Note the cells of a provider's row where a value could stand and nothing does."""
        grid = self.map.grid
        blank = [c for c, role in self.map.roles.items() if role.has_values and c not in cells]
        for column in blank:
            at = address(column, number) if grid.turned else address(number, column)
            self.found.blanks.append(f"{grid.sheet}!{at}" if grid.sheet else at)

    def _is_header(self, cells: Mapping[int, Cell]) -> bool:
        return all(cell.text == self.map.heading(column) for column, cell in cells.items())

    # -------------------------------------------------------------------------- providers

    def _provider(self, number: int, named: Cell | None, cells: Mapping[int, Cell]) -> str | None:
        """The provider of a row, or ``None`` after its cells are left out."""
        ledger = self.found.ledger
        if named is None:
            ledger.leave(cells.values(), "no provider is named in its row")
            if not self.policy.skip_unmatched:
                first = next(cell for c, cell in cells.items() if self.map.roles.get(c))
                remedy = "name the provider, or leave the row out with --skip-unmatched"
                self.tell(first, "no provider is named in this row", remedy)
            return None
        known = self.names.provider(named.text)
        if known is not None:
            return known
        if self.names.is_total(named.text):
            ledger.leave(cells.values(), f"{named.text!r} heads a total, not a provider")
            return None
        if self.policy.new_providers:
            return self._new(named)
        near = self.names.suggestion(named.text)
        ledger.leave(cells.values(), f"unknown provider {named.text!r}; {near}")
        if not self.policy.skip_unmatched:
            self.tell(named, f"unknown provider {named.text!r}", near)
        return None

    def _new(self, named: Cell) -> str:
        id = slug(named.text) or "provider"
        if id not in self.found.providers:
            near = self.names.suggestion(named.text)
            doubt = f"; {near}" if near.startswith("did you mean") else ""
            self.found.notes.append(f"{named.name}: {named.text!r} is a new provider{doubt}")
        new = NewProvider(id, named.text, self.policy.new_providers)
        self.found.providers.setdefault(id, new)
        return id

    # ------------------------------------------------------------------------------ facts

    def _take(self, row: Row) -> None:
        """The facts of a row, merged with those before them."""
        taken = self.reader.read(row)
        for cell, warning in taken.warnings:
            self.found.readings.setdefault(warning, []).append(cell)
        for fact in taken.facts:
            if isinstance(fact, RatingFact):
                self._merge(self.found.ratings, fact, taken.words[fact.cell])
            else:
                self._merge(self.found.values, fact, taken.words[fact.cell])
        for cell, words in taken.context:
            if taken.facts:
                self.found.ledger.use(cell, words)
            else:
                self.found.ledger.leave([cell], "its row gives no value")
        for cell, reason in taken.gaps:
            self.found.ledger.leave([cell], reason)

    def _merge(
        self,
        known: dict[tuple[str, ...], RatingFact] | dict[tuple[str, ...], ValueFact],
        fact: RatingFact | ValueFact,
        words: str,
    ) -> None:
        first = known.get(fact.key)
        if first is None:
            known[fact.key] = fact  # type: ignore[assignment]
            self.found.ledger.use(fact.cell, words)
        elif first.said == fact.said:
            self.found.ledger.use(fact.cell, f"{words}: says the same as {first.cell.name}")
            self.found.notes.append(
                f"{fact.cell.name} says the same as {first.cell.name}: {words}, {fact.cell.text}"
            )
        else:
            self.found.ledger.leave([fact.cell], f"it contradicts {first.cell.name}")
            what = f"{words} is {fact.cell.text!r} here and {first.cell.text!r} in "
            self.tell(fact.cell, what + first.cell.name, "keep one of the two")

    def tell(self, cell: Cell, what: str, remedy: str = "") -> None:
        """A fault at ``cell``."""
        self.found.faults.append(Fault(what, remedy, where=cell.name, place=Place(self.file)))


_NOTE = "it is a note: its row gives no value"
