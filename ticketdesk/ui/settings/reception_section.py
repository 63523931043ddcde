"""Settings of the reception centre: sending, waiting, who serves, quiet hours, wording."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from ticketdesk.desk.wording import rules
from ticketdesk.domain import settings
from ticketdesk.domain.settings import NumberSetting
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.settings.frame import SectionFrame, add_row
from ticketdesk.ui.settings.setting_fields import Field, NumberField, SettingFields, SwitchField, TimeField
from ticketdesk.ui.widgets.frames import Card
from ticketdesk.ui.world import World
from ticketdesk.words import tr
from ticketdesk.words.settings import setting_name

_WIDE: Final = 180


class ReceptionSection(SectionFrame):
    """Each field is kept when it is left, and offered for undo; ``fields`` are by the keys of their settings."""

    def __init__(self, world: World) -> None:
        super().__init__(
            tr("Reception"), tr("How this shop receives buyers. Holds for everybody; changes are kept at once.")
        )
        self.fields: dict[str, Field] = {}
        self._build_sending()
        self._build_waiting()
        self._build_serving()
        self._build_quiet()
        self._build_wording()
        self._keeper = SettingFields(world, list(self.fields.values()), self)

    def _build_sending(self) -> None:
        card = self.card(tr("Sending"))
        hint = tr("A reply can be taken back until then. Pasted conversations need no countdown.")
        self._number(card, settings.OUTBOX_SECONDS, tr("Reply leaves after"), tr("s"), hint, zero=tr("at once"))
        self._switch(card, settings.ENTER_SENDS, tr("Enter sends, Shift+Enter begins a new line"))
        self._switch(card, settings.CONFIRM_UNANSWERED, tr("Ask before an unanswered conversation is ended"))

    def _build_waiting(self) -> None:
        card = self.card(tr("Waiting and standards"))
        self._number(card, settings.WAIT_WARN_MINUTES, tr("Waiting is a warning after"), tr("min"))
        self._number(card, settings.WAIT_BAD_MINUTES, tr("Waiting is late after"), tr("min"))
        self._number(card, settings.FIRST_RESPONSE_SECONDS, tr("First response within"), tr("s"))
        hint = tr("Practice holds typing against it.")
        self._number(card, settings.TYPING_PER_MINUTE, tr("Typing"), tr("characters a minute"), hint)

    def _build_serving(self) -> None:
        card = self.card(tr("Who serves"))
        self._time(card, settings.WORK_FROM, tr("Work begins"))
        hint = tr("Outside these hours the automatic answer of that scene is given. Equal times are the whole day.")
        self._time(card, settings.WORK_TO, tr("Work ends"), hint)
        self._number(card, settings.BUSY_CONVERSATIONS, tr("Conversations at once"), "",
                     tr("So many make an agent busy."), zero=tr("no limit"))  # fmt: skip
        self._number(card, settings.ESCALATE_MINUTES, tr("Absent agents' conversations go on after"), tr("min"),
                     zero=tr("Never"))  # fmt: skip

    def _build_quiet(self) -> None:
        card = self.card(tr("Quiet hours"))
        self._switch(card, settings.QUIET_ON, tr("No sound and no call for attention in these hours"))
        self._time(card, settings.QUIET_FROM, setting_name(settings.QUIET_FROM.key))
        self._time(card, settings.QUIET_TO, setting_name(settings.QUIET_TO.key))

    def _build_wording(self) -> None:
        card = self.card(tr("Wording"))
        self._switch(card, settings.WORDING_ON, tr("Check the wording before sending"))
        self._switch(card, settings.WORDING_CONTACT, tr("Stop contact data outside the platform"))
        card.body.addWidget(label(tr("The rules that are looked at"), role="small"))
        said = {rule.key: rule.says for rule in rules()}
        for key, setting in settings.WORDING_RULES.items():
            self._switch(card, setting, tr(said.get(key, key)))

    def _number(
        self, card: Card, setting: NumberSetting, name: str, unit: str, hint: str = "", *, zero: str = ""
    ) -> None:
        self._add(card, name, NumberField(setting, setting_name(setting.key), unit, zero), hint)

    def _time(self, card: Card, setting: NumberSetting, name: str, hint: str = "") -> None:
        self._add(card, name, TimeField(setting, setting_name(setting.key)), hint)

    def _add(self, card: Card, name: str, field: NumberField | TimeField, hint: str) -> None:
        self.fields[field.setting.key] = field
        add_row(card, name, field, hint)
        field.setMaximumWidth(_WIDE)

    def _switch(self, card: Card, setting: NumberSetting, text: str) -> None:
        field = SwitchField(setting, text)
        self.fields[setting.key] = field
        card.body.addWidget(field)


def make(world: World) -> QWidget:
    """Return the section."""
    return ReceptionSection(world)
