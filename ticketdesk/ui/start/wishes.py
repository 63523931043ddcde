"""What comes from outside of the work while a window is open: second starts, and the wish for another window."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

if TYPE_CHECKING:
    from ticketdesk.desk.seed import Seed
    from ticketdesk.ui.main_window import MainWindow


class Again(Enum):
    """What shall be opened next: the sample shop, the same shop (in another language), a shop to practise in."""

    DEMO = "demo"
    PRACTICE = "practice"
    SAME = "same"


class Wishes(QObject):
    """Closes the window where another one is wanted, and says in ``again`` which; ``called`` raises the window."""

    called = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._window = window
        self.again: Again | None = None
        self.to: Path | None = None  # the folder to which the same shop shall move
        self.back: Path | None = None  # the backup out of which the same shop shall come back
        self.seed: Seed | None = None  # what the practice shop begins with
        self.called.connect(self._raise, Qt.ConnectionType.QueuedConnection)
        window.demo_wanted.connect(self._want_demo)
        window.world.restore_wanted.connect(self._want_back, Qt.ConnectionType.QueuedConnection)
        window.world.move_wanted.connect(self._want_to, Qt.ConnectionType.QueuedConnection)
        window.world.practice_wanted.connect(self._want_practice, Qt.ConnectionType.QueuedConnection)
        window.world.reopen_wanted.connect(self._want_same, Qt.ConnectionType.QueuedConnection)

    def _raise(self) -> None:
        window = self._window
        window.setWindowState((window.windowState() & ~Qt.WindowState.WindowMinimized) | Qt.WindowState.WindowActive)
        window.show()
        window.raise_()
        window.activateWindow()

    def _want_demo(self) -> None:
        self._leave(Again.DEMO)

    def _want_same(self) -> None:
        self._leave(Again.SAME)

    def _want_practice(self) -> None:
        from ticketdesk.desk.practice import seed  # most windows practise nothing

        world = self._window.world
        self.seed = seed(world.reader, world.agent_id)
        self._leave(Again.PRACTICE)

    def _want_back(self, backup: Path) -> None:
        self.back = backup
        self._leave(Again.SAME)

    def _want_to(self, folder: Path) -> None:
        self.to = folder
        self._leave(Again.SAME)

    def _leave(self, again: Again) -> None:
        self.again = again
        self._window.close()
