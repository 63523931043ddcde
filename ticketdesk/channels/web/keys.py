"""The keys under which the store keeps a page's words: each holds its visit, so that no page can speak of another's."""

from __future__ import annotations

import re
from typing import Final

_KEY: Final = re.compile(r"w([0-9a-f]{16})-([0-9a-f-]{36})")


def store_key(visit: int, name: str) -> str:
    """Return the key of what the page calls ``name``."""
    return f"w{visit:016x}-{name}"


def page_key(key: str | None) -> tuple[int, str] | None:
    """Return visit and page's own name of a key, None for one that no page has given (a later part of long words)."""
    found = _KEY.fullmatch(key or "")
    return (int(found[1], 16), found[2]) if found else None
