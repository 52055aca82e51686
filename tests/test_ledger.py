"""The ledger: whole transactions, one file that only a ledger may be, and who is at work."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from briefings import ledger
from briefings.errors import LedgerError

TABLE = "CREATE TABLE IF NOT EXISTS notes (text TEXT PRIMARY KEY)"


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(ledger.connect(tmp_path)) as opened:
        ledger.ensure(opened, [TABLE])
        yield opened


def notes(connection: sqlite3.Connection) -> list[str]:
    return [row["text"] for row in connection.execute("SELECT text FROM notes")]


def test_a_transaction_that_fails_leaves_nothing(connection: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError), ledger.transaction(connection):
        connection.executemany("INSERT INTO notes VALUES (?)", [("half",), (None,), ("half",)])
    assert notes(connection) == []
    with ledger.transaction(connection):
        connection.execute("INSERT INTO notes VALUES ('whole')")
    assert notes(connection) == ["whole"]


def test_what_is_kept_is_there_for_the_next_process(tmp_path: Path) -> None:
    for text in ("first", "second"):
        with closing(ledger.connect(tmp_path / "new" / "folder")) as opened:
            ledger.ensure(opened, [TABLE])
            with ledger.transaction(opened):
                opened.execute("INSERT INTO notes VALUES (?)", (text,))
    with closing(ledger.connect(tmp_path / "new" / "folder")) as opened:
        assert notes(opened) == ["first", "second"]


def test_no_journal_is_kept_that_only_one_machine_can_read(connection: sqlite3.Connection) -> None:
    assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "truncate"
    assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2


def test_a_statement_that_is_wrong_is_a_bug(connection: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.OperationalError), ledger.transaction(connection):
        connection.execute("INSERT INTO nowhere VALUES (1)")
    with pytest.raises(sqlite3.IntegrityError), ledger.transaction(connection):
        connection.executemany("INSERT INTO notes VALUES (?)", [("same",), ("same",)])


def test_a_ledger_that_stays_busy_is_told(tmp_path: Path, connection: sqlite3.Connection) -> None:
    with closing(ledger.connect(tmp_path)) as other, ledger.transaction(other):
        connection.execute("PRAGMA busy_timeout = 10")
        with pytest.raises(LedgerError) as caught, ledger.transaction(connection):
            pass
    assert "has kept the ledger busy" in str(caught.value)
    assert str(tmp_path / ledger.NAME) in str(caught.value)


def test_a_ledger_of_a_later_version_is_refused(tmp_path: Path) -> None:
    with closing(ledger.connect(tmp_path)) as opened:
        opened.execute(f"PRAGMA user_version = {ledger.SCHEMA + 1}")
    with pytest.raises(LedgerError, match="update briefings here"):
        ledger.connect(tmp_path)


def test_a_file_that_is_no_ledger_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / ledger.NAME
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE theirs (x)")
        other.commit()
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="is no ledger"):
        ledger.connect(tmp_path)
    assert path.read_bytes() == before
    path.write_text("A letter, and no database at all. " * 100, encoding="utf-8")
    with pytest.raises(LedgerError, match="is no ledger"):
        ledger.connect(tmp_path)


def test_a_rehearsal_changes_nothing(tmp_path: Path, connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO notes VALUES ('kept')")
    with closing(ledger.rehearsal(tmp_path)) as copy:
        copy.execute("INSERT INTO notes VALUES ('tried')")
        assert notes(copy) == ["kept", "tried"]
    assert notes(connection) == ["kept"]
    with closing(ledger.rehearsal(tmp_path / "nowhere")) as copy:
        ledger.ensure(copy, [TABLE])
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(LedgerError, match="cannot be used: File exists"):
        ledger.connect(tmp_path / "taken")


# ------------------------------------------------------------------------ who is at work

HOLD = """\
import sys, time
from pathlib import Path
from briefings.ledger import presence
with presence(Path(sys.argv[1])) as name:
    print(name, flush=True)
    sys.stdin.read()
"""


def test_one_is_present_as_long_as_it_works(tmp_path: Path) -> None:
    with ledger.presence(tmp_path) as name:
        assert ledger.is_present(tmp_path, name)
        assert ledger.is_present(tmp_path, name), "asking does not end it"
    assert not ledger.is_present(tmp_path, name)
    assert not ledger.is_present(tmp_path, "nobody")


@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX systems do")
def test_a_killed_process_is_not_present(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        name = process.stdout.readline().strip()
        assert ledger.is_present(tmp_path, name)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert not ledger.is_present(tmp_path, name)
    assert list((tmp_path / ".present").iterdir()) == []


def test_what_killed_processes_left_is_cleared_away(tmp_path: Path) -> None:
    folder = tmp_path / ".present"
    with ledger.presence(tmp_path) as first:
        (folder / "old").touch()
        (folder / "new").touch()
        for name in ("old", first):
            os.utime(folder / name, (0, 0))
        with ledger.presence(tmp_path) as second:
            assert {path.name for path in folder.iterdir()} == {first, "new", second}
