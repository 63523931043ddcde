"""Why an agent may not do something, as a sentence for a tooltip."""

from __future__ import annotations

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.ui.world import World
from ticketdesk.words import errors


def refusal(world: World, permission: Permission) -> str:
    """Why the agent may not, as a sentence; "" where the agent may."""
    return "" if world.may(permission) else errors.sentence(DeskError("denied", permission=permission.value))
