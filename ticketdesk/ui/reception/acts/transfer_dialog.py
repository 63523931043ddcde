"""The dialog that hands a conversation to a colleague or a group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QLineEdit, QWidget

from ticketdesk.desk.commands.handing import MOST_NOTE, TransferConversation
from ticketdesk.desk.desk import Done
from ticketdesk.domain.assignment import AgentState, Server
from ticketdesk.domain.phrases import initials
from ticketdesk.domain.tickets import TransferReason
from ticketdesk.store.queries import serving
from ticketdesk.store.queries.conversations import ConversationRow
from ticketdesk.store.queries.serving import GroupRow
from ticketdesk.ui import labels
from ticketdesk.ui.delegates.chips import ChipText
from ticketdesk.ui.delegates.paint import Level
from ticketdesk.ui.reception.acts.pick_list import Pick, PickList
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.widgets.buttons import Choice, ChoiceChips, button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn
from ticketdesk.words.reception import agent_state_name

_LEVELS: Final[dict[AgentState, Level]] = {
    AgentState.ONLINE: "ok", AgentState.SUSPENDED: "warn", AgentState.OFFLINE: "plain"
}  # fmt: skip
_ORDER: Final = (AgentState.ONLINE, AgentState.SUSPENDED, AgentState.OFFLINE)


class TransferTalkDialog(ModalDialog):
    """Type to filter, ↑ ↓ to choose, Enter hands it on; reason and note are reached by Tab."""

    def __init__(self, world: World, row: ConversationRow, parent: QWidget) -> None:
        super().__init__(parent, tr("Transfer the conversation"), row.nick, width=520)
        self._world, self._row = world, row
        self.to = PickList(tr("To whom"), tr("Type a name, a group or initials"))
        self.to.set_picks(targets(world, row))
        reasons = [Choice(each.value, labels.transfer_reason(each.value)) for each in TransferReason]
        self.reason = ChoiceChips(reasons, TransferReason.OTHER_DUTY.value, name=tr("Reason"))
        self.note = QLineEdit()
        self.note.setMaxLength(MOST_NOTE)
        self.note.setAccessibleName(tr("Note for the colleague"))
        self.note.setPlaceholderText(tr("What was done, what is still to do"))
        self.hand = button(tr("Hand it on  Enter"), kind="primary", name=tr("Hand it on"))
        self._build()
        self._weigh()

    def _build(self) -> None:
        self.body.addWidget(self.to)
        for part in (self.reason, self.note):
            self.body.addWidget(label(part.accessibleName(), role="second"))
            self.body.addWidget(part)
        cancel = button(tr("Cancel"))
        self.footer.addWidget(cancel)
        self.footer.addWidget(self.hand)
        self.to.moved.connect(self._weigh)
        self.to.chosen.connect(self._hand_on)
        self.note.returnPressed.connect(self._hand_on)
        self.hand.clicked.connect(self._hand_on)
        self.submitted.connect(self._hand_on)
        cancel.clicked.connect(self.reject)
        self.to.setFocus()

    def _weigh(self) -> None:
        self.hand.setEnabled(bool(self.to.current()))
        nobody = not self.to.current()
        self.set_status(tr("Nobody of that name works here") if nobody else "", "bad" if nobody else "third")

    def _hand_on(self) -> None:
        kind, _, number = self.to.current().partition(":")
        if not number or not self.hand.isEnabled():
            return
        self.hand.setEnabled(False)
        command = TransferConversation(
            conversation_id=self._row.id, agent_id=int(number) if kind == "agent" else None,
            group_id=int(number) if kind == "group" else None, reason=self.reason.current(), note=self.note.text(),
        )  # fmt: skip
        self._world.post(command, self._done, self._refused)

    def _done(self, _done: Done) -> None:
        self._world.notices.say(tr("Conversation with {0} handed on", self._row.nick), undoable=True)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        self.hand.setEnabled(True)


def targets(world: World, row: ConversationRow) -> list[Pick]:
    """Return colleagues and groups but for whoever has it now: recent ones, then who is online and least loaded."""
    recent = serving.recent_targets(world.reader, world.agent_id or 0)
    servers = serving.servers(world.reader)
    names = {person.id: person.name for person in world.people}
    people = _agents(servers, names, row.agent_id, world.agent_id)
    found = {pick.key: pick for pick in (*people, *_groups(world, servers, row))}
    first = [f"agent:{each.agent_id}" if each.agent_id else f"group:{each.group_id}" for each in recent]
    lately = [found[key]._replace(detail=_joined(tr("recent"), found[key].detail)) for key in first if key in found]
    return [*lately, *(pick for key, pick in found.items() if key not in first)]


def colleagues(world: World) -> list[Pick]:
    """Return everybody else who works here: who is online and least loaded first."""
    names = {person.id: person.name for person in world.people}
    return _agents(serving.servers(world.reader), names, world.agent_id, world.agent_id)


def _agents(servers: Sequence[Server], names: dict[int, str], without: int | None, me: int | None) -> list[Pick]:
    others = [each for each in servers if each.id != without and each.id in names]
    others.sort(key=lambda each: (_ORDER.index(each.state), each.load, each.id))
    return [_agent(each, names[each.id], each.id == me) for each in others]


def _agent(server: Server, name: str, mine: bool) -> Pick:
    state = agent_state_name(server.state.value)
    load = trn(server.load, "{0} conversation", "{0} conversations")
    return Pick(
        f"agent:{server.id}", tr("{0} (me)", name) if mine else name, load, ChipText(state, _LEVELS[server.state]),
        also=initials(name),
    )  # fmt: skip


def _groups(world: World, servers: Sequence[Server], row: ConversationRow) -> list[Pick]:
    online = {each.id for each in servers if each.state is AgentState.ONLINE}
    return [_group(each, online) for each in serving.groups(world.reader) if each.id != row.group_id]


def _group(group: GroupRow, online: set[int]) -> Pick:
    there = len(online.intersection(group.members))
    chip = ChipText(tr("{0} online", there), "ok" if there else "plain")
    return Pick(f"group:{group.id}", group.name, tr("Group"), chip, "users", initials(group.name))


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
