"""The fields of a new ticket, as in new-ticket.png."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ticketdesk.domain.ticket_types import TicketForm
from ticketdesk.domain.tickets import Priority
from ticketdesk.store.queries import agents
from ticketdesk.ui import labels
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.tickets.detail.name_list import NameList, colleagues
from ticketdesk.ui.tickets.detail.reply_edit import ReplyEdit
from ticketdesk.ui.tickets.form.duplicate_bar import DuplicateBar
from ticketdesk.ui.tickets.form.foretold import foretell
from ticketdesk.ui.tickets.form.order_field import OrderField
from ticketdesk.ui.tickets.form.own_fields import LABEL_WIDE, OwnFields
from ticketdesk.ui.tickets.form.picture_field import PictureField
from ticketdesk.ui.widgets.buttons import Choice, ChoiceChips, IconButton
from ticketdesk.ui.widgets.marks import Chip
from ticketdesk.ui.widgets.picture_strip import pictures_in
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn

_NAMES = ("type", "buyer", "contact", "order", "title", "description", "demand", "assignee", "priority", "item")


class NewTicketForm(QWidget):
    """`edited` after any change by the agent; `values()` and `set_values()` carry everything but the pictures.

    A digit chooses the type and Enter goes on to what happened."""

    edited = Signal()
    submitted = Signal()

    def __init__(self, world: World, messages: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._own_title = self._own_priority = self._own_assignee = False
        self._kind = ""
        self._many: tuple[int, ...] = ()
        kinds = [Choice(form.key, labels.ticket_type(form.key)) for form in world.types.forms.offered()]
        self.type = ChoiceChips(kinds, name=tr("Type"))
        self.buyer = _line(tr("Buyer"), tr("Nickname as in the platform"))
        self.contact = _line(tr("Contact phone"), tr("Contact phone"))
        self.order = OrderField(world)
        self.title = _line(tr("Title"), tr("In a few words: what and why"))
        self.description = ReplyEdit()
        self.description.setAccessibleName(tr("Problem description"))
        self.description.setPlaceholderText(tr("What happened; screenshots can be pasted, @ calls a colleague"))
        self.description.setFixedHeight(76)
        attached = trn(messages, "(one message is attached)", "({0} messages are attached)")
        self.quoted = label(attached if messages else "", role="third")
        self.demand = _line(tr("Demand"), tr("What shall be done, e.g. exchange for size L"))
        self.own = OwnFields(world)
        self.duplicates = DuplicateBar(world)
        self.pictures = PictureField(world, tr("Screenshots"))
        self.capture = IconButton("scissors", tr("Capture the screen"))
        self.assignee = _people(world)
        chips = [Choice(str(int(each)), labels.priority(int(each)).text) for each in Priority]
        self.priority = ChoiceChips(chips, str(int(Priority.NORMAL)), name=tr("Priority"))
        self.deadline = Chip(icon="clock")
        self.rule = label(role="third")
        self.type_error, self.title_error = label(role="bad"), label(role="bad")
        self._place(messages)
        self.names = NameList(self.description, colleagues(world))  # it lies over what the field stands in
        self.names.on = True
        self._connect()
        self.complain()
        self._follow()

    def values(self) -> dict[str, str]:
        """Every field as text, the order as its id."""
        card = self.order.card()
        texts = (
            self.type.current(), self.buyer.text(), self.contact.text(), str(card.row.id) if card else "",
            self.title.text() if self._own_title else "", self.description.toPlainText(), self.demand.text(),
            str(self.assignee.currentData() or ""), self.priority.current(), self.order.item_place(),
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
        self.order.set_item(values.get("item", ""))
        self.title.setText(values.get("title", ""))
        self._own_title = bool(values.get("title"))
        self.description.setPlainText(values.get("description", ""))
        self.demand.setText(values.get("demand", ""))
        agent = values.get("assignee", "")
        self.assignee.setCurrentIndex(max(0, self.assignee.findData(int(agent) if agent.isdigit() else 0)))
        self.priority.set_current(values.get("priority") or str(int(Priority.NORMAL)))
        self._own_priority = self._own_assignee = bool(values.get("type"))
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

    def for_many(self, order_ids: tuple[int, ...]) -> None:
        """Ask for what many orders share: buyer, phone and order are each order's own, and pictures belong to one."""
        self._many, count = order_ids, len(order_ids)
        for widget in (self.buyer, self.contact, self.order, self.pictures, self.capture):
            widget.setEnabled(False)
        for line in (self.buyer, self.contact):
            line.setPlaceholderText(tr("of each order"))
        self.order.number.setPlaceholderText(trn(count, "{0} order chosen", "{0} orders chosen"))

    def product(self) -> str:
        """What the ticket is about, from its order."""
        return self.order.product()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on the chosen type goes on to what happened: all between is filled in from where the ticket begins."""
        here = self.focusWidget()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        enter = plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.type.current() and here is not None and self.type.isAncestorOf(here):
            self.description.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _follow(self) -> None:
        """Suggest a title until the agent writes one, ask for the type's fields, and show the deadline to come."""
        self.order.set_nick(self.buyer.text().strip())
        kind = self.type.current()
        if kind != self._kind:
            self._take_type(kind)
        card = self.order.card()
        self.own.set_order_lines([line.title for line in card.lines] if card else ())
        self.own.suggest_line(self.order.item_title())
        if self._many:
            self.duplicates.ask_many(self._many, kind)
        else:
            self.duplicates.ask(card.row.id if card else None, kind)
        if not self._own_title:
            parts = (labels.ticket_type(kind) if kind else "", one_line(self.product(), 40))
            self.title.setText(" · ".join(part for part in parts if part) if kind else "")
        self._show_deadline(kind)

    def _take_type(self, kind: str) -> None:
        """Ask for the fields of another type, and suggest its priority and its assignee where none was chosen."""
        self._kind = kind
        form = self._world.types.forms.get(kind)
        self.own.set_form(form)
        if form is None:
            return
        if not self._own_priority:
            self.priority.set_current(str(form.priority))
        whose = form.assignee_id if form.assignee_id is not None else self._queued(form)
        if whose is not None and not self._own_assignee:
            blocked = self.assignee.blockSignals(True)
            self.assignee.setCurrentIndex(max(0, self.assignee.findData(whose)))
            self.assignee.blockSignals(blocked)

    def _queued(self, form: TicketForm) -> int | None:
        """Nobody (0) where tickets of this type go to a department's queue, None where they do not."""
        return 0 if any(each.id == form.group_id for each in self._world.flow.departments) else None

    def _show_deadline(self, kind: str) -> None:
        now = self._world.clock()
        due = foretell(self._world, kind, self.order.card(), now)
        self.deadline.setVisible(due is not None)
        if due is None:
            self.rule.setText(tr("No rule sets a deadline for this ticket"))
            return
        text = tr("{0} · before {1}", due.length, labels.date_text(due.due, now))
        self.deadline.set_chip(text, labels.urgency_level(due.start, due.due, now), icon="clock")
        self.rule.setText(one_line(tr("by the rule “{0}”", due.rule), 60))

    def _change(self, _value: str = "") -> None:
        self._follow()
        self.complain()
        self.edited.emit()

    def _choose_priority(self, _value: str) -> None:
        self._own_priority = True
        self.edited.emit()

    def _choose_assignee(self, _place: int) -> None:
        self._own_assignee = True
        self.edited.emit()

    def _write_title(self, text: str) -> None:
        self._own_title = bool(text.strip())
        self._change()

    def _take_pictures(self, mime: QMimeData) -> None:
        self.pictures.add(pictures_in(mime))

    def _connect(self) -> None:
        self.type.chosen.connect(self._change)
        self.priority.chosen.connect(self._choose_priority)
        self.own.edited.connect(self.edited)
        self.own.submitted.connect(self.submitted)
        for line in (self.buyer, self.contact, self.demand):
            line.textEdited.connect(self._change)
        self.title.textEdited.connect(self._write_title)
        self.order.changed.connect(self._change)
        self.description.textChanged.connect(self.edited)
        self.description.submitted.connect(self.submitted)
        self.description.pictures_given.connect(self._take_pictures)
        self.pictures.changed.connect(self.edited)
        self.assignee.currentIndexChanged.connect(self._choose_assignee)

    def _place(self, messages: int) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SIZES.l)
        grid.setVerticalSpacing(SIZES.m)
        grid.setColumnMinimumWidth(0, LABEL_WIDE)
        grid.setColumnStretch(1, 1)
        people = _beside(self.assignee, label(tr("Priority"), role="second"))
        people.addWidget(self.priority, 1, Qt.AlignmentFlag.AlignVCenter)
        due = _beside(self.deadline, self.rule)
        due.addStretch(1)
        words = _under(self.description, *([self.quoted] if messages else []))
        rows: tuple[tuple[str, QWidget | QHBoxLayout | QVBoxLayout], ...] = (
            (tr("Type *"), _under(self.type, self.type_error, self.duplicates)),
            (tr("Buyer"), _beside(self.buyer, self.contact)),
            (tr("Order"), self.order), (tr("Title *"), _under(self.title, self.title_error)),
            (tr("Problem description"), words), (tr("Demand"), self.demand), ("", self.own),
            (tr("Screenshots"), self._screenshots()),
            (tr("Assignee"), people), (tr("Deadline"), due),
        )  # fmt: skip
        for place, (name, field) in enumerate(rows):
            if name:
                head: QLabel = label(name, role="second", wrap=True)
                head.setContentsMargins(0, 5, 0, 0)
                head.setFixedWidth(LABEL_WIDE)  # as the own fields', which stand below each other with these
                grid.addWidget(head, place, 0, Qt.AlignmentFlag.AlignTop)
            if field is self.own:
                grid.addWidget(self.own, place, 0, 1, 2)
            elif isinstance(field, QWidget):
                grid.addWidget(field, place, 1)
            else:
                grid.addLayout(field, place, 1)

    def _screenshots(self) -> QHBoxLayout:
        self.capture.clicked.connect(self.pictures.capture)
        row = QHBoxLayout()
        row.addWidget(self.pictures, 1)
        row.addWidget(self.capture, 0, Qt.AlignmentFlag.AlignTop)
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
