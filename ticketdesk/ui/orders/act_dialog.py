"""The base of dialogs that ask for one act on an order."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ticketdesk.desk.command import Command
from ticketdesk.desk.desk import Done
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class ActDialog(ModalDialog):
    """Posts ``command()`` by its button or Ctrl+Enter while ``ready()``, says ``told(done)`` and closes."""

    def __init__(
        self, world: World, parent: QWidget, title: str, subtitle: str, take: str, *, width: int = 520
    ) -> None:
        super().__init__(parent, title, subtitle, width=width)
        self.world = world
        leave = button(tr("Cancel"))
        self.take = button(f"{take}  Ctrl+Enter", kind="primary", name=take)
        self.footer.addWidget(leave)
        self.footer.addWidget(self.take)
        leave.clicked.connect(self.reject)
        self.take.clicked.connect(self.give)
        self.submitted.connect(self.give)

    def command(self) -> Command:
        """Return the act as the fields say."""
        raise NotImplementedError

    def told(self, done: Done) -> str:
        """Return what is said when it is done."""
        raise NotImplementedError

    def ready(self) -> bool:
        """Whether the fields say enough."""
        return True

    def weigh(self, *_changed: object) -> None:
        """Offer the act where the fields say enough."""
        self.take.setEnabled(self.ready())

    def give(self) -> None:
        """Post the act."""
        if self.take.isEnabled():
            self.take.setEnabled(False)
            self.post(self.command())

    def post(self, command: Command) -> None:
        """Hand the act to the desk."""
        self.world.post(command, self.posted, self.refused)

    def posted(self, done: Done) -> None:
        """Say that it is done, and close."""
        self.world.notices.say(self.told(done), undoable=done.act_id is not None)
        self.accept()

    def refused(self, error: BaseException) -> None:
        """Say why it cannot be done; the fields stay."""
        self.world.notices.refuse(error)
        self.weigh()
