"""One cell of a platform file turned into a value: text, name, number, amount, count, moment, state."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ticketdesk.domain.moments import SECOND, of_a_shop, parse_stamp
from ticketdesk.domain.money import narrow, parse_cents, suggest_amount
from ticketdesk.domain.orders import OrderState
from ticketdesk.domain.settings import PLATFORMS
from ticketdesk.domain.text import TEXT_BYTES
from ticketdesk.domain.text import clean_name as flat_name
from ticketdesk.exchange.guard import APOSTROPHE, EMPTY_WORD, unguard

_WRAPPED = re.compile(r'="((?:[^"]|"")*)"', re.DOTALL)
_CONTROLS = {code: None for code in (*range(32), *range(127, 160)) if code not in (9, 10, 13)}
# Zero-width, joiners, bidi marks and isolates, byte-order mark: invisible in a name, dangerous in a number.
_INVISIBLE = {
    code: None
    for span in (range(0x200B, 0x2010), range(0x202A, 0x202F), range(0x2060, 0x2070), (0xAD, 0x61C, 0x180E, 0xFEFF))
    for code in span
}
# No text of so many characters takes more bytes than a text may have.
_LONG = TEXT_BYTES // 4
_ORDER_NUMBER = re.compile(r"[0-9A-Za-z-]{6,32}")
_SHOP_NUMBER = re.compile(r"[#0-9A-Za-z][#0-9A-Za-z._-]{0,31}")
_SCIENTIFIC = re.compile(r"\d+(?:\.\d*)?[eE]\+?\d{1,3}")
_COUNT = re.compile(r"(\d{1,9})(?:\.0*)?")

_HOUR = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}")

_STATE_TEXTS = {
    **{state.value: state for state in OrderState if state is not OrderState.UNKNOWN},
    "等待买家付款": OrderState.WAIT_PAY,
    "买家已付款等待卖家发货": OrderState.WAIT_SHIP,
    "买家已付款": OrderState.WAIT_SHIP,
    "等待卖家发货": OrderState.WAIT_SHIP,
    "卖家部分发货": OrderState.PART_SHIPPED,
    "卖家已发货等待买家确认": OrderState.SHIPPED,
    "卖家已发货等待买家确认收货": OrderState.SHIPPED,
    "卖家已发货": OrderState.SHIPPED,
    "等待买家确认收货": OrderState.SHIPPED,
    "交易成功": OrderState.FINISHED,
    "交易关闭": OrderState.CLOSED,
    "TRADE_CLOSED_BY_TAOBAO": OrderState.CLOSED,
}
STATE_WORDS = {
    OrderState.WAIT_PAY: "等待买家付款",
    OrderState.WAIT_SHIP: "买家已付款，等待卖家发货",
    OrderState.PART_SHIPPED: "卖家部分发货",
    OrderState.SHIPPED: "卖家已发货，等待买家确认",
    OrderState.FINISHED: "交易成功",
    OrderState.CLOSED: "交易关闭",
}
NO_REFUND = "无退款申请"


class BadCell(ValueError):
    """A cell that cannot be what its column says; ``reason`` is a key of ``words/problems.py``."""

    def __init__(self, reason: str, suggestion: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.suggestion = suggestion


def unwrap(raw: str) -> str:
    """Return the text inside a cell's dress, "" for the word null.

    The dress is ``="123"`` (also once more in quotes, as a second saving leaves it), blanks around, and one leading
    apostrophe.

    Any other cell that looks like a formula stays the plain text it is (FORMATS 1.1).
    """
    text = raw.strip()
    if text[:2] == '"=' and text[-1:] == '"':
        text = text[1:-1].replace('""', '"')
    if text[:1] == "=" and (match := _WRAPPED.fullmatch(text)):
        text = match[1].replace('""', '"').strip()
    if text == EMPTY_WORD:
        return ""
    return text[1:] if text[:1] == APOSTROPHE else text


def clean_text(raw: str) -> str | None:
    """Free text without control characters, its line ends as ``\\n``; None if empty.

    Raises BadCell where it is longer than the store keeps (64 kB).
    """
    if len(raw) > _LONG and len(raw.encode()) > TEXT_BYTES:
        raise BadCell("text_too_long")
    if raw.isprintable() and raw[0] not in " '=\"" and raw[-1] != " " and raw != EMPTY_WORD:
        return raw
    text = unwrap(raw)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.translate(_CONTROLS) or None


def clean_name(raw: str) -> str | None:
    """A name or number as text: also without line breaks and invisible characters (bidi, zero-width); None if empty."""
    if raw.isprintable() and raw[0] not in " '=\"" and raw[-1] != " " and raw != EMPTY_WORD:
        return raw
    if raw[:2] == '="' and raw.isascii() and (inner := raw[2:-1]).isalnum() and raw[-1] == '"' and inner != EMPTY_WORD:
        return inner
    if raw[0] == APOSTROPHE and raw.isascii() and (inner := raw[1:]).replace("-", "").isalnum():
        return inner
    return flat_name(unwrap(raw.translate(_INVISIBLE))) or None


def clean_phone(raw: str) -> str | None:
    """A phone number; full-width digits become plain ones."""
    text = clean_name(raw)
    return text if text is None or text.isascii() else narrow(text)


def clean_id(raw: str) -> str | None:
    """An id kept digit by digit. Raises BadCell where Excel has rounded it (``4.05567E+18``)."""
    if raw[:2] == '="' and (inner := raw[2:-1]).isdigit() and raw.isascii() and raw[-1] == '"':
        return inner
    text = clean_phone(raw)
    if text is not None and ("E" in text or "e" in text) and _SCIENTIFIC.fullmatch(text) and not text.isalnum():
        raise BadCell("id_rounded")
    return text


def parcel_number(raw: str) -> str | None:
    """A parcel's number in capitals without the ``No:`` that newer lists put before it; otherwise as ``clean_id``."""
    text = clean_id(raw)
    return None if text is None else text.removeprefix("No:").removeprefix("No：").strip().upper() or None


def order_number(raw: str) -> str:
    """The order's number, 6 to 32 digits, letters or hyphens. Raises BadCell if missing, rounded or something else."""
    if raw[:2] == '="' and 8 < len(raw) < 36 and (inner := raw[2:-1]).isdigit() and raw.isascii() and raw[-1] == '"':
        return inner
    text = clean_phone(raw) if raw else None
    if not text:
        raise BadCell("number_missing")
    if text.isascii() and text.isdigit() and 6 <= len(text) <= 32:
        return text
    if _SCIENTIFIC.fullmatch(text) and (not text.isalnum() or len(text) < 6):
        raise BadCell("number_rounded")
    if not _ORDER_NUMBER.fullmatch(text):
        raise BadCell("number_invalid")
    return text


def shop_number(raw: str) -> str:
    """An order's name where the shop itself makes it (Shopify's ``#1001``), 1 to 32 signs. Raises BadCell for none."""
    text = clean_name(raw) if raw else None
    if not text:
        raise BadCell("number_missing")
    if not _SHOP_NUMBER.fullmatch(text):
        raise BadCell("number_invalid")
    return text


def any_number(raw: str) -> str:
    """An order's number on any platform, where a file does not say which one made it. Raises BadCell as both do."""
    try:
        return order_number(raw)
    except BadCell as bad:
        if bad.reason != "number_invalid":
            raise
        return shop_number(raw)


@lru_cache(maxsize=16384)
def cents(raw: str) -> int | None:
    """An amount in cents; None if empty. Raises BadCell with a suggestion if it is no amount."""
    text = _plain(raw)
    if not text:
        return None
    value = parse_cents(text)
    if value is None:
        raise BadCell("amount_invalid", suggest_amount(text))
    return value


@lru_cache(maxsize=16384)
def price(raw: str) -> int | None:
    """As ``cents`` for what can never be below zero: a price, a sum, a payment. Raises BadCell where it is."""
    found = cents(raw)
    if found is not None and found < 0:
        raise BadCell("price_negative")
    return found


def refund_cents(raw: str) -> int | None:
    """A detail line's refund: an amount, or None for the text that no refund was asked for (FORMATS 1.2)."""
    return None if NO_REFUND in raw else price(raw)


def count(raw: str) -> int | None:
    """A count of pieces or kinds; None if empty. Raises BadCell if it is no whole number."""
    if raw.isascii() and raw.isdigit() and len(raw) < 10:
        return int(raw)
    text = _plain(raw)
    if not text:
        return None
    match = _COUNT.fullmatch(text)
    if match is None or not text.isascii():
        raise BadCell("count_invalid")
    return int(match[1])


@cache
def _past_the_hour() -> dict[str, int]:
    """Minutes and seconds as text to milliseconds; made by the first import, since half a megabyte is kept for it."""
    return {f":{at // 60:02d}:{at % 60:02d}": at * SECOND for at in range(3_600)}


def moment(raw: str) -> int | None:
    """A shop-time stamp as UTC milliseconds; None if empty. Raises BadCell if it is no time of a shop's."""
    past = _past_the_hour().get(raw[13:])
    if past is not None and (hour := _hour(raw[:13])) is not None:
        return hour + past
    text = _plain(raw)
    if not text:
        return None
    value = parse_stamp(text)
    if value is None or not of_a_shop(value):
        raise BadCell("time_invalid")
    return value


def state(raw: str) -> OrderState | None:
    """An order's state from the platform's text, with either comma, or its code; None if empty. Raises BadCell."""
    found = _state(raw)
    if found is OrderState.UNKNOWN:
        raise BadCell("state_unknown")
    return found


def platform(raw: str) -> str | None:
    """The platform of an order in TicketDesk's own export; None if empty. Raises BadCell for any other word."""
    text = clean_name(raw)
    if text is not None and text not in PLATFORMS:
        raise BadCell("platform_unknown")
    return text


def own_text(raw: str) -> str | None:
    """A text of TicketDesk's own export, exactly as it was; None if empty."""
    return unguard(raw) or None


@lru_cache(maxsize=4096)
def _hour(text: str) -> int | None:
    """The moment of ``2026-02-28 14``; a file has the same few hundred hours on all its rows."""
    found = parse_stamp(f"{text}:00") if _HOUR.fullmatch(text) else None
    return found if found is not None and of_a_shop(found) else None


@lru_cache(maxsize=256)
def _state(raw: str) -> OrderState | None:
    key = state_key(raw)
    return _STATE_TEXTS.get(key, OrderState.UNKNOWN) if key else None


def state_key(raw: str) -> str:
    """A state's words without what files write differently: blanks, and either comma; "" if empty (FORMATS 1.1)."""
    return "".join(_plain(raw).split()).replace(",", "")


def _plain(raw: str) -> str:
    """The cell undressed and in plain width: full-width digits, commas and letters become ASCII."""
    if raw.isascii() and raw.isprintable() and raw[:1] not in " '=\"n":
        return raw.strip()
    return narrow(unwrap(raw.translate(_INVISIBLE)).translate(_CONTROLS)).strip()
