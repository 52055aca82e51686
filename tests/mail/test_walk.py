"""The walk from nothing to a monthly mail, done as it is printed, with a real server."""

from __future__ import annotations

import json
import os
import re
import shlex
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mail.servers import PASSWORD, USER, Mailbox, certificate, mailbox, with_login
from tests.test_docs import FENCE, read

PAGE = read("walk.md")
ELSEWHERE = ("python3 -m", "export PATH", "systemctl", "loginctl")  # not this machine's to try
BIN = Path(sys.executable).parent

pytestmark = pytest.mark.skipif(
    os.name != "posix" or not (BIN / "briefings").exists(), reason="is for an installed package"
)


def commands() -> list[str]:
    scripts = "".join(body for kind, body in FENCE.findall(PAGE) if kind == "sh")
    return [line for line in scripts.splitlines() if not line.startswith(ELSEWHERE)]


def files() -> dict[str, str]:
    """Each block that is a file, by the name that the text before it gives."""
    pieces = re.split(FENCE, PAGE)
    found = {}
    for text, kind, body in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=False):
        if kind in ("yaml", "csv"):
            found[re.findall(r"`([\w-]+\.\w+)`", text)[-1 if kind == "csv" else 0]] = body
    return found


class Walker:
    """Someone in a new folder, whose mail server stands in for that of the page."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.folder.mkdir()
        self.environment = {
            "HOME": str(self.home), "PATH": f"{BIN}:/usr/bin:/bin", "LANG": "C.UTF-8",
            "BRIEFINGS_SMTP_HOST": "localhost", "BRIEFINGS_SMTP_PORT": str(port),
            "BRIEFINGS_SMTP_USER": USER, "BRIEFINGS_SMTP_CA_FILE": str(folder.parent / "ca.pem"),
        }  # fmt: skip

    def run(self, *words: str, code: int = 0) -> str:
        done = subprocess.run(words, cwd=self.folder, env=self.environment, text=True, timeout=300,
                              capture_output=True, check=False)  # fmt: skip
        assert done.returncode == code, (words, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def unit(self) -> list[str]:
        """The command that systemd is told to call."""
        text = (self.home / ".config/systemd/user/briefings.service").read_text("utf-8")
        assert f"WorkingDirectory={self.folder}\n" in text
        return shlex.split(text.partition("ExecStart=")[2].splitlines()[0])


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Mailbox]:
    context, authority = certificate()
    (tmp_path / "ca.pem").write_bytes(authority)
    with mailbox(**with_login(context)) as found:
        yield found


def test_the_walk_leads_where_it_says(tmp_path: Path, post: Mailbox) -> None:
    walker = Walker(tmp_path / "crcs", post.port)
    given = files()
    assert list(given) == ["profile.yaml", "managers.csv", "pack.yaml", "mail.yaml"]
    for name, text in given.items():
        (walker.folder / name).write_text(text, "utf-8")
    for line in commands():
        walker.run("/bin/sh", "-c", line)
        if "smtp-password" in line:
            secret = walker.folder / "smtp-password"
            assert stat.S_IMODE(secret.stat().st_mode) == 0o600
            secret.write_text(f"{PASSWORD}\n", "utf-8")
    sent = [(mail.recipients, list(mail.files)) for mail in post.mails]
    ann, bo = ["profile-merseyside.pdf"], ["profile-essex.pdf"]
    me = ["performance@example.org"]
    assert sent[:2] == [(me, ann), (me, bo)]  # the rehearsal
    assert sent[2:] == [(["ann@example.org"], ann), (["bo@example.org"], bo)]

    with (walker.folder / "managers.csv").open("a", encoding="utf-8") as people:
        people.write("cy@example.org,Cy Young,london\n")
    upcoming = walker.run("briefings", "schedule", "next", "pack.yaml", "--count", "1", "--json")
    when = json.loads(upcoming)["packs"][0]["next"][0]["at"]
    told = walker.run(*walker.unit(), "--now", when)
    assert told.endswith("done: 21 up to date; mail: 1 sent, 2 unchanged\n")
    assert [mail.recipients for mail in post.mails[4:]] == [["cy@example.org"]]

    kept = [path for path in walker.folder.rglob("*") if path.is_file() and path != secret]
    assert len(kept) > 25
    assert [path for path in kept if PASSWORD.encode() in path.read_bytes()] == []
