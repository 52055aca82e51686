"""The account that mails go through: a small YAML file, the environment over it.

The password is never in it, only where it is kept.  What a fault shows of the file is its
place and not its line, in case somebody wrote it there all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal

from attrs import evolve, field, frozen

from briefings.context import Context, Hook
from briefings.errors import Fault, MailError, Place
from briefings.mail.secrets import Keeper
from briefings.structure import MISSING, structure
from briefings.yamlfile import parse, read

__all__ = ["VARIABLES", "Account", "is_loopback", "load"]

PORTS = {"tls": 465, "starttls": 587, "none": 25}
_PREFIX = "BRIEFINGS_SMTP_"


@frozen
class Account:
    """A server, how to speak to it, and how fast."""

    host: str = field(metadata={"doc": "the server's name"})
    port: int = field(default=0, metadata={"doc": "its port; 587, or 465 for `security: tls`"})
    security: Literal["starttls", "tls", "none"] = field(
        default="starttls",
        metadata={"doc": "how the connection is encrypted; `none` only to this machine"},
    )
    force_plain: bool = field(
        default=False,
        metadata={"doc": "allow `security: none` to another machine, where anyone may listen"},
    )
    ca_file: str = field(
        default="", metadata={"doc": "certificates to trust in place of the system's"}
    )
    user: str = field(default="", metadata={"doc": "the name to log in with, if any", "text": True})
    password: Keeper | None = field(
        default=None, metadata={"doc": "where the password is kept: env, file, command or keyring"}
    )
    helo: str = field(default="", metadata={"doc": "the name of this machine, for the greeting"})
    timeout: float = field(
        default=60.0, metadata={"doc": "seconds to wait for each answer of the server"}
    )
    rate_per_minute: int = field(
        default=0, metadata={"doc": "how many mails to send in a minute at most; 0: no limit"}
    )
    stop_after: int = field(
        default=5, metadata={"doc": "stop when so many mails in a row could not be sent"}
    )
    per_connection: int = field(
        default=100, metadata={"doc": "how many mails to send before connecting anew"}
    )
    folder: Path = field(default=Path(), eq=False, metadata={"key": None})

    def __attrs_post_init__(self) -> None:
        if not self.host.strip() or any(c.isspace() or ord(c) < 32 for c in self.host):
            raise ValueError("the host is to be the name of a server")
        if not 0 <= self.port <= 65535:
            raise ValueError(f"there is no port {self.port}")
        if self.timeout <= 0 or self.stop_after < 1 or self.per_connection < 1:
            raise ValueError("timeout, stop_after and per_connection are to be above nothing")
        if self.rate_per_minute < 0:
            raise ValueError("rate_per_minute is to be a number of mails, or 0")
        if bool(self.user) != bool(self.password):
            raise ValueError("a login needs both `user` and `password`")
        if self.security == "none" and not (self.force_plain or is_loopback(self.host)):
            raise ValueError(
                "without encryption anyone on the way can read the mails; use `security:"
                " starttls` or `tls`, or say `force_plain: true`"
            )

    @property
    def at(self) -> int:
        """The port to connect to."""
        return self.port or PORTS[self.security]


def is_loopback(host: str) -> bool:
    """Whether ``host`` is this very machine."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


# Environment variables, each with the key of the file that it stands over.
VARIABLES: Mapping[str, tuple[str, ...]] = {
    f"{_PREFIX}HOST": ("host",),
    f"{_PREFIX}PORT": ("port",),
    f"{_PREFIX}SECURITY": ("security",),
    f"{_PREFIX}FORCE_PLAIN": ("force_plain",),
    f"{_PREFIX}CA_FILE": ("ca_file",),
    f"{_PREFIX}USER": ("user",),
    f"{_PREFIX}PASSWORD": ("password", "env"),
    f"{_PREFIX}PASSWORD_FILE": ("password", "file"),
}


def load(path: Path | None, environ: Mapping[str, str]) -> Account:
    """The account of a file, of the environment, or of the one over the other.

    Raises MailError with every fault, and with no line of the file.
    """
    try:
        file = read(path, MailError) if path else parse("{}", "environment", MailError)
        if not isinstance(file.data, dict):
            raise MailError(Fault("an account is keys with values", "write `host: ...`",
                                  place=Place(file.name)))  # fmt: skip
        data = _under(dict(file.data), environ)
        if not data:
            raise MailError(_nothing())
        account = structure(evolve(file, data=data), Account, error=MailError, hooks=HOOKS)
    except MailError as error:
        raise MailError(_without_lines(error.faults)) from None
    return evolve(account, folder=path.parent if path else Path())


def _nothing() -> Fault:
    what = "no account to send mails through is given"
    remedy = f"name a file with --account, or set {_PREFIX}HOST"
    return Fault(what, remedy)


def _under(data: dict[str, Any], environ: Mapping[str, str]) -> dict[str, Any]:
    """``data`` with what the environment says in place of its own."""
    for variable, (key, *inner) in VARIABLES.items():
        text = environ.get(variable, "")
        if not text:
            continue
        if inner:  # the password itself stays in the environment
            data[key] = {inner[0]: variable if inner[0] == "env" else text}
        elif key == "port":
            data[key] = int(text) if text.isdecimal() else text
        elif key == "force_plain":
            data[key] = text.casefold() in ("1", "true", "yes")
        else:
            data[key] = text
    return data


def _without_lines(faults: Iterable[Fault]) -> list[Fault]:
    return [evolve(f, place=evolve(f.place, excerpt="") if f.place else None) for f in faults]


# -------------------------------------------------------------------------------- hooks


def _keeper(value: Any, context: Context) -> Any:
    """Where the password is; the password itself is refused, and not repeated."""
    if not isinstance(value, dict):
        what = "a password does not belong in a file of settings"
        remedy = "name where it is kept, such as `password: {env: SMTP_PASSWORD}`"
        return context.fault(what, remedy=remedy)
    found = context.structure(value, _Keeper)
    if not isinstance(found, _Keeper):
        return MISSING
    place = evolve(context.file.place(context.at), excerpt="")
    return Keeper(found.env, found.file, found.command, found.keyring, place)


@frozen
class _Keeper(Keeper):
    """As :class:`Keeper`; read as a mapping."""


HOOKS: Mapping[Any, Hook] = {Keeper: _keeper}
