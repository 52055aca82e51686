"""What a file says, before it is held against what the data says already."""

from __future__ import annotations

from attrs import frozen

from briefings.ingest.grid import Cell
from briefings.records import PartialDate

__all__ = ["Facts", "Moment", "NewProvider", "RatingFact", "ValueFact"]


@frozen
class Moment:
    """Which inspection a row speaks of, as far as the row says so."""

    framework: str
    id: str = ""
    published: PartialDate | None = None
    fieldwork: PartialDate | None = None
    round: str = ""

    @property
    def dated(self) -> bool:
        return bool(self.published or self.fieldwork)

    @property
    def words(self) -> str:
        """``2019-04-04``, for a label; nothing where no date is known."""
        when = self.published or self.fieldwork
        return self.id or (when.text if when else "") or self.round


@frozen
class RatingFact:
    """A rating; ``standard`` is a number, or ``overall``."""

    provider: str
    moment: Moment
    standard: str
    rating: str
    cell: Cell
    note: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        m = self.moment
        published = m.published.text if m.published else ""
        fieldwork = m.fieldwork.text if m.fieldwork else ""
        return (self.provider, m.framework, m.id, published, fieldwork, m.round, self.standard)

    @property
    def said(self) -> tuple[object, ...]:
        """What two cells of one key must agree on."""
        return (self.rating,)


@frozen
class ValueFact:
    """A measure's value."""

    provider: str
    measure: str
    value: float
    cell: Cell
    qualifier: str = ""
    period: str = ""
    as_of: PartialDate | None = None
    inspection: str = ""
    comparator: str = ""
    comparator_value: float | None = None
    target: float | None = None
    base: float | None = None
    note: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        as_of = self.as_of.text if self.as_of else ""
        return (self.provider, self.measure, self.period, as_of)

    @property
    def said(self) -> tuple[object, ...]:
        """What two cells of one key must agree on."""
        compared = (self.comparator, self.comparator_value, self.target, self.base)
        return (self.value, self.qualifier, *compared)


@frozen
class NewProvider:
    """A provider that the data does not have yet."""

    id: str
    name: str
    kind: str


@frozen
class Facts:
    """All that a file says."""

    ratings: tuple[RatingFact, ...] = ()
    values: tuple[ValueFact, ...] = ()
    providers: tuple[NewProvider, ...] = ()
