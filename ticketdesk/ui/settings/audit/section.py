"""The log of acts: who did what and when, what it changed, whether the chain is whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.store.queries import audit
from ticketdesk.store.queries.audit import AuditFilter, AuditPage
from ticketdesk.store.reader import Reader
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.settings.audit.audit_model import AuditModel, AuditTable
from ticketdesk.ui.settings.audit.check import LogCheck
from ticketdesk.ui.settings.audit.detail import AuditDetail
from ticketdesk.ui.settings.audit.export import LogExport
from ticketdesk.ui.settings.audit.filters import AuditFilters
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.frames import Banner, BusyBar, EmptyState, ErrorState
from ticketdesk.ui.world import Place, World
from ticketdesk.words import tr, trn

_FIRST: Final = "audit.first"
_MORE: Final = "audit.more"
_NEW: Final = "audit.new"
_PAUSE_MS: Final = 150
_SIDE: Final = 28


class AuditSection(QWidget):
    """A snapshot of the ids that pass the filters, read in a task; pages of rows as they come into sight."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world
        self._stale = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._renew)
        self.setAccessibleName(tr("Log of acts"))
        self.filters = AuditFilters(world)
        self.model = AuditModel(world, self)
        self.table = AuditTable(self.model)
        self.detail = AuditDetail(world)
        self.result = Banner()
        self.export = LogExport(world, self)
        self.check = LogCheck(world, self.result)
        self.busy = BusyBar()
        self.empty = EmptyState("history", tr("No act here"), tr("Nothing was done that passes these filters."),
                                action=tr("Show all acts"))  # fmt: skip
        self.error = ErrorState()
        self._build()
        self._connect()
        self._load()

    def open_place(self, place: Place) -> None:
        """Show only what was done to the row of ``place`` (kind ticket, order, conversation, buyer)."""
        self.filters.show_row(place)
        self._load()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._renew()

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(_SIDE, SIZES.xl, _SIDE, SIZES.l)
        outer.setSpacing(SIZES.m)
        head = QHBoxLayout()
        head.setSpacing(SIZES.s)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(tr("Log of acts"), role="title"))
        words.addWidget(label(tr("Every act of everybody. Nothing in it can be changed or removed."), role="second"))
        head.addLayout(words, 1)
        head.addWidget(self.check.button)
        head.addWidget(self.export.button)
        outer.addLayout(head)
        outer.addWidget(self.result)
        outer.addWidget(self.filters)
        outer.addWidget(self.busy)
        outer.addWidget(self._body(), 1)
        self.result.hide()

    def _body(self) -> QWidget:
        self._stack = QStackedWidget()
        for state in (self.table, self.empty, self.error):
            self._stack.addWidget(state)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self._stack)
        self.splitter.addWidget(self.detail)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([700, 340])
        return self.splitter

    def _connect(self) -> None:
        self.filters.changed.connect(self._load)
        self.model.more_wanted.connect(self._load_more)
        self.table.current_changed.connect(self._show)
        self.table.opened.connect(self._open)
        self.detail.opened.connect(self._world.go)
        self.empty.acted.connect(self.filters.reset)
        self.error.acted.connect(self._load)
        self._world.changed.connect(self._follow)

    def _follow(self, changes: Changes) -> None:
        if changes.touches("agent"):
            self.filters.refresh_agents()
        self._stale = True
        if self.isVisible():
            self._pause.start()

    def _renew(self) -> None:
        """Put on top what was just done; an undo also changes lines further down, so it begins anew."""
        self._stale = False
        self._ask(_NEW, None, self._renewed)

    def _load(self) -> None:
        """Ask for the first page in a task: a search for words may go through thousands of acts."""
        self._stale = False
        self._world.tasks.cancel(_MORE)
        self._ask(_FIRST, None, self._loaded)

    def _load_more(self) -> None:
        self._ask(_MORE, self.model.next, self._appended)

    def _ask(self, task: str, before: int | None, done: Callable[[AuditPage], None]) -> None:
        reader, wanted = self._world.reader, self.filters.wanted(self._world.clock())
        self.busy.set_busy()

        def work(_progress: Progress, cancelled: Cancelled) -> AuditPage:
            return _page(reader, wanted, before, cancelled)

        self._world.tasks.start(task, work, done, self._failed)

    def _renewed(self, page: AuditPage) -> None:
        self.busy.set_idle()
        if not self.model.add_new(page):
            self._loaded(page)
        self._tell()

    def _loaded(self, page: AuditPage) -> None:
        self.busy.set_idle()
        self.model.show_page(page)
        self._tell()

    def _appended(self, page: AuditPage) -> None:
        self.busy.set_idle()
        self.model.add_page(page)
        self._tell()

    def _tell(self) -> None:
        count = self.model.rowCount()
        self._stack.setCurrentWidget(self.table if count else self.empty)
        text = trn(count, "{0} act", "{0} acts")
        self.filters.count.setText(
            text if self.model.next is None else tr("the newest {0}; more come as you go down", text)
        )
        self.export.show(self.filters.wanted(self._world.clock()), count)
        if self.table.current_id() is None:
            self.detail.show_act(None)

    def _failed(self, error: BaseException) -> None:
        self.busy.set_idle()
        self._stack.setCurrentWidget(self.error)
        self._world.notices.refuse(error)

    def _show(self, number: int | None) -> None:
        self.detail.show_act(self.model.line(number))

    def _open(self, number: int) -> None:
        """Enter leads to what the act was about."""
        line = self.model.line(number)
        if line is not None:
            self.detail.open_subject(line)


def _page(reader: Reader, wanted: AuditFilter, before: int | None, cancelled: Cancelled) -> AuditPage:
    """Return the next page that holds anything, however far a search for words must go."""
    page = audit.page(reader, wanted, before=before)
    while not page.rows and page.next is not None and not cancelled():
        page = audit.page(reader, wanted, before=page.next)
    return page


def make(world: World) -> QWidget:
    """Return the section."""
    return AuditSection(world)
