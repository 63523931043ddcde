"""The shop that is soaked: the sample shop, beside it some thousand orders and messages; and files to take in."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from tests.desk.builders import LIST_HEADER, WORDS, big_list, number, order_row, write_table
from tests.fault.soak.words import CANARIES
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.talk import Heard, ReceiveTranscript
from ticketdesk.desk.commands.tickets import CreateTicket
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.moments import MINUTE, SECOND
from ticketdesk.tour.sample import fill_demo
from ticketdesk.tour.sample_files import write_all

ORDERS = 3_000
TALKS = 400
LONG_TALK = 2_000
TICKETS = 150


def fill(desk: Desk, clock: Callable[[], int], folder: Path, size: float = 1.0) -> None:
    """Fill an empty store; ``size`` 1 takes about three seconds."""
    fill_demo(desk, clock)
    rng, now = random.Random(1), clock()
    desk.run(ImportOrders(path=str(big_list(folder / "bulk.csv", round(ORDERS * size))), rows=round(ORDERS * size)))
    for n in range(round(TALKS * size)):
        desk.run(heard(rng, f"买家{n}", now - n * 7 * MINUTE, rng.randrange(1, 9)))
    _plant(desk, now, folder)
    desk.run(heard(rng, "话很多的买家", now - 3 * MINUTE, round(LONG_TALK * size)))
    for n in range(round(TICKETS * size)):
        kind = rng.choice(("exchange", "refund_only", "logistics", "complaint"))
        desk.run(CreateTicket(type=kind, title=f"{rng.choice(WORDS)} {n}", buyer_nick=f"买家{n}"))


def _plant(desk: Desk, now: int, folder: Path) -> None:
    """A buyer whose name, words, address and telephone number may turn up nowhere but in the store."""
    nick, address, phone, word = CANARIES
    said = (Heard("in", nick, now - 2 * MINUTE, f"{word} {address} {phone}", True),)
    desk.run(ReceiveTranscript(buyer_nick=nick, messages=said))
    row = order_row(
        999_999, random.Random(1), 买家会员名=nick, 收货人姓名=nick, 收货地址=address, 联系手机=phone, 买家留言=word
    )
    desk.run(ImportOrders(path=str(write_table(folder / "canary.csv", LIST_HEADER, [row])), rows=1))


def heard(rng: random.Random, nick: str, last: int, messages: int) -> ReceiveTranscript:
    """So many messages of a buyer and of us, the newest at ``last`` (UTC ms)."""
    said = (
        Heard(
            "out" if n and rng.random() < 0.4 else "in", nick, last - (messages - n) * 9 * SECOND,
            " ".join(rng.choices(WORDS, k=rng.randrange(1, 12))), True,
        )
        for n in range(messages)
    )  # fmt: skip
    return ReceiveTranscript(buyer_nick=nick, messages=tuple(said))


def files(folder: Path) -> tuple[Path, ...]:
    """Write what the driver chooses in dialogs of files: good ones, bad ones, and places to write to."""
    made = [folder / name for name in write_all(folder).files]
    made.append(big_list(folder / "two-thousand.csv", 2_000, seed=3))
    odd = f"订单编号,买家会员名,宝贝标题\n{number(1)},<img src='file:///etc/hostname'>,{'x' * 30_000}\n"
    (folder / "odd.csv").write_text(odd, "utf-8")
    (folder / "picture.png").write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    (folder / "empty.csv").write_bytes(b"")
    (folder / "half.xlsx").write_bytes(b"PK\x03\x04" + bytes(300))
    made += [folder / name for name in ("odd.csv", "picture.png", "empty.csv", "half.xlsx")]
    return (*made, folder / "written.csv", folder / "written.xlsx", folder / "nothing-there.csv")
