"""The values that a plan is made of: whole mails, and what is held back."""

from __future__ import annotations

from attrs import field, frozen

from briefings.addresses import Address
from briefings.errors import Fault
from briefings.mail.built import Built
from briefings.mail.messages import Recipe

__all__ = ["Plan", "PlannedMessage", "Seen", "Skipped"]


@frozen
class Seen:
    """What a recipient was last sent of a briefing."""

    facts: str
    ratings: str


@frozen
class PlannedMessage:
    """One mail, whole: who gets it, its bytes as a recipe, and what stands in it."""

    key: str
    pack: str
    route: str
    occurrence: str
    recipient: str  # whom the ledger knows it was for: an address, or ``all``
    part: int
    parts: int
    content: str  # digest of what it says, whatever its key
    sender: Address
    envelope: tuple[tuple[Address, str], ...]  # each with its role: to, cc or bcc
    subject: str
    message_id: str
    international: bool
    recipe: Recipe = field(repr=False)
    sha256: str
    size: int
    enclosed: tuple[tuple[Built, str], ...]  # each with how it is sent: file, zip or link
    rehearsal: bool = False


@frozen
class Skipped:
    """A mail that is not sent.  A ``fault`` is for somebody to look at; without one all is well."""

    route: str
    recipient: str
    reason: str
    fault: Fault | None = None


@frozen
class Plan:
    """What is to be sent, and what is not."""

    messages: tuple[PlannedMessage, ...]
    skipped: tuple[Skipped, ...]
