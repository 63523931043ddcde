"""Where a ticket is answered: to the buyer or as an internal note, with pictures, drafts kept apart for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.ticket_replies import NoteOnTicket, Replied, ReplyOnTicket
from ticketdesk.desk.desk import Done
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries import conversations
from ticketdesk.ui.actions import page_actions
from ticketdesk.ui.orders.order_card import refusal
from ticketdesk.ui.pictures import Source
from ticketdesk.ui.safe_text import set_tooltip
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.tickets.detail.own_acts import asking_for_missing
from ticketdesk.ui.tickets.detail.reply_edit import ReplyEdit
from ticketdesk.ui.tickets.detail.reply_wording import ReplyWording
from ticketdesk.ui.tickets.form.drafts import Draft, pack, unpack
from ticketdesk.ui.tickets.form.picture_field import PictureField
from ticketdesk.ui.widgets.buttons import Choice, ChoiceChips, IconButton, button
from ticketdesk.ui.widgets.picture_strip import pictures_in
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn

if TYPE_CHECKING:
    from ticketdesk.desk.commands.talk import Override
    from ticketdesk.ui.tickets.detail.name_list import NameList

SAVE_MS: Final = 400
REPLY, NOTE = "reply", "note"


class ReplyBox(QWidget):
    """`transfer_asked` and `cancel_asked` by their buttons; replies and notes it posts itself."""

    transfer_asked = Signal()
    cancel_asked = Signal()

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._ticket: int | None = None
        self._sending = ""
        self._drafts: dict[str, Draft] = {}
        self._kept: dict[str, str] | None = None
        # What is asked before the ticket is completed: it is given what does it.
        self.before_finish: Callable[[Callable[[], None]], None] = lambda go: go()
        modes = [Choice(REPLY, tr("Reply to buyer")), Choice(NOTE, tr("Internal note"))]
        self.modes = ChoiceChips(modes, REPLY, name=tr("Kind of reply"))
        self.image = IconButton("image", tr("Paste a picture"), size=16)
        self.text = ReplyEdit()
        self.names: NameList | None = None
        self.capture = IconButton("scissors", tr("Capture the screen"), size=16)
        self.pictures = PictureField(world, tr("Pictures of the reply"))
        self.transfer = button(tr("Transfer"), icon="arrow-right-left")
        self.cancel = button(tr("Cancel ticket"))
        self.send = button(tr("Reply"), kind="primary")
        self.more = IconButton("chevron-down", tr("More ways to send"), size=16)
        slots = {"turn_reply": self.turn_mode, "reply_finish": self._post_finish}
        self.turn, self.finish = page_actions(self, world.keymap, slots)
        self._saving = QTimer(self)
        self._place()
        self._connect()
        self._dress()

    def show_ticket(self, ticket_id: int | None) -> None:
        """Answer this ticket; what was being written for the one before is kept."""
        if ticket_id != self._ticket:
            self.keep()
            self._ticket = ticket_id
            self._restore()

    def keep(self) -> None:
        """Keep what is written now."""
        self._saving.stop()
        if self._ticket is None:
            return
        draft = Draft({"text": self.text.toPlainText()}, self.pictures.refs())
        if self._key != self._sending and pack(draft) != pack(self._drafts.get(self._key, Draft({}))):
            self._drafts[self._key] = draft
            self._world.keep_draft(self._key, pack(draft))

    def turn_mode(self) -> None:
        """Change between the reply and the note."""
        self.modes.set_current(NOTE if self._mode == REPLY else REPLY)
        self._change_mode()
        self.text.setFocus()

    def post(self, *, finish: bool = False) -> None:
        """Send what is written; it stays in the field until it is committed. Words to the buyer are looked at first."""
        if not self.send.isEnabled():
            return
        if self._mode == NOTE:
            self._post(())
        else:
            self.wording.ask(self.text.toPlainText(), partial(self._post, finish=finish))

    def _post(self, overrides: tuple[Override, ...], *, finish: bool = False) -> None:
        if self._ticket is None or not self.send.isEnabled():
            return
        command = self._command(self._ticket, overrides, finish=finish)
        self.keep()
        self._sending = self._key
        self._weigh()
        self._world.post(command, self._sent, self._failed)

    @property
    def _mode(self) -> str:
        return self._shown_mode

    @property
    def _key(self) -> str:
        return f"ticket:{self._ticket}:{self._shown_mode}"

    def _command(self, ticket: int, overrides: tuple[Override, ...], *, finish: bool) -> Command:
        text, pictures = self.text.toPlainText(), self.pictures.refs()
        if self._mode == NOTE:
            return NoteOnTicket(ticket_id=ticket, text=text, pictures=pictures)
        return ReplyOnTicket(ticket_id=ticket, text=text, pictures=pictures, finish=finish, overrides=overrides)

    def _sent(self, done: Done) -> None:
        """Drop the draft that was sent, also where the agent has gone to another ticket meanwhile."""
        key, self._sending = self._sending, ""
        self._drafts[key] = Draft({})
        self._world.keep_draft(key, "")
        if key == self._key:
            self._restore()
        self._weigh()
        self._world.notices.say(_outcome(done.result), undoable=True)

    def _failed(self, error: BaseException) -> None:
        ticket, self._sending = self._ticket, ""
        if ticket is None:
            self._world.notices.refuse(error)
        else:
            asking_for_missing(self._world, ticket, self)(error)
        self._weigh()

    def _restore(self) -> None:
        draft = self._drafts.get(self._key)
        if draft is None and self._ticket is not None:
            draft = unpack(self._read(self._key))
            self._drafts[self._key] = draft
        self.text.setPlainText(draft.fields.get("text", "") if draft else "")
        self.pictures.set_refs(draft.pictures if draft else ())
        self._saving.stop()
        self._weigh()

    def _read(self, key: str) -> str:
        """What was kept when this desk was opened: nobody else writes drafts, and there are few of them."""
        if self._kept is None:
            self._kept = conversations.drafts(self._world.reader, "ticket:")
        return self._kept.get(key, "")

    def _change_mode(self, _key: str = "") -> None:
        self.keep()
        self._shown_mode = self.modes.current() or REPLY
        self._dress()
        self._restore()

    def _offer_names(self) -> None:
        """The list of colleagues is made when a note is first written."""
        note = self._mode == NOTE
        if note and self.names is None:
            from ticketdesk.ui.tickets.detail.name_list import NameList, colleagues  # no reply to a buyer needs it

            self.names = NameList(self.text, colleagues(self._world))
        if self.names is not None:
            self.names.on = note
            self.names.close_list()

    def _dress(self) -> None:
        note = self._mode == NOTE
        self._offer_names()
        hint = tr("Only colleagues read this; @ calls one") if note else tr("What the buyer shall read")
        keys = self._world.keymap.shown("turn_reply")
        turning = tr("{0} changes between reply and note", keys) if keys else ""
        self.text.setPlaceholderText(f"{hint}  ·  {turning}" if turning else hint)
        set_tooltip(self.modes, turning)
        self.text.setAccessibleName(tr("Internal note") if note else tr("Reply to buyer"))
        words = tr("Add note") if note else tr("Reply")
        self.send.setText(f"{words}  Ctrl+Enter")
        self.send.setAccessibleName(words)
        self.more.setVisible(not note)
        self.finish.setEnabled(not note)

    def _weigh(self) -> None:
        """Offer only what can be done now."""
        why = refusal(self._world, Permission.TICKET_HANDLE)
        something = bool(self.text.toPlainText().strip() or self.pictures.refs())
        ready = something and not why and not self.pictures.busy() and not self._sending
        self.send.setEnabled(ready)
        self.more.setEnabled(ready)
        self.text.setReadOnly(bool(why) or self._sending == self._key)
        self.pictures.setVisible(bool(self.pictures.refs()) or self.pictures.busy())
        for widget in (self.transfer, self.cancel):
            widget.setEnabled(not why)
            set_tooltip(widget, why)

    def _write(self) -> None:
        self._saving.start()
        self._weigh()

    def _take(self, mime: QMimeData) -> None:
        self.pictures.show()
        self.pictures.add(pictures_in(mime))

    def add_pictures(self, sources: Sequence[Source]) -> None:
        """Take pictures into the answer."""
        self.pictures.show()
        self.pictures.add(sources)
        self.text.setFocus()

    def _paste(self) -> None:
        if not self.pictures.strip.paste():
            self._world.notices.say(tr("The clipboard holds no picture. Take a screenshot first, or drop a file."))
        else:
            self.pictures.show()

    def _post_finish(self) -> None:
        if self.send.isEnabled():
            self.before_finish(partial(self.post, finish=True))

    def _offer_finish(self, menu: QMenu) -> None:
        """A line of its own, since an action's own line calls the key Enter by Qt's word."""
        menu.clear()
        line = menu.addAction(f"{self.finish.text()}\t{self._world.keymap.shown('reply_finish')}")
        line.setEnabled(self.finish.isEnabled())
        line.triggered.connect(self.finish.trigger)

    def _connect(self) -> None:
        self._saving.setSingleShot(True)
        self._saving.setInterval(SAVE_MS)
        self._saving.timeout.connect(self.keep)
        menu = QMenu(self.more)
        menu.aboutToShow.connect(partial(self._offer_finish, menu))
        self._offer_finish(menu)
        self.more.setMenu(menu)
        self._world.keymap.changed.connect(self._dress)
        self.modes.chosen.connect(self._change_mode)
        self.text.textChanged.connect(self._write)
        self.text.submitted.connect(self.post)
        self.text.pictures_given.connect(self._take)
        self.text.refused.connect(self._world.notices.refuse)
        self.pictures.changed.connect(self._write)
        self.image.clicked.connect(self._paste)
        self.capture.clicked.connect(self.pictures.capture)
        self.send.clicked.connect(lambda _checked: self.post())
        self.transfer.clicked.connect(self.transfer_asked)
        self.cancel.clicked.connect(self.cancel_asked)

    def _place(self) -> None:
        self._shown_mode = REPLY
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.l, SIZES.m, SIZES.l, SIZES.m)
        column.setSpacing(SIZES.s)
        top, below = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.modes, 1)
        top.addWidget(self.capture)
        top.addWidget(self.image)
        for widget in (self.transfer, self.cancel):
            below.addWidget(widget)
        below.addStretch(1)
        below.setSpacing(SIZES.s)
        below.addWidget(self.send)
        below.addWidget(self.more)
        self.text.setFixedHeight(72)
        column.addLayout(top)
        column.addWidget(self.text)
        column.addWidget(self.pictures)
        column.addLayout(below)
        self.wording = ReplyWording(self._world, self.text, column)
        # The question takes the room of the buttons: its answers are what can be done now.
        rows = (self.modes, self.capture, self.image, self.transfer, self.cancel, self.send, self.more)
        self.wording.turned.connect(lambda asks: [each.setVisible(not asks) for each in rows])


def _outcome(result: object) -> str:
    """What became of the words, and what the agent has yet to do."""
    if isinstance(result, tuple) and not isinstance(result, Replied) and result:
        return trn(len(result), "Note saved; {0} colleague is called", "Note saved; {0} colleagues are called")
    if not isinstance(result, Replied):
        return tr("Note saved on the ticket")
    if result.outbox:
        return tr("Reply is in the outbox: paste it in Qianniu")
    return tr("Recorded on the ticket; this buyer has no conversation here")
