"""How this computer calls its agent, and where its small tool bar stands."""

from __future__ import annotations

from typing import Final

from ticketdesk.domain.alerts import Choices
from ticketdesk.ui.settings.kept import Setting, Settings

YES: Final = "yes"
NO: Final = "no"
STRIP: Final = Setting("alerts/strip", YES)
SOUND: Final = Setting("alerts/sound", YES)
ATTENTION: Final = Setting("alerts/attention", YES)
TRAY: Final = Setting("alerts/tray", YES)
BAR: Final = Setting("toolbar/shown", NO)
BAR_PLACE: Final = Setting("toolbar/place", "")


def choices(kept: Settings) -> Choices:
    """Return what is switched on."""
    return Choices(*(kept.get(each) == YES for each in (STRIP, SOUND, ATTENTION, TRAY)))


def switch(kept: Settings, setting: Setting[str], *, on: bool) -> None:
    """Switch ``setting`` on or off, and remember it."""
    kept.put(setting, YES if on else NO)
    kept.save()
