"""The buyer's page as files: which names there are, and the headers that keep a browser to them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".html": "text/html; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".svg": "image/svg+xml",
    }
)
# The one file that a foreign page reads: the line of HTML which a shop puts into its own page.
_EMBEDDED: Final = "bubble.js"
_INDEX: Final = "index.html"


class Asset(NamedTuple):
    """A file of the page, ready to be sent."""

    name: str
    media_type: str
    content: bytes


class Site:
    """The files of one folder, read once: a request names one of them or nothing. No path is ever joined."""

    def __init__(self, folder: Path) -> None:
        files = sorted(each for each in folder.iterdir() if each.suffix in _TYPES) if folder.is_dir() else []
        self._assets = {f"/{file.name}": Asset(file.name, _TYPES[file.suffix], file.read_bytes()) for file in files}
        if f"/{_INDEX}" in self._assets:
            self._assets["/"] = self._assets[f"/{_INDEX}"]

    def asset(self, target: str) -> Asset | None:
        """Return what a request's target (path and query) names, None for anything else."""
        return self._assets.get(target.partition("?")[0].partition("#")[0])


def headers(asset: Asset, host: str, origins: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the headers of a file; ``host`` is the request's own (already allowed), ``origins`` may embed the page."""
    sharing = "cross-origin" if asset.name == _EMBEDDED else "same-origin"
    return [
        ("Content-Type", asset.media_type),
        ("Content-Security-Policy", policy(host, origins)),
        ("Cross-Origin-Resource-Policy", sharing),
        *COMMON,
    ]


COMMON: Final = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "no-store"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
)


def policy(host: str, origins: tuple[str, ...]) -> str:
    """Return the Content-Security-Policy: nothing from anywhere but our own files and our own socket."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' blob:",
            f"connect-src 'self' ws://{host} wss://{host}",
            " ".join(("frame-ancestors 'self'", *origins)),
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
