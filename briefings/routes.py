"""Routes: the ``mail:`` part of a pack, which says what is sent to whom.

The classes are the format, and :mod:`briefings.routehooks` reads what is short in it.  Lists of
recipients that stand in other files are read later (:mod:`briefings.mail.recipients`), when the
pack's folder is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from attrs import field, frozen

from briefings.addresses import Address
from briefings.errors import Place
from briefings.yamlfile import Steps, YamlFile

__all__ = ["FORMATS", "Addressee", "Attach", "Bytes", "Domain", "Entry", "Mail", "RecipientList"]
__all__ += ["Route"]

FORMATS = ("docx", "pdf", "html")


@frozen
class Bytes:
    """A size, written ``10 MB`` or ``500 kB``."""

    number: int


@frozen
class Domain:
    """The part of an address after its @, in the letters of DNS."""

    name: str


@frozen
class Entry:
    """One recipient of a list, with the columns that texts and attachments may ask for."""

    address: Address
    columns: Mapping[str, str] = field(factory=dict)
    place: Place | None = field(default=None, eq=False)


@frozen
class Addressee:
    """What stands in ``to``, ``cc`` or ``bcc``: an address, or the name of a list."""

    address: Address | None = None
    list: str = ""
    place: Place | None = field(default=None, eq=False)
    where: str = field(default="", eq=False)


@frozen
class RecipientList:
    """Recipients in place, or in a CSV file with one in a row."""

    entries: tuple[Entry, ...] = ()
    csv: str = field(default="", metadata={"doc": "a CSV file with a header, beside the pack"})
    address: str = field(default="address", metadata={"doc": "its column of addresses"})
    name: str = field(default="name", metadata={"doc": "its column of names, if it has one"})
    place: Place | None = field(default=None, eq=False, metadata={"key": None})


@frozen
class Attach:
    """Which of the files that were built go to a recipient."""

    briefings: tuple[str, ...] = field(
        default=(), metadata={"doc": "names of briefings; all of the pack by default", "one": True}
    )
    formats: tuple[Literal["docx", "pdf", "html"], ...] = field(
        default=("pdf",), metadata={"doc": "in these formats", "one": True}
    )
    own: str = field(
        default="",
        metadata={"doc": "only those built for the recipient: a column of the recipients that is "
                         "the id of the briefing's provider (`provider`) or its variable of that "
                         "name"},
    )  # fmt: skip


@frozen
class Route:
    """One kind of mail: to whom, with what words and files, and when it is held back."""

    route: str = field(metadata={"doc": "name of the route: lower-case words and hyphens"})
    to: tuple[Addressee, ...] = field(
        metadata={"doc": "addresses, and names of lists", "one": True}
    )
    subject: str = field(metadata={"doc": "the subject; {{ recipient.name }} and the like"})
    body: str = field(metadata={"doc": "the text, in Markdown; {{ title }} and the like"})
    cc: tuple[Addressee, ...] = field(
        default=(), metadata={"doc": "who gets a copy of every mail, and is named", "one": True}
    )
    bcc: tuple[Addressee, ...] = field(
        default=(), metadata={"doc": "who gets a copy of every mail, unnamed", "one": True}
    )
    each: Literal["recipient", "all"] = field(
        default="recipient", metadata={"doc": "a mail to each recipient, or one mail to all"}
    )
    attach: tuple[Attach, ...] = field(
        default=(), metadata={"doc": "the files to attach", "one": True}
    )
    summary: bool = field(
        default=False,
        metadata={"doc": "the key points of what is attached, under the text; {{ summary }} "
                         "puts them elsewhere in it"},
    )  # fmt: skip
    send_if: Literal["changed", "always", "any-rating-changed"] = field(
        default="changed",
        metadata={"doc": "hold a mail back unless it tells its recipient something new"},
    )
    size_limit: Bytes = field(
        default=Bytes(10_000_000), metadata={"doc": "how large a mail may be as it is sent"}
    )
    oversize: tuple[Literal["zip", "split", "link"], ...] = field(
        default=("zip", "split", "link"),
        metadata={"doc": "what may be done about a mail that is larger, tried in this order: one "
                         "ZIP file, several numbered mails, a link", "one": True},
    )  # fmt: skip
    sender: Address | None = field(
        default=None, metadata={"key": "from", "doc": "in place of the pack's own `from`"}
    )
    reply_to: Address | None = field(
        default=None, metadata={"doc": "in place of the pack's own `reply_to`"}
    )


@frozen
class Mail:
    """How what a pack builds is sent."""

    sender: Address = field(metadata={"key": "from", "doc": "the address that mails come from"})
    routes: tuple[Route, ...] = field(metadata={"doc": "the kinds of mail"})
    reply_to: Address | None = field(default=None, metadata={"doc": "where answers go"})
    recipients: Mapping[str, RecipientList] = field(
        factory=dict, metadata={"doc": "lists of recipients, by name"}
    )
    groups: str = field(
        default="", metadata={"doc": "a file of more lists, shared by packs, beside the pack"}
    )
    allow_domains: tuple[Domain, ...] = field(
        default=(), metadata={"doc": "the only domains that may be sent to", "one": True}
    )
    link_base: str = field(
        default="",
        metadata={"doc": "the web address of the output folder, for links to files that are too "
                         "large to attach"},
    )  # fmt: skip
    file: YamlFile | None = field(default=None, eq=False, repr=False, metadata={"key": None})
    at: Steps = field(default=("mail",), eq=False, metadata={"key": None})

    def place(self, *steps: str | int) -> Place | None:
        """Where the value ``steps`` below the mail part stands in the pack."""
        return self.file.place((*self.at, *steps)) if self.file else None
