"""One made-up row a layout, and tables of rows that differ from it."""

from __future__ import annotations

import csv
import io

PDD = {"订单号": "260517-607198974342268", "商品": "围巾", "订单状态": "待发货", "用户实付金额(元)": "1,841.79"}
DOUYIN = {"主订单编号": "\t6917000000000000001", "子订单编号": "\t6917000000000000001", "选购商品": "\t围巾",
          "商品数量": "1", "订单应付金额": "10.00", "订单状态": "待发货"}  # fmt: skip
JD = {"订单号": "316962560590", "商品ID": "70634439812", "商品名称": "围巾", "订购数量": "1", "京东价": "10.00",
      "订单金额": "10.00", "应付金额": "10.00", "订单状态": "等待出库", "下单帐号": "jd_a",
      "商家备注等级（等级1-5为由高到低）": ""}  # fmt: skip
ALI = {"订单编号": "4055670462648394832", "买家会员名": "tb1", "实付款(元)": "30.00", "订单状态": "等待卖家发货",
       "货品标题": "围巾", "单价(元)": "10.00", "数量": "1"}  # fmt: skip
SHOPIFY = {"Name": "#1001", "Email": "a@example.com", "Financial Status": "paid", "Fulfillment Status": "unfulfilled",
           "Created at": "2026-09-03 10:15:00 -0400", "Total": "10.00", "Lineitem name": "Scarf",
           "Lineitem quantity": "1", "Lineitem price": "10.00"}  # fmt: skip
LAYOUTS = {"pdd_orders": PDD, "douyin_orders": DOUYIN, "jd_orders": JD, "1688_orders": ALI, "shopify_orders": SHOPIFY}
REFUND = {"订单编号": "4055670462648394832", "退款编号": "726108820679192255", "买家实际支付金额": "73.27",
          "买家退款金额": "50.68", "超时时间": "2026-03-03 08:39:21", "是否需要退货": "是"}  # fmt: skip
PARCEL = {"订单编号": "4055670462648394832", "物流公司": "顺丰速运", "物流单号": "SF8030004785327"}


def text(base, *rows):
    """A CSV of rows that differ from ``base`` in the given cells."""
    names = list(dict.fromkeys((*base, *(name for row in rows for name in row))))
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\r\n")
    table.writerows([names, *([{**base, **row}.get(name, "") for name in names] for row in rows)])
    return out.getvalue()
