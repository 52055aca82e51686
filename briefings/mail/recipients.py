"""Who is written to: the lists of a pack, its CSV files and its file of groups.

Every address is looked at before anything is sent, and every fault is told at once.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from attrs import evolve, field, frozen

from briefings.addresses import Address, AddressFault, parse, unprintable
from briefings.errors import BriefingError, Fault, MailError, Place, nearest
from briefings.routehooks import HOOKS
from briefings.routes import Addressee, Mail, RecipientList, Route
from briefings.structure import structure
from briefings.textfile import TextFile, read_text
from briefings.yamlfile import read as read_yaml

__all__ = ["Audience", "Recipient", "audiences", "rehearsing"]


@frozen
class Recipient:
    """One who is written to, with the columns that texts and attachments may ask for."""

    address: Address
    columns: Mapping[str, str] = field(factory=dict)
    place: Place | None = field(default=None, eq=False)


@frozen
class Audience:
    """Everyone whom a route writes to."""

    to: tuple[Recipient, ...]
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    wrong: tuple[Fault, ...] = ()  # one for each row of a file that gives no recipient


@frozen
class _List:
    """The recipients of a list, and the rows that give none."""

    recipients: Sequence[Recipient] = ()
    wrong: tuple[Fault, ...] = ()


def audiences(mail: Mail, folder: Path) -> Mapping[str, Audience]:
    """The audience of each route, by its name; ``folder`` is the pack's.

    Where each recipient gets a mail, a row that gives none stops no other's.  Raises MailError
    with every other fault of every list.
    """
    faults: list[Fault] = []
    lists = _lists(mail, folder, faults)
    found = {route.route: _audience(route, lists, faults) for route in mail.routes}
    if mail.allow_domains:
        faults += _outside(mail, found.values())
    if faults:
        rows = [fault for audience in found.values() for fault in audience.wrong]
        raise MailError(tuple(dict.fromkeys([*rows, *faults])))
    return found


def _audience(route: Route, lists: Mapping[str, _List], faults: list[Fault]) -> Audience:
    to = tuple(_members(route.to, lists, faults))
    cc = _mailboxes(_members(route.cc, lists, faults))
    bcc = _mailboxes(_members(route.bcc, lists, faults))
    wrong = _wrong(route.to, lists)
    faults += _wrong((*route.cc, *route.bcc), lists)
    if route.each == "all":  # a mail that names all names none too few
        faults += wrong
    return Audience(to, cc, tuple(address for address in bcc if address not in cc), wrong)


def _wrong(named: Iterable[Addressee], lists: Mapping[str, _List]) -> tuple[Fault, ...]:
    return tuple(fault for one in named if one.list in lists for fault in lists[one.list].wrong)


def _mailboxes(members: Iterable[Recipient]) -> tuple[Address, ...]:
    return tuple({member.address.key: member.address for member in members}.values())


def _members(
    named: Iterable[Addressee], lists: Mapping[str, _List], faults: list[Fault]
) -> Iterator[Recipient]:
    for one in named:
        if one.address is not None:
            columns = {"name": one.address.name, "address": one.address.spec}
            yield Recipient(one.address, columns, one.place)
        elif one.list in lists:
            yield from lists[one.list].recipients
        else:
            near = nearest(one.list, tuple(lists), count=1)
            remedy = f"did you mean {near[0]!r}?" if near else "name a list, or write an address"
            what = f"no list is called {one.list!r}"
            faults.append(Fault(what, remedy, place=one.place, allowed=tuple(lists)))


def _lists(mail: Mail, folder: Path, faults: list[Fault]) -> Mapping[str, _List]:
    given = {**_groups(mail, folder, faults), **mail.recipients}
    found: dict[str, _List] = {}
    for name, one in given.items():
        try:
            found[name] = _in_file(one, folder) if one.csv else _List(_in_place(one))
        except MailError as error:
            faults += error.faults
            found[name] = _List()
    return found


def _groups(mail: Mail, folder: Path, faults: list[Fault]) -> Mapping[str, RecipientList]:
    """The lists of the file of groups; the paths in it are relative to the pack, too."""
    if not mail.groups:
        return {}
    try:
        file = read_yaml(folder / mail.groups, MailError)
        return structure(file, Mapping[str, RecipientList], error=MailError, hooks=HOOKS)  # type: ignore[type-abstract]
    except BriefingError as error:
        faults += error.faults
        return {}


def _in_place(one: RecipientList) -> list[Recipient]:
    return [
        Recipient(e.address, {**e.columns, "address": e.address.spec}, e.place) for e in one.entries
    ]


# ---------------------------------------------------------------------------- CSV files


def _in_file(one: RecipientList, folder: Path) -> _List:
    """The rows of a CSV file with a header.  Raises MailError for faults of the whole."""
    path = folder / one.csv
    if one.place and not path.is_file():
        what, remedy = f"there is no file {str(path)!r}", "put it beside the pack"
        raise MailError(Fault(what, remedy, place=one.place))
    file = read_text(path, MailError)
    header, *rows = _rows(file) or [(1, [])]
    columns = [column.strip() for column in header[1]]
    if faults := _columns(file, one, columns):
        raise MailError(faults)
    found, wrong = [], list[Fault]()
    for line, cells in rows:
        recipient = _row(file, line, columns, cells, one, wrong)
        if recipient is not None:
            found.append(recipient)
    if not found and not wrong:
        what, remedy = "no recipient is in the file", "write one in a row"
        raise MailError(Fault(what, remedy, place=file.place(1)))
    return _List(found, tuple(wrong))


def _rows(file: TextFile) -> list[tuple[int, list[str]]]:
    """Each row that is not blank, with its line."""
    lines = file.text.splitlines(keepends=True)
    first = lines[0] if lines else ""
    delimiter = ";" if ";" in first and "," not in first else ","  # as spreadsheets write it
    reader = csv.reader(lines, delimiter=delimiter)
    return [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]


def _columns(file: TextFile, one: RecipientList, columns: list[str]) -> list[Fault]:
    place = file.place(1)
    if one.address not in columns:
        near = nearest(one.address, columns, count=1)
        likely = next((c for c in columns if c.casefold() in ("email", "e-mail", "mail")), "")
        name = near[0] if near else likely
        remedy = f"write `address: {name}` in the pack" if name else "give the file a header"
        what = f"there is no column {one.address!r}"
        return [Fault(what, remedy, place=place, allowed=tuple(columns))]
    twice = sorted({column for column in columns if columns.count(column) > 1})
    return [Fault(f"two columns are called {t!r}", "rename one", place=place) for t in twice]


def _row(
    file: TextFile,
    line: int,
    columns: list[str],
    cells: list[str],
    one: RecipientList,
    faults: list[Fault],
) -> Recipient | None:
    place = file.place(line)
    if len(cells) > len(columns):
        what = f"the row has {len(cells)} cells, and the header {len(columns)}"
        faults.append(Fault(what, "put quotes round text that holds a comma", place=place))
        return None
    cells = [cell.strip() for cell in cells] + [""] * (len(columns) - len(cells))
    values = dict(zip(columns, cells, strict=True))
    for column, text in values.items():
        if column != one.address and (found := unprintable(text)):
            what = f"the column {column!r} holds the character U+{ord(found):04X}"
            faults.append(Fault(what, "remove it: a cell is one line of plain text", place=place))
            return None
    try:
        address = parse(values[one.address])
    except AddressFault as fault:
        faults.append(Fault(fault.what, fault.remedy, place=place))
        return None
    name = values.get(one.name, "") or address.name
    address = evolve(address, name=name)
    return Recipient(address, {**values, "name": name, "address": address.spec}, place)


# ---------------------------------------------------------------------- allowed domains


def rehearsing(mail: Mail, address: Address) -> Address:
    """The address of a rehearsal: it gets what everyone would.  Raises MailError."""
    allowed = tuple(domain.name for domain in mail.allow_domains)
    if allowed and address.domain not in allowed:
        what = f"{address.spec!r} is outside the allowed domains"
        remedy = "rehearse within them: it gets what everyone would"
        raise MailError(Fault(what, remedy, place=mail.place("allow_domains"), allowed=allowed))
    return address


def _outside(mail: Mail, audiences: Iterable[Audience]) -> list[Fault]:
    """Every address that the pack's ``allow_domains`` do not take in."""
    allowed = tuple(domain.name for domain in mail.allow_domains)
    named: dict[str, tuple[Address, Place | None]] = {}
    for audience in audiences:
        for one in audience.to:
            named.setdefault(one.address.key, (one.address, one.place))
        for address in (*audience.cc, *audience.bcc):
            named.setdefault(address.key, (address, mail.place("routes")))
    remedy = "take it out, or allow its domain in `allow_domains`"
    return [
        Fault(f"{a.spec!r} is outside the allowed domains", remedy, place=place, allowed=allowed)
        for a, place in named.values()
        if a.domain not in allowed
    ]
