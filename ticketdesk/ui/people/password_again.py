"""The password asked for again before what cannot be left to whoever passes by, and the act posted once more."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from ticketdesk.domain.errors import DeskError
from ticketdesk.ui import labels
from ticketdesk.ui.errors import words
from ticketdesk.ui.people.password_field import PasswordField
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.frames import BusyBar
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import PasswordAsked, World
from ticketdesk.words import tr


class PasswordAgain(QObject):
    """Opens one dialog for whatever asks meanwhile; right, everything that waits goes on, else nothing does."""

    def __init__(self, world: World, window: QWidget) -> None:
        super().__init__(window)
        self._world, self._window = world, window
        self._waiting: list[PasswordAsked] = []
        self._dialog: PasswordDialog | None = None

    def ask(self, asked: PasswordAsked) -> None:
        """Ask for the password for `asked`, or let it wait with what asks already."""
        self._waiting.append(asked)
        if self._dialog is None:
            over = QApplication.activeModalWidget() or self._window
            self._dialog = PasswordDialog(self._world, asked.command, over)
            self._dialog.accepted.connect(self._go_on)
            self._dialog.rejected.connect(self._give_up)
            self._dialog.open()

    def _go_on(self) -> None:
        for asked in self._taken():
            asked.again()

    def _give_up(self) -> None:
        for asked in self._taken():
            asked.given_up()

    def _taken(self) -> list[PasswordAsked]:
        waiting, self._waiting = self._waiting, []
        self._dialog = None
        return waiting


class PasswordDialog(ModalDialog):
    """Asks the one who works here for the password; accepted once it was right."""

    def __init__(self, world: World, command: str, parent: QWidget) -> None:
        super().__init__(parent, tr("Password again"), labels.command(command), width=440)
        self._world = world
        self.password = PasswordField(tr("Your password"))
        self.password.setPlaceholderText(tr("Your password"))
        self.problem = label("", role="bad", wrap=True)
        self.problem.hide()
        self.busy = BusyBar()
        why = tr("“{0}” asks for your password again. It then counts for five minutes.", labels.command(command))
        for part in (label(why, role="second", wrap=True), self.password, self.problem, self.busy):
            self.body.addWidget(part)
        self.cancel = button(tr("Cancel"))
        self.go = button(tr("Go on"), kind="primary")
        self.footer.addWidget(self.cancel)
        self.footer.addWidget(self.go)
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._confirm)
        self.submitted.connect(self._confirm)
        self.password.returnPressed.connect(self._confirm)
        self.password.textEdited.connect(self._typed)
        self._settle()
        self.password.setFocus()

    def _typed(self) -> None:
        self.password.set_bad(False)
        self._settle()

    def _settle(self, *, busy: bool = False) -> None:
        self.go.setEnabled(not busy and bool(self.password.text()))
        self.password.setEnabled(not busy)
        (self.busy.set_busy if busy else self.busy.set_idle)()

    def _confirm(self) -> None:
        if self.go.isEnabled():
            self._settle(busy=True)
            self._world.watch(self._world.session.confirm(self.password.text()), self._right, self._wrong)

    def _right(self, _nothing: object) -> None:
        self.password.forget()
        self.accept()

    def _wrong(self, error: BaseException) -> None:
        sentence = words(error)
        self.password.forget()
        self._settle()
        if sentence is None:
            self.reject()
            self._world.notices.refuse(error)
            return
        self.password.set_bad(isinstance(error, DeskError) and error.key == "password_wrong")
        self.problem.setText(sentence)
        self.problem.show()
        self.password.setFocus()
