"""A desk to send from: a pack's mail part, files that were built, a ledger and a clock."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from attrs import define, evolve, field

from briefings import ledger
from briefings.addresses import Address
from briefings.errors import SpecError
from briefings.mail.accounts import Account
from briefings.mail.built import Built
from briefings.mail.delivery import Delivered, Sender
from briefings.mail.outbox import Outbox
from briefings.mail.planned import Plan
from briefings.mail.planning import plan
from briefings.mail.recipients import audiences
from briefings.mail.secrets import Secret
from briefings.routehooks import HOOKS, rules
from briefings.routes import Mail
from briefings.structure import structure
from briefings.yamlfile import parse

START = datetime(2026, 12, 1, 7, tzinfo=UTC)

THREE = """\
mail:
  from: Performance Team <team@example.org>
  recipients:
    three: [ann@example.org, bob@example.org, cyd@example.org]
  routes:
    - route: monthly
      to: three
      subject: "{{ title }}, {{ date }}"
      body: |
        Dear colleague,

        here is **{{ title }}**.
      attach: pdf
"""
ALL = THREE.replace("      subject:", "      each: all\n      subject:")


def read_mail(text: str, name: str = "pack.yaml") -> Mail:
    """The mail part of a pack; raises SpecError with every fault."""
    file = parse(text, name, SpecError)
    try:
        mail = structure(file, Mail, at=("mail",), hooks=HOOKS)
    except SpecError as error:
        raise SpecError([*error.faults, *rules(file)]) from None
    if faults := rules(file):
        raise SpecError(faults)
    return evolve(mail, file=file)


@define
class Clock:
    """A time that passes when somebody waits."""

    now: datetime = START
    slept: list[float] = field(factory=list)

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


@define
class Desk:
    """Everything that a mail needs, in one folder."""

    folder: Path
    connection: sqlite3.Connection
    mail: Mail
    claimant: str = "desk"
    clock: Clock = field(factory=Clock)
    built: list[Built] = field(factory=list)

    @property
    def outbox(self) -> Outbox:
        return Outbox.of(self.connection)

    def build(self, name: str, text: str | bytes = "figures", **more: Any) -> Built:
        """A file in the output folder, as a build would leave it."""
        data = text.encode() if isinstance(text, str) else text
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        known: dict[str, Any] = {
            "briefing": path.stem, "title": path.stem.title(), "format": path.suffix[1:],
            "path": path, "sha256": digest, "size": len(data), "facts_digest": digest[:8],
        }  # fmt: skip
        made = Built(**(known | more))
        self.built = [one for one in self.built if one.path != path] + [made]
        return made

    def plan(
        self,
        key: str = "2026-12-01T07:00",
        *,
        redirect: Address | None = None,
        built: Sequence[Built] | None = None,
        at: datetime | None = None,
    ) -> Plan:
        return plan(
            self.mail,
            audiences(self.mail, self.folder),
            self.built if built is None else built,
            key,
            self.clock() if at is None else at,
            self.clock(),
            pack="regional",
            folder=self.folder,
            seen=self.outbox.seen("regional"),
            redirect=redirect,
        )

    def put(self, key: str = "2026-12-01T07:00") -> Plan:
        planned = self.plan(key)
        self.outbox.put(planned.messages, self.clock())
        return planned

    def sender(
        self, port: int, *, secret: Secret | None = None, step: Callable[[str], None] | None = None,
        **account: Any,
    ) -> Sender:  # fmt: skip
        known: dict[str, Any] = {
            "host": "localhost", "port": port, "security": "none", "timeout": 5.0
        }  # fmt: skip
        given = Account(**(known | account))
        sender = Sender(
            self.outbox,
            given,
            secret,
            self.folder,
            self.claimant,
            partial(ledger.is_present, self.folder),
            self.clock,
            self.clock.sleep,
        )
        if step:
            sender.step = step
        return sender

    def send(self, port: int, **more: Any) -> list[Delivered]:
        return list(self.sender(port, **more).deliver())

    def later(self, **by: float) -> None:
        self.clock.now += timedelta(**by)

    def say_sent(self) -> None:
        """As if every mail had gone out."""
        self.connection.execute("UPDATE mail_message SET state = 'sent'")
        self.connection.execute("UPDATE mail_delivery SET state = 'sent'")

    def states(self) -> dict[str, str]:
        """The state of each message, by its recipient."""
        query = "SELECT recipient, state FROM mail_message ORDER BY id"
        return {row["recipient"]: row["state"] for row in self.connection.execute(query)}

    def deliveries(self) -> dict[str, str]:
        """The state of each address."""
        query = "SELECT address, state FROM mail_delivery ORDER BY message"
        return {row["address"]: row["state"] for row in self.connection.execute(query)}


@contextmanager
def desk(folder: Path, text: str = THREE) -> Iterator[Desk]:
    """A desk with a ledger of its own."""
    with closing(ledger.connect(folder)) as connection:
        Outbox.of(connection)
        yield Desk(folder, connection, read_mail(text))
