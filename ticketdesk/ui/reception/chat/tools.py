"""Everything around the messages of one chat, wired: acts and menu, marks, search, days, pictures, who else is here.

What the first picture does not show is made when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QMenu, QWidget

from ticketdesk.domain.outbox import MessageState
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries import talk_history
from ticketdesk.store.queries.conversations import ConversationRow, MessageRow
from ticketdesk.ui.override import override
from ticketdesk.ui.reception.chat.message_acts import MessageActs, may_recall, may_reply
from ticketdesk.ui.reception.chat.quote_strip import QuoteStrip
from ticketdesk.ui.reception.chat.unread import SeenTeller
from ticketdesk.ui.reception.chat.who_bar import WhoBar
from ticketdesk.ui.reception.presence import presence_of
from ticketdesk.ui.theme import current_theme
from ticketdesk.ui.world import Place, World
from ticketdesk.words import tr

if TYPE_CHECKING:
    from ticketdesk.ui.reception.chat.find_bar import FindBar
    from ticketdesk.ui.reception.chat.marks_bar import MarksBar
    from ticketdesk.ui.reception.talk_view import TalkView


class TalkTools(QObject):
    """Belongs to one TalkView. ``reply_with`` takes a conversation and a picture of it that was drawn upon."""

    def __init__(self, world: World, talk: TalkView, parent: QWidget) -> None:
        super().__init__(parent)
        self._world, self.talk, self._ground = world, talk, parent
        self.acts = MessageActs(world, talk, parent)
        self.quote = QuoteStrip()
        self.who = WhoBar(presence_of(world), talk)
        self.seen = SeenTeller(world, talk)
        self.reply_with: Callable[[int, QImage], None] | None = None
        talk.put_above(self.who)
        talk.put_below(self.who.typing)
        talk.opened.connect(self._opened)
        talk.came.connect(self.seen.came)
        talk.menu_wanted.connect(self._menu)
        talk.open_wanted.connect(self._open)
        talk.view.marks_changed.connect(self._marked)
        self.acts.quote_wanted.connect(self.quote.quote)
        talk.installEventFilter(self)  # every part of a window hears that it became the active one

    def slots(self) -> dict[str, Callable[[], object]]:
        """What the acts of the page do here, by their names in the table."""
        return {
            "find_in_talk": self.find, "go_to_day": self.ask_day, "read_talk": self.read,
            "quote_message": self.acts.quote, "recall_message": self.acts.recall, "resend_message": self.acts.resend,
            "pass_on": self.acts.pass_on, "forward_messages": self.acts.forward,
            "keep_phrase": self.acts.save_phrase, "ticket_of_marked": self.acts.ticket,
        }  # fmt: skip

    def find(self) -> None:
        """Look for words in this conversation."""
        if self.talk.talk() is not None:
            self.find_bar.open_bar()

    def read(self) -> None:
        """Give the keyboard to the messages; the newest thing said is current where nothing is."""
        view = self.talk.view
        view.setFocus()
        if view.current() is None:
            said = (item.id for item in reversed(view.column.items) if item.speech)
            view.set_current(next(said, None))

    def ask_day(self) -> None:
        """Ask for a day and go there."""
        from ticketdesk.ui.reception.chat.day_dialog import DayDialog

        talk = self.talk.talk()
        if talk is not None:
            rows = self.talk.chosen()
            dialog = DayDialog(self._ground, rows[0].sent_at if rows else talk.last_at, self._world.clock())
            dialog.chosen.connect(self.go_to_moment)
            dialog.open()

    def go_to_moment(self, moment: int) -> None:
        """Bring the first message said at a moment (UTC ms) or later into sight."""
        talk = self.talk.talk()
        found = talk_history.first_since(self._world.reader, talk.id, moment) if talk is not None else None
        if found is not None:
            self.talk.go_to(found)
            self.talk.view.setFocus()

    @cached_property
    def find_bar(self) -> FindBar:
        """The bar over the messages."""
        from ticketdesk.ui.reception.chat.find_bar import FindBar

        made = FindBar(self._world, self.talk)
        made.hide()
        made.closed.connect(self.talk.view.setFocus)
        self.talk.put_above(made)
        current_theme().dress(made)
        return made

    @cached_property
    def marks_bar(self) -> MarksBar:
        """The bar under the messages."""
        from ticketdesk.ui.reception.chat.marks_bar import MarksBar

        made = MarksBar(self.acts, self.talk)
        made.shut.clicked.connect(self.talk.view.clear_marks)
        self.talk.put_below(made)
        current_theme().dress(made)
        return made

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.WindowActivate, QEvent.Type.Show):
            self.seen.looked()
        return False

    def _opened(self, row: ConversationRow | None, newest: int | None) -> None:
        number = row.id if row is not None else None
        self.quote.show_talk(number)
        self.who.show_talk(number)
        self.seen.show(row, newest)

    def _marked(self, marked: list[int]) -> None:
        if marked or "marks_bar" in vars(self):
            self.marks_bar.show_marks(marked)

    def _open(self, row: MessageRow) -> None:
        """Open what a message holds: its picture, its file as a copy, its order; else what it answers."""
        order = self.talk.order_of(row)
        if row.sha256 and row.kind == "file":
            from ticketdesk.ui.reception.chat.file_keeper import save_file

            save_file(self._world, self._ground, row.sha256, row.file_name)
        elif row.sha256:
            self._look_at(row)
        elif order is not None:
            self._world.go.emit(Place("order", order))
        elif row.quote_id is not None:
            self.talk.go_to(row.quote_id)

    def _look_at(self, row: MessageRow) -> None:
        from ticketdesk.ui.reception.picture_view import PictureView, Shown

        rows = self.talk.pictures()
        place = next((n for n, each in enumerate(rows) if each.id == row.id), None)
        if place is None:
            rows, place = [row], 0
        pictures = [Shown(each.sha256, each.file_name) for each in rows]
        talk = self.talk.talk()
        give = partial(self.reply_with, talk.id) if self.reply_with is not None and talk is not None else None
        PictureView(self._world, self._ground, pictures, place, give).open()

    def _menu(self, row: MessageRow, menu: QMenu) -> None:
        """What can be done with a message; a right click on one that is not current makes it current."""
        if row.id not in self.talk.view.marked():
            self.talk.view.set_current(row.id)
        self._offer_opening(menu, row)
        if may_reply(self._world):
            self._add(menu, tr("Quote"), "quote_message", self.acts.quote)
            if row.state == MessageState.FAILED:
                self._add(menu, tr("Send again"), "resend_message", self.acts.resend)
            if may_recall(row):
                self._add(menu, tr("Take back"), "recall_message", self.acts.recall)
            self._add(menu, tr("Pass on…"), "pass_on", self.acts.pass_on)
            self._add(menu, tr("Pass on to a colleague…"), "forward_messages", self.acts.forward)
        menu.addSeparator()
        self._add(menu, tr("Mark or unmark"), "", partial(self.talk.view.mark, row.id), keys="Space")
        if self._world.may(Permission.TICKET_HANDLE):
            self._add(menu, tr("New ticket from this…"), "ticket_of_marked", self.acts.ticket)
        if row.text:
            self._add(menu, tr("Keep as phrase…"), "keep_phrase", self.acts.save_phrase)

    def _offer_opening(self, menu: QMenu, row: MessageRow) -> None:
        if row.sha256 and row.kind == "file":
            self._add(menu, tr("Save a copy"), "", partial(self._open, row))
        elif row.sha256:
            self._add(menu, tr("Open picture"), "", partial(self._open, row))
        elif self.talk.order_of(row) is not None:
            self._add(menu, tr("Open order"), "", partial(self._open, row))
        if row.quote_id is not None:
            self._add(menu, tr("Go to the quoted message"), "", partial(self.talk.go_to, row.quote_id))

    def _add(self, menu: QMenu, text: str, act: str, run: Callable[[], object], *, keys: str = "") -> None:
        shown = self._world.keymap.shown(act) if act else keys
        made = menu.addAction(f"{text}\t{shown}" if shown else text)
        made.triggered.connect(_Chosen(run, menu).run)


class _Chosen(QObject):
    """One line of a menu; drops the ``checked`` that comes along."""

    def __init__(self, run: Callable[[], object], menu: QMenu) -> None:
        super().__init__(menu)
        self._run = run

    def run(self) -> None:
        """Do it."""
        self._run()
