"""The built program brings what its channels need: the page, TLS for mail, and the way to the system's keyring."""

from __future__ import annotations

import contextlib
import http.client
import socket
import sys
import threading
import time

import pytest

from tests.frozen.conftest import LIMIT_S, give_away
from tests.ready import sample_store
from ticketdesk.app import now_ms
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.desk import Desk
from ticketdesk.store.queries.agents import owner_id
from ticketdesk.store.store import STORE_NAME, Store

CLIENT_HELLO = b"\x16\x03"
"""What TLS begins with: a record of its handshake, and the version of the record."""
QUIET_S = 5.0


class Listener:
    """A server that keeps the first bytes of whoever connects, and hangs up."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port, self.heard = int(self._server.getsockname()[1]), list[bytes]()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._server.accept()
                with client:
                    client.settimeout(LIMIT_S)
                    self.heard.append(client.recv(2))

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()


@pytest.fixture
def mailbox():
    listener = Listener()
    yield listener
    listener.close()


def shop(folder, settings):
    """The sample shop in ``folder`` with these settings, closed; the program's user owns it."""
    path = sample_store(folder / STORE_NAME, now_ms())
    store = Store(path)
    try:
        desk = Desk(store, now_ms)
        desk.agent_id = owner_id(store.reader)
        for key, value in settings.items():
            desk.run(SetSetting(key=key, value=str(value)))
    finally:
        store.close()
    give_away(folder)
    return folder


def mail_settings(port):
    account = {"mail.address": "shop@shop.example", "mail.imap_host": "127.0.0.1", "mail.smtp_host": "127.0.0.1"}
    return {**account, "mail.imap_port": port, "mail.smtp_port": port, "mail.on": 1}


@contextlib.contextmanager
def running(frozen, store, **differs):
    """The window of the built program over ``store``."""
    process = frozen.start("--store", store, "--lang", "en", **differs)
    try:
        yield process
    finally:
        process.kill()
        process.wait(LIMIT_S)


def soon(process, holds):
    """What ``holds()`` returns once it is true; the program must live until then."""
    end = time.monotonic() + LIMIT_S
    while not (found := holds()):
        assert process.poll() is None and time.monotonic() < end
        time.sleep(0.1)
    return found


def fetched(port):
    """The status, type and length of the buyer's page, None while nobody answers."""
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT_S)
    try:
        asked.request("GET", "/")
        answer = asked.getresponse()
        return answer.status, answer.getheader("Content-Type"), len(answer.read())
    except ConnectionError:
        return None
    finally:
        asked.close()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def test_it_serves_the_buyers_page(frozen, root):
    port = free_port()
    store = shop(frozen.home / "网 店", {"web.on": 1, "web.port": port})
    assert fetched(port) is None
    with running(frozen, store) as process:
        answer = soon(process, lambda: fetched(port))
    page = root / "resources" / "webchat" / "index.html"
    assert answer == (200, "text/html; charset=utf-8", page.stat().st_size)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have keyrings of their own, without a bus")
def test_it_speaks_tls_to_the_mail_server_with_the_password_of_the_keyring(frozen, mailbox):
    """Without the password nothing would connect, as the next test shows."""
    from tests.frozen.secret_bus import SecretBus

    bus = SecretBus(frozen.home.parent / "bus", "春天的密码")
    store = shop(frozen.home / "信 1", mail_settings(mailbox.port))
    with running(frozen, store, DBUS_SESSION_BUS_ADDRESS=bus.address) as process:
        soon(process, lambda: len(mailbox.heard) >= 2)
    bus.close()
    assert set(mailbox.heard) == {CLIENT_HELLO}
    assert "OpenSession" in bus.told and "GetSecret" in bus.told


def test_without_a_keyring_it_connects_nowhere(frozen, mailbox):
    """The control: a program that cannot read its password does not knock at the mail server."""
    port = free_port()
    store = shop(frozen.home / "信 2", {**mail_settings(mailbox.port), "web.on": 1, "web.port": port})
    with running(frozen, store, DBUS_SESSION_BUS_ADDRESS="unix:path=/nonexistent") as process:
        soon(process, lambda: fetched(port))
        time.sleep(QUIET_S)
        assert process.poll() is None
    assert mailbox.heard == []
