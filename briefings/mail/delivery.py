"""Sending what is due in the outbox: one mail at a time, slowly enough, and no further than sense.

What may pass is tried again later, each time after a longer wait; what will not is told.
After several failures in a row nothing more is tried, since the trouble is then not the mail's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from attrs import define, field, frozen

from briefings.errors import Fault, MailError
from briefings.mail import messages
from briefings.mail.accounts import Account
from briefings.mail.answers import Answer, Transfer
from briefings.mail.connecting import NoConnection, connect
from briefings.mail.outbox import Outbox, Overtaken, Work
from briefings.mail.secrets import Secret
from briefings.mail.smtp import Connection, Envelope

__all__ = ["BACKOFF", "Delivered", "Sender"]

# How long to wait after the first failure, the second, and so on; then a mail is given up.
BACKOFF = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 480))
_BATCH = 20  # mails that are claimed at once


@frozen
class Delivered:
    """What became of one message in this run."""

    id: int
    route: str
    recipient: str
    state: str  # sent, failed, refused or uncertain
    due: datetime | None  # when it is tried again
    answers: Mapping[str, Answer]

    @property
    def reply(self) -> str:
        """What the server said, of those who did not get it before those who did."""
        bad = [f"{a}: {answer.words}" for a, answer in self.answers.items()
               if answer.state != "sent"]  # fmt: skip
        return "; ".join(bad)


def _nothing(step: str) -> None:
    """The default of :attr:`Sender.step`."""


@define
class Sender:
    """Sends what is due.

    ``claimant`` is the name of this process in the ledger's presence, and ``present`` tells
    whether another is still at work: what the dead have left claimed is taken over.
    ``clock`` gives the time, ``sleep`` waits so many seconds, ``step`` is told of every step
    that a message takes.
    """

    outbox: Outbox
    account: Account
    secret: Secret | None
    folder: Path  # the output folder, where the files to attach are
    claimant: str
    present: Callable[[str], bool]
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    step: Callable[[str], None] = _nothing
    stopped: str = ""  # why the last run ended before its end
    _connection: Connection | None = None
    _last: datetime | None = None
    _row: int = field(default=0)  # failures one after the other

    def deliver(self, ids: Iterable[int] | None = None) -> Iterator[Delivered]:
        """Send all that is due, or of ``ids``; tells of each as it is done.

        Raises MailError for what stops every mail and a person must put right; the mails that
        were not sent then wait in the outbox as they were.
        """
        self.stopped, self._row = "", 0
        self.outbox.recover(self.present, self.clock())
        due = self.outbox.due(self.clock(), ids)
        try:
            for start in range(0, len(due), _BATCH):
                yield from self._batch(due[start : start + _BATCH])
                if self.stopped:
                    break
        finally:
            if self._connection:
                self._connection.quit()
                self._connection = None

    def _batch(self, ids: Sequence[int]) -> Iterator[Delivered]:
        """Claim a few mails at a time, for each claim waits for the disk; send one by one."""
        self.step("planned")
        left = self.outbox.claim(ids, self.claimant, self.clock())
        self.step("claimed")
        try:
            while left and not self.stopped:
                self._pace()
                done = self._settled(left[0], self._try(left[0]))
                left.pop(0)
                if done is not None:
                    self._count(done)
                    yield done
        finally:
            if left:
                self.outbox.release(left, self.clock())

    def _count(self, done: Delivered) -> None:
        self._row = 0 if done.state == "sent" else self._row + 1
        if self._row >= self.account.stop_after:
            many = f"{self._row} failures in a row" if self._row > 1 else "a failure"
            self.stopped = f"stopped after {many}"

    def _settled(self, work: Work, answers: Mapping[str, Answer] | None) -> Delivered | None:
        if answers is None:
            return None
        now = self.clock()
        last = work.attempts >= len(BACKOFF) or any(a.final for a in answers.values())
        due = None if last else now + BACKOFF[work.attempts]
        try:
            state = self.outbox.settle(work, answers, now, due)
        except Overtaken:
            return None
        self.step("recorded")
        again = due if state == "failed" else None
        return Delivered(work.id, work.route, work.recipient, state, again, answers)

    def _pace(self) -> None:
        """Keep mails so far apart that no minute has more than the account allows."""
        if not self.account.rate_per_minute:
            return
        apart = 60.0 / self.account.rate_per_minute
        if self._last is not None:
            left = apart - (self.clock() - self._last).total_seconds()
            if left > 0:
                self.sleep(left)
        self._last = self.clock()

    def _try(self, work: Work) -> Mapping[str, Answer] | None:
        """One try at a message; nothing if another process has taken it over.

        Raises MailError where no message could be sent.
        """
        try:
            data = messages.rebuilt(work.recipe, self.folder, work.sha256)
        except MailError as error:
            return _for_all(work, _final(error.faults[0]))
        envelope = Envelope(work.sender, work.addresses, work.international)
        try:
            connection = self._connected()
        except NoConnection as trouble:
            return _for_all(work, trouble.answer)
        lack = connection.lacks(envelope, len(data))
        if lack:
            return _for_all(work, Answer("failed", reply=lack, final=True))
        try:
            transfer = self._transfer(connection, envelope, data, work)
        except Overtaken:
            return None
        if not transfer.usable:
            self._connection = None
        return transfer.answers

    def _transfer(
        self, connection: Connection, envelope: Envelope, data: bytes, work: Work
    ) -> Transfer:
        def hand_over(accepted: Iterable[str]) -> None:
            self.outbox.hand_over(work, accepted, self.clock())

        try:
            return connection.send(envelope, data, hand_over, self.step)
        except BaseException:
            self._connection = None
            raise

    def _connected(self) -> Connection:
        old = self._connection
        if old and (old.sent >= self.account.per_connection or not old.ready()):
            old.quit()
            self._connection = None
        if self._connection is None:
            self._connection = connect(self.account, self.secret)
        self.step("connected")
        return self._connection


def _for_all(work: Work, answer: Answer) -> Mapping[str, Answer]:
    return dict.fromkeys(work.addresses, answer)


def _final(fault: Fault) -> Answer:
    return Answer("failed", reply=fault.headline(), final=True)
