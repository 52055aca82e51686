"""Who gets what, who does not, and why."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from attrs import evolve

from briefings.addresses import parse
from briefings.mail.messages import content
from briefings.mail.planned import PlannedMessage
from tests.mail.desk import ALL, THREE, Desk, desk
from tests.mail.servers import Kept

ANN, BOB, CYD = "ann@example.org", "bob@example.org", "cyd@example.org"

OWN = """\
mail:
  from: team@example.org
  recipients:
    people: {csv: people.csv}
  routes:
    - route: own
      to: people
      subject: "{{ recipient.name }}"
      body: Your own briefing, {{ recipient.name }}.
      attach: {own: provider, formats: [pdf, docx]}
"""
PEOPLE = "address,name,provider\nann@example.org,Ann,north\nbob@example.org,Bob,south\n"


def as_mail(at: Desk, message: PlannedMessage) -> Kept:
    """The mail as a reader sees it."""
    data = content(message.recipe, at.folder)
    assert len(data) == message.size
    return Kept(message.sender.spec, [a.spec for a, _ in message.envelope], data)


def own(folder: Path, people: str = PEOPLE) -> None:
    (folder / "people.csv").write_text(people, "utf-8")


def reasons(at: Desk) -> dict[str, str]:
    return {one.recipient: one.reason for one in at.plan().skipped}


def test_each_gets_only_their_own(tmp_path: Path) -> None:
    own(tmp_path)
    with desk(tmp_path, OWN) as at:
        for name in ("north", "south", "west"):
            for format_ in ("pdf", "docx", "html"):
                at.build(f"{name}.{format_}", f"{name} {format_}", provider=name)
        plan = at.plan()
        files = {m.recipient: sorted(as_mail(at, m).files) for m in plan.messages}
        assert files == {
            "ann@example.org north": ["north.docx", "north.pdf"],
            "bob@example.org south": ["south.docx", "south.pdf"],
        }
        assert plan.skipped == ()


def test_own_may_be_any_variable_of_the_row_it_was_built_for(tmp_path: Path) -> None:
    own(tmp_path, PEOPLE.replace("provider", "area"))
    with desk(tmp_path, OWN.replace("own: provider", "own: area")) as at:
        at.build("a.pdf", variables={"area": "North"})
        at.build("a.docx", variables={"area": "North"})
        at.build("b.pdf", variables={"area": "south"}, provider="north")
        (to_ann, to_bob) = at.plan().messages
        assert sorted(as_mail(at, to_ann).files) == ["a.docx", "a.pdf"]
        assert sorted(as_mail(at, to_bob).files) == ["b.pdf"]


def test_one_for_whom_nothing_was_built_is_told_and_does_not_stop_the_others(
    tmp_path: Path,
) -> None:
    own(tmp_path, PEOPLE + "cyd@example.org,Cyd,nroth\ndee@example.org,Dee,\n")
    with desk(tmp_path, OWN) as at:
        at.build("north.pdf", provider="north")
        at.build("south.pdf", provider="south")
        plan = at.plan()
        assert [m.recipient for m in plan.messages] == [
            "ann@example.org north", "bob@example.org south"
        ]  # fmt: skip
        cyd, dee = (one.fault for one in plan.skipped)
        assert cyd and dee
        assert cyd.what == "no briefing was built whose provider is 'nroth'"
        assert cyd.remedy == "did you mean 'north'?"
        assert cyd.place and cyd.place.line == 4
        assert dee.what == "the recipient has no provider"


def test_two_rows_of_one_address_are_two_mails_if_they_are_for_two_providers(
    tmp_path: Path,
) -> None:
    own(tmp_path, PEOPLE + "ann@example.org,Ann,south\nann@example.org,Anna,north\n")
    with desk(tmp_path, OWN) as at:
        at.build("north.pdf", provider="north")
        at.build("south.pdf", provider="south")
        plan = at.plan()
        assert [m.recipient for m in plan.messages] == [
            "ann@example.org north", "bob@example.org south", "ann@example.org south"
        ]  # fmt: skip
        (twice,) = plan.skipped
        assert "stands twice in the list" in twice.reason


def test_a_mail_is_sent_only_if_it_says_something_new_to_its_recipient(at: Desk) -> None:
    at.put()
    at.say_sent()
    at.later(days=31)
    assert at.plan("2027-01-01").messages == ()
    assert reasons(at) == dict.fromkeys((ANN, BOB, CYD), "nothing has changed since the last mail")

    at.build("north.pdf", "new figures")
    assert len(at.plan("2027-01-01").messages) == 3
    # one who joins is sent what the others had
    at.build("north.pdf", b"%PDF " + bytes(range(256)) * 20)
    at.connection.execute("DELETE FROM mail_event WHERE message = 1")
    at.connection.execute("DELETE FROM mail_enclosure WHERE message = 1")
    assert [m.recipient for m in at.plan("2027-01-01").messages] == [ANN]


def test_what_was_built_in_between_by_hand_is_still_new_to_the_recipient(at: Desk) -> None:
    at.put()
    at.say_sent()
    changed = at.build("north.pdf", "other")
    rebuilt = evolve(changed, changed=False)  # a second build found nothing to do
    assert len(at.plan("2027-01-01", built=[rebuilt]).messages) == 3


def test_always_sends_always_and_ratings_wait_for_ratings(tmp_path: Path) -> None:
    for word, first, second in (("always", 3, 3), ("any-rating-changed", 0, 3)):
        text = THREE + f"      send_if: {word}\n"
        folder = tmp_path / word
        folder.mkdir()
        with desk(folder, text) as at:
            at.build("north.pdf", "one", ratings_digest="r1")
            at.put()
            at.say_sent()
            at.build("north.pdf", "two", ratings_digest="r1")
            assert len(at.plan("later").messages) == first
            at.build("north.pdf", "three", ratings_digest="r2")
            assert len(at.plan("later").messages) == second


def test_one_mail_to_all_names_all_but_the_hidden(tmp_path: Path) -> None:
    text = ALL + "      cc: dee@example.org\n      bcc: [secret@example.org, ann@example.org]\n"
    with desk(tmp_path, text) as at:
        at.build("north.pdf")
        (message,) = at.plan().messages
        mail = as_mail(at, message)
        roles = {a.spec: role for a, role in message.envelope}
        assert roles == {ANN: "to", BOB: "to", CYD: "to", "dee@example.org": "cc",
                         "secret@example.org": "bcc"}  # fmt: skip
        assert mail.message["To"] == f"{ANN}, {BOB}, {CYD}"
        assert mail.message["Cc"] == "dee@example.org"
        assert b"secret" not in mail.data
        assert mail.message["Bcc"] is None


def test_nobody_sees_the_others_of_one_mail_each(at: Desk) -> None:
    for message in at.plan().messages:
        mail = as_mail(at, message)
        assert mail.message["To"] == message.recipient
        others = {ANN, BOB, CYD} - {message.recipient}
        assert not any(other.encode() in mail.data for other in others)


def test_a_rehearsal_goes_to_one_address_alone_and_says_so(tmp_path: Path) -> None:
    with desk(tmp_path, THREE + "      bcc: secret@example.org\n") as at:
        at.build("north.pdf")
        plan = at.plan("rehearsal", redirect=parse("me@example.org"))
        for message in plan.messages:
            mail = as_mail(at, message)
            assert [a.spec for a, _ in message.envelope] == ["me@example.org"]
            assert mail.message["To"] == "me@example.org"
            body = mail.message.get_body(("plain",))
            assert body and f"would have gone to {message.recipient}" in body.get_content()
            assert b"secret" not in mail.data
        at.outbox.put(plan.messages, at.clock())
        at.say_sent()
        assert len(at.plan().messages) == 3  # a rehearsal is no mail
        assert at.outbox.untried("regional", ["monthly"]) == ["monthly"]


def test_a_mail_with_nothing_in_it_is_a_fault(tmp_path: Path) -> None:
    text = (
        THREE.replace("      attach: pdf\n", "")
        .replace("Dear colleague,", "{{ '' }}")
        .replace("here is **{{ title }}**.", "")
    )
    with desk(tmp_path, text) as at:
        at.build("north.pdf")
        plan = at.plan()
        assert plan.messages == ()
        assert {s.reason for s in plan.skipped} == {"the mail would be empty"}
        assert all(s.fault for s in plan.skipped)


def test_key_points_stand_under_the_text_or_where_they_are_asked_for(tmp_path: Path) -> None:
    points = "- Rated **Good**\n- 5 of 10 standards better"
    body = THREE + "      summary: true\n"
    elsewhere = THREE.replace("Dear colleague,", "Dear colleague,\n\n        {{ summary }}\n")
    for number, text in enumerate((body, elsewhere)):
        with desk(tmp_path / str(number), text) as at:
            at.build("north.pdf", key_points=points)
            at.build("north.docx", key_points=points)
            mail = as_mail(at, at.plan().messages[0])
            plain, html = (mail.message.get_body((kind,)) for kind in ("plain", "html"))
            assert plain and html
            words = plain.get_content()
            assert words.count("- Rated Good") == 1
            assert (words.index("Rated") < words.index("here is")) == bool(number)
            assert "<li>Rated <strong>Good</strong></li>" in html.get_content()


# ----------------------------------------------------------------------------- too large

LIMITED = THREE + "      size_limit: 60 kB\n"


def random_bytes(count: int, seed: int) -> bytes:
    import random

    return random.Random(seed).randbytes(count)


def sizes_kept(at: Desk) -> list[Kept]:
    messages = [m for m in at.plan().messages if m.recipient == ANN]
    assert all(m.size <= 60_000 for m in messages)
    return [as_mail(at, m) for m in messages]


def test_what_shrinks_goes_as_one_zip(tmp_path: Path) -> None:
    with desk(tmp_path, LIMITED) as at:
        at.build("north.pdf", b"north " * 10_000)
        at.build("south.pdf", b"south " * 10_000)
        (mail,) = sizes_kept(at)
        ((name, data),) = mail.files.items()
        assert name == "regional.zip"
        with zipfile.ZipFile(BytesIO(data)) as archive:
            assert archive.namelist() == ["north.pdf", "south.pdf"]
            assert archive.read("south.pdf") == b"south " * 10_000


def test_what_does_not_shrink_is_split_over_numbered_mails(tmp_path: Path) -> None:
    with desk(tmp_path, LIMITED) as at:
        for number, name in enumerate(("a", "b", "c", "d", "e")):
            at.build(f"{name}.pdf", random_bytes(16_000, number))
        mails = sizes_kept(at)
        assert [sorted(mail.files) for mail in mails] == [["a.pdf", "b.pdf"], ["c.pdf", "d.pdf"],
                                                          ["e.pdf"]]  # fmt: skip
        assert [mail.message["Subject"][-9:] for mail in mails] == [" (1 of 3)", " (2 of 3)",
                                                                    " (3 of 3)"]  # fmt: skip
        assert len({mail.message["Message-ID"] for mail in mails}) == 3


def test_what_fits_no_mail_is_linked(tmp_path: Path) -> None:
    text = LIMITED.replace("mail:\n", "mail:\n  link_base: https://intra.example.org/out/\n")
    with desk(tmp_path, text) as at:
        at.build("sub/north é.pdf", random_bytes(90_000, 1))
        (mail,) = sizes_kept(at)
        assert mail.files == {}
        body = mail.message.get_body(("plain",))
        assert body
        joined = " ".join(body.get_content().split())
        assert "north é.pdf (https://intra.example.org/out/sub/north%20%C3%A9.pdf)" in joined
        assert at.plan().messages[0].enclosed[0][1] == "link"


def test_what_cannot_be_linked_is_an_error(tmp_path: Path) -> None:
    with desk(tmp_path, LIMITED) as at:
        at.build("north.pdf", random_bytes(90_000, 1))
        plan = at.plan()
        assert plan.messages == ()
        fault = plan.skipped[0].fault
        assert fault and fault.what.startswith(
            "the mail has 0.1 MB, and the route 'monthly' allows"
        )
        assert "link_base" in fault.remedy


@pytest.mark.parametrize(("allowed", "parts"), [("[zip]", 0), ("[split]", 3), ("zip", 0)])
def test_only_what_the_route_allows_is_done(tmp_path: Path, allowed: str, parts: int) -> None:
    with desk(tmp_path, LIMITED + f"      oversize: {allowed}\n") as at:
        for number, name in enumerate(("a", "b", "c", "d", "e")):
            at.build(f"{name}.pdf", random_bytes(16_000, number))
        assert len([m for m in at.plan().messages if m.recipient == ANN]) == parts


# ------------------------------------------------------------------------- which files


def test_briefings_are_named_with_stars_and_the_whole_only_by_name(tmp_path: Path) -> None:
    text = THREE.replace("attach: pdf", "attach: {briefings: 'profile-*', formats: pdf}")
    with desk(tmp_path, text) as at:
        for name in ("profile-a", "profile-b", "table"):
            at.build(f"{name}.pdf")
        at.build("profiles.pdf", whole=True)
        assert sorted(as_mail(at, at.plan().messages[0]).files) == [
            "profile-a.pdf",
            "profile-b.pdf",
        ]
    with desk(tmp_path / "2", THREE) as at:
        at.build("a.pdf")
        at.build("all.pdf", whole=True)
        assert list(as_mail(at, at.plan().messages[0]).files) == ["a.pdf"]
    with desk(tmp_path / "3", text.replace("profile-*", "all")) as at:
        at.build("a.pdf")
        at.build("all.pdf", whole=True)
        assert list(as_mail(at, at.plan().messages[0]).files) == ["all.pdf"]


def test_a_briefing_that_was_not_built_is_told_with_the_nearest(tmp_path: Path) -> None:
    text = THREE.replace("attach: pdf", "attach: {briefings: nroth}")
    with desk(tmp_path, text) as at:
        at.build("north.pdf")
        fault = at.plan().skipped[0].fault
        assert fault and (fault.what, fault.remedy) == (
            "no briefing 'nroth' was built", "did you mean 'north'?"
        )  # fmt: skip
        assert fault.place and fault.place.line == 13


def test_a_file_that_is_out_of_date_goes_to_nobody(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        at.build("north.pdf", unfit="it is out of date")
        plan = at.plan()
        assert plan.messages == ()
        fault = plan.skipped[0].fault
        assert fault and fault.what == "'north' is not sent: it is out of date"


def test_a_file_that_is_not_the_one_that_was_built_goes_to_nobody(at: Desk) -> None:
    (at.folder / "north.pdf").write_bytes(b"tampered")
    plan = at.plan()
    assert plan.messages == ()
    fault = plan.skipped[0].fault
    assert fault and fault.what == "the file is not the one that was built for this recipient"


def test_the_same_plan_comes_out_again_to_the_byte(at: Desk) -> None:
    one, two = at.plan(), at.plan()
    assert [m.sha256 for m in one.messages] == [m.sha256 for m in two.messages]
    assert len({m.key for m in one.messages}) == 3
    other = at.plan("another occurrence")
    assert not {m.key for m in one.messages} & {m.key for m in other.messages}


def test_an_unknown_column_is_a_fault_with_its_place(tmp_path: Path) -> None:
    with desk(tmp_path, THREE.replace("Dear colleague", "Dear {{ recipient.nmae }}")) as at:
        at.build("north.pdf")
        fault = at.plan().skipped[0].fault
        assert fault and "nmae" in fault.what
        assert fault.place and fault.place.line == 10
