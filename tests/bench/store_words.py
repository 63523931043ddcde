"""The words of a made shop: all our own, put together by rule, so that the same shop comes out every time."""

from __future__ import annotations

from itertools import product

LISTS = ("nicks", "titles", "asked", "answered", "causes")
SURNAMES = tuple("林陈周吴郑孙朱胡高何郭罗梁宋谢唐许邓冯韩曹曾彭萧蔡潘田董袁于")
GIVEN = ("小满", "知秋", "一诺", "晚晴", "子涵", "雨桐", "青禾", "予安", "若溪", "明远", "之行", "思齐", "清越", "南星")
GOODS = (
    "亚麻衬衫", "羊毛围巾", "帆布双肩包", "陶瓷马克杯", "竹编收纳筐", "纯棉床单", "实木台灯", "真皮腰带", "保温水壶",
    "蓝牙音箱",
)  # fmt: skip
KINDS = ("米白", "雾蓝", "墨绿", "焦糖", "藏青", "豆沙", "浅灰", "明黄")
SIZES = ("小号", "中号", "大号", "加大", "均码", "两件装", "礼盒装")
GREETINGS = ("", "在吗，", "你好，", "亲，", "麻烦问一下，", "请问，", "不好意思，", "老板，")
WISHES = (
    "什么时候发货", "能改地址吗", "想退货怎么办", "收到的颜色和图片不一样", "可以换大一号吗", "物流三天没动了",
    "有没有优惠券", "发票能开公司抬头吗", "少发了一件", "包装压坏了", "质量太差", "尺码偏小", "能不能今天发出",
    "退款什么时候到账", "会不会起球",
)  # fmt: skip
ENDS = ("", "？", "，谢谢", "，等你回复", "，急用", "，挺着急的", "，帮我看看")
ANSWERS = (
    "您好，{0}的{1}今天下午统一发出", "亲，{0}{1}支持七天无理由", "抱歉让您久等了，{1}这边马上核实",
    "已经为您登记，{0}{1}会优先处理", "{1}的运费由我们承担", "仓库说{0}{1}明天到货", "给您补发一件{0}{1}，请留意短信",
    "麻烦拍一张{1}的照片，我们来处理",
)  # fmt: skip
CAUSES = (
    "尺码不合适", "漏发配件", "外箱破损", "催发货", "改收货地址", "申请退差价", "色差投诉", "开具发票", "质量问题",
    "拦截快递",
)  # fmt: skip


def nicks() -> list[str]:
    """Return the first halves of nicknames; a number makes them one's own."""
    return [a + b for a, b in product(SURNAMES, GIVEN)]


def titles() -> list[str]:
    """Return the titles of goods."""
    found = product(GOODS, KINDS, SIZES, (2025, 2026))
    return [f"{kind}{goods} {size} {year}新款" for goods, kind, size, year in found]


def asked() -> list[str]:
    """Return what buyers say."""
    said = product(GREETINGS, KINDS, GOODS, WISHES, ENDS)
    return [f"{hello}{kind}{goods}{wish}{end}" for hello, kind, goods, wish, end in said]


def answered() -> list[str]:
    """Return what agents say."""
    return [text.format(kind, goods + size) for text, kind, goods, size in product(ANSWERS, KINDS, GOODS, SIZES)]


def causes() -> list[str]:
    """Return the titles of tickets."""
    return [f"{goods}（{kind}）{cause}" for goods, kind, cause in product(GOODS, KINDS, CAUSES)]
