"""Places in a text as Qt counts them: a sign beyond the basic plane (an emoji) is two units there, one in Python."""

from __future__ import annotations


def units(text: str) -> int:
    """Return how long ``text`` is for Qt, in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def head(text: str, count: int) -> str:
    """Return what stands before unit ``count`` of ``text``; a sign that is cut in two is left out."""
    return text[:count] if text.isascii() else piece(text, 0, count)


def piece(text: str, start: int, end: int) -> str:
    """Return what stands from unit ``start`` up to ``end``; signs that are cut in two are left out."""
    return text.encode("utf-16-le", "surrogatepass")[2 * start : 2 * end].decode("utf-16-le", "ignore")
