"""Who may ask: our own names, and pages of our own."""

from __future__ import annotations

import pytest

from ticketdesk.channels.web.guarding import Hosts, names_of, origins_of, split_host

HOSTS = Hosts(8765, frozenset({"127.0.0.1", "localhost", "[::1]"}), frozenset({"kefu.qinghe.example"}))


@pytest.mark.parametrize("host", [
    "127.0.0.1:8765", "localhost:8765", "LOCALHOST:8765", "[::1]:8765", "kefu.qinghe.example",
    "kefu.qinghe.example:443", "kefu.qinghe.example.",
])  # fmt: skip
def test_own_names(host: str) -> None:
    assert HOSTS.allows(host)


@pytest.mark.parametrize("host", [
    None, "", "evil.example", "evil.example:8765", "127.0.0.1", "127.0.0.1:80", "localhost:9000",
    "127.0.0.1.evil.example",
    "127.0.0.1:8765@evil.example", "kefu.qinghe.example.evil.example", "[::1", "::1:8765", "localhost:8765:1",
    "localhost:99999", "localhost:8765/", "local host:8765", "ｌocalhost:8765", "x" * 300, "127.0.0.1:8765\x00",
])  # fmt: skip
def test_foreign_names_and_what_is_none(host: str | None) -> None:
    assert not HOSTS.allows(host)


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8765", "http://localhost:8765", "http://[::1]:8765",
                                    "https://kefu.qinghe.example", "http://kefu.qinghe.example:8765"])  # fmt: skip
def test_own_pages(origin: str) -> None:
    assert HOSTS.allows_origin(origin)


@pytest.mark.parametrize("origin", [
    None, "", "null", "http://evil.example", "http://127.0.0.1", "http://127.0.0.1:9000", "https://127.0.0.1:8765",
    "file://", "http://localhost:8765.evil.example", "http://evil.example#http://localhost:8765",
    "http://user@localhost:8765", "http://localhost:8765/", "https://kefu.qinghe.example:8443", "http://[::1",
    "chrome-extension://abc", "x" * 400,
])  # fmt: skip
def test_pages_of_others(origin: str | None) -> None:
    assert not HOSTS.allows_origin(origin)


def test_lines_of_the_shop() -> None:
    assert names_of(["Kefu.Qinghe.example:443", " ", "no name!", "a.b"]) == {"kefu.qinghe.example", "a.b"}
    lines = [
        "https://www.qinghe.example/",
        "http://a.example:8080",
        "a.example",
        "javascript:alert(1)",
        "https://a b",
        "*",
    ]
    assert origins_of(lines) == ("https://www.qinghe.example", "http://a.example:8080")
    assert split_host("a.example:8080") == ("a.example", 8_080)
