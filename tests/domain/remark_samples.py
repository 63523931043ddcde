"""Remarks written at random in the shapes of the trade, each with what it is known to say (trade.md A.8-55, 56)."""

from __future__ import annotations

import random
from typing import NamedTuple

from ticketdesk.domain.moments import DAY, MINUTE, from_ms
from ticketdesk.domain.remark_slots import Slot, SlotName

KNOWN = ("小满", "立夏", "谷雨", "阿泽")
ACCOUNTS = ("客服A", "客服B", "早班客服C", "晚班客服1", "白班-客服D2")
STRANGERS = ("小红", "海燕", "玉珍", "建军", "欣", "老李")
SIZES = ("S", "M", "L", "XL", "2XL", "XXL", "3XL", "均", "38", "42", "165")
COLOURS = ("黑色", "白色", "雾蓝色", "藏青色", "卡其色", "酒红色", "米白色")
COURIERS = ("中通", "圆通", "顺丰", "韵达", "极兔", "邮政", "德邦")
PLACES = (
    "杭州市西湖区文三路12号",
    "成都市武侯区天府大道9号2栋301",
    "广东省佛山市南海区桂城街道5号",
    "苏州工业园区星湖街1号",
)
GIFTS = ("杯垫", "袜子", "帆布袋", "香薰片", "小样")
HANDLINGS = ("退货退款", "仅退款", "换货", "补发", "拦截", "维修", "重发")
NOISE = (
    "买家很急", "已电话联系", "老客户多照顾", "质量问题", "等回复", "多谢了", "问了资质的事", "周五前要", "拍错了",
    "包装加固", "不满意要差评", "收货人换成她妈妈", "在等仓库答复", "说了三遍", "打两次电话没接", "第2件半价活动",
)  # fmt: skip


class Sample(NamedTuple):
    """A remark and what it says; ``at`` is the beginning of its minute or day (UTC ms), None for no date."""

    text: str
    who: str | None
    at: int | None
    slots: frozenset[Slot]


def sample(rng: random.Random, now: int) -> Sample:
    """Return one remark written before ``now`` (UTC ms)."""
    said, slots = _content(rng)
    who = rng.choice(rng.choice((KNOWN, ACCOUNTS, STRANGERS)))
    when, at = _date(rng, now)
    apart = rng.choice((" ", "+", " ", "＋", "  "))
    # What follows an account ending in a letter or digit without a gap is nobody's to part.
    if who in STRANGERS or said[0].isascii() or rng.random() < 0.6:
        first, last = f"{who}{apart}{said}", f"{said}{apart}{who}"
    else:
        first, last = f"{who}{said}", f"{said}{who}"  # a known name needs nothing beside it
    body = first if rng.random() < 0.5 else last
    glue = apart if who in STRANGERS or ":" not in when or body[-1].isdigit() else rng.choice((apart, ""))
    return Sample(f"{rng.choice(('', '', chr(39)))}{body}{glue}{when}", who, at, slots)


def undated(rng: random.Random) -> Sample:
    """Return a remark whose end looks like a date and is an amount: what is written so has no date."""
    amount = f"{rng.randint(1, 12)}.{rng.randint(1, 28)}"
    value = amount.rstrip("0").rstrip(".") if "." in amount else amount
    words, slots = rng.choice(
        (
            ("退", frozenset[Slot]()),
            ("补差价", frozenset({Slot(SlotName.DISCOUNT, value), Slot(SlotName.HANDLING, "补差价")})),
            ("优惠", frozenset({Slot(SlotName.DISCOUNT, value)})),
            ("返现", frozenset({Slot(SlotName.DISCOUNT, value)})),
        )
    )
    who = rng.choice((None, *KNOWN))
    return Sample(f"{who or ''}{words}{amount}", who, None, slots)


def _content(rng: random.Random) -> tuple[str, frozenset[Slot]]:
    names = rng.sample(list(SlotName), rng.choice((0, 1, 1, 1, 2, 2, 3)))
    names.sort(key=lambda name: name is SlotName.ADDRESS)  # an address goes on to the end
    parts, slots = list[str](), list[Slot]()
    for name in names:
        words, value = _phrase(rng, name)
        parts.append(words)
        slots.append(Slot(name, value))
    if not parts or rng.random() < 0.4:
        parts.insert(rng.randint(0, max(len(parts) - 1, 0)), rng.choice(NOISE))
    if rng.random() < 0.2:
        refused = rng.choice(COURIERS)
        if SlotName.COURIER not in names:
            parts.insert(0, rng.choice((f"不要{refused}", f"别发{refused}", f"除了{refused}都行")))
    return rng.choice(("，", ",", "；" if len(parts) < 2 else "，")).join(parts), frozenset(slots)


def _phrase(rng: random.Random, name: SlotName) -> tuple[str, str]:
    number = rng.randint(2, 9)
    size, colour, courier = rng.choice(SIZES), rng.choice(COLOURS), rng.choice(COURIERS)
    place, gift, handling = rng.choice(PLACES), rng.choice(GIFTS), rng.choice(HANDLINGS)
    wrong = rng.choice([each for each in SIZES if each != size])
    letters = size if not size[0].isdigit() or size[-1] in "SML" else "XL"
    chinese = "零一二三四五六七八九"[number]
    offers: dict[SlotName, tuple[tuple[str, str], ...]] = {
        SlotName.SIZE: (
            (f"换{size}码", size), (f"尺码改成{size}码", size), (f"{wrong}码换{size}码", size), (f"要{size} 码", size),
            (f"{wrong}码太小换{size}码", size), (f"发{letters.replace('均', 'M')}号", letters.replace("均", "M")),
        ),
        SlotName.COLOUR: ((f"换{colour}", colour), (f"颜色:{colour}", colour), (f"要{colour}的", colour),
                          (f"白色改成{colour}", colour)),
        SlotName.QUANTITY: ((f"共{number}件", str(number)), (f"改成{number}件", str(number)),
                            (f"要{chinese}件", str(number)),
                            (f"数量:{number}", str(number)), (f"一共{number}套", str(number))),
        SlotName.COURIER: ((f"发{courier}", courier), (f"走{courier}", courier), (f"快递换{courier}", courier),
                           (f"指定{courier}快递", courier)),
        SlotName.ADDRESS: ((f"改地址:{place}", place), (f"地址改为{place}", place), (f"新地址：{place}", place),
                           (f"寄到{place}", place)),
        SlotName.GIFT: ((f"送{gift}", gift), (f"赠品:{gift}", gift), (f"加送一个{gift}", gift), (f"送2个{gift}", gift)),
        SlotName.DISCOUNT: ((f"优惠{number}元", str(number)), (f"立减{number}.5", f"{number}.5"),
                            (f"打{number}折", f"{number}折"),
                            (f"返现{number}.00元", str(number))),
        SlotName.INVOICE: (("要发票", "开"), ("不要发票", "不开"), ("开专票", "专票"), ("发票随货", "开"),
                           ("不开票", "不开")),
        SlotName.HANDLING: ((handling, handling), (f"同意{handling}", handling), ("先不发货", "暂缓发货"),
                            ("取消订单", "取消发货")),
    }  # fmt: skip
    return rng.choice(offers[name])


def _date(rng: random.Random, now: int) -> tuple[str, int]:
    moment = now - rng.randint(1, 300) * DAY - rng.randint(0, 1_439) * MINUTE
    stated = from_ms(moment)
    day_only = moment - (stated.hour * 60 + stated.minute) * MINUTE - moment % MINUTE
    minute = moment - moment % MINUTE
    day, clock = f"{stated.month}{{0}}{stated.day}", f"{stated.hour}:{stated.minute:02d}"
    return rng.choice(
        (
            (day.format("."), day_only), (f"{stated:%m.%d}", day_only), (day.format("-"), day_only),
            (f"{stated.month}月{stated.day}日", day_only), (f"{day.format('.')} {clock}", minute),
            (f"{day.format('-')} {clock}", minute), (f"{stated.year}-{day.format('-')} {clock}", minute),
            (f"{stated.year}/{day.format('/')}", day_only), (f"{day.format('/')} {stated:%H:%M}", minute),
        )
    )  # fmt: skip
