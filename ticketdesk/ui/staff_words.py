"""Rights, roles and states of the people at the desk, in words."""

from __future__ import annotations

from types import MappingProxyType

from ticketdesk.words import mark, tr

_PERMISSION = MappingProxyType[str, str](
    {
        "reception.reply": mark("Reply to buyers"),
        "reception.transfer": mark("Transfer conversations"),
        "ticket.handle": mark("Handle tickets"),
        "ticket.cancel_others": mark("Cancel tickets of others"),
        "order.remark": mark("Flag and remark orders"),
        "order.address": mark("Correct addresses"),
        "order.ship": mark("Ship orders"),
        "order.import": mark("Import orders"),
        "refund.agree": mark("Agree to refunds"),
        "personal.reveal": mark("See personal data"),
        "review.answer": mark("Answer reviews"),
        "goods.edit": mark("Edit goods"),
        "phrase.edit": mark("Edit phrases"),
        "data.export": mark("Export data"),
        "insights.view": mark("See figures"),
        "staff.edit": mark("Manage staff"),
        "shop.edit": mark("Change the shop"),
    }
)
_ROLE = MappingProxyType[str, str](
    {
        "Administrator": mark("Administrator"),
        "Team lead": mark("Team lead"),
        "Agent": mark("Agent"),
        "Warehouse": mark("Warehouse"),
    }
)


def permission(value: str) -> str:
    """Return what a right allows, in words."""
    return tr(_PERMISSION.get(value, value))


def role(name: str) -> str:
    """Return the name of a standard role in the chosen language, or what the shop typed."""
    return tr(_ROLE[name]) if name in _ROLE else name
