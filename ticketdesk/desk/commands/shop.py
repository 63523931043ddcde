"""The agent opens the shop, adds a colleague."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from ticketdesk.desk.command import SHOP, Context, Door, Scope, SingleCommand
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import STANDARD_ROLES, Permission
from ticketdesk.domain.text import checked_name
from ticketdesk.store.queries import agents
from ticketdesk.store.writers import people


class ShopMade(NamedTuple):
    """Ids of the new shop and its owner."""

    shop_id: int
    owner_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateShop(SingleCommand):
    """First start: the names of shop and owner, the standard roles of settings-staff.png."""

    shop_name: str
    owner_name: str
    platform: str = "taobao"
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = frozenset({"shop.+", "role.+", "agent.+"})
    door: ClassVar[Door] = Door.FIRST
    undoable: ClassVar[bool] = False

    def run(self, context: Context) -> ShopMade:
        """Make shop, roles and owner; DeskError ``shop_exists`` on a second time."""
        if agents.shop(context.tx) is not None:
            raise DeskError("shop_exists")
        shop = people.add_shop(context.tx, checked_name(self.shop_name, "shop"), self.platform, context.now)
        roles = {
            role.code: people.add_role(context.tx, role.code, role.name, sorted(role.permissions))
            for role in STANDARD_ROLES
        }
        owner = people.add_agent(context.tx, checked_name(self.owner_name, "owner"), roles["admin"], "", context.now)
        return ShopMade(shop, owner)
