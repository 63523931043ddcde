"""What gen_store.py has written: its words in the desk's terms, its messages, and what each talk comes to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from ticketdesk.domain.moments import parse_stamp
from ticketdesk.domain.orders import OrderState
from ticketdesk.domain.text import strip_nul
from ticketdesk.store.writers.talk import SNIPPET

STATES = {
    "等待买家付款": OrderState.WAIT_PAY, "买家已付款，等待卖家发货": OrderState.WAIT_SHIP,
    "卖家已发货，等待买家确认": OrderState.SHIPPED, "交易成功": OrderState.FINISHED, "交易关闭": OrderState.CLOSED,
}  # fmt: skip
FLAGS = {"": 0, "红": 1, "黄": 2, "绿": 3, "蓝": 4, "紫": 5}
KINDS = {
    "退款": "refund_only", "换货": "exchange", "催发货": "logistics", "改地址": "inquiry", "补发": "after_sale",
    "发票": "inquiry", "投诉": "complaint",
}  # fmt: skip
TICKET_STATES = {
    "待处理": "open", "处理中": "in_progress", "待买家": "waiting_buyer", "已完成": "done", "已取消": "cancelled",
}  # fmt: skip


def read(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of one of the generator's files."""
    with (folder / f"{name}.ndjson").open(encoding="utf-8") as file:
        yield from map(json.loads, file)


class Said(NamedTuple):
    """One message of the generator; ``at`` in UTC ms."""

    at: int
    conversation: int
    out: bool
    who: str
    text: str


@dataclass(slots=True)
class Talk:
    """What a conversation's own row says of its messages."""

    first_in: int | None = None
    first_response: int | None = None
    waiting: int | None = None
    last_at: int = 0
    last_id: int | None = None
    last_text: str = ""
    last_side: str = ""

    def hear(self, said: Said, message: int) -> None:
        """Take the next message of the conversation into account, in the order of time."""
        if said.out:
            if self.first_in is not None and self.first_response is None:
                self.first_response = said.at - self.first_in
            self.waiting = None
        else:
            self.first_in = said.at if self.first_in is None else self.first_in
            self.waiting = said.at if self.waiting is None else self.waiting
        self.last_at, self.last_id, self.last_side = said.at, message, "out" if said.out else "in"
        self.last_text = said.text.replace("\n", " ")[:SNIPPET]


def messages(folder: Path) -> Iterator[Said]:
    """Yield every message; within one second the file's order stays, since sorting is stable."""
    for each in read(folder, "messages"):
        at = parse_stamp(each["at"]) or 0
        yield Said(at, each["conv"], each["dir"] == "out", each["who"], strip_nul(each["text"]))


def count_ids(folder: Path) -> int:
    """Return how many rows will take an id from the act's block."""
    items = sum(1 + len(order["items"]) for order in read(folder, "orders"))
    others = {name: sum(1 for _ in read(folder, name)) for name in ("customers", "conversations", "tickets")}
    return items + others["customers"] + others["conversations"] + 2 * others["tickets"]
