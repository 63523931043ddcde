"""Which keys do which act here: the table's own, or what was chosen on this computer; only what differs is kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence

from ticketdesk.ui.actions import EVERY_ACT, Act, keys_text
from ticketdesk.ui.settings.kept import Setting, Settings
from ticketdesk.words import tr

_NONE: Final = "-"
_BOUND: Final = Setting("phrase_keys/bound", "")
_BETWEEN: Final = " | "
_PORTABLE: Final = QKeySequence.SequenceFormat.PortableText
# Keys that every field, list or dialog answers itself; taking them away would leave no way to type, copy or go on.
_TAKEN: Final = frozenset(
    {
        "Return", "Enter", "Esc", "Tab", "Shift+Tab", "Backspace", "Del", "Ins", "Space", "Home", "End", "PgUp",
        "PgDown", "Up", "Down", "Left", "Right", "Shift+Return", "Ctrl+Return", "Ctrl+Enter", "Ctrl+A", "Ctrl+C",
        "Ctrl+V", "Ctrl+X", "Ctrl+Backspace", "Ctrl+Del", "Ctrl+Left", "Ctrl+Right",
    }
)  # fmt: skip


class Keymap(QObject):
    """The keys in force; ``changed`` after any of them became another."""

    changed = Signal()

    def __init__(self, kept: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept = kept
        self._phrases: tuple[Act, ...] = ()

    def acts(self) -> tuple[Act, ...]:
        """Return every act of the table, and the phrases that have keys here."""
        return EVERY_ACT + self._phrases

    def bound_phrases(self) -> tuple[int, ...]:
        """Return the ids of all phrases that were ever given keys on this computer, whoever may read them."""
        return tuple(int(each) for each in self._kept.get(_BOUND).split(",") if each.isdigit())

    def set_phrases(self, acts: tuple[Act, ...]) -> None:
        """Know these phrases, which the agent may read, as acts with keys."""
        self._phrases = acts

    def keys(self, act: Act) -> tuple[str, ...]:
        """Return the keys of ``act`` as portable text, the shown one first; none where they were taken away."""
        kept = self._kept.get(_setting(act))
        if not kept:
            return act.keys
        return () if kept == _NONE else tuple(kept.split(_BETWEEN))

    def shown(self, name: str) -> str:
        """Return the first keys of the act called ``name`` as this system writes them, "" where it has none."""
        act = next(act for act in self.acts() if act.name == name)
        return next((keys_text(keys) for keys in self.keys(act)), "")

    def is_changed(self, act: Act) -> bool:
        """Whether ``act`` has other keys than the table gives it."""
        return self.keys(act) != act.keys

    def put(self, act: Act, keys: tuple[str, ...]) -> None:
        """Give ``act`` these keys (none: it keeps its places with the mouse and in the palette)."""
        self._put(act, keys)
        self._kept.save()
        self.changed.emit()

    def take(self, act: Act, keys: str) -> None:
        """Give ``act`` the keys and take them away from every act that has them now."""
        for holder in self.holders(keys, act):
            self._put(holder, tuple(each for each in self.keys(holder) if not _same(each, keys)))
        self.put(act, (keys,))

    def reset(self, acts: Iterable[Act] = EVERY_ACT) -> None:
        """Give the acts the keys of the table again; a phrase that has one of them now loses it."""
        for act in acts:
            self._put(act, act.keys)
        for phrase in self._phrases:
            if any(holder.phrase is None for keys in self.keys(phrase) for holder in self.holders(keys, phrase)):
                self._put(phrase, ())
        self._kept.save()
        self.changed.emit()

    def _put(self, act: Act, keys: tuple[str, ...]) -> None:
        self._kept.put(_setting(act), "" if keys == act.keys else _BETWEEN.join(keys) or _NONE)
        if act.phrase is not None:
            rest = [each for each in self.bound_phrases() if each != act.phrase]
            self._kept.put(_BOUND, "".join(f"{each}," for each in ([*rest, act.phrase] if keys else rest)))

    def holders(self, keys: str, wanted_by: Act) -> list[Act]:
        """Return the other acts that answer ``keys`` where ``wanted_by`` would: in the whole window, or on its page."""
        return [
            act
            for act in self.acts()
            if act.name != wanted_by.name
            and _meet(act, wanted_by)
            and any(_same(keys, each) for each in self.keys(act))
        ]

    def conflicts(self) -> list[tuple[Act, Act, str]]:
        """Return every pair of acts that share keys (an old file of settings beside a newer program), with the keys."""
        holders: dict[str, list[Act]] = {}
        found: list[tuple[Act, Act, str]] = []
        for act in self.acts():
            for keys in self.keys(act):
                before = holders.setdefault(QKeySequence(keys).toString(_PORTABLE), [])
                found += [(other, act, keys) for other in before if _meet(act, other)]
                before.append(act)
        return found


def unfit(keys: QKeySequence) -> str:
    """Return why no act may have these keys, "" where one may."""
    text = keys.toString(_PORTABLE)
    if not text or keys.count() > 1:
        return tr("Press one combination of keys.")
    if text in _TAKEN:
        return tr(
            "{0} belongs to text fields, lists and dialogs.", keys.toString(QKeySequence.SequenceFormat.NativeText)
        )
    combination = keys[0]  # type: ignore[index]
    strong = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
    function = Qt.Key.Key_F1 <= combination.key() <= Qt.Key.Key_F35
    if not function and not combination.keyboardModifiers() & strong:
        return tr(
            "{0} would be lost for typing. Add Ctrl or Alt.", keys.toString(QKeySequence.SequenceFormat.NativeText)
        )
    return ""


def _setting(act: Act) -> Setting[str]:
    return Setting(f"keys/{act.name}", "")


def _same(one: str, other: str) -> bool:
    return QKeySequence(one) == QKeySequence(other)


def _meet(one: Act, other: Act) -> bool:
    return not one.page or not other.page or one.page == other.page
