"""The own fields of a ticket: read, filled and emptied; the agreement to a refund asks for the password."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from PySide6.QtWidgets import QWidget

from ticketdesk.desk.commands.ticket_values import AgreeToRefund, SetTicketValue
from ticketdesk.desk.desk import Done
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.refunds import RefundState
from ticketdesk.domain.ticket_types import AGREE
from ticketdesk.domain.ticket_values import YES, typed_value
from ticketdesk.store.queries import refunds, ticket_types
from ticketdesk.store.queries.tickets import TicketDetail
from ticketdesk.ui.safe_text import label, one_line, set_tooltip
from ticketdesk.ui.tickets.form.own_drafts import complaints
from ticketdesk.ui.tickets.form.own_fields import OwnFields
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import errors, tr


class ValuesDialog(ModalDialog):
    """Ctrl+Enter keeps what is filled in; what is asked for at completion may stay empty until then.

    ``asked`` are the keys of fields without which a completion was just refused: the first one has the keyboard.
    """

    def __init__(self, world: World, detail: TicketDetail, parent: QWidget, asked: Collection[str] = ()) -> None:
        row = detail.row
        super().__init__(parent, tr("Fields of the ticket"), f"{row.number} {one_line(row.title, 40)}", width=600)
        self._world, self._ticket = world, row.id
        self._form = world.types.forms.get(row.type)
        self.own = OwnFields(world, guarded=True)
        self.own.set_form(self._form)
        self._before = self._read()
        self.body.addWidget(self.own)
        if not self.own.editors:
            self.body.addWidget(label(tr("This type of ticket has no fields of its own."), role="second", wrap=True))
        self.save = button(tr("Keep  Ctrl+Enter"), kind="primary", name=tr("Keep"))
        cancel = button(tr("Cancel"))
        for widget in (cancel, self.save):
            self.footer.addWidget(widget)
        cancel.clicked.connect(self.reject)
        self.save.setEnabled(bool(self.own.editors))
        self.save.clicked.connect(self._save)
        self.submitted.connect(self._save)
        self.own.submitted.connect(self._save)
        self.own.edited.connect(self.refit)
        self._guard()
        self._ask(asked)

    def _ask(self, asked: Collection[str]) -> None:
        """Say beside each of these fields that it is missing."""
        if asked:
            self.own.complain({key: tr("Fill this in to complete the ticket.") for key in asked})
            self.set_status(tr("Not completed yet: fields are missing"), "bad")

    def _read(self) -> dict[str, str]:
        """Show what stands and return it as it is typed."""
        kept = ticket_types.values(self._world.reader, self._ticket)
        self._seen = {key: each.value for key, each in kept.items()}
        self._refund = self._waiting()
        shots = ticket_types.shots(self._world.reader, self._ticket)
        texts = {key: typed_value(each.kind, each.value) for key, each in kept.items()}
        pictures = {key: tuple(shots[sha] for sha in text.split() if sha in shots) for key, text in texts.items()}
        self.own.set_values(texts, pictures)
        return texts

    def _waiting(self) -> tuple[int, int]:
        """Id and version of the refund that waits for the answer, as the ticket shows it; (0, 0) for none."""
        found = refunds.of_ticket(self._world.reader, self._ticket)
        return next(((row.id, row.version) for row in found if row.state == RefundState.WAIT_SELLER), (0, 0))

    def _guard(self) -> None:
        """Only whoever may agree to refunds answers that field."""
        editor = self.own.editors.get(AGREE)
        if editor is not None and not self._world.may(Permission.REFUND_AGREE):
            editor.widget.setEnabled(False)
            set_tooltip(editor.widget, tr("Your role does not include agreeing to refunds."))

    def _save(self) -> None:
        if not self.save.isEnabled():
            return
        if self.own.busy():
            self.set_status(tr("A picture is still being saved; try again in a moment"))
            return
        wrong = complaints(self._form, self.own, new=False)
        self.own.complain(wrong)
        self.refit()
        if wrong:
            return
        self.save.setEnabled(False)
        command = self._command()
        if command.own or command.proofs:
            self._world.post(command, self._kept, self._refused)
        else:
            self._agree()

    def _command(self) -> SetTicketValue:
        """What differs from what stood when the dialog was opened."""
        texts, pictures = self.own.values(), self.own.pictures()
        own: list[tuple[str, str]] = []
        for field in self.own.fields():
            shown = " ".join(ref.sha256 for ref in pictures.get(field.key, ())) or texts.get(field.key, "")
            if field.key != AGREE and shown != self._before.get(field.key, ""):
                own.append((field.key, shown))
        changed = {key for key, _ in own}
        proofs = tuple((key, ref) for key, refs in pictures.items() if key in changed for ref in refs)
        seen = tuple((key, self._seen.get(key, "")) for key, _ in own)
        return SetTicketValue(ticket_id=self._ticket, own=tuple(own), proofs=proofs, seen=seen)

    def _kept(self, _done: Done) -> None:
        self._world.notices.say(tr("Fields kept"), undoable=True)
        self._agree()

    def _agree(self) -> None:
        """Post the answer to a refund where it changed: an act of its own."""
        answer = self.own.values().get(AGREE, "")
        if answer and answer != self._before.get(AGREE, ""):
            seen = self._seen.get(AGREE, "")
            command = AgreeToRefund(
                ticket_id=self._ticket, agreed=answer == YES, seen=seen, refund_seen=self._refund
            )  # fmt: skip
            self._world.post(command, partial(self._agreed, answer), self._refused)
        else:
            self.accept()

    def _agreed(self, answer: str, _done: Done) -> None:
        said = tr("Agreed to the refund") if answer == YES else tr("Did not agree to the refund")
        self._world.notices.say(said, undoable=True)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        if isinstance(error, DeskError) and error.key == "value_changed":
            self._tell_changed(error)
        elif isinstance(error, DeskError) and error.key == "refund_changed":
            self._refund = self._waiting()  # it was told; who keeps once more has looked
        self.save.setEnabled(True)

    def _tell_changed(self, error: DeskError) -> None:
        """Say beside the field what a colleague wrote there meanwhile; who keeps once more has seen it."""
        key = str(error.values["key"])
        kept = self._seen[key] = str(error.values["kept"])
        field = self._form.field(key) if self._form else None
        if field is not None:
            self._before[key] = typed_value(field.kind, kept)
        self.own.complain({key: errors.sentence(error)})
        self.refit()
