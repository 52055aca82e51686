"""``briefings mail``, from a pack's file to a real server."""

from __future__ import annotations

import csv
import email
import io
import json
from email import policy
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from briefings.cli import main
from tests.mail.servers import Mailbox, for_address, kept_then, mailbox, rude

PACK = """\
pack: crcs
title: Three CRCs
briefings:
  - spec: profile.yaml
    for_each: [merseyside, essex, london]
    name: profile-{{ each.id }}
mail:
  from: Performance Team <team@example.org>
  recipients: {people: {csv: people.csv}}
  routes:
    - route: own
      to: people
      subject: "{{ recipient.name }}: {{ title }}"
      body: |
        Dear {{ recipient.name }},

        here is your briefing.
      summary: true
      attach: {own: provider}
"""
SPEC = """\
briefing: profile
title: "Probation in {{ subject.name }}"
providers: {subject: merseyside}
sections: [key-points, rating-summary]
formats: [pdf]
"""
PEOPLE = """\
address,name,provider
ann@example.org,Ann,merseyside
bob@example.org,Bob,essex
cyd@example.org,Cyd,london
"""


class Place:
    """A folder with a pack, and the commands run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "pack.yaml").write_text(PACK, "utf-8")
        (folder / "profile.yaml").write_text(SPEC, "utf-8")
        (folder / "people.csv").write_text(PEOPLE, "utf-8")

    def run(self, *words: str, code: int = 0, given: str | None = None) -> Result:
        found = CliRunner().invoke(main, [*words], input=given)
        assert found.exit_code == code, found.output
        return found

    def account(self, port: int, more: str = "") -> None:
        text = f"host: localhost\nport: {port}\nsecurity: none\n{more}"
        (self.folder / "mail.yaml").write_text(text, "utf-8")

    def status(self, *words: str) -> list[dict[str, object]]:
        found = json.loads(self.run("mail", "status", "--json", *words).stdout)
        mails: list[dict[str, object]] = found["mails"]
        return mails


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.chdir(tmp_path)
    made = Place(tmp_path)
    made.run("build", "pack.yaml")
    return made


def test_preview_shows_and_writes_every_mail_and_makes_no_ledger(place: Place) -> None:
    told = place.run("mail", "preview", "pack.yaml").stdout
    assert "own: bob@example.org\n    Bob: Probation in Essex CRC\n    profile-essex.pdf;" in told
    paths = sorted((place.folder / "output" / "mail-preview").iterdir())
    assert len(paths) == 3
    mail = email.message_from_bytes(paths[0].read_bytes(), policy=policy.default)
    assert mail["To"] == "ann@example.org" or mail["To"] == "Ann <ann@example.org>"
    assert not (place.folder / "output" / "ledger.sqlite").exists()


def test_the_first_mails_of_a_route_want_a_yes_and_the_next_go_by_themselves(
    place: Place, post: Mailbox
) -> None:
    place.account(post.port)
    refused = place.run("mail", "send", "pack.yaml", code=1)
    assert "the route 'own' has never sent a mail" in refused.output
    assert post.mails == []
    told = place.run("mail", "send", "pack.yaml", "--yes").output
    assert told.endswith("3 sent\n")
    ann, bob, cyd = post.mails
    assert list(ann.files) == ["profile-merseyside.pdf"]
    output = place.folder / "output"
    assert bob.files == {"profile-essex.pdf": (output / "profile-essex.pdf").read_bytes()}
    body = cyd.message.get_body(("plain",))
    assert body and "- " in body.get_content()  # the key points
    again = place.run("mail", "send", "pack.yaml")
    assert "nothing has changed since the last mail" in again.output
    place.run("mail", "send", "pack.yaml", "--occurrence", "later")
    assert len(post.mails) == 3
    told = place.run("mail", "status", "--occurrence", "later", "--recipient", "ann@example.org")
    assert "ann@example.org merseyside: nothing has changed since the last mail" in told.stdout
    assert told.stdout.endswith("0 mails, 1 not sent\n")


def test_a_dry_run_sends_nothing_and_writes_nothing(place: Place, post: Mailbox) -> None:
    place.account(post.port)
    told = place.run("mail", "send", "pack.yaml", "--dry-run").output
    assert "3 mails would be sent; nothing was" in told
    assert post.mails == []
    assert not (place.folder / "output" / "ledger.sqlite").exists()


def test_what_became_of_mails_before_is_said_again(place: Place) -> None:
    with rude(rcpt=for_address("bob@example.org", "550 nobody here")) as it:
        place.account(it.port)
        place.run("mail", "send", "pack.yaml", "--yes", code=3)
        told = place.run("mail", "send", "pack.yaml", code=1).output
        assert "1 mail refused before: see `briefings mail status`" in told
        assert len(it.mails) == 2


def test_what_a_stop_leaves_is_told_and_goes_on(place: Place) -> None:
    with rude(rcpt=for_address("ann@example.org", "550 nobody here")) as it:
        place.account(it.port, "stop_after: 1\n")
        told = place.run("mail", "send", "pack.yaml", "--yes", code=1).output
        assert "stopped after a failure; 2 mails not tried: `briefings mail retry` goes on" in told
        place.run("mail", "retry")
        assert len(it.mails) == 2


def test_a_preview_tells_when_the_pack_is_sent(place: Place) -> None:
    schedule = "schedule: {cron: '0 7 1 1 *', timezone: Europe/London, start: 2051-01-01}\n"
    (place.folder / "pack.yaml").write_text(PACK + schedule, "utf-8")
    told = place.run("mail", "preview", "pack.yaml").stdout
    assert told.endswith("by its schedule the pack is sent next on Sun 1 Jan 2051 07:00 GMT\n")


def test_a_rehearsal_goes_to_one_address_as_often_as_wanted(place: Place, post: Mailbox) -> None:
    place.account(post.port)
    place.run("mail", "send", "pack.yaml", "--redirect-to", "me@example.org")
    assert [mail.recipients for mail in post.mails] == [["me@example.org"]] * 3
    place.run("mail", "send", "pack.yaml", code=1)  # it was no first mail
    place.run("mail", "send", "pack.yaml", "--yes")
    assert len(post.mails) == 6


def test_what_is_out_of_date_is_not_sent(place: Place, post: Mailbox) -> None:
    place.account(post.port)
    spec = place.folder / "profile.yaml"
    spec.write_text(SPEC.replace("Probation in", "Inspections of"), "utf-8")
    told = place.run("mail", "send", "pack.yaml", "--yes", code=1).output
    assert "'profile-essex' is not sent: it is out of date" in told
    assert post.mails == []
    place.run("build", "pack.yaml")
    place.run("mail", "send", "pack.yaml", "--yes")
    assert len(post.mails) == 3


def test_some_refused_is_exit_code_3_and_stands_in_the_ledger(place: Place) -> None:
    with rude(rcpt=for_address("bob@example.org", "550 nobody here")) as it:
        place.account(it.port)
        told = place.run("mail", "send", "pack.yaml", "--yes", code=3).output
        assert "refused 2 own: bob@example.org essex: 550 nobody here" in told
    (bob,) = place.status("--recipient", "bob@example.org")
    assert bob["state"] == "refused"
    rows = list(csv.DictReader(io.StringIO(place.run("mail", "status", "--csv").stdout)))
    assert [(row["address"], row["state"], row["briefings"]) for row in rows] == [
        ("ann@example.org", "sent", "profile-merseyside"),
        ("bob@example.org", "refused", "profile-essex"),
        ("cyd@example.org", "sent", "profile-london"),
    ]
    assert "550 nobody here" in place.run("mail", "status", "--state", "refused").stdout


def test_an_uncertain_mail_waits_for_a_word_and_then_goes_as_it_was(place: Place) -> None:
    with rude(dot=kept_then(None)) as it:
        place.account(it.port)
        told = place.run("mail", "send", "pack.yaml", "--yes", code=1).output
        assert "briefings mail resolve 1" in told
        it.rules = {}
        place.run("mail", "retry")
        assert len(it.mails) == 3
        tried = place.run("mail", "resolve", "1", "--resend", "--dry-run").output
        assert tried == "1 would be planned\n"
        assert place.status()[0]["state"] == "uncertain"
        place.run("mail", "resolve", "1", "2", "--sent")
        place.run("mail", "resolve", "3", "--resend")
        place.run("mail", "retry")
        assert len(it.mails) == 4
        assert it.mails[2].data == it.mails[3].data
    assert [mail["state"] for mail in place.status()] == ["sent"] * 3
    told = place.run("mail", "resolve", "1", "--sent", code=1).output
    assert "the mail 1 is not uncertain" in told


def test_retry_names_what_it_tries_and_puts_back_what_was_given_up(place: Place) -> None:
    with rude(rcpt=for_address("bob@example.org", "550 no")) as it:
        place.account(it.port)
        place.run("mail", "send", "pack.yaml", "--yes", code=3)
    assert "0 would be tried" in place.run("mail", "retry", "--dry-run").output
    with mailbox() as box:
        place.account(box.port)
        place.run("mail", "retry", "2")
        assert [mail.recipients for mail in box.mails] == [["bob@example.org"]]


def test_the_account_is_checked_and_so_is_the_sender(place: Place, post: Mailbox) -> None:
    place.account(post.port)
    told = place.run("mail", "test", "pack.yaml").output
    assert "ok  sender: team@example.org: 250" in told
    assert post.mails == []
    place.account(1)
    assert "refused the connection" in place.run("mail", "test", code=1).output
    (place.folder / "mail.yaml").unlink()
    assert "no account to send mails through is given" in place.run("mail", "test", code=1).output


def test_a_pack_without_mail_and_one_with_a_wrong_word_are_told(place: Place) -> None:
    pack = place.folder / "pack.yaml"
    pack.write_text(PACK.replace("here is your", "here is {{ yuor }}"), "utf-8")
    told = place.run("mail", "preview", "pack.yaml", code=1).output
    assert "pack.yaml:17:20" in told
    assert "nothing is called 'yuor' here" in told
    pack.write_text(PACK.split("mail:")[0], "utf-8")
    assert "sends no mail" in place.run("mail", "preview", "pack.yaml", code=1).output


def test_json_says_the_same(place: Place, post: Mailbox) -> None:
    place.account(post.port)
    planned = json.loads(place.run("mail", "send", "pack.yaml", "--dry-run", "--json").stdout)
    assert [mail["files"][0]["briefing"] for mail in planned["mails"]] == [
        "profile-merseyside", "profile-essex", "profile-london"
    ]  # fmt: skip
    sent = json.loads(place.run("mail", "send", "pack.yaml", "--yes", "--json").stdout)
    assert [done["state"] for done in sent["done"]] == ["sent"] * 3
    assert [m["message_id"] for m in sent["mails"]] == [m["message_id"] for m in planned["mails"]]
