"""Settings of this computer: light or dark, and the language of the window."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLocale

from ticketdesk.ui.settings import kept
from ticketdesk.ui.settings.frame import SectionFrame, add_row
from ticketdesk.ui.theme import Mode, current_theme
from ticketdesk.ui.widgets.buttons import Choice, ChoiceChips
from ticketdesk.ui.world import World
from ticketdesk.words import tr

_MODES: Final[dict[str, Mode]] = {"light": "light", "dark": "dark"}


class LookSection(SectionFrame):
    """The look changes at once; another language opens the window anew, with every draft in its place."""

    remade = True

    def __init__(self, world: World) -> None:
        super().__init__(tr("Look and language"), tr("Only for this computer; colleagues keep their own."))
        self._world = world
        card = self.card()
        looks = [Choice("system", tr("As the system")), Choice("light", tr("Light")), Choice("dark", tr("Dark"))]
        self.look = ChoiceChips(looks, current_theme().mode, name=tr("Appearance"))
        add_row(card, tr("Appearance"), self.look)
        # Each language is called by its own name: whoever landed in the wrong one must find the way back.
        languages = [
            Choice("", tr("As the system")),
            Choice("zh_CN", QLocale("zh_CN").nativeLanguageName()),
            Choice("en", "English"),
        ]
        self.language = ChoiceChips(languages, world.kept.get(kept.LANGUAGE), name=tr("Language"))
        add_row(card, tr("Language"), self.language, tr("The window opens anew in the language; drafts stay."))
        self.look.chosen.connect(self._look)
        self.language.chosen.connect(self._speak)
        current_theme().changed.connect(self._follow)

    def _look(self, key: str) -> None:
        mode = _MODES.get(key, "system")
        self._world.kept.put(kept.THEME, mode)
        self._world.kept.save()
        current_theme().turn(mode)

    def _follow(self) -> None:
        """The key of the window changes the look too."""
        self.look.set_current(current_theme().mode)

    def _speak(self, key: str) -> None:
        self._world.kept.put(kept.LANGUAGE, key)
        self._world.kept.save()
        self._world.reopen_wanted.emit()


def make(world: World) -> LookSection:
    """Return the section."""
    return LookSection(world)
