"""The agent changes what the shop is called, where it stands, and its settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ticketdesk.desk.command import SHOP, Context, Scope, SingleCommand
from ticketdesk.domain import settings
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.settings import PLATFORMS
from ticketdesk.domain.text import checked_name
from ticketdesk.store.queries import agents
from ticketdesk.store.writers import people


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSetting(SingleCommand):
    """A setting that travels with the shop changes; ``key`` is in ``domain.settings.SHOP_SETTINGS``
    or ``domain.channel_settings.CHANNEL_SETTINGS``.
    """

    key: str
    value: str
    needs: ClassVar[Permission | None] = Permission.SHOP_EDIT
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = frozenset({"setting.+", "setting.value"})

    def run(self, context: Context) -> None:
        """Put the setting; DeskErrors ``setting_unknown`` and what the setting itself refuses."""
        people.put_setting(context.tx, self.key, settings.checked(self.key, self.value))


@dataclass(frozen=True, slots=True, kw_only=True)
class EditShop(SingleCommand):
    """The shop gets another name or stands on another platform."""

    shop_name: str
    platform: str
    needs: ClassVar[Permission | None] = Permission.SHOP_EDIT
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = frozenset({"shop.name", "shop.platform"})

    def run(self, context: Context) -> None:
        """Change both where they differ; DeskErrors ``name_empty``, ``name_too_long``, ``platform_unknown``."""
        name = checked_name(self.shop_name, "shop")
        if self.platform not in PLATFORMS:
            raise DeskError("platform_unknown", platform=self.platform)
        shop = agents.shop(context.tx)
        if shop is None:
            raise DeskError("shop_missing")
        people.edit_shop(context.tx, shop.id, name, self.platform)
