"""Routes and lists of recipients: how they are written, and every fault of them at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefings.addresses import parse
from briefings.errors import MailError, SpecError
from briefings.mail.recipients import audiences, rehearsing
from tests.mail.desk import read_mail

ROUTE = """\
  routes:
    - route: one
      to: {to}
      subject: s
      body: b
"""


def mail(lists: str, to: str = "people", more: str = "") -> str:
    return f"mail:\n  from: team@example.org\n{more}  recipients:\n{lists}" + ROUTE.replace(
        "{to}", to
    )


def to(text: str, folder: Path) -> list[tuple[str, dict[str, str]]]:
    found = audiences(read_mail(text), folder)["one"].to
    return [(r.address.spec, dict(r.columns)) for r in found]


def test_a_list_may_stand_in_the_pack_in_a_file_or_in_a_file_of_groups(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(
        '\ufeffE-mail;Full name;provider\r\nann@example.org;"Smith; Ann";north\r\n\r\n'
        "bob@example.org\r\n",
        "utf-8",
    )
    (tmp_path / "groups.yaml").write_text(
        "board: [cyd@example.org, {address: dee@example.org, name: Dee, provider: 12}]\n", "utf-8"
    )
    text = mail(
        "    people: {csv: people.csv, address: E-mail, name: Full name}\n"
        "    others: Eve <eve@example.org>\n",
        "[people, others, board, Fay <fay@example.org>]",
        "  groups: groups.yaml\n",
    )
    assert to(text, tmp_path) == [
        ("ann@example.org", {"E-mail": "ann@example.org", "Full name": "Smith; Ann",
                             "provider": "north", "name": "Smith; Ann",
                             "address": "ann@example.org"}),
        ("bob@example.org", {"E-mail": "bob@example.org", "Full name": "", "provider": "",
                             "name": "", "address": "bob@example.org"}),
        ("eve@example.org", {"name": "Eve", "address": "eve@example.org"}),
        ("cyd@example.org", {"name": "", "address": "cyd@example.org"}),
        ("dee@example.org", {"name": "Dee", "provider": "12", "address": "dee@example.org"}),
        ("fay@example.org", {"name": "Fay", "address": "fay@example.org"}),
    ]  # fmt: skip


def test_every_fault_of_every_list_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "address,name\nann@example,Ann\nbob@example.org,Bob\n,Cyd\ndee@example.org,D,x\n"
        'eve@example.org,"E\nve"\n',
        "utf-8",
    )
    (tmp_path / "b.csv").write_text("email,name\nx@example.org,X\n", "utf-8")
    text = mail("    a: {csv: a.csv}\n    b: {csv: b.csv}\n    c: {csv: c.csv}\n", "[a, b, c]")
    with pytest.raises(MailError) as caught:
        audiences(read_mail(text), tmp_path)
    told = [fault.headline().removeprefix(f"{tmp_path}/") for fault in caught.value.faults]
    assert told == [
        "a.csv:2: 'example' is no domain; write it as example.org",
        "a.csv:4: no address is given; write it as ann@example.org",
        "a.csv:5: the row has 3 cells, and the header 2; put quotes round text that holds a comma",
        "a.csv:7: the column 'name' holds the character U+000A; remove it: a cell is one line of"
        " plain text",
        "b.csv:1: there is no column 'address'; write `address: email` in the pack",
        f"pack.yaml:6:8: there is no file '{tmp_path}/c.csv'; put it beside the pack",
    ]


def test_a_row_that_gives_no_recipient_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("address,name\nann@@example.org,Ann\nbob@example.org,Bob\n")
    text = mail("    a: {csv: a.csv}\n", "a")
    found = audiences(read_mail(text), tmp_path)["one"]
    assert [one.address.spec for one in found.to] == ["bob@example.org"]
    assert [fault.place and fault.place.line for fault in found.wrong] == [2]
    for whole in (text + "      each: all\n", text + "      bcc: a\n"):
        with pytest.raises(MailError, match="cannot stand before"):
            audiences(read_mail(whole), tmp_path)


def test_no_address_outside_the_allowed_domains_gets_a_mail(tmp_path: Path) -> None:
    text = (
        mail(
            "    people: [ann@example.org, bob@elsewhere.org, cyd@sub.example.org]\n",
            more="  allow_domains: ['@example.org']\n",
        )
        + "      bcc: x@evil.example\n"
    )
    with pytest.raises(MailError) as caught:
        audiences(read_mail(text), tmp_path)
    assert [fault.what for fault in caught.value.faults] == [
        f"{address!r} is outside the allowed domains"
        for address in ("bob@elsewhere.org", "cyd@sub.example.org", "x@evil.example")
    ]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (("to: people", "to: peopel"), "no list is called 'peopel'; did you mean 'people'?"),
        (("to: people", "to: []"), "is empty"),
        (("body: b", "body: ' '"), "is empty"),
        (("body: b", ""), "the key 'body' is missing"),
        (("route: one", "route: One"), "'One' cannot name a route"),
        (("subject: s", "subject: s\n      size_limit: 10 MiB"), "is no size"),
        (("subject: s", "subject: s\n      send_if: often"), "unknown send_if 'often'"),
        (("subject: s", "subject: s\n      each: all\n      attach: {own: provider}"),
         "one mail to all cannot attach"),
        (("subject: s", "subject: s\n      attach: [odt]"), "unknown format 'odt'"),
        (("subject: s", "subject: s\n      attach: {formats: odt}"), "unknown formats 'odt'"),
        (("from: team@example.org", "from: team"), "'team' is no address"),
        (("from: team@example.org", "from: a@b.org\n  link_base: intranet"), "is no web address"),
        (("from: team@example.org", "from: a@b.org\n  allow_domains: x"), "'x' is no domain"),
        (("ann@example.org", "{name: Ann}"), "the key 'address' is missing"),
        (("ann@example.org", "{address: ann@example.org, team: [x]}"), "must be text"),
    ],
)  # fmt: skip
def test_faults_of_a_route_are_told_with_their_place(change: tuple[str, str], what: str) -> None:
    text = mail("    people: [ann@example.org]\n").replace(*change)
    with pytest.raises(SpecError) as caught:
        read_mail(text)
    assert what in caught.value.render()
    assert all(fault.place and fault.place.line for fault in caught.value.faults)


def test_two_routes_cannot_share_a_name() -> None:
    text = mail("    people: [ann@example.org]\n")
    route = text[text.index("    - route") :]
    with pytest.raises(SpecError, match="names two routes"):
        read_mail(text + route)


def test_a_rehearsal_stays_within_the_allowed_domains() -> None:
    narrow = read_mail(
        mail("    people: [ann@example.org]\n", more="  allow_domains: example.org\n")
    )
    assert rehearsing(narrow, parse("me@example.org")) == parse("me@example.org")
    with pytest.raises(MailError, match="is outside the allowed domains"):
        rehearsing(narrow, parse("me@example.com"))
    open_ = read_mail(mail("    people: [ann@example.org]\n"))
    assert rehearsing(open_, parse("me@example.com")) == parse("me@example.com")
