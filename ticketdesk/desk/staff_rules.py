"""What must hold of the staff after every act, undo included: an administrator is left, and nobody slips in."""

from __future__ import annotations

from ticketdesk.desk.command import Actor
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries import agents
from ticketdesk.store.reader import Rows

# Whoever may change people or the shop could give away everything else.
_POWERFUL = frozenset({Permission.STAFF_EDIT.value, Permission.SHOP_EDIT.value})
TABLES = ("agent", "role")


def check(source: Rows, agent_id: int | None) -> None:
    """Raise a DeskError where the staff as it stands breaks a rule.

    ``last_admin``: nobody is left who may manage staff. ``owner_password_needed`` (the actor's own) and
    ``agent_password_needed`` (another's): as soon as there are two, all who may manage staff or shop have a password.
    """
    staff = agents.agents(source)
    if not any(Permission.STAFF_EDIT.value in row.permissions for row in staff):
        raise DeskError("last_admin")
    if len(staff) < 2:
        return
    for row in staff:
        if not row.has_password and row.permissions & _POWERFUL:
            if row.id == agent_id:
                raise DeskError("owner_password_needed")
            raise DeskError("agent_password_needed", name=row.name)


def need_all(actor: Actor, rights: frozenset[str]) -> None:
    """Raise DeskError ``denied`` unless the actor holds all of ``rights``: nobody gives away more than is held."""
    for right in sorted(rights):
        actor.need(Permission(right))


def check_name_free(source: Rows, name: str, agent_id: int | None = None) -> None:
    """Raise DeskError ``agent_name_taken`` where another agent, disabled or not, has this name."""
    if any(row.name == name and row.id != agent_id for row in agents.agents(source, disabled=True)):
        raise DeskError("agent_name_taken", name=name)
