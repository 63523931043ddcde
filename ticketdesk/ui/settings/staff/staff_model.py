"""The table of agents: name, role, a tick for each group of rights, the last sign-in."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject

from ticketdesk.domain.permissions import Group, Permission, groups
from ticketdesk.store.queries import agents
from ticketdesk.store.queries.agents import AgentRow
from ticketdesk.ui import labels
from ticketdesk.ui.models.snapshot import Column, SnapshotModel
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.world import World
from ticketdesk.words import rights, tr

COLUMNS_OF_GROUPS: Final = tuple(Group)
NAME, ROLE, FIRST_GROUP = range(3)
SEEN: Final = FIRST_GROUP + len(COLUMNS_OF_GROUPS)
MORE: Final = SEEN + 1
NONE: Final = "—"
_WIDTHS: Final = {"name": 226, "role": 128, "group": 76, "seen": 132, "more": 40}


class StaffModel(SnapshotModel):
    """Every agent of the shop, those who may no longer sign in at the end; `reload` reads all (a shop has dozens)."""

    def __init__(self, world: World, parent: QObject | None = None) -> None:
        super().__init__(_columns(), self._read, self._texts_of, parent)
        self._world = world
        self._agents: dict[int, AgentRow] = {}
        self.reload()

    def reload(self) -> None:
        """Read everybody again."""
        found = sorted(agents.agents(self._world.reader, disabled=True), key=lambda row: (not row.enabled, row.id))
        changed = [row.id for row in found if self._agents.get(row.id) != row]
        self._agents = {row.id: row for row in found}
        self.set_ids(array("q", [row.id for row in found]))
        self.refresh(changed)

    def agent(self, number: int | None) -> AgentRow | None:
        """Return the agent of this id."""
        return None if number is None else self._agents.get(number)

    def _read(self, ids: Sequence[int]) -> list[AgentRow]:
        return [self._agents[number] for number in ids if number in self._agents]

    def _texts_of(self, row: AgentRow) -> tuple[str, ...]:
        held = groups([each for each in Permission if each.value in row.permissions])
        ticks = tuple(tr("Yes") if column in held and row.enabled else NONE for column in COLUMNS_OF_GROUPS)
        seen = labels.date_text(row.signed_in_at, self._world.clock()) or NONE
        return (one_line(row.name), labels.role(row.role_name), *ticks, seen, tr("More…"))


def _columns() -> tuple[Column, ...]:
    marks = tuple(Column(rights.group(column), width=_WIDTHS["group"]) for column in COLUMNS_OF_GROUPS)
    return (
        Column(tr("Name of staff"), width=_WIDTHS["name"]),
        Column(tr("Role"), width=_WIDTHS["role"]),
        *marks,
        Column(tr("Last sign-in"), width=_WIDTHS["seen"]),
        Column("", width=_WIDTHS["more"]),
    )
