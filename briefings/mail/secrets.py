"""The password of a mail account: from where it is kept, and never anywhere else.

A :class:`Secret` does not print, and takes itself out of whatever a server may repeat.
"""

from __future__ import annotations

import subprocess
from base64 import b64encode
from collections.abc import Callable, Mapping
from pathlib import Path

from attrs import field, frozen

from briefings.errors import Fault, MailError, Place

__all__ = ["Keeper", "Secret", "fetch"]

_PATIENCE = 60  # seconds for a command that gives the password
_HIDDEN = "[secret]"


@frozen(repr=False)
class Secret:
    """A password.  Its text is only for the login."""

    text: str

    def __repr__(self) -> str:
        return f"Secret({_HIDDEN})"

    __str__ = __repr__

    def scrub(self, words: str, user: str = "") -> str:
        """``words`` without the password, plain or as a login sends it."""
        if not self.text:
            return words
        plain = self.text.encode("utf-8")
        login = f"\0{user}\0".encode() + plain
        sent = (b64encode(login).decode(), b64encode(plain).decode(), self.text)
        for text in sent:
            words = words.replace(text, _HIDDEN)
        return words


@frozen
class Keeper:
    """Where a password is kept: exactly one of these is given."""

    env: str = field(default="", metadata={"doc": "an environment variable that holds it"})
    file: str = field(default="", metadata={"doc": "a file that holds it and nothing else"})
    command: tuple[str, ...] = field(
        default=(), metadata={"doc": "a command that prints it, as a list of words"}
    )
    keyring: str = field(
        default="", metadata={"doc": "a service of the system's keyring, under the account's user"}
    )
    place: Place | None = field(default=None, eq=False, metadata={"key": None})

    def __attrs_post_init__(self) -> None:
        given = [name for name in ("env", "file", "command", "keyring") if getattr(self, name)]
        if len(given) != 1:
            raise ValueError("name one of env, file, command and keyring, and only one")


def fetch(keeper: Keeper, user: str, environ: Mapping[str, str], folder: Path) -> Secret:
    """The password; a file is relative to ``folder``.  Raises MailError, which never shows it."""
    if keeper.env:
        text = _from_environment(keeper, environ)
    elif keeper.file:
        text = _from_file(keeper, folder)
    elif keeper.command:
        text = _from_command(keeper)
    else:
        text = _from_keyring(keeper, user)
    text = text.rstrip("\r\n")
    if not text:
        raise _error(keeper, "the password is empty", "put it where the account says it is")
    return Secret(text)


def _error(keeper: Keeper, what: str, remedy: str) -> MailError:
    return MailError(Fault(what, remedy, where="password", place=keeper.place))


def _from_environment(keeper: Keeper, environ: Mapping[str, str]) -> str:
    if keeper.env not in environ:
        what = f"the environment variable {keeper.env} is not set"
        raise _error(keeper, what, "set it to the password")
    return environ[keeper.env]


def _from_file(keeper: Keeper, folder: Path) -> str:
    path = folder / Path(keeper.file).expanduser()
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        what = f"the file {str(path)!r} with the password cannot be read: {reason}"
        raise _error(keeper, what, "check the path and its permissions") from None


def _from_command(keeper: Keeper) -> str:
    remedy = "try it by hand: it is to print the password and nothing else"
    try:
        done = subprocess.run(
            keeper.command, capture_output=True, timeout=_PATIENCE, check=False, encoding="utf-8"
        )
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or f"no answer in {_PATIENCE} seconds"
        what = f"the command {keeper.command[0]!r} for the password did not run: {reason}"
        raise _error(keeper, what, remedy) from None
    if done.returncode:
        what = f"the command {keeper.command[0]!r} for the password ended with {done.returncode}"
        raise _error(keeper, what, remedy)
    return done.stdout


def _from_keyring(keeper: Keeper, user: str) -> str:
    try:
        import keyring
    except ImportError:
        what = "the library that reads the system's keyring is not installed"
        raise _error(keeper, what, 'run `pip install "briefings[keyring]"`') from None
    get: Callable[[str, str], str | None] = keyring.get_password
    try:
        found = get(keeper.keyring, user)
    except keyring.errors.KeyringError:
        what = "the system's keyring cannot be read"
        raise _error(keeper, what, "unlock it, or keep the password elsewhere") from None
    if found is None:
        what = f"the keyring has no password of {user!r} for {keeper.keyring!r}"
        raise _error(keeper, what, f"run `keyring set {keeper.keyring} {user}`")
    return found
