"""Which mails an occurrence of a pack asks for, and which it does not, each with its reason.

Nothing here sends or records anything: the same pack, files and ledger give the same plan.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path

from attrs import evolve, frozen

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
from briefings.routes import Attach, Mail, Route

__all__ = ["plan"]


@frozen
class _Task:
    """One recipient of a route, or all of them."""

    mail: Mail
    route: Route
    number: int  # of the route, for its place
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    bcc: tuple[Address, ...]
    recipient: Recipient | None
    slot: str


def plan(
    mail: Mail,
    audiences: Mapping[str, Audience],
    built: Sequence[Built],
    occurrence: str,
    at: datetime,
    *,
    pack: str,
    folder: Path,
    seen: Mapping[tuple[str, str, str], Seen] | None = None,
    redirect: Address | None = None,
) -> Plan:
    """The mails of one occurrence, by its name in the ledger and the moment it was due ``at``.

    ``audiences`` are those of :func:`briefings.mail.recipients.audiences`, ``folder`` is the
    output folder, ``seen`` says by route, recipient and briefing what was sent last.  With
    ``redirect`` every mail goes to that address instead, and says so.
    """
    planned: list[PlannedMessage] = []
    skipped: list[Skipped] = []
    planner = _Planner(built, occurrence, at, pack, folder, seen or {}, redirect)
    for task in _tasks(mail, audiences, skipped):
        outcome = planner.plan(task)
        if isinstance(outcome, Skipped):
            skipped.append(outcome)
        else:
            planned += outcome
    return Plan(tuple(planned), tuple(skipped))


def _tasks(
    mail: Mail, audiences: Mapping[str, Audience], skipped: list[Skipped]
) -> Iterator[_Task]:
    for number, route in enumerate(mail.routes):
        audience = audiences[route.route]
        if route.each == "all":
            yield _to_all(mail, route, number, audience)
            continue
        taken: dict[str, Recipient] = {}
        for recipient in audience.to:
            slot = _slot(route, recipient)
            if slot not in taken:
                taken[slot] = recipient
                yield _to_one(mail, route, number, audience, recipient, slot)
            elif taken[slot].columns != recipient.columns:
                what = f"{recipient.address.spec} stands twice in the list, with other columns"
                fault = Fault(what, "keep one of the two", place=recipient.place)
                skipped.append(Skipped(route.route, slot, what, fault))


def _to_all(mail: Mail, route: Route, number: int, audience: Audience) -> _Task:
    to = tuple({r.address.key: r.address for r in audience.to}.values())
    cc = tuple(a for a in audience.cc if a not in to)
    bcc = tuple(a for a in audience.bcc if a not in to)
    return _Task(mail, route, number, to, cc, bcc, None, "all")


def _to_one(
    mail: Mail, route: Route, number: int, audience: Audience, recipient: Recipient, slot: str
) -> _Task:
    to = recipient.address
    cc = tuple(a for a in audience.cc if a.key != to.key)
    bcc = tuple(a for a in audience.bcc if a.key != to.key)
    return _Task(mail, route, number, (to,), cc, bcc, recipient, slot)


def _slot(route: Route, recipient: Recipient) -> str:
    """One who is responsible for two providers has a row, and gets a mail, for each."""
    own = [recipient.columns.get(attach.own, "") for attach in route.attach if attach.own]
    return " ".join([recipient.address.key, *dict.fromkeys(word for word in own if word)])


# ------------------------------------------------------------------------ one recipient


@frozen
class _Planner:
    built: Sequence[Built]
    occurrence: str
    at: datetime
    pack: str
    folder: Path
    seen: Mapping[tuple[str, str, str], Seen]
    redirect: Address | None

    def plan(self, task: _Task) -> list[PlannedMessage] | Skipped:
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

    def _chosen(self, task: _Task) -> list[Built]:
        """The files for this recipient.  Raises MailError if the route has some and none fits."""
        found: dict[Path, Built] = {}
        for number, attach in enumerate(task.route.attach):
            few = [one for one in self.built if _fits(attach, one, task.recipient)]
            if not few:
                raise MailError(self._nothing(task, attach, number))
            found.update((one.path, one) for one in few)
        return list(found.values())

    def _all(self) -> list[Built]:
        """What a mail without files tells of: every briefing, but nothing made of them all."""
        return [one for one in self.built if not one.whole]

    def _nothing(self, task: _Task, attach: Attach, number: int) -> Fault:
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

    def _held_back(self, task: _Task, told: Sequence[Built]) -> str:
        """Why ``send_if`` holds the mail back, or nothing."""
        if task.route.send_if == "always":
            return ""
        ratings = task.route.send_if == "any-rating-changed"
        if any(self._news(task, one, ratings) for one in told) or not told:
            return ""
        what = "no rating" if ratings else "nothing"
        return f"{what} has changed since the last mail"

    def _news(self, task: _Task, one: Built, ratings: bool) -> bool:
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
        self, task: _Task, chosen: Sequence[Built], told: Sequence[Built]
    ) -> list[PlannedMessage]:
        words = Words(self.pack, self.at, task.recipient, chosen or told)
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
        self, task: _Task, fitted: Fitted, number: int, whose: Mapping[Bound, Built]
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

    def _envelope(self, task: _Task) -> tuple[tuple[Address, str], ...]:
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


def _fits(attach: Attach, one: Built, recipient: Recipient | None) -> bool:
    if attach.briefings and not any(fnmatchcase(one.briefing, n) for n in attach.briefings):
        return False
    if one.format not in attach.formats or (one.whole and not attach.briefings):
        return False
    if not attach.own:
        return True
    own = recipient.columns.get(attach.own, "").strip().casefold() if recipient else ""
    return bool(own) and _of(one, attach.own).strip().casefold() == own


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
