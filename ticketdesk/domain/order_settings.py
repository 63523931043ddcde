"""The settings of the order page: the words of remarks, the bytes of a memo, and what the flags stand for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ticketdesk.domain.channel_settings import TextSetting
from ticketdesk.domain.flags import STAGE_LABEL_KEYS, Flag
from ticketdesk.domain.remark_slots import SlotName, checked_words
from ticketdesk.domain.settings import NumberSetting
from ticketdesk.domain.stages import ROUTES

# The words by which a matter is found in a remark, parted by commas; "" for those that travel with the program.
SLOT_WORDS: Final[Mapping[SlotName, TextSetting]] = MappingProxyType(
    {slot: TextSetting(f"remark.words.{slot.value}", most=4_000, clean=checked_words) for slot in SlotName}
)
# The platform's encoding of a memo is not stated (trade.md C4): UTF-8 keeps 333 Chinese characters, GBK 500.
REMARK_GBK: Final = NumberSetting("remark.gbk", 0, 0, 1)
# Files of a watched folder are taken in at once instead of being offered.
IMPORT_AT_ONCE: Final = NumberSetting("import.at_once", 0, 0, 1)

# What the flags stand for; "" for the shipped name, 0 for the shipped rule, else the place in ``stages.ROUTES`` from 1.
STAGE_LABELS: Final[Mapping[Flag, TextSetting]] = MappingProxyType(
    {flag: TextSetting(STAGE_LABEL_KEYS[flag], most=20) for flag in Flag}
)
STAGE_ROUTES: Final[Mapping[Flag, NumberSetting]] = MappingProxyType(
    {flag: NumberSetting(f"stage.route.{int(flag)}", 0, 0, len(ROUTES)) for flag in Flag}
)

OrderSetting = NumberSetting | TextSetting
ORDER_SETTINGS: Final[Mapping[str, OrderSetting]] = MappingProxyType(
    {
        REMARK_GBK.key: REMARK_GBK,
        IMPORT_AT_ONCE.key: IMPORT_AT_ONCE,
        **{each.key: each for each in SLOT_WORDS.values()},
        **{each.key: each for each in STAGE_LABELS.values()},
        **{each.key: each for each in STAGE_ROUTES.values()},
    }
)


def memo_encoding(gbk: int) -> str:
    """Return the encoding in which the bytes of a memo are counted, by the setting ``REMARK_GBK``."""
    return "gb18030" if gbk else "utf-8"
