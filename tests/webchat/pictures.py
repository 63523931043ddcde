"""Renders every state of the buyer's page: ``python -m tests.webchat.pictures OUT``.

Phone and desktop, light and dark, Chinese and English; each picture is looked at and has its line in docs/screens.md.
"""

from __future__ import annotations

import os
import struct
import sys
import time
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from selenium.webdriver.common.keys import Keys

from tests.webchat.browser import DESKTOP, PHONE
from tests.webchat.buyer import Buyer, until
from tests.webchat.fake_desk import FakeDesk

BUBBLE = (380, 600)
PRODUCT = {"title": "亚麻宽松衬衫 雾蓝 M ×1", "attributes": "待发货", "code": "预计今天发出"}
PARCEL = {
    "order": "3819447201886633", "title": "亚麻宽松衬衫 雾蓝 M ×1", "state": "WAIT_BUYER_CONFIRM_GOODS",
    "carrier": "中通快递", "tracking": "73100112233445", "event": "已到达杭州转运中心", "at": 0,
}  # fmt: skip


EVERY = ("phone", "dark", "desktop", "english")


class Scene(NamedTuple):
    """One state: its name, how it comes about, the ways it is shown in."""

    name: str
    play: Callable[[FakeDesk, Buyer], None]
    facts: Mapping[str, Any] = MappingProxyType({})
    ways: tuple[str, ...] = EVERY


def gradient(width: int, height: int) -> bytes:
    """A PNG with a soft slope of colours."""
    rows = b"".join(
        b"\0" + bytes(v for x in range(width) for v in (190 - y * 60 // height, 215 - x * 40 // width, 200))
        for y in range(height)
    )
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    made = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


def talked(desk: FakeDesk, page: Buyer) -> None:
    """The conversation of the picture."""
    page.online().say("你好，昨天拍的那件亚麻衬衫发货了吗？")
    until(lambda: page.marks() == ["已送达"] or page.marks() == ["Delivered"])
    desk.has_read()
    desk.say("您好，您的订单今天下午安排发出，发出后会把单号同步给您～")
    desk.say(kind="product", card=PRODUCT)
    page.say("尺码偏小，想换成L码可以吗？")
    until(lambda: len(page.marks()) == 2 and page.marks()[-1] in ("已送达", "Delivered"))
    page.run("document.activeElement.blur()")


def typing(desk: FakeDesk, page: Buyer) -> None:
    """… and the agent types."""
    talked(desk, page)
    desk.push(t="typing", on=True, sender="小满")
    until(lambda: page.shown("#typing"))


def cut(desk: FakeDesk, page: Buyer) -> None:
    """The line is cut while one goes on writing."""
    talked(desk, page)
    desk.silent = True
    desk.cut()
    page.say("还在吗？")
    until(lambda: page.marks()[-1] in ("连接中断，恢复后自动发送", "Connection lost, will be sent when it is back"))
    page.run("document.activeElement.blur()")


def offline(desk: FakeDesk, page: Buyer) -> None:
    """This device has no network."""
    talked(desk, page)
    page.network(on=False)
    desk.cut()
    until(lambda: "断开" in page.line() or "offline" in page.line())


def connecting(_desk: FakeDesk, page: Buyer) -> None:
    """Nothing has come yet."""
    until(lambda: page.line() in ("正在连接…", "Connecting…"))


def fresh(_desk: FakeDesk, page: Buyer) -> None:
    """A new visit, nothing said."""
    page.online()


def away(desk: FakeDesk, page: Buyer) -> None:
    """Open, but nobody is at the desk; an automatic reply."""
    page.online().say("在吗")
    desk.say("您好，客服马上回来，请先留言。", auto=True)
    until(lambda: len(page.texts()) == 2)


def rated(desk: FakeDesk, page: Buyer) -> None:
    """A rating is asked for while the shop is open."""
    talked(desk, page)
    desk.push(t="closed")
    desk.push(t="rating", sender="小满")
    until(lambda: page.shown(".panel"))
    page.all(".star")[3].click()
    page.all(".tag")[1].click()


def thanked(desk: FakeDesk, page: Buyer) -> None:
    """… and was given."""
    rated(desk, page)
    page.press(".panel .filled")
    until(lambda: page.shown(".panel .done"))


def shut(desk: FakeDesk, page: Buyer) -> None:
    """The shop is closed: the rating of the last conversation, and the form."""
    until(lambda: page.shown(".panel.left"))
    desk.push(t="rating", sender="小满")
    until(lambda: len(page.all(".panel")) == 2)
    page.all(".tag")[1].click()
    page.run("document.activeElement.blur()")


def shut_wrong(desk: FakeDesk, page: Buyer) -> None:
    """… with what is missing said."""
    until(lambda: page.shown(".panel.left"))
    page.press(".panel .plain")
    until(lambda: page.shown(".why"))


def left(desk: FakeDesk, page: Buyer) -> None:
    """… and the message taken."""
    until(lambda: page.shown(".panel.left"))
    contact, question = page.all(".panel .field")
    contact.send_keys("13800001234")
    question.send_keys("想换成L码可以吗？")
    page.press(".panel .plain")
    until(lambda: page.shown(".panel .done"))


def cards(desk: FakeDesk, page: Buyer) -> None:
    """A product with its price, a parcel, a file."""
    page.online().say("推荐一下，再看看我的快递")
    desk.say(
        kind="product",
        card={"title": "亚麻宽松衬衫 雾蓝 M", "attributes": "雾蓝 M", "code": "YM-2201", "price_cents": 19_900},
    )
    desk.say(kind="logistics", card={**PARCEL, "at": desk.now()})
    desk.say(kind="file", card={"name": "电子发票 2026-11.pdf", "size": 184_320})
    until(lambda: len(page.all(".card")) == 3)


def locked(desk: FakeDesk, page: Buyer) -> None:
    """An order that must be proved first, after a wrong try."""
    page.online().say("查物流")
    desk.say(kind="logistics", card={"locked": True})
    until(lambda: page.shown(".proof"))
    number, digits = page.all(".proof .field")
    number.send_keys("3819447201886633")
    digits.send_keys("0000", Keys.ENTER)
    until(lambda: page.shown(".proof .why"))


def pictures(desk: FakeDesk, page: Buyer) -> None:
    """A picture from the agent, one on its way."""
    page.online().say("有实拍吗")
    desk.say(kind="picture", file=("image/png", gradient(400, 300)), width=400, height=300)
    until(lambda: page.run("return [...document.querySelectorAll('.shot img')].every((i) => i.naturalWidth)"))
    desk.piece_pause = 3.0
    path = Path(page.browser.profile) / "own.png"
    path.write_bytes(gradient(300, 420) + os.urandom(400_000))
    page.send_picture(path)
    until(lambda: page.run("return (document.querySelector('progress')?.value ?? 0) > 0.2"))


def viewer(desk: FakeDesk, page: Buyer) -> None:
    """A picture large."""
    page.online().say("有实拍吗")
    desk.say(kind="picture", file=("image/png", gradient(800, 600)), width=800, height=600)
    until(lambda: page.run("return [...document.querySelectorAll('.shot img')].every((i) => i.naturalWidth)"))
    page.press(".shot")
    until(lambda: page.shown("#viewer"))


def emoji(desk: FakeDesk, page: Buyer) -> None:
    """The emoji are open."""
    talked(desk, page)
    page.press("#smile")


def failed(desk: FakeDesk, page: Buyer) -> None:
    """Too fast, not kept, too long."""
    page.online()
    why = {"太快": "too_fast", "没存": "not_kept"}
    desk.refuse = lambda frame: (
        {"t": "refused", "id": frame["id"], "why": why[frame["text"]], "seconds": 60} if frame["t"] == "say" else None
    )
    page.say("没存")
    until(lambda: page.shown(".state.bad"))
    page.say("太快")
    until(lambda: page.shown(".state.warn"))
    page.run("document.getElementById('words').value = '长'.repeat(20001)")
    page.press("#send")
    until(lambda: page.shown("#hint"))


def recalled(desk: FakeDesk, page: Buyer) -> None:
    """Words taken back on both sides, a link, a long word."""
    page.online().say("订单 3819447201886633 麻烦看下 https://example.com/item?id=602938475610")
    wrong = desk.say("发错了")
    desk.recall(wrong)
    mine = desk.say(side="in", text="打错了")
    desk.recall(mine)
    desk.say("<b>这是文字</b>，不是标记")
    until(lambda: len(page.texts(".system")) == 2)


def history(desk: FakeDesk, page: Buyer) -> None:
    """Scrolled back in a long conversation while new words come."""
    page.online()
    begun = desk.now() - 3 * 86_400_000
    desk.fill(
        *({"text": f"第 {n} 句", "side": "in" if n % 3 else "out", "at": begun + n * 5_000_000} for n in range(52))
    )
    page.run("localStorage.setItem('ticketdesk.token', 'known')")
    page.reload().online()
    until(lambda: page.texts()[-1:] == ["第 51 句"])
    page.run("document.getElementById('talk').scrollTop = 900")
    until(lambda: page.shown("#latest"))
    desk.say("在的，您说")
    until(lambda: "1" in page.one("#latest-words").text)


def full(desk: FakeDesk, page: Buyer) -> None:
    """The cap of open lines."""
    talked(desk, page)
    desk.silent = True
    desk.push(t="error", why="cap")
    until(lambda: page.shown("#notice"))


def anew(desk: FakeDesk, page: Buyer) -> None:
    """The desk does not know the visit any more."""
    talked(desk, page)
    desk.visits.clear()
    desk.cut()
    until(lambda: page.shown(".system"))
    page.online()


CLOSED = {"open": False, "online": False}
SCENES = (
    Scene("talk", talked, ways=(*EVERY, "bubble")), Scene("typing", typing), Scene("cut", cut),
    Scene("offline", offline),
    Scene("connecting", connecting, {"silent": True}), Scene("fresh", fresh), Scene("away", away, {"online": False}),
    Scene("rating", rated), Scene("rated", thanked, ways=("phone", "dark")),
    Scene("closed", shut, CLOSED, (*EVERY, "bubble")),
    Scene("closed-wrong", shut_wrong, CLOSED, ("phone", "dark")), Scene("closed-left", left, CLOSED, ("phone", "dark")),
    Scene("cards", cards), Scene("locked", locked), Scene("pictures", pictures),
    Scene("viewer", viewer, ways=("phone", "desktop")),
    Scene("emoji", emoji), Scene("failed", failed), Scene("recalled", recalled), Scene("history", history),
    Scene("full", full, ways=("phone", "dark")), Scene("anew", anew, ways=("phone", "english")),
)  # fmt: skip
WAYS: dict[str, dict[str, Any]] = {
    "phone": {"size": PHONE}, "dark": {"size": PHONE, "dark": True}, "desktop": {"size": DESKTOP},
    "english": {"size": PHONE, "language": "en-GB"}, "bubble": {"size": BUBBLE},
}  # fmt: skip


def render(out: Path, names: list[str]) -> int:
    """Render the scenes (all, or those named) into ``out``; returns how many pictures were made."""
    out.mkdir(parents=True, exist_ok=True)
    made = 0
    for way, wishes in WAYS.items():
        wished = [
            scene for scene in SCENES if way in (*scene.ways, "bubble" if scene.name in ("talk", "closed") else "")
        ]
        page = Buyer("", **wishes)
        try:
            for scene in (each for each in wished if not names or each.name in names):
                _one(out / f"{scene.name}-{way}.png", scene, page, "?bubble=1" if way == "bubble" else "")
                made += 1
        finally:
            page.close()
    return made


def _one(path: Path, scene: Scene, page: Buyer, query: str) -> None:
    """One scene at a desk of its own: another port is another origin, so the page remembers nothing."""
    facts = dict(scene.facts)
    with FakeDesk() as desk:
        desk.silent = bool(facts.pop("silent", False))
        desk.facts.update(facts)
        page.url = desk.url
        page.come(query)
        scene.play(desk, page)
        time.sleep(0.3)  # what is drawn a moment later, as a slope of colour, is drawn
        page.browser.picture(path)
        page.network(on=True)
        page.driver.get("about:blank")


if __name__ == "__main__":
    print(render(Path(sys.argv[1]), sys.argv[2:]))
