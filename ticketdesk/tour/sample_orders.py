"""The invented goods, buyers and orders of the sample shop; nobody in it exists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from ticketdesk.domain.moments import DAY, HOUR, MINUTE, SECOND
from ticketdesk.domain.orders import OrderState

SHOP: Final = "青禾生活旗舰店"
OWNER: Final = "小满"
KEEPER: Final = "青禾（店主）"
COLLEAGUE: Final = "阿泽"
WAREHOUSE: Final = "仓库-老周"
BASE: Final = 1_795_242_368_000
"""The moment of the shipped files and of the tour: 2026-11-21 14:26:08 in the shop's zone (UTC ms)."""

PREFIX: Final = "2026110000"
"""How every order number of the sample begins; nine digits follow."""


class Good(NamedTuple):
    """Something the shop sells; ``cents`` is the price of a piece, ``attribute`` the name of its choice."""

    title: str
    cents: int
    attribute: str
    choices: tuple[str, ...]
    code: str


class Item(NamedTuple):
    """Pieces of one good in one choice."""

    good: Good
    choice: str
    quantity: int = 1

    @property
    def cents(self) -> int:
        """What the pieces cost."""
        return self.good.cents * self.quantity


class SampleOrder(NamedTuple):
    """An order of the sample; ``age`` is how long before the file's moment it was paid (or made, in ms)."""

    tail: str
    nick: str
    items: tuple[Item, ...]
    state: OrderState
    age: int
    place: int = 0
    carrier: str = ""
    tracking: str = ""
    discount: int = 0
    message: str = ""
    remark: str = ""

    @property
    def number(self) -> str:
        """The platform's number, 19 digits."""
        return PREFIX + self.tail

    @property
    def cents(self) -> int:
        """What the buyer pays."""
        return sum(item.cents for item in self.items) - self.discount


SHIRT: Final = Good("亚麻宽松衬衫 女夏 雾蓝", 12_900, "尺码", ("S", "M", "L"), "QH-CS-01")
HAT: Final = Good("棉麻遮阳帽 大檐", 3_900, "尺码", ("均码",), "QH-MZ-02")
BED: Final = Good("竹节棉四件套 1.8m", 26_900, "颜色分类", ("暖灰", "米白"), "QH-SJ-18")
SMALL_BED: Final = Good("竹节棉四件套 1.5m", 24_900, "颜色分类", ("米白", "豆绿"), "QH-SJ-15")
MUG: Final = Good("手工柴烧马克杯 350ml", 5_900, "颜色分类", ("釉里红", "天青"), "QH-BZ-35")
TROUSERS: Final = Good("亚麻阔腿裤 卡其", 14_900, "尺码", ("S", "M", "L"), "QH-KZ-03")
CLOTH: Final = Good("水洗棉麻桌布 140×200", 8_800, "颜色分类", ("燕麦", "墨绿"), "QH-ZB-14")
TEAPOT: Final = Good("粗陶手冲茶壶 480ml", 13_800, "颜色分类", ("炭黑", "月白"), "QH-CH-48")
GOODS: Final = (SHIRT, HAT, BED, SMALL_BED, MUG, TROUSERS, CLOTH, TEAPOT)

PLACES: Final = (
    "江苏省 苏州市 姑苏区 平江街道样例路{0}号(215000)",
    "浙江省 杭州市 西湖区 北山街道样例路{0}号(310000)",
    "广东省 广州市 海珠区 江海街道示范巷{0}号(510000)",
    "四川省 成都市 武侯区 玉林街道示范街{0}号(610000)",
    "湖北省 武汉市 江岸区 台北街道样例里{0}号(430000)",
)

_HEROES: Final = (
    SampleOrder(
        "330281764",
        "林小鹿_88",
        (Item(SHIRT, "M"), Item(HAT, "均码")),
        OrderState.WAIT_SHIP,
        16 * HOUR + 37 * MINUTE + 50 * SECOND,
        discount=1_000,
    ),
    SampleOrder(
        "318804419", "林小鹿_88", (Item(BED, "暖灰"),), OrderState.SHIPPED, 3 * DAY, 0, "中通快递", "75310000002296"
    ),
    SampleOrder(
        "297710325",
        "林小鹿_88",
        (Item(MUG, "釉里红", 2),),
        OrderState.FINISHED,
        20 * DAY,
        0,
        "中通快递",
        "75310000000118",
    ),
    SampleOrder(
        "291120871",
        "林小鹿_88",
        (Item(CLOTH, "燕麦"),),
        OrderState.FINISHED,
        61 * DAY,
        0,
        "圆通速递",
        "YT8500000000611",
    ),
    SampleOrder(
        "288004306",
        "林小鹿_88",
        (Item(TEAPOT, "月白"),),
        OrderState.FINISHED,
        96 * DAY,
        0,
        "圆通速递",
        "YT8500000000960",
    ),
    SampleOrder("280551940", "林小鹿_88", (Item(HAT, "均码", 2),), OrderState.CLOSED, 140 * DAY),
    SampleOrder(
        "318804411",
        "haoyun2015",
        (Item(SMALL_BED, "豆绿"),),
        OrderState.SHIPPED,
        5 * DAY,
        1,
        "圆通速递",
        "YT8500000004411",
    ),
    SampleOrder(
        "318801010",
        "陈阿姨的小店",
        (Item(MUG, "釉里红", 4),),
        OrderState.WAIT_SHIP,
        41 * HOUR + 57 * MINUTE + 16 * SECOND,
        2,
        message="杯子请多垫一层泡沫",
    ),
    SampleOrder("318800127", "tb5520193", (Item(BED, "暖灰"),), OrderState.WAIT_SHIP, 42 * HOUR + 48 * MINUTE, 3),
    SampleOrder(
        "318800355", "安安静静", (Item(SHIRT, "L", 2),), OrderState.WAIT_SHIP, 42 * HOUR + 19 * MINUTE + 41 * SECOND, 4
    ),
    SampleOrder(
        "330280442", "moon_月半弯", (Item(HAT, "均码"),), OrderState.WAIT_SHIP, 14 * HOUR + 49 * MINUTE + 9 * SECOND, 1
    ),
    SampleOrder(
        "329917730",
        "秋水长天",
        (Item(SMALL_BED, "米白"),),
        OrderState.SHIPPED,
        2 * DAY,
        2,
        "顺丰速运",
        "SF1500000009031",
    ),
    SampleOrder(
        "329904118",
        "tb8802144",
        (Item(TROUSERS, "S"),),
        OrderState.SHIPPED,
        2 * DAY + HOUR,
        3,
        "中通快递",
        "75310000000042",
    ),
    SampleOrder(
        "329881209", "王大锤不姓锤", (Item(MUG, "天青"),), OrderState.SHIPPED, 4 * DAY, 4, "圆通速递", "YT8500000001187"
    ),
    SampleOrder("330290077", "王大锤不姓锤", (Item(CLOTH, "墨绿"),), OrderState.WAIT_PAY, 12 * MINUTE, 4),
    SampleOrder(
        "321700548", "tb7715520", (Item(TROUSERS, "M"),), OrderState.SHIPPED, 6 * DAY, 0, "中通快递", "75310000000548"
    ),
    SampleOrder(
        "318790266",
        "云朵朵",
        (Item(SHIRT, "S"), Item(TEAPOT, "炭黑")),
        OrderState.PART_SHIPPED,
        38 * HOUR + 39 * MINUTE + 42 * SECOND,
        1,
        "中通快递",
        "75310000000266",
    ),
    SampleOrder(
        "310093311", "tb0093311", (Item(BED, "米白"),), OrderState.FINISHED, 15 * DAY, 2, "中通快递", "75310000003311"
    ),
    SampleOrder(
        "318770618",
        "tb6620418",
        (Item(SMALL_BED, "米白"),),
        OrderState.WAIT_SHIP,
        47 * HOUR + 21 * MINUTE + 48 * SECOND,
        3,
        message="周一前要用，麻烦尽快",
    ),
)

_NICKS: Final = (
    "山茶花开",
    "tb3310087",
    "半糖去冰",
    "小李飞刀片",
    "清风徐来_7",
    "tb9925016",
    "胖橘不胖",
    "绿豆汤三分甜",
    "北海以北",
    "tb2048106",
    "一只柚子",
    "阿婆的针线盒",
    "橙子味汽水",
    "tb7700319",
    "早睡计划",
)
_STATES: Final = (
    OrderState.WAIT_PAY,
    OrderState.WAIT_SHIP,
    OrderState.WAIT_SHIP,
    OrderState.SHIPPED,
    OrderState.SHIPPED,
    OrderState.SHIPPED,
    OrderState.FINISHED,
    OrderState.FINISHED,
    OrderState.FINISHED,
    OrderState.CLOSED,
)
_AGES: Final = {
    OrderState.WAIT_PAY: 20 * MINUTE,
    OrderState.WAIT_SHIP: 7 * HOUR,
    OrderState.SHIPPED: 2 * DAY,
    OrderState.FINISHED: 11 * DAY,
    OrderState.CLOSED: 5 * DAY,
}
_STEPS: Final = {
    OrderState.WAIT_PAY: 9 * MINUTE,
    OrderState.WAIT_SHIP: 41 * MINUTE,
    OrderState.SHIPPED: 3 * HOUR,
    OrderState.FINISHED: 17 * HOUR,
    OrderState.CLOSED: 13 * HOUR,
}


def crowd(count: int, first: int = 0) -> Iterator[SampleOrder]:
    """Yield ``count`` further orders, the same ones every time, beginning with the ``first``-th."""
    for n in range(first, first + count):
        state = _STATES[n % len(_STATES)]
        good = GOODS[(n * 3 + n // 8) % len(GOODS)]
        parcel = state in (OrderState.SHIPPED, OrderState.FINISHED)
        yield SampleOrder(
            f"{305_000_000 + n * 477_113}",
            _NICKS[n * 7 % len(_NICKS)],
            (Item(good, good.choices[n % len(good.choices)], 1 + (n % 5 == 0)),),
            state,
            _AGES[state] + n * _STEPS[state] + n * 37 * SECOND,
            n % len(PLACES),
            ("中通快递", "圆通速递", "顺丰速运")[n % 3] if parcel else "",
            f"{('7531', 'YT85', 'SF15')[n % 3]}{n * 7_919_003 % 10**10:010d}" if parcel else "",
        )


def sample_orders() -> tuple[SampleOrder, ...]:
    """Return the sixty orders of the sample shop."""
    return (*_HEROES, *crowd(60 - len(_HEROES)))
