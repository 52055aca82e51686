"""The outbox: each mail once, whoever asks; what is stale withdrawn; what is taken over let go."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from briefings import ledger
from briefings.errors import Fault
from briefings.mail.answers import Answer
from briefings.mail.history import Wanted, history, rows, skips
from briefings.mail.outbox import Outbox, Overtaken
from briefings.mail.planned import Skipped
from tests.mail.desk import ALL, THREE, Desk, desk, read_mail
from tests.mail.servers import Mailbox, always, for_address, mailbox, rude

ANN, BOB, CYD = "ann@example.org", "bob@example.org", "cyd@example.org"


def test_a_plan_that_is_put_in_twice_is_sent_once(at: Desk, post: Mailbox) -> None:
    first = at.outbox.put(at.plan().messages, at.clock())
    again = at.outbox.put(at.plan().messages, at.clock())
    assert (len(first.new), len(again.new), again.known) == (3, 0, first.new)
    at.send(post.port)
    plan = at.plan()
    assert plan.messages == ()  # nothing is new to anybody
    at.mail = at.mail.__class__(
        **{f: getattr(at.mail, f) for f in ("sender", "routes", "recipients")}
    )
    at.send(post.port)
    assert len(post.mails) == 3


def test_other_words_for_the_same_occurrence_are_kept_back_once_some_have_gone(
    at: Desk, post: Mailbox
) -> None:
    at.put()
    with rude(rcpt=for_address(BOB, "450 later")) as it:
        at.send(it.port)
    at.build("north.pdf", "corrected")
    put = at.outbox.put(at.plan().messages, at.clock())
    assert sorted(m.recipient for m in put.kept) == [ANN, CYD]
    assert len(put.new) == 1  # to Bob nothing had gone: the correction takes its place
    at.later(hours=1)
    at.send(post.port)
    (mail,) = post.mails
    assert mail.recipients == [BOB]
    assert mail.files == {"north.pdf": b"corrected"}


def test_a_newer_occurrence_takes_the_place_of_what_was_never_sent(at: Desk, post: Mailbox) -> None:
    at.put("november")
    at.build("north.pdf", "december's figures")
    at.later(days=30)
    at.put("december")
    at.send(post.port)
    assert [mail.files["north.pdf"] for mail in post.mails] == [b"december's figures"] * 3


def test_words_that_come_back_are_sent_after_all(at: Desk, post: Mailbox) -> None:
    old = (at.folder / "north.pdf").read_bytes()
    at.put()
    at.build("north.pdf", "a mistake")
    at.put()
    at.build("north.pdf", old)
    at.put()
    at.send(post.port)
    assert [mail.files["north.pdf"] for mail in post.mails] == [old] * 3


def test_a_file_that_changes_after_the_plan_is_not_sent(at: Desk, post: Mailbox) -> None:
    at.put()
    (at.folder / "north.pdf").write_bytes(b"something else")
    done = at.send(post.port)
    assert {(d.state, d.due) for d in done} == {("failed", None)}
    assert "not the one that was built for this recipient" in done[0].reply
    assert post.mails == []


def test_two_senders_at_once_send_each_mail_once(at: Desk, post: Mailbox) -> None:
    at.put()
    start = threading.Barrier(3)

    def work(number: int) -> None:
        with ledger.presence(at.folder) as name, desk(at.folder) as own:
            own.claimant = name
            start.wait(10)
            own.send(post.port)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [len(post.to(a)) for a in (ANN, BOB, CYD)] == [1, 1, 1]
    assert set(at.states().values()) == {"sent"}


def test_who_was_taken_over_sends_no_last_dot(at: Desk) -> None:
    """A process that slept so long that another took its mail over must not send it, too."""
    at.put()

    def take_over(step: str) -> None:
        if step == "whole":
            at.connection.execute("UPDATE mail_message SET claimant = 'other' WHERE id = 1")

    with rude() as it:
        done = at.send(it.port, step=take_over)
        assert [d.recipient for d in done] == [BOB, CYD]
        assert it.to(ANN) == []


def test_an_answer_that_comes_after_a_person_has_spoken_changes_nothing(at: Desk) -> None:
    at.put()
    work = at.outbox.claim([1], "desk", at.clock())[0]
    at.outbox.hand_over(work, work.addresses, at.clock())
    at.outbox.recover(lambda name: False, at.clock())
    assert at.outbox.resolve(1, arrived=False, now=at.clock()) == "planned"
    with pytest.raises(Overtaken):
        at.outbox.settle(work, {ANN: Answer("sent", 250)}, at.clock(), None)
    assert at.states()[ANN] == "planned"
    events = at.connection.execute("SELECT what FROM mail_event WHERE message = 1").fetchall()
    assert events[-1]["what"] == "late answer"


def test_a_slow_answer_settles_what_was_taken_for_dead(at: Desk) -> None:
    at.put()
    work = at.outbox.claim([1], "desk", at.clock())[0]
    at.outbox.hand_over(work, work.addresses, at.clock())
    assert at.outbox.recover(lambda name: False, at.clock()) == [1]
    assert at.outbox.settle(work, {ANN: Answer("sent", 250)}, at.clock(), None) == "sent"


def test_what_the_living_have_claimed_is_left_to_them(at: Desk) -> None:
    at.put()
    with ledger.presence(at.folder) as name:
        at.outbox.claim([1], name, at.clock())
        with mailbox() as box:
            at.send(box.port)
            assert sorted(r for m in box.mails for r in m.recipients) == [BOB, CYD]
    with mailbox() as box:
        at.send(box.port)
        assert [m.recipients for m in box.mails] == [[ANN]]


def test_only_an_uncertain_mail_can_be_resolved(at: Desk, post: Mailbox) -> None:
    at.put()
    at.send(post.port)
    assert at.outbox.resolve(1, arrived=False, now=at.clock()) == ""
    assert at.outbox.resolve(99, arrived=True, now=at.clock()) == ""
    assert not at.outbox.again(1, at.clock())


def test_a_person_may_have_a_refused_mail_tried_again(at: Desk, post: Mailbox) -> None:
    at.put()
    with rude(rcpt=always("550 relaying denied")) as it:
        at.send(it.port)
    assert set(at.states().values()) == {"refused"}
    assert at.outbox.again(1, at.clock())
    at.send(post.port)
    assert at.states() == {ANN: "sent", BOB: "refused", CYD: "refused"}


def test_the_ledger_answers_who_was_sent_what_with_which_figures(tmp_path: Path) -> None:
    with desk(tmp_path, ALL) as at, mailbox() as box:
        built = at.build("north.pdf", key_points="- Rated Good", provider="north-id")
        at.put()
        at.send(box.port)
        (mail,) = history(at.connection, Wanted(recipient="BOB@example.org"))
        assert (mail["state"], mail["occurrence"]) == ("sent", "2026-12-01T07:00")
        assert [(r["address"], r["state"], r["code"]) for r in mail["recipients"]] == [
            (ANN, "sent", 250), (BOB, "sent", 250), (CYD, "sent", 250)
        ]  # fmt: skip
        (file,) = mail["files"]
        assert (file["sha256"], file["points"]) == (built.sha256, "- Rated Good")
        assert [e["what"] for e in mail["events"]] == ["planned", "sent"]
        table = list(rows(iter([mail])))
        assert [(row["address"], row["briefings"]) for row in table] == [
            (ANN, "north"), (BOB, "north"), (CYD, "north")
        ]  # fmt: skip
        for unlike in ({"recipient": "x@example.org"}, {"state": "failed"}, {"pack": "other"}):
            assert list(history(at.connection, Wanted(**unlike))) == []


def test_the_ledger_stays_small(tmp_path: Path) -> None:
    with closing(ledger.connect(tmp_path)) as connection:
        Outbox.of(connection)
    with desk(tmp_path) as at:
        at.build("north.pdf", bytes(2_000_000))
        at.put()
        assert (tmp_path / ledger.NAME).stat().st_size < 150_000


def test_a_failure_of_the_disk_is_told_and_loses_nothing(at: Desk, post: Mailbox) -> None:
    """A ledger that cannot be written stops the sending before the last dot."""
    at.put()

    def lock(step: str) -> None:
        if step == "whole":
            at.connection.execute("PRAGMA query_only = ON")

    def attempt() -> Iterable[object]:
        return at.send(post.port, step=lock)

    with pytest.raises(Exception, match=r"readonly|cannot be used"):
        attempt()
    assert post.mails == []
    at.connection.execute("PRAGMA query_only = OFF")
    at.clock.now += timedelta(minutes=1)
    at.claimant = "another"
    at.send(post.port)
    assert len(post.mails) == 3


# ------------------------------------------------------------- who has had it, and who has not


def test_one_of_several_who_had_the_mail_does_not_get_it_again(tmp_path: Path) -> None:
    """A mail to all that is tried again for Bob has reached the others."""
    with desk(tmp_path, ALL) as at, rude(rcpt=for_address(BOB, "450 later")) as it:
        at.build("north.pdf")
        at.put("december")
        at.send(it.port)
        assert at.plan("january").messages == ()  # nothing is new to Ann and Cyd
        at.build("north.pdf", "corrected")
        assert len(at.outbox.put(at.plan("december").messages, at.clock()).kept) == 1
        at.outbox.put(at.plan("january").messages, at.clock())
        it.rules = {}
        at.later(hours=1)
        at.send(it.port)
        assert [mail.recipients for mail in it.mails] == [[ANN, CYD], [ANN, BOB, CYD]]
        assert it.mails[1].files == {"north.pdf": b"corrected"}


def test_who_was_refused_has_not_had_it_though_a_copy_went_out(tmp_path: Path) -> None:
    text = THREE.replace("to: three", f"to: {BOB}\n      cc: {CYD}")
    with desk(tmp_path, text) as at, rude(rcpt=for_address(BOB, "550 nobody")) as it:
        at.build("north.pdf")
        at.put("december")
        at.send(it.port)
        assert at.deliveries() == {BOB: "refused", CYD: "sent"}
        (again,) = at.plan("january").messages
        assert again.recipient == BOB


def overtake(at: Desk, occurrence: str) -> None:
    at.outbox.overtake("regional", occurrence, at.plan(occurrence), at.clock())


def test_what_a_newer_occurrence_does_not_ask_for_is_let_go(at: Desk, post: Mailbox) -> None:
    at.put("november")
    at.mail = read_mail(THREE.replace(", bob@example.org", ""))
    overtake(at, "november")
    assert len(at.outbox.due(at.clock())) == 2  # it is Bob who was taken off the list
    at.outbox.overtake("regional", "november", None, at.clock())
    assert len(at.outbox.due(at.clock())) == 2
    at.outbox.overtake("other", "december", None, at.clock())
    assert len(at.outbox.due(at.clock())) == 2
    at.outbox.overtake("regional", "december", None, at.clock())
    assert at.send(post.port) == []
    assert "a newer occurrence" in next(history(at.connection, Wanted()))["reply"]
    at.put("november")  # by a person's wish it is sent after all
    assert len(at.send(post.port)) == 2


def test_what_still_says_what_is_so_is_not_let_go_for_the_last_of_several(tmp_path: Path) -> None:
    with desk(tmp_path, ALL) as at, rude(rcpt=for_address(BOB, "450 later")) as it:
        at.build("north.pdf")
        at.put("december")
        at.send(it.port)
        overtake(at, "january")
        it.rules = {}
        at.later(hours=1)
        at.send(it.port)
        assert [mail.recipients for mail in it.mails] == [[ANN, CYD], [BOB]]


def test_figures_that_came_back_let_go_of_what_was_never_sent(at: Desk, post: Mailbox) -> None:
    old = (at.folder / "north.pdf").read_bytes()
    at.put("october")
    at.send(post.port)
    at.build("north.pdf", "a mistake")
    at.put("november")
    at.build("north.pdf", old)
    plan = at.plan("december")
    assert plan.messages == ()
    at.outbox.overtake("regional", "december", plan, at.clock())
    assert at.send(post.port) == []


def test_who_is_sent_a_mail_after_all_is_not_said_to_have_none(at: Desk, post: Mailbox) -> None:
    wrong = Skipped("monthly", ANN, "no briefing was built", Fault("no briefing was built"))
    at.outbox.skip("regional", "december", [wrong], at.clock())
    assert len(skips(at.connection, Wanted(recipient=ANN))) == 1
    assert skips(at.connection, Wanted(recipient="ann@example_org")) == []
    at.put("december")
    at.send(post.port)
    same = [Skipped("monthly", who, "nothing has changed") for who in (ANN, "dan@example.org")]
    at.outbox.skip("regional", "december", same, at.clock())
    assert [one["recipient"] for one in skips(at.connection, Wanted())] == ["dan@example.org"]
