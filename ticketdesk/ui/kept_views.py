"""The kept views of a list: their lines at the left, what may be done with one, and keeping one more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu

from ticketdesk.desk.command import Command
from ticketdesk.desk.desk import Done
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries.saved_views import SavedViewRow, saved_views
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.widgets.nav_list import NavEntry, NavList
from ticketdesk.ui.world import World
from ticketdesk.words import tr

SAVED: Final = "view:"


class ViewActs(NamedTuple):
    """Whose views these are (``queries.saved_views``), and the commands that drop one and put them in order."""

    of: str
    delete: Callable[[int], Command]
    arrange: Callable[[tuple[int, ...]], Command]


class KeptViews(QObject):
    """The views that the agent may see, as lines of ``nav``; ``change_wanted(SavedViewRow)`` from the menu of one."""

    change_wanted = Signal(object)

    def __init__(self, world: World, acts: ViewActs, nav: NavList) -> None:
        super().__init__(nav)
        self._world, self._acts, self._nav = world, acts, nav
        self.rows: list[SavedViewRow] = []
        self.read()
        nav.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        nav.customContextMenuRequested.connect(self._open_menu)

    def read(self) -> None:
        """Take up what stands in the store, for the agent who works here now."""
        self.rows = saved_views(self._world.reader, self._world.agent_id, self._acts.of)

    def view(self, key: str) -> SavedViewRow | None:
        """Return the kept view of an entry; None for a view of the program."""
        return next((view for view in self.rows if key == key_of(view)), None)

    def entries(self, entry: Callable[[SavedViewRow], NavEntry]) -> list[NavEntry]:
        """Return their lines under headings; ``entry`` makes one."""
        made: list[NavEntry] = []
        for text, shared in ((tr("My views"), False), (tr("Views of the shop"), True)):
            views = [view for view in self.rows if (view.owner_id is None) == shared]
            made += [NavEntry("", text)] if views else []
            made += map(entry, views)
        return made

    def menu_of(self, view: SavedViewRow) -> QMenu:
        """Return what may be done with a kept view."""
        menu = QMenu(self._nav)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        same = [each.id for each in self.rows if each.owner_id == view.owner_id]
        place = same.index(view.id)
        mine = view.owner_id is not None or self._world.may(Permission.SHOP_EDIT)
        _add(menu, tr("Change the view…"), mine, lambda: self.change_wanted.emit(view))
        _add(menu, tr("Move up"), mine and place > 0, lambda: self._move(same, place, -1))
        _add(menu, tr("Move down"), mine and place + 1 < len(same), lambda: self._move(same, place, 1))
        _add(menu, tr("Delete the view"), mine, lambda: self._delete(view))
        return menu

    def _open_menu(self, at: QPoint) -> None:
        index = self._nav.indexAt(at)
        view = self.view(self._nav.key_at(index)) if index.isValid() else self.view(self._nav.current())
        if view is not None:
            self.menu_of(view).popup(self._nav.viewport().mapToGlobal(at))

    def _move(self, ids: Sequence[int], place: int, step: int) -> None:
        turned = list(ids)
        turned[place], turned[place + step] = turned[place + step], turned[place]
        self._world.post(self._acts.arrange(tuple(turned)))

    def _delete(self, view: SavedViewRow) -> None:
        def done(_done: Done) -> None:
            self._world.notices.say(tr("View “{0}” deleted", one_line(view.name, 40)), undoable=True)

        self._world.post(self._acts.delete(view.id), done)


def key_of(view: SavedViewRow) -> str:
    """Return the key of a kept view's line."""
    return f"{SAVED}{view.id}"


def _add(menu: QMenu, text: str, enabled: bool, act: Callable[[], object]) -> None:
    action = menu.addAction(text)
    action.setEnabled(enabled)
    action.triggered.connect(lambda _checked: act())
