"""The card of the home page with the agent's reminders and what is to be done for buyers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFontMetrics, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.reminders import DoneReminder, DoneTodo
from ticketdesk.desk.commands.stand_ins import EndStandIn
from ticketdesk.desk.commands.ticket_people import DoneMention, SeeTicket
from ticketdesk.desk.desk import Done
from ticketdesk.store.queries import conversations, reminders, stand_ins, ticket_people, tickets
from ticketdesk.store.queries.reminders import ReminderRow, TodoRow
from ticketdesk.store.queries.stand_ins import StandIn
from ticketdesk.store.queries.ticket_people import MentionRow
from ticketdesk.store.queries.tickets import TicketRow
from ticketdesk.ui.delegates.paint import Level
from ticketdesk.ui.override import override
from ticketdesk.ui.reception.acts.reminder_strip import about, place_of
from ticketdesk.ui.reception.acts.when_field import moment_text
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.widgets.buttons import IconButton, button
from ticketdesk.ui.widgets.emptying import empty
from ticketdesk.ui.widgets.frames import Card
from ticketdesk.ui.widgets.marks import Chip, SectionTitle
from ticketdesk.ui.world import Place, World
from ticketdesk.words import tr

MOST: Final = 4
_ELIDE: Final = Qt.TextElideMode.ElideRight
_WORDS: Final = 172
"""Pixels for the words of a row; the whole stands in its name and tooltip."""


class _Press(QObject):
    """Drops the ``checked`` that Qt sends along."""

    def __init__(self, what: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._what = what

    def run(self) -> None:
        """Do it."""
        self._what()


class ErrandCard(Card):
    """The nearest reminders and to-dos, four of each; each can be opened, ticked off, and a reminder put off."""

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(margin=SIZES.l, spacing=SIZES.xs, parent=parent)
        self._world = world
        self._stale = True
        self._next: int | None = None
        self.rows: list[QWidget] = []
        self.setAccessibleName(tr("Reminders and to-dos"))
        world.changed.connect(self._changed)
        self.refresh()

    def refresh(self) -> None:
        """Read both again."""
        self._stale = False
        agent, now = self._world.agent_id, self._world.clock()
        reader = self._world.reader
        reminded = reminders.reminders(reader, agent, limit=MOST) if agent is not None else []
        todos = reminders.open_todos(reader, agent, MOST)
        self._next = next((row.due_at for row in reminded if row.due_at > now), None)
        self._clear()
        self._people(agent)
        self._section(tr("Reminders"), tr("No reminder is set"), [self._reminder(row, now) for row in reminded])
        self._section(tr("To-dos"), tr("Nothing to do for buyers"), [self._todo(row, now) for row in todos])

    def tick(self, now: int) -> None:
        """Read again once the next reminder is due (UTC ms)."""
        if self._next is not None and self._next <= now:
            self.refresh()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _clear(self) -> None:
        empty(self.body)
        self.rows = []

    def _section(self, title: str, empty: str, rows: list[QWidget]) -> None:
        self.body.addWidget(SectionTitle(title))
        for row in rows or [label(empty, role="third")]:
            self.body.addWidget(row)
        self.rows += rows

    def _people(self, agent: int | None) -> None:
        """What colleagues ask by name, and watched tickets with news; nothing is said where there is none."""
        if agent is None:
            return
        self._stand_ins(agent, self._world.clock())
        called = ticket_people.mentions(self._world.reader, agent, MOST)
        if called:
            self._section(tr("You are called"), "", [self._called(row) for row in called])
        news = ticket_people.unseen(self._world.reader, agent, MOST)
        if news:
            self._section(tr("News of watched tickets"), "", [self._watched(*each) for each in news])

    def _stand_ins(self, agent: int, now: int) -> None:
        """Who stands in for the agent, with the end; and what stands with him for those who are absent."""
        flow = self._world.flow
        mine = [each for each in flow.stand_ins(now) if agent in (each.agent_id, each.stand_in_id)]
        turns = [at for each in mine for at in (each.from_at, each.until_at) if at > now]
        self._next = min((at for at in (self._next, *turns) if at is not None), default=None)
        away = [self._away(each, now) for each in mine if each.agent_id == agent and each.lasts(now)]
        if away:
            self._section(tr("Stand-in"), "", away)
        for each in flow.absent(agent, now):
            title = tr("For {0}, until {1}", one_line(each.name, 12), moment_text(each.until_at, now))
            self._section(title, tr("Nothing waits"), self._instead(each, now))

    def _instead(self, absent: StandIn, now: int) -> list[QWidget]:
        reader = self._world.reader
        calls = [self._called(row) for row in ticket_people.mentions(reader, absent.agent_id, MOST)]
        found = tickets.rows(reader, stand_ins.tickets_of(reader, absent, now, MOST))
        found.sort(key=lambda row: (row.due_at is None, row.due_at or 0, row.id))
        return calls + [self._his(row, now) for row in found[:MOST]]

    def _his(self, row: TicketRow, now: int) -> QWidget:
        words = one_line(f"{row.number} · {row.title}", 200)
        chip: tuple[str, Level] = ("", "plain")
        if row.due_at is not None:
            chip = (moment_text(row.due_at, now), "bad" if row.due_at <= now else "plain")
        return self._row(words, chip, None, partial(self._world.go.emit, Place("ticket", row.id)))

    def _away(self, each: StandIn, now: int) -> QWidget:
        words = tr("{0} stands in for you", one_line(each.stand_in, 20))
        done = EndStandIn(stand_in_ids=(each.id,)), tr("{0} does without a stand-in again", each.name)
        chip: tuple[str, Level] = (moment_text(each.until_at, now), "plain")
        return self._row(words, chip, done, self._open_stand_in)

    def _open_stand_in(self) -> None:
        from ticketdesk.ui.people.stand_in_dialog import StandInDialog

        StandInDialog(self._world, self.window()).open()

    def _called(self, row: MentionRow) -> QWidget:
        words = one_line(tr("{0}: {1}", row.author, row.text), 200)
        done = DoneMention(mention_ids=(row.id,)), tr("Done with what you were asked")
        return self._row(words, ("", "plain"), done, partial(self._world.go.emit, Place("ticket", row.ticket_id)))

    def _watched(self, ticket: int, number: str, title: str) -> QWidget:
        words = one_line(f"{number} · {title}", 200)
        done = SeeTicket(ticket_id=ticket), ""
        return self._row(words, ("", "plain"), done, partial(self._world.go.emit, Place("ticket", ticket)))

    def _reminder(self, row: ReminderRow, now: int) -> QWidget:
        words, place = about(row), place_of(row)
        late = IconButton("alarm-clock", tr("Put off: {0}", one_line(words, 60)), size=14)
        late.clicked.connect(_Press(partial(self._put_off, row), late).run)
        chip: tuple[str, Level] = (moment_text(row.due_at, now), "warn" if row.due_at <= now else "plain")
        done = DoneReminder(reminder_ids=(row.id,)), tr("Reminder done")
        opening = partial(self._world.go.emit, place) if place is not None else partial(self._put_off, row)
        return self._row(words, chip, done, opening, late)

    def _todo(self, row: TodoRow, now: int) -> QWidget:
        words = one_line(f"{row.nick} · {row.text}", 200)
        chip: tuple[str, Level] = ("", "plain")
        if row.due_at is not None:
            chip = (moment_text(row.due_at, now), "bad" if row.due_at <= now else "plain")
        done = DoneTodo(todo_id=row.id), tr("To-do done")
        return self._row(words, chip, done, partial(self._open_todo, row))

    def _row(
        self,
        words: str,
        chip: tuple[str, Level],
        done: tuple[Command, str] | None,
        opening: Callable[[], object],
        late: QWidget | None = None,
    ) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.xs)
        if done is not None:
            tick = IconButton("circle", tr("Done: {0}", one_line(words, 60)), size=14)
            tick.clicked.connect(_Press(partial(self._finish, *done), tick).run)
            row.addWidget(tick)
        room = QFontMetrics(current_theme().font("base")).elidedText(words, _ELIDE, _WORDS)
        text = button(room, kind="link", small=True, name=words, tip=words)
        text.clicked.connect(_Press(opening, text).run)
        row.addWidget(text)
        row.addStretch(1)
        if chip[0]:
            row.addWidget(Chip(*chip))
        if late is not None:
            row.addWidget(late)
        return made

    def _finish(self, command: Command, told: str) -> None:
        self._world.post(command, partial(self._finished, told))

    def _finished(self, told: str, _done: Done) -> None:
        if told:
            self._world.notices.say(told, undoable=True)

    def _put_off(self, row: ReminderRow) -> None:
        from ticketdesk.ui.reception.acts.remind_dialog import MoveReminderDialog

        MoveReminderDialog(self._world, (row.id,), about(row), self).open()

    def _open_todo(self, row: TodoRow) -> None:
        """Go to the conversation it came from, else to the buyer's newest one."""
        found = row.conversation_id or conversations.of_buyer(self._world.reader, row.buyer_id)
        self._world.go.emit(Place("conversation", found) if found else Place("buyer", row.buyer_id))

    def _changed(self, changes: Changes) -> None:
        if not changes.touches("reminder", "todo", "ticket", "ticket_mention", "stand_in"):
            return
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True
