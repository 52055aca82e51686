"""Whom the routes of a pack write to, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from briefings.addresses import Address
from briefings.errors import Fault
from briefings.mail.planned import Skipped
from briefings.mail.recipients import Audience, Recipient
from briefings.routes import Mail, Route

__all__ = ["Task", "tasks"]


@frozen
class Task:
    """One recipient of a route, or all of them; the ledger knows them by ``slot``."""

    mail: Mail
    route: Route
    number: int  # of the route, for its place
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    bcc: tuple[Address, ...]
    recipient: Recipient | None
    slot: str


def tasks(mail: Mail, audiences: Mapping[str, Audience], skipped: list[Skipped]) -> Iterator[Task]:
    """Every recipient of every route; a row that stands in the way of another is skipped."""
    for number, route in enumerate(mail.routes):
        audience = audiences[route.route]
        if route.each == "all":
            yield _to_all(mail, route, number, audience)
            continue
        for fault in audience.wrong:
            skipped.append(Skipped(route.route, str(fault.place), fault.what, fault))
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


def _to_all(mail: Mail, route: Route, number: int, audience: Audience) -> Task:
    to = tuple({r.address.key: r.address for r in audience.to}.values())
    cc = tuple(a for a in audience.cc if a not in to)
    bcc = tuple(a for a in audience.bcc if a not in to)
    return Task(mail, route, number, to, cc, bcc, None, "all")


def _to_one(
    mail: Mail, route: Route, number: int, audience: Audience, recipient: Recipient, slot: str
) -> Task:
    to = recipient.address
    cc = tuple(a for a in audience.cc if a.key != to.key)
    bcc = tuple(a for a in audience.bcc if a.key != to.key)
    return Task(mail, route, number, (to,), cc, bcc, recipient, slot)


def _slot(route: Route, recipient: Recipient) -> str:
    """One who is responsible for two providers has a row, and gets a mail, for each."""
    own = [recipient.columns.get(attach.own, "") for attach in route.attach if attach.own]
    return " ".join([recipient.address.key, *dict.fromkeys(word for word in own if word)])
