"""One refund: what it is about, until when who must act, what happened to it, and what can be done now."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.refunds import CarryOutRefundLapse
from ticketdesk.desk.desk import Done
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.refunds import RefundAct, RefundKind, RefundState, acts_in, drawn, next_state
from ticketdesk.store.queries import refunds
from ticketdesk.store.queries.refunds import RefundRow
from ticketdesk.ui import labels
from ticketdesk.ui.later import each_second
from ticketdesk.ui.orders.card_parts import row_of
from ticketdesk.ui.orders.order_card import refusal
from ticketdesk.ui.refunds import looks
from ticketdesk.ui.refunds.act_dialog import RefundActDialog, act_text
from ticketdesk.ui.refunds.history import RefundHistory
from ticketdesk.ui.safe_text import clamp, label, one_line, set_tooltip
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.tickets.detail.deadline_words import step_words
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.emptying import empty
from ticketdesk.ui.widgets.flow import FlowLayout
from ticketdesk.ui.widgets.marks import Chip, Divider, SectionTitle
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import Place, World
from ticketdesk.words import tr
from ticketdesk.words.refunds import state_name, stepping_name

DECIDING: Final = frozenset({RefundAct.AGREED, RefundAct.REFUSED, RefundAct.DONE})
"""Acts that need the right to agree to refunds."""


class RefundDialog(ModalDialog):
    """Stays open while the refund moves; each act asks for what it needs in a dialog of its own."""

    def __init__(self, world: World, row: RefundRow, parent: QWidget) -> None:
        super().__init__(parent, tr("Refund"), _subtitle(row), width=680)
        self._world, self._row = world, row
        self.acts: dict[RefundAct, QWidget] = {}
        self.lapse: QWidget | None = None
        self._title, self._state, self._left = label(role="strong"), Chip(), Chip(icon="clock")
        head = QHBoxLayout()
        head.setSpacing(SIZES.s)
        head.addWidget(self._title)
        head.addWidget(self._state)
        head.addStretch(1)
        head.addWidget(self._left)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(SIZES.l)
        self._facts.setVerticalSpacing(SIZES.xs)
        self._facts.setColumnMinimumWidth(0, 84)
        self._facts.setColumnStretch(1, 1)
        self._acts = QWidget()
        self._flow = FlowLayout(self._acts, spacing=6, line_spacing=6)
        self.history = RefundHistory(world)
        self.body.addLayout(head)
        self.body.addLayout(self._facts)
        self.body.addWidget(self._acts)
        for part in (Divider(), SectionTitle(tr("What happened")), self.history):
            self.body.addWidget(part)
        close = button(tr("Close"))
        close.clicked.connect(self.reject)
        self.footer.addWidget(close)
        world.changed.connect(self._changed)
        self._show()
        each_second(self, self._tick)
        next(iter(self.acts.values()), close).setFocus()

    @property
    def refund_id(self) -> int:
        """The refund shown."""
        return self._row.id

    def ask(self, act: RefundAct) -> None:
        """Open the dialog of an act."""
        RefundActDialog(self._world, self._row, act, self).open()

    def _show(self) -> None:
        row = self._row
        state = looks.chip(row)
        self._title.setText(clamp(looks.title(row)))
        self._state.set_chip(state.text, state.level)
        self._tick()
        self._show_facts()
        self._show_acts()
        self.history.show_refund(row.id)

    def _tick(self) -> None:
        left = looks.left(self._row, self._world.clock())
        self._left.setVisible(left is not None)
        if left is not None:
            self._left.set_chip(left.text, left.level, icon="clock")

    def _show_facts(self) -> None:
        empty(self._facts)
        for place, (name, widget) in enumerate(self._fact_lines()):
            self._facts.addWidget(label(name, role="third"), place, 0)
            self._facts.addWidget(widget, place, 1)

    def _fact_lines(self) -> Iterator[tuple[str, QWidget]]:
        row = self._row
        yield tr("Order"), self._link(labels.short_number(row.order_number), Place("order", row.order_id))
        for name, text in self._texts(row):
            if text:
                yield name, label(clamp(text), wrap=True)
        if row.ticket_id is not None:
            yield tr("Ticket"), self._link(row.ticket_number, Place("ticket", row.ticket_id))

    def _texts(self, row: RefundRow) -> Iterator[tuple[str, str]]:
        now = self._world.clock()
        yield tr("Buyer"), one_line(row.buyer_nick)
        yield tr("Item"), one_line(row.line_title or row.order_titles)
        yield tr("Reason"), row.reason
        yield tr("Explanation"), row.explanation
        if row.paid_cents is not None:
            yield tr("Paid"), labels.money(row.paid_cents, row.currency)
        yield tr("Parcel"), " ".join(part for part in (row.carrier, row.tracking) if part)
        yield tr("Applied"), labels.date_text(row.applied_at, now) if row.applied_at else ""
        yield tr("Platform"), stepping_name(row.cs_status)
        if row.due_at is not None:
            yield tr("Deadline"), self._deadline(row, now)

    def _deadline(self, row: RefundRow, now: int) -> str:
        """Who must do what until when, and what comes of it where nobody does."""
        who, duty, lapse = step_words(row.due_rule) if row.due_rule else ("", "", "")
        when = labels.date_text(row.due_at, now)
        said = tr("{0}: {1}", who, duty) if who else duty
        parts = [tr("{0}, by the platform's file", when) if row.told_due_at is not None else when, said]
        if lapse:
            parts.append(tr("If the time runs out: {0}", lapse))
        return " · ".join(part for part in parts if part)

    def _link(self, words: str, place: Place) -> QWidget:
        made = button(words, kind="link", small=True, name=tr("Go to {0}", words))
        made.clicked.connect(partial(self._go, place))
        return row_of(made)  # alone it would hold the column at its own width

    def _go(self, place: Place, _checked: bool = False) -> None:
        self.accept()
        self._world.go.emit(place)

    def _show_acts(self) -> None:
        held = next((act for act, made in self.acts.items() if made.hasFocus()), None)
        empty(self._flow)
        self.acts = {}
        state, kind = RefundState(self._row.state), RefundKind(self._row.kind)
        self._show_lapse(state, kind)
        for place, act in enumerate(acts_in(state, kind)):
            needs = Permission.REFUND_AGREE if act in DECIDING else Permission.TICKET_HANDLE
            why = refusal(self._world, needs)
            made = button(act_text(act, kind), kind="primary" if place == 0 else "plain", small=True)
            made.setEnabled(not why)
            set_tooltip(made, why)
            made.clicked.connect(partial(self._asked, act))
            self._flow.addWidget(made)
            self.acts[act] = made
        self._acts.setVisible(bool(self.acts) or self.lapse is not None)
        if held is not None:
            self.acts.get(held, next(iter(self.acts.values()), self)).setFocus()

    def _show_lapse(self, state: RefundState, kind: RefundKind) -> None:
        """Offer to take over what the platform does where the time ran out."""
        self.lapse = None
        act = drawn(state, kind)
        if act is None or not refunds.lapse_stands(self._world.reader, self._row.id, self._row.due_at):
            return
        after = state_name(next_state(state, act, kind), kind)
        made = button(tr("Time ran out: mark as “{0}”", after), kind="plain", small=True)
        why = refusal(self._world, Permission.REFUND_AGREE)
        made.setEnabled(not why)
        lapse = step_words(self._row.due_rule)[2] if self._row.due_rule else ""
        set_tooltip(made, why or lapse or tr("The platform does this by itself; its file will say so too."))
        made.clicked.connect(self._carry_out)
        self._flow.addWidget(made)
        self.lapse = made

    def _carry_out(self) -> None:
        if self.lapse is not None:
            self.lapse.setEnabled(False)
        command = CarryOutRefundLapse(refund_id=self._row.id, version=self._row.version)
        self._world.post(command, self._carried_out, self._refused)

    def _carried_out(self, _done: Done) -> None:
        self._world.notices.say(tr("What the platform did is marked on the refund"), undoable=True)

    def _refused(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        self._show_acts()

    def _asked(self, act: RefundAct, _checked: bool = False) -> None:
        self.ask(act)

    def _changed(self, changes: Changes) -> None:
        ids = changes.of("refund")
        moved = changes.touches("refund") and (ids is None or self._row.id in ids)
        if not moved and not changes.touches("refund_event"):
            return
        found = refunds.row(self._world.reader, self._row.id)
        if found is None:
            self.reject()
            return
        self._row = found
        self._show()
        self.refit()


def _subtitle(row: RefundRow) -> str:
    return row.number or labels.short_number(row.order_number)
