"""The choice of the zone in which a shop's days end."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from PySide6.QtWidgets import QComboBox

from ticketdesk.domain.rules.own_days import ZONES
from ticketdesk.words import mark, tr

_NAMES: Final = MappingProxyType(
    {
        "": mark("China (UTC+8)"),
        "Asia/Urumqi": mark("Urumqi"),
        "Asia/Bangkok": mark("Bangkok"),
        "Asia/Tokyo": mark("Tokyo"),
        "Australia/Sydney": mark("Sydney"),
        "Asia/Dubai": mark("Dubai"),
        "Europe/Moscow": mark("Moscow"),
        "Europe/Berlin": mark("Berlin"),
        "Europe/London": mark("London"),
        "America/New_York": mark("New York"),
        "America/Los_Angeles": mark("Los Angeles"),
        "UTC": mark("World time (UTC)"),
    }
)


def zone_box() -> QComboBox:
    """Return the choice, named, with China's zone first."""
    made = QComboBox()
    made.setAccessibleName(tr("Time zone in which days end"))
    for name in ZONES:
        made.addItem(tr(_NAMES[name]), name)
    return made


def choose_zone(box: QComboBox, name: str) -> None:
    """Choose the zone that is kept; one that is not offered, kept by another program, becomes an entry of its own."""
    if box.findData(name) < 0:
        box.addItem(name, name)
    box.setCurrentIndex(box.findData(name))
