"""Above the timeline: what the ticket is tied to, its checklist, and the menu of what ties it otherwise."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import MappingProxyType

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.ticket_checks import AddCheck, RemoveCheck, TickCheck
from ticketdesk.desk.commands.ticket_links import UnlinkTickets
from ticketdesk.domain.checklist import LONGEST_ITEM
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries.ticket_ties import CheckRow, LinkRow
from ticketdesk.store.queries.tickets import TicketDetail
from ticketdesk.ui import labels
from ticketdesk.ui.orders.order_card import refusal
from ticketdesk.ui.safe_text import ElidedLabel, label, one_line, set_tooltip
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import IconButton, button
from ticketdesk.ui.widgets.emptying import empty
from ticketdesk.ui.widgets.marks import Chip
from ticketdesk.ui.world import Place, World
from ticketdesk.words import mark, tr
from ticketdesk.words.ticket_types import shown

_KINDS = MappingProxyType(
    {
        "parent": mark("Parent"),
        "child": mark("Child"),
        "related": mark("Related"),
        "merged": mark("Merged in"),
    }
)


class TiesPanel(QWidget):
    """`take_out_asked(LinkRow)`: a merged ticket shall stand alone; `unfolded(part)`. All else it posts itself."""

    take_out_asked = Signal(object)
    unfolded = Signal(QWidget)

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._detail: TicketDetail | None = None
        self._shown: tuple[object, ...] = ()
        self.setAccessibleName(tr("What belongs to the ticket"))
        self.more = IconButton("ellipsis", tr("Merge, split, link"), size=16)
        self.menu = QMenu(self.more)
        self.more.setMenu(self.menu)
        self.add = QLineEdit()
        self.add.setAccessibleName(tr("New item of the checklist"))
        self.add.setPlaceholderText(tr("What has to be done; Enter adds it"))
        self.add.setMaxLength(LONGEST_ITEM)
        self.add.returnPressed.connect(self._add)
        self.fold = button("", icon="list-todo", kind="link", small=True)
        self.fold.clicked.connect(self._turn)
        self._list = QWidget()
        self._links, self._items = QVBoxLayout(), QVBoxLayout()
        self._place()

    def show_ticket(self, detail: TicketDetail) -> None:
        """Show what belongs to this ticket; lines that stay the same are not made anew."""
        self._detail = detail
        why = refusal(self._world, Permission.TICKET_HANDLE)
        wanted = (detail.row.id, detail.links, detail.checks, why)
        if wanted == self._shown:
            return
        self._shown = wanted
        held = self._focused()
        empty(self._links)
        empty(self._items)
        for link in detail.links:
            self._links.addWidget(self._link(link, why))
        for item in detail.checks:
            self._items.addWidget(self._item(item, why))
        done = sum(item.done_at is not None for item in detail.checks)
        words = tr("Checklist {0}/{1}", done, len(detail.checks)) if detail.checks else tr("Checklist")
        self.fold.setText(words)
        self.fold.setAccessibleName(words)
        self.add.setEnabled(not why)
        set_tooltip(self.add, why)
        self._give_back(held)

    def _turn(self) -> None:
        """Unfold the checklist, or fold it; it stays so for the next ticket."""
        self._list.setVisible(self._list.isHidden())
        if not self._list.isHidden():
            self.add.setFocus()
            self.unfolded.emit(self.add)

    def _focused(self) -> str:
        """The name of the part that has the keyboard, so that its successor gets it."""
        focus = self.window().focusWidget()
        return focus.accessibleName() if focus is not None and self.isAncestorOf(focus) else ""

    def _give_back(self, name: str) -> None:
        if name:
            found = (each for each in self.findChildren(QWidget) if each.accessibleName() == name)
            next(found, self.add).setFocus()

    def _link(self, link: LinkRow, why: str) -> QWidget:
        line, row = _line()
        opened = button(link.number, kind="link", small=True, name=tr("Open ticket {0}", link.number))
        opened.clicked.connect(partial(self._open, link.ticket_id))
        title, state = ElidedLabel(), Chip()
        title.setText(one_line(link.title))
        words = labels.ticket_state(link.state)
        state.set_chip(words.text, words.level)
        for part in (label(tr(_KINDS[link.kind]), role="third"), opened):
            row.addWidget(part)
        row.addWidget(title, 1)
        away: QAbstractButton
        if link.kind == "merged":
            away = button(tr("Take out"), kind="link", small=True, name=tr("Take {0} out again", link.number))
            away.clicked.connect(partial(self.take_out_asked.emit, link))
        else:
            row.addWidget(state)
            away = IconButton("x", tr("Take the link with {0} away", link.number), size=13)
            away.clicked.connect(partial(self._unlink, link.ticket_id))
        away.setEnabled(not why)
        row.addWidget(away)
        return line

    def _item(self, item: CheckRow, why: str) -> QWidget:
        line, row = _line()
        text = shown(item.text)
        box = QCheckBox(one_line(text).replace("&", "&&"))
        box.setAccessibleName(one_line(text))
        box.setChecked(item.done_at is not None)
        box.setEnabled(not why)
        box.toggled.connect(partial(self._tick, item.id))
        set_tooltip(box, why or text)
        row.addWidget(box, 1)
        if item.done_at is not None:
            row.addWidget(label(self._who(item), role="third"))
        away = IconButton("x", tr("Take “{0}” off the checklist", one_line(text)), size=13)
        away.setEnabled(not why)
        away.clicked.connect(partial(self._remove, item.id))
        row.addWidget(away)
        return line

    def _who(self, item: CheckRow) -> str:
        return f"{item.done_by} {labels.time_text(item.done_at or 0, self._world.clock())}".strip()

    def _open(self, ticket: int, _checked: bool = False) -> None:
        self._world.go.emit(Place("ticket", ticket))

    def _unlink(self, other: int, _checked: bool = False) -> None:
        self._post(lambda key: UnlinkTickets(ticket_ids=(key, other)))

    def _tick(self, check: int, done: bool) -> None:
        self._post(lambda key: TickCheck(ticket_id=key, check_id=check, done=done))

    def _remove(self, check: int, _checked: bool = False) -> None:
        self._post(lambda key: RemoveCheck(ticket_id=key, check_id=check))

    def _add(self) -> None:
        text = self.add.text()
        if text.strip() and self._detail is not None:
            command = AddCheck(ticket_id=self._detail.row.id, text=text)
            self._world.post(command, lambda _done: self.add.clear())

    def _post(self, made: Callable[[int], Command]) -> None:
        if self._detail is not None:
            self._world.post(made(self._detail.row.id), None, self._refused)

    def _refused(self, error: BaseException) -> None:
        """A box that could not be ticked shall not look ticked."""
        self._world.notices.refuse(error)
        self._shown = ()
        if self._detail is not None:
            self.show_ticket(self._detail)

    def _place(self) -> None:
        column, inside = QVBoxLayout(self), QVBoxLayout(self._list)
        column.setContentsMargins(SIZES.l, SIZES.xs, SIZES.l, SIZES.xs)
        column.setSpacing(SIZES.xs)
        inside.setContentsMargins(0, 0, 0, SIZES.xs)
        inside.setSpacing(SIZES.xs)
        self._links.setSpacing(2)
        self._items.setSpacing(2)
        head = QHBoxLayout()
        head.addWidget(self.fold)
        head.addStretch(1)
        head.addWidget(self.more)
        inside.addLayout(self._items)
        inside.addWidget(self.add)
        self._list.hide()
        column.addLayout(self._links)
        column.addLayout(head)
        column.addWidget(self._list)


def _line() -> tuple[QWidget, QHBoxLayout]:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    return made, row
