"""Money as the files of the trade write it: yuan with at most two decimals, kept as integer cents."""

from __future__ import annotations

import re
from typing import Final

YUAN: Final = "CNY"
"""What money is in where nothing else is said (ISO 4217)."""
_AMOUNT = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d*))?")
_MOST_DIGITS = 15
# Full-width forms of ASCII and of the yuan sign; NFKC would also read 12² as 122.
_NARROW = {**{wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}, 0xFFE5: 0xA5, 0x3000: 0x20}
# What a hand or a scan writes in place of a digit or the point.
_LOOKALIKES = str.maketrans("Oo〇lI|。，,", "000111...")


def parse_cents(text: str) -> int | None:
    """Return the cents of ``73.27``, ``1,321.02``, ``¥5`` or ``0.00元``; None if it is no amount of whole cents."""
    whole, _, part = text.partition(".")
    if len(part) == 2 and len(whole) <= _MOST_DIGITS and text.isascii() and whole.isdigit() and part.isdigit():
        return int(whole) * 100 + int(part)
    return _parse_dressed(text)


def narrow(text: str) -> str:
    """Return ``text`` with full-width digits, letters, signs and blanks as plain ones."""
    return text.translate(_NARROW)


def _parse_dressed(text: str) -> int | None:
    plain = narrow(text).strip().lstrip("¥").removesuffix("元").strip()
    match = _AMOUNT.fullmatch(plain) if plain.isascii() else None
    if match is None:
        return None
    sign, whole, part = match[1], match[2].replace(",", ""), (match[3] or "").rstrip("0")
    if len(part) > 2 or len(whole) > _MOST_DIGITS:
        return None
    cents = int(whole) * 100 + int(part.ljust(2, "0"))
    return -cents if sign == "-" else cents


def suggest_amount(text: str) -> str | None:
    """Return what a misspelt amount probably meant: ``12.80`` for ``12.8O``; None if there is no good guess."""
    if not any(char.isdigit() for char in text):
        return None
    cents = parse_cents(text.translate(_LOOKALIKES).replace(" ", ""))
    return None if cents is None else yuan(cents)


def yuan(cents: int) -> str:
    """Return cents as plain yuan text without sign of currency or thousands: ``1321.02``."""
    return f"{cents // 100}.{cents % 100:02d}" if cents >= 0 else f"-{yuan(-cents)}"


def money(cents: int, currency: str = YUAN) -> str:
    """Return cents as "¥129.00", of another ISO 4217 ``currency`` as "USD 129.00"."""
    sign = "¥" if currency == YUAN else f"{currency} "
    return f"{'-' if cents < 0 else ''}{sign}{yuan(abs(cents))}"
