"""The page before the desk: who works here and the password; over a locked window it hides everything behind it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ticketdesk.ui.override import override
from ticketdesk.ui.people.password_field import PasswordField
from ticketdesk.ui.people.people_list import PeopleList, Person
from ticketdesk.ui.safe_text import ElidedLabel, label
from ticketdesk.ui.strip import Strip
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.frames import BusyBar, Card, IconMark
from ticketdesk.words import tr, trn

_WIDTH = 440
_MARGIN = 28


class SignInPage(Strip):
    """Asks who works here. `entered(agent id, password)` by Enter or the button; `other_wanted` from a locked window.

    It knows no session: whoever made it answers with `set_busy`, `refuse`, `set_wait` or by leaving the page.
    """

    entered = Signal(object, str)
    other_wanted = Signal()
    back_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("background")
        self.setAccessibleName(tr("Sign in"))
        self._wait = 0
        self._busy = False
        self.title = ElidedLabel(role="title")
        self.hint = label("", role="second", wrap=True)
        self.people = PeopleList(tr("Who works here"))
        self.password = PasswordField(tr("Password"))
        self.problem = label("", role="bad", wrap=True)
        self.go = button(tr("Sign in"), kind="primary")
        self.other = button(tr("Someone else works here now"), kind="link")
        self.back = button(tr("Back"), kind="link")
        self.busy = BusyBar()
        self._named = label(tr("Password"), role="small")
        self._open = label(tr("This account has no password."), role="third", wrap=True)
        self.note = label("", role="third", wrap=True)
        self._enter = label(tr("Enter goes on"), role="third")
        self._build()
        self._connect()

    def set_people(self, people: Sequence[Person], current: int | None = None) -> None:
        """Offer these people with ``current`` chosen."""
        self.people.set_people(people, current)
        self.people.setVisible(len(people) > 0)
        self._turn()

    def set_shop(self, name: str) -> None:
        """Ask who works at the shop called ``name``."""
        self.title.setText(name)
        self._show_hint(tr("Who works here? Choose yourself; the arrow keys move."))
        self.go.setText(tr("Sign in"))
        self.go.setAccessibleName(tr("Sign in"))
        self.other.hide()

    def set_locked(self, name: str) -> None:
        """Ask the one who locked the window for the password; nothing of the shop is told."""
        self.title.setText(tr("Locked"))
        self._show_hint(tr("{0} works here. What was begun is kept as it was.", name))
        self.go.setText(tr("Unlock"))
        self.go.setAccessibleName(tr("Unlock"))
        self.back.hide()
        self.other.show()

    def set_busy(self, busy: bool) -> None:
        """Show that the password is being compared, which takes a moment on purpose."""
        self._busy = busy
        if busy:
            self.busy.set_busy()
            self.say("")
        else:
            self.busy.set_idle()
        self._settle()

    def refuse(self, sentence: str) -> None:
        """Say why it was not right and wait for another password."""
        self.set_busy(False)
        self.say(sentence)
        self.password.forget()
        self.password.set_bad(bool(sentence))
        self.reach()

    def set_wait(self, seconds: int) -> None:
        """Take no password for so many seconds, and count them down; 0 takes one again."""
        if seconds == self._wait:
            return
        ended = self._wait > 0 and seconds <= 0
        self._wait = max(0, seconds)
        if self._wait:
            self.say(
                trn(
                    self._wait,
                    "Too many wrong passwords. Try again in {0} second.",
                    "Too many wrong passwords. Try again in {0} seconds.",
                )
            )
        self._settle()
        if ended:
            self.say("")
            self.reach()

    def say(self, sentence: str) -> None:
        """Show a sentence below the field; "" takes it away."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def set_note(self, text: str) -> None:
        """Say something at the foot of the card (the password of the sample shop); "" says nothing."""
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def reach(self) -> None:
        """Give the keyboard to what comes next: the password, else the list."""
        person = self.people.current()
        if person is not None and person.guarded and self.password.isEnabled():
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.people.isVisibleTo(self):
            self.people.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def panels(self) -> list[QWidget]:
        """What F6 goes through."""
        return [self.people, self.password]

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reach()

    def _show_hint(self, text: str) -> None:
        self.hint.setText(text)
        # A card in the middle asks for its height without its width: it is told how many lines this takes.
        self.hint.setFixedHeight(self.hint.heightForWidth(_WIDTH - 2 * _MARGIN))

    def _build(self) -> None:
        card = Card(margin=_MARGIN, spacing=SIZES.m)
        card.setFixedWidth(_WIDTH)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        for part in (IconMark("lock", "accent", 32), self.title, self.hint, self.people, self._named, self.password):
            card.body.addWidget(part)
        for below in (self._open, self.problem, self.busy):
            card.body.addWidget(below)
        self._named.setBuddy(self.password)
        row = QHBoxLayout()
        row.setSpacing(SIZES.s)
        row.addWidget(self.go)
        row.addWidget(self.other)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self._enter)
        card.body.addLayout(row)
        card.body.addWidget(self.note)
        self.problem.hide()
        self.note.hide()
        self.other.hide()
        self.back.hide()
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def _connect(self) -> None:
        self.people.chosen.connect(self._chosen)
        self.people.taken.connect(self._taken)
        self.password.returnPressed.connect(self._enter_now)
        self.password.textEdited.connect(self._typed)
        self.go.clicked.connect(self._enter_now)
        self.other.clicked.connect(self.other_wanted)
        self.back.clicked.connect(self.back_wanted)

    def _chosen(self, _number: int) -> None:
        self.password.forget()
        self.password.set_bad(False)
        if not self._wait:
            self.say("")
        self._turn()

    def _taken(self, _number: int) -> None:
        person = self.people.current()
        if person is not None and person.guarded:
            self.reach()
        else:
            self._enter_now()

    def _typed(self) -> None:
        self.password.set_bad(False)
        self._settle()

    def _turn(self) -> None:
        """Ask for a password where the one chosen has one."""
        person = self.people.current()
        guarded = person is not None and person.guarded
        for part in (self._named, self.password):
            part.setVisible(guarded)
        self._open.setVisible(person is not None and not guarded)
        self._settle()

    def _settle(self) -> None:
        person = self.people.current()
        free = not self._busy and not self._wait
        self.people.setEnabled(not self._busy)
        self.password.setEnabled(free)
        self.go.setEnabled(free and person is not None and (not person.guarded or bool(self.password.text())))
        self._enter.setVisible(free and not self.back.isVisibleTo(self) and not self.other.isVisibleTo(self))

    def _enter_now(self) -> None:
        person = self.people.current()
        if self.go.isEnabled() and person is not None:
            self.entered.emit(person.id, self.password.text() if person.guarded else "")
