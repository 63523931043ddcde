"""Who may do what: permissions, their columns in the staff table, and the standard roles, as data."""

from collections.abc import Collection
from enum import StrEnum
from typing import Final, NamedTuple


class Permission(StrEnum):
    """One right of an agent (trade.md A.9, settings-staff.png); the value is what the store keeps."""

    RECEPTION_REPLY = "reception.reply"
    RECEPTION_TRANSFER = "reception.transfer"
    TICKET_HANDLE = "ticket.handle"
    TICKET_CANCEL_OTHERS = "ticket.cancel_others"
    ORDER_REMARK = "order.remark"
    ORDER_ADDRESS = "order.address"
    ORDER_SHIP = "order.ship"
    ORDER_PRICE = "order.price"
    ORDER_OVERRIDE = "order.override"
    ORDER_IMPORT = "order.import"
    REFUND_AGREE = "refund.agree"
    PERSONAL_REVEAL = "personal.reveal"
    REVIEW_ANSWER = "review.answer"
    GOODS_EDIT = "goods.edit"
    PHRASE_EDIT = "phrase.edit"
    DATA_EXPORT = "data.export"
    INSIGHTS_VIEW = "insights.view"
    STAND_IN_NAME = "staff.stand_in"
    STAFF_EDIT = "staff.edit"
    SHOP_EDIT = "shop.edit"


class Group(StrEnum):
    """A column of the staff table; the value is its English name."""

    MESSAGES = "Messages"
    TICKETS = "Tickets"
    ORDERS = "Orders"
    REFUNDS = "Refunds"
    REVIEWS = "Reviews"
    GOODS = "Goods"
    DATA = "Data"
    STAFF = "Staff"


GROUP_OF: Final[dict[Permission, Group]] = {
    Permission.RECEPTION_REPLY: Group.MESSAGES,
    Permission.RECEPTION_TRANSFER: Group.MESSAGES,
    Permission.PHRASE_EDIT: Group.MESSAGES,
    Permission.TICKET_HANDLE: Group.TICKETS,
    Permission.TICKET_CANCEL_OTHERS: Group.TICKETS,
    Permission.ORDER_REMARK: Group.ORDERS,
    Permission.ORDER_ADDRESS: Group.ORDERS,
    Permission.ORDER_SHIP: Group.ORDERS,
    Permission.ORDER_PRICE: Group.ORDERS,
    Permission.ORDER_OVERRIDE: Group.ORDERS,
    Permission.ORDER_IMPORT: Group.ORDERS,
    Permission.PERSONAL_REVEAL: Group.ORDERS,
    Permission.REFUND_AGREE: Group.REFUNDS,
    Permission.REVIEW_ANSWER: Group.REVIEWS,
    Permission.GOODS_EDIT: Group.GOODS,
    Permission.DATA_EXPORT: Group.DATA,
    Permission.INSIGHTS_VIEW: Group.DATA,
    Permission.STAND_IN_NAME: Group.TICKETS,  # whose tickets stand with whom; no look into the staff
    Permission.STAFF_EDIT: Group.STAFF,
    Permission.SHOP_EDIT: Group.STAFF,
}


class Role(NamedTuple):
    """A named set of rights; ``name`` is the English source string of a standard role, or what the shop typed."""

    code: str
    name: str
    permissions: frozenset[Permission]

    def may(self, permission: Permission) -> bool:
        """Return whether this role holds ``permission``."""
        return permission in self.permissions


_STAFF_ONLY: Final = frozenset({Permission.STAFF_EDIT, Permission.SHOP_EDIT})

ADMIN: Final = Role("admin", "Administrator", frozenset(Permission))
LEAD: Final = Role("lead", "Team lead", frozenset(Permission) - _STAFF_ONLY)
# The card "role: agent" of the picture ticks five rights; reviews stand in its table, and importing orders and
# keeping phrases are the agent's daily work (issue 2), where the picture has no box for them.
AGENT: Final = Role(
    "agent",
    "Agent",
    frozenset(
        {
            Permission.RECEPTION_REPLY,
            Permission.RECEPTION_TRANSFER,
            Permission.TICKET_HANDLE,
            Permission.ORDER_REMARK,
            Permission.ORDER_ADDRESS,
            Permission.ORDER_PRICE,
            Permission.ORDER_IMPORT,
            Permission.REVIEW_ANSWER,
            Permission.PHRASE_EDIT,
        }
    ),
)
# A warehouse handles tickets, remarks, changes of address and shipping; to ship it must read the whole address.
WAREHOUSE: Final = Role(
    "warehouse",
    "Warehouse",
    frozenset(
        {
            Permission.TICKET_HANDLE,
            Permission.ORDER_REMARK,
            Permission.ORDER_ADDRESS,
            Permission.ORDER_SHIP,
            Permission.PERSONAL_REVEAL,
        }
    ),
)
STANDARD_ROLES: Final = (ADMIN, LEAD, AGENT, WAREHOUSE)


# What goes with a right, also in a role that was kept before there was a right of its own for it.
_IMPLIED: Final = {Permission.STAFF_EDIT: frozenset({Permission.STAND_IN_NAME})}


def implied(stored: Collection[str]) -> frozenset[str]:
    """Return the rights that go with those that a role has, without having to be kept."""
    found = (rights for right, rights in _IMPLIED.items() if right.value in stored)
    return frozenset(each.value for rights in found for each in rights)


def held(stored: Collection[str]) -> frozenset[str]:
    """Return the rights of a role of which ``stored`` are kept."""
    return frozenset(stored) | implied(stored)


def groups(permissions: Collection[Permission]) -> frozenset[Group]:
    """Return the columns of the staff table that get a tick: those of which any right is held."""
    return frozenset(GROUP_OF[permission] for permission in permissions)


def needed_to_cancel(*, own: bool) -> Permission:
    """Return the right needed to cancel a ticket (trade.md A.1-8): one's own falls under handling tickets."""
    return Permission.TICKET_HANDLE if own else Permission.TICKET_CANCEL_OTHERS
