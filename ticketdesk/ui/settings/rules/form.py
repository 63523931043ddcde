"""The form of a rule: a field for each thing that may be changed, those only that its kind of counting has, and what is
wrong with it told below it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, Final, NamedTuple, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from ticketdesk.domain.rules.editing import carried_over
from ticketdesk.domain.rules.faults import Fault
from ticketdesk.domain.rules.fields import shortened
from ticketdesk.domain.rules.pack_text import LONGEST_VERSION
from ticketdesk.domain.rules.reading import counted_by, stated_rule
from ticketdesk.domain.rules.values import UNIT_OF, Actor, Confidence, Counting, Effect, Event, Pack, Rule, Standing
from ticketdesk.domain.tickets import ACTIVE, TicketState
from ticketdesk.ui.safe_text import clamp, label
from ticketdesk.ui.settings.rules.events import EventsEntry
from ticketdesk.ui.settings.rules.fields import (
    ChoiceEntry,
    Entry,
    NextEntry,
    NumberEntry,
    RegionsEntry,
    StatesEntry,
    TextEntry,
    TextsEntry,
    WindowEntry,
    YesEntry,
)
from ticketdesk.ui.theme import SIZES
from ticketdesk.words import rules as words
from ticketdesk.words import tr
from ticketdesk.words.rule_fields import confidence_name, counting_name, rule_field_name

VERSION: Final = "version"
_DAY: Final = 10
_NAME: Final = 128
_SPECIAL: Final = frozenset({"limit", "window", "cutoff", "regions"})
# Days end at midnight whatever they begin with: only clocks that run by the hour can begin on the next day.
_EXACT: Final = frozenset({Counting.RUNNING, Counting.DAYS_24H, Counting.AS_SET, Counting.WINDOW, Counting.REGION})


class _Spot(NamedTuple):
    """Where a field stands: its line, its half of it, and how many halves it takes."""

    line: int
    half: int = 0
    halves: int = 1


_SPOTS: Final[Mapping[str, _Spot]] = {
    "duty": _Spot(0, halves=2),
    "actor": _Spot(1),
    "starts": _Spot(1, 1),
    "counting": _Spot(2),
    "limit": _Spot(2, 1),
    "window": _Spot(3),
    "cutoff": _Spot(3),
    "regions": _Spot(4, halves=2),
    "far": _Spot(5, halves=2),
    "from_next_day": _Spot(6),
    "agreed": _Spot(6, 1),
    "done_by": _Spot(7, halves=2),
    "then": _Spot(8, halves=2),
    "lapse": _Spot(9, halves=2),
    "effect": _Spot(10),
    "lapse_then": _Spot(10, 1),
    "pauses_in": _Spot(11, halves=2),
    "source": _Spot(12, halves=2),
    "confidence": _Spot(13),
    "standing": _Spot(13, 1),
    "effective": _Spot(14),
    "until": _Spot(14, 1),
    "note": _Spot(15, halves=2),
    "read_on": _Spot(16),
    VERSION: _Spot(16, 1),
}


class _Cell(QWidget):
    """A field with the sentence about it below."""

    def __init__(self, field: QWidget) -> None:
        super().__init__()
        self._field = field
        self.fault: QLabel = label(role="bad", wrap=True)
        self.fault.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(field)
        column.addWidget(self.fault)

    def tell(self, sentence: str) -> None:
        """Say what is wrong with the field, "" for nothing."""
        if sentence != self.fault.text():
            self.fault.setText(clamp(sentence))
            self.fault.setVisible(bool(sentence))
            self._field.setAccessibleDescription(sentence)


class RuleForm(QWidget):
    """``fields()`` are those of the rule as they stand in the form, ``version()`` is that of the pack it comes into."""

    edited = Signal()

    def __init__(self, pack: Pack, rule: Rule) -> None:
        super().__init__()
        self._base = stated_rule(rule)
        self._shows = False
        self.entries = _entries(pack, rule)
        self._cells: dict[str, _Cell] = {}
        self._names: dict[str, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SIZES.m)
        grid.setVerticalSpacing(SIZES.s)
        for half in (1, 3):
            grid.setColumnStretch(half, 1)
        for name, spot in _SPOTS.items():
            self._place(grid, name, spot)
            self.entries[name].edited.connect(self._edited)
        self.show_fields(self._base)

    def fields(self) -> dict[str, Any]:
        """Return the fields of the rule as a pack states them; what the form does not show is as it was."""
        given = {name: entry.given() for name, entry in self.entries.items() if name in self._shown()}
        unit = {"unit": str(UNIT_OF[self._counting()])}
        found = {**{name: value for name, value in self._base.items() if name not in _SPECIAL}, **given, **unit}
        return {name: value for name, value in found.items() if value is not None}

    def version(self) -> str:
        """Return the version that is written, without blanks at its ends."""
        return str(self.entries[VERSION].given() or "")

    def show_fields(self, fields: Mapping[str, Any]) -> None:
        """Show these fields of a rule."""
        self._shows = True
        for name, entry in self.entries.items():
            if name != VERSION:
                entry.show_value(fields.get(name))
        self._shows = False
        self._settle()

    def show_version(self, version: str) -> None:
        """Suggest a version."""
        self._shows = True
        self.entries[VERSION].show_value(version)
        self._shows = False

    def stand_over(self, rule: Rule) -> None:
        """Show ``rule`` of another pack, with what was typed over the one before standing over it."""
        typed, before = self.fields(), self._base
        self._base = stated_rule(rule)
        self.show_fields(carried_over(before, typed, self._base))

    def tell(self, faults: Iterable[Fault], version: str) -> None:
        """Say below each field what is wrong with it, and so of the version ("" for nothing).

        What is wrong with other rules comes from what follows a lapse.
        """
        told: dict[str, str] = {VERSION: version}
        for fault in faults:
            own = fault.rule == shortened(self._base["id"]) and fault.field in self._shown()
            sentence = words.fault_sentence(fault._replace(field=rule_field_name(fault.field)))
            told.setdefault(fault.field if own else "lapse_then", sentence)
        for name, cell in self._cells.items():
            cell.tell(told.get(name, ""))

    def enter(self) -> None:
        """Give the keyboard to the first field."""
        cast(QWidget, self.entries["duty"]).setFocus()

    def lock(self) -> None:
        """Let everything be read and nothing be changed."""
        for entry in self.entries.values():
            entry.lock()

    def _place(self, grid: QGridLayout, name: str, spot: _Spot) -> None:
        field = cast(QWidget, self.entries[name])
        words_of = tr("Version of the rules") if name == VERSION else rule_field_name(name)
        field.setAccessibleName(words_of)
        cell = self._cells[name] = _Cell(field)
        column, span = 2 * spot.half, 2 * spot.halves
        if not isinstance(field, QCheckBox):  # it says its name itself
            head = self._names[name] = label(words_of, role="second", wrap=True)
            head.setFixedWidth(_NAME)
            head.setContentsMargins(0, 0 if isinstance(field, StatesEntry) else 5, 0, 0)  # beside its first line
            grid.addWidget(head, spot.line, column, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(cell, spot.line, column + 1, 1, span - 1, Qt.AlignmentFlag.AlignTop)

    def _edited(self) -> None:
        if not self._shows:
            self._settle()
            self.edited.emit()

    def _settle(self) -> None:
        """Show the fields that the kind of counting chosen has."""
        shown = self._shown()
        for name, cell in self._cells.items():
            for part in (cell, self._names.get(name)):
                if part is not None and part.isHidden() != (name not in shown and name != VERSION):
                    part.setVisible(name in shown or name == VERSION)

    def _shown(self) -> frozenset[str]:
        counting = self._counting()
        special = counted_by(counting) | ({"far"} if counting is Counting.REGION else frozenset())
        gone = (_SPECIAL | {"far"}) - special
        exact = frozenset() if counting in _EXACT else frozenset({"from_next_day"})
        return frozenset(self.entries) - gone - exact - {VERSION}

    def _counting(self) -> Counting:
        return Counting(self.entries["counting"].given())


def _entries(pack: Pack, rule: Rule) -> dict[str, Entry]:
    spoken = partial(TextEntry, spoken=True)
    after = [("", tr("Nothing")), *((each.id, f"{each.id} · {tr(each.duty)}") for each in pack.rules)]
    states = [state.value for state in TicketState if state in ACTIVE]
    return {
        "duty": spoken(),
        "actor": ChoiceEntry((each.value, words.actor_name(each)) for each in Actor),
        "starts": ChoiceEntry((each.value, words.event_name(each)) for each in Event),
        "counting": ChoiceEntry((each.value, counting_name(each)) for each in Counting),
        "limit": NumberEntry(),
        "window": WindowEntry(),
        "cutoff": TextEntry(most=_DAY),
        "regions": RegionsEntry(),
        "far": TextsEntry(),
        "from_next_day": YesEntry(rule_field_name("from_next_day")),
        "agreed": YesEntry(rule_field_name("agreed")),
        "done_by": EventsEntry(),
        "lapse": spoken(),
        "effect": ChoiceEntry((each.value, words.effect_name(each)) for each in Effect),
        "lapse_then": NextEntry(after),
        "then": NextEntry(after),
        "pauses_in": StatesEntry(states),
        "source": TextEntry(),
        "confidence": ChoiceEntry((each.value, confidence_name(each)) for each in Confidence),
        "standing": ChoiceEntry((each.value, words.standing_name(each)) for each in Standing),
        "effective": TextEntry(most=_DAY, hint=tr("A day, or empty: always")),
        "until": TextEntry(most=_DAY, hint=tr("A day, or empty: no end")),
        "note": spoken(),
        "read_on": TextEntry(most=_DAY),
        VERSION: TextEntry(most=LONGEST_VERSION),
    }
