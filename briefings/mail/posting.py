"""One occurrence of one pack, from the files that were built to the mails that are due."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from attrs import frozen

from briefings.addresses import Address
from briefings.errors import Fault, Place, SpecError
from briefings.mail.built import built
from briefings.mail.fitness import Fitness
from briefings.mail.letters import text_faults
from briefings.mail.outbox import Outbox
from briefings.mail.planned import Plan
from briefings.mail.planning import plan
from briefings.mail.putting import Put
from briefings.mail.recipients import audiences, rehearsing
from briefings.pack import Pack
from briefings.routes import Mail

__all__ = ["Posting", "mail_of"]


@frozen
class Posting:
    """What is to be mailed, for what (an ``occurrence`` that was due ``at`` a time), and when.

    ``beside`` is the pack's folder, ``out`` the output folder, ``fitness`` what of the files
    there may be sent.
    """

    mail: Mail
    pack: str
    beside: Path
    out: Path
    occurrence: str
    at: datetime
    now: datetime
    fitness: Fitness
    redirect: Address | None = None

    def plan(self, outbox: Outbox) -> Plan:
        """Who gets what.  Raises MailError for faults of the lists of recipients."""
        return plan(
            self.mail,
            audiences(self.mail, self.beside),
            built(self.out, self.pack, self.fitness),
            self.occurrence,
            self.at,
            self.now,
            pack=self.pack,
            folder=self.out,
            seen=outbox.seen(self.pack),
            redirect=self.redirect and rehearsing(self.mail, self.redirect),
        )

    def put(self, plan: Plan, outbox: Outbox, now: datetime) -> Put:
        """Record what is to be sent, and who is sent nothing and why.

        What waits of an earlier occurrence is let go first: if this ends in between, the next
        try plans it anew.
        """
        if self.redirect is None:
            outbox.overtake(self.pack, self.occurrence, plan, now)
        found = outbox.put(plan.messages, now)
        if self.redirect is None:
            outbox.skip(self.pack, self.occurrence, plan.skipped, now)
        return found

    def untried(self, plan: Plan, outbox: Outbox) -> list[str]:
        """The routes of a plan that have never been used: somebody should look before they are."""
        return outbox.untried(self.pack, (m.route for m in plan.messages if not m.rehearsal))


def mail_of(pack: Pack) -> Mail:
    """The mail part of a pack.  Raises SpecError where it has none, or one with faulty texts."""
    if pack.mail is None:
        what, remedy = "the pack sends no mail", "give it a part `mail:`"
        place = Place(pack.file.name) if pack.file else None
        raise SpecError(Fault(what, remedy, place=place))
    if faults := text_faults(pack.mail):
        raise SpecError(faults)
    return pack.mail
