"""Which mails an occurrence of a pack asks for, and which it does not, each with its reason.

Nothing here sends or records anything: the same pack, files and ledger give the same plan.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path

from attrs import evolve, field, frozen

from briefings.addresses import Address
from briefings.errors import Fault, MailError, Place, suggestion
from briefings.mail import messages
from briefings.mail.bodies import escaped
from briefings.mail.built import Built
from briefings.mail.enclosures import Bound, Enclosure, bind
from briefings.mail.fitting import Fitted, fit
from briefings.mail.letters import Words, letter
from briefings.mail.messages import Letter
from briefings.mail.planned import Plan, PlannedMessage, Seen, Skipped
from briefings.mail.recipients import Audience, Recipient
from briefings.mail.tasks import Task, tasks
from briefings.routes import Attach, Mail

__all__ = ["plan"]


def plan(
    mail: Mail,
    audiences: Mapping[str, Audience],
    built: Sequence[Built],
    occurrence: str,
    at: datetime,
    now: datetime,
    *,
    pack: str,
    folder: Path,
    seen: Mapping[tuple[str, str, str], Seen] | None = None,
    redirect: Address | None = None,
) -> Plan:
    """The mails of one occurrence, by its name in the ledger and the moment it was due ``at``.

    They are dated ``now``, which may be much later.  ``audiences`` are those of
    :func:`briefings.mail.recipients.audiences`, ``folder`` is the output folder, ``seen`` says by
    route, recipient and briefing what was sent last.  With ``redirect`` every mail goes to that
    address instead, and says so.
    """
    planned: list[PlannedMessage] = []
    skipped: list[Skipped] = []
    planner = _Planner(built, occurrence, at, now, pack, folder, seen or {}, redirect)
    for task in tasks(mail, audiences, skipped):
        outcome = planner.plan(task)
        if isinstance(outcome, Skipped):
            skipped.append(outcome)
        else:
            planned += outcome
    return Plan(tuple(planned), tuple(skipped))


# ------------------------------------------------------------------------ one recipient


@frozen
class _Planner:
    built: Sequence[Built]
    occurrence: str
    at: datetime
    now: datetime
    pack: str
    folder: Path
    seen: Mapping[tuple[str, str, str], Seen]
    redirect: Address | None
    # by column, what was built for each value of it
    _tables: dict[str, dict[str, list[Built]]] = field(factory=dict, init=False)

    def plan(self, task: Task) -> list[PlannedMessage] | Skipped:
        """The mails for one recipient, several if they had to be split; or why there is none."""
        try:
            chosen = self._chosen(task)
            told = chosen or ([] if task.route.attach else self._all())
            _refuse_unfit(told)
            reason = self._held_back(task, told)
            if reason:
                return Skipped(task.route.route, task.slot, reason)
            return self._messages(task, chosen, told)
        except MailError as error:
            fault = error.faults[0]
            return Skipped(task.route.route, task.slot, fault.what, fault)

    def _chosen(self, task: Task) -> list[Built]:
        """The files for this recipient.  Raises MailError if the route has some and none fits."""
        found: dict[Path, Built] = {}
        for number, attach in enumerate(task.route.attach):
            few = [one for one in self._own(attach, task.recipient) if _fits(attach, one)]
            if not few:
                raise MailError(self._nothing(task, attach, number))
            found.update((one.path, one) for one in few)
        return list(found.values())

    def _own(self, attach: Attach, recipient: Recipient | None) -> Sequence[Built]:
        """What was built for the recipient, where a route attaches only that."""
        if not attach.own:
            return self.built
        table = self._tables.get(attach.own)
        if table is None:
            table = self._tables[attach.own] = {}
            for one in self.built:
                table.setdefault(_folded(_of(one, attach.own)), []).append(one)
        own = _folded(recipient.columns.get(attach.own, "")) if recipient else ""
        return table.get(own, ()) if own else ()

    def _all(self) -> list[Built]:
        """What a mail without files tells of: every briefing, but nothing made of them all."""
        return [one for one in self.built if not one.whole]

    def _nothing(self, task: Task, attach: Attach, number: int) -> Fault:
        place = task.mail.place("routes", task.number, "attach", number)
        names = tuple(dict.fromkeys(one.briefing for one in self.built))
        unknown = [n for n in attach.briefings if not any(fnmatchcase(name, n) for name in names)]
        if unknown:
            remedy = suggestion(unknown[0], names) or "name one that the pack builds"
            return Fault(f"no briefing {unknown[0]!r} was built", remedy, place=place)
        if attach.own and task.recipient:
            own = task.recipient.columns.get(attach.own, "")
            known = tuple(dict.fromkeys(filter(None, (_of(b, attach.own) for b in self.built))))
            what = f"no briefing was built whose {attach.own} is {own!r}"
            if not own:
                what = f"the recipient has no {attach.own}"
            remedy = suggestion(own, known) or f"write one that was built as its {attach.own}"
            return Fault(what, remedy, place=task.recipient.place or place)
        what = f"nothing was built as {' or '.join(attach.formats)}"
        return Fault(what, "name a format that the pack builds", place=place)

    def _held_back(self, task: Task, told: Sequence[Built]) -> str:
        """Why ``send_if`` holds the mail back, or nothing."""
        if task.route.send_if == "always":
            return ""
        ratings = task.route.send_if == "any-rating-changed"
        if any(self._news(task, one, ratings) for one in told) or not told:
            return ""
        what = "no rating" if ratings else "nothing"
        return f"{what} has changed since the last mail"

    def _news(self, task: Task, one: Built, ratings: bool) -> bool:
        last = self.seen.get((task.route.route, task.slot, one.briefing))
        if last is None:
            return True  # the recipient has never had it
        before, now = (
            (last.ratings, one.ratings_digest) if ratings else (last.facts, one.facts_digest)
        )
        if before and now:
            return before != now
        return one.ratings_changed if ratings else one.changed

    def _messages(
        self, task: Task, chosen: Sequence[Built], told: Sequence[Built]
    ) -> list[PlannedMessage]:
        words = Words(self.pack, self.at, self.now, task.recipient, chosen or told)
        base = letter(task.mail, task.route, task.number, words, (task.to, task.cc))
        if not base.markdown.strip() and not chosen:
            place = task.mail.place("routes", task.number, "body")
            raise MailError(Fault("the mail would be empty", "give it a text", place=place))
        if self.redirect:
            base = _rehearsed(base, self.redirect)
        files = bind(chosen, self.folder)
        fitted = fit(base, files, task.route, task.mail.link_base, self.folder, self.pack)
        whose = dict(zip(files, chosen, strict=True))
        return [
            self._message(task, fitted, number, whose) for number in range(1, len(fitted.parts) + 1)
        ]

    def _message(
        self, task: Task, fitted: Fitted, number: int, whose: Mapping[Bound, Built]
    ) -> PlannedMessage:
        said, enclosures = fitted.parts[number - 1]
        envelope = self._envelope(task)
        digest = _digest(said, enclosures, envelope)
        about = (self.pack, task.route.route, self.occurrence, task.slot, number, digest)
        key = hashlib.sha256(json.dumps(about).encode()).hexdigest()
        recipe = messages.written(said, enclosures, key)
        data = messages.content(recipe, self.folder)
        bound = fitted.linked or [file for e in enclosures for file in e.files]
        how = "link" if fitted.linked else ""
        zipped = {file for e in enclosures if e.format == "zip" for file in e.files}
        return PlannedMessage(
            key=key,
            pack=self.pack,
            route=task.route.route,
            occurrence=self.occurrence,
            recipient=task.slot,
            part=number,
            parts=len(fitted.parts),
            content=digest,
            sender=said.sender,
            envelope=envelope,
            subject=said.subject,
            message_id=messages.message_id(said, key),
            international=said.international or any(a.international for a, _ in envelope),
            recipe=recipe,
            sha256=hashlib.sha256(data).hexdigest(),
            size=len(data),
            enclosed=tuple((whose[f], how or ("zip" if f in zipped else "file")) for f in bound),
            rehearsal=self.redirect is not None,
        )

    def _envelope(self, task: Task) -> tuple[tuple[Address, str], ...]:
        if self.redirect:
            return ((self.redirect, "to"),)
        roles = (("to", task.to), ("cc", task.cc), ("bcc", task.bcc))
        found: dict[str, tuple[Address, str]] = {}
        for role, addresses in roles:
            for address in addresses:
                found.setdefault(address.key, (address, role))
        return tuple(found.values())


def _refuse_unfit(told: Sequence[Built]) -> None:
    """Nobody is sent last month's file."""
    unfit = next((one for one in told if one.unfit), None)
    if unfit is not None:
        what = f"{unfit.briefing!r} is not sent: {unfit.unfit}"
        raise MailError(Fault(what, "build the pack again", place=Place(str(unfit.path))))


def _fits(attach: Attach, one: Built) -> bool:
    if attach.briefings and not any(fnmatchcase(one.briefing, n) for n in attach.briefings):
        return False
    return one.format in attach.formats and (not one.whole or bool(attach.briefings))


def _folded(text: str) -> str:
    return text.strip().casefold()


def _of(one: Built, column: str) -> str:
    """What a file was built for, in the recipients' word."""
    if column == "provider" and one.provider:
        return one.provider
    return one.variables.get(column, "")


def _rehearsed(base: Letter, redirect: Address) -> Letter:
    """The same mail to one who tries it out, saying whom it would have gone to."""
    named = escaped(", ".join(a.spec for a in (*base.to, *base.cc)))
    note = f"*This is a rehearsal. The mail would have gone to {named}.*"
    return evolve(base, to=(redirect,), cc=(), markdown=f"{note}\n\n{base.markdown}")


def _digest(
    said: Letter, enclosures: Sequence[Enclosure], envelope: Iterable[tuple[Address, str]]
) -> str:
    """One text for all that the mail says, to whom, and with which files."""
    whole = [
        [str(said.sender), str(said.reply_to), [str(a) for a in (*said.to, *said.cc)]],
        [said.subject, said.markdown, said.language],
        [[e.name, [f.sha256 for f in e.files]] for e in enclosures],
        sorted((address.spec, role) for address, role in envelope),
    ]
    return hashlib.sha256(json.dumps(whole).encode()).hexdigest()
