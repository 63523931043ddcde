"""How the window begins: what it is started with, its language and look, and that its bugs are told."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from ticketdesk.ui import theme
from ticketdesk.ui.errors import Troubles, install_hooks
from ticketdesk.words import LANGUAGES, use_language

_MODES: Final = ("light", "dark", "system")


def parser() -> argparse.ArgumentParser:
    """Return the parser of ``ticketdesk`` without a command."""
    made = argparse.ArgumentParser(
        "ticketdesk",
        description="A desktop workbench for customer-service agents.",
        epilog="Without a window: ticketdesk {import,search,export,verify,stats,backup,restore,doctor,undo} …;"
        " the tour: ticketdesk tour …",
    )
    made.add_argument("--store", type=Path, metavar="PATH", help="the store: its folder or its file")
    made.add_argument("--demo", action="store_true", help="open a sample shop to play in")
    made.add_argument("--practice", action="store_true", help="practise with played buyers in a scratch shop")
    made.add_argument("--lang", choices=LANGUAGES, help="the language of the window")
    made.add_argument("--probe-start", action="store_true", help=argparse.SUPPRESS)
    made.add_argument("--theme", choices=_MODES, help="light, dark, or as the system")
    return made


def has_display(platform: str, environ: Mapping[str, str]) -> bool:
    """Whether Qt will find a screen; without one it would abort the process."""
    return platform != "linux" or any(environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def speak(app: QApplication, language: str) -> None:
    """Use the language chosen, else the system's: Chinese or English, with Qt's own words in it."""
    if language not in LANGUAGES:
        language = "zh_CN" if QLocale.system().language() == QLocale.Language.Chinese else "en"
    use_language(language)
    QLocale.setDefault(QLocale(language))
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if language != "en" and translator.load(f"qtbase_{language}", folder):
        app.installTranslator(translator)


def mode_of(name: str) -> theme.Mode:
    """Return the look called ``name``, that of the system for any other."""
    modes: dict[str, theme.Mode] = {"light": "light", "dark": "dark"}
    return modes.get(name, "system")


@contextlib.contextmanager
def bugs_told() -> Iterator[Troubles]:
    """Tell every error that no one expected in one dialog, until the program ends."""
    troubles = Troubles(QApplication.activeWindow)
    put_back = install_hooks(troubles.tell)
    try:
        yield troubles
    finally:
        put_back()
