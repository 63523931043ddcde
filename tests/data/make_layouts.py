"""Makes the small twins of every layout in this folder, texts invented: ``python make_layouts.py [FOLDER]``."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import xlsxwriter

LIST_41 = [
    "订单编号",
    "买家会员名",
    "买家支付宝账号",
    "买家应付货款",
    "买家应付邮费",
    "买家支付积分",
    "总金额",
    "返点积分",
    "买家实际支付金额",
    "买家实际支付积分",
    "订单状态",
    "买家留言",
    "收货人姓名",
    "收货地址 ",
    "运送方式",
    "联系电话 ",
    "联系手机",
    "订单创建时间",
    "订单付款时间 ",
    "宝贝标题 ",
    "宝贝种类 ",
    "物流单号 ",
    "物流公司",
    "订单备注",
    "宝贝总数量",
    "店铺Id",
    "店铺名称",
    "订单关闭原因",
    "卖家服务费",
    "买家服务费",
    "发票抬头",
    "是否手机订单",
    "分阶段订单信息",
    "特权订金订单id",
    "定金排名",
    "修改后的sku",
    "修改后的收货地址",
    "异常信息",
    "天猫卡券抵扣",
    "集分宝抵扣",
    "是否是O2O交易",
]
LIST_71_MORE = (
    "支付单号",
    "支付详情",
    "退款金额",
    "确认收货时间",
    "打款商家金额",
    "发货时间",
    "商家备忘",
    "主订单编号",
)
DETAIL_10 = [
    "订单编号",
    "标题",
    "价格",
    "购买数量",
    "外部系统编号",
    "商品属性",
    "套餐信息",
    "备注",
    "订单状态",
    "商家编码",
]
DETAIL_18 = [
    "子订单编号",
    "主订单编号",
    "标题",
    "价格",
    "购买数量",
    "外部系统编号",
    "商品属性",
    "套餐信息",
    "备注",
    "订单状态",
    "商家编码",
    "支付单号",
    "买家应付货款",
    "买家实际支付金额",
    "退款状态",
    "退款金额",
    "订单创建时间",
    "订单付款时间",
]
REPORT = [
    "订单编号",
    "支付单号",
    "买家实付金额",
    "订单状态",
    "订单付款时间",
    "店铺名称",
    "发货时间",
    "确认收货打款金额",
]
PHRASES = ["快捷短语编码", "快捷短语", "快捷短语分组"]
NUMBERS = ("3001000000000000017", "3001000000000000025", "300100000000003", "3001000000000000041")

ORDERS = (
    {
        "订单编号": NUMBERS[0],
        "买家会员名": "竹风小筑",
        "买家应付货款": "258.00",
        "买家应付邮费": "0.00",
        "总金额": "258.00",
        "买家实际支付金额": "258.00",
        "订单状态": "买家已付款，等待卖家发货",
        "买家留言": "请发\n顺丰,谢谢",
        "收货人姓名": "林一",
        "收货地址": "浙江省 杭州市 西湖区 文三路1号(310000)",
        "运送方式": "快递",
        "联系电话": "'0571-00000001",
        "联系手机": "'13000000001",
        "订单创建时间": "2026-11-20 10:00:01",
        "订单付款时间": "2026-11-20 10:02:03",
        "宝贝标题": "亚麻衬衫 雾蓝，棉麻围巾",
        "宝贝种类": "2",
        "宝贝总数量": "3",
        "订单备注": '\'换L码 "急"',
        "店铺名称": "青禾生活",
        "订单关闭原因": "订单未关闭",
        "买家服务费": "0元",
        "支付单号": "2026112022001100001400000017",
        "支付详情": "支付方式：支付宝，支付单号：1，金额：258.00；",
        "退款金额": "0.00",
        "打款商家金额": "0元",
    },
    {
        "订单编号": NUMBERS[1],
        "买家会员名": '=HYPERLINK("http://x")',
        "买家实际支付金额": "1321.02",
        "总金额": "1,321.02",
        "订单状态": "卖家已发货,等待买家确认",
        "买家留言": "null",
        "收货人姓名": "王二",
        "收货地址": "四川省 成都市 武侯区 人民路2号(000000)",
        "修改后的收货地址": "四川省 成都市 武侯区 人民路3号(000000)",
        "订单创建时间": "2026/11/19 8:05",
        "物流单号": "YT0000000000001",
        "物流公司": "圆通速递",
        "订单付款时间": "2026/11/19 8:06",
        "宝贝种类": "1",
        "宝贝总数量": "1",
        "发货时间": "2026-11-20 09:00:00",
    },
    {
        "订单编号": NUMBERS[2],
        "买家会员名": "云上",
        "总金额": "15.50",
        "订单状态": "交易关闭",
        "订单关闭原因": "买家未付款",
        "商家备忘": "不再联系",
        "订单创建时间": "2013-01-02 03:04:05",
    },
    {
        "订单编号": NUMBERS[3],
        "买家会员名": "阿禾",
        "总金额": "9.90",
        "买家实际支付金额": "9.90",
        "订单状态": "交易成功",
        "打款商家金额": "9.90元",
        "确认收货时间": "2026-11-21 20:00:00",
        "订单备注": "送小样",
    },
)
ITEMS = (
    {
        "订单编号": NUMBERS[0],
        "标题": "亚麻衬衫 雾蓝",
        "价格": "199.00",
        "购买数量": "1",
        "外部系统编号": "null",
        "商品属性": "颜色分类：雾蓝[麻];尺码：L",
        "订单状态": "买家已付款，等待卖家发货",
        "商家编码": "0010",
    },
    {
        "订单编号": NUMBERS[0],
        "标题": "棉麻围巾",
        "价格": "29.50",
        "购买数量": "2",
        "订单状态": "交易关闭",
        "商家编码": "W-2",
    },
    {
        "订单编号": NUMBERS[1],
        "标题": "竹节棉四件套",
        "价格": "1321.02",
        "购买数量": "1",
        "订单状态": "卖家已发货，等待买家确认",
    },
    {"订单编号": NUMBERS[0], "标题": "赠品", "价格": "0.00", "购买数量": "1", "订单状态": "交易成功"},
)
PHRASE_ROWS = (("kd", "今天就发，\n请放心", "发货"), ("", '"引号" 与, 逗号', ""), ("kd", "=1+1", "其他"))


def platform_csv(header: list[str], rows: list[dict[str, str]], ids: tuple[str, ...]) -> str:
    """The platform's own dress: ids bare as ="…", everything else quoted, CRLF."""

    def cell(name: str, value: str) -> str:
        return f'="{value}"' if name.strip() in ids else '"' + value.replace('"', '""') + '"'

    lines = [",".join(cell("", name) for name in header)]
    lines += [",".join(cell(name, row.get(name.strip(), "")) for name in header) for row in rows]
    return "\r\n".join(lines) + "\r\n"


def plain_csv(header: list[str], rows: tuple[tuple[str, ...], ...]) -> str:
    """What the csv module writes."""
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue()


def sheet(path: Path, header: list[str], rows: list[list[str]]) -> None:
    """A workbook with text cells only."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("sheet1")
        for at, row in enumerate([header, *rows]):
            for column, value in enumerate(row):
                page.write_string(at, column, value)


def new_items() -> list[dict[str, str]]:
    """The items as the 18-column detail tells them."""
    return [
        {**item, "主订单编号": item["订单编号"], "子订单编号": f"{item['订单编号']}{at}", "退款状态": "没有申请退款",
         "退款金额": "无退款申请", "买家应付货款": item["价格"], "订单创建时间": "2026-11-20 10:00:01"}
        for at, item in enumerate(ITEMS)
    ]  # fmt: skip


def make(folder: Path) -> None:
    """Write every twin into ``folder``."""
    ids = ("订单编号", "支付单号", "主订单编号", "子订单编号")
    list_71 = [*(name.strip() for name in LIST_41), *LIST_71_MORE]
    full = [{**order, "主订单编号": order["订单编号"]} for order in ORDERS]
    texts = {
        "list_41.csv": platform_csv(LIST_41, list(ORDERS), ids),
        "list_49.csv": platform_csv(list_71, full, ids),
        "detail_10.csv": platform_csv(DETAIL_10, list(ITEMS), ids),
        "detail_18.csv": platform_csv(DETAIL_18, new_items(), ids),
        "phrases_gbk.csv": plain_csv(PHRASES, PHRASE_ROWS),
    }
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode("gb18030"))
    (folder / "phrases_utf8bom.csv").write_bytes(texts["phrases_gbk.csv"].encode("utf-8-sig"))
    aliases = {"买家实付金额": "买家实际支付金额", "确认收货打款金额": "打款商家金额"}
    rows = [[order.get(aliases.get(name, name), "").removesuffix("元") for name in REPORT] for order in ORDERS]
    sheet(folder / "report_8.xlsx", REPORT, rows)
    sheet(folder / "report_turned.xlsx", REPORT[::-1], [row[::-1] for row in rows])
    sheet(folder / "phrases.xlsx", PHRASES, [list(row) for row in PHRASE_ROWS])


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
