"""One order as a card of the sidebar: a short head that unfolds into items, person, remarks and acts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ticketdesk.desk.commands.orders import RevealPersonalData
from ticketdesk.desk.desk import Done
from ticketdesk.domain.memos import memo_of
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.remark_reading import texts_of
from ticketdesk.store.queries import orders, remark_rules
from ticketdesk.store.queries.orders import OrderCard
from ticketdesk.store.queries.personal import OrderPersonal
from ticketdesk.ui import labels
from ticketdesk.ui.orders import card_parts as parts
from ticketdesk.ui.orders.card_ends import ActsOf, OrderActs, OrderHead, Unfolding
from ticketdesk.ui.orders.memo_preview import copy_memo, encoding
from ticketdesk.ui.orders.refill import Lines, long_lines, words_lines
from ticketdesk.ui.orders.refusals import refusal as refusal
from ticketdesk.ui.orders.remark_lines import remark_list
from ticketdesk.ui.orders.remark_rows import RemarkBlock, differences
from ticketdesk.ui.orders.together import Company, CompanyLine, company_of
from ticketdesk.ui.refunds.line import RefundLine, Shown
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.world import Place, World
from ticketdesk.words import tr, trn

REVEAL_MS: Final = 60_000


class OrderCardView(Unfolding):
    """Shows one order; folded it is a head and its first item, unfolded everything. Enter or a click unfolds.

    `asked` carries the name of an act (of ``order_acts.ACTS``), the order's id, and the personal data (`OrderPersonal`)
    where it stands whole on the screen, else None.
    """

    asked = Signal(str, object, object)
    unfolded = Signal(object)

    def __init__(self, world: World, card: OrderCard, agents: Sequence[str], *, open_: bool = False,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(margin=SIZES.m, spacing=SIZES.s, parent=parent)
        self._world, self._card, self._agents = world, card, agents
        self._open = open_
        self._hiding = QTimer(self)
        self._hiding.setSingleShot(True)
        self._hiding.setInterval(REVEAL_MS)
        self._hiding.timeout.connect(self._hide_again)
        self._whole: OrderPersonal | None = None
        self._asked: int | None = None  # the order whose personal data is on its way here
        self.around: tuple[Company, ...] = ()  # what it says of other orders, which may change while this one does not
        self._make_parts()
        self._fill()

    def _make_parts(self) -> None:
        """The places of all parts from the top; what an order lacks is not made, or stays there hidden."""
        column = self.body
        self._head = OrderHead(self)
        self._head.copied.connect(self._copy)
        column.addWidget(self._head)
        self._deadline = Lines(self, column, parts.DeadlineLine, parts.DeadlineLine.fill)
        self._items = Lines(self, column, parts.ItemLine, parts.ItemLine.fill)
        self._more = words_lines(self, column, role="third")
        self._titles = long_lines(self, column)
        self._paid = Lines(self, column, parts.PaidLine, parts.PaidLine.fill)
        self._person = Lines(self, column, self._make_person, parts.PersonLine.fill, parts.NOBODY)
        self._refunds = Lines(self, column, partial(RefundLine, self._world), RefundLine.fill)
        self._shipped = Lines(self, column, parts.ShippedLine, parts.ShippedLine.fill, "")
        self._company = Lines(self, column, self._make_company, CompanyLine.fill)
        self._message = long_lines(self, column)
        self._remarks = RemarkBlock(self, column, partial(self._ask, "conclude"), self._copy_memo)
        self._acts = Lines(self, column, self._make_acts, OrderActs.fill)

    def show_order(self, card: OrderCard, agents: Sequence[str], *, open_: bool) -> None:
        """Show another order as a card that is made for it does; nothing stays whole of what was revealed."""
        self._card, self._agents, self._open, self._asked = card, agents, open_, None
        self._hide_again()
        self.show()

    def put_away(self) -> None:
        """Show nothing until the next `show_order`."""
        self.hide()
        self._asked = None
        if self.revealed:
            self._hide_again()

    @property
    def order_id(self) -> int:
        """The order shown."""
        return self._card.row.id

    @property
    def revealed(self) -> bool:
        """Whether the personal data stands whole on the screen."""
        return self._whole is not None

    def refresh(self) -> bool:
        """Read the order again; False where it is gone."""
        card = orders.card(self._world.reader, self.order_id)
        if card is None:
            return False
        if card != self._card or (self._open and company_of(self._world, card) != self.around):
            self._card = card
            self._hide_again()  # what was shown whole may be of yesterday
        return True

    def tick(self, now: int) -> None:
        """Repaint what depends on the clock (UTC ms)."""
        for line in self._deadline.shown():
            line.tick(now)
        for refund in self._refunds.shown():
            refund.tick(now)

    def unfold(self) -> None:
        """Show everything of the order."""
        if not self._open:
            self._open = True
            self._fill()
            self.unfolded.emit(self.order_id)

    def _fill(self) -> None:
        """Fill the parts with the order: text by text, since making them anew would hold the window at each talk."""
        card, now = self._card, self._world.clock()
        items = card.lines if self._open else card.lines[:1]
        rest = len(card.lines) - len(items)
        self._head.fill(card.row)
        self._deadline.show(parts.ship_line(card, now) if self._open else [])
        self._items.show([(line, card.row.currency) for line in items])
        self._more.show([trn(rest, "and {0} more item", "and {0} more items")] if rest else [])
        self._refunds.show([Shown(refund, now) for refund in card.refunds if self._open or refund.ended_at is None])
        self._shipped.show(parts.shipped_words(card))
        (self._fill_open if self._open else self._fold)(card, now)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if self._open else Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor if self._open else Qt.CursorShape.PointingHandCursor)
        state = labels.order_state(card.row.state).text
        self.setAccessibleName(tr("Order {0}, {1}", card.row.number, state))
        self.setAccessibleDescription("" if self._open else tr("Enter shows everything"))

    def _fill_open(self, card: OrderCard, now: int) -> None:
        self._titles.show([card.row.titles] if card.row.titles and not card.lines else [])
        self._paid.show([card] if card.row.paid_cents is not None else [])
        self._person.show(self._persons())
        self.around = company_of(self._world, card)
        self._company.show(self.around)
        self._message.show([tr("The buyer says: {0}", card.buyer_message)] if card.buyer_message else [])
        rules = remark_rules.rules(self._world.reader) if card.remarks else None
        said = remark_list(card.remarks, rules, now=now, agents=self._agents) if rules is not None else None
        self._remarks.show(differences(self._shown()), said, now)
        self._acts.show([ActsOf(self._world, card.row.state)])

    def _fold(self, _card: OrderCard, _now: int) -> None:
        self.around = ()
        for lines in (self._titles, self._paid, self._person, self._company, self._message, self._acts):
            lines.show([])
        self._remarks.clear()

    def _persons(self) -> list[parts.Person]:
        words = parts.person_text(self._shown())
        reason = refusal(self._world, Permission.PERSONAL_REVEAL)
        return [parts.Person(words, self.revealed, reason)] if parts.person_text(self._card) else []

    def _make_person(self, parent: QWidget) -> parts.PersonLine:
        made = parts.PersonLine(parent)
        made.reveal_asked.connect(self._turn_mask)
        return made

    def _make_company(self, parent: QWidget) -> CompanyLine:
        made = CompanyLine(parent)
        made.asked.connect(partial(self._ask, "share"))
        return made

    def _make_acts(self, parent: QWidget) -> OrderActs:
        made = OrderActs(parent)
        made.chosen.connect(self._ask)
        made.history.clicked.connect(self._show_history)
        return made

    def _show_history(self) -> None:
        self._world.go.emit(Place("settings.audit.order", self.order_id))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._card.row.number)
        self._world.notices.say(tr("Copied {0}", self._card.row.number))

    def _copy_memo(self) -> None:
        copy_memo(self._world, memo_of(texts_of(self._card.remarks), encoding(self._world)))

    def _turn_mask(self) -> None:
        if self.revealed:
            self._hide_again()
        else:
            self._asked = self.order_id
            self._world.post(RevealPersonalData(order_id=self.order_id), partial(self._answer, self.order_id))

    def _answer(self, order_id: int, done: Done) -> None:
        """The card may show another buyer's order by now: it must not show this one's person."""
        if order_id == self._asked:
            self._asked = None
            self._reveal(done)

    def _reveal(self, done: Done) -> None:
        if isinstance(done.result, OrderPersonal):
            self._whole = done.result
            self._hiding.start()
            self._fill()

    def _hide_again(self) -> None:
        self._hiding.stop()
        self._whole = None
        self._fill()

    def _shown(self) -> OrderCard:
        """The order with its personal data masked, or whole for the minute after a look."""
        return self._card if self._whole is None else self._card._replace(**self._whole._asdict())

    def _ask(self, act: str) -> None:
        self.asked.emit(act, self.order_id, self._whole)
