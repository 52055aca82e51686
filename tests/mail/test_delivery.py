"""Sending to a real server that behaves."""

from __future__ import annotations

from tests.mail.desk import Desk
from tests.mail.servers import Mailbox


def test_each_recipient_gets_one_mail_with_the_file(at: Desk, post: Mailbox) -> None:
    at.put()
    done = at.send(post.port)
    assert [d.state for d in done] == ["sent"] * 3
    assert set(at.states().values()) == {"sent"}
    for name in ("ann", "bob", "cyd"):
        (mail,) = post.to(f"{name}@example.org")
        assert mail.recipients == [f"{name}@example.org"]
        assert mail.files == {"north.pdf": (at.folder / "north.pdf").read_bytes()}
        assert mail.message["Subject"] == "North, 1 December 2026"
