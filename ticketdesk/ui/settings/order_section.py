"""Settings of orders: the words by which remarks are read, and how their bytes are counted."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ticketdesk.domain.flags import Flag
from ticketdesk.domain.order_settings import REMARK_GBK, SLOT_WORDS, STAGE_LABELS, STAGE_ROUTES
from ticketdesk.domain.stages import ROUTES, parse_stages
from ticketdesk.store.queries import remark_rules
from ticketdesk.store.queries.stage_rules import stage_text
from ticketdesk.ui import labels
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.settings.frame import SectionFrame, add_row
from ticketdesk.ui.settings.setting_fields import SettingFields, ShopField, SwitchField
from ticketdesk.ui.settings.text_fields import Below, ChoiceField, LineField, LinesField
from ticketdesk.ui.world import World
from ticketdesk.words import tr
from ticketdesk.words.orders import route_words, slot_name
from ticketdesk.words.settings import setting_name


class OrderSection(SectionFrame):
    """Each field is kept when it is left, and offered for undo; ``fields`` are by the keys of their settings."""

    def __init__(self, world: World) -> None:
        super().__init__(
            tr("Orders"),
            tr("What flags stand for, how remarks are read. Holds for everybody, kept at once."),
        )
        self._world = world
        self.fields: dict[str, ShopField] = {}
        self._build_stages()
        self._build_memo()
        self._build_words()
        self._keeper = SettingFields(world, list(self.fields.values()), self)

    def _build_stages(self) -> None:
        card = self.card(tr("Flags are stages"))
        said = tr("What a flag stands for, and what follows where a buyer wants a change of an order that has it.")
        card.body.addWidget(label(said, wrap=True, role="third"))
        usual = parse_stages(stage_text(), {}, {})
        offered = [(at, route_words(key)) for at, key in enumerate(ROUTES, start=1)]
        for flag in (*list(Flag)[1:], Flag.GREY):
            shipped = labels.shipped_stage(flag)
            name = LineField(STAGE_LABELS[flag], setting_name(STAGE_LABELS[flag].key), shipped)
            own = tr("As shipped: {0}", route_words(usual.route(flag).key))
            route = ChoiceField(STAGE_ROUTES[flag], setting_name(STAGE_ROUTES[flag].key), [(0, own), *offered])
            for field in (name, route):
                self.fields[field.setting.key] = field
            name.below = Below(add_row(card, labels.flag(flag).name, name, wide=True))
            add_row(card, "", route, wide=True)

    def _build_memo(self) -> None:
        card = self.card(tr("Remarks"))
        field = SwitchField(REMARK_GBK, tr("Count the bytes of a remark in GBK (500 characters), else in UTF-8 (333)"))
        self.fields[REMARK_GBK.key] = field
        card.body.addWidget(field)

    def _build_words(self) -> None:
        card = self.card(tr("Words of remarks"))
        for said in (
            tr("Values that are found in a remark, parted by commas; “said=value” where a word means another value."),
            tr("Empty: the words in grey count. Sizes, numbers, gifts and addresses are found by their form as well."),
        ):
            card.body.addWidget(label(said, wrap=True, role="third"))
        shipped = remark_rules.rules(self._world.reader).shipped
        for slot, setting in SLOT_WORDS.items():
            field = LinesField(setting, setting_name(setting.key), rows=2, hint=shipped.get(slot, ""))
            self.fields[setting.key] = field
            field.below = Below(add_row(card, slot_name(slot), field, wide=True))


def make(world: World) -> QWidget:
    """Return the section."""
    return OrderSection(world)
