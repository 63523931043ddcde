"""The palette under the search field: results while typing, chosen with the arrows, opened with Enter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QListView, QStackedLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from ticketdesk.ui.actions import EVERY_ACT, PAGE_ACTS, Actions
from ticketdesk.ui.delegates.paint import rounded
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.search.found import ActHit, Entry, Group, Offered, act_initials, entries, find, matching
from ticketdesk.ui.search.here import HERE, HereAct, here
from ticketdesk.ui.search.rows import FoundDelegate, FoundModel
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.widgets.frames import EmptyState
from ticketdesk.ui.widgets.search_field import SearchField
from ticketdesk.ui.world import Place, World
from ticketdesk.words import tr

_TASK: Final = "search"
_WIDTH: Final = 720
_MOST: Final = 560
_EMPTY: Final = 170
ELSEWHERE: Final = "page:"


class Palette(QFrame):
    """Belongs to the search ``field`` of the window, which keeps the focus; this shows and follows its keys."""

    def __init__(
        self,
        world: World,
        actions: Actions,
        field: SearchField,
        parent: QWidget,
        page: Callable[[], QWidget | None] = lambda: None,
        after: Callable[[Callable[[], object]], object] = lambda work: work(),
    ) -> None:
        """``page`` is the page shown, whole; ``after`` does something once it stands, where it is on its way."""
        super().__init__(parent)
        self._page, self._after = page, after
        self._asked = 0
        self._here: tuple[HereAct, ...] = ()
        self._initials: dict[str, str] = {}
        self._world = world
        self._actions = actions
        self._field = field
        self._words = ""
        self.model = FoundModel(self)
        self._delegate = FoundDelegate(world.clock, self)
        self.view = _list(self.model, self._delegate)
        self.nothing = EmptyState("search", tr("Nothing found"))
        self._build()
        self.setAccessibleName(tr("Search results"))
        field.installEventFilter(self)
        field.searched.connect(self._search)
        self.view.clicked.connect(self._open)
        self.hide()

    def reach(self) -> None:
        """Give the focus to the field and show what can be done from here."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()
        self._search(self._field.text())

    def place(self) -> None:
        """Stand below the field, as wide as it needs and not wider than the window."""
        parent = self.parentWidget()
        if parent is None:
            return
        width = min(_WIDTH, parent.width() - 32)
        below = self._field.mapTo(parent, QPoint(self._field.width() // 2, self._field.height() + 6))
        left = min(max(16, below.x() - width // 2), parent.width() - width - 16)
        rows = self.model.rowCount()
        wanted = sum(self.view.sizeHintForRow(row) for row in range(rows)) + 14 if rows else _EMPTY
        self.setGeometry(left, below.y(), width, min(wanted, _MOST, parent.height() - below.y() - 40))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if event.type() == QEvent.Type.FocusOut and not self.view.hasFocus():
            self.dismiss()
        elif event.type() == QEvent.Type.MouseButtonPress and not self.isVisible():
            self._search(self._field.text())
        return False

    def dismiss(self) -> None:
        """Hide, and want no more results."""
        self._world.tasks.cancel(_TASK)
        self._asked += 1
        self.hide()

    def current(self) -> Entry | None:
        """The entry that Enter opens."""
        row = self.view.currentIndex().row()
        return self.model.entries[row] if 0 <= row < len(self.model.entries) else None

    def answered(self) -> str:
        """Return the words whose answer is shown."""
        return self._delegate.words

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        rounded(QPainter(self), self.rect(), theme.color("raised"), SIZES.radius_card, theme.color("line.strong"))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 6, 1, 6)
        self._stack = QStackedLayout()
        column.addLayout(self._stack)  # first: what is added to a layout that stands nowhere is shown as a window
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.nothing)

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            return self._escape()
        if not self.isVisible():
            return False
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if key == Qt.Key.Key_Down else -1)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current() is not None:
            self._open(self.view.currentIndex())
            return True
        return False

    def _escape(self) -> bool:
        """First close the list, then leave the field, which forgets its words."""
        if self.isVisible():
            self.dismiss()
        else:
            self._leave()
        return True

    def _leave(self) -> None:
        """Give the field up, empty for the next question."""
        self.dismiss()
        self._field.clear()
        self._field.clearFocus()

    def _step(self, by: int) -> None:
        count = self.model.rowCount()
        row = self.view.currentIndex().row()
        for _tried in range(count):
            row = (row + by) % count
            if self.model.entries[row].chosen:
                self.view.setCurrentIndex(self.model.index(row))
                return

    def _search(self, words: str, whole: str = "") -> None:
        if not self._field.hasFocus() and not whole:
            return
        self._words = words
        self._asked += 1
        if not words.strip():
            self._world.tasks.cancel(_TASK)
            self._when_page_stands(partial(self._show, ()))
            return
        reader, offered = self._world.reader, Offered(self._world.agent_id, self._world.clock())
        unknown = () if self._initials or not words.isascii() else tuple(tr(act.text) for act in EVERY_ACT)

        def work(progress: Progress, cancelled: Cancelled) -> tuple[Group, ...] | None:
            if unknown:
                self._initials = act_initials(unknown)
            return find(reader, words, cancelled, whole=whole, told=progress, offered=offered)

        self._world.tasks.start(_TASK, work, self._found, self._world.notices.refuse, self._early)

    def _early(self, groups: object) -> None:
        """Show the hits before they are counted."""
        if isinstance(groups, tuple):
            self._when_page_stands(partial(self._show, groups))

    def _found(self, groups: tuple[Group, ...] | None) -> None:
        if groups is not None:
            self._when_page_stands(partial(self._show_all, groups))

    def _when_page_stands(self, show: Callable[[], None]) -> None:
        """Show what was found once the page can be asked for its acts: asked on its way it would be made at once."""
        asked = self._asked
        self._after(lambda: show() if asked == self._asked and isValid(self) else None)

    def _show_all(self, groups: tuple[Group, ...]) -> None:
        kept = self.current() if self.answered() == self._words else None
        self._show(groups)
        if kept is not None and kept in self.model.entries:
            self.view.setCurrentIndex(self.model.index(self.model.entries.index(kept)))

    def _show(self, groups: tuple[Group, ...]) -> None:
        self._delegate.words = self._words
        self.model.show(entries(groups, matching(self._words, self._acts())))
        if self.model.rowCount():
            self._stack.setCurrentWidget(self.view)
            self.view.setCurrentIndex(QModelIndex())
            self._step(1)
        else:
            self.nothing.set_state(
                tr("Nothing found"), tr("No text holds “{0}”. Try fewer characters.", one_line(self._words, 40))
            )
            self._stack.setCurrentWidget(self.nothing)
        self.show()
        self.place()
        self.raise_()

    def _acts(self) -> list[ActHit]:
        """Every act of the window with its keys, all that the page shown can be told to do, and the acts of the other
        pages."""
        keymap = self._world.keymap
        own = [
            ActHit(act.name, action.text(), keymap.shown(act.name), act.icon, self._initials.get(action.text(), ""))
            for act, action in self._actions.offered()
            if act.name not in ("search", "next_panel", "previous_panel")
        ]
        self._here = here(self._page())
        if not self._words.strip():
            return own
        told = {hit.text for hit in own} | {each.text for each in self._here}
        return [
            *own,
            *(
                ActHit(f"{HERE}{place}", each.text, each.keys, "", self._initials.get(each.text, ""))
                for place, each in enumerate(self._here)
            ),
            *(hit for hit in self._elsewhere() if hit.text not in told),
        ]

    def _elsewhere(self) -> Iterator[ActHit]:
        """The acts of the pages that are not shown: choosing one goes there first."""
        shown, world = self._page(), self._world
        there = {action.objectName() for action in shown.findChildren(QAction)} if shown is not None else set()
        for act in PAGE_ACTS:
            if act.name not in there and (act.needs is None or world.may(act.needs)):
                text, keys = tr(act.text), world.keymap.shown(act.name)
                yield ActHit(ELSEWHERE + act.name, text, keys, act.icon, self._initials.get(text, ""))

    def _open(self, index: QModelIndex) -> None:
        entry = self.model.entries[index.row()] if index.isValid() else None
        if entry is None or not entry.chosen:
            return
        if entry.what == "more":
            self._search(self._words, entry.kind)
            return
        self._leave()
        if entry.place is not None:
            self._world.go.emit(entry.place)
        elif entry.act.startswith(HERE):
            self._here[int(entry.act.removeprefix(HERE))].run()
        elif entry.act.startswith(ELSEWHERE):
            self._go_and_do(entry.act.removeprefix(ELSEWHERE))
        elif entry.act:
            self._actions.of(entry.act).trigger()

    def _go_and_do(self, name: str) -> None:
        self._world.go.emit(Place(next(act.page for act in PAGE_ACTS if act.name == name)))
        page = self._page()
        action = page.findChild(QAction, name) if page is not None else None
        if action is not None and action.isEnabled():
            action.trigger()


def _list(model: FoundModel, delegate: FoundDelegate) -> QListView:
    view = QListView()
    view.setModel(model)
    view.setItemDelegate(delegate)
    view.setAccessibleName(tr("Search results"))
    view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setMouseTracking(True)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
    view.viewport().setAutoFillBackground(False)
    return view
