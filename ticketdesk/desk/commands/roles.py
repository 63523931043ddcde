"""Roles are made, renamed, and get or lose rights (trade.md A.9: only an administrator grants)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ticketdesk.desk import staff_rules
from ticketdesk.desk.command import SHOP, Context, Scope, SingleCommand
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.text import checked_name
from ticketdesk.store.queries import agents
from ticketdesk.store.tx import Tx
from ticketdesk.store.writers import people

_ROLE = Scope("role", "role_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class AddRole(SingleCommand):
    """A role of the shop's own, with the rights it begins with (values of ``Permission``)."""

    role_name: str
    permissions: tuple[str, ...] = ()
    needs: ClassVar[Permission | None] = Permission.STAFF_EDIT
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = frozenset({"role.+"})
    confirm: ClassVar[bool] = True

    def run(self, context: Context) -> int:
        """Add it and return the id; DeskErrors ``name_empty``, ``role_name_taken``, ``right_unknown``."""
        name = checked_name(self.role_name, "role")
        _check_name_free(context.tx, name)
        rights = frozenset(_right(value).value for value in self.permissions)
        staff_rules.need_all(context.actor, rights)
        return people.add_role(context.tx, f"role-{context.tx.act_id}", name, sorted(rights))


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameRole(SingleCommand):
    """A role gets another name."""

    role_id: int
    role_name: str
    needs: ClassVar[Permission | None] = Permission.STAFF_EDIT
    scope: ClassVar[Scope] = _ROLE
    fields: ClassVar[frozenset[str] | None] = frozenset({"role.name"})

    def run(self, context: Context) -> None:
        """Rename it; DeskErrors ``role_missing``, ``name_empty``, ``name_too_long``, ``role_name_taken``."""
        name = checked_name(self.role_name, "role")
        role = people.current_role(context.tx, self.role_id)
        _check_name_free(context.tx, name, role.id)
        if role.name != name:
            people.set_role(context.tx, role.id, "name", name)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRolePermission(SingleCommand):
    """A role gets (``granted``) or loses one right (a value of ``Permission``)."""

    role_id: int
    permission: str
    granted: bool
    needs: ClassVar[Permission | None] = Permission.STAFF_EDIT
    scope: ClassVar[Scope] = _ROLE
    fields: ClassVar[frozenset[str] | None] = frozenset({"role.permissions"})
    confirm: ClassVar[bool] = True

    def run(self, context: Context) -> None:
        """Change it; DeskErrors ``role_missing``, ``right_unknown``, ``last_admin``, ``…_password_needed``."""
        right = _right(self.permission)
        role = people.current_role(context.tx, self.role_id)
        if self.granted:
            context.actor.need(right)
        rights = role.permissions | {right.value} if self.granted else role.permissions - {right.value}
        if rights != role.permissions:
            people.set_role(context.tx, role.id, "permissions", people.rights_text(rights))
            staff_rules.check(context.tx, context.actor.agent_id)


def _right(value: str) -> Permission:
    try:
        return Permission(value)
    except ValueError as error:
        raise DeskError("right_unknown", right=value) from error


def _check_name_free(tx: Tx, name: str, role_id: int | None = None) -> None:
    if any(row.name == name and row.id != role_id for row in agents.roles(tx)):
        raise DeskError("role_name_taken", name=name)
