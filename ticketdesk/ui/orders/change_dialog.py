"""The dialog for what a buyer wants otherwise: noted, and sent to whoever has the parcel."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.order_changes import Asked, RequestChange
from ticketdesk.desk.desk import Done
from ticketdesk.domain.flags import flag_of
from ticketdesk.store.queries.orders import OrderCard
from ticketdesk.store.queries.stage_rules import stages
from ticketdesk.ui import labels
from ticketdesk.ui.orders.act_dialog import ActDialog
from ticketdesk.ui.orders.memo_preview import MemoPreview
from ticketdesk.ui.orders.remark_dialog import RemarkEdit
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.widgets.marks import FlagMark
from ticketdesk.ui.world import World
from ticketdesk.words import tr
from ticketdesk.words.orders import route_words
from ticketdesk.words.ticket_types import type_name

_TITLE = 80


class ChangeDialog(ActDialog):
    """What is asked, and by the order's flag where it goes; Ctrl+Enter notes it and opens the ticket."""

    def __init__(self, world: World, card: OrderCard, parent: QWidget) -> None:
        number = labels.short_number(card.row.number)
        super().__init__(world, parent, tr("The buyer wants a change"), number, tr("Note it"))
        self._order = card.row
        self._route = stages(world.reader).route(flag_of(card.row.flag))
        self.text = RemarkEdit(self)
        self.text.setAccessibleName(tr("Wish of the buyer"))
        self.text.setPlaceholderText(tr("What shall be otherwise, e.g. size L instead of M"))
        self.text.setFixedHeight(72)
        self.rule = label(self._rule(), wrap=True, role="strong")
        self.preview = MemoPreview(world, card.remarks)
        self.body.addWidget(FlagMark(labels.flag_token(card.row.flag), labels.flag_name(card.row.flag), 14))
        for part in (self.rule, self.text, self.preview):
            self.body.addWidget(part)
        self.text.textChanged.connect(self.weigh)
        self.weigh()
        self.text.setFocus()

    def command(self) -> Command:
        """Return the change asked for."""
        text = self._said()
        title = tr(self._route.title, one_line(text, _TITLE)) if self._route.title else ""
        return RequestChange(order_id=self._order.id, flag=self._order.flag, text=text, title=title)

    def told(self, done: Done) -> str:
        """Return what was noted, and which ticket was opened."""
        asked = done.result
        if isinstance(asked, Asked) and asked.ticket is not None:
            return tr("Noted; ticket {0} opened", asked.ticket.number)
        return tr("Noted as a remark")

    def ready(self) -> bool:
        """Whether something is asked that the platform keeps whole."""
        text = self._said()
        return self.preview.show_text(text) and bool(text)

    def _said(self) -> str:
        return self.text.toPlainText().strip()

    def _rule(self) -> str:
        stage = labels.flag_name(self._order.flag)
        where = route_words(self._route.key)
        if not self._route.type:
            return tr("{0}. {1}.", stage, where)
        parcel = f"{self._order.carrier} {self._order.tracking}".strip()
        opened = tr("A ticket “{0}” is opened", type_name(self._route.type))
        return " ".join(part for part in (tr("{0}. {1}.", stage, where), tr("{0}.", opened), parcel) if part)
