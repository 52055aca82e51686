"""The whole way: a pack of the 21 CRCs, scheduled, built, mailed to a real server, changed,
built again and mailed again, from the command line as a scheduler calls it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefings import dataset
from tests.mail.servers import Mailbox, mailbox

PACK = """\
pack: monthly
title: The CRCs, each for its own
briefings:
  - inline:
      briefing: profile
      title: "Probation in {{ subject.name }}"
      as_at: 2020-12-31
      providers: {subject: Merseyside}
      metrics: [overall, standards]
      sections: [key-points, rating-summary, sources]
      formats: [pdf]
    for_each: {kind: CRC}
    name: "{{ each.id }}"
schedule: {cron: "0 7 1 * *", timezone: Europe/London}
mail:
  from: Performance Team <team@example.org>
  recipients:
    crcs: {csv: recipients.csv}
  routes:
    - route: own
      to: crcs
      subject: "{{ title }}"
      body: Attached is the briefing on your own CRC.
      attach: {own: provider, formats: pdf}
      send_if: changed
"""
MAIN = "from briefings.cli import main; main()"
CHANGED = "merseyside"


def crcs() -> list[str]:
    return [p.id for p in dataset.load().providers.values() if p.kind == "CRC"]


def address(crc: str) -> str:
    return f"{crc[:40]}@example.org"


@pytest.fixture
def post() -> Iterator[Mailbox]:
    with mailbox() as found:
        yield found


@pytest.fixture
def desk(tmp_path: Path, post: Mailbox) -> Path:
    rows = ["address,name,provider", *(f"{address(c)},{c},{c}" for c in crcs())]
    (tmp_path / "recipients.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "pack.yaml").write_text(PACK, encoding="utf-8")
    account = f"host: 127.0.0.1\nport: {post.port}\nsecurity: none\n"
    (tmp_path / "mail.yaml").write_text(account, encoding="utf-8")
    shutil.copytree(dataset.BUNDLED, tmp_path / "facts")
    return tmp_path


def run(desk: Path, *command: str, code: int = 0) -> str:
    done = subprocess.run([sys.executable, "-c", MAIN, *command], cwd=desk, text=True,
                          capture_output=True, timeout=300, check=False)  # fmt: skip
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def due(desk: Path, now: str, code: int = 0) -> str:
    data = ("--data-only", "--data", "facts", "--account", "mail.yaml")
    return run(desk, "run-due", "pack.yaml", "--now", now, *data, code=code)


def change(desk: Path) -> None:
    """Another overall rating for one CRC, in its latest inspection."""
    path = desk / "facts" / "providers" / f"{CHANGED}.yaml"
    before, found, after = path.read_text(encoding="utf-8").rpartition(
        "overall: {rating: Requires improvement"
    )
    assert found
    path.write_text(before + "overall: {rating: Good" + after, encoding="utf-8")


def send_first(desk: Path, post: Mailbox) -> None:
    """The first occurrence, which a person lets go."""
    due(desk, "2026-11-15T12:00:00+00:00")  # the pack is known from now on
    first = due(desk, "2026-12-01T07:00:30+00:00", code=1)
    assert "send the first with `briefings mail send PACK --occurrence 2026-12-01T07:00" in first
    assert post.mails == []
    send = ("mail", "send", "pack.yaml", "--account", "mail.yaml")
    run(desk, *send, "--occurrence", "2026-12-01T07:00", "--yes")


def test_a_pack_is_built_mailed_changed_and_mailed_to_whom_it_concerns(
    desk: Path, post: Mailbox
) -> None:
    everyone = crcs()
    assert len(everyone) == 21
    send_first(desk, post)
    for crc in everyone:
        (mail,) = post.to(address(crc))
        built = (desk / "output" / f"{crc}.pdf").read_bytes()
        assert mail.files == {f"{crc}.pdf": built}
        assert mail.recipients == [address(crc)]
    assert len(post.mails) == 21

    change(desk)
    due(desk, "2027-01-01T07:00:30+00:00")
    assert [mail.recipients for mail in post.mails[21:]] == [[address(CHANGED)]]
    assert post.mails[-1].files == {
        f"{CHANGED}.pdf": (desk / "output" / f"{CHANGED}.pdf").read_bytes()
    }

    due(desk, "2027-02-01T07:00:30+00:00")
    assert len(post.mails) == 22
    essex = address("essex")
    unchanged = "not sent, nothing has changed since the last mail"
    assert [w for w in run(desk, "why", "essex").splitlines() if w.startswith("mail ")] == [
        f"mail own of 2026-12-01T07:00 to {essex}: sent",
        f"mail own of 2027-01-01T07:00 to {essex}: {unchanged}",
        f"mail own of 2027-02-01T07:00 to {essex}: {unchanged}",
    ]
    (target,) = json.loads(run(desk, "why", CHANGED, "--json"))["targets"]
    assert "Overall rating of Merseyside CRC: Requires improvement -> Good" in target["last"][-1]
    assert target["mailed"][0] == f"mail own of 2027-01-01T07:00 to {address(CHANGED)}: sent"


@pytest.mark.verapdf
def test_what_arrives_meets_pdf_ua_1_and_pdf_a_2a(
    desk: Path, post: Mailbox, verapdf: list[str]
) -> None:
    send_first(desk, post)
    arrived = []
    for mail in post.mails:
        ((name, data),) = mail.files.items()
        arrived.append(desk / name)
        arrived[-1].write_bytes(data)
    words = [*verapdf, "ua1,2a", *map(str, arrived)]
    checked = subprocess.run(words, capture_output=True, text=True, timeout=600, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert checked.stdout.count("PASS") == len(arrived) * 2 == 42
