"""Who may ask: the hosts that this desk answers to, and the pages that may call its socket. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple
from urllib.parse import urlsplit

_HOST: Final = re.compile(r"(?:\[[0-9a-f:.]{2,45}\]|[a-z0-9](?:[a-z0-9.-]{0,252}))(?::[0-9]{1,5})?")
LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")


class Hosts(NamedTuple):
    """The names under which this desk is reached: ``own`` ones at ``port``, ``more`` (behind a proxy) at any.

    DNS rebinding makes a foreign name point here; the Host header then carries the foreign name, which stands in
    neither list.
    """

    port: int
    own: frozenset[str]
    more: frozenset[str] = frozenset()

    def allows(self, host: str | None) -> bool:
        """Whether a request may name this Host."""
        found = split_host(host)
        if found is None:
            return False
        name, port = found
        return name in self.more or (name in self.own and (port or 80) == self.port)

    def allows_origin(self, origin: str | None) -> bool:
        """Whether a page of this Origin may call the socket: only a page of our own."""
        if origin is None or len(origin) > 300:
            return False
        try:
            parts = urlsplit(origin)
        except ValueError:
            return False
        if parts.scheme not in ("http", "https") or parts.path or parts.query or parts.fragment:
            return False
        found = split_host(parts.netloc)
        if found is None:
            return False
        name, port = found
        usual = 443 if parts.scheme == "https" else 80
        if name in self.more:
            return (port or usual) in (self.port, 80, 443)
        return name in self.own and parts.scheme == "http" and (port or usual) == self.port


def split_host(host: str | None) -> tuple[str, int] | None:
    """Return name and port (0: none given) of a Host header, None for what is none."""
    if host is None or not _HOST.fullmatch(found := host.lower()):
        return None
    name, colon, port = found.rpartition(":") if re.search(r":[0-9]+$", found) and found[-1] != "]" else (found, "", "")
    if colon and not 0 < int(port) < 65_536:
        return None
    return name.rstrip("."), int(port) if colon else 0


def names_of(lines: Iterable[str]) -> frozenset[str]:
    """Return the host names of the shop's lines; what is none is left out."""
    found = (split_host(line.strip()) for line in lines)
    return frozenset(each[0] for each in found if each is not None)


def origins_of(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the origins (``https://shop.example``) among the shop's lines, as they may stand in a header."""
    return tuple(origin for line in lines if (origin := _origin(line.strip().rstrip("/"))) is not None)


def _origin(text: str) -> str | None:
    scheme, mark, host = text.partition("://")
    return f"{scheme}://{host.lower()}" if mark and scheme in ("http", "https") and split_host(host) else None
