"""Fields for the settings of the shop: a number, a time of day, yes or no; each keeps what it is given."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, QTime, Signal, SignalInstance
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QSpinBox, QTimeEdit, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.desk import Done
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.settings import NumberSetting
from ticketdesk.store.queries import settings
from ticketdesk.ui.override import override
from ticketdesk.ui.world import World
from ticketdesk.words import tr
from ticketdesk.words.settings import setting_name

_HOUR = 60


class NumberField(QSpinBox):
    """A whole number within the bounds of ``setting``; the mouse wheel scrolls the page and changes nothing."""

    left = Signal()

    def __init__(self, setting: NumberSetting, name: str, unit: str = "", zero: str = "") -> None:
        super().__init__()
        self.setting = setting
        self.setAccessibleName(name)
        self.setRange(setting.least, setting.most)
        self.setSuffix(f" {unit}" if unit else "")
        self.setSpecialValueText(zero if setting.least == 0 else "")
        _quiet(self)
        self.editingFinished.connect(self.left)

    def given(self) -> int:
        """Return what stands in the field."""
        return self.value()

    def show_value(self, value: int) -> None:
        """Show what is kept."""
        self.setValue(value)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class TimeField(QTimeEdit):
    """A time of day, kept as minutes after midnight."""

    left = Signal()

    def __init__(self, setting: NumberSetting, name: str) -> None:
        super().__init__()
        self.setting = setting
        self.setAccessibleName(name)
        self.setDisplayFormat("HH:mm")
        _quiet(self)
        self.editingFinished.connect(self.left)

    def given(self) -> int:
        """Return the minutes after midnight."""
        return self.time().hour() * _HOUR + self.time().minute()

    def show_value(self, value: int) -> None:
        """Show what is kept."""
        self.setTime(QTime(value // _HOUR, value % _HOUR))

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class SwitchField(QCheckBox):
    """Yes or no, kept as 1 or 0."""

    left = Signal()

    def __init__(self, setting: NumberSetting, text: str) -> None:
        super().__init__(text.replace("&", "&&"))
        self.setting = setting
        self.setAccessibleName(text)
        self.clicked.connect(self._told)

    def given(self) -> int:
        """Return 1 or 0."""
        return int(self.isChecked())

    def show_value(self, value: int) -> None:
        """Show what is kept."""
        self.setChecked(bool(value))

    def _told(self, _checked: bool) -> None:
        self.left.emit()


Field = NumberField | TimeField | SwitchField


class KeptSetting(Protocol):
    """A setting as a field needs it; those of ``domain.settings`` and ``domain.channel_settings`` fit it."""

    @property
    def key(self) -> str: ...

    def read(self, text: str | None) -> Any: ...

    def checked(self, text: str) -> str: ...


class ShopField(Protocol):
    """A field whose value is kept when it is ``left``; a value is what its setting reads: a number or words."""

    @property
    def setting(self) -> KeptSetting: ...

    @property
    def left(self) -> SignalInstance: ...

    def given(self) -> Any: ...

    def show_value(self, value: Any) -> None: ...

    def setEnabled(self, arg__1: bool, /) -> None: ...


class SettingFields(QObject):
    """Keeps fields and store alike: what is typed is posted, what others change is shown."""

    def __init__(self, world: World, fields: Sequence[ShopField], parent: QWidget) -> None:
        super().__init__(parent)
        self._world = world
        self._fields = tuple(fields)
        self._kept: dict[str, object] = {}
        for field in self._fields:
            field.left.connect(partial(self._keep, field))
        world.changed.connect(self._changed)
        self.refresh()

    def refresh(self) -> None:
        """Show what the store has now; without the right nothing can be changed."""
        may = self._world.may(Permission.SHOP_EDIT)
        found = settings.kept(self._world.reader, [field.setting.key for field in self._fields])
        for field in self._fields:
            value = field.setting.read(found.get(field.setting.key))
            self._kept[field.setting.key] = value
            field.show_value(value)
            field.setEnabled(may)

    def _changed(self, changes: Changes) -> None:
        if changes.touches("setting", "role", "agent"):
            self.refresh()

    def _keep(self, field: ShopField) -> None:
        key, value = field.setting.key, field.given()
        if self._kept[key] != value:
            self._kept[key] = value
            self._world.post(SetSetting(key=key, value=str(value)), partial(self._told, key), self._refused)

    def _told(self, key: str, done: Done) -> None:
        if done.act_id is not None:
            self._world.notices.say(tr("Changed: {0}", setting_name(key)), undoable=True)

    def _refused(self, error: BaseException) -> None:
        self.refresh()
        self._world.notices.refuse(error)


def indent(field: QAbstractSpinBox) -> None:
    """Set the words off from the edge: the style sheet gives a field with arrows no padding."""
    field.lineEdit().setTextMargins(9, 0, 0, 0)


def _quiet(field: QAbstractSpinBox) -> None:
    field.setKeyboardTracking(False)
    indent(field)
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
