"""The form below a chain of deadlines: something happened, a time was another one, an end was agreed on."""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from PySide6.QtCore import QDateTime, Signal
from PySide6.QtWidgets import QComboBox, QDateTimeEdit, QFormLayout, QWidget

from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.deadlines import AgreeOnDeadline, CorrectStart, NoteStart
from ticketdesk.domain.moments import DAY, MINUTE, SHOP_ZONE, from_ms, to_ms
from ticketdesk.domain.rules.chain import OPEN, Chain, Step, StepState
from ticketdesk.domain.rules.values import Event
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.settings.setting_fields import indent
from ticketdesk.ui.tickets.acts.chain_step import day
from ticketdesk.ui.widgets.buttons import Choice, ChoiceChips
from ticketdesk.words import rules as words
from ticketdesk.words import tr

NOTE, CORRECT, AGREE = "note", "correct", "agree"
_FORM: Final = "yyyy-MM-dd HH:mm"


class Subject(NamedTuple):
    """What a choice is about: the name of an event or of a rule, its words, and the moment the field begins with."""

    name: str
    text: str
    at: int


class ChainForm(QWidget):
    """`show_chain(chain, now)` offers what can be done; `command(ticket, version)` is what is chosen and written."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offers: dict[str, list[Subject]] = {}
        self.kinds = ChoiceChips(name=tr("What to do"))
        self.subject = QComboBox()
        self.subject.setAccessibleName(tr("Which"))
        self.moment = QDateTimeEdit()
        self.moment.setAccessibleName(tr("Day and time"))
        self.moment.setDisplayFormat(_FORM)
        self.moment.setProperty("role", "moment")
        indent(self.moment)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        for part in (self.kinds, self.subject, self.moment):
            form.addRow(label(part.accessibleName(), role="second"), part)
        self.kinds.chosen.connect(self._turn)
        self.subject.activated.connect(self._begin)

    def show_chain(self, chain: Chain, now: int) -> None:
        """Offer what this chain lets one do at ``now`` (UTC ms); the kind chosen stays where it is offered still."""
        kept = self.kinds.current()
        self._offers = offers(chain, now)
        kinds = [Choice(key, text) for key, text in _kinds() if self._offers[key]]
        keys = [each.key for each in kinds]
        self.kinds.set_choices(kinds, kept if kept in keys else next(iter(keys), ""))
        self.setVisible(bool(kinds))
        self._turn(self.kinds.current())

    def command(self, ticket: int, version: int) -> Command | None:
        """Return the act that is asked for, None where nothing is chosen."""
        found, kind = self._chosen(), self.kinds.current()
        if found is None:
            return None
        at = self.at()
        if kind == AGREE:
            return AgreeOnDeadline(ticket_id=ticket, rule=found.name, due_at=at, version=version)
        made = NoteStart if kind == NOTE else CorrectStart
        return made(ticket_id=ticket, event=found.name, at=at, version=version)

    def at(self) -> int:
        """The moment in the field (UTC ms), which is the shop's wall clock."""
        return to_ms(datetime.fromisoformat(self.moment.dateTime().toString(_FORM)).replace(tzinfo=SHOP_ZONE))

    def set_at(self, ms: int) -> None:
        """Show this moment (UTC ms)."""
        self.moment.setDateTime(QDateTime.fromString(f"{from_ms(ms):%Y-%m-%d %H:%M}", _FORM))

    def _turn(self, kind: str) -> None:
        self.subject.clear()
        for each in self._offers.get(kind, ()):
            self.subject.addItem(one_line(each.text), each.name)
        self._begin()

    def _begin(self, _row: int = 0) -> None:
        found = self._chosen()
        if found is not None:
            self.set_at(found.at)
        self.changed.emit()

    def _chosen(self) -> Subject | None:
        row, offered = self.subject.currentIndex(), self._offers.get(self.kinds.current(), [])
        return offered[row] if 0 <= row < len(offered) else None


def offers(chain: Chain, now: int) -> dict[str, list[Subject]]:
    """Return what can be noted, corrected and agreed on; nothing where the ticket has ended."""
    stands = [each for each in chain.steps if each.state in OPEN or each.state is StepState.WAITING]
    stands.sort(key=lambda each: each.state is StepState.LAPSED)  # what runs or is to come first
    if not stands:
        return {NOTE: [], CORRECT: [], AGREE: []}
    minute = now // MINUTE * MINUTE
    happens = [event for each in stands for event in _awaited(each)]
    noted = [Subject(event, words.event_name(event), minute) for event in dict.fromkeys(happens)]
    starts = {each.rule.starts: each.start for each in chain.steps if each.start is not None and not each.by_lapse}
    corrected = [Subject(event, f"{words.event_name(event)} ({day(at)})", at) for event, at in starts.items()]
    agreed = [
        Subject(each.rule.id, tr(each.rule.duty), each.due if each.due and each.due > now else minute + DAY)
        for each in stands
        if each.rule.agreed
    ]
    return {NOTE: noted, CORRECT: corrected, AGREE: agreed}


def _awaited(step: Step) -> tuple[Event, ...]:
    """What a step waits for: its start, or what ends it."""
    waits = step.state is StepState.WAITING
    return tuple(each for each in ((step.rule.starts,) if waits else step.rule.done_by) if each is not Event.LAPSE)


def _kinds() -> tuple[tuple[str, str], ...]:
    return (NOTE, tr("It happened")), (CORRECT, tr("It was at another time")), (AGREE, tr("Agree on an end"))
