"""Taking back an act, and what the desk says where it refuses."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError


def refusal(work: Callable[[], object]) -> DeskError:
    """The DeskError that ``work`` ends with."""
    with pytest.raises(DeskError) as caught:
        work()
    return caught.value


def undo(desk: Desk, agent: int | None = None) -> str:
    """Take back the newest act (of ``agent``) and return its command."""
    desk.agent_id = agent if agent is not None else desk.agent_id
    return desk.undo().result().command
