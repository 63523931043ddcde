"""Settings of this computer (not of the shop): one typed table, kept in an INI file or only in memory."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Generic, NamedTuple, TypeVar

from PySide6.QtCore import QByteArray, QSettings

T = TypeVar("T", str, QByteArray)


class Setting(NamedTuple, Generic[T]):
    """One choice that this computer remembers: its key in the file and what holds before it was made."""

    key: str
    default: T


GEOMETRY: Final = Setting("window/geometry", QByteArray())
PAGE: Final = Setting("window/page", "")
THEME: Final = Setting("window/theme", "system")
LANGUAGE: Final = Setting("window/language", "")


def splitter(page: str) -> Setting[QByteArray]:
    """Return the setting that keeps how the panels of ``page`` share their width."""
    return Setting(f"splitter/{page}", QByteArray())


class Settings:
    """Reads and keeps settings; without a path they last as long as the program (tests, the tour)."""

    def __init__(self, path: Path | None = None) -> None:
        self._file = None if path is None else QSettings(str(path), QSettings.Format.IniFormat)
        self._memory: dict[str, str | QByteArray] = {}

    def get(self, setting: Setting[T]) -> T:
        """Return what was kept, or the default where nothing of its type was."""
        kept = self._memory.get(setting.key) if self._file is None else self._file.value(setting.key)
        return kept if isinstance(kept, type(setting.default)) else setting.default

    def put(self, setting: Setting[T], value: T) -> None:
        """Keep ``value``."""
        if self._file is None:
            self._memory[setting.key] = value
        else:
            self._file.setValue(setting.key, value)

    def save(self) -> None:
        """Write what is not written yet (Qt writes to a temporary file and renames it)."""
        if self._file is not None:
            self._file.sync()
