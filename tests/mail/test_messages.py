"""The bytes of a mail: headers that nothing gets into, names in any script, the same each time."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.addresses import Address, AddressFault, parse
from briefings.errors import MailError
from briefings.mail import bodies, messages
from briefings.mail.enclosures import Bound, as_files
from briefings.mail.messages import Letter
from briefings.textfaults import TextError
from tests.mail.desk import THREE, Desk, desk, read_mail
from tests.mail.servers import Kept

AT = datetime(2026, 12, 1, 7, tzinfo=UTC)
TEAM, ANN = parse("Team <team@example.org>"), parse("ann@example.org")
KEY = "ab" * 32


def kept(**given_: object) -> Kept:
    """A mail with nothing attached, as a reader sees it."""
    known: dict[str, object] = {"sender": TEAM, "to": (ANN,), "subject": "Hello", "markdown": "Hi.",
                                "date": AT}  # fmt: skip
    letter = Letter(**(known | given_))  # type: ignore[arg-type]
    return Kept("", [], messages.content(messages.written(letter, (), KEY), Path()))


names = st.text(
    st.characters(
        exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf", "Cn"), exclude_characters="<>@\\"
    ),
    max_size=60,
).map(lambda text: " ".join(text.split()))


@given(names)
def test_any_name_comes_out_as_it_was_and_adds_no_address(name: str) -> None:
    mail = kept(to=(Address("ann", "example.org", name), Address("bob", "example.org")))
    found = mail.message["To"].addresses
    assert [a.addr_spec for a in found] == ["ann@example.org", "bob@example.org"]
    # between two words in code a reader may see a space that was not there
    assert found[0].display_name.replace(" ", "") == name.replace(" ", "").strip('"')


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=300))
def test_any_subject_comes_out_as_it_was(subject: str) -> None:
    subject = " ".join(subject.split())
    mail = kept(subject=subject)
    assert str(mail.message["Subject"]) == subject
    assert all(len(line) <= 78 for line in mail.data.split(b"\r\n\r\n")[0].split(b"\r\n"))
    assert mail.data.isascii()


@pytest.mark.parametrize("text", ["ann@example.org\nBcc: x@example.org", "a\rb@example.org",
                                  "Ann\u2028 <ann@example.org>", "Ann\u202e <ann@example.org>",
                                  "ann@example.org\0"])  # fmt: skip
def test_an_address_that_could_end_a_line_is_refused(text: str) -> None:
    with pytest.raises(AddressFault, match="must not hold the character"):
        parse(text)


@pytest.mark.parametrize("text", ["", "ann", "@example.org", "ann@", "ann@example",
                                  "a b@example.org", "ann@exa mple.org", ".ann@example.org",
                                  "ann..b@example.org",
                                  "ann@-example.org", "<ann@example.org", "ann@example..org",
                                  "x@y.org, z@y.org", "x@y.org <z@y.org>", "ann@[127.0.0.1]",
                                  "a" * 65 + "@example.org", 'a"b@example.org',
                                  "ann@" + "a" * 64 + ".org", "ann@example.org>"])  # fmt: skip
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(AddressFault):
        parse(text)


def test_addresses_are_read_as_people_write_them() -> None:
    found = parse('  "O\'Neil, Ann \\"AO\\"" <Ann.Smith+x@Exämple.ORG>')
    assert (found.name, found.spec) == ('O\'Neil, Ann "AO"', "Ann.Smith+x@xn--exmple-cua.org")
    assert not found.international
    assert parse("ünal@example.org").international
    assert parse("Ann@example.org").key == parse("ann@EXAMPLE.org").key


@pytest.mark.parametrize("value", ["Hi\nBcc: evil@example.org", "Hi\r\nX: y", "a\u2029b"])
def test_a_subject_that_could_end_a_line_goes_nowhere(tmp_path: Path, value: str) -> None:
    with desk(tmp_path) as at:
        at.build("north.pdf", title=value)
        plan = at.plan()
        assert plan.messages == ()
        assert plan.skipped[0].reason.startswith("the subject holds the character U+")


@given(names.filter(bool))
def test_any_name_of_a_file_comes_out_as_it_was(name: str) -> None:
    data = with_file(f"{name}.pdf")
    assert list(Kept("", [], data).files) == [f"{name}.pdf"]


def with_file(name: str) -> bytes:
    bound = Bound("x", "0" * 64, 3, name, "pdf")
    letter = Letter(TEAM, (ANN,), "Hello", "Hi.", AT)
    recipe = messages.written(letter, as_files([bound]), KEY)
    assert messages.unpacked(messages.packed(recipe)) == recipe
    return b"".join(p if isinstance(p, bytes) else b"AAAA\r\n" for p in recipe)


@pytest.mark.parametrize(
    "name", ["north.pdf", "Überblick – ganz Öffentlich.pdf", "x" * 120 + ".pdf", 'a "b"; c=d.pdf',
             "報告書.pdf", "ligne é" * 30 + ".pdf"],
)  # fmt: skip
def test_any_file_name_comes_out_as_it_was(name: str) -> None:
    data = with_file(name)
    assert list(Kept("", [], data).files) == [name]
    assert data.isascii()
    assert all(len(line) <= 998 for line in data.split(b"\r\n"))


def test_every_line_ends_as_a_mail_wants_it_and_nothing_is_left_to_the_clock(at: Desk) -> None:
    (message, *_) = at.plan().messages
    data = messages.content(message.recipe, at.folder)
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data)
    assert data.endswith(b"\r\n")
    mail = Kept("", [], data).message
    assert mail["Date"] == "Tue, 01 Dec 2026 07:00:00 +0000"
    assert mail["Message-ID"] == message.message_id
    assert mail["Auto-Submitted"] == "auto-generated"
    assert messages.content(messages.unpacked(messages.packed(message.recipe)), at.folder) == data


def test_a_mail_that_does_not_come_out_the_same_is_not_sent(at: Desk) -> None:
    (message, *_) = at.plan().messages
    with pytest.raises(MailError, match="does not come out the same"):
        messages.rebuilt(message.recipe, at.folder, "0" * 64)


def test_both_bodies_say_the_same() -> None:
    markdown = (
        "# Results\n\nDear *Ann*, see [the page](https://example.org/a?b=1&c=2)\\\nor"
        " <https://example.org>.\n\n1. one\n2. two\n   - **bold**\n\n> quoted\n\n---\n"
    )
    mail = kept(markdown=markdown)
    plain, html = (mail.message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain and html
    assert plain.get_content().split() == (
        "Results ======= Dear Ann, see the page (https://example.org/a?b=1&c=2) or"
        " https://example.org. 1. one 2. two - bold > quoted " + "-" * 72
    ).split()  # fmt: skip
    assert '<a href="https://example.org/a?b=1&amp;c=2">the page</a>' in html.get_content()
    assert html.get_content().count("<li>") == 3


def test_html_in_a_text_stays_words_and_scripts_are_no_links() -> None:
    page = bodies.html("<script>x</script> [a](javascript:alert(1))", title="</title><b>")
    assert "<script" not in page
    assert "javascript" not in re.findall(r'href="([^"]*)"', page)
    assert "<title>&lt;/title&gt;&lt;b&gt;</title>" in page


def test_a_picture_is_refused_with_its_line() -> None:
    with pytest.raises(TextError) as caught:
        bodies.text("Dear all,\n\n![logo](https://example.org/pixel.gif)\n")
    assert caught.value.faults[0].line == 3


def test_a_value_cannot_write_markdown(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        at.build("north.pdf", title="*A* [x](https://evil.example) <b>")
        data = messages.content(at.plan().messages[0].recipe, at.folder)
        html = Kept("", [], data).message.get_body(("html",))
        assert html and "evil.example)" in html.get_content()
        assert "href" not in html.get_content()
        assert "<b>" not in html.get_content()


def test_an_international_address_makes_an_international_mail() -> None:
    mail = kept(to=(parse("Ünal <ünal@example.org>"),))
    assert " <ünal@example.org>\r\n".encode() in mail.data
    assert mail.message["To"].addresses[0].display_name == "Ünal"
    text = THREE.replace("ann@example.org", "ünal@example.org")
    assert read_mail(text).recipients["three"].entries[0].address.international
