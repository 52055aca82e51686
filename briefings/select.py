"""Which providers a briefing is about, and which of their inspections count.

Three things are kept apart: the *subject*, the providers shown beside it (*compare*), and
the *benchmark* that counts are taken over.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from attrs import evolve, field, frozen

from briefings.dates import last_day
from briefings.errors import Fault, SpecError
from briefings.finder import Finder, Selector, fold
from briefings.framework import Framework
from briefings.provenance import Ledger
from briefings.records import (
    Dataset,
    Inspection,
    Provider,
)
from briefings.standing import Standing, first_day

__all__ = ["Choice", "Selection", "newest", "select", "standing_of"]


@frozen
class Choice:
    """What a spec asks for: the five keys of its ``providers``, and the date and round."""

    subject: Selector | None = None
    compare: tuple[Selector, ...] = ()
    benchmark: tuple[Selector, ...] = ()
    leave_out: tuple[Selector, ...] = ()
    as_at: date | None = None
    round: str = ""


@frozen
class Selection:
    """The providers of a briefing, in the order in which the spec names them."""

    dataset: Dataset = field(repr=False)
    as_at: date
    round: str
    subject: Standing | None
    compare: tuple[Standing, ...]
    benchmark: tuple[Standing, ...]
    ledger: Ledger = field(factory=Ledger, repr=False, eq=False)

    @property
    def shown(self) -> tuple[Standing, ...]:
        """The subject first, then those beside it, each once."""
        others = tuple(s for s in self.compare if s.provider.id != self._subject_id)
        return (self.subject, *others) if self.subject else others

    @property
    def _subject_id(self) -> str:
        return self.subject.provider.id if self.subject else ""

    def is_subject(self, standing: Standing) -> bool:
        return standing.provider.id == self._subject_id

    @property
    def frameworks(self) -> tuple[Framework, ...]:
        """The frameworks of the shown inspections, in the order of their years."""
        found = {s.framework.id: s.framework for s in self.shown if s.framework}
        return tuple(sorted(found.values(), key=lambda f: (f.years, f.id)))


def newest(inspections: Iterable[Inspection]) -> date:
    """The latest day on which any of ``inspections`` was surely published."""
    days = [last_day(i.published) or date.min for i in inspections if i.published]
    return max(days, default=date.min)


Found = list[tuple[Selector, Provider]]


def select(dataset: Dataset, choice: Choice) -> Selection:
    """Carry out ``choice`` on ``dataset``.  Raises SpecError with every fault at once."""
    finder = Finder(dataset)
    always = [s for s in choice.leave_out if not _depends(s)]
    left_out = {p.id for s in always for p in finder.find(s)}
    if choice.round and choice.round not in dataset.rounds:
        finder.find(Selector(round=choice.round, where="round"))
    subject = _subject(finder, choice.subject)
    compare = _providers(finder, choice.compare, left_out)
    benchmark = _providers(finder, choice.benchmark, left_out)
    sometimes = [(s, p) for s in choice.leave_out if _depends(s) for p in finder.find(s)]
    if finder.faults:
        raise SpecError(finder.faults)
    everyone = [*([subject] if subject else []), *(p for _, p in (*compare, *benchmark))]
    view = _View(dataset, _as_at(dataset, choice, everyone), choice.round)
    dropped = set(view.meeting(sometimes))
    faults = [
        _nobody(selector)
        for found in (compare, benchmark)
        for selector in {id(s): s for s, _ in found if _depends(s)}.values()
        if not set(view.meeting([(s, p) for s, p in found if s is selector])) - dropped
    ]
    if faults:
        raise SpecError(faults)
    return Selection(
        dataset=dataset,
        as_at=view.as_at,
        round=choice.round,
        subject=view.standing(subject) if subject else None,
        compare=tuple(x for i, x in view.meeting(compare).items() if i not in dropped),
        benchmark=tuple(x for i, x in view.meeting(benchmark).items() if i not in dropped),
        ledger=view.ledger,
    )


def _as_at(dataset: Dataset, choice: Choice, everyone: Iterable[Provider]) -> date:
    """The date asked for, else that of the newest inspection; of any where there is none."""
    inspections = [i for p in everyone for i in p.inspections]
    of_round = [i for i in inspections if not choice.round or i.round == choice.round]
    everything = [i for p in dataset.providers.values() for i in p.inspections]
    return choice.as_at or newest(of_round or inspections or everything)


@frozen
class _View:
    """Providers as one briefing sees them."""

    dataset: Dataset
    as_at: date
    round: str
    ledger: Ledger = field(factory=Ledger)

    def standing(self, provider: Provider) -> Standing:
        seen = _standing(self.dataset, provider, self.as_at, self.round)
        return evolve(seen, ledger=self.ledger)

    def meeting(self, found: Found) -> dict[str, Standing]:
        """Those that meet their selector's conditions on the inspection, by id."""
        standings = [(s, self.standing(p)) for s, p in found]
        return {x.provider.id: x for s, x in standings if _meets(x, s, self.round)}


def _depends(selector: Selector) -> bool:
    """Whether it looks at the inspection that counts, and not at the provider alone."""
    return bool(selector.rating or selector.round)


def _nobody(selector: Selector) -> Fault:
    return Fault(
        "no provider meets this",
        remedy="loosen a condition",
        place=selector.place,
        where=selector.where,
    )


def _subject(finder: Finder, selector: Selector | None) -> Provider | None:
    if selector is None:
        return None
    found = finder.find(selector)
    if len(found) > 1:
        names = ", ".join(p.id for p in found[:5])
        what = f"the subject must be one provider, and this is {len(found)} ({names} ...)"
        remedy = "name one, and put the others under compare"
        finder.faults.append(
            Fault(what=what, remedy=remedy, place=selector.place, where=selector.where)
        )
    return found[0] if found else None


def _providers(
    finder: Finder, selectors: tuple[Selector, ...], left_out: set[str]
) -> list[tuple[Selector, Provider]]:
    found: list[tuple[Selector, Provider]] = []
    for selector in selectors:
        before = len(finder.faults)
        providers = [p for p in finder.find(selector) if p.id not in left_out]
        if not providers and len(finder.faults) == before:
            finder.faults.append(_nobody(selector))
        found += [(selector, p) for p in providers]
    return found


def _standing(dataset: Dataset, provider: Provider, as_at: date, round_: str) -> Standing:
    known = [i for i in provider.inspections if _known_since(dataset, i) <= as_at]
    chosen = [i for i in known if not round_ or i.round == round_]
    inspection = max(chosen, key=lambda i: i.order, default=None)
    earlier = [i for i in known if inspection and i.order < inspection.order]
    previous = max(earlier, key=lambda i: i.order, default=None)
    return Standing(provider, inspection, previous, as_at, dataset)


def _known_since(dataset: Dataset, inspection: Inspection) -> date:
    """From when a briefing may know of an inspection; no sooner than its framework began."""
    day = first_day(inspection.published or inspection.fieldwork)
    if day != date.min:
        return day
    year = dataset.frameworks[inspection.framework].years[:4]
    return date(int(year), 1, 1) if year.isdigit() else date.min


def standing_of(selection: Selection, provider: Provider) -> Standing:
    """A provider that the spec does not name, as the briefing sees it: its latest inspection."""
    found = _standing(selection.dataset, provider, selection.as_at, "")
    return evolve(found, ledger=selection.ledger)


def _meets(standing: Standing, selector: Selector, round_: str) -> bool:
    if selector.rating:
        rating = standing.rating("overall")
        if rating is None or fold(rating.rating) != fold(selector.rating):
            return False
    if selector.round and not round_:
        return any(i.round == selector.round for i in standing.provider.inspections)
    return True
