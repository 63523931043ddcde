"""Remarks in the words of two other shops, each with what it is known to say (trade.md A.8-54 to 56, C3).

Their phrasing is not that of ``remark_samples.py``: what is read by the rules there must be read here as well.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime

from tests.domain.remark_samples import Sample
from ticketdesk.domain.moments import DAY, MINUTE, from_ms
from ticketdesk.domain.remark_slots import Slot, SlotName

KNOWN = ("小雨", "可可", "阿May", "晓晓", "售后小陈", "七七", "圆圆", "老K", "苏苏", "莉莉")
_WRITERS = (*KNOWN, "早班客服A", "晚班客服B", "客服C", "晚班客服2")
_Offers = dict[SlotName, tuple[tuple[str, str], ...]]
_TALK = (
    "核对过地址", "买家说尽快发", "已和买家确认", "晚班没回复", "打电话没人接", "疑难件已联系圆通催件", "先查单",
    "底单已拍照", "买家情绪激动注意", "送货上门", "已抽单", "件已追回", "老顾客", "退回件已签收", "满200减20活动单",
    "尺码没问题", "颜色不确定等买家", "发票抬头没给", "圆通说3天到",
)  # fmt: skip
_OTHER_TALK = (
    "请尽快", "买家着急出差用", "快递三天没动在查", "已提醒买家收货", "差评威胁", "包好一点", "下周再联系",
    "仓库已确认", "中通客服回复明天派送", "尺码表已发",
)  # fmt: skip


def first_shop(rng: random.Random, now: int) -> Sample:
    """Return a remark of the first shop, written before ``now`` (UTC ms)."""
    moment, minute, day = _when(rng, now)
    dates = (
        (f"{moment.month}.{moment.day}", day), (f"{moment.month}/{moment.day}", day),
        (f"{moment.month}-{moment.day} {moment:%H:%M}", minute), (f"{moment.month}月{moment.day}号", day),
        (f"{moment:%Y.%m.%d}", day), (f"{moment:%Y-%m-%d %H:%M}", minute),
    )  # fmt: skip
    return _remark(rng, _first_words, _TALK, dates)


def second_shop(rng: random.Random, now: int) -> Sample:
    """Return a remark of the second shop, written before ``now`` (UTC ms)."""
    moment, minute, day = _when(rng, now)
    dates = (
        (f"{moment.month}.{moment.day}", day), (f"{moment:%Y/%m/%d %H:%M}", minute), (f"{moment:%m-%d}", day),
        (f"{moment.year}年{moment.month}月{moment.day}日", day),
        (f"{moment.month}月{moment.day}日 {moment.hour}点{moment:%M}", minute),
    )  # fmt: skip
    return _remark(rng, _second_words, _OTHER_TALK, dates)


def _when(rng: random.Random, now: int) -> tuple[datetime, int, int]:
    at = now - rng.randint(1, 250) * DAY - rng.randint(0, 1_400) * MINUTE
    moment, minute = from_ms(at), at - at % MINUTE
    return moment, minute, minute - (moment.hour * 60 + moment.minute) * MINUTE


def _remark(
    rng: random.Random,
    words: Callable[[random.Random], _Offers],
    talk: tuple[str, ...],
    dates: tuple[tuple[str, int], ...],
) -> Sample:
    offers = words(rng)
    names = rng.sample(list(SlotName), rng.choice((0, 1, 1, 1, 1, 2, 2)))
    names.sort(key=lambda name: name is SlotName.ADDRESS)  # an address goes on to the end
    said = [(name, *rng.choice(offers[name])) for name in names]
    slots = {Slot(name, value) for name, _, value in said}
    if any("补差价" in text for _, text, _ in said):  # which says what shall be done as well
        slots = {slot for slot in slots if slot.name is not SlotName.HANDLING} | {Slot(SlotName.HANDLING, "补差价")}
        said = [each for each in said if each[0] is not SlotName.HANDLING]
    parts = [text for _, text, _ in said]
    if not parts or rng.random() < 0.35:
        parts.insert(0, rng.choice(talk))
    text, who, (date, at) = rng.choice(("，", ",", " ", "；")).join(parts), rng.choice(_WRITERS), rng.choice(dates)
    gap = rng.choice((" ", "+", " "))
    body = f"{who}{gap}{text}" if rng.random() < 0.5 else f"{text}{gap}{who}"
    return Sample(f"{body}{gap}{date}", who, at, frozenset(slots))


def _first_words(rng: random.Random) -> _Offers:
    size = rng.choice(("S", "M", "L", "XL", "XXL", "3XL", "36", "37", "40", "43", "170", "110"))
    other = rng.choice([each for each in ("S", "M", "L", "XL", "39", "41", "120") if each != size])
    colour = rng.choice(("藏蓝色", "墨绿色", "奶白色", "灰色", "粉色", "驼色", "杏色"))
    was = rng.choice(("黑色", "白色", "红色", "蓝色"))
    number = rng.randint(2, 6)
    courier = rng.choice(("圆通", "申通", "韵达", "顺丰", "邮政", "EMS", "极兔", "德邦", "京东"))
    gone = rng.choice([each for each in ("中通", "圆通", "韵达", "顺丰") if each != courier])
    place = rng.choice(("浙江省宁波市鄞州区四明中路100号3幢502", "北京市朝阳区望京街9号院2号楼",
                        "深圳南山区科技园南区8栋", "武汉市洪山区珞喻路1037号"))  # fmt: skip
    gift, cents = rng.choice(("鞋垫", "发圈", "手机壳", "雨伞", "试用装")), rng.choice(("5", "8", "15", "20", "3.5"))
    moved = f"{other}换{size}" if size[-1] in "SML" else f"{other}换{size}码"
    return {
        SlotName.SIZE: ((f"换{size}码", size), (f"买家要改{size}码", size), (moved, size), (f"尺码:{size}", size),
                        (f"尺码改{size}", size), (f"拍错尺码，应该是{size}码", size),
                        (f"{other}码没货换{size}码", size)),
        SlotName.COLOUR: ((f"换{colour}", colour), (f"颜色改{colour}", colour), (f"{was}换{colour}", colour),
                          (f"拍的{was}要{colour}", colour), (f"发{colour}", colour),
                          (f"{was}没货改发{colour}", colour)),
        SlotName.QUANTITY: ((f"改{number}件", str(number)), (f"要{'零一两三四五六'[number]}双", str(number)),
                            (f"数量改成{number}", str(number)), (f"一共{number}件一起发", str(number)),
                            (f"拍1件发{number}件", str(number)), (f"加到{number}件", str(number))),
        SlotName.COURIER: ((f"发{courier}", courier), (f"改{courier}快递", courier), (f"指定{courier}", courier),
                           (f"不要{gone}发{courier}", courier), (f"{gone}换{courier}", courier),
                           (f"{gone}不到，走{courier}", courier), (f"快递：{courier}", courier)),
        SlotName.ADDRESS: ((f"地址改：{place}", place), (f"改地址到{place}", place), (f"新地址{place}", place),
                           (f"收货地址改成{place}", place), (f"地址换成{place}", place)),
        SlotName.GIFT: ((f"送{gift}", gift), (f"送一个{gift}", gift), (f"赠{gift}一份", gift),
                        (f"多放一个{gift}", gift), (f"赠品：{gift}", gift), (f"礼物{gift}", gift)),
        SlotName.DISCOUNT: ((f"优惠{cents}元", cents), (f"便宜{cents}块", cents), (f"答应返现{cents}元", cents),
                            (f"好评返{cents}元", cents), (f"少收{cents}元", cents), (f"减{cents}", cents)),
        SlotName.INVOICE: (("要开发票", "开"), ("需要发票", "开"), ("开增值税专票", "专票"), ("不要发票", "不开"),
                           ("开电子发票", "开"), ("不需要开票", "不开")),
        SlotName.HANDLING: (("码数不合适退货", "退货"), ("质量问题换货", "换货"), ("漏发补发", "补发"),
                            ("同意仅退款", "仅退款"), ("买家不要了取消订单", "取消发货"), ("缓发", "暂缓发货"),
                            ("快递拦截", "拦截"), ("寄回维修", "维修")),
    }  # fmt: skip


def _second_words(rng: random.Random) -> _Offers:
    size = rng.choice(("S", "M", "L", "XL", "2XL", "38", "41", "175"))
    other = rng.choice([each for each in ("S", "M", "XL") if each != size])
    colour, was = rng.choice(("咖啡色", "黑色", "米色", "湖蓝色", "军绿色", "浅灰色")), rng.choice(("白色", "红色"))
    number = rng.randint(2, 5)
    chinese = "零一两三四五"[number]
    courier, gone = rng.choice(("顺丰", "中通", "韵达", "极兔", "圆通")), rng.choice(("申通", "邮政"))
    place = rng.choice(("江苏省南京市鼓楼区中山北路88号1单元601", "重庆市渝北区龙溪街道红锦大道55号"))
    gift, cents = rng.choice(("丝巾", "小夜灯", "贴纸", "面膜")), rng.choice(("2", "6", "12", "7.5"))
    return {
        SlotName.SIZE: ((f"要{size}码不要{other}码", size), (f"买家改要{size}码", size),
                        (f"{other}码改成{size}码", size), (f"换大一码，{size}码", size), (f"按{size}码发", size)),
        SlotName.COLOUR: ((f"{was}改{colour}", colour), (f"要{colour}不要{was}", colour), (f"颜色要{colour}", colour),
                          (f"换成{colour}的", colour), (f"改发{colour}", colour)),
        SlotName.QUANTITY: ((f"总共发{number}件", str(number)), (f"数量{number}", str(number)),
                            (f"改为{chinese}件", str(number)), (f"只要{chinese}件", str(number))),
        SlotName.COURIER: ((f"买家要求{courier}", courier), (f"用{courier}发", courier), (f"快递改{courier}", courier),
                           (f"{gone}送不到发{courier}", courier), (f"务必{courier}", courier)),
        SlotName.ADDRESS: ((f"地址变更为{place}", place), (f"改送{place}", place), (f"换地址：{place}", place),
                           (f"地址改到{place}", place)),
        SlotName.GIFT: ((f"加赠{gift}", gift), (f"附赠{gift}", gift), (f"送{gift}一个", gift), (f"赠送{gift}", gift)),
        SlotName.DISCOUNT: ((f"给优惠{cents}", cents), (f"补差价{cents}元", cents), (f"返{cents}元", cents),
                            (f"已改价减{cents}元", cents)),
        SlotName.INVOICE: (("要发票", "开"), ("不用发票", "不开"), ("发票要专票", "专票"), ("开普票", "开")),
        SlotName.HANDLING: (("申请退货", "退货"), ("不合适换货", "换货"), ("少件补发", "补发"),
                            ("先别发货", "暂缓发货"), ("拦截退回", "拦截")),
    }  # fmt: skip
