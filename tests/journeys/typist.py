"""An agent who owns no mouse: everything is done by keys to what has the focus, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget

from tests.journeys.agent import Worker
from ticketdesk.tour.agent import Entry
from ticketdesk.tour.stage import StepFailed
from ticketdesk.ui.actions import EVERY_ACT
from ticketdesk.ui.capture.shade import Shade
from ticketdesk.ui.reception.page import ReceptionPage
from ticketdesk.ui.settings.page import SettingsPage

_SOON = 15
_STEPS = 60
_STOPS = 90
_ROUNDS = 3


class Typist(Worker):
    """What the mouse, or a call into a widget, would do is refused here.

    ``pressed`` counts every key that was pressed, a combination as one; the letters of a text that is written are none.
    """

    remembers = True
    pressed = 0

    def keys(self, *sequences: str) -> None:
        """Press keys, and count them."""
        self.pressed += len(sequences)
        super().keys(*sequences)

    def top(self) -> QWidget:
        """The shade of a screen capture stands before everything, and is no dialog."""
        active = QApplication.activeWindow()
        return active if isinstance(active, Shade) else super().top()

    def goes_to(self, page: str) -> None:
        """Open a page by its key."""
        self.presses(page)
        self.until(lambda: self.window.current_page() == page, f"the page {page} opens")

    def presses(self, act: str) -> None:
        """Press the first key of an act of the table."""
        self.keys(next(each.keys[0] for each in EVERY_ACT if each.name == act))

    def reception(self) -> ReceptionPage:
        """Open the page of reception by its key."""
        self.goes_to("reception")
        page = self.window.page("reception")
        assert isinstance(page, ReceptionPage)
        return page

    def chooses_talk(self, nick: str) -> None:
        """Go from the first who waits to the next ones until the conversation with ``nick`` is shown."""
        page = self.reception()
        self.keys("Ctrl+Up")
        talk = self.talk_of(nick)
        self.until(lambda: talk is None or page.list.model.place_of(talk) >= 0, f"{nick} stands in the list")
        for _step in range(_STEPS):
            row = page.chat.conversation()
            if row is not None and row.nick == nick:
                return
            self.keys("Alt+Down")
        raise StepFailed(f"the keys reach the conversation with {nick}")

    def fills(self, *entries: Entry) -> None:
        """Go to fields by Tab and write into them."""
        for entry in entries:
            self.tabs_to(entry.field)
            self.keys("Ctrl+A")
            self.write(entry.text)

    def tabs_to(self, name: str) -> None:
        """Press Tab until the widget that a reader calls ``name`` has the keyboard."""
        self._tabs(lambda found: found == name, name)

    def tabs_near(self, start: str) -> str:
        """Press Tab until what has the keyboard has a name that begins with ``start``; returns the name."""
        return self._tabs(lambda found: found.startswith(start), start)

    def _tabs(self, fits: Callable[[str], bool], wanted: str) -> str:
        """What was made a moment ago is no stop of Tab before it is shown: so one goes round again after a while."""
        for _round in range(_ROUNDS):
            for _step in range(_STOPS):
                name = self.focus().accessibleName() or str(self.focus().property("text") or "")
                if fits(name):
                    return name
                self.keys("Tab")
            self.still()
        raise StepFailed(f"Tab reaches {wanted!r}")

    def opens_section(self, key: str) -> QWidget:
        """Open a section of the settings by the arrow keys; the keyboard is in its list of sections afterwards."""
        self.goes_to("settings")
        page = self.window.page("settings")
        assert isinstance(page, SettingsPage)
        for _panel in range(7):
            if page.list.hasFocus():
                break
            self.keys("F6")
        self.keys("Home")
        for _step in range(_STEPS):
            if page.current_section() == key:
                return page
            self.keys("Down")
        raise StepFailed(f"the keys reach the section {key!r}")

    def picks_near(self, start: str) -> None:
        """Choose the line of the open menu that begins with ``start``, by the arrow keys."""
        menu = self.menu()
        for _line in menu.actions():
            self.keys("Down")
            current = menu.activeAction()
            if current is not None and current.text().replace("&&", "&").startswith(start):
                self.keys("Return")
                self.until(lambda: not menu.isVisible(), "the menu closes")
                return
        raise StepFailed(f"the menu has {start!r}")

    def drops(self, start: str) -> None:
        """Press the button that has the keyboard and choose a line of its menu.

        Qt opens such a menu in a loop of events of its own: a timer presses the keys in there.
        """
        failed: list[StepFailed] = []

        def choose() -> None:
            menu = QApplication.activePopupWidget()
            if not isinstance(menu, QMenu):
                QTimer.singleShot(_SOON, self.window, choose)
                return
            try:
                self.picks_near(start)
            except StepFailed as error:
                failed.append(error)
                self.keys("Esc")

        QTimer.singleShot(_SOON, self.window, choose)
        self.keys("Space")
        if failed:
            raise failed[0]

    def names_file(self, path: Path) -> None:
        """Paste the name of a file into the dialog of files that is open, and press Enter."""
        dialog = self.there(self._file_dialog, "the dialog of files opens")
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        if field is not None:
            field.setCompleter(None)  # type: ignore[arg-type]  # its list would take the Enter, on some runs
            self.until(lambda: field.hasFocus() and dialog.isActiveWindow(), "the name has the keyboard")
        self.copies(str(path))
        self.keys("Ctrl+A", "Ctrl+V", "Return")
        self.until(lambda: not dialog.isVisible(), "the dialog of files closes")

    def press(self, name: str, within: QWidget | None = None) -> None:
        raise AssertionError(f"no mouse here: {name!r}")

    def act(self, name: str) -> None:
        raise AssertionError(f"no call into an act: {name!r}")

    def clicks(self, widget: QWidget) -> None:
        raise AssertionError("no mouse here")
