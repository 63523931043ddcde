"""Trying the auto-replies: a buyer's words and what stands around them, and what would be answered."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from ticketdesk.domain.auto_replies import Rule, Situation, choose
from ticketdesk.ui.safe_text import clamp, label
from ticketdesk.ui.settings.auto_reply_dialog import SCENES
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.flow import FlowLayout
from ticketdesk.ui.widgets.frames import Card
from ticketdesk.ui.widgets.marks import Chip, SectionTitle
from ticketdesk.words import tr


class Trial(Card):
    """Asks the rules that are switched on, as the desk does; nothing is sent."""

    def __init__(self) -> None:
        super().__init__(margin=SIZES.l, spacing=SIZES.m)
        self._rules: tuple[Rule, ...] = ()
        self.body.addWidget(SectionTitle(tr("What would be answered")))
        self.asked = QLineEdit()
        self.asked.setAccessibleName(tr("A buyer says"))
        self.asked.setPlaceholderText(tr("A buyer says"))
        self.asked.setMaxLength(500)
        self.body.addWidget(self.asked)
        self.first = QCheckBox(tr("First contact"))
        self.busy = QCheckBox(tr("Everybody is busy"))
        self.off = QCheckBox(tr("Outside working hours"))
        self.tracked = QCheckBox(tr("The order has a tracking number"))
        around = QWidget()
        flow = FlowLayout(around, spacing=SIZES.l)
        for box in (self.first, self.busy, self.off, self.tracked):
            flow.addWidget(box)
            box.toggled.connect(self._answer)
        self.body.addWidget(around)
        self.scene = Chip()
        self.answer = label("", wrap=True)
        self.body.addWidget(self.scene)
        self.body.addWidget(self.answer)
        self.asked.textChanged.connect(self._answer)
        self._answer()

    def set_rules(self, rules: Sequence[Rule]) -> None:
        """Ask these from now on."""
        self._rules = tuple(rules)
        self._answer()

    def _answer(self, _what: object = None) -> None:
        situation = Situation(
            self.asked.text(), self.first.isChecked(), self.busy.isChecked(), self.off.isChecked(),
            self.tracked.isChecked(),
        )  # fmt: skip
        found = choose(self._rules, situation, {}, 0)
        self.scene.set_chip(tr(SCENES[found.scene]) if found else tr("No automatic answer"), "ok" if found else "plain")
        self.answer.setText(clamp(found.text) if found else "")
        self.answer.setVisible(found is not None)
