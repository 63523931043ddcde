"""The JSON of a card, read without trust: what is damaged or of another version reads as nothing."""

from __future__ import annotations

import json
from typing import Any

from ticketdesk.domain.money import YUAN


def values(data: str) -> dict[str, Any]:
    """Return the object in ``data``, {} where there is none."""
    try:
        found = json.loads(data or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def text(found: dict[str, Any], *names: str) -> str:
    """Return the first of these values that is a text or a number, "" where none is."""
    given = (found.get(name) for name in names)
    return next((str(each) for each in given if isinstance(each, str | int) and each not in ("", True, False)), "")


def currency(found: dict[str, Any]) -> str:
    """Return what the price of a card is in (ISO 4217), yuan where it does not say."""
    said = found.get("currency")
    return said if isinstance(said, str) and len(said) == 3 and said.isascii() and said.isupper() else YUAN


def cents(found: dict[str, Any]) -> int | None:
    """Return the price of a card in cents, None where it tells none."""
    price = found.get("price_cents")
    return price if isinstance(price, int) and not isinstance(price, bool) and 0 <= price < 10**12 else None
