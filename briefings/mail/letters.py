"""The words of a mail: a route's subject and body, worked out for one recipient."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from attrs import frozen

from briefings.addresses import Address, unprintable
from briefings.errors import Fault, MailError
from briefings.mail import bodies
from briefings.mail.built import Built
from briefings.mail.messages import Letter
from briefings.mail.recipients import Recipient
from briefings.routes import Mail, Route
from briefings.sandbox import render
from briefings.textcheck import check
from briefings.textfaults import TextError
from briefings.textplaces import placed

__all__ = ["NAMES", "Words", "letter", "text_faults"]

NAMES = ("recipient", "title", "briefings", "date", "pack", "summary")
_SUMMARY = "\ue000summary\ue001"  # in private characters, which no text means


class _Fields:
    """Values by name; a column that has the name of a method is still a column."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> Any:
        return self._values[name]


@frozen
class Words:
    """What the texts of a mail may ask for."""

    pack: str
    at: datetime  # what the mail is sent for
    now: datetime  # when it is written
    recipient: Recipient | None
    told: Sequence[Built]

    def values(self) -> dict[str, Any]:
        """The names that a text knows."""
        titles = {one.briefing: one for one in self.told}
        briefings = [_Fields(_briefing(one)) for one in titles.values()]
        found: dict[str, Any] = {
            "title": self.told[0].title if self.told else "",
            "briefings": briefings,
            "date": f"{self.at.day} {month_name[self.at.month]} {self.at.year}",
            "pack": self.pack,
            "summary": _SUMMARY,
        }
        if self.recipient:
            found["recipient"] = _Fields(self.recipient.columns)
        return found

    def summary(self) -> str:
        """The key points of each briefing once, whatever its formats."""
        points = {one.briefing: one for one in self.told if one.key_points.strip()}
        if len(points) == 1:
            return next(iter(points.values())).key_points.strip()
        return "\n\n".join(f"**{p.title}**\n\n{p.key_points.strip()}" for p in points.values())


def _briefing(one: Built) -> dict[str, Any]:
    return {
        "name": one.briefing,
        "title": one.title,
        "provider": one.provider,
        "changed": one.changed,
        "reasons": list(one.reasons),
    }


def text_faults(mail: Mail) -> list[Fault]:
    """What is wrong with the texts of every route, before there is anything to send."""
    known = dict.fromkeys(NAMES, "")
    found = []
    for number, route in enumerate(mail.routes):
        for key, source in (("subject", route.subject), ("body", route.body)):
            at = (*mail.at, "routes", number, key)
            found += [placed(fault, mail.file, at) for fault in check(source, known, ())]
    return found


def letter(
    mail: Mail,
    route: Route,
    number: int,
    words: Words,
    to: tuple[tuple[Address, ...], tuple[Address, ...]],
) -> Letter:
    """The mail of the route in place ``number`` to those of ``to`` (and cc).  Raises MailError."""
    subject = _text(mail, route.subject, ("routes", number, "subject"), words, markdown=False)
    subject = subject.strip()
    found = unprintable(subject)
    if found or not subject:
        what = f"the subject holds the character U+{ord(found):04X}" if found else ""
        place = mail.place("routes", number, "subject")
        remedy = "a subject is one line of words"
        raise MailError(Fault(what or "the subject is empty", remedy, place=place))
    return Letter(
        sender=route.sender or mail.sender,
        to=to[0],
        subject=subject,
        markdown=_body(mail, route, number, words),
        date=words.now,
        cc=to[1],
        reply_to=route.reply_to or mail.reply_to,
    )


def _body(mail: Mail, route: Route, number: int, words: Words) -> str:
    at = ("routes", number, "body")
    body = _text(mail, route.body, at, words, markdown=True)
    summary = words.summary()
    if _SUMMARY in body:
        body = body.replace(_SUMMARY, summary)
    elif route.summary and summary:
        body = f"{body.rstrip()}\n\n{summary}\n"
    try:
        bodies.text(body)
    except TextError as error:
        raise MailError(_placed(mail, error, at)) from None
    return body


def _text(
    mail: Mail, source: str, at: tuple[str | int, ...], words: Words, *, markdown: bool
) -> str:
    try:
        return render(source, words.values(), markdown=markdown)
    except TextError as error:
        raise MailError(_placed(mail, error, at)) from None


def _placed(mail: Mail, error: TextError, at: tuple[str | int, ...]) -> list[Fault]:
    return [placed(fault, mail.file, (*mail.at, *at)) for fault in error.faults]
