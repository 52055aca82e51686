"""The ratings or figures that changed, as a table: before, now, and what it means."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from attrs import evolve, frozen

from briefings import wording
from briefings.changes import Change, How, Kind, LookBack
from briefings.dates import period
from briefings.document import Badge, Cell, Column, Row, Table, Text, Tone
from briefings.framework import Framework
from briefings.language import bare, english, say, term
from briefings.provenance import Evidence, Ledger
from briefings.records import Basis, Inspection
from briefings.sections.change import judge, when
from briefings.sections.parts import Context, cell, cite, text, value_cell
from briefings.values import Value, absence, missing, rating_badge

__all__ = ["changes_table"]

NAMES = {Kind.RATING: term("Rating"), Kind.FIGURE: term("Figure"), Kind.DETAIL: term("Fact")}
NOT_GIVEN = term("not given")
MOVED = {
    How.NEW: term("newly given"),
    How.GONE: term("no longer given"),
    How.CITED: term("from another source"),
}
BASIS = term("now {new}, before {old}")
SUMMARY = term("One row for each that has changed: what it was, what it is now, and the sources.")


def changes_table(
    context: Context, back: LookBack, changes: Sequence[Change], caption: str
) -> Table:
    """A row for each change; who it is of, where it is of several."""
    order = list(dict.fromkeys(change.provider for change in changes))
    changes = sorted(changes, key=lambda change: order.index(change.provider))
    teller = _Rows(context, back)
    several = len(order) > 1
    moved = any(c.kind is Kind.RATING or c.how is not How.CHANGED for c in changes)
    kind = changes[0].kind
    columns = [
        *([Column(text(say("Provider")), 3.0, header=True)] if several else []),
        Column(text(say(NAMES[kind])), 3.0, header=not several),
        Column(text(say("Before")), 2.6),
        Column(text(say("Now")), 2.6),
        *([Column(text(say("Change")), 2.0)] if moved else []),
        Column(text(say("Sources")), 1.0),
    ]
    return Table(
        id=context.table_id(kind.value),
        caption=text(
            caption if several else f"{called(context, changes[0])}: {wording.small(caption)}"
        ),
        columns=tuple(columns),
        rows=tuple(teller.row(change, several=several, moved=moved) for change in changes),
        summary=say(SUMMARY),
        dense=True,
    )


def called(context: Context, change: Change) -> str:
    """The provider, as the other sections call it; one that is no longer shown, in English."""
    selection = context.selection
    everyone = {bare(s.name): s.name for s in (*selection.shown, *selection.benchmark)}
    return everyone.get(change.provider) or english(change.provider)


@frozen
class _Rows:
    context: Context
    back: LookBack

    def row(self, change: Change, *, several: bool, moved: bool) -> Row:
        before, now = self._value(change, change.before), self._value(change, change.after)
        self._note(change)
        cells = [cell(self._who(change))] if several else []
        cells += [cell(self._label(change)), value_cell(before), value_cell(now)]
        if moved:
            cells.append(Cell((self._moved(change, before, now),)))
        known = [s for s in (*before.sources, *now.sources) if s in self.context.dataset.sources]
        cells.append(Cell(cite(known)) if known else cell(say("none")))
        return Row(tuple(cells))

    def _label(self, change: Change) -> str:
        fact = change.after or change.before
        label = self._metric(fact, change.label) if fact else change.label
        if fact and fact.period:
            label += f", {period(fact.period)}"
        inspection = self._inspection(fact) if fact and change.earlier else None
        return f"{label} ({when(inspection)})" if inspection else label

    def _metric(self, fact: Evidence, label: str) -> str:
        """``label`` as the data has it, in which words in another language are marked."""
        framework, measures = self._framework(fact), self.context.dataset.measures
        standard = framework.standard(fact.metric) if framework else None
        found = f"{standard.number} {standard.name}" if standard else ""
        if fact.metric in measures:
            found = measures[fact.metric].name
        return found if bare(found) == label else label

    def _who(self, change: Change) -> str:
        fact = change.after or change.before
        provider = self.context.dataset.providers.get(fact.provider) if fact else None
        return (provider.short if provider else "") or called(self.context, change)

    def _value(self, change: Change, fact: Evidence | None) -> Value:
        """What was or is shown; or why nothing was, as far as that is known."""
        if fact is None:
            return missing(self._reason(change))
        framework = self._framework(fact)
        scale = framework.scale if framework and change.kind is Kind.RATING else None
        ratings = scale.ratings if scale else ()
        found = next((rating for rating in ratings if bare(rating.name) == fact.value), None)
        if found:
            return Value((rating_badge(found),), found.name, found.points, fact.sources)
        words = fact.value
        if fact is change.before and change.how is How.CHANGED:
            words = change.old  # with its period, where that is another
        return Value((Text(self._said(fact, words)),), words, None, fact.sources)

    def _said(self, fact: Evidence, words: str) -> str:
        """``words`` with the marks that the data has, where they are a name and no figure."""
        if fact.metric != "owner":
            return words
        held = (h.owner for p in self.context.dataset.providers.values() for h in p.ownership)
        return {bare(owner): owner for owner in held}.get(words) or english(words)

    def _reason(self, change: Change) -> str:
        """Why one side has nothing, of the three reasons that there can be.

        The metric itself says it, asked of the inspection that counts on that side.
        """
        fact = change.after or change.before
        everyone = (*self.context.selection.shown, *self.context.selection.benchmark)
        standing = next((s for s in everyone if fact and s.provider.id == fact.provider), None)
        if fact is None or standing is None:
            return NOT_GIVEN
        found = next((i for i in standing.provider.inspections if i.id == change.other), None)
        seen = evolve(standing, inspection=found, previous=None, ledger=Ledger())
        if change.after and self.back.day:
            seen = evolve(seen, as_at=date.fromisoformat(self.back.day))
        metric = next(iter(self.context.expand([fact.metric])), None)
        reason = metric.value(seen).absent if metric else absence(seen)
        return reason or NOT_GIVEN  # a fact that was there, and that was not asked for

    def _framework(self, fact: Evidence) -> Framework | None:
        inspection = self._inspection(fact)
        return self.context.dataset.frameworks[inspection.framework] if inspection else None

    def _inspection(self, fact: Evidence) -> Inspection | None:
        provider = self.context.dataset.providers.get(fact.provider)
        found = provider.inspections if provider else ()
        return next((i for i in found if i.id == fact.inspection), None)

    def _moved(self, change: Change, before: Value, now: Value) -> Badge | Text:
        if change.how is How.BASIS:
            words = {"old": Basis(change.old), "new": Basis(change.new)}
            said = {key: wording.basis_words(basis) for key, basis in words.items()}
            return Text(say(BASIS, **said))
        if change.how is not How.CHANGED:
            return Badge(say(MOVED[change.how]), Tone.MUTED)
        if change.kind is not Kind.RATING:
            return Text(say("changed"))
        assert change.before
        assert change.after
        if self._framework(change.before) != self._framework(change.after):
            return Badge(say(wording.NOT_COMPARABLE), Tone.MUTED)
        return judge(before, now)

    def _note(self, change: Change) -> None:
        """Both are shown here; the former as what was."""
        ledger = self.context.selection.ledger
        if change.before:
            since = self.back.day or self.back.file
            ledger.note(evolve(change.before, since=since, shown=()))
        if change.after:
            ledger.note(evolve(change.after, shown=()))
