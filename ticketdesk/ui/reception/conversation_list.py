"""The left column of reception: scopes with counts, the list in its order, and what an empty list offers."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ticketdesk.domain.settings import WAIT_BAD_MINUTES, WAIT_WARN_MINUTES
from ticketdesk.store.queries import badges, conversations, settings
from ticketdesk.ui import labels
from ticketdesk.ui.delegates.conversation import ConversationDelegate
from ticketdesk.ui.models import listing
from ticketdesk.ui.reception.list import kept_choice
from ticketdesk.ui.reception.list.busy import ListBusy
from ticketdesk.ui.reception.list.chosen import Chosen, usual
from ticketdesk.ui.reception.list.empty import empty_words
from ticketdesk.ui.reception.list.head import ListHead
from ticketdesk.ui.reception.list.marking import Marking, RowMarks
from ticketdesk.ui.reception.list.news import Following, News
from ticketdesk.ui.reception.list.rows import HeldRows
from ticketdesk.ui.reception.list.scopes import ScopeTabs
from ticketdesk.ui.widgets.frames import EmptyState
from ticketdesk.ui.world import World
from ticketdesk.words import tr

_SAYS_AGENT: Final = ("team", "all_buyers")


class ConversationList(QWidget):
    """Scopes over one list; ``picked(id or None)`` when another row becomes current.

    The current row keeps its place when the list is reordered, and stays listed, until it is left. ``marks.extra``
    takes acts that other parts add to the menu of rows.
    """

    picked = Signal(object)
    paste_wanted = Signal()

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._now = world.clock()
        self._total = 0
        self._chosen, self._orders = kept_choice.read(world.kept)
        self._stood = usual(self._chosen.scope)  # whose rows are shown
        self._read_limits()
        self.rows = HeldRows(world, self)
        self.model, self.view = self.rows.model, self.rows.view
        self.marks = RowMarks(self.view, Marking(world, self))
        self._build()
        self._connect()
        self._put(self._chosen)
        self._count()
        self.rows.read(self._chosen, fresh=True)

    def _build(self) -> None:
        self.scopes = ScopeTabs()
        self.tabs = self.scopes.strip
        self.head = ListHead()
        self.paste = self.head.paste
        self.view.setItemDelegate(ConversationDelegate(self._wait, self.view))
        self.empty = EmptyState("messages-square", "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.scopes)
        column.addWidget(self.head)
        column.addWidget(self._stack, 1)
        self.busy = ListBusy(self, self._stack)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)

    def _connect(self) -> None:
        self.scopes.chosen.connect(self._switch)
        self.head.changed.connect(self._choose)
        self.head.paste_wanted.connect(self.paste_wanted)
        self.head.list_wanted.connect(self.view.enter)
        self.empty.acted.connect(self._act_on_empty)
        self.rows.picked.connect(self.picked)
        self.rows.shown.connect(self._shown)
        self.rows.asked.connect(self._asked)
        self.busy.cancelled.connect(self._break_off)
        self.rows.released.connect(self.reload)
        self.view.menu_wanted.connect(self.marks.open_menu)
        self.following = Following(self._world, self._bring, self)

    def acts(self) -> dict[str, Callable[[], object]]:
        """Return what the acts of the list do, by their names in the table of acts."""
        return {
            "first_unanswered": self.first_waiting, "star_talk": self.marks.star, "pin_talk": self.marks.pin,
            "find_talk": self.head.reach, "filter_talks": self.head.drop_filter,
        }  # fmt: skip

    def scope(self) -> str:
        """The list in front: waiting, open, recent, team or all_buyers."""
        return self._chosen.scope

    def chosen(self) -> Chosen:
        """What is shown: scope, group, order, words."""
        return self._chosen

    def current(self) -> int | None:
        """The id of the current conversation."""
        return self.view.current_id()

    def select(self, number: int) -> bool:
        """Make a conversation current, in the list in front or else under Recent; False where there is none."""
        if self.model.place_of(number) >= 0:
            return self.view.set_current_id(number)
        # Where it is not among the newest it stands last, and goes to its place once the whole list is read.
        head = conversations.head_with(self._world.reader, number, listing.HEAD)
        if head is None:
            return False
        self._put(usual("recent"))
        return self.rows.show_head(self._chosen, head, number)

    def step(self, by: int) -> None:
        """Go ``by`` rows down (or up, if negative), as far as there are rows."""
        self.rows.step(by)

    def first_waiting(self) -> bool:
        """Go to the buyer who has waited longest; False where nobody waits."""
        return self._go_waiting(conversations.snapshot(self._world.reader, "waiting", limit=1))

    def next_waiting(self) -> bool:
        """Go to the buyer who has waited longest but for the current one, else to the next row; False for neither.

        For acts after which the current conversation is done with (ending it).
        """
        waiting = conversations.snapshot(self._world.reader, "waiting", limit=2)
        current = self.current()
        if self._go_waiting(array("q", [each for each in waiting if each != current])):
            return True
        self.step(1)
        return self.current() != current

    def _go_waiting(self, waiting: array[int]) -> bool:
        if not waiting:
            return False
        if self.scope() != "waiting" or self.model.place_of(waiting[0]) < 0:
            self._choose(usual("waiting"))
        return self.view.set_current_id(waiting[0])

    def tick(self, now: int) -> None:
        """Repaint the waiting times; nothing is read."""
        self._now = now
        if self.isVisible():
            self.view.viewport().update()

    def reload(self) -> None:
        """Read counts and ids of the list in front again, keeping the current row."""
        self._count()
        self.rows.read(self._chosen)

    def _count(self) -> None:
        counts = badges.badges(self._world.reader)
        self._total = counts.of("conversation.state", "open") + counts.of("conversation.state", "ended")
        waiting, opened = counts.of("conversation.waiting"), counts.of("conversation.state", "open")
        self.scopes.set_counts({"waiting": waiting, "open": opened})

    def _read_limits(self) -> None:
        """Take up the minutes after which a wait is late, as the shop has them."""
        reader = self._world.reader
        self._warn, self._bad = settings.number(reader, WAIT_WARN_MINUTES), settings.number(reader, WAIT_BAD_MINUTES)

    def _put(self, chosen: Chosen) -> None:
        """Let this be what is shown; nothing is read."""
        self._chosen = chosen
        self.model.say_agent = chosen.scope in _SAYS_AGENT
        self.scopes.set_current(chosen.scope)
        self.head.show_chosen(chosen)

    def _choose(self, chosen: Chosen) -> None:
        self._orders[chosen.scope] = chosen.unfiltered()
        kept_choice.keep(self._world.kept, chosen, self._orders)
        self._put(chosen)
        self.rows.read(chosen, fresh=True)

    def _switch(self, scope: str) -> None:
        """Another scope, in the order it had; what was looked for and narrowed to stays."""
        now, kept = self._chosen, self._orders.get(scope, usual(scope))
        self._choose(replace(kept, group=now.group, mine=now.mine, words=now.words))

    def _asked(self, begins: bool) -> None:
        (self.busy.begin if begins else self.busy.end)()

    def _break_off(self) -> None:
        """Stop a reading that takes long: back to the list that stands there, or keep what was found so far."""
        if self.rows.stop():
            self._world.notices.say(tr("Broken off; the list shows what was found so far"))
        elif self.model.rowCount():
            kept_choice.keep(self._world.kept, self._stood, self._orders)
            self._put(self._stood)
        else:  # nothing stands there yet: the start was narrowed as last time
            self._choose(self._stood)

    def _shown(self) -> None:
        self._now = self._world.clock()
        self._stood = self._chosen
        rows = self.model.rowCount()
        if not rows:
            words = empty_words(self._chosen, self._total)
            self.empty.set_state(words.title, words.text, action=words.action)
        self._stack.setCurrentWidget(self.view if rows else self.empty)

    def _act_on_empty(self) -> None:
        act = empty_words(self._chosen, self._total).act
        if act == "paste":
            self.paste_wanted.emit()
        elif act == "everywhere":
            self._choose(replace(usual("recent"), words=self._chosen.words))
        else:
            self._choose(self._chosen.unfiltered())

    def _bring(self, news: News) -> None:
        """Bring limits, rows, order and counts up to what changed since the last time."""
        if news.settings:
            self._read_limits()
        if news.whole:
            self.model.refresh_all()
        else:
            self.model.refresh(news.rows)
        if news.conversations or (self._chosen.group and news.orders):
            self.reload()

    def _wait(self, since: int) -> tuple[str, str]:
        return labels.waiting_chip(since, self._now, warn=self._warn, bad=self._bad) or ("", "plain")
