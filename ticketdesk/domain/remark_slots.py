"""What a remark asks for: sizes, colours, couriers, addresses and ways of handling found in its text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple


class SlotName(StrEnum):
    """A matter on which two remarks can contradict each other (trade.md C3)."""

    SIZE = "size"
    COLOUR = "colour"
    COURIER = "courier"
    ADDRESS = "address"
    HANDLING = "handling"


class Slot(NamedTuple):
    """One matter and what a remark says of it."""

    name: SlotName
    value: str


_SIZE: Final = r"(?<![A-Za-z0-9])([2-9]?X{0,5}[SLM]|均|\d{2,3})"
_PATTERNS: Final[tuple[tuple[SlotName, re.Pattern[str]], ...]] = (
    (SlotName.SIZE, re.compile(_SIZE + r"\s*码", re.I)),
    (SlotName.SIZE, re.compile(r"(?:尺码|尺寸|换成|改成|换|改)\s*[:为]?\s*([2-9]?X{0,5}[SLM])(?![A-Za-z])", re.I)),
    (SlotName.COLOUR, re.compile(r"(?:颜色|换成|改成|换|改|要|发|拍)\s*[:为]?\s*([\u4e00-\u9fff]{1,4}?色)")),
    (SlotName.COURIER, re.compile(r"(中通|圆通|申通|韵达|顺丰|邮政|EMS|极兔|京东|德邦|百世|天天|菜鸟|丰网)", re.I)),
    (SlotName.ADDRESS, re.compile(r"地址\s*(?:改为|改成|改到|换成|[:为成到])\s*(\S.*)")),
    (SlotName.ADDRESS, re.compile(r"(?:改|换|新)地址\s*[:为成到]?\s*(\S.{3,})")),
    (SlotName.HANDLING, re.compile(r"(退货退款|仅退款|退款|退货|换货|补发|重发|补差价|拦截|取消发货|维修)")),
)
_REFUSED: Final = re.compile(r"(?:不|别|勿|除了?|没)[发用走要收能换改同意]{0,2}$")


def slots_of(text: str) -> tuple[Slot, ...]:
    """Return what ``text`` asks for, at most one value a slot: the last one named, since one writes "M换L码".

    A value that is refused ("不要中通") counts as not said.
    """
    found: dict[SlotName, tuple[int, str]] = {}
    flat = unicodedata.normalize("NFKC", text)
    for name, start, value in _values(flat):
        if name not in found or start > found[name][0]:
            found[name] = (start, value)
    return tuple(Slot(name, found[name][1]) for name in SlotName if name in found)


def _values(flat: str) -> Iterator[tuple[SlotName, int, str]]:
    """Yield every slot value with where it stands in ``flat``."""
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(flat):
            if not _REFUSED.search(flat, 0, match.start(1)):
                yield name, match.start(1), match[1].strip().upper()
