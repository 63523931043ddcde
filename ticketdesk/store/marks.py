"""Small files beside a store that outlive the program: that it is open, and that damage was met in it."""

from __future__ import annotations

from pathlib import Path


def open_mark(store: Path) -> Path:
    """Return the file that is there while a program has ``store`` open, and after that program was killed."""
    return store.with_name(store.name + ".open")


def damage_mark(store: Path) -> Path:
    """Return the file that is there once damage was met in ``store``; the next start looks closely then."""
    return store.with_name(store.name + ".damaged")


def note_damage(store: Path) -> None:
    """Have the next start look closely at ``store``; a place that cannot be written is left as it is."""
    # Only a store that was opened here has a lock beside it: a backup or a stranger's file gets no mark.
    if store.with_name(store.name + ".lock").exists():
        try:
            damage_mark(store).touch()
        except OSError:
            return


def clear(store: Path) -> None:
    """Forget that damage was met."""
    damage_mark(store).unlink(missing_ok=True)
