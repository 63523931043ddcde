"""Which channels the settings want, and that each is made of what it was promised and read only then."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from ticketdesk.channels.lines import Lines, Wanted
from ticketdesk.domain.channel_settings import mail_account, web_values

MAIL = {
    "mail.on": "1",
    "mail.address": "a@b.example",
    "mail.imap_host": "imap.b.example",
    "mail.smtp_host": "smtp.b.example",
}


class Made:
    """Remembers what it was given."""

    def __init__(self, *given: object) -> None:
        self.given = given


def look(_data: bytes) -> tuple[int, int]:
    return 4, 3


@pytest.fixture
def lines(desk, clock) -> Lines:
    return Lines(desk, clock, look)


@pytest.fixture
def keyring(monkeypatch) -> dict[str, str]:
    kept = {"a@b.example": "from the keyring"}
    box = SimpleNamespace(kept=kept.get, keep=lambda address, words: kept.update({address: words}) or True)
    trial = SimpleNamespace(try_account=lambda values, password, _cancelled: (("tried", {"with": password}),))
    monkeypatch.setitem(sys.modules, "ticketdesk.channels.mail.keyring_box", box)
    monkeypatch.setitem(sys.modules, "ticketdesk.channels.mail.trial", trial)
    monkeypatch.setitem(sys.modules, "ticketdesk.channels.mail.channel", SimpleNamespace(MailChannel=Made))
    monkeypatch.setitem(sys.modules, "ticketdesk.channels.web.channel", SimpleNamespace(WebChannel=Made))
    return kept


def test_what_is_off_is_not_wanted(lines: Lines) -> None:
    assert lines.wanted({}, {}) == {}
    assert lines.wanted({**MAIL, "mail.on": "0", "web.on": "0"}, {}) == {}
    assert lines.wanted({**MAIL, "mail.smtp_host": ""}, {}) == {}


def test_what_is_on_is_wanted_and_equal_settings_are_equal(lines: Lines) -> None:
    found = lines.wanted({**MAIL, "web.on": "1"}, {"a@b.example": "given"})
    assert set(found) == {"web", "email"} and found["email"].password == "given"
    assert found == lines.wanted({**MAIL, "web.on": "1"}, {"a@b.example": "given"})
    assert found != lines.wanted({**MAIL, "web.on": "1", "web.port": "9100"}, {"a@b.example": "given"})


def test_a_channel_gets_what_it_was_promised(lines: Lines, desk, clock, keyring) -> None:
    values = web_values({"web.on": "1"})
    assert values is not None
    web = lines.made(Wanted("web", values))
    folder = desk.store.path.parent / "channels"
    assert web.given == (desk.store, desk.listen, clock, values, folder / "web", look)
    account = mail_account(MAIL)
    assert lines.made(Wanted("email", account)).given == (desk.store, clock, account, "from the keyring")
    assert lines.made(Wanted("email", account, "given")).given[-1] == "given"


def test_passwords_lie_in_the_systems_keyring(lines: Lines, keyring: dict[str, str]) -> None:
    account = mail_account(MAIL)
    assert lines.keep_password("c@d.example", "new") and keyring["c@d.example"] == "new"
    assert lines.password("nobody@d.example") == ""
    assert lines.try_mail(account, "", lambda: False) == (("tried", {"with": "from the keyring"}),)
    assert lines.try_mail(account, "typed", lambda: False) == (("tried", {"with": "typed"}),)
