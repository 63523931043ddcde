"""Variables in phrases and auto-replies ({买家}, {订单号} …), filled from what stands beside the conversation (C20)."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final, NamedTuple

from ticketdesk.domain.moments import from_ms


class Facts(NamedTuple):
    """What is known beside a conversation, "" where nothing is; ``date`` as the shop writes it."""

    buyer: str = ""
    order: str = ""
    courier: str = ""
    tracking: str = ""
    size: str = ""
    colour: str = ""
    product: str = ""
    amount: str = ""
    agent: str = ""
    shop: str = ""
    date: str = ""


# Each variable as it is offered, with the fact it stands for and the words that mean the same.
VARIABLES: Final = MappingProxyType(
    {
        "买家": ("buyer", ("昵称", "buyer")),
        "订单号": ("order", ("订单", "订单编号", "order")),
        "快递": ("courier", ("快递公司", "物流", "courier")),
        "单号": ("tracking", ("快递单号", "运单号", "tracking")),
        "尺码": ("size", ("尺寸", "size")),
        "颜色": ("colour", ("颜色分类", "colour", "color")),
        "商品": ("product", ("宝贝", "product")),
        "金额": ("amount", ("实付", "amount")),
        "客服": ("agent", ("agent",)),
        "店铺": ("shop", ("shop",)),
        "日期": ("date", ("date",)),
    }
)
_NAMES: Final = MappingProxyType({word: name for name, (_fact, words) in VARIABLES.items() for word in (name, *words)})
_SIZE: Final = re.compile(r"(?:尺码|尺寸|规格)[:：]([^;；]+)")
_COLOUR: Final = re.compile(r"颜色(?:分类)?[:：]([^;；]+)")
_PLACE: Final = re.compile(r"[{｛]([^{}｛｝\n]{1,20})[}｝]")


class Filled(NamedTuple):
    """A text with its variables filled.

    ``missing`` are variables that nothing is known for now (they stand unfilled), ``unknown`` names that are no
    variables and stand as they were typed.
    """

    text: str
    missing: tuple[str, ...]
    unknown: tuple[str, ...]


def fill(text: str, facts: Facts) -> Filled:
    """Fill the variables of ``text`` with ``facts``; a value is never filled again."""
    missing: list[str] = []
    unknown: list[str] = []

    def one(match: re.Match[str]) -> str:
        name = variable(match[1])
        if name is None:
            unknown.append(match[1])
            return match[0]
        value = str(getattr(facts, VARIABLES[name][0]))
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


def size_and_colour(attributes: str) -> tuple[str, str]:
    """Return both from an item's attributes as the platform writes them ("颜色分类：雾蓝;尺码：M"), "" for none."""
    size, colour = _SIZE.search(attributes), _COLOUR.search(attributes)
    return size[1].strip() if size else "", colour[1].strip() if colour else ""


def day_of(ms: int) -> str:
    """Return the shop's day of ``ms`` (UTC ms) as it is written to buyers: "11月26日"."""
    moment = from_ms(ms)
    return f"{moment.month}月{moment.day}日"
