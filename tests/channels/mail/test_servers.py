"""Servers as they are: certificates, logins that are refused, no IDLE, lines that are down; and the system's safe."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring

from tests.channels.mail.livedesk import QUICK, LiveDesk, values
from tests.channels.mail.mails import mail
from tests.channels.mail.servers import DOVECOT, PASSWORD, Cutter, Dovecot, Post, free_port
from ticketdesk.channels.mail import keyring_box
from ticketdesk.channels.mail.channel import MailChannel
from ticketdesk.channels.mail.trial import try_account
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.channel_settings import STARTTLS, TLS, MailValues
from ticketdesk.domain.errors import DeskError
from ticketdesk.words.errors import sentence


@pytest.fixture
def secure(dovecot: Dovecot) -> Iterator[Post]:
    """An SMTP server that begins TLS when it is asked for, with the certificate of the mailbox."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(str(dovecot.home / "cert.pem"), str(dovecot.home / "key.pem"))
    server = Post(context=context)
    server.begin()
    yield server
    server.end()


def tried(account: MailValues, server: Dovecot | None = None, password: str = PASSWORD) -> list[str]:
    """What is wrong with an account: the keys, each of which has a sentence."""
    given = {"context": server.context} if server else {}
    found = try_account(account, password, lambda: False, timing=QUICK, **given)
    assert all(sentence(DeskError(key, **said)) for key, said in found)
    return [key for key, _values in found]


@pytest.mark.parametrize("imap", [TLS, STARTTLS])
def test_mail_over_tls(desk: Desk, dovecot: Dovecot, secure: Post, imap: int) -> None:
    port = dovecot.tls if imap == TLS else dovecot.plain
    account = values(port, secure.port, imap_ssl=imap, smtp_ssl=STARTTLS)
    assert tried(account, dovecot) == []
    live = LiveDesk(desk, account, dovecot)
    live.begin()
    dovecot.deliver(mail("在吗"))
    assert live.until(lambda: live.count("in") == 1)
    live.reply(live.talks()[0].id, "在的")
    assert live.until(lambda: live.count("out", "sent") == 1)
    live.stop()


def test_a_certificate_nobody_vouches_for_ends_the_talk_before_the_password(
    desk: Desk, dovecot: Dovecot, secure: Post
) -> None:
    account = values(dovecot.tls, secure.port, imap_ssl=TLS, smtp_ssl=STARTTLS)
    assert tried(account) == ["mail_certificate"]
    live = LiveDesk(desk, account)
    live.begin()
    assert (live.channel.state.kind, live.channel.state.sentence) == ("failed", "mail_certificate")
    live.stop()
    # The same certificate is good where its maker is trusted and the name is its own.
    assert tried(account, dovecot) == []


def test_what_is_wrong_is_said(dovecot: Dovecot, post: Post) -> None:
    right = values(dovecot.plain, post.port)
    assert tried(right) == []
    assert tried(right, password="wrong") == ["mail_login"]
    assert tried(right, password="") == ["mail_password_missing"]
    assert tried(right._replace(folder="nowhere")) == ["mail_folder_missing"]
    assert tried(right._replace(imap_port=free_port())) == ["mail_unreachable"]
    assert tried(right._replace(smtp_ssl=STARTTLS)) == ["mail_no_starttls"]
    assert tried(right._replace(imap_ssl=TLS)) == ["mail_tls"]
    assert tried(right._replace(address="a\nb")) == ["mail_address_bad"]


def test_a_login_that_is_refused_is_told_and_not_tried_all_the_time(desk: Desk, dovecot: Dovecot, post: Post) -> None:
    channel = MailChannel(
        desk.store, lambda: 0, values(dovecot.plain, post.port), "wrong", timing=QUICK._replace(refused=600.0)
    )
    channel.begin()
    assert (channel.state.kind, channel.state.sentence) == ("failed", "mail_login") and not channel.online
    channel.stop()
    assert channel.state.kind == "off"


@pytest.mark.skipif(DOVECOT is None, reason="Dovecot is not installed here (Debian: dovecot-imapd)")
def test_a_server_without_idle_is_asked_now_and_then(desk: Desk, post: Post) -> None:
    server = Dovecot(idle=False)
    server.begin()
    live = LiveDesk(desk, values(server.plain, post.port))
    live.begin()
    with server.opened() as client:
        assert b"IDLE" not in client.capabilities()
    for n in range(3):
        server.deliver(mail(f"第{n}封", header_id=f"<{n}@b>"))
        assert live.until(lambda upto=n: live.count("in") == upto + 1)
    live.stop()
    server.end()


def test_idle_is_begun_anew_and_a_line_that_was_down_carries_again(desk: Desk, dovecot: Dovecot, post: Post) -> None:
    wire = Cutter(dovecot.plain)
    live = LiveDesk(desk, values(wire.port, post.port), timing=QUICK._replace(renew=0.3))
    live.begin()
    for n in range(3):
        dovecot.deliver(mail(f"第{n}封", header_id=f"<{n}@b>"))
        assert live.until(lambda upto=n: live.count("in") == upto + 1)
    wire.open = False
    wire.cut()
    assert live.until(lambda: live.channel.state.kind == "failed")
    dovecot.deliver(mail("断线时", header_id="<4@b>"))
    wire.open = True
    assert live.until(lambda: live.count("in") == 4)
    assert live.channel.state.kind == "on"
    live.stop()
    wire.end()


def test_nothing_is_left_when_it_is_turned_off(desk: Desk, dovecot: Dovecot, post: Post) -> None:
    before = set(threading.enumerate())
    silent = Cutter(dovecot.plain)
    for account in (values(dovecot.plain, post.port), values(silent.port, post.port), values(free_port(), free_port())):
        live = LiveDesk(desk, account)
        live.begin()
        live.stop()
        live.stop()
        left = [each.name for each in set(threading.enumerate()) - before if each.name.startswith("mail-")]
        assert left == [] and live.channel.step(0) == []
    silent.end()


class Box(KeyringBackend):
    """A system's safe."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def _system() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


@pytest.mark.usefixtures("_system")
def test_the_password_lies_in_the_systems_safe() -> None:
    keyring.set_keyring(Box())
    assert keyring_box.kept("a@b.example") is None
    assert keyring_box.keep("a@b.example", "春天") and keyring_box.kept("a@b.example") == "春天"
    keyring_box.forget("a@b.example")
    assert keyring_box.kept("a@b.example") is None


class Dismissed(Exception):
    """What the library of a safe says by itself, no kind of keyring's own errors."""


class Locked(Box):
    """A safe whose owner has turned the question away."""

    def get_password(self, service: str, username: str) -> str | None:
        raise Dismissed(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        raise Dismissed(service, username)

    def delete_password(self, service: str, username: str) -> None:
        raise Dismissed(service, username)


@pytest.mark.usefixtures("_system")
def test_a_safe_that_stays_locked_is_as_none() -> None:
    keyring.set_keyring(Locked())
    assert keyring_box.keep("a@b.example", "春天") is False
    assert keyring_box.kept("a@b.example") is None
    keyring_box.forget("a@b.example")


@pytest.mark.usefixtures("_system")
def test_without_a_safe_the_password_is_known_for_this_run_only() -> None:
    keyring.set_keyring(NoKeyring())
    assert keyring_box.keep("a@b.example", "春天") is False
    assert keyring_box.kept("a@b.example") is None
    keyring_box.forget("a@b.example")
