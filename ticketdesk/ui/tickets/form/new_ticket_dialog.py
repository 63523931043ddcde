"""The dialog that opens a ticket from an order, a conversation or nothing; its draft survives being closed."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.ticket_values import CreateTickets
from ticketdesk.desk.commands.tickets import CreateTicket, TicketMade
from ticketdesk.desk.desk import Done
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.masking import mask_phone
from ticketdesk.store.queries import buyers, conversations, orders
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.tickets.form.drafts import Draft, pack, unpack
from ticketdesk.ui.tickets.form.new_ticket_form import NewTicketForm
from ticketdesk.ui.tickets.form.own_drafts import complaints, pack_own, unpack_own
from ticketdesk.ui.turns import next_turn
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import Place, TicketSeed, World
from ticketdesk.words import errors, tr, trn

SAVE_MS: Final = 500


def draft_key(seed: TicketSeed, agent_id: int | None) -> str:
    """Return the key under which an agent's draft of a new ticket from ``seed`` is kept."""
    key = f"ticket:new:{agent_id or 0}:{seed.order_id or 0}:{seed.conversation_id or 0}"
    more = [f"parent{seed.parent_id}"] if seed.parent_id else []
    if seed.order_ids:
        more.append(f"many{len(seed.order_ids)}-{min(seed.order_ids)}-{max(seed.order_ids)}")
    return ":".join([key, *more])


class NewTicketDialog(ModalDialog):
    """Ctrl+Enter opens the ticket and goes to it; Esc closes and keeps what was written.

    ``form`` is one that was made a turn before, since all at once would hold the window.
    """

    def __init__(self, world: World, seed: TicketSeed, parent: QWidget, form: NewTicketForm | None = None) -> None:
        super().__init__(parent, tr("New ticket"), _origin(seed), width=640)
        self._world, self._seed, self._key = world, seed, draft_key(seed, world.agent_id)
        self._started = _started(world, seed)
        self._opened = self._posted = False
        self.form = form or NewTicketForm(world, seed.messages)
        if seed.order_ids:
            self.form.for_many(seed.order_ids)
        self.body.addWidget(self.form)
        self.discard = button(tr("Discard draft"), kind="link", small=True)
        self.cancel = button(tr("Close"))
        self.submit = button(tr("Open ticket  Ctrl+Enter"), kind="primary", name=tr("Open ticket"))
        for widget in (self.discard, self.cancel, self.submit):
            self.footer.addWidget(widget)
        self._saving = QTimer(self)
        self._saving.setSingleShot(True)
        self._saving.setInterval(SAVE_MS)
        self._saving.timeout.connect(self.keep)
        self._connect()
        self._restore()
        self._focus_first()

    def keep(self) -> None:
        """Keep what is written as the draft of this order or conversation."""
        self._saving.stop()
        if self._opened:
            return
        draft = Draft({**self.form.values(), **pack_own(self.form.own)}, self.form.pictures.refs())
        untouched = draft == Draft(self._started)
        self._world.keep_draft(self._key, "" if untouched else pack(draft))
        self.discard.setVisible(not untouched)
        self.set_status("" if untouched else tr("Draft kept"))

    @override
    def done(self, result: int) -> None:
        """Close; the draft is kept unless the ticket was opened."""
        if self._saving.isActive():
            self.keep()
        super().done(result)

    @override
    def reject(self) -> None:
        """Close without a ticket; not between posting and its answer, else the draft of an open ticket would stay."""
        if not self._posted:
            super().reject()

    def _restore(self) -> None:
        kept = conversations.draft(self._world.reader, self._key)
        draft = unpack(kept)
        self._fill(Draft(draft.fields, draft.pictures) if kept and "type" in draft.fields else Draft(self._started))
        self.discard.setVisible(bool(kept))
        if kept:
            self.set_status(tr("Your draft was restored"))

    def _fill(self, draft: Draft) -> None:
        self.form.own.set_values(*unpack_own(draft.fields))
        self.form.set_values(dict(draft.fields))
        self.form.pictures.set_refs(draft.pictures)
        self._saving.stop()

    def _focus_first(self) -> None:
        chosen = bool(self.form.type.current())
        (self.form.title if chosen else self.form.type).setFocus()

    def _throw_away(self) -> None:
        self._world.keep_draft(self._key, "")
        self._fill(Draft(self._started))
        self.discard.hide()
        self.set_status(tr("Draft discarded"))
        self._focus_first()

    def _edit(self) -> None:
        if not self._posted:
            self._saving.start()

    def _open(self) -> None:
        """Post the ticket, or say what is missing."""
        if not self.submit.isEnabled() or not self._complete():
            return
        if self.form.pictures.busy() or self.form.own.busy():
            self.set_status(tr("A picture is still being saved; try again in a moment"))
            return
        self.keep()
        self._posted = True
        self.submit.setEnabled(False)
        self._world.post(self._command(), self._made, self._refused)

    def _complete(self) -> bool:
        """Whether nothing is missing; what is, is said beside its field and gets the keyboard."""
        kind, title = self.form.type.current(), self.form.title.text().strip()
        self.form.complain(
            kind="" if kind else tr("Choose what the ticket is about."),
            title="" if title else errors.sentence(DeskError("ticket_title_empty")),
        )
        wrong = complaints(self._world.types.forms.get(kind), self.form.own, new=True)
        self.form.own.complain(wrong)
        if not kind:
            self.form.type.setFocus()
        elif not title:
            self.form.title.setFocus()
        self.refit()
        left = not self._seed.order_ids or bool(self.form.duplicates.kept(self._seed.order_ids))
        if not left:
            self.set_status(tr("Each of these orders has such a ticket already"), "bad")
        return bool(kind and title and not wrong and left)

    def _command(self) -> Command:
        values = self.form.values()
        assignee = int(values["assignee"]) if values["assignee"] else None
        own = tuple(self.form.own.values().items())
        if self._seed.order_ids:
            return CreateTickets(
                order_ids=self.form.duplicates.kept(self._seed.order_ids), type=values["type"],
                title=self.form.title.text(), description=values["description"], demand=values["demand"],
                assignee_id=assignee, priority=int(values["priority"]), own=own,
            )  # fmt: skip
        card = self.form.order.card()
        return CreateTicket(
            type=values["type"], title=self.form.title.text(), description=values["description"],
            demand=values["demand"], buyer_nick=values["buyer"], order_id=card.row.id if card else None,
            conversation_id=self._seed.conversation_id, contact=values["contact"], product=self.form.product(),
            assignee_id=assignee, priority=int(values["priority"]), quoted=self._seed.quoted,
            pictures=self.form.pictures.refs(), own=own, parent_id=self._seed.parent_id,
            proofs=tuple((key, ref) for key, refs in self.form.own.pictures().items() for ref in refs),
        )  # fmt: skip

    def _made(self, done: Done) -> None:
        self._opened = True
        self._saving.stop()
        self._world.keep_draft(self._key, "")
        if isinstance(done.result, TicketMade):
            self._world.notices.say(tr("Ticket {0} opened", done.result.number), undoable=True)
            # A ticket that is opened, and a dialog that goes, take 10 ms each.
            next_turn(self._world, partial(self._world.go.emit, Place("ticket", done.result.id)))
        elif isinstance(done.result, int):
            said = trn(done.result, "{0} ticket opened", "{0} tickets opened")
            self._world.notices.say(said, undoable=True)
        self.accept()

    def _go_to(self, ticket: int) -> None:
        """Rather open one that is there; what was written stays as the draft."""
        self.keep()
        super().reject()
        self._world.go.emit(Place("ticket", ticket))

    def _refused(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        self._posted = False
        self.submit.setEnabled(True)

    def _connect(self) -> None:
        self.form.edited.connect(self._edit)
        self.form.duplicates.wanted.connect(self._go_to)
        self.form.pictures.changed.connect(self.refit)
        self.form.duplicates.shown.connect(self.refit)
        self.form.submitted.connect(self._open)
        self.submitted.connect(self._open)
        self.submit.clicked.connect(self._open)
        self.cancel.clicked.connect(self.reject)
        self.discard.clicked.connect(self._throw_away)


def _origin(seed: TicketSeed) -> str:
    nick = one_line(seed.buyer_nick, 40)
    if seed.order_ids:
        return trn(len(seed.order_ids), "for {0} order", "for {0} orders")
    if seed.parent_id is not None:
        return tr("from another ticket")
    if seed.conversation_id is not None:
        return tr("from the conversation with {0}", nick)
    return tr("from an order of {0}", nick) if seed.order_id is not None and nick else ""


def _started(world: World, seed: TicketSeed) -> dict[str, str]:
    """The fields before the agent writes: what order and conversation say. The phone is taken masked; whole it stays
    with the order."""
    card = orders.card(world.reader, seed.order_id) if seed.order_id is not None else None
    nick = seed.buyer_nick or (card.row.buyer_nick if card else "")
    phone = (card.mobile or card.phone) if card else _phone_of(world, nick)
    return {
        "type": "", "buyer": nick, "contact": mask_phone(phone), "order": str(card.row.id) if card else "",
        "title": seed.title, "description": "", "demand": "", "assignee": str(world.agent_id or ""), "priority": "2",
        "item": "",
    }  # fmt: skip


def _phone_of(world: World, nick: str) -> str:
    key = buyers.id_of_nick(world.reader, nick) if nick else None
    buyer = buyers.buyer(world.reader, key) if key is not None else None
    return buyer.phone if buyer else ""
