"""One type of tickets: name, icon, fields, checklist, and what a new ticket of it begins with."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from ticketdesk.desk import deadlines
from ticketdesk.desk.commands.ticket_types import SaveTicketType
from ticketdesk.desk.desk import Done
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.ticket_types import ICONS, LONGEST_NAME, TicketForm
from ticketdesk.domain.tickets import Priority
from ticketdesk.ui import labels
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.settings.types.fields import FieldsEditor
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import Choice, ChoiceChips, button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.widgets.text_box import TextBox
from ticketdesk.ui.world import World
from ticketdesk.words import errors, tr
from ticketdesk.words.ticket_types import shown, source


class TypeDialog(ModalDialog):
    """Ctrl+Enter keeps it; what is wrong stands at the foot, and nothing is kept then."""

    def __init__(self, world: World, form: TicketForm | None, parent: QWidget) -> None:
        super().__init__(parent, tr("Change the type") if form else tr("New type of tickets"), width=720)
        self._world, self._form = world, form
        begun = form or TicketForm(key="", name="")
        self.name = QLineEdit(shown(begun.name))
        self.name.setMaxLength(LONGEST_NAME)
        self.icon = ChoiceChips([Choice(each, "", each) for each in ICONS], begun.icon, name=tr("Icon"))
        chips = [Choice(str(int(each)), labels.priority(int(each)).text) for each in Priority]
        self.priority = ChoiceChips(chips, str(begun.priority), name=tr("Priority"))
        self.assignee = _people(world, begun.assignee_id)
        self.group = _departments(world, begun.group_id)
        self.rules = _rules(world, begun.rules)
        self.fields = FieldsEditor(begun.fields)
        self.checklist = TextBox()
        self.checklist.setPlainText("\n".join(map(shown, begun.checklist)))
        self.checklist.setFixedHeight(84)
        self.keep = button(tr("Keep  Ctrl+Enter"), kind="primary", name=tr("Keep"))
        cancel = button(tr("Cancel"))
        self._place()
        self.footer.addWidget(cancel)
        self.footer.addWidget(self.keep)
        cancel.clicked.connect(self.reject)
        self.keep.clicked.connect(self._keep)
        self.submitted.connect(self._keep)
        self.fields.edited.connect(self._settle)
        self.name.setFocus()

    def _place(self) -> None:
        form = QGridLayout()
        form.setHorizontalSpacing(SIZES.m)
        form.setVerticalSpacing(SIZES.m)
        rows = (
            (tr("Name of the type"), self.name), (tr("Icon"), self.icon), (tr("Fields"), self.fields),
            (tr("Checklist, one line each"), self.checklist), (tr("Priority"), self.priority),
            (tr("Assignee"), self.assignee), (tr("Department"), self.group), (tr("Deadline"), self.rules),
        )  # fmt: skip
        for place, (name, widget) in enumerate(rows):
            widget.setAccessibleName(name)
            head = label(name, role="second", wrap=True)
            head.setFixedWidth(84)
            head.setContentsMargins(0, 2 if widget in (self.icon, self.priority) else 5, 0, 0)  # beside the first line
            form.addWidget(head, place, 0, Qt.AlignmentFlag.AlignTop)
            form.addWidget(widget, place, 1)
        self.body.addLayout(form)

    def _settle(self) -> None:
        self.set_status("")
        self.refit()

    def _keep(self) -> None:
        if not self.keep.isEnabled():
            return
        self.keep.setEnabled(False)
        form = self._form
        command = SaveTicketType(
            type_key=form.key if form else "", type_name=source(self.name.text()), icon=self.icon.current(),
            form_fields=self.fields.fields(), checklist=tuple(map(source, self.checklist.toPlainText().splitlines())),
            rules=tuple(str(self.rules.currentData() or "").split()), priority=int(self.priority.current()),
            assignee_id=self.assignee.currentData() or None, group_id=self.group.currentData() or None,
            version=form.version if form else None,
        )  # fmt: skip
        self._world.post(command, self._done, self._refused)

    def _done(self, _done: Done) -> None:
        self._world.notices.say(tr("Type {0} kept", self.name.text()), undoable=True)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self.keep.setEnabled(True)
        if isinstance(error, DeskError) and error.key in errors.KEYS:
            self.set_status(errors.sentence(error), "bad")
        else:
            self._world.notices.refuse(error)


def _people(world: World, current: int | None) -> QComboBox:
    made = QComboBox()
    made.addItem(tr("Whoever opens it"), 0)
    for person in world.people:
        made.addItem(one_line(person.name, 40), person.id)
    made.setCurrentIndex(max(0, made.findData(current or 0)))
    return made


def _departments(world: World, current: int | None) -> QComboBox:
    """In whose queue a new ticket stands; it is nobody's then, unless somebody is named."""
    made = QComboBox()
    made.addItem(tr("None: whoever opens it has it"), 0)
    for group in world.flow.departments:
        made.addItem(one_line(group.name, 40), group.id)
    made.setCurrentIndex(max(0, made.findData(current or 0)))
    return made


def _rules(world: World, current: tuple[str, ...]) -> QComboBox:
    """What begins with the ticket: the pack's rules for the type, or one rule; several that stand stay one entry."""
    made = QComboBox()
    made.addItem(tr("As the rules say for this type"), "")
    if len(current) > 1:
        made.addItem(" · ".join(current), " ".join(current))
    for rule in deadlines.in_force(world.reader, world.clock()).rules:
        made.addItem(one_line(f"{rule.id} · {tr(rule.duty)}", 60), rule.id)
    made.setCurrentIndex(max(0, made.findData(" ".join(current))))
    made.setMinimumContentsLength(30)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return made
