"""The fields of a new ticket, as in new-ticket.png."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ticketdesk.domain.deadlines import Deadline, due_for_order, due_for_ticket
from ticketdesk.domain.orders import OrderState
from ticketdesk.domain.tickets import Priority, TicketType
from ticketdesk.store.queries import agents
from ticketdesk.ui import labels
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.tickets.order_field import OrderField, product_of
from ticketdesk.ui.tickets.picture_field import PictureField
from ticketdesk.ui.tickets.reply_box import ReplyEdit
from ticketdesk.ui.widgets.buttons import Choice, ChoiceChips, IconButton
from ticketdesk.ui.widgets.marks import Chip
from ticketdesk.ui.widgets.picture_strip import pictures_in
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn

_NAMES = ("type", "buyer", "contact", "order", "title", "description", "demand", "assignee", "priority")


class NewTicketForm(QWidget):
    """`edited` after any change by the agent; `values()` and `set_values()` carry everything but the pictures."""

    edited = Signal()
    submitted = Signal()

    def __init__(self, world: World, messages: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._own_title = False
        kinds = [Choice(kind.value, labels.ticket_type(kind.value)) for kind in TicketType]
        self.type = ChoiceChips(kinds, name=tr("Type"))
        self.buyer = _line(tr("Buyer"), tr("Nickname as in the platform"))
        self.contact = _line(tr("Contact phone"), tr("Contact phone"))
        self.order = OrderField(world)
        self.title = _line(tr("Title"), tr("In a few words: what and why"))
        self.description = ReplyEdit()
        self.description.setAccessibleName(tr("Problem description"))
        self.description.setPlaceholderText(tr("What happened; screenshots can be pasted here"))
        self.description.setFixedHeight(76)
        attached = trn(messages, "(one message is attached)", "({0} messages are attached)")
        self.quoted = label(attached if messages else "", role="third")
        self.demand = _line(tr("Demand"), tr("What shall be done, e.g. exchange for size L"))
        self.pictures = PictureField(world, tr("Screenshots"))
        self.assignee = _people(world)
        chips = [Choice(str(int(each)), labels.priority(int(each)).text) for each in Priority]
        self.priority = ChoiceChips(chips, str(int(Priority.NORMAL)), name=tr("Priority"))
        self.deadline = Chip(icon="clock")
        self.rule = label(role="third")
        self.type_error, self.title_error = label(role="bad"), label(role="bad")
        self._place(messages)
        self._connect()
        self.complain()
        self._follow()

    def values(self) -> dict[str, str]:
        """Every field as text, the order as its id."""
        card = self.order.card()
        texts = (
            self.type.current(), self.buyer.text(), self.contact.text(), str(card.row.id) if card else "",
            self.title.text() if self._own_title else "", self.description.toPlainText(), self.demand.text(),
            str(self.assignee.currentData() or ""), self.priority.current(),
        )  # fmt: skip
        return dict(zip(_NAMES, texts, strict=True))

    def set_values(self, values: dict[str, str]) -> None:
        """Fill the fields; what is not named is emptied. Silent."""
        blocked = self.blockSignals(True)
        self.type.set_current(values.get("type", ""))
        self.buyer.setText(values.get("buyer", ""))
        self.contact.setText(values.get("contact", ""))
        order = values.get("order", "")
        self.order.set_order(int(order) if order.isdigit() else None)
        self.title.setText(values.get("title", ""))
        self._own_title = bool(values.get("title"))
        self.description.setPlainText(values.get("description", ""))
        self.demand.setText(values.get("demand", ""))
        agent = values.get("assignee", "")
        self.assignee.setCurrentIndex(max(0, self.assignee.findData(int(agent) if agent.isdigit() else 0)))
        self.priority.set_current(values.get("priority") or str(int(Priority.NORMAL)))
        self.complain()
        self._follow()
        self.blockSignals(blocked)

    def complain(self, *, kind: str = "", title: str = "") -> None:
        """Say what is missing beside its field; "" takes the words away."""
        for words, text in ((self.type_error, kind), (self.title_error, title)):
            words.setText(text)
            words.setVisible(bool(text))
        self.title.setProperty("bad", "true" if title else "false")
        self.title.style().unpolish(self.title)
        self.title.style().polish(self.title)

    def product(self) -> str:
        """What the ticket is about, from its order."""
        card = self.order.card()
        return product_of(card) if card else ""

    def _follow(self) -> None:
        """Suggest a title until the agent writes one, and show the deadline that will be set."""
        self.order.set_nick(self.buyer.text().strip())
        kind = self.type.current()
        if not self._own_title:
            parts = (labels.ticket_type(kind) if kind else "", one_line(self.product(), 40))
            self.title.setText(" · ".join(part for part in parts if part) if kind else "")
        due = self._due(kind)
        self.deadline.setVisible(due is not None)
        if due is None:
            self.rule.setText(tr("No rule sets a deadline for this ticket"))
            return
        now = self._world.clock()
        before = labels.date_text(due.due, now)
        level = labels.urgency_level(due.start, due.due, now)
        self.deadline.set_chip(tr("{0} h · before {1}", due.rule.hours, before), level, icon="clock")
        own = due.rule.id == "KS-EX-1"
        self.rule.setText(tr("by the rule for exchanges") if own else tr("by the rule for shipping"))

    def _due(self, kind: str) -> Deadline | None:
        """The same two rules that the desk applies."""
        found = due_for_ticket(TicketType(kind), self._world.clock()) if kind else None
        card = self.order.card()
        if found is None and card is not None:
            found = due_for_order(OrderState(card.row.state), card.row.paid_at)
        return found

    def _change(self, _value: str = "") -> None:
        self._follow()
        self.complain()
        self.edited.emit()

    def _write_title(self, text: str) -> None:
        self._own_title = bool(text.strip())
        self._change()

    def _take_pictures(self, mime: QMimeData) -> None:
        self.pictures.add(pictures_in(mime))

    def _connect(self) -> None:
        self.type.chosen.connect(self._change)
        self.priority.chosen.connect(self._change)
        for line in (self.buyer, self.contact, self.demand):
            line.textEdited.connect(self._change)
        self.title.textEdited.connect(self._write_title)
        self.order.changed.connect(self._change)
        self.description.textChanged.connect(self.edited)
        self.description.submitted.connect(self.submitted)
        self.description.pictures_given.connect(self._take_pictures)
        self.pictures.changed.connect(self.edited)
        self.assignee.currentIndexChanged.connect(self.edited)

    def _place(self, messages: int) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SIZES.l)
        grid.setVerticalSpacing(SIZES.m)
        grid.setColumnMinimumWidth(0, 72)
        grid.setColumnStretch(1, 1)
        people = _beside(self.assignee, label(tr("Priority"), role="second"))
        people.addWidget(self.priority, 1, Qt.AlignmentFlag.AlignVCenter)
        due = _beside(self.deadline, self.rule)
        due.addStretch(1)
        words = _under(self.description, *([self.quoted] if messages else []))
        rows: tuple[tuple[str, QWidget | QHBoxLayout | QVBoxLayout], ...] = (
            (tr("Type *"), _under(self.type, self.type_error)), (tr("Buyer"), _beside(self.buyer, self.contact)),
            (tr("Order"), self.order), (tr("Title *"), _under(self.title, self.title_error)),
            (tr("Problem description"), words), (tr("Demand"), self.demand), (tr("Screenshots"), self._screenshots()),
            (tr("Assignee"), people), (tr("Deadline"), due),
        )  # fmt: skip
        for place, (name, field) in enumerate(rows):
            head: QLabel = label(name, role="second")
            head.setContentsMargins(0, 5, 0, 0)
            grid.addWidget(head, place, 0, Qt.AlignmentFlag.AlignTop)
            if isinstance(field, QWidget):
                grid.addWidget(field, place, 1)
            else:
                grid.addLayout(field, place, 1)

    def _screenshots(self) -> QHBoxLayout:
        capture = IconButton("scissors", tr("Capture the screen"))
        capture.clicked.connect(self.pictures.capture)
        row = QHBoxLayout()
        row.addWidget(self.pictures, 1)
        row.addWidget(capture, 0, Qt.AlignmentFlag.AlignTop)
        return row


def _line(name: str, hint: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    made.setMaxLength(200)
    return made


def _people(world: World) -> QComboBox:
    """Everybody, the agent first and chosen, nobody last."""
    made = QComboBox()
    made.setAccessibleName(tr("Assignee"))
    made.setMinimumWidth(180)
    known = sorted(agents.agents(world.reader), key=lambda agent: agent.id != world.agent_id)
    for agent in known:
        me = agent.id == world.agent_id
        made.addItem(one_line(tr("{0} (me)", agent.name) if me else agent.name), agent.id)
    made.addItem(tr("Nobody yet"), 0)
    return made


def _beside(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(SIZES.s)
    for widget in widgets:
        row.addWidget(widget)
    return row


def _under(*widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(SIZES.xs)
    for widget in widgets:
        column.addWidget(widget)
    return column
