"""What a shop knows of buyers besides their words: membership, and what tells that two of them are one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from ticketdesk.domain.personal import is_masked
from ticketdesk.domain.text import fold, letters, simplify


class Membership(StrEnum):
    """How a buyer stands to the shop (店铺身份 of the reception's customer card, trade.md part 4)."""

    NONE = "none"
    FAN = "fan"
    MEMBER = "member"
    NEW = "new"


class Why(StrEnum):
    """What two buyers have in common."""

    PHONE = "phone"
    ADDRESS = "address"


class Person(NamedTuple):
    """A receiver as an order states it."""

    phone: str
    name: str
    address: str


class Receiver(NamedTuple):
    """Who an order goes to, and which buyer's it is (None: nobody's)."""

    buyer_id: int | None
    name: str
    phone: str
    mobile: str
    address: str


MOST_LEVEL: Final = 20
_DIGITS: Final = re.compile(r"\D+")
_MOBILE: Final = 11
_LEAST_PHONE: Final = 7
_LEAST_ADDRESS: Final = 6
_POSTCODE: Final = re.compile(r"[(（]\d{6}[)）]\s*$")


def phone_key(phone: str) -> str:
    """Return what makes two numbers the same: its digits without a country's 86; "" for none, and for a masked one.

    A number of fewer than seven digits is nobody's own (a service line, a typing error).
    """
    if not phone or is_masked(phone):
        return ""
    digits = _DIGITS.sub("", phone)
    if digits[:-_MOBILE] in ("86", "0086"):
        digits = digits[-_MOBILE:]
    return digits if len(digits) >= _LEAST_PHONE else ""


def phone_spellings(key: str) -> tuple[str, ...]:
    """Return how files write a number: bare, with the country before it."""
    return (key, f"86{key}", f"+86{key}", f"86-{key}", f"+86-{key}", f"0086{key}", f"+86 {key}") if key else ()


def address_key(name: str, address: str) -> str:
    """Return what makes two receivers at one address the same: name and address without blanks, signs and postcode.

    Traditional and simplified, full and half width are alike. "" where either is missing, masked or too short to tell.
    """
    if not name or not address or is_masked(name) or is_masked(address):
        return ""
    place = _spelt(_POSTCODE.sub("", address))
    who = _spelt(name)
    return f"{who}\n{place}" if who and len(place) >= _LEAST_ADDRESS else ""


def receiver_moved(before: Mapping[str, object], after: Mapping[str, object]) -> bool:
    """Return whether ``after`` (columns of an order that come to read otherwise) sends its parcel elsewhere.

    What stood masked, or did not stand at all, cannot differ; another spelling of the same is the same.
    """
    return any(_moved(name, str(before.get(name) or ""), str(text or "")) for name, text in after.items())


def same_receiver(one: Receiver, other: Receiver) -> bool:
    """Return whether one parcel can carry both orders: one buyer's, to one name, with one phone, at one address.

    Spellings of the same are the same; where no address is known nobody can tell.
    """
    key = receiver_key(one)
    return key is not None and key == receiver_key(other)


def receiver_key(receiver: Receiver) -> str | None:
    """Return what makes two receivers the same for ``same_receiver``, None where no address is known."""
    return "\n".join(map(str, _door(receiver))) if receiver.address else None


def _door(receiver: Receiver) -> tuple[int | None, str, str, str, str]:
    phone, mobile = (phone_key(text) or text.strip() for text in (receiver.phone, receiver.mobile))
    place = _POSTCODE.sub("", receiver.address)
    return receiver.buyer_id, _spelt(receiver.name) or receiver.name, phone, mobile, _spelt(place) or place


def _moved(column: str, old: str, new: str) -> bool:
    if not old or is_masked(old) or is_masked(new):
        return False
    if column in ("phone", "mobile"):
        return (phone_key(old) or old) != (phone_key(new) or new)
    if column == "address":
        old, new = _POSTCODE.sub("", old), _POSTCODE.sub("", new)
    return (_spelt(old) or old) != (_spelt(new) or new)


def _spelt(text: str) -> str:
    return letters(simplify(fold(text)))


def return_rate(paid: int, refunded: int) -> float | None:
    """Return the part of the paid orders that were refunded, 0.0 to 1.0; None where nothing was paid."""
    return None if paid <= 0 else min(1.0, refunded / paid)
