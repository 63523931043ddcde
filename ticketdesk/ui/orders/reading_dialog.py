"""The base of dialogs whose text is read in a task before the act is offered."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from ticketdesk.ui.later import soon
from ticketdesk.ui.orders.act_dialog import ActDialog
from ticketdesk.ui.orders.remark_dialog import RemarkEdit
from ticketdesk.ui.tasks import Work
from ticketdesk.ui.world import World

_READ_MS: Final = 150


class ReadingDialog(ActDialog):
    """Reads ``text`` in the task ``name``, a moment after the last key: ``work()`` in a worker, then ``learn(found)``.

    Whoever gives it before gets it as soon as it is read.
    """

    def __init__(
        self, world: World, parent: QWidget, title: str, subtitle: str, take: str, *, name: str, width: int = 620
    ) -> None:
        super().__init__(world, parent, title, subtitle, take, width=width)
        self._name = name
        self.unread, self._asked = False, False
        self.text = RemarkEdit(self)
        self._later = soon(self, _READ_MS, self._read)
        self.text.textChanged.connect(self._typed)
        self.finished.connect(lambda _result: world.tasks.cancel(name))

    def work(self) -> Work:
        """Return what reads the text as it stands now, in a worker."""
        raise NotImplementedError

    def learn(self, found: object) -> None:
        """Show what was read."""
        raise NotImplementedError

    def give(self) -> None:
        """Do the act; where the last of the text is not read yet, as soon as it is."""
        if self.unread:
            self._asked = True
            self._later.stop()
            self._read()
        else:
            super().give()

    def _typed(self) -> None:
        self.unread, self._asked = True, False
        self.world.tasks.cancel(self._name)
        self.weigh()
        self._later.start()

    def _read(self) -> None:
        self.world.tasks.start(self._name, self.work(), self._learned, self.world.notices.refuse)

    def _learned(self, found: object) -> None:
        self.unread = False
        self.learn(found)
        self.weigh()
        if self._asked:
            self._asked = False
            super().give()
