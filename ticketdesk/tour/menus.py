"""The hand that opens menus and chooses from them."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton

from ticketdesk.tour.witness import Witness


class MenuHand(Witness):
    """Works with the menu that is open."""

    def menu(self) -> QMenu:
        """Wait for the menu that is open."""
        return self.there(self._menu, "a menu opens")

    def drops_menu(self, name: str) -> None:
        """Open the menu of the button called ``name`` below it."""
        menu, corner = self.there(lambda: self._dropping(name), f"the button {name!r} has a menu")
        # A click would open it in a loop of events of its own, in which the tour would wait for itself.
        menu.popup(corner)
        self.menu()

    def picks(self, option: str) -> None:
        """Choose a line of the menu that is open, by the arrow keys."""
        menu = self.menu()
        for _line in menu.actions():
            self.keys("Down")
            current = menu.activeAction()
            if current is not None and current.text().replace("&&", "&") == option:
                break
        self.keys("Return")
        self.until(lambda: not menu.isVisible(), "the menu closes")

    def _dropping(self, name: str) -> tuple[QMenu, QPoint] | None:
        """Return the menu of the button called ``name`` and the corner of the screen that it hangs from."""
        for button in (*self.shown(QPushButton), *self.shown(QToolButton)):
            menu = button.menu() if isinstance(button, QPushButton | QToolButton) else None
            if menu is not None and button.accessibleName() == name and button.isEnabled():
                return menu, button.mapToGlobal(button.rect().bottomLeft())
        return None

    def _menu(self) -> QMenu | None:
        top = self.top()
        return top if isinstance(top, QMenu) else None
