"""The dialog that names who stands in for an absent agent, and ends what is in force."""

from __future__ import annotations

from functools import partial

import shiboken6
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.stand_ins import EndStandIn, NameStandIn
from ticketdesk.desk.desk import Done
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries import agents
from ticketdesk.store.queries.agents import AgentRow
from ticketdesk.store.queries.stand_ins import StandIn
from ticketdesk.ui.override import override
from ticketdesk.ui.reception.acts.remind_dialog import WhenChoice
from ticketdesk.ui.reception.acts.when_field import WhenField, moment_text
from ticketdesk.ui.safe_text import ElidedLabel, label, one_line
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.emptying import empty
from ticketdesk.ui.widgets.marks import SectionTitle
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr

_NAME = 30


class StandInDialog(ModalDialog):
    """Who is away, who stands in, from when and until when; below, what is in force or to come, each with its end.

    1 to 4 choose a quick end, Tab leads to own words, Enter takes it. Others than oneself are offered to whoever may
    name stand-ins: those of the own departments, all to whoever manages staff.
    """

    def __init__(self, world: World, parent: QWidget) -> None:
        super().__init__(parent, tr("Stand-in"), tr("What is new, late or asked stands with a colleague"), width=540)
        self._world = world
        self._people = agents.agents(world.reader)
        self.away = _choice(tr("Who is away"))
        self.stand_in = _choice(tr("Who stands in"))
        self.begin = WhenField(world, tr("Away from"), tr("now; or tomorrow 9:00, Fri 13:00"))
        self.until = WhenChoice(world, name=tr("Away until"))
        self.until.choose("3")
        self.take = button(f"{tr('Name stand-in')}  Enter", kind="primary", name=tr("Name stand-in"))
        self.named = QWidget()
        self.named.setAccessibleName(tr("In force or to come"))
        self._rows = QVBoxLayout(self.named)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(SIZES.xs)
        self._build()
        self._offer_absent()
        self._offer_stand_ins()
        self._show_named()
        self._connect()
        self._weigh()
        self.stand_in.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.until.key(event):
            super().keyPressEvent(event)

    def _build(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(SIZES.m)
        form.setVerticalSpacing(SIZES.s)
        for name, part in (
            (tr("Who is away"), self.away), (tr("Who stands in"), self.stand_in), (tr("Away from"), self.begin),
        ):  # fmt: skip
            form.addRow(label(name, role="second"), part)
        self.body.addLayout(form)
        self.body.addWidget(self.until)
        self.body.addWidget(self.named)
        cancel = button(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.footer.addWidget(cancel)
        self.footer.addWidget(self.take)
        self.set_status(tr("It ends by itself; nothing is moved"))

    def _connect(self) -> None:
        self.away.currentIndexChanged.connect(self._offer_stand_ins)
        for changed in (self.stand_in.currentIndexChanged, self.begin.changed, self.until.changed):
            changed.connect(self._weigh)
        for given in (self.begin.entered, self.until.entered, self.submitted, self.take.clicked):
            given.connect(self._take)
        self._world.changed.connect(self._follow)

    def _offer_absent(self) -> None:
        for each in self._people:
            if self._may_name(each.id):
                me = tr("{0} (me)", each.name) if each.id == self._world.agent_id else each.name
                self.away.addItem(one_line(me, _NAME), each.id)
        self.away.setCurrentIndex(max(0, self.away.findData(self._world.agent_id)))
        self.away.setEnabled(self.away.count() > 1)

    def _may_name(self, agent: int) -> bool:
        me = self._world.agent_id
        if agent == me or self._world.may(Permission.STAFF_EDIT):
            return True
        near = (each.members for each in self._world.flow.own(me))
        return self._world.may(Permission.STAND_IN_NAME) and any(agent in members for members in near)

    def _offer_stand_ins(self) -> None:
        chosen = self.stand_in.currentData()
        self.stand_in.clear()
        for each in self._people:
            if each.id != self.away.currentData() and _may_work(each):
                self.stand_in.addItem(one_line(each.name, _NAME), each.id)
        self.stand_in.setCurrentIndex(max(0, self.stand_in.findData(chosen)))

    def _weigh(self) -> None:
        begin = self.begin.empty() or self.begin.moment() is not None
        self.take.setEnabled(begin and self.until.moment() is not None and self.stand_in.count() > 0)

    def _take(self) -> None:
        until, now = self.until.moment(), self._world.clock()
        if until is None or not self.take.isEnabled():
            return
        self.take.setEnabled(False)
        command = NameStandIn(
            agent_id=self.away.currentData(), stand_in_id=self.stand_in.currentData(),
            from_at=self.begin.moment() or now, until_at=until,
        )  # fmt: skip
        names = {each.id: each.name for each in self._people}
        told = tr("{0} stands in for {1}", names[command.stand_in_id], names[command.agent_id])
        self._world.post(command, partial(self._done, told), self._refused)

    def _done(self, told: str, _done: Done) -> None:
        self._world.notices.say(told, undoable=True)
        if shiboken6.isValid(self):  # it may have been closed while the act was on its way
            self.accept()

    def _refused(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        if shiboken6.isValid(self):
            self._weigh()

    def _show_named(self) -> None:
        """Read again what is in force or to come."""
        empty(self._rows)
        now = self._world.clock()
        found = self._world.flow.stand_ins(now)
        self.named.setVisible(bool(found))
        if found:
            self._rows.addWidget(SectionTitle(tr("In force or to come")))
        for each in found:
            self._rows.addWidget(self._row(each, now))

    def _row(self, each: StandIn, now: int) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.s)
        words = span_words(each, now)
        row.addWidget(ElidedLabel(words), 1)
        if self._may_name(each.agent_id):
            end = button(tr("End"), kind="link", small=True, name=tr("End: {0}", words))
            end.clicked.connect(lambda _checked, each=each: end_now(self._world, each))
            row.addWidget(end)
        return made

    def _follow(self, changes: Changes) -> None:
        if changes.touches("stand_in"):
            self._show_named()


def end_now(world: World, each: StandIn) -> None:
    """The absent one is back before the time: told with Undo."""
    told = tr("{0} does without a stand-in again", each.name)
    world.post(EndStandIn(stand_in_ids=(each.id,)), lambda _done: world.notices.say(told, undoable=True))


def span_words(each: StandIn, now: int) -> str:
    """Return who stands in for whom, from when and until when; ``now`` is UTC ms."""
    stand_in, name = one_line(each.stand_in, _NAME), one_line(each.name, _NAME)
    until = moment_text(each.until_at, now)
    if each.lasts(now):
        return tr("{0} for {1}, until {2}", stand_in, name, until)
    return tr("{0} for {1}, {2} to {3}", stand_in, name, moment_text(each.from_at, now), until)


def _may_work(person: AgentRow) -> bool:
    return Permission.TICKET_HANDLE.value in person.permissions


def _choice(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    return made
