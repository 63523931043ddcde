"""Variables in phrases and auto-replies ({买家}, {订单号} …), filled from what stands beside the conversation (C20)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

# Each variable with the words that mean the same; what a shop types is matched without blanks and in any case.
VARIABLES: Final = MappingProxyType(
    {
        "买家": ("买家", "昵称", "buyer"),
        "订单号": ("订单号", "订单", "订单编号", "order"),
        "快递": ("快递", "快递公司", "物流", "courier"),
        "单号": ("单号", "快递单号", "运单号", "tracking"),
        "尺码": ("尺码", "size"),
        "颜色": ("颜色", "颜色分类", "colour", "color"),
        "商品": ("商品", "宝贝", "product"),
        "金额": ("金额", "实付", "amount"),
        "客服": ("客服", "agent"),
        "店铺": ("店铺", "shop"),
        "日期": ("日期", "date"),
    }
)
_NAMES: Final = MappingProxyType({word: name for name, words in VARIABLES.items() for word in words})
_PLACE: Final = re.compile(r"[{｛]([^{}｛｝\n]{1,20})[}｝]")


class Filled(NamedTuple):
    """A text with its variables filled.

    ``missing`` are variables that nothing is known for now (they stand unfilled), ``unknown`` names that are no
    variables and stand as they were typed.
    """

    text: str
    missing: tuple[str, ...]
    unknown: tuple[str, ...]


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """Fill the variables of ``text`` with ``values``, by the names of ``VARIABLES``; a value is never filled again."""
    missing: list[str] = []
    unknown: list[str] = []

    def one(match: re.Match[str]) -> str:
        name = variable(match[1])
        if name is None:
            unknown.append(match[1])
            return match[0]
        value = values.get(name, "")
        if not value:
            missing.append(name)
            return match[0]
        return value

    return Filled(_PLACE.sub(one, text), tuple(dict.fromkeys(missing)), tuple(dict.fromkeys(unknown)))


def variable(word: str) -> str | None:
    """Return the variable that ``word`` between braces names, None for one that is no variable."""
    return _NAMES.get("".join(word.split()).lower())


def unknown_variables(text: str) -> tuple[str, ...]:
    """Return the names between braces that are no variables (told when a phrase is written)."""
    return tuple(dict.fromkeys(word for word in _PLACE.findall(text) if variable(word) is None))
