"""Which columns hold personal data, and each value as anybody may see it before it is revealed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from ticketdesk.domain.masking import mask_address, mask_name, mask_phone

_MOBILE: Final = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)")
_MOBILE_DIGITS: Final = 11
MOBILE_START: Final = re.compile(r"1[3-9]\d")
"""What every mobile number holds; a text without it, and that is nearly every one, is looked at no further."""

# Words in the headers of the platform's further columns (trade data) that announce a person.
_ABOUT_PEOPLE: Final = re.compile("姓名|收货人|地址|电话|手机|邮箱|身份证|支付宝|账号|银行|发票|抬头|税号|生日")
STARS: Final = "****"


def mask_text(text: str) -> str:
    """Return ``text`` with every mobile number in it masked."""
    if len(text) < _MOBILE_DIGITS or not MOBILE_START.search(text):
        return text
    return _MOBILE.sub(lambda found: mask_phone(found[0]), text)


def mask_extra(extra: Mapping[str, object]) -> dict[str, str]:
    """Return columns this program does not know (header: value) with what is about people hidden."""
    return {
        name: (STARS if value else "") if about_people(name) else mask_text(str(value)) for name, value in extra.items()
    }


@lru_cache(maxsize=1_024)
def about_people(header: str) -> bool:
    """Return whether a column of this name is about a person."""
    return _ABOUT_PEOPLE.search(header) is not None


def mask_edited(edited: Mapping[str, object]) -> dict[str, object]:
    """Return the file's values of fields that were edited here (field: value), the personal ones masked."""
    return {name: masked("orders", name, value) for name, value in edited.items()}


def _stars(text: str) -> str:
    return STARS if text else ""


def _json(mask: Callable[[Mapping[str, object]], Mapping[str, object]]) -> Callable[[str], str]:
    def masked_json(text: str) -> str:
        try:
            found = json.loads(text)
        except ValueError:
            return _stars(text)
        return json.dumps(mask(found), ensure_ascii=False) if isinstance(found, dict) else _stars(text)

    return masked_json


PERSONAL: Final[Mapping[tuple[str, str], Callable[[str], str]]] = MappingProxyType(
    {
        ("orders", "receiver"): mask_name,
        ("orders", "phone"): mask_phone,
        ("orders", "mobile"): mask_phone,
        ("orders", "address"): mask_address,
        ("orders", "invoice_title"): _stars,
        ("orders", "payment_detail"): _stars,
        ("orders", "edited"): _json(mask_edited),
        ("orders", "extra"): _json(mask_extra),
        ("buyer", "name"): mask_name,
        ("buyer", "phone"): mask_phone,
        ("ticket", "contact"): mask_phone,
    }
)


def masked(table: str, column: str, value: object) -> object:
    """Return ``value`` as anybody may see it; what is no personal data comes back as it is."""
    mask = PERSONAL.get((table, column))
    return mask(value) if mask is not None and isinstance(value, str) else value


_CIPHERS: Final = ("##", "$$")
"""How Douyin's exports begin the name, address ("##…") and phone ("$$…") of a receiver that they do not show."""


def is_masked(text: str) -> bool:
    """Return whether ``text`` is a mask (of this program, or of a platform's file) rather than a person's data."""
    return "**" in text or text.endswith("…") or text.startswith(_CIPHERS)
