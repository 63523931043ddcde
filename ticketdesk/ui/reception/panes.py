"""Two to four conversations side by side: the pane that follows the list, and those that were set beside it.

A conversation stands in one pane at most, and all panes share the drafts: so nothing that is typed in one reaches
another. The first pane is the page's own chat; where the list chooses what stands in another pane, the two change
places. What stands ``aside`` (the orders) makes room where the panes would become too narrow to read, until it is asked
for again.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from ticketdesk.store.queries import conversations
from ticketdesk.ui.override import override
from ticketdesk.ui.reception.chat_panel import ChatPanel
from ticketdesk.ui.reception.outlet import Outlet
from ticketdesk.ui.reception.pane_acts import Slot
from ticketdesk.ui.settings.kept import Setting
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.turns import Turn, next_turn
from ticketdesk.ui.widgets.buttons import IconButton
from ticketdesk.ui.world import World
from ticketdesk.words import tr

MOST: Final = 4
KEPT: Final = Setting("reception/panes", "")
_A_ROW: Final = 2
_LEAST: Final = 280
_READABLE: Final = 400
_LOW: Final = (1_000, 128)


class Panes(QWidget):
    """``turned()`` when another pane is worked in; ``left_free()`` when the first pane has given its talk away,
    ``added(ChatPanel)`` for each further pane."""

    turned = Signal()
    left_free = Signal()
    added = Signal(object)

    def __init__(
        self, world: World, first: ChatPanel, outlet: Outlet | None = None, aside: QWidget | None = None
    ) -> None:
        super().__init__()
        self._world, self._outlet = world, outlet
        self._aside = aside
        self._aside_wanted: bool | None = None  # what the agent asked for, as long as the panes stay as many
        self._panels = [first]
        self._active = first
        self._leaving = Turn(self, self._leave)
        self.rows = QSplitter(Qt.Orientation.Vertical)
        self._lines = [QSplitter(Qt.Orientation.Horizontal) for _line in range(MOST // _A_ROW)]
        for line in self._lines:
            line.setChildrenCollapsible(False)
            line.setHandleWidth(1)
            self.rows.addWidget(line)
        self.rows.setChildrenCollapsible(False)
        self.rows.setHandleWidth(1)
        self.opener = IconButton("chevron-left", tr("Show the orders"), size=16)
        self.opener.setFixedWidth(20)
        self.opener.clicked.connect(self.turn_aside)
        self.opener.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        column = QVBoxLayout()
        column.setSpacing(0)
        # What is due is said once, however many panes there are.
        column.addWidget(first.reminders)
        first.reminders.setVisible(first.reminders.current() is not None)
        column.addWidget(self.rows, 1)
        row.addLayout(column, 1)
        row.addWidget(self.opener, 0, Qt.AlignmentFlag.AlignTop)
        self._wide = first.minimumWidth()
        self._arrange()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        wanted = [int(each) for each in world.kept.get(KEPT).split(",") if each.isdigit()]
        if wanted:
            QTimer.singleShot(0, self, partial(self._restore, wanted[: MOST - 1]))

    def panels(self) -> tuple[ChatPanel, ...]:
        """The panes, the one that follows the list first."""
        return tuple(self._panels)

    def active(self) -> ChatPanel:
        """The pane that is worked in."""
        return self._active

    def looked_at(self) -> tuple[int, ...]:
        """The conversations that are in sight."""
        return tuple(row.id for panel in self._panels if (row := panel.conversation()) is not None)

    def show_conversation(self, conversation_id: int | None) -> None:
        """Show in the first pane what the list chose; what stood there goes where the chosen one stood."""
        self._leaving.stop()  # what the first pane shows is chosen now
        first = self._panels[0]
        holder = self._holder(conversation_id)
        before = first.conversation()
        if holder is None or holder is first:
            first.show_conversation(conversation_id)
            return
        holder.show_conversation(None)  # its words are kept before another pane asks for them
        first.show_conversation(conversation_id)
        if before is None:
            self._drop(holder)
        else:
            holder.show_conversation(before.id)
        self._keep()

    def open_beside(self) -> bool:
        """Set the conversation of the first pane beside it, where it stays; False where there is no room or talk."""
        if self._leaving.is_active():
            self._leave()
        row = self._panels[0].conversation()
        if row is None or len(self._panels) >= MOST:
            if row is not None:
                self._world.notices.say(tr("Four conversations stand side by side already"))
            return False
        self._panels[0].show_conversation(None)
        made = self._add(row.id)
        self._keep()
        made.composer.edit.setFocus()
        self._leaving.start()  # all in one turn would hold the window
        return True

    def close_active(self) -> bool:
        """Close the pane that is worked in, or the last one; False where there is only the first."""
        if len(self._panels) == 1:
            return False
        gone = self._active if self._active is not self._panels[0] else self._panels[-1]
        gone.show_conversation(None)
        self._drop(gone)
        self._keep()
        self._panels[0].composer.edit.setFocus()
        return True

    def reach(self, place: int) -> bool:
        """Give the keyboard to a pane, counted from 0; False where there is none."""
        if place >= len(self._panels):
            return False
        if self._leaving.is_active():
            self._leave()
        self._turn(self._panels[place])
        self._panels[place].composer.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def turn_aside(self) -> None:
        """Show what stands aside, however narrow the panes become, or put it away; until another pane comes or goes."""
        if self._aside is None:
            return
        had = self._aside.isAncestorOf(self._aside.window().focusWidget() or self)
        self._aside_wanted = self._aside.isHidden()
        self._make_room()
        if had:
            self._active.composer.edit.setFocus()

    def acts(self) -> dict[str, Slot]:
        """The acts of the panes, by their names in the table."""
        return {
            **{f"pane_{n + 1}": partial(self.reach, n) for n in range(MOST)},
            "open_beside": self.open_beside, "close_pane": self.close_active, "orders_aside": self.turn_aside,
        }  # fmt: skip

    def tick(self, now: int) -> None:
        """Renew the clocks of every pane (``now`` UTC ms)."""
        for panel in self._panels:
            panel.tick(now)

    def _leave(self) -> None:
        self._leaving.stop()
        self.left_free.emit()

    def _holder(self, conversation_id: int | None) -> ChatPanel | None:
        for panel in self._panels:
            row = panel.conversation()
            if row is not None and row.id == conversation_id:
                return panel
        return None

    def _add(self, conversation_id: int) -> ChatPanel:
        first = self._panels[0]
        made = ChatPanel(self._world, self._outlet, drafts=first.composer.drafts)
        made.reminders.stand_back()
        made.paste_wanted.connect(first.paste_wanted)
        made.manage_wanted.connect(first.manage_wanted)
        made.file_dropped.connect(first.file_dropped)
        made.setUpdatesEnabled(False)
        self._panels.append(made)
        self._arrange()
        self.added.emit(made)
        made.show_conversation(conversation_id)
        made.show()
        next_turn(made, partial(_dress, made))
        return made

    def loosen(self) -> bool:
        """Take away the last pane while the page goes, without keeping that; False where there is only the first."""
        if len(self._panels) == 1:
            return False
        self._drop(self._panels[-1])
        return True

    def _drop(self, panel: ChatPanel) -> None:
        self._panels.remove(panel)
        if self._active is panel:
            self._active = self._panels[0]
        panel.hide()
        panel.setParent(self)  # out of its line; without a parent it would be dressed anew on its way out
        panel.deleteLater()
        self._arrange()

    def _arrange(self) -> None:
        """Two panes stand in one line, three and four in two."""
        for place, panel in enumerate(self._panels):
            line = self._lines[place // _A_ROW]
            if line.indexOf(panel) != place % _A_ROW:
                line.insertWidget(place % _A_ROW, panel)
            panel.setMinimumWidth(_LEAST if len(self._panels) > 1 else self._wide)
            name = tr("Conversation pane {0}", place + 1)
            panel.setAccessibleName(name)
        for number, line in enumerate(self._lines):
            line.setVisible(len(self._panels) > number * _A_ROW)
            line.setSizes([1_000] * line.count())
        self.rows.setSizes([1_000] * len(self._lines))
        if len(self._panels) > _A_ROW:
            for panel in self._panels:
                panel.splitter.setSizes(list(_LOW))
        self._aside_wanted = None
        self._make_room()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Show what stands aside where two panes in a line stay readable beside it, or where it was asked for."""
        if self._aside is None or self._aside.parentWidget() is None:
            return  # not put in its place yet: shown now, it would be a window of its own
        shown = not self._aside.isHidden()
        room = self.width() - (0 if shown else SIZES.sidebar)
        fits = len(self._panels) == 1 or room >= _A_ROW * _READABLE
        wanted = fits if self._aside_wanted is None else self._aside_wanted
        if wanted != shown:
            self._aside.setVisible(wanted)
        if not wanted:
            current_theme().dress(self.opener, plain=True)
        self.opener.setVisible(not wanted)

    def _keep(self) -> None:
        kept = [row.id for panel in self._panels[1:] if (row := panel.conversation()) is not None]
        self._world.kept.put(KEPT, ",".join(str(each) for each in kept))

    def _restore(self, wanted: list[int]) -> None:
        """Set the panes of last time beside the first, one a turn of the window."""
        found, later = wanted[0], wanted[1:]
        there = conversations.one(self._world.reader, found) is not None
        if there and self._holder(found) is self._panels[0]:
            self._panels[0].show_conversation(None)
            self._add(found)
            self.left_free.emit()
        elif there and self._holder(found) is None and len(self._panels) < MOST:
            self._add(found)
        if later:
            QTimer.singleShot(0, self, partial(self._restore, later))

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        for panel in self._panels:
            if new is not None and panel.isAncestorOf(new):
                self._turn(panel)

    def _turn(self, panel: ChatPanel) -> None:
        if panel is not self._active:
            self._active = panel
            self.turned.emit()


def _dress(panel: ChatPanel) -> None:
    """Let a new pane, which takes keys already, wear the sheet in this turn and be painted in another."""
    current_theme().dress(panel, plain=True)
    next_turn(panel, partial(panel.setUpdatesEnabled, True))
