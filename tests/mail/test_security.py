"""TLS, logins and secrets against real servers."""

from __future__ import annotations

import base64
import stat
from pathlib import Path

import pytest

from briefings.addresses import parse
from briefings.errors import MailError
from briefings.mail import accounts, secrets
from briefings.mail.accounts import Account
from briefings.mail.checking import checked
from briefings.mail.secrets import Keeper, Secret
from tests.mail.desk import THREE, Desk, desk
from tests.mail.servers import (
    PASSWORD,
    USER,
    always,
    authenticate,
    certificate,
    mailbox,
    rude,
    with_login,
)

SECRET = Secret(PASSWORD)
LOGIN = {"user": USER, "password": Keeper(env="SMTP_PASSWORD")}


@pytest.fixture
def trusted(tmp_path: Path) -> tuple[object, str]:
    """A server's side of TLS, and the file that a client trusts it by."""
    context, pem = certificate()
    file = tmp_path / "ca.pem"
    file.write_bytes(pem)
    return context, str(file)


def account(port: int, **given: object) -> Account:
    known: dict[str, object] = {"host": "localhost", "port": port, "timeout": 5.0}
    return Account(**(known | given))  # type: ignore[arg-type]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mails_go_encrypted_and_logged_in(
    at: Desk, trusted: tuple[object, str], security: str
) -> None:
    context, ca = trusted
    at.put()
    if security == "tls":
        server = mailbox(implicit=context, auth_require_tls=False, authenticator=authenticate)
    else:
        server = mailbox(**with_login(context))
    with server as box:
        done = at.send(box.port, secret=SECRET, security=security, ca_file=ca, **LOGIN)
        assert [d.state for d in done] == ["sent"] * 3
        assert len(box.mails) == 3


def test_a_wrong_password_stops_everything_and_leaves_the_mails_as_they_were(
    at: Desk, trusted: tuple[object, str]
) -> None:
    context, ca = trusted
    at.put()
    with mailbox(**with_login(context)) as box:
        with pytest.raises(MailError, match="refused the login of 'sender'") as caught:
            at.send(
                box.port, secret=Secret("wrong horse"), security="starttls", ca_file=ca, **LOGIN
            )
        assert "wrong horse" not in str(caught.value)
        assert set(at.states().values()) == {"planned"}
        assert len(at.send(box.port, secret=SECRET, security="starttls", ca_file=ca, **LOGIN)) == 3


def test_no_starttls_no_mail(at: Desk) -> None:
    at.put()
    with mailbox() as box, pytest.raises(MailError, match="offers no STARTTLS"):
        at.send(box.port, security="starttls")
    assert box.mails == []
    assert set(at.states().values()) == {"planned"}


def test_starttls_cannot_be_stripped_by_who_is_between(at: Desk) -> None:
    at.put()
    with rude(starttls=always("454 not now")) as it:
        it.rules = {**it.rules, "EHLO": always("250-rude\r\n250 STARTTLS")}
        at.send(it.port, security="starttls", stop_after=1)
        assert "MAIL" not in it.tried


def test_a_certificate_that_nobody_signed_is_refused(at: Desk, trusted: tuple[object, str]) -> None:
    context, _ = trusted
    at.put()
    with mailbox(tls_context=context) as box, pytest.raises(MailError, match="not to be trusted"):
        at.send(box.port, security="starttls")
    assert box.mails == []


def test_a_certificate_for_another_name_is_refused(at: Desk) -> None:
    context, pem = certificate("elsewhere.example")
    (at.folder / "ca.pem").write_bytes(pem)
    at.put()
    with mailbox(tls_context=context) as box, pytest.raises(MailError, match="not to be trusted"):
        at.send(box.port, security="starttls", ca_file=str(at.folder / "ca.pem"))
    assert box.mails == []


def test_a_server_that_speaks_no_tls_is_told(at: Desk) -> None:
    at.put()
    with mailbox() as box, pytest.raises(MailError, match="no encrypted connection"):
        at.send(box.port, security="tls")


def test_an_international_mail_needs_a_server_that_knows_it(tmp_path: Path) -> None:
    text = THREE.replace("ann@example.org", "ünal@example.org")
    with desk(tmp_path, text) as at:
        at.build("north.pdf")
        at.put()
        with mailbox(enable_SMTPUTF8=False) as box:
            done = {d.recipient: d for d in at.send(box.port)}
            assert done["ünal@example.org"].state == "failed"
            assert "does not know SMTPUTF8" in done["ünal@example.org"].reply
            assert done["bob@example.org"].state == "sent"
        at.outbox.again(done["ünal@example.org"].id, at.clock())
        with mailbox() as box:
            at.send(box.port)
            (mail,) = box.mails
            assert mail.recipients == ["ünal@example.org"]
            assert mail.message["To"] == "ünal@example.org"


def test_nothing_that_a_server_repeats_shows_the_password(at: Desk) -> None:
    at.put()
    sent = base64.b64encode(f"\0{USER}\0{PASSWORD}".encode()).decode()
    reply = f"550 you said {sent}, which is {PASSWORD}"
    with rude(rcpt=always(reply), ehlo=always("250-rude\r\n250 AUTH PLAIN"),
              auth=always("235 ok")) as it:  # fmt: skip
        at.send(it.port, secret=SECRET, **LOGIN)
    (at.folder / "dump.sql").write_text("\n".join(at.connection.iterdump()), "utf-8")
    for path in at.folder.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert PASSWORD.encode() not in data
        assert sent.encode() not in data
    assert "you said [secret], which is [secret]" in (at.folder / "dump.sql").read_text("utf-8")
    assert PASSWORD not in repr(SECRET) + str(SECRET) + f"{SECRET}"


def test_a_refused_login_does_not_show_what_the_server_repeats(at: Desk) -> None:
    at.put()
    sent = base64.b64encode(f"\0{USER}\0{PASSWORD}".encode()).decode()
    with rude(ehlo=always("250-rude\r\n250 AUTH PLAIN"), auth=always(f"535 no {sent}")) as it:
        with pytest.raises(MailError, match=r"535 no \[secret\]") as caught:
            at.send(it.port, secret=SECRET, **LOGIN)
        assert sent not in str(caught.value)


def test_a_check_tries_all_but_a_mail(trusted: tuple[object, str]) -> None:
    context, ca = trusted
    with mailbox(data_size_limit=1_000_000, **with_login(context)) as box:
        given = account(box.port, ca_file=ca, **LOGIN)
        found = checked(given, SECRET, [parse("team@example.org")])
        assert [c.what for c in found] == ["connection", "encryption", "login", "size", "sender"]
        assert all(c.good for c in found)
        assert found[1].words.startswith("TLSv1.")
        assert box.mails == []
        (bad,) = checked(given, Secret("no"), [])
        assert not bad.good and "refused the login" in bad.words
    with rude(mail=always("553 not yours")) as it:
        last = checked(account(it.port, security="none"), None, [parse("x@example.org")])[-1]
        assert (last.good, last.words) == (False, "x@example.org: 553 not yours")
    (gone,) = checked(account(1, security="none"), None, [])
    assert not gone.good


# ----------------------------------------------------------------------------- accounts


def load(tmp_path: Path, text: str, **environ: str) -> Account:
    path = tmp_path / "mail.yaml"
    path.write_text(text, "utf-8")
    return accounts.load(path, environ)


def test_the_environment_stands_over_the_file(tmp_path: Path) -> None:
    text = "host: one.example\nuser: ann\npassword: {file: secret.txt}\n"
    found = load(tmp_path, text, BRIEFINGS_SMTP_HOST="two.example", BRIEFINGS_SMTP_PORT="2525",
                 BRIEFINGS_SMTP_PASSWORD="hidden")  # fmt: skip
    assert (found.host, found.at, found.user, found.security) == (
        "two.example", 2525, "ann", "starttls"
    )  # fmt: skip
    assert found.password == Keeper(env="BRIEFINGS_SMTP_PASSWORD")
    assert "hidden" not in repr(found)
    alone = accounts.load(
        None, {"BRIEFINGS_SMTP_HOST": "x.example", "BRIEFINGS_SMTP_SECURITY": "tls"}
    )
    assert alone.at == 465


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("user: ann\n", "the key 'host' is missing"),
        ("host: a.example\nsecurity: none\n", "anyone on the way can read the mails"),
        ("host: a.example\nuser: ann\n", "a login needs both"),
        ("host: a.example\nport: 70000\n", "there is no port 70000"),
        ("host: a.example\npassword: {env: A, file: b}\nuser: x\n", "only one"),
        ("host: a.example\npassword: hunter2\nuser: x\n", "a password does not belong"),
        ("host: a.example\npasword: hunter2\n", "unknown key 'pasword'"),
        ("host: a.example\nuser: [hunter2\n", ""),
        ("- hunter2\n", "an account is keys with values"),
        ("", "no account to send mails through is given"),
    ],
)
def test_faults_of_an_account_are_told_and_show_no_line_of_it(
    tmp_path: Path, text: str, what: str
) -> None:
    with pytest.raises(MailError) as caught:
        load(tmp_path, text or "{}")
    assert what in caught.value.render()
    assert "hunter2" not in caught.value.render()


def test_plain_to_another_machine_only_if_forced(tmp_path: Path) -> None:
    forced = load(tmp_path, "host: a.example\nsecurity: none\nforce_plain: true\n")
    assert forced.at == 25
    for host in ("localhost", "127.0.0.1", "::1", "127.8.8.8"):
        assert load(tmp_path, f'host: "{host}"\nsecurity: none\n').host == host


def test_the_password_comes_from_where_it_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret.txt").write_text("pass wörd\n", "utf-8")
    script = tmp_path / "give"
    script.write_text("#!/bin/sh\nprintf 'pass wörd'\n", "utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    for keeper in (Keeper(env="P"), Keeper(file="secret.txt"), Keeper(command=(str(script),))):
        assert secrets.fetch(keeper, "ann", {"P": "pass wörd"}, tmp_path) == Secret("pass wörd")


@pytest.mark.parametrize(
    ("keeper", "what"),
    [
        (Keeper(env="P"), "P is not set"),
        (Keeper(file="none.txt"), "cannot be read"),
        (Keeper(command=("/bin/sh", "-c", "echo hunter2; exit 3")), "ended with 3"),
        (Keeper(command=("/no/such",)), "did not run"),
        (Keeper(command=("true",)), "the password is empty"),
    ],
)
def test_a_password_that_cannot_be_had_is_a_fault(
    tmp_path: Path, keeper: Keeper, what: str
) -> None:
    with pytest.raises(MailError, match=what) as caught:
        secrets.fetch(keeper, "ann", {}, tmp_path)
    assert "hunter2" not in str(caught.value)


def test_a_keyring_that_holds_nothing_says_how_to_fill_it(tmp_path: Path) -> None:
    pytest.importorskip("keyring")
    import keyring
    from keyring.backends.null import Keyring

    before = keyring.get_keyring()
    keyring.set_keyring(Keyring())
    try:
        with pytest.raises(MailError, match="run `keyring set post ann`"):
            secrets.fetch(Keeper(keyring="post"), "ann", {}, tmp_path)
    finally:
        keyring.set_keyring(before)
