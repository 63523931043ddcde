"""What the reception page says of system lines and senders; states, moments and flags are worded in ui/labels.py."""

from __future__ import annotations

import json
import unicodedata
from typing import Final, NamedTuple

from ticketdesk.ui import labels
from ticketdesk.words import tr

TAIL: Final = 9
"""Digits of an order number that are named in a line of a conversation."""


class OrderEvent(NamedTuple):
    """What a system line of kind "order" tells; ``flag`` None where only a remark was written."""

    number: str
    flag: int | None
    remark: str


def order_event(data: str) -> OrderEvent:
    """Read the data of a system line; what is damaged reads as empty."""
    try:
        found = json.loads(data)
    except ValueError:
        found = {}
    if not isinstance(found, dict):
        found = {}
    flag = found.get("flag")
    known = flag if isinstance(flag, int) else None
    return OrderEvent(str(found.get("number", "")), known, str(found.get("remark", "")))


def order_line(who: str, event: OrderEvent) -> str:
    """The sentence of a system line about an order."""
    number = short(event.number)
    if event.flag is None:
        return tr("{0} wrote a remark on order {1}: “{2}”", who, number, event.remark)
    name = labels.flag(event.flag).name
    if event.remark:
        return tr("{0} set order {1} to {2} · remark “{3}”", who, number, name, event.remark)
    return tr("{0} set order {1} to {2}", who, number, name)


def short(number: str) -> str:
    """The last digits of an order number, as people name it."""
    return f"…{number[-TAIL:]}" if len(number) > TAIL else number


def said_by(sender: str) -> str:
    """Who says it in short: of a platform account "shop:agent" the agent."""
    _shop, found, account = unicodedata.normalize("NFKC", sender).partition(":")
    return account if found and account else sender
