"""The agent takes in a pack of deadline rules for the shop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ticketdesk.desk.command import SHOP, Context, Scope, SingleCommand
from ticketdesk.desk.rule_packs import taken_over
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import parse_stamp
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.rules.pack_text import checked_pack
from ticketdesk.store.writers.rule_packs import add_pack


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRulePack(SingleCommand):
    """A pack of rules comes in: tickets opened from now and from its own day on begin under it; others keep theirs.

    ``toml`` is the file's text, which the row keeps; ``follows`` is the version of the pack in force that it was
    compared with.
    """

    toml: str
    follows: str
    needs: ClassVar[Permission | None] = Permission.SHOP_EDIT
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = frozenset({"rule_pack.+"})
    secret: ClassVar[frozenset[str]] = frozenset({"toml"})  # the row has it

    def run(self, context: Context) -> str:
        """Keep it and return its version.

        DeskErrors of ``checked_pack`` and ``taken_over``; ``row_changed`` where another pack came in force meanwhile.
        """
        pack = checked_pack(self.toml)
        if taken_over(context.tx, pack, context.now).version != self.follows:
            raise DeskError("row_changed", table="rule_pack", id=0)
        day = parse_stamp(f"{pack.made_on} 00:00") or 0
        add_pack(context.tx, pack.version, self.toml, max(context.now, day))
        return pack.version
