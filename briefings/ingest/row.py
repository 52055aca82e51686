"""Reading one row of a table: what it is about, and the values that it gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from attrs import Factory, define, field, frozen

from briefings.dates import partial_date
from briefings.ingest.amounts import Amount, Trouble, gap, read_amount, read_date
from briefings.ingest.columns import Role
from briefings.ingest.facts import Moment, RatingFact, ValueFact
from briefings.ingest.grid import Cell
from briefings.ingest.mapping import TableMap
from briefings.ingest.names import OVERALL, Names, rating
from briefings.records import Measure, PartialDate

__all__ = ["Row", "RowReader", "Taken"]

_DATES = ("published", "fieldwork", "as_of")
_WORDS = ("inspection", "round", "qualifier", "comparator", "note")
_NUMBERS = ("comparator_value", "target", "base")


class Tell(Protocol):
    """How a fault of a cell is told."""

    def __call__(self, cell: Cell, what: str, remedy: str = "") -> None:
        """Keep the fault."""


@frozen
class Row:
    """The cells of a row that are still to be read, by column."""

    provider: str
    cells: Mapping[int, Cell]


@define
class Taken:
    """What a row gave."""

    facts: list[RatingFact | ValueFact] = Factory(list)
    words: dict[Cell, str] = Factory(dict)  # what the cell of each fact is
    context: list[tuple[Cell, str]] = Factory(list)  # cells that say what the facts are about
    gaps: list[tuple[Cell, str]] = Factory(list)  # cells that give nothing, and why
    warnings: list[tuple[Cell, str]] = Factory(list)


@define
class RowReader:
    """Reads the rows of one table."""

    map: TableMap
    names: Names
    tell: Tell
    skip_unmatched: bool = False
    as_of: PartialDate | None = None

    def read(self, row: Row) -> Taken:
        """The facts of ``row``, and what became of each of its cells."""
        return _Reading(self, row).taken()


@define
class _Reading:
    reader: RowReader
    row: Row
    out: Taken = Factory(Taken)
    about: dict[str, Any] = Factory(dict)  # what the row says of all its values
    values: list[tuple[Role, Cell]] = field(factory=list)
    item: Cell | None = None
    base: Cell | None = None

    def taken(self) -> Taken:
        for column, cell in self.row.cells.items():
            self._sort(self.reader.map.roles[column], cell)
        if self.item is not None and all(role.kind != "value" for role, _ in self.values):
            self.out.gaps.append((self.item, "no value stands beside it"))
        for role, cell in self.values:
            self._value(role, cell)
        self._unused_base()
        return self.out

    def _unused_base(self) -> None:
        """A number of cases that stands beside no percentage is left out, and said to be."""
        if any(isinstance(fact, ValueFact) and fact.base is not None for fact in self.out.facts):
            return
        for entry in [e for e in self.out.context if e[0] == self.base]:
            self.out.context.remove(entry)
            self.out.gaps.append((entry[0], "a number of cases, and no percentage beside it"))

    def _sort(self, role: Role, cell: Cell) -> None:
        """Put a cell where it belongs: a value, or what the values are about."""
        if role.has_values:
            self.values.append((role, cell))
        elif role.kind == "item":
            self.item = cell
        elif reason := gap(cell):
            self.out.gaps.append((cell, _no_value(cell, reason)))
        else:
            self._about(role.kind, cell)

    def _about(self, kind: str, cell: Cell) -> None:
        try:
            if kind in _DATES:
                when = read_date(cell)
                self.about[kind] = when.date
                if when.warning:
                    self.out.warnings.append((cell, when.warning))
            elif kind in _NUMBERS:
                self.about[kind] = read_amount(cell)
                if kind == "base":
                    _counted(self.about[kind], cell)
                    self.base = cell
            else:
                self.about[kind] = cell.text
            self.out.context.append((cell, f"{kind.replace('_', ' ')} of {self.row.provider}"))
        except Trouble as trouble:
            self.reader.tell(cell, f"{kind}: {trouble.what}", trouble.remedy)
            self.out.gaps.append((cell, trouble.what))

    # ----------------------------------------------------------------------------- values

    def _value(self, role: Role, cell: Cell) -> None:
        try:
            meant = self._meant(role)
        except Trouble as trouble:
            self._unknown_item(cell, trouble)
            return
        if self.item is not None and role.kind == "value":
            self.out.context.append((self.item, str(meant)))
        if reason := gap(cell):
            self.out.gaps.append((cell, f"{_no_value(cell, reason)}: {meant}"))
            return
        try:
            fact = self._fact(meant, cell)
        except Trouble as trouble:
            self.reader.tell(cell, f"{meant}: {trouble.what}", trouble.remedy)
            self.out.gaps.append((cell, trouble.what))
            return
        self.out.facts.append(fact)
        when = self._when(fact)
        self.out.words[cell] = f"{meant} of {self.row.provider}" + (f", {when}" if when else "")

    def _meant(self, role: Role) -> Role:
        """The standard or the measure that a value is of."""
        if role.kind != "value":
            return role
        if self.item is None:
            raise Trouble("the row does not say what this is a value of", "name it in its row")
        number = self.reader.names.standard(self.item.text, self.reader.map.framework)
        if number is not None:
            return Role(OVERALL) if number == OVERALL else Role("standard", number)
        measure = self.reader.names.measure(self.item.text)
        if measure is not None:
            return Role("measure", measure.id)
        near = self.reader.names.near_item(self.item.text, self.reader.map.framework)
        remedy = near or "`briefings list metrics` tells what is known"
        raise Trouble(f"{self.item.text!r} is no standard or measure", remedy)

    def _unknown_item(self, cell: Cell, trouble: Trouble) -> None:
        if self.item is None:
            self.out.gaps.append((cell, trouble.what))
            self.reader.tell(cell, trouble.what, trouble.remedy)
            return
        reason = f"{trouble.what}; {trouble.remedy}"
        self.out.gaps += [(self.item, reason), (cell, reason)]
        if not self.reader.skip_unmatched:
            self.reader.tell(self.item, trouble.what, trouble.remedy)

    def _when(self, fact: RatingFact | ValueFact) -> str:
        if isinstance(fact, RatingFact):
            return fact.moment.words
        return fact.period or (fact.as_of.text if fact.as_of else "")

    def _fact(self, role: Role, cell: Cell) -> RatingFact | ValueFact:
        if role.kind == "measure":
            return self._measured(self.reader.names.dataset.measures[role.of], cell)
        framework = self.reader.map.framework
        if framework is None or framework.scale is None:
            raise Trouble("no framework says in which words this is rated", "give --framework")
        word, warning = rating(cell.text, framework.scale)
        if warning:
            self.out.warnings.append((cell, warning))
        moment = Moment(
            framework.id,
            self.about.get("inspection", ""),
            self.about.get("published") or partial_date(self.reader.map.published),
            self.about.get("fieldwork"),
            self.about.get("round", ""),
        )
        note = self.about.get("note", "")
        return RatingFact(self.row.provider, moment, role.of or OVERALL, word, cell, note)

    def _measured(self, measure: Measure, cell: Cell) -> ValueFact:
        amount = read_amount(cell)
        _agreeing(measure, amount, cell)
        self._doubt(measure, amount, cell)
        note = self.about.get("note", "")
        if amount.mark:
            note = f"{note}; " if note else ""
            note += f"marked {amount.mark} in the sheet"
            self.out.warnings.append((cell, f"the mark {amount.mark} is kept in the note"))
        return ValueFact(
            self.row.provider,
            measure.id,
            amount.value,
            cell,
            qualifier=self.about.get("qualifier", "") or amount.qualifier,
            period=self.about.get("period", ""),
            as_of=self._as_of(),
            inspection=self.about.get("inspection", ""),
            comparator=self.about.get("comparator", ""),
            comparator_value=self._number("comparator_value"),
            target=self._number("target"),
            base=self._number("base") if measure.unit == "%" else None,
            note=note,
        )

    def _doubt(self, measure: Measure, amount: Amount, cell: Cell) -> None:
        """A share where per cents are wanted may have lost its format on the way."""
        if measure.unit == "%" and not amount.percent and 0 < abs(amount.value) < 1:
            warning = f"{cell.text!r} is read as {cell.text}%; write 79% if 0.79 is a share of one"
            self.out.warnings.append((cell, warning))

    def _number(self, kind: str) -> float | None:
        amount: Amount | None = self.about.get(kind)
        return amount.value if amount else None

    def _as_of(self) -> PartialDate | None:
        """When the value was so: as its row says, else the end of the period."""
        given: PartialDate | None = self.about.get("as_of") or self.about.get("published")
        if given is not None:
            return given
        period = self.about.get("period", "")
        last = period.split(" to ")[-1]
        return partial_date(last) or partial_date(period) or self.reader.as_of


def _no_value(cell: Cell, reason: str) -> str:
    return f"no value: {cell.text!r} ({reason})"


def _counted(base: Amount, cell: Cell) -> None:
    exact = base.value.is_integer() and not base.qualifier and not base.percent
    if not exact or base.value < 1:
        raise Trouble(f"{cell.text!r} is no number of cases", "write a whole number")


def _agreeing(measure: Measure, amount: Amount, cell: Cell) -> None:
    if amount.percent and measure.unit != "%":
        what = f"{cell.text!r} is a percentage, and {measure.name!r} counts {measure.unit}"
        raise Trouble(what, "check the column")
