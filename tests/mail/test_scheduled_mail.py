"""The mail of scheduled runs: what ``run-due`` sends, holds back, puts off and says of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from briefings import ledger
from briefings.cli import main
from briefings.mail.outbox import Outbox
from tests import tiny
from tests.mail.servers import Mailbox, Rude, always, first, for_address, rude

SPEC = """\
briefing: profile
title: "On {{ subject.name }}"
providers: {subject: Ash}
sections: [rating-summary]
formats: [html]
"""
PACK = """\
pack: monthly
title: The libraries
briefings:
  - {spec: profile.yaml, for_each: [Ash, Beech], name: "on-{{ each.id }}"}
zip: true
schedule: {cron: "0 7 1 * *", timezone: Europe/London}
mail:
  from: team@example.org
  recipients: {people: {csv: people.csv}}
  routes:
    - route: own
      to: people
      subject: "{{ title }}, {{ date }}"
      body: Attached.
      attach: {own: provider, formats: html}
      send_if: always
"""
PEOPLE = "address,provider\nann@example.org,ash\nbob@example.org,beech\n"
ANN, BOB, CYD = "ann@example.org", "bob@example.org", "cyd@example.org"
DATA = ("--data", "tiny", "--data-only")
EARLIER, DECEMBER, JANUARY = "2026-11-15T12:00Z", "2026-12-01T07:00Z", "2027-01-01T07:00Z"


class Place:
    """A folder with a pack that is due each month, and the commands run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        tiny.write(folder / "tiny")
        self.write("pack.yaml", PACK)
        self.write("profile.yaml", SPEC)
        self.write("people.csv", PEOPLE)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, "utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.folder / name).read_text("utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def account(self, port: int) -> None:
        self.write("mail.yaml", f"host: localhost\nport: {port}\nsecurity: none\n")

    def run(self, *words: str, code: int = 0) -> Result:
        found = CliRunner().invoke(main, [*words])
        assert found.exit_code == code, found.output
        return found

    def due(self, now: str, *more: str, code: int = 0) -> str:
        return self.run("run-due", "pack.yaml", *DATA, "--now", now, *more, code=code).output

    def begin(self, port: int) -> None:
        """The pack is known to the ledger, and its first mails have been let go."""
        self.account(port)
        self.run("build", "pack.yaml", *DATA)
        self.run("mail", "send", "pack.yaml", *DATA, "--yes", "--occurrence", "first")
        self.due(EARLIER)

    def status(self) -> dict[str, list[dict[str, object]]]:
        found: dict[str, list[dict[str, object]]] = json.loads(
            self.run("mail", "status", "--json").stdout
        )
        return found


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.chdir(tmp_path)
    return Place(tmp_path)


def subjects(box: Mailbox | Rude) -> list[tuple[str, str]]:
    return [(mail.recipients[0], str(mail.message["Subject"])) for mail in box.mails]


# ---------------------------------------------------------------- never last month's file


def test_a_spec_that_breaks_sends_nobody_the_file_of_before(place: Place, post: Mailbox) -> None:
    place.begin(post.port)
    place.change("profile.yaml", "rating-summary", "rating-sumary")
    told = place.due(DECEMBER, code=1)
    assert "2 not sent" in told
    assert "'on-ash' is not sent: it could not be built: profile.yaml:4:12" in told
    assert len(post.mails) == 2  # the first ones
    place.change("profile.yaml", "rating-sumary", "rating-summary")
    assert "mail: 2 sent" in place.due(JANUARY)


def test_of_two_specs_the_unbroken_one_is_sent(place: Place, post: Mailbox) -> None:
    two = (
        "briefings:\n  - {spec: other.yaml, name: on-beech}\n  - {spec: profile.yaml, name: on-ash}"
    )
    before, _, rest = PACK.partition("briefings:")
    place.write("pack.yaml", before + two + rest.partition('}"}')[2])
    place.write("other.yaml", SPEC.replace("Ash", "Beech"))
    place.begin(post.port)
    place.change("other.yaml", "rating-summary", "rating-sumary")
    assert "mail: 1 sent, 1 not sent" in place.due(DECEMBER, code=1)
    assert subjects(post)[2:] == [(ANN, "On Ash Library, 1 December 2026")]


def test_a_briefing_that_the_pack_has_given_up_is_not_sent(place: Place, post: Mailbox) -> None:
    place.change("pack.yaml", "attach: {own: provider, formats: html}", "attach: html")
    place.begin(post.port)
    place.change("pack.yaml", "[Ash, Beech]", "[Ash]")
    place.due(DECEMBER)
    assert (place.folder / "output" / "on-beech.html").exists()
    assert [list(mail.files) for mail in post.mails[2:]] == [["on-ash.html"]] * 2


def test_what_is_made_of_all_is_not_sent_if_one_fails(place: Place, post: Mailbox) -> None:
    place.change(
        "pack.yaml", "{own: provider, formats: html}", "{briefings: monthly, formats: zip}"
    )
    place.begin(post.port)
    assert [list(mail.files) for mail in post.mails] == [["monthly.zip"]] * 2
    place.change("pack.yaml", "[Ash, Beech]", "[Ash, Beech, Elm]")
    place.due(DECEMBER, code=1)
    assert len(post.mails) == 2


def test_what_waits_is_let_go_when_the_next_occurrence_cannot_be_built(place: Place) -> None:
    with rude() as it:
        place.begin(it.port)
        it.rules = {"RCPT": for_address(BOB, "450 later")}
        assert "mail: 1 sent, 1 put off: bob@example.org: 450 later" in place.due(DECEMBER)
        it.rules = {}
        place.write("tiny/measures.csv", "nonsense\n")
        place.due(JANUARY, code=1)
        again = place.run("mail", "retry").output
        assert again == "0 sent\n"
        assert [who for who, _ in subjects(it)[2:]] == [ANN]
    last = place.status()["mails"][-1]
    assert (last["state"], last["due"]) == ("failed", None)
    assert "a newer occurrence" in str(last["reply"])


def test_one_who_was_taken_off_the_list_gets_nothing_late(place: Place) -> None:
    with rude() as it:
        place.begin(it.port)
        it.rules = {"RCPT": always("450 later")}
        place.due(DECEMBER)
        place.write("people.csv", PEOPLE.replace("bob@example.org,beech\n", ""))
        it.rules = {}
        place.run("mail", "send", "pack.yaml", *DATA, "--occurrence", "2026-12-01T07:00")
        place.run("mail", "retry", "3")
        assert [who for who, _ in subjects(it)[2:]] == [ANN]
        last = place.status()["mails"][-1]
        assert (last["recipient"], last["due"]) == (f"{BOB} beech", None)


def test_what_a_dead_process_had_claimed_is_let_go_by_the_next_occurrence(place: Place) -> None:
    with rude() as it:
        place.begin(it.port)
        it.rules = {"RCPT": always("450 later")}
        place.due(DECEMBER)
        with closing(ledger.connect(place.folder / "output")) as connection:
            found = Outbox.of(connection)
            later = datetime.now(UTC) + timedelta(hours=1)
            assert len(found.claim([3, 4], "a process that died", later)) == 2
        it.rules = {}
        place.due(JANUARY)
        place.run("mail", "retry")
        assert [subject[-14:] for _, subject in subjects(it)[2:]] == ["1 January 2027"] * 2


# --------------------------------------------------------------------- several processes


def start(*words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", "from briefings.cli import main; main()", *words]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        ("mail", "send", "pack.yaml", "--occurrence", "2026-12-01T07:00", *DATA),
        ("run-due", "pack.yaml", "--now", DECEMBER, *DATA),
    ],
)
def test_three_processes_at_once_send_each_mail_once(
    place: Place, post: Mailbox, words: tuple[str, ...]
) -> None:
    place.begin(post.port)
    processes = [start(*words) for _ in range(3)]
    told = [process.communicate(timeout=120)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], told
    assert sorted(who for who, _ in subjects(post)[2:]) == [ANN, BOB]
    assert {mail["state"] for mail in place.status()["mails"]} == {"sent"}


# ------------------------------------------------------------------------- what is said


def test_a_bad_row_of_a_list_is_told_and_the_others_get_their_mail(
    place: Place, post: Mailbox
) -> None:
    place.begin(post.port)
    place.write("people.csv", PEOPLE.replace("ann@example.org", "ann@@example.org"))
    told = place.due(DECEMBER, code=1)
    assert "mail: 1 sent, 1 not sent: people.csv:2: 'ann@' cannot stand before an @" in told
    assert [who for who, _ in subjects(post)[2:]] == [BOB]
    (skipped,) = place.status()["skipped"]
    assert (skipped["recipient"], skipped["wrong"]) == ("people.csv:2", True)


def test_any_rating_that_changes_sends_and_no_other_figure_does(
    place: Place, post: Mailbox
) -> None:
    place.change("pack.yaml", "send_if: always", "send_if: any-rating-changed")
    place.change("profile.yaml", "[rating-summary]", "[rating-summary, recommendations]")
    place.begin(post.port)
    place.change("tiny/providers/ash.yaml", "Label every shelf.", "Label each shelf.")
    assert "2 built, 1 up to date; mail: 2 unchanged" in place.due(DECEMBER)
    place.change("tiny/providers/ash.yaml", "B2: {rating: Steady", "B2: {rating: Strong")
    assert "mail: 1 sent, 1 unchanged" in place.due(JANUARY)
    assert subjects(post)[2:] == [(ANN, "On Ash Library, 1 January 2027")]


def test_a_mail_that_is_tried_again_is_no_failure(place: Place) -> None:
    with rude() as it:
        place.begin(it.port)
        it.rules = {"RCPT": first(["451 come again"], "250 ok")}
        assert "done: 3 up to date; mail: 1 sent, 1 put off" in place.due(DECEMBER)
        it.rules = {"RCPT": always("550 nobody")}
        told = place.due(JANUARY, code=1)
        assert "failed: 3 up to date; mail: 2 refused: ann@example.org: 550 nobody" in told
        assert "mail: 2 refused" in place.due("2027-01-01T08:00Z", "--retry", code=1)


def test_what_says_nothing_new_is_unchanged_and_wants_no_account(
    place: Place, post: Mailbox
) -> None:
    place.change("pack.yaml", "send_if: always", "send_if: changed")
    place.begin(post.port)
    place.write("mail.yaml", "nonsense: true\n")
    assert place.due(DECEMBER) == (
        "monthly 2026-12-01T07:00: done: 3 up to date; mail: 2 unchanged\n"
    )
    place.run("mail", "send", "pack.yaml", *DATA, "--occurrence", "x")
    place.run("mail", "retry")
    assert len(post.mails) == 2


def test_a_new_route_waits_for_a_word_and_the_others_go(place: Place, post: Mailbox) -> None:
    place.begin(post.port)
    route = PACK.partition("  routes:\n")[2].replace("route: own", "route: new")
    place.write("pack.yaml", PACK + route)
    told = place.due(DECEMBER, code=1)
    assert "mail: 2 sent, 2 held back: new has never sent a mail; send the first with" in told
    place.run("mail", "send", "pack.yaml", *DATA, "--yes", "--occurrence", "2026-12-01T07:00")
    assert len(post.mails) == 6
    assert subjects(post)[-1] == (BOB, "On Beech Library, 1 December 2026")
    assert "mail: 4 sent" in place.due(JANUARY)


def test_mails_are_dated_when_they_are_written(place: Place, post: Mailbox) -> None:
    """After months off the mail tells of its occurrence, and does not sort months back."""
    place.begin(post.port)
    place.due("2027-02-28T12:00Z")
    (old, new) = post.mails[0].message["Date"].datetime, post.mails[-1].message["Date"].datetime
    assert 0 <= (new - old).total_seconds() < 600
    assert subjects(post)[2:] == [
        (ANN, "On Ash Library, 1 February 2027"),
        (BOB, "On Beech Library, 1 February 2027"),
    ]


def test_a_login_that_fails_leaves_the_mails_to_the_next_look(place: Place, post: Mailbox) -> None:
    place.begin(post.port)
    place.write("mail.yaml", "host: localhost\nport: 1\nsecurity: starttls\nca_file: none.pem\n")
    assert "the certificates of 'none.pem' cannot be read" in place.due(DECEMBER, code=1)
    again = place.run("run-due", "pack.yaml", *DATA, "--now", "2026-12-01T07:01Z", "--json", code=1)
    assert json.loads(again.stdout) == {"outcomes": [], "faults": []}
    assert "the certificates of 'none.pem' cannot be read" in again.stderr
    place.account(post.port)
    assert place.due("2026-12-01T07:02Z") == "mail that was put off: 2 sent\n"
    assert len(post.mails) == 4


def test_a_pack_that_is_renamed_sends_nothing_until_it_is_let_go(
    place: Place, post: Mailbox
) -> None:
    place.begin(post.port)
    place.change("pack.yaml", "pack: monthly", "pack: renamed")
    assert place.due(DECEMBER) == "renamed: first seen: what was due before now is not run\n"
    assert "2 held back: own has never sent a mail" in place.due(JANUARY, code=1)
    assert len(post.mails) == 2
