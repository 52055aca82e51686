"""How a mail is brought under the size limit of its route.

In this order, as far as the route allows: all files in one ZIP file, several numbered mails,
a link to where the files are.  A mail that fits none of these ways is not sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from attrs import evolve, field, frozen

from briefings.errors import Fault, MailError
from briefings.mail import messages
from briefings.mail.bodies import escaped
from briefings.mail.enclosures import Bound, Enclosure, as_files, as_zip
from briefings.mail.messages import Letter
from briefings.routes import Route

__all__ = ["Fitted", "fit"]

_MANY = 99  # parts that the size of a numbered subject is reckoned with
_KEY = "0" * 64  # as long as any


@frozen
class Fitted:
    """The mails that one became, each with its attachments; or the files that it links to."""

    parts: tuple[tuple[Letter, tuple[Enclosure, ...]], ...]
    linked: list[Bound] = field(factory=list)


def fit(
    letter: Letter, files: Sequence[Bound], route: Route, link_base: str, folder: Path, name: str
) -> Fitted:
    """``letter`` with ``files`` under the route's limit.  Raises MailError if nothing helps."""
    limit = route.size_limit.number
    whole = as_files(files)
    if _size(letter, whole, folder) <= limit:
        return Fitted(((letter, whole),))
    if "zip" in route.oversize and files:
        packed = (as_zip(files, name),)
        if _size(letter, packed, folder) <= limit:
            return Fitted(((letter, packed),))
    if "split" in route.oversize and len(files) > 1:
        bins = _split(letter, files, limit, folder, zipping="zip" in route.oversize)
        if bins:
            many = len(bins)
            return Fitted(tuple((_part(letter, n, many), b) for n, b in enumerate(bins, start=1)))
    if "link" in route.oversize and link_base and files:
        linked = evolve(letter, markdown=letter.markdown.rstrip() + _links(files, link_base))
        if _size(linked, (), folder) <= limit:
            return Fitted(((linked, ()),), list(files))
    raise MailError(_too_large(letter, whole, route, link_base, folder))


def _size(letter: Letter, enclosures: Sequence[Enclosure], folder: Path) -> int:
    return messages.size(messages.written(letter, enclosures, _KEY), folder)


def _split(
    letter: Letter, files: Sequence[Bound], limit: int, folder: Path, *, zipping: bool
) -> list[tuple[Enclosure, ...]]:
    """The files in as few mails as keep their order; nothing if one of them is too large alone."""
    measured = _part(letter, _MANY, _MANY)
    bins: list[tuple[Enclosure, ...]] = []
    for file, enclosure in zip(files, as_files(files), strict=True):
        if bins and _size(measured, (*bins[-1], enclosure), folder) <= limit:
            bins[-1] = (*bins[-1], enclosure)
            continue
        alone: tuple[Enclosure, ...] = (enclosure,)
        if _size(measured, alone, folder) > limit and zipping:
            alone = (as_zip([file], Path(file.name).stem),)
        if _size(measured, alone, folder) > limit:
            return []
        bins.append(alone)
    return bins if len(bins) <= _MANY else []


def _part(letter: Letter, number: int, many: int) -> Letter:
    return evolve(letter, subject=f"{letter.subject} ({number} of {many})")


def _links(files: Sequence[Bound], base: str) -> str:
    root = base.rstrip("/")
    lines = [f"- [{escaped(f.name)}]({root}/{quote(f.path)}) ({_said(f.size)})" for f in files]
    return "\n\nToo large for a mail, and to be had here:\n\n" + "\n".join(lines) + "\n"


def _said(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{max(1, round(size / 1000))} kB"


def _too_large(
    letter: Letter, whole: Sequence[Enclosure], route: Route, link_base: str, folder: Path
) -> Fault:
    size = _said(_size(letter, whole, folder))
    limit = _said(route.size_limit.number)
    what = f"the mail has {size}, and the route {route.route!r} allows {limit}"
    if "link" in route.oversize and not link_base:
        return Fault(what, "give `link_base`, so that a link can stand for the files")
    return Fault(what, "attach less, or raise `size_limit`")
