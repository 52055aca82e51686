"""Servers that misbehave: what was received, what the ledger says, nothing lost, nothing twice."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from briefings.mail.delivery import BACKOFF
from tests.mail.desk import ALL, Desk, desk
from tests.mail.servers import (
    Mailbox,
    always,
    first,
    for_address,
    free_port,
    kept_then,
    mailbox,
    rude,
    slowly,
)

ANN, BOB, CYD = "ann@example.org", "bob@example.org", "cyd@example.org"


def until_sent(at: Desk, port: int) -> None:
    """Try again as often as it is worth it."""
    for wait in BACKOFF:
        at.clock.now += wait
        at.send(port)
        if not at.outbox.due(at.clock() + timedelta(days=30)):
            return


def test_a_server_that_is_not_there_leaves_every_mail_to_be_tried_again(at: Desk) -> None:
    at.put()
    done = at.send(free_port())
    assert {d.state for d in done} == {"failed"}
    assert "refused the connection" in done[0].reply
    assert all(d.due == at.clock() + BACKOFF[0] for d in done)
    with mailbox() as box:
        at.send(box.port)
        assert box.mails == []  # not before it is due
        at.later(minutes=1)
        at.send(box.port)
        assert [len(box.to(a)) for a in (ANN, BOB, CYD)] == [1, 1, 1]
    assert set(at.states().values()) == {"sent"}


USUAL = {"connect": "220 rude", "data": "354 go on"}


@pytest.mark.parametrize("verb", ["connect", "ehlo", "mail", "rcpt", "data"])
def test_421_is_tried_again_on_a_new_connection(at: Desk, verb: str) -> None:
    at.put()
    with rude(**{verb: first(["421 too busy"], USUAL.get(verb, "250 ok"))}) as it:
        at.send(it.port)
        assert at.states() == {ANN: "failed", BOB: "sent", CYD: "sent"}
        until_sent(at, it.port)
        assert [len(it.to(a)) for a in (ANN, BOB, CYD)] == [1, 1, 1]
    assert set(at.states().values()) == {"sent"}


def test_450_is_tried_again_after_a_longer_wait_each_time(at: Desk) -> None:
    at.put()
    with rude(rcpt=first(["450 later"] * 5, "250 ok")) as it:
        first_try = at.send(it.port)
        assert [d.due for d in first_try] == [at.clock() + BACKOFF[0]] * 3
        at.clock.now += BACKOFF[0]
        second = at.send(it.port)
        assert [d.state for d in second] == ["failed", "failed", "sent"]
        assert second[0].due == at.clock() + BACKOFF[1]
        until_sent(at, it.port)
        assert [len(it.to(a)) for a in (ANN, BOB, CYD)] == [1, 1, 1]


def test_a_mail_is_given_up_at_last_and_only_a_person_puts_it_back(at: Desk) -> None:
    at.put()
    with rude(rcpt=always("450 never")) as it:
        until_sent(at, it.port)
        at.later(days=2)
        last = at.send(it.port)
        assert [(d.state, d.due) for d in last] == [("failed", None)] * 3
        at.later(days=30)
        assert at.send(it.port) == []
    with mailbox() as box:
        id = at.outbox.due(at.clock()) or [1]
        assert at.outbox.again(id[0], at.clock())
        at.send(box.port)
        assert [mail.recipients for mail in box.mails] == [[ANN]]


def test_greylisting_ends_with_one_mail_for_each(at: Desk) -> None:
    at.put()
    known: set[str] = set()

    def grey(it: object, line: str) -> str:
        fresh = line not in known
        known.add(line)
        return "451 come again" if fresh else "250 ok"

    with rude(rcpt=grey) as it:
        assert {d.state for d in at.send(it.port)} == {"failed"}
        until_sent(at, it.port)
        assert [len(it.to(a)) for a in (ANN, BOB, CYD)] == [1, 1, 1]


def test_a_recipient_who_is_refused_does_not_stop_the_others(at: Desk) -> None:
    at.put()
    with rude(rcpt=for_address(BOB, "550 nobody here")) as it:
        done = {d.recipient: d for d in at.send(it.port)}
        assert at.states() == {ANN: "sent", BOB: "refused", CYD: "sent"}
        assert done[BOB].reply == "bob@example.org: 550 nobody here"
        until_sent(at, it.port)
        assert [len(it.to(a)) for a in (ANN, BOB, CYD)] == [1, 0, 1]


def test_one_refused_of_three_on_one_mail(tmp_path: Path) -> None:
    with desk(tmp_path, ALL) as at, rude(rcpt=for_address(BOB, "550 nobody here")) as it:
        at.build("north.pdf")
        at.put()
        (done,) = at.send(it.port)
        assert done.state == "sent"
        assert at.deliveries() == {ANN: "sent", BOB: "refused", CYD: "sent"}
        assert [mail.recipients for mail in it.mails] == [[ANN, CYD]]
        until_sent(at, it.port)
        assert len(it.mails) == 1


def test_one_deferred_of_three_gets_the_same_bytes_later(tmp_path: Path) -> None:
    answers = first(["250 ok", "450 later"], "250 ok")
    with desk(tmp_path, ALL) as at, rude(rcpt=answers) as it:
        at.build("north.pdf")
        at.put()
        at.send(it.port)
        assert at.deliveries() == {ANN: "sent", BOB: "failed", CYD: "sent"}
        until_sent(at, it.port)
        assert [mail.recipients for mail in it.mails] == [[ANN, CYD], [BOB]]
        assert it.mails[0].data == it.mails[1].data
        assert set(at.deliveries().values()) == {"sent"}


@pytest.mark.parametrize("verb", ["mail", "rcpt", "data"])
def test_a_connection_lost_before_the_mail_is_tried_again(at: Desk, verb: str) -> None:
    at.put()
    usual = "354 go on" if verb == "data" else "250 ok"
    with rude(**{verb: first([None], usual)}) as it:
        done = at.send(it.port)
        assert [d.state for d in done] == ["failed", "sent", "sent"]
        assert "the connection was lost" in done[0].reply
        until_sent(at, it.port)
        assert [len(it.to(a)) for a in (ANN, BOB, CYD)] == [1, 1, 1]


def test_a_connection_lost_in_the_middle_of_a_mail_is_tried_again(at: Desk) -> None:
    at.build("north.pdf", bytes(6_000_000))  # more than the system would hold back for a reader
    at.put()
    with rude(cut=3000) as it:
        assert {d.state for d in at.send(it.port)} == {"failed"}
        assert it.mails == []
        it.cut = None
        until_sent(at, it.port)
        assert [len(it.to(a)) for a in (ANN, BOB, CYD)] == [1, 1, 1]


def test_a_small_mail_lost_unseen_is_never_taken_for_sent(at: Desk) -> None:
    at.put()
    with rude(cut=100) as it:
        states = {d.recipient: d.state for d in at.send(it.port)}
        assert set(states.values()) <= {"failed", "uncertain"}
        it.cut = None
        until_sent(at, it.port)
        for address, state in states.items():
            assert len(it.to(address)) == (state == "failed")


@pytest.mark.parametrize("keeps", [True, False])
def test_a_connection_lost_after_the_last_dot_is_uncertain(at: Desk, keeps: bool) -> None:
    at.put()
    with rude(dot=kept_then(None) if keeps else always(None)) as it:
        done = at.send(it.port)
        assert {d.state for d in done} == {"uncertain"}
        assert set(at.deliveries().values()) == {"uncertain"}
        received = len(it.mails)
        assert received == (3 if keeps else 0)
        del it.rules["."]  # type: ignore[attr-defined]
        until_sent(at, it.port)
        assert len(it.mails) == received  # nothing goes again without a person's word

        one, two, _ = (d.id for d in done)
        assert at.outbox.resolve(one, arrived=True, now=at.clock()) == "sent"
        assert at.outbox.resolve(two, arrived=False, now=at.clock()) == "planned"
        at.send(it.port)
        assert len(it.to(ANN)) == keeps
        assert len(it.to(BOB)) == keeps + 1
        assert len({mail.data for mail in it.to(BOB)}) == 1
        assert at.states() == {ANN: "sent", BOB: "sent", CYD: "uncertain"}


@pytest.mark.parametrize("reply", ["", "hello there", "354 more", "999 what"])
def test_an_answer_to_the_last_dot_that_says_nothing_is_uncertain(at: Desk, reply: str) -> None:
    at.put()
    with rude(dot=kept_then(reply)) as it:
        assert {d.state for d in at.send(it.port)} == {"uncertain"}
        until_sent(at, it.port)
        assert len(it.mails) == 3


@pytest.mark.parametrize(("reply", "state"), [("452 full", "failed"), ("421 bye", "failed"),
                                              ("554 spam", "refused")])  # fmt: skip
def test_a_no_after_the_last_dot_is_a_no(at: Desk, reply: str, state: str) -> None:
    at.put()
    with rude(dot=always(reply)) as it:
        assert {d.state for d in at.send(it.port)} == {state}
        it.rules = {}
        until_sent(at, it.port)
        assert len(it.mails) == (3 if state == "failed" else 0)


@pytest.mark.parametrize("verb", ["rcpt", "dot"])
def test_a_server_that_is_too_slow(at: Desk, verb: str) -> None:
    at.put()
    rule = kept_then("250 ok", wait=0.6) if verb == "dot" else slowly("250 ok", 0.6)
    with rude(**{verb: rule}) as it:
        done = at.send(it.port, timeout=0.2)
        assert {d.state for d in done} == {"uncertain" if verb == "dot" else "failed"}
        assert "did not answer in time" in done[0].reply
        it.rules = {}
        until_sent(at, it.port)
        assert [len(it.to(a)) for a in (ANN, BOB, CYD)] == [1, 1, 1]


def test_a_mail_larger_than_the_server_takes_is_not_tried(at: Desk) -> None:
    at.put()
    with mailbox(data_size_limit=2000) as box:
        done = at.send(box.port)
        assert {(d.state, d.due) for d in done} == {("failed", None)}
        assert "the server takes mails of up to 2,000 bytes" in done[0].reply
        assert box.mails == []


def test_the_same_connection_serves_many_and_a_new_one_after_a_while(
    at: Desk, post: Mailbox
) -> None:
    at.put()
    at.send(post.port, per_connection=2)
    assert post.connections == 2
    assert len(post.mails) == 3


def test_after_several_failures_in_a_row_nothing_more_is_tried(at: Desk) -> None:
    at.put()
    with rude(rcpt=always("550 you are blocked")) as it:
        sender = at.sender(it.port, stop_after=2)
        assert [d.state for d in sender.deliver()] == ["refused", "refused"]
        assert sender.stopped == "stopped after 2 failures in a row"
        assert at.states() == {ANN: "refused", BOB: "refused", CYD: "planned"}


def test_no_more_mails_go_out_in_a_minute_than_allowed(at: Desk, post: Mailbox) -> None:
    at.put()
    at.send(post.port, rate_per_minute=30)
    assert at.clock.slept == [2.0, 2.0]
