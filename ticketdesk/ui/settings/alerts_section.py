"""How this computer calls its agent."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from ticketdesk.ui.alerts import choices as kept
from ticketdesk.ui.alerts.sound import system_sound
from ticketdesk.ui.alerts.tray import tray_available
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.settings.frame import SectionFrame
from ticketdesk.ui.settings.kept import Setting
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.frames import Card
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class AlertsSection(SectionFrame):
    """Boxes that hold at once; the quiet hours belong to the shop."""

    remade = True

    def __init__(self, world: World) -> None:
        super().__init__(
            tr("Alerts"), tr("Only for this computer. What you are looking at never calls; quiet hours are the shop's.")
        )
        self._world = world
        self.boxes: dict[str, QCheckBox] = {}
        card = self.card(tr("When a buyer writes"))
        self._box(card, kept.STRIP, tr("A word in the status bar"))
        self.hear = button(tr("Listen to it"), small=True)
        self.hear.clicked.connect(self._hear)
        beside = QHBoxLayout()
        beside.setSpacing(SIZES.m)
        beside.addWidget(self._box(card, kept.SOUND, tr("A sound")))
        beside.addWidget(self.hear)
        beside.addStretch(1)
        card.body.addLayout(beside)
        self._box(card, kept.ATTENTION, tr("The entry of the taskbar calls while another program is in front"))
        tray = self._box(card, kept.TRAY, tr("An icon beside the clock, which tells while another program is in front"))
        if not tray_available():
            tray.setEnabled(False)
            words = tr("This desktop has no place for such icons (GNOME needs an extension for them).")
            card.body.addWidget(label(words, role="third", wrap=True))
        bar = self.card(tr("Small tool bar"))
        self._box(bar, kept.BAR, tr("Over every window: what waits, your state, the next deadline"))
        keys = world.keymap.shown("tool_bar")
        hint = tr("Drag it to an edge of the screen and it docks there. {0} shows it or puts it away.", keys)
        corner = world.keymap.shown("dock_bar")
        hint += " " + tr("{0} sets it into the next corner.", corner) if corner else ""
        bar.body.addWidget(label(hint if keys else "", role="third", wrap=True))
        world.alerts_turned.connect(self._refresh)
        self._refresh()

    def _box(self, card: Card, setting: Setting[str], text: str) -> QCheckBox:
        box = QCheckBox(text.replace("&", "&&"))
        box.setAccessibleName(text)
        box.clicked.connect(partial(self._keep, setting, box))
        self.boxes[setting.key] = box
        card.body.addWidget(box)
        return box

    def _refresh(self) -> None:
        for setting in (kept.STRIP, kept.SOUND, kept.ATTENTION, kept.TRAY, kept.BAR):
            box = self.boxes[setting.key]
            box.setChecked(box.isEnabled() and self._world.kept.get(setting) == kept.YES)

    def _keep(self, setting: Setting[str], box: QCheckBox, _checked: bool = False) -> None:
        kept.switch(self._world.kept, setting, on=box.isChecked())
        self._world.alerts_turned.emit()

    def _hear(self) -> None:
        system_sound().play()


def make(world: World) -> QWidget:
    """Return the section."""
    return AlertsSection(world)
