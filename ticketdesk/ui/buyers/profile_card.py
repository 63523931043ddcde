"""The profile of one buyer: who it is, masked until revealed, figures, note, and what can be done from here."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ticketdesk.desk.commands.buyers import RevealBuyer
from ticketdesk.desk.commands.marks import UnblockBuyer
from ticketdesk.desk.desk import Done
from ticketdesk.domain.buyers import return_rate
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries.buyer_profile import MOST, BuyerProfile
from ticketdesk.store.queries.personal import BuyerPersonal
from ticketdesk.ui import labels
from ticketdesk.ui.buyers.buyer_model import capped
from ticketdesk.ui.buyers.family_lines import FamilyLines
from ticketdesk.ui.orders.card_parts import flag_mark, row_of
from ticketdesk.ui.orders.order_card import REVEAL_MS, refusal
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import ElidedLabel, label, one_line, set_tooltip
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.turns import Turn
from ticketdesk.ui.widgets.buttons import IconButton, button
from ticketdesk.ui.widgets.flow import FlowLayout
from ticketdesk.ui.widgets.frames import IconMark
from ticketdesk.ui.widgets.marks import Avatar, Chip
from ticketdesk.ui.world import Place, TicketSeed, World
from ticketdesk.words import tr, trn


class ProfileCard(QWidget):
    """Shows one buyer; ``note_asked`` by the button of the note. It is built anew whenever the buyer changed."""

    note_asked = Signal()

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._profile: BuyerProfile | None = None
        self._whole: BuyerPersonal | None = None
        self._inner: QWidget | None = None
        self._stale = False
        self._hiding = QTimer(self)
        self._hiding.setSingleShot(True)
        self._hiding.setInterval(REVEAL_MS)
        self._hiding.timeout.connect(self._mask)
        self._anew = Turn(self, self._rebuild)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SIZES.l, SIZES.m, SIZES.l, SIZES.m)

    @property
    def revealed(self) -> bool:
        """Whether the personal data stands whole on the screen."""
        return self._hiding.isActive()

    def show_profile(self, profile: BuyerProfile) -> None:
        """Show this buyer; the data of another one is masked again."""
        if profile == self._profile:
            return
        if self._profile is None or profile.row.id != self._profile.row.id:
            self._hiding.stop()
            self._whole = None
        self._profile = profile
        self._rebuild()

    def cover(self) -> None:
        """Somebody else sits here, or nobody: hide the personal data now, and ask anew what may be done a turn later
        (a session tells of each of its changes), or when it is shown again.
        """
        stood = self.revealed
        self._hiding.stop()
        self._whole = None
        self._stale = True
        if self._inner is not None:
            self._inner.hide()
        if stood and self.isVisible():
            self._rebuild()  # it may not even wait unseen
        elif self.isVisible():
            self._anew.start()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._anew.start()

    def _mask(self) -> None:
        """The minute is over, or the agent has seen enough."""
        self._hiding.stop()
        self._whole = None
        self._rebuild()

    def seed(self) -> TicketSeed | None:
        """Return what a new ticket for this buyer starts from."""
        found = self._profile
        return TicketSeed(conversation_id=found.talk_id, buyer_nick=found.row.nick) if found else None

    def _rebuild(self) -> None:
        self._stale = False
        profile = self._profile
        if profile is None:
            return
        focus = self.eye.hasFocus() if self._inner is not None else False
        if self._inner is not None:
            self._column.removeWidget(self._inner)
            self._inner.hide()
            self._inner.deleteLater()
        self._inner = QWidget(self)
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.s)
        self.family = FamilyLines(self._world, profile)
        parts = (self._head(profile), self._person(profile), self._figures(profile), self.family, self._note(profile))
        for part in parts:
            column.addWidget(part)
        column.addWidget(self._acts(profile))
        self._column.addWidget(self._inner)
        self._inner.show()
        self.setAccessibleName(tr("Buyer {0}", one_line(profile.row.nick, 60)))
        if focus:
            self.eye.setFocus()

    def _head(self, profile: BuyerProfile) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.m)
        row.addWidget(Avatar(profile.row.nick, 40), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(ElidedLabel(profile.row.nick, role="title"))
        copy = IconButton("copy", tr("Copy the nickname"), size=14)
        copy.clicked.connect(self._copy)
        line.addWidget(copy)
        for chip in self._chips(profile):
            line.addWidget(chip)
        line.addStretch(1)
        words.addLayout(line)
        now = self._world.clock()
        seen = tr(
            "First seen {0} · last {1}", labels.time_text(profile.first_seen_at, now),
            labels.date_text(profile.last_seen_at, now),
        )  # fmt: skip
        words.addWidget(ElidedLabel(seen, role="third"))
        row.addLayout(words, 1)
        return made

    def _chips(self, profile: BuyerProfile) -> list[Chip]:
        made = [Chip(tr("In conversation"), "accent")] if profile.talk_state == "open" else []
        if profile.bought.orders > 1:
            made.append(Chip(tr("Regular · {0} bought", capped(profile.bought.orders, MOST)), "accent"))
        if profile.family.block_reason:
            made.append(Chip(tr("Blocked: {0}", one_line(profile.family.block_reason, 30)), "bad"))
        if profile.open_tickets:
            made.append(Chip(trn(profile.open_tickets, "{0} open ticket", "{0} open tickets"), "warn"))
        return made

    def _person(self, profile: BuyerProfile) -> QWidget:
        """Name and phone as much as may be seen now, and the region that anybody may see."""
        name, phone = self._whole if self.revealed and self._whole is not None else (profile.name, profile.phone)
        said = "  ".join(part for part in (name, phone, profile.row.region) if part)
        words = label(said or tr("Nothing more is known"), role="" if said else "third")
        words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse if self.revealed else Qt.TextInteractionFlag.NoTextInteraction
        )
        self.person = words
        hide = tr("Hide the personal data") if self.revealed else tr("Show the personal data for a minute")
        self.eye = IconButton("eye-off" if self.revealed else "eye", hide, size=14)
        why = refusal(self._world, Permission.PERSONAL_REVEAL)
        self.eye.setEnabled(not why)
        if why:
            set_tooltip(self.eye, why)
        self.eye.setVisible(bool(profile.name or profile.phone))
        self.eye.clicked.connect(self._turn_mask)
        return row_of(IconMark("map-pin", "text.third", 14), words, self.eye)

    def _figures(self, profile: BuyerProfile) -> QWidget:
        made, bought = QWidget(), profile.bought
        flow = FlowLayout(made, spacing=18, line_spacing=4)
        figures = [
            (tr("Orders"), capped(bought.orders, MOST)),
            (tr("Paid"), labels.sums(bought.paid) + ("+" if bought.orders > MOST else "")),
            (tr("Refunds"), f"{bought.refunds} · {labels.sums(bought.refunded)}" if bought.refunds else "0"),
            (tr("Return rate"), _percent(return_rate(bought.paid_orders, bought.refunds))),
            (tr("Closed"), str(bought.closed)),
            (tr("Tickets"), capped(profile.tickets, MOST)),
        ]
        for name, value in figures:
            flow.addWidget(row_of(label(name, role="third"), label(value, role="strong"), spacing=6))
        marks = [
            part
            for code, count in enumerate(bought.flags, start=1)
            if count
            for part in (flag_mark(code, 13), label(f"{labels.flag(code).letter} {count}", role="third"))
        ]
        if marks:
            flow.addWidget(row_of(*marks, spacing=4))
        return made

    def _note(self, profile: BuyerProfile) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.s)
        row.addWidget(IconMark("file-text", "text.third", 14))
        self.note = label(profile.row.note or tr("No note"), wrap=True, role="note" if profile.row.note else "third")
        row.addWidget(self.note, 1)
        edit = IconButton("pencil", tr("Edit the note"), size=14)
        why = refusal(self._world, Permission.ORDER_REMARK)
        edit.setEnabled(not why)
        if why:
            set_tooltip(edit, why)
        edit.clicked.connect(self.note_asked)
        row.addWidget(edit, 0, Qt.AlignmentFlag.AlignTop)
        return made

    def _acts(self, profile: BuyerProfile) -> QWidget:
        made = QWidget()
        flow = FlowLayout(made, spacing=6, line_spacing=6)
        self.talk = button(tr("Open conversation"), "messages-square", small=True)
        self.talk.setEnabled(profile.talk_id is not None)
        if profile.talk_id is None:
            set_tooltip(self.talk, tr("This buyer has never written."))
        self.talk.clicked.connect(self._open_talk)
        self.ticket = button(tr("New ticket"), "ticket-plus", small=True)
        why = refusal(self._world, Permission.TICKET_HANDLE)
        self.ticket.setEnabled(not why)
        set_tooltip(self.ticket, why)
        self.ticket.clicked.connect(self._open_ticket)
        self.hear = button(tr("Hear the buyer again"), "ban", small=True)
        self.hear.setVisible(bool(profile.family.block_reason))
        why = refusal(self._world, Permission.RECEPTION_TRANSFER)
        self.hear.setEnabled(not why)
        set_tooltip(self.hear, why)
        self.hear.clicked.connect(self._hear)
        for act in (self.talk, self.ticket, self.hear):
            flow.addWidget(act)
        return made

    def _hear(self) -> None:
        """Take the buyer off the block list."""
        if self._profile is not None:
            said = tr("{0} is heard again", one_line(self._profile.row.nick, 40))
            command = UnblockBuyer(buyer_id=self._profile.row.id)
            self._world.post(command, lambda _done: self._world.notices.say(said, undoable=True))

    def _copy(self) -> None:
        if self._profile is not None:
            QGuiApplication.clipboard().setText(self._profile.row.nick)
            self._world.notices.say(tr("Copied {0}", one_line(self._profile.row.nick, 40)))

    def _open_talk(self) -> None:
        if self._profile is not None and self._profile.talk_id is not None:
            self._world.go.emit(Place("conversation", self._profile.talk_id))

    def _open_ticket(self) -> None:
        seed = self.seed()
        if seed is not None:
            self._world.new_ticket.emit(seed)

    def _turn_mask(self) -> None:
        if self.revealed:
            self._mask()
        elif self._profile is not None:
            buyer_id = self._profile.row.id
            self._world.post(RevealBuyer(buyer_id=buyer_id), partial(self._reveal, buyer_id))

    def _reveal(self, buyer_id: int, done: Done) -> None:
        """Show what the desk told, unless another buyer stands here by now."""
        if self._profile is not None and self._profile.row.id == buyer_id and isinstance(done.result, BuyerPersonal):
            self._whole = done.result
            self._hiding.start()
            self._rebuild()


def _percent(part: float | None) -> str:
    """A part as a whole percentage; "—" where there is nothing to be a part of (trade.md C18)."""
    return "—" if part is None else f"{part:.0%}"
