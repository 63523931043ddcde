"""The sound of a new message: the system's own, else a beep. One interface, chosen once by what there is."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication

# The sound of a message in the sound theme of freedesktop.org, which nearly every desktop installs.
_LINUX: Final = Path("/usr/share/sounds/freedesktop/stereo/message.oga")
_MACOS: Final = Path("/System/Library/Sounds/Ping.aiff")
_WINDOWS: Final = "SystemNotification"


class Sound(Protocol):
    """Something that can be heard."""

    def play(self) -> bool:
        """Begin to play and return at once; False where it could not begin."""


class Beep:
    """The beep of the desktop, which every system has (and some are set not to sound)."""

    def play(self) -> bool:
        """Beep."""
        QApplication.beep()
        return True


class Player:
    """A program of the system that plays one file; a beep where it cannot be started."""

    def __init__(self, program: str, file: Path) -> None:
        self.program, self.file = program, file

    def play(self) -> bool:
        """Start the program by itself."""
        started = QProcess.startDetached(self.program, [str(self.file)])
        return bool(started[0] if isinstance(started, tuple) else started) or Beep().play()


class WindowsSound:
    """The notification sound that is chosen in the settings of Windows."""

    def play(self) -> bool:
        """Let Windows play it; a beep where it does not."""
        try:
            import winsound

            flags = winsound.SND_ALIAS | winsound.SND_ASYNC  # type: ignore[attr-defined,unused-ignore]
            winsound.PlaySound(_WINDOWS, flags)  # type: ignore[attr-defined,unused-ignore]
        except (ImportError, RuntimeError):
            return Beep().play()
        return True


def system_sound(
    platform: str = sys.platform,
    which: Callable[[str], str | None] = shutil.which,
    exists: Callable[[Path], bool] = Path.is_file,
) -> Sound:
    """Return the sound of this system."""
    if platform == "win32":
        return WindowsSound()
    name, file = ("afplay", _MACOS) if platform == "darwin" else ("paplay", _LINUX)
    program = which(name)
    return Player(program, file) if program is not None and exists(file) else Beep()
