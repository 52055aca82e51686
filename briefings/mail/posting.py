"""One occurrence of one pack, from the files that were built to the mails that are due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from attrs import field, frozen

from briefings.addresses import Address
from briefings.errors import Fault, Place, SpecError
from briefings.mail.built import built
from briefings.mail.letters import text_faults
from briefings.mail.outbox import Outbox
from briefings.mail.planned import Plan
from briefings.mail.planning import plan
from briefings.mail.recipients import audiences
from briefings.pack import Pack
from briefings.routes import Mail

__all__ = ["Posting", "mail_of"]


@frozen
class Posting:
    """What is to be mailed, and for what.

    ``beside`` is the pack's folder, ``out`` the output folder.  ``unfit`` names briefings whose
    files are not to be sent as they stand, each with the reason.
    """

    mail: Mail
    pack: str
    beside: Path
    out: Path
    occurrence: str
    at: datetime
    unfit: Mapping[str, str] = field(factory=dict)
    redirect: Address | None = None

    def plan(self, outbox: Outbox) -> Plan:
        """Who gets what.  Raises MailError for faults of the lists of recipients."""
        return plan(
            self.mail,
            audiences(self.mail, self.beside),
            built(self.out, self.pack, self.unfit),
            self.occurrence,
            self.at,
            pack=self.pack,
            folder=self.out,
            seen=outbox.seen(self.pack),
            redirect=self.redirect,
        )

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
