"""The dialogs of "remind later": a new reminder for one or several conversations, and another moment for old ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from ticketdesk.desk.commands.reminders import MOST_TEXT, MoveReminder, RemindLater
from ticketdesk.desk.desk import Done
from ticketdesk.domain.moments import HOUR, MINUTE, from_ms, to_ms
from ticketdesk.domain.reminders import Repeat
from ticketdesk.domain.time_words import MORNING
from ticketdesk.ui.override import override
from ticketdesk.ui.reception.acts.pick_list import Pick, PickList
from ticketdesk.ui.reception.acts.when_field import WhenField
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import Choice, ChoiceChips, button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import mark, tr, trn

_QUICK: Final = (
    mark("1 · In 30 minutes"), mark("2 · In 2 hours"), mark("3 · Tomorrow 9:00"), mark("4 · Next Monday 9:00"),
)  # fmt: skip
_ONCE: Final = "once"
_REPEATS: Final = {
    Repeat.NEVER: mark("Once"),
    Repeat.DAILY: mark("Daily"),
    Repeat.WORKDAYS: mark("Workdays"),
    Repeat.WEEKLY: mark("Weekly"),
}


def quick_moment(place: int, now: int) -> int:
    """Return the moment (UTC ms) of the quick choice ``place`` (0 to 3) seen from ``now``, on a full minute."""
    if place < 2:
        return (now + (30 * MINUTE, 2 * HOUR)[place]) // MINUTE * MINUTE
    today = from_ms(now).replace(hour=MORNING, minute=0, second=0, microsecond=0)
    days = 1 if place == 2 else 7 - today.weekday()
    return to_ms(today + timedelta(days=days))


class WhenChoice(QWidget):
    """Four quick moments, 1 to 4, over a field for own words; `changed()`, and `entered()` by Enter in the field."""

    changed = Signal()
    entered = Signal()

    def __init__(self, world: World, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self._world = world
        name = name or tr("Remind at")
        self.quick = ChoiceChips([Choice(text[0], tr(text)) for text in _QUICK], "", name=name)
        self.field = WhenField(world, tr("Moment in own words"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.m)
        for part in (label(name, role="second"), self.quick, self.field):
            column.addWidget(part)
        self.setFocusProxy(self.quick)
        self.quick.chosen.connect(self.choose)
        self.field.changed.connect(self._say)
        self.field.entered.connect(self.entered)
        self.choose("1")

    def moment(self) -> int | None:
        """The moment chosen or written (UTC ms), None for none."""
        return self.field.moment()

    def choose(self, key: str) -> None:
        """Take one of the quick moments: "1" to "4"."""
        self.field.set_moment(quick_moment(int(key) - 1, self._world.clock()))
        self._say()

    def key(self, event: QKeyEvent) -> bool:
        """Do what a key of the dialog means outside its fields of text; False for one that means nothing here."""
        window = self.window()
        if isinstance(window.focusWidget(), QLineEdit) or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if event.text() in ("1", "2", "3", "4"):
            self.choose(event.text())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            return False
        return True

    def _say(self) -> None:
        """The quick moment that the words name is marked, whichever way they came to stand there."""
        due, now = self.moment(), self._world.clock()
        same = (str(place + 1) for place in range(len(_QUICK)) if quick_moment(place, now) == due)
        self.quick.set_current(next(same, ""))
        self.changed.emit()


class RemindDialog(ModalDialog):
    """Reminds of the conversations ticked among ``picks`` (keys are their ids); the first one is ticked at first.

    1 to 4 choose a quick moment, Tab leads to own words, Enter takes it.
    """

    def __init__(self, world: World, picks: Sequence[Pick], parent: QWidget) -> None:
        super().__init__(parent, tr("Remind me later"), picks[0].name if picks else "", width=520)
        self._world = world
        self.when = WhenChoice(world)
        self.repeat = ChoiceChips([Choice(each.value or _ONCE, tr(text)) for each, text in _REPEATS.items()], _ONCE)
        self.repeat.setAccessibleName(tr("Repeat"))
        self.text = QLineEdit()
        self.text.setMaxLength(MOST_TEXT)
        self.text.setAccessibleName(tr("What about"))
        self.text.setPlaceholderText(tr("What to do then; may stay empty"))
        self.talks = PickList(
            tr("Conversations to be reminded of"), tr("Type to filter, Space ticks"), several=True, rows=4
        )
        self.talks.set_picks(picks)
        self.take = _footer(self, tr("Remind me"))
        self._build()
        if picks:
            self.talks.model.turn(0)
        self._weigh()
        self.when.setFocus()

    def _build(self) -> None:
        self.body.addWidget(self.when)
        for name, part in (
            (tr("Repeat"), self.repeat), (tr("What about"), self.text),
            (tr("Conversations to be reminded of"), self.talks),
        ):  # fmt: skip
            self.body.addWidget(label(name, role="second"))
            self.body.addWidget(part)
        for changed in (self.when.changed, self.talks.ticks_changed, self.text.textChanged):
            changed.connect(self._weigh)
        for given in (self.when.entered, self.talks.chosen, self.text.returnPressed, self.submitted, self.take.clicked):
            given.connect(self._take)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.when.key(event):
            super().keyPressEvent(event)

    def _weigh(self) -> None:
        count = len(self.talks.ticked())
        self.set_status(trn(count, "for {0} conversation", "for {0} conversations"))
        about = bool(count or self.text.text().strip())
        self.take.setEnabled(self.when.moment() is not None and about)

    def _take(self) -> None:
        due, repeat = self.when.moment(), self.repeat.current()
        if due is None or not self.take.isEnabled():
            return
        self.take.setEnabled(False)
        ids = tuple(int(key) for key in self.talks.ticked())
        command = RemindLater(
            due_at=due, conversation_ids=ids, text=self.text.text(), repeat="" if repeat == _ONCE else repeat
        )
        self._world.post(command, self._done, self._refused)

    def _done(self, done: Done) -> None:
        ids = done.result if isinstance(done.result, tuple) else ()
        words = trn(len(ids), "{0} reminder is set", "{0} reminders are set")
        self._world.notices.say(words, undoable=True)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        self._weigh()


class MoveReminderDialog(ModalDialog):
    """Puts reminders off to another moment; keys as in the dialog that sets one."""

    def __init__(self, world: World, reminder_ids: Sequence[int], about: str, parent: QWidget) -> None:
        super().__init__(parent, tr("Put off"), one_line(about, 60), width=520)
        self._world, self._ids = world, tuple(reminder_ids)
        self.when = WhenChoice(world)
        self.body.addWidget(self.when)
        self.take = _footer(self, tr("Put off"))
        self.when.changed.connect(self._weigh)
        for given in (self.when.entered, self.submitted, self.take.clicked):
            given.connect(self._take)
        self.when.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.when.key(event):
            super().keyPressEvent(event)

    def _weigh(self) -> None:
        self.take.setEnabled(self.when.moment() is not None)

    def _take(self) -> None:
        due = self.when.moment()
        if due is not None and self.take.isEnabled():
            self.take.setEnabled(False)
            self._world.post(MoveReminder(reminder_ids=self._ids, due_at=due), self._done, self._refused)

    def _done(self, _done: Done) -> None:
        self._world.notices.say(tr("The reminder comes later"), undoable=True)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        self._weigh()


def _footer(dialog: ModalDialog, words: str) -> QPushButton:
    """Put both buttons into the footer and return the one that takes."""
    take, cancel = button(f"{words}  Enter", kind="primary", name=words), button(tr("Cancel"))
    cancel.clicked.connect(dialog.reject)
    dialog.footer.addWidget(cancel)
    dialog.footer.addWidget(take)
    return take
