"""What an agent does in the window, as sentences: every one by keys, fields and buttons, as a hand would."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QWidget,
)

from ticketdesk.store.queries import orders
from ticketdesk.tour.menus import MenuHand
from ticketdesk.ui.models.snapshot import SnapshotModel
from ticketdesk.ui.orders.order_card import OrderCardView
from ticketdesk.ui.widgets.table_view import TableView
from ticketdesk.words import tr

TEXT_FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit)


class Entry(NamedTuple):
    """A field by its name and what is written into it."""

    field: str
    text: str


class Agent(MenuHand):
    """Sits at the window. What it did is asked of the store by whoever tells the story."""

    def fills(self, *entries: Entry) -> None:
        """Write into fields, each found by its name."""
        for entry in entries:
            self.find_field(entry.field).setFocus(Qt.FocusReason.TabFocusReason)
            self.keys("Ctrl+A")
            self.write(entry.text)

    def find_field(self, name: str) -> QWidget:
        """Wait for the field of text called ``name``."""
        return self.there(lambda: self._field(name), f"the field {name!r} is on the screen")

    def opens_the_shop(self, shop: str, owner: str) -> None:
        """Answer the two questions of the first start."""
        self.fills(Entry(tr("Name of the shop"), shop), Entry(tr("Your name"), owner))
        self.keys("Return")
        self.until(lambda: self.window.current_page() == "home", "the home page opens")

    def goes_to(self, page: str) -> None:
        """Open a page of the rail by its keys."""
        self.act(page)
        self.until(lambda: self.window.current_page() == page, f"the page {page} opens")

    def copies(self, text: str) -> None:
        """Put a text on the clipboard, as copying in Qianniu does."""
        QGuiApplication.clipboard().setText(text)

    def copies_picture(self, path: Path) -> None:
        """Put a picture on the clipboard, as a screenshot tool does."""
        QGuiApplication.clipboard().setImage(QImage(str(path)))

    def dialog(self, title: str) -> QDialog:
        """Wait for the dialog called ``title`` to take the keys."""
        found = self.there(lambda: self._dialog(title), f"the dialog {title!r} opens")
        self.focus()
        self.until(lambda: self.awake() and found.isActiveWindow(), f"the dialog {title!r} has the keyboard")
        return found

    def no_dialog(self) -> None:
        """Wait until no dialog is open."""
        self.until(lambda: not isinstance(self.top(), QDialog), "the dialog closes")

    def chooses_file(self, path: Path) -> None:
        """Name a file in the dialog of files that is open."""
        dialog = self.there(self._file_dialog, "the dialog of files opens")
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        if field is not None:
            # Its list of suggestions comes whenever the folder has been read, and would take the Enter.
            field.setCompleter(None)  # type: ignore[arg-type]
            field.setFocus()
        self.copies(str(path))
        self.keys("Ctrl+A", "Ctrl+V", "Return")
        self.until(lambda: not dialog.isVisible(), "the dialog of files closes")

    def looks_at_import(self, path: Path) -> None:
        """Open the import, choose a file, and wait until it was looked at."""
        self.act("import_orders")
        self.dialog(tr("Import orders"))
        self.press(tr("Choose file…"))
        self.chooses_file(path)
        self.settle()

    def imports(self) -> None:
        """Take in the file that was looked at and wait until the dialog says that it is done."""
        self.press(tr("Import"))
        self.until(lambda: any(each.text() == tr("Close") for each in self.shown(QPushButton)), "the import ends")

    def closes_import(self) -> None:
        """Leave the dialog of the import."""
        self.keys("Esc")
        self.no_dialog()

    def pastes_talk(self, text: str) -> None:
        """Open the dialog that takes in a copied conversation, with that conversation in it."""
        self.copies(text)
        self.act("paste_talk")
        self.dialog(tr("Paste conversation"))
        take = self.find(QAbstractButton, tr("Take in"))
        self.until(take.isEnabled, "the conversation is understood")

    def chooses_talk(self, nick: str) -> None:
        """Go to the conversation with a buyer, by the arrow keys."""
        talk = self.there(lambda: self.talk_of(nick), f"there is a conversation with {nick}")
        self.chooses_row(tr("Conversations"), talk)

    def chooses_row(self, table: str, row: int) -> None:
        """Go down a list until the row of this id is the current one."""
        view = self.find(TableView, table)
        rows = view.model()
        if isinstance(rows, SnapshotModel):
            self.until(rows_hold(rows, row), f"the row stands in {table!r}")
        view.setFocus(Qt.FocusReason.TabFocusReason)
        self.keys("Home")
        for _step in range(rows.rowCount()):
            if view.current_id() == row:
                return
            self.keys("Down")
        self.until(lambda: view.current_id() == row, f"the keys reach the row in {table!r}")

    def order_card(self, number: str) -> OrderCardView:
        """Return the card of an order in the sidebar, unfolded."""
        order = self.there(lambda: orders.id_of_number(self.reader, number), f"there is an order {number}")
        card = self.there(
            lambda: next((each for each in self.shown(OrderCardView) if each.order_id == order), None),
            f"the order {number} stands in the sidebar",
        )
        if self.named(QAbstractButton, tr("Flag and remark"), card) is None:
            card.setFocus(Qt.FocusReason.TabFocusReason)
            self.keys("Return")
        return card

    def presses_on_order(self, number: str, button: str) -> None:
        """Press a button of an order's card."""
        self.press(button, self.order_card(number))

    def pastes_picture(self, path: Path) -> None:
        """Paste a screenshot into the form that is open."""
        self.copies_picture(path)
        zone = self.find(QAbstractButton, tr("Paste or drop pictures"))
        zone.setFocus(Qt.FocusReason.TabFocusReason)
        self.keys("Ctrl+V")
        self.find(QAbstractButton, tr("Picture {0}", 1))

    def searches(self, words: str) -> None:
        """Type into the search field of the window."""
        self.keys("Ctrl+K")
        self.until(self.window.top.search.hasFocus, "the search field has the keyboard")
        self.keys("Ctrl+A")
        self.write(words)
        palette = self.window.palette_list
        self.until(lambda: palette.answered() == words and palette.current() is not None, "something is found")

    def clicks(self, widget: QWidget) -> None:
        """Click into the middle of a widget."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def _field(self, name: str) -> QWidget | None:
        return next((each for kind in TEXT_FIELDS for each in self.shown(kind) if each.accessibleName() == name), None)

    def _dialog(self, title: str) -> QDialog | None:
        top = self.top()
        return top if isinstance(top, QDialog) and top.windowTitle() == title else None

    def _file_dialog(self) -> QFileDialog | None:
        top = self.top()
        return top if isinstance(top, QFileDialog) else None


def rows_hold(model: SnapshotModel, row: int) -> Callable[[], bool]:
    """Return the question whether the list has read the row of this id."""
    return lambda: model.index_of(row).isValid()
