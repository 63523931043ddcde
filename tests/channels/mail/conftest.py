"""Servers for the tests of mail; what needs Dovecot says so where it is not installed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.channels.mail.livedesk import now
from tests.channels.mail.servers import DOVECOT, Dovecot, Post
from tests.desk.builders import Clock


@pytest.fixture(scope="module")
def _instance() -> Iterator[Dovecot]:
    if DOVECOT is None:
        pytest.skip("Dovecot is not installed here (Debian: dovecot-imapd)")
    server = Dovecot()
    server.begin()
    yield server
    server.end()


@pytest.fixture
def dovecot(_instance: Dovecot) -> Dovecot:
    """A mailbox with nothing in it."""
    for user in ("shop@shop.example", "other@other.example"):
        with _instance.opened(user) as client:
            for folder in ("INBOX", "Sent"):
                client.select_folder(folder)
                client.delete_messages(client.search("ALL"))
                client.expunge()
    return _instance


@pytest.fixture
def post() -> Iterator[Post]:
    """An SMTP server."""
    server = Post()
    server.begin()
    yield server
    server.end()


class Today(Clock):
    """The real time: servers stamp mails by it."""

    def __call__(self) -> int:
        return now()


@pytest.fixture
def clock() -> Clock:
    """UTC ms as the servers have it."""
    return Today()
