"""Builders of a shop to test with: a clock, files of orders and phrases, transcripts, tickets; all texts invented."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.people import AddAgent, SetPassword
from ticketdesk.desk.commands.shop import CreateShop
from ticketdesk.desk.commands.talk import Heard, Received, ReceiveTranscript
from ticketdesk.desk.commands.tickets import CreateTicket, TicketMade
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.imports import ImportReport
from ticketdesk.domain.passwords import hashed
from ticketdesk.store.store import Store
from ticketdesk.tour.sample_headers import DETAIL_HEADER

START = 1_795_000_000_000  # 2026-11-18 in UTC ms

LIST_HEADER = (
    "订单编号",
    "买家会员名",
    "总金额",
    "买家实际支付金额",
    "订单状态",
    "买家留言",
    "收货人姓名",
    "收货地址",
    "联系手机",
    "订单创建时间",
    "订单付款时间",
    "宝贝标题",
    "宝贝种类",
    "物流单号",
    "物流公司",
    "订单备注",
    "宝贝总数量",
    "店铺名称",
    "券",
)
WIDE_HEADER = (*LIST_HEADER, *(f"附加列{n}" for n in range(61 - len(LIST_HEADER))))
STATES = ("等待买家付款", "买家已付款，等待卖家发货", "卖家已发货，等待买家确认", "交易成功", "交易关闭")
GOODS = ("亚麻衬衫", "棉麻围巾", "竹节棉四件套", "苎麻桌布", "手织杯垫", "雾蓝窗帘")
WORDS = ("尺码偏小想换", "请尽快发货", "顺丰可以吗", "退款到账了吗", "地址改一下", "谢谢客服", "what size", "在吗")


PASSWORD = "春眠不觉晓"
PASSWORD_HASH = hashed(PASSWORD, bytes(16), n=2)  # as cheap as scrypt can be


class Clock:
    """UTC milliseconds that move by ``step`` at every look; ``now`` can be set."""

    def __init__(self, now: int = START, step: int = 1_000) -> None:
        self.now = now
        self.step = step

    def __call__(self) -> int:
        self.now += self.step
        return self.now


class People(NamedTuple):
    """One agent of each standard role."""

    owner: int
    lead: int
    agent: int
    warehouse: int


def protect(desk: Desk, agent_id: int | None = None) -> None:
    """Give the acting agent (or another) the password ``PASSWORD``; a shop with two agents asks it of its owner."""
    agent = agent_id if agent_id is not None else desk.agent_id
    assert agent is not None
    with unguarded(desk):
        desk.run(SetPassword(agent_id=agent, password_hash=PASSWORD_HASH))


def add_colleague(desk: Desk, name: str = "阿泽", role: str = "agent") -> int:
    """Add an agent without a password, whatever the session would ask for; the acting owner gets one."""
    protect(desk)
    with unguarded(desk):
        return int(str(desk.run(AddAgent(agent_name=name, role=role)).result))


@contextmanager
def unguarded(desk: Desk) -> Iterator[None]:
    """The desk without its session, as the command line has it."""
    guard, desk.guard = desk.guard, None
    try:
        yield
    finally:
        desk.guard = guard


def open_shop(desk: Desk) -> People:
    """Make the shop and one agent per role; the owner acts from then on."""
    owner = desk.run(CreateShop(shop_name="青禾生活", owner_name="小满")).result.owner_id
    desk.agent_id = owner
    protect(desk)
    others = (
        desk.run(AddAgent(agent_name=name, role=role)).result
        for name, role in (("立夏", "lead"), ("谷雨", "agent"), ("白露", "warehouse"))
    )
    return People(owner, *others)


def number(n: int) -> str:
    """The platform number of order ``n``: 19 digits."""
    return f"3{n:018d}"


def order_row(n: int, rng: random.Random, state: int | None = None, **more: str) -> dict[str, str]:
    """A row of an order list; the same ``n`` has the same buyer and moment always."""
    day, second = n // 1_000 % 28 + 1, n % 1_000
    stamp = f"2026-10-{day:02d} {10 + second // 600:02d}:{second // 60 % 10:02d}:{second % 60:02d}"
    found = {
        "订单编号": number(n),
        "买家会员名": f"买家{n % 997}",
        "总金额": f"{n % 500}.50",
        "买家实际支付金额": f"{n % 500}.50",
        "订单状态": STATES[rng.randrange(len(STATES)) if state is None else state],
        "买家留言": rng.choice(("", *WORDS)),
        "收货人姓名": f"收{n % 89}",
        "收货地址": f"浙江省 杭州市 西湖区 文三路{n % 900}号(310000)",
        "联系手机": f"130{n:08d}",
        "订单创建时间": stamp,
        "订单付款时间": stamp,
        "宝贝标题": GOODS[n % len(GOODS)],
        "宝贝种类": "1",
        "物流单号": rng.choice(("", f"YT{n:012d}")),
        "物流公司": "圆通速递",
        "宝贝总数量": "1",
        "店铺名称": "青禾生活",
        "订单备注": rng.choice(("", "", f"要{GOODS[n % 5]} 立夏 10.{day}")),
        "券": str(n % 7),
    }
    return found | more


def detail_rows(n: int, rng: random.Random) -> list[dict[str, str]]:
    """The items of order ``n`` as the 18-column detail tells them."""
    return [
        {
            "子订单编号": f"{number(n)}{at}",
            "主订单编号": number(n),
            "标题": GOODS[(n + at) % len(GOODS)],
            "价格": "12.80",
            "购买数量": str(at + 1),
            "商品属性": f"颜色分类：雾蓝;尺码：{'SML'[at]}",
            "订单状态": rng.choice(STATES),
            "商家编码": f"W-{n % 50}",
            "退款状态": "没有申请退款",
            "退款金额": "无退款申请",
        }
        for at in range(n % 3 + 1)
    ]


def write_table(path: Path, header: Sequence[str], rows: Sequence[dict[str, str]]) -> Path:
    """Write a CSV in the platform's encoding; columns a row does not have stay empty."""
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(header)
        writer.writerows([row.get(name, "") for name in header] for row in rows)
    return path


def big_list(path: Path, rows: int, seed: int = 1, header: Sequence[str] = LIST_HEADER) -> Path:
    """Write an order list of ``rows`` different orders; a quarter of the further columns hold short texts."""
    rng = random.Random(seed)
    more = {name: f"值{at}" for at, name in enumerate(header) if name not in LIST_HEADER and at % 4 == 0}
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(header)
        for n in range(rows):
            row = order_row(n, rng) | more
            writer.writerow([row.get(name, "") for name in header])
    return path


class Make:
    """Short ways to fill a store."""

    def __init__(self, desk: Desk, folder: Path, clock: Clock) -> None:
        self.desk = desk
        self.folder = folder
        self.clock = clock
        self.rng = random.Random(7)
        self._files = 0

    def order_file(self, rows: Sequence[dict[str, str]] | int = 5, header: Sequence[str] = LIST_HEADER) -> Path:
        """Write an order list of these rows, or of the first ``rows`` orders."""
        if isinstance(rows, int):
            rows = [order_row(n, self.rng) for n in range(rows)]
        self._files += 1
        return write_table(self.folder / f"订单{self._files}.csv", header, rows)

    def detail_file(self, numbers: Sequence[int]) -> Path:
        """Write a detail file of these orders."""
        return self.order_file([row for n in numbers for row in detail_rows(n, self.rng)], DETAIL_HEADER)

    def imported(self, rows: Sequence[dict[str, str]] | int = 5) -> ImportReport:
        """Import an order list and return its report."""
        report = self.desk.run(ImportOrders(path=str(self.order_file(rows)))).result
        assert isinstance(report, ImportReport)
        return report

    def order_id(self, n: int) -> int:
        """The id of order ``n``."""
        sql = "SELECT id FROM orders WHERE number = ? AND deleted = 0"
        return int(self.desk.store.reader.rows(sql, (number(n),))[0][0])

    def transcript(self, nick: str = "林小鹿", *texts: str, agent_id: int | None = None) -> Received:
        """Receive a transcript of the buyer's ``texts``."""
        said = tuple(Heard("in", nick, self.clock(), text) for text in texts or ("尺码偏小，想换成L码可以吗？",))
        found = self.desk.run(ReceiveTranscript(buyer_nick=nick, messages=said), agent_id=agent_id).result
        assert isinstance(found, Received)
        return found

    def ticket(self, title: str = "换货", agent_id: int | None = None, **more: object) -> TicketMade:
        """Open a ticket."""
        command = CreateTicket(**{"type": "exchange", "title": title, **more})  # type: ignore[arg-type]
        found = self.desk.run(command, agent_id=agent_id).result
        assert isinstance(found, TicketMade)
        return found


def act_count(store: Store) -> int:
    """How many acts the journal holds."""
    return int(store.reader.rows("SELECT COUNT(*) FROM act")[0][0])
