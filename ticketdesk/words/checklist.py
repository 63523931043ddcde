"""Words of the items that a new ticket's checklist begins with."""

from __future__ import annotations

from types import MappingProxyType

from ticketdesk.words import mark, tr

_ITEMS = MappingProxyType(
    {
        "return_checked": mark("Check the goods that came back"),
        "refund_proved": mark("Keep the screenshot of the refund"),
        "agreed_both": mark("Agree on it with the buyer"),
        "carrier_asked": mark("Ask the courier"),
        "buyer_told": mark("Tell the buyer what comes of it"),
        "lead_told": mark("Tell the team lead"),
    }
)


def item_text(text: str) -> str:
    """Return an item in words: that of a shipped key, or what an agent wrote."""
    return tr(_ITEMS[text]) if text in _ITEMS else text
