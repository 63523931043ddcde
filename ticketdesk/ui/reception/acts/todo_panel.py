"""What is to be done for a buyer, shared with the colleagues: the tab of the sidebar, with what was done."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.reminders import MOST_TEXT, AddTodo, DoneTodo
from ticketdesk.desk.desk import Done
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries import reminders
from ticketdesk.store.queries.reminders import TodoRow
from ticketdesk.ui import labels
from ticketdesk.ui.override import override
from ticketdesk.ui.reception.acts.todo_dialog import TodoDialog
from ticketdesk.ui.safe_text import ElidedLabel, label, one_line
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import IconButton
from ticketdesk.ui.widgets.emptying import empty
from ticketdesk.ui.widgets.frames import Card, EmptyState
from ticketdesk.ui.widgets.marks import Chip
from ticketdesk.ui.world import World
from ticketdesk.words import tr

MOST = 40


class TodoPanel(QWidget):
    """A line to add one, the open ones with a box to tick, below them what was done by whom."""

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._buyer: int | None = None
        self._nick = ""
        self.cards: list[TodoCard] = []
        self.setAccessibleName(tr("To-dos of the buyer"))
        self.field = QLineEdit()
        self.field.setMaxLength(MOST_TEXT)
        self.field.setAccessibleName(tr("New to-do for this buyer"))
        self.field.setPlaceholderText(tr("New to-do, Enter adds it"))
        self.full = IconButton("pencil", tr("New to-do with assignee and deadline"), size=15)
        self.empty = EmptyState("list-todo", tr("Nothing to do"), tr("What is written here, every colleague sees."))
        self._build()
        self.field.returnPressed.connect(self._add)
        self.full.clicked.connect(self.ask)
        world.changed.connect(self._changed)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(SIZES.m, SIZES.m, SIZES.m, 0)
        head.setSpacing(SIZES.xs)
        head.addWidget(self.field, 1)
        head.addWidget(self.full)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(SIZES.m, SIZES.m, SIZES.m, SIZES.m)
        self._column.setSpacing(SIZES.s)
        area.setWidget(inner)
        self._area = area
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(area, 1)
        column.addWidget(self.empty, 1)

    def show_buyer(self, buyer_id: int | None) -> None:
        """Show the to-dos of a buyer."""
        self._buyer = buyer_id
        self._read()

    def ask(self) -> None:
        """Open the form of a new to-do."""
        if self._buyer is not None:
            TodoDialog(self._world, self._buyer, self._nick, self).open()

    def _read(self) -> None:
        rows = reminders.todos_of(self._world.reader, self._buyer, MOST) if self._buyer is not None else []
        may = self._buyer is not None and self._world.may(Permission.RECEPTION_REPLY)
        self._nick = rows[0].nick if rows else ""
        for part in (self.field, self.full):
            part.setEnabled(may)
        self._show([row for row in rows if row.state == "open"], [row for row in rows if row.state != "open"], may)

    def _show(self, opened: list[TodoRow], done: list[TodoRow], may: bool) -> None:
        focused = next((card.row.id for card in self.cards if card.isAncestorOf(self.focusWidget() or self)), None)
        empty(self._column)
        self.cards = [TodoCard(row, self._world.clock(), may) for row in (*opened, *done)]
        for place, card in enumerate(self.cards):
            if place == len(opened):
                self._column.addWidget(label(tr("Done before"), role="second"))
            card.ticked.connect(partial(self._turn, card.row))
            card.opened.connect(partial(self._open, card.row))
            self._column.addWidget(card)
            if card.row.id == focused:
                card.box.setFocus()
        self._column.addStretch(1)
        self._area.setVisible(bool(self.cards))
        self.empty.setVisible(not self.cards)

    def _add(self) -> None:
        text = self.field.text().strip()
        if text and self._buyer is not None:
            self.field.clear()
            self._world.post(AddTodo(buyer_id=self._buyer, text=text), self._added, partial(self._back, text))

    def _added(self, _done: Done) -> None:
        self._world.notices.say(tr("To-do added"), undoable=True)

    def _back(self, text: str, error: BaseException) -> None:
        """What the desk refused stands in the field again."""
        self._world.notices.refuse(error)
        self.field.setText(text)

    def _turn(self, row: TodoRow) -> None:
        opened = row.state == "open"
        told = tr("To-do done") if opened else tr("To-do open again")
        self._world.post(
            DoneTodo(todo_id=row.id, done=opened), lambda _done: self._world.notices.say(told, undoable=True)
        )

    def _open(self, row: TodoRow) -> None:
        TodoDialog(self._world, row.buyer_id, row.nick, self, todo=row).open()

    def _changed(self, changes: Changes) -> None:
        if changes.touches("todo") and self._buyer is not None and self.isVisible():
            self._read()


class TodoCard(Card):
    """One to-do: `ticked()` when its box is pressed, `opened()` by Enter, F2 or a click on its words."""

    ticked = Signal()
    opened = Signal()

    def __init__(self, row: TodoRow, now: int, may: bool, parent: QWidget | None = None) -> None:
        super().__init__(margin=10, spacing=4, parent=parent)
        self.row, self._may = row, may
        opened = row.state == "open"
        words = one_line(row.text, 300)
        self.box = QCheckBox()
        self.box.setChecked(not opened)
        self.box.setAccessibleName(tr("Done: {0}", words) if opened else tr("Open again: {0}", words))
        self.box.setEnabled(may)
        self.box.clicked.connect(self.ticked)
        text = label(words, wrap=True, role="" if opened else "third")
        text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.box.setMinimumHeight(text.fontMetrics().height())  # its square beside the middle of the first line
        head = QHBoxLayout()
        head.setSpacing(0)  # the box brings a gap for words that it does not have
        head.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(text, 1)
        if opened and row.due_at is not None:
            late = row.due_at <= now
            head.addSpacing(SIZES.s)
            head.addWidget(Chip(labels.remaining(row.due_at, now), "bad" if late else "plain"))
        self.body.addLayout(head)
        self.body.addWidget(ElidedLabel(_facts(row, now), role="third"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(tr("To-do: {0}", words))

    @override
    def mousePressEvent(self, event: object) -> None:
        self._tell()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self._tell()
        elif event.key() == Qt.Key.Key_Space:
            self.box.click()
        else:
            super().keyPressEvent(event)

    def _tell(self) -> None:
        if self._may:
            self.opened.emit()


def _facts(row: TodoRow, now: int) -> str:
    """Who is to do it and who wrote it when, or who did it when."""
    if row.state != "open":
        return one_line(tr("{0} · done {1}", row.done_by or tr("somebody"), labels.date_text(row.done_at, now)))
    who = row.assignee or tr("everybody")
    return one_line(tr("for {0} · {1} {2}", who, row.creator, labels.date_text(row.created_at, now)))
