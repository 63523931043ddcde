"""Names of rights as the card of a role lists them, of the columns of the staff table, and of states of agents."""

from __future__ import annotations

from types import MappingProxyType

from ticketdesk.domain.permissions import Group, Permission
from ticketdesk.words import mark, tr

_RIGHTS = MappingProxyType(
    {
        Permission.RECEPTION_REPLY: mark("See and answer conversations"),
        Permission.RECEPTION_TRANSFER: mark("Hand conversations on"),
        Permission.TICKET_HANDLE: mark("Open and handle tickets"),
        Permission.TICKET_CANCEL_OTHERS: mark("Cancel tickets of others"),
        Permission.ORDER_REMARK: mark("Change flags and remarks"),
        Permission.ORDER_ADDRESS: mark("Change addresses"),
        Permission.ORDER_SHIP: mark("Ship orders"),
        Permission.ORDER_PRICE: mark("Change prices before payment"),
        Permission.ORDER_OVERRIDE: mark("Let held orders be printed and shipped"),
        Permission.ORDER_IMPORT: mark("Import order files"),
        Permission.REFUND_AGREE: mark("Agree to refunds"),
        Permission.PERSONAL_REVEAL: mark("See whole phone numbers and addresses"),
        Permission.REVIEW_ANSWER: mark("Answer reviews"),
        Permission.GOODS_EDIT: mark("Edit goods"),
        Permission.PHRASE_EDIT: mark("Edit phrases and their groups"),
        Permission.DATA_EXPORT: mark("Export the shop's data"),
        Permission.INSIGHTS_VIEW: mark("See the shop's figures"),
        Permission.STAND_IN_NAME: mark("Name stand-ins in own departments"),
        Permission.STAFF_EDIT: mark("Manage staff and roles"),
        Permission.SHOP_EDIT: mark("Change the settings of the shop"),
    }
)
_GROUPS = MappingProxyType(
    {
        Group.MESSAGES: mark("Messages"),
        Group.TICKETS: mark("Tickets"),
        Group.ORDERS: mark("Orders"),
        Group.REFUNDS: mark("Refunds"),
        Group.REVIEWS: mark("Reviews"),
        Group.GOODS: mark("Goods"),
        Group.DATA: mark("Data"),
        Group.STAFF: mark("Staff"),
    }
)


def right(permission: Permission) -> str:
    """Return what a right lets one do, as a line beside its box: "Change addresses"."""
    return tr(_RIGHTS[permission])


def group(column: Group) -> str:
    """Return the name of a column of the staff table."""
    return tr(_GROUPS[column])
