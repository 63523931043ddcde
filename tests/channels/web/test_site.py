"""The page's files: names of a table, headers that keep a browser to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ticketdesk.channels.web.site import Site, headers, policy


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A page of three files, beside things that are none of it."""
    folder = tmp_path / "webchat"
    folder.mkdir()
    for name in ("index.html", "webchat.js", "bubble.js", "icon.svg", "notes.txt", "secret.db"):
        (folder / name).write_text(name, encoding="utf-8")
    (tmp_path / "outside.js").write_text("outside", encoding="utf-8")
    return Site(folder)


def test_names_of_the_page(site: Site) -> None:
    index = site.asset("/")
    assert index is not None and index.content == b"index.html" and index.media_type == "text/html; charset=utf-8"
    assert site.asset("/?bubble=1") == index == site.asset("/index.html#x")
    script, icon = site.asset("/webchat.js"), site.asset("/icon.svg")
    assert script is not None and script.media_type == "text/javascript; charset=utf-8"
    assert icon is not None and icon.media_type == "image/svg+xml"


@pytest.mark.parametrize("target", [
    "", "//", "/notes.txt", "/secret.db", "/../outside.js", "/%2e%2e/outside.js", "/webchat.js/", "/..\\outside.js",
    "http://x/index.html", "*", "/index.html\x00", "/INDEX.HTML",
])  # fmt: skip
def test_nothing_else_is_there(site: Site, target: str) -> None:
    assert site.asset(target) is None


def test_a_folder_that_is_not_there_is_an_empty_page(tmp_path: Path) -> None:
    assert Site(tmp_path / "none").asset("/") is None


def test_headers_let_nothing_foreign_in(site: Site) -> None:
    index, bubble = site.asset("/"), site.asset("/bubble.js")
    assert index is not None and bubble is not None
    found = dict(headers(index, "127.0.0.1:8765", ()))
    assert found["X-Content-Type-Options"] == "nosniff" and found["Referrer-Policy"] == "no-referrer"
    assert found["Cache-Control"] == "no-store" and found["Cross-Origin-Resource-Policy"] == "same-origin"
    assert not [name for name in found if name.startswith("Access-Control")]
    assert dict(headers(bubble, "127.0.0.1:8765", ()))["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert policy("127.0.0.1:8765", ("https://www.qinghe.example",)).split("; ") == [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob:",
        "connect-src 'self' ws://127.0.0.1:8765 wss://127.0.0.1:8765",
        "frame-ancestors 'self' https://www.qinghe.example", "base-uri 'none'", "form-action 'none'",
    ]  # fmt: skip
