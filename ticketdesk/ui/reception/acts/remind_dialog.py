"""The dialogs of "remind later": a new reminder for one or several conversations, and another moment for old ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from ticketdesk.desk.commands.reminders import MOST_TEXT, MoveReminder, RemindLater
from ticketdesk.desk.desk import Done
from ticketdesk.domain.moments import HOUR, MINUTE, from_ms, to_ms
from ticketdesk.domain.reminders import Repeat
from ticketdesk.domain.time_words import MORNING
from ticketdesk.ui.reception.acts.pick_list import Pick, PickList
from ticketdesk.ui.reception.acts.when_field import WhenField
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.widgets.buttons import Choice, ChoiceChips, button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import mark, tr, trn

_QUICK: Final = (
    mark("1 · In 30 minutes"), mark("2 · In 2 hours"), mark("3 · Tomorrow 9:00"), mark("4 · Next Monday"),
)  # fmt: skip
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


def repeat_text(repeat: str) -> str:
    """Return how a reminder comes again, "" for one that does not."""
    return tr(_REPEATS[Repeat(repeat)]) if repeat else ""


class _WhenDialog(ModalDialog):
    """Asks for a moment: 1 to 4 choose a quick one, Tab leads to own words, Enter takes it."""

    def __init__(self, world: World, parent: QWidget, title: str, subtitle: str, take: str) -> None:
        super().__init__(parent, title, subtitle, width=520)
        self._world = world
        self.quick = ChoiceChips([Choice(text[0], tr(text)) for text in _QUICK], "", name=tr("Remind at"))
        self.when = WhenField(world, tr("Moment in own words"))
        self.take = button(f"{take}  Enter", kind="primary", name=take)
        self.body.addWidget(label(tr("Remind at"), role="second"))
        self.body.addWidget(self.quick)
        self.body.addWidget(self.when)
        cancel = button(tr("Cancel"))
        self.footer.addWidget(cancel)
        self.footer.addWidget(self.take)
        cancel.clicked.connect(self.reject)
        self.quick.chosen.connect(self._choose)
        self.when.changed.connect(self._weigh)
        self.when.entered.connect(self._take)
        self.take.clicked.connect(self._take)
        self.submitted.connect(self._take)

    def begin(self) -> None:
        """Offer the first quick moment; called once all fields are there."""
        self._choose("1")
        self.quick.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typing = isinstance(self.focusWidget(), QLineEdit | QPlainTextEdit)
        if event.text() in ("1", "2", "3", "4") and not typing:
            self._choose(event.text())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and not typing:
            self._take()
        else:
            super().keyPressEvent(event)

    def _choose(self, key: str) -> None:
        self.when.set_moment(quick_moment(int(key) - 1, self._world.clock()))
        self._weigh()

    def _weigh(self) -> None:
        due, now = self.when.moment(), self._world.clock()
        same = (str(place + 1) for place in range(len(_QUICK)) if quick_moment(place, now) == due)
        self.quick.set_current(next(same, ""))
        self.take.setEnabled(due is not None and self._ready())

    def _ready(self) -> bool:
        """Whether all but the moment is there."""
        return True

    def _take(self) -> None:
        due = self.when.moment()
        if due is not None and self.take.isEnabled():
            self.take.setEnabled(False)
            self._post(due)

    def _post(self, due: int) -> None:
        raise NotImplementedError

    def _refused(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        self._weigh()


class RemindDialog(_WhenDialog):
    """Reminds of the conversations ticked among ``picks`` (keys are their ids); the first one is ticked at first."""

    def __init__(self, world: World, picks: Sequence[Pick], parent: QWidget) -> None:
        super().__init__(world, parent, tr("Remind me later"), picks[0].name if picks else "", tr("Remind me"))
        self.repeat = ChoiceChips([Choice(each.value or "once", tr(text)) for each, text in _REPEATS.items()], "once")
        self.repeat.setAccessibleName(tr("Repeat"))
        self.text = QLineEdit()
        self.text.setMaxLength(MOST_TEXT)
        self.text.setAccessibleName(tr("What about"))
        self.text.setPlaceholderText(tr("What to do then; may stay empty"))
        self.text.returnPressed.connect(self._take)
        self.text.textChanged.connect(self._weigh)
        self.talks = PickList(tr("Conversations to be reminded of"), tr("Filter; blank ticks"), several=True, rows=4)
        self.talks.set_picks(picks)
        self.talks.chosen.connect(self._take)
        self.talks.ticks_changed.connect(self._count)
        for part in (self.repeat, self.text, self.talks):
            self.body.addWidget(label(part.accessibleName() or tr("Conversations to be reminded of"), role="second"))
            self.body.addWidget(part)
        if picks:
            self.talks.model.turn(0)
        self.begin()
        self._count()

    def _count(self) -> None:
        count = len(self.talks.ticked())
        self.set_status(trn(count, "for {0} conversation", "for {0} conversations"))
        self._weigh()

    def _ready(self) -> bool:
        return bool(self.talks.ticked() or self.text.text().strip())

    def _post(self, due: int) -> None:
        ids = tuple(int(key) for key in self.talks.ticked())
        repeat = self.repeat.current()
        command = RemindLater(
            due_at=due, conversation_ids=ids, text=self.text.text(), repeat="" if repeat == "once" else repeat
        )
        self._world.post(command, self._done, self._refused)

    def _done(self, done: Done) -> None:
        ids = done.result if isinstance(done.result, tuple) else ()
        words = trn(len(ids), "{0} reminder is set", "{0} reminders are set")
        self._world.notices.say(words, undoable=True)
        self.accept()


class MoveReminderDialog(_WhenDialog):
    """Puts reminders off to another moment."""

    def __init__(self, world: World, reminder_ids: Sequence[int], about: str, parent: QWidget) -> None:
        super().__init__(world, parent, tr("Put off"), one_line(about, 60), tr("Put off"))
        self._ids = tuple(reminder_ids)
        self.begin()

    def _post(self, due: int) -> None:
        self._world.post(MoveReminder(reminder_ids=self._ids, due_at=due), self._done, self._refused)

    def _done(self, _done: Done) -> None:
        self._world.notices.say(tr("The reminder comes later"), undoable=True)
        self.accept()
