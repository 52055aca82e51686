"""What a server says to a mail, and what that means for each recipient."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

__all__ = ["LOST", "Answer", "Transfer", "judged"]

LOST = 0  # in the place of a code: the connection ended without one


@frozen
class Answer:
    """What became of a mail for one recipient.

    ``state`` is ``sent``, ``failed`` (for now), ``refused`` (for good), or ``uncertain``: the
    whole mail was handed over and no answer came.
    """

    state: str
    code: int = LOST
    reply: str = ""
    final: bool = False  # failed, and no use to try again as it is

    @property
    def words(self) -> str:
        """The code and the server's words."""
        return f"{self.code} {self.reply}".strip() if self.code else self.reply


@frozen
class Transfer:
    """One try at one mail: an answer for each recipient, and whether the connection is sound."""

    answers: Mapping[str, Answer] = field(factory=dict)
    usable: bool = True


def judged(code: int, reply: str) -> Answer:
    """A reply to anything but the last dot, by the first digit of its code (RFC 5321, 4.2.1)."""
    match code // 100:
        case 2 | 3:
            return Answer("sent", code, reply)
        case 5:
            return Answer("refused", code, reply)
        case _:  # of 4, and of what is no reply at all, nothing is known for good
            return Answer("failed", max(code, LOST), reply)
