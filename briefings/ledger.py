"""What was run and what was sent: one SQLite file in the output folder.

Each part of the program makes its own tables in it (:func:`ensure`), and changes them only
inside a :func:`transaction`.  Several machines may share the file, so it is kept with a
rollback journal: a write-ahead log needs memory that only one machine has.

A claim in the ledger is worth nothing once its claimant has died.  :func:`presence` shows
that a process lives by a lock that the system lets go when it ends, however it ends, and
that other machines see wherever they see the ledger's own locks.
"""

from __future__ import annotations

import contextlib
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO
from uuid import uuid4

from briefings.errors import Fault, LedgerError, Place

__all__ = [
    "NAME",
    "SCHEMA",
    "connect",
    "ensure",
    "is_present",
    "presence",
    "rehearsal",
    "transaction",
]

NAME = "ledger.sqlite"
SCHEMA = 1  # of the whole file; raise it when a table changes in a way that older code misreads
_MARK = 0x42726966  # "Brif": tells a ledger from any other SQLite file
_PATIENCE = 30  # seconds to wait while another process writes
_PRESENT = ".present"
ABANDONED = 3600  # seconds; a file that young may be about to be locked

# What SQLite says when the file or the disk is the trouble; anything else is a bug.
_TROUBLE = frozenset(
    (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_READONLY,
    )
)


def connect(folder: Path) -> sqlite3.Connection:
    """The ledger of an output folder, made if it is not there.  Raises LedgerError.

    Statements outside a :func:`transaction` take effect at once.  The caller closes it.
    """
    path = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise _refused(path, error) from None
    try:
        _settle(connection, path)
    except BaseException as error:
        connection.close()
        if isinstance(error, sqlite3.Error):
            raise _refused(path, error) from None
        raise
    return connection


def rehearsal(folder: Path) -> sqlite3.Connection:
    """A copy of a folder's ledger in memory, to try on what would change.  Writes nothing.

    Raises LedgerError.  The caller closes it.
    """
    path = folder / NAME
    copy = sqlite3.connect(":memory:", isolation_level=None)
    try:
        if path.exists():
            with closing(sqlite3.connect(path, timeout=_PATIENCE)) as kept:
                kept.backup(copy)
        _settle(copy, path)
    except BaseException as error:
        copy.close()
        if isinstance(error, sqlite3.Error):
            raise _refused(path, error) from None
        raise
    return copy


def _settle(connection: sqlite3.Connection, path: Path) -> None:
    """Choose how the file is kept, and see that it is a ledger this version understands."""
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA journal_mode = TRUNCATE")
    if _pragma(connection, "application_id") != _MARK:
        with transaction(connection):
            _found_a_ledger(connection, path)
    schema = _pragma(connection, "user_version")
    if schema > SCHEMA:
        what = f"the ledger is of schema {schema}, and this version knows up to {SCHEMA}"
        raise LedgerError(Fault(what, "update briefings here", place=Place(str(path))))


def _found_a_ledger(connection: sqlite3.Connection, path: Path) -> None:
    if _pragma(connection, "application_id") == _MARK:
        return  # another process was first
    if connection.execute("SELECT 1 FROM sqlite_schema").fetchone():
        raise LedgerError(_stranger(path))
    connection.execute(f"PRAGMA application_id = {_MARK}")
    connection.execute(f"PRAGMA user_version = {SCHEMA}")


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    (value,) = connection.execute(f"PRAGMA {name}").fetchone()
    return int(value)


def ensure(connection: sqlite3.Connection, statements: Iterable[str]) -> None:
    """Make what is missing: each statement a ``CREATE ... IF NOT EXISTS``."""
    with transaction(connection):
        for statement in statements:
            connection.execute(statement)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All of the statements inside, or none.  No other process writes meanwhile.

    Raises LedgerError if the ledger cannot be written, or stays busy.
    """
    with _told(connection):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextmanager
def _told(connection: sqlite3.Connection) -> Iterator[None]:
    """Trouble with the file is for the user to put right; a wrong statement is a bug."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in _TROUBLE:
            raise
        raise _refused(_file(connection), error) from None


def _file(connection: sqlite3.Connection) -> Path:
    return Path(connection.execute("PRAGMA database_list").fetchone()["file"])


def _stranger(path: Path) -> Fault:
    what = "the file is no ledger of briefings"
    return Fault(what, "move it, or choose another folder with --out", place=Place(str(path)))


def _refused(path: Path, error: Exception) -> LedgerError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    other = "or choose another folder with --out"
    match code:
        case sqlite3.SQLITE_NOTADB:
            return LedgerError(_stranger(path))
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            what = f"another process has kept the ledger busy for {_PATIENCE} seconds"
            remedy = "wait until it ends, and run again"
        case sqlite3.SQLITE_CORRUPT:
            what, remedy = "the ledger is damaged", f"restore it from a copy, {other}"
        case sqlite3.SQLITE_FULL:
            what, remedy = "the disk is full", f"make room, {other}"
        case _:
            what = f"the ledger cannot be used: {getattr(error, 'strerror', None) or error}"
            remedy = f"check the permissions, {other}"
    return LedgerError(Fault(what, remedy, place=Place(str(path))))


# ------------------------------------------------------------------------ who is at work


@contextmanager
def presence(folder: Path) -> Iterator[str]:
    """A name that is present as long as this block runs, and gone when its process is."""
    name = uuid4().hex
    path = _presence_file(folder, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as stream:
        _lock(stream)
        _clear(folder, path)
        try:
            yield name
        finally:
            with contextlib.suppress(OSError):  # Windows keeps what is open
                path.unlink()
    path.unlink(missing_ok=True)


def is_present(folder: Path, name: str) -> bool:
    """Whether the process that :func:`presence` gave ``name`` to is still at work.

    Ask inside a :func:`transaction`: two that ask at once may each take the other for it.
    """
    path = _presence_file(folder, name)
    try:
        with path.open("r+b") as stream:
            _lock(stream)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    path.unlink(missing_ok=True)
    return False


def _clear(folder: Path, mine: Path) -> None:
    """Remove what processes have left that were killed before they claimed anything."""
    now = mine.stat().st_mtime  # by the clock of the disk itself
    for path in mine.parent.iterdir():
        with contextlib.suppress(FileNotFoundError):  # its owner was quicker
            if now - path.stat().st_mtime > ABANDONED:
                is_present(folder, path.name)


def _presence_file(folder: Path, name: str) -> Path:
    return folder / _PRESENT / name


if sys.platform == "win32":
    import msvcrt

    def _lock(stream: IO[bytes]) -> None:
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(stream: IO[bytes]) -> None:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
