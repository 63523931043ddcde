"""One step of a ticket's chain: who must act, what is left, what a lapse does, what follows, by which rule."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ticketdesk.domain.moments import from_ms
from ticketdesk.domain.rules.chain import OPEN, SetBy, Step, StepState
from ticketdesk.domain.rules.values import Pack
from ticketdesk.ui import labels
from ticketdesk.ui.delegates.paint import Level
from ticketdesk.ui.safe_text import clamp, label
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.frames import Card
from ticketdesk.ui.widgets.marks import Chip
from ticketdesk.words import rules as words
from ticketdesk.words import tr

_LEVELS: dict[StepState, Level] = {
    StepState.DONE: "ok", StepState.LATE: "warn", StepState.LAPSED: "bad", StepState.RUNNING: "accent",
    StepState.PAUSED: "note",
}  # fmt: skip


class StepView(Card):
    """Shows a step; `tick(now)` renews what is left. ``carried(step)``: what its lapse brings about was done."""

    carried = Signal(object)

    def __init__(self, step: Step, pack: Pack, now: int, parent: QWidget | None = None) -> None:
        super().__init__(margin=SIZES.m, spacing=SIZES.xs, parent=parent)
        self._step = step
        self.setAccessibleName(heading(step))
        head = QHBoxLayout()
        head.setSpacing(SIZES.s)
        self._left = Chip(icon="clock")
        head.addWidget(Chip(words.step_state_name(step.state), _LEVELS.get(step.state, "plain")))
        head.addWidget(label(heading(step), role="strong", wrap=True), 1)
        head.addWidget(self._left)
        self.body.addLayout(head)
        for line, role in lines(step, pack):
            made = label(clamp(line), role=role, wrap=True)
            self.body.addWidget(made)
        self._left.setVisible(step.state in OPEN and step.due is not None)
        self.carry = button(tr("Mark as carried out"), name=tr("Mark as carried out: {0}", heading(step)))
        self.carry.setVisible(step.told and step.recorded is not None and not step.recorded.carried_out)
        self.carry.clicked.connect(lambda: self.carried.emit(step))
        if not self.carry.isHidden():
            self.body.addWidget(self.carry, 0, Qt.AlignmentFlag.AlignLeft)
        self.tick(now)

    def tick(self, now: int) -> None:
        """Show what is left at ``now`` (UTC ms)."""
        step = self._step
        if step.due is not None and step.state in OPEN:
            level = labels.urgency_level(step.start, step.due, now)
            self._left.set_chip(labels.remaining(step.due, now), level, icon="clock")


def heading(step: Step) -> str:
    """Return who must do what."""
    return tr("{0}: {1}", words.actor_name(step.rule.actor), tr(step.rule.duty))


def lines(step: Step, pack: Pack) -> list[tuple[str, str]]:
    """Return the lines below the heading, each with its role of text."""
    found = [(_span(step), "second"), (_lapse(step), "second")]
    after = _after(step, pack)
    if after:
        found.append((after, "second"))
    found += [(words.note_sentence(note), "warn") for note in sorted(step.notes)]
    if step.overtaken and step.recorded is not None:
        told = tr("It was recorded as passed on {0}; what it counts from was corrected since.", day(step.recorded.due))
        found.append((told, "warn"))
    return [*found, (source(step), "third")]


def _span(step: Step) -> str:
    limit = words.limit_text(step.rule)
    begun = words.event_name(step.rule.starts)
    if step.start is None:
        return tr("Begins with “{0}”, then {1}", begun, limit)
    if step.by_lapse:
        begun = tr("End of the step before")
    if step.due is None:
        return tr("{0} {1}, no end is set yet · {2}", begun, day(step.start), limit)
    by = limit if step.set_by is SetBy.RULE else words.set_by_name(step.set_by)
    return tr("{0} {1} → {2} · {3}", begun, day(step.start), day(step.due), by)


def _lapse(step: Step) -> str:
    rule = step.rule
    said = tr(rule.lapse) if rule.lapse else words.effect_name(rule.effect)
    if step.told and step.recorded is not None:
        return tr("Carried out: {0}", said) if step.recorded.carried_out else tr("To be carried out: {0}", said)
    return tr("If the time runs out: {0}", said)


def _after(step: Step, pack: Pack) -> str:
    """What starts next, once it is done and once it lapses, where the rule says so."""
    done, lapsed = _duties(step.next_if_done, pack), _duties(step.next_if_lapsed, pack)
    if not done and not lapsed:
        return ""
    if done == lapsed or not lapsed:
        return tr("Next: {0}", done)
    return tr("Next when done: {0} · when time runs out: {1}", done or tr("no step"), lapsed)


def _duties(names: tuple[str, ...], pack: Pack) -> str:
    rules = (pack.rule(name) for name in names)
    return "; ".join(tr("{0}: {1}", words.actor_name(each.actor), tr(each.duty)) for each in rules if each)


def source(step: Step) -> str:
    """Return the rule's name, source, standing and confidence."""
    rule = step.rule
    return tr(
        "{0} · {1} · {2} · confidence {3}", rule.id, rule.source, words.standing_name(rule.standing), rule.confidence
    )


def day(ms: int) -> str:
    """Return a moment (UTC ms) as day and minute in the shop's zone."""
    return f"{from_ms(ms):%Y-%m-%d %H:%M}"
