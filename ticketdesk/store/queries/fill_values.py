"""What the variables of phrases are filled with: buyer, order, parcel, item, agent, shop, date."""

from __future__ import annotations

import re
from typing import Final

from ticketdesk.domain.moments import from_ms
from ticketdesk.store.reader import Rows, first

_SIZE: Final = re.compile(r"(?:尺码|尺寸|规格)[:：]([^;；]+)")
_COLOUR: Final = re.compile(r"颜色(?:分类)?[:：]([^;；]+)")
_MOST_TITLE: Final = 40


def values(
    source: Rows, conversation_id: int, now: int, *, agent: str = "", order_id: int | None = None
) -> dict[str, str]:
    """Return the value of every variable of ``domain.phrase_fill.VARIABLES``, "" where nothing is known.

    ``order_id`` is the order chosen in the sidebar; without one the buyer's newest is taken.
    """
    talk = first(
        source,
        "SELECT b.id, b.nick, COALESCE(a.name, '') FROM conversation c JOIN buyer b ON b.id = c.buyer_id"
        " LEFT JOIN agent a ON a.id = c.agent_id WHERE c.id = ?",
        (conversation_id,),
    )
    shop = first(source, "SELECT name FROM shop WHERE deleted = 0 LIMIT 1")
    moment = from_ms(now)
    found = {
        "买家": talk[1] if talk else "",
        "客服": agent or (talk[2] if talk else ""),
        "店铺": shop[0] if shop else "",
        "日期": f"{moment.month}月{moment.day}日",
    }
    return found | _order(source, order_id if order_id is not None else _newest(source, talk[0] if talk else 0))


def _newest(source: Rows, buyer_id: int) -> int:
    sql = "SELECT id FROM orders WHERE buyer_id = ? AND deleted = 0 ORDER BY sort_at DESC, id DESC LIMIT 1"
    found = first(source, sql, (buyer_id,))
    return int(found[0]) if found else 0


def _order(source: Rows, order_id: int) -> dict[str, str]:
    order = first(
        source,
        "SELECT number, carrier, tracking, titles, COALESCE(paid_cents, total_cents) FROM orders"
        " WHERE id = ? AND deleted = 0",
        (order_id,),
    )
    if order is None:
        return {}
    number, carrier, tracking, titles, cents = order
    line = first(
        source,
        "SELECT title, attributes FROM order_line WHERE order_id = ? AND deleted = 0 ORDER BY position, id LIMIT 1",
        (order_id,),
    )
    title, attributes = line or (titles, "")
    return {
        "订单号": number,
        "快递": carrier,
        "单号": tracking,
        "商品": str(title)[:_MOST_TITLE],
        "金额": "" if cents is None else f"{cents / 100:.2f}",
        "尺码": _part(_SIZE, attributes),
        "颜色": _part(_COLOUR, attributes),
    }


def _part(pattern: re.Pattern[str], attributes: str) -> str:
    found = pattern.search(attributes)
    return found[1].strip() if found else ""
