"""The invented conversations, phrases and tickets of the sample shop."""

from __future__ import annotations

from typing import Final, NamedTuple

from ticketdesk.domain.moments import DAY, HOUR, MINUTE, SECOND
from ticketdesk.domain.tickets import Priority, TicketType
from ticketdesk.tour.sample_orders import OWNER, SHOP

ACCOUNT: Final = f"{SHOP}:{OWNER}"
"""The sub-account under which the owner answers on the platform."""


class Line(NamedTuple):
    """Words of a conversation, ``ago`` ms before its moment; ``ours`` where the shop speaks."""

    ago: int
    text: str
    ours: bool = False


class Talk(NamedTuple):
    """A conversation with one buyer, oldest line first."""

    nick: str
    lines: tuple[Line, ...]


class Errand(NamedTuple):
    """A ticket of the sample, opened ``ago`` ms before its moment; ``tail`` names the order it is about."""

    title: str
    type: TicketType
    nick: str
    tail: str
    ago: int
    priority: Priority = Priority.NORMAL
    mine: bool = True
    end: str = "open"
    note: str = ""


DEER: Final = Talk(
    "林小鹿_88",
    (
        Line(20 * DAY + 300 * SECOND, "马克杯是手工的吗？会不会每只颜色不一样"),
        Line(20 * DAY + 282 * SECOND, "是柴烧的，每只釉色都有细微差别，介意的话可以先看实拍图哦", True),
        Line(20 * DAY + 240 * SECOND, "好的，我要两只釉里红"),
        Line(20 * DAY + 221 * SECOND, "收到，今天下午就给您发出", True),
        Line(468 * SECOND, "你好，昨天拍的那件亚麻衬衫发货了吗？"),
        Line(450 * SECOND, "您好，您的订单今天下午安排发出，发出后会把单号同步给您～", True),
        Line(223 * SECOND, "尺码偏小，想换成L码可以吗？"),
        Line(221 * SECOND, "吊牌我拍给你看，写的是 M"),
    ),
)
WAITING: Final = (
    DEER,
    Talk(
        "haoyun2015",
        (
            Line(9 * MINUTE, "我的四件套到哪了"),
            Line(8 * MINUTE, "帮您查一下，稍等", True),
            Line(138 * SECOND, "快递三天没动了"),
        ),
    ),
    Talk(
        "陈阿姨的小店",
        (Line(92 * SECOND, "上次那批杯子收到有一只是碎的"), Line(90 * SECOND, "这次麻烦包严实点，可以补一只吗？")),
    ),
    Talk("tb4471902", (Line(42 * SECOND, "有运费险吗"),)),
    Talk(
        "秋水长天",
        (
            Line(3 * HOUR, "四件套收到了，手感不错"),
            Line(3 * HOUR - 25 * SECOND, "谢谢支持，祝您好梦～", True),
            Line(31 * SECOND, "能开发票不？抬头发你"),
        ),
    ),
    Talk("moon_月半弯", (Line(12 * SECOND, "在吗"),)),
    Talk(
        "王大锤不姓锤",
        (
            Line(80 * SECOND, "桌布能便宜点吗"),
            Line(60 * SECOND, "店铺首页可以领 5 元券，下单直接抵扣哦", True),
            Line(4 * SECOND, "好的谢谢"),
        ),
    ),
)
ANSWERED: Final = (
    Talk(
        "tb0093311",
        (Line(26 * HOUR, "我给差评是因为客服不理人"), Line(26 * HOUR - 40 * SECOND, "非常抱歉，我来跟进处理", True)),
    ),
    Talk(
        "tb7715520",
        (Line(5 * HOUR, "裤子还没收到，我要退款"), Line(5 * HOUR - 33 * SECOND, "已为您登记，今天给您答复", True)),
    ),
    Talk(
        "云朵朵",
        (Line(4 * HOUR, "只收到衬衫，茶壶呢？"), Line(4 * HOUR - 19 * SECOND, "茶壶从另一个仓发，今晚补寄给您", True)),
    ),
    Talk(
        "安安静静",
        (
            Line(2 * HOUR, "地址能改成公司的吗"),
            Line(2 * HOUR - 22 * SECOND, "还没打单，可以改的，请把新地址发我", True),
        ),
    ),
    Talk(
        "tb6620418",
        (Line(50 * MINUTE, "四件套今天能发吗？周一前要用"), Line(49 * MINUTE, "我马上催仓库，今天发出", True)),
    ),
    Talk(
        "tb5520193", (Line(30 * MINUTE, "别发中通，我们这边不送上门"), Line(29 * MINUTE, "好的，给您备注走顺丰", True))
    ),
)

ERRANDS: Final = (
    Errand(
        "破损补换 · 柴烧马克杯",
        TicketType.EXCHANGE,
        "陈阿姨的小店",
        "318801010",
        50 * HOUR + 10 * MINUTE + 33 * SECOND,
        Priority.HIGH,
        note="补一只釉里红，外箱加泡沫",
    ),
    Errand("差评申诉凭证", TicketType.COMPLAINT, "tb0093311", "310093311", 25 * HOUR, Priority.HIGH),
    Errand("尺码咨询 · 已回复", TicketType.INQUIRY, "tb8802144", "329904118", 24 * HOUR, end="done"),
    Errand(
        "退货 · 等待买家寄回", TicketType.RETURN_REFUND, "王大锤不姓锤", "329881209", 22 * HOUR, end="waiting_buyer"
    ),
    Errand("重复拍下，取消一单", TicketType.REFUND_ONLY, "早睡计划", "", 20 * HOUR, end="cancelled"),
    Errand("发票抬头更正", TicketType.INQUIRY, "秋水长天", "329917730", 6 * HOUR, Priority.LOW, end="in_progress"),
    Errand("仅退款 · 未收到货", TicketType.REFUND_ONLY, "tb7715520", "321700548", 5 * HOUR - MINUTE, Priority.HIGH),
    Errand("漏发一件，补寄", TicketType.AFTER_SALE, "云朵朵", "318790266", 4 * HOUR - MINUTE, end="in_progress"),
    Errand("改地址 · 换成公司地址", TicketType.INQUIRY, "安安静静", "318800355", 2 * HOUR - MINUTE, mine=False),
    Errand("催发货 · 四件套", TicketType.LOGISTICS, "tb6620418", "318770618", 48 * MINUTE),
    Errand("快递三天未更新，催件", TicketType.LOGISTICS, "haoyun2015", "318804411", 8 * MINUTE, mine=False),
)
DEER_ERRAND: Final = Errand(
    "换货 · 尺码偏小，M 换 L",
    TicketType.EXCHANGE,
    DEER.nick,
    "330281764",
    200 * SECOND,
    end="in_progress",
    note="L 码库位 B-07 还有 3 件，今天 17 点前改单可以一起发。",
)

PHRASES: Final = (
    ("hm", "亲，可以换码的，L 码现在有货，我这边帮您改好备注～", "换货"),
    ("hmgz", "换码规则：签收 7 天内不影响二次销售可换，吊牌和包装请保留。", "换货"),
    ("hmyf", "换码运费：因尺码问题首次换货由我们承担来回运费。", "换货"),
    ("kd", "亲，快递信息我帮您查了，正在派送途中，请保持电话畅通～", "物流"),
    ("cj", "非常抱歉让您久等，我已联系快递催件，有消息第一时间告诉您。", "物流"),
    ("tk", "退款已提交，一般 1–3 个工作日原路退回，请留意到账。", "退款"),
    ("fp", "可以开电子发票，请把抬头和税号发我，当天发到您的邮箱。", "发票"),
    ("yfx", "店铺全部商品都赠送运费险，退换货无忧。", "售前"),
    ("zs", "感谢您的耐心等待，还有什么可以帮您？", ""),
)
