"""Two buyers at real pages and an agent at the real window: every acknowledged word is there once, in order."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.webchat.browser import DESKTOP, PHONE
from tests.webchat.buyer import Buyer, until
from tests.webchat.desk import NAME, WindowDesk, Wire
from tests.webchat.test_pictures import loaded, png

LONG_CUT = 30.0
SHORT_CUT = 2.0
LONG = 120.0
"""Seconds of patience: after a cut a page asks again within half a minute."""


class Talk:
    """One buyer's conversation as both sides have it, and what must be there."""

    def __init__(self, page: Buyer, desk: WindowDesk, key: int) -> None:
        self.page, self.desk, self.key = page, desk, key
        self.said: list[str] = []
        self.answered: list[str] = []

    def says(self, text: str) -> None:
        """The buyer says something; whether it arrives is seen later."""
        self.page.say(text)
        self.said.append(text)

    def answers(self, text: str) -> None:
        """The agent answers at the window."""
        self.desk.ask("reply", talk=self.key, text=text)
        self.answered.append(text)

    def kept(self) -> list[list[str]]:
        """What the desk has."""
        return list(self.desk.ask("said", talk=self.key))

    def agree(self, patience: float = LONG) -> None:
        """Wait until both sides have everything, and see that each has it once and in the same order."""
        wanted = [sorted(self.said), sorted(self.answered)]

        def whole() -> bool:
            rows = self.kept()
            sides = [sorted(row[2] for row in rows if row[0] == side and row[1] == "text") for side in ("in", "out")]
            return sides == wanted and {row[3] for row in rows} <= {"received", "sent"}

        until(whole, f"the desk has {wanted}, and all has left", patience)
        rows = self.kept()
        words = [row[2] for row in rows if row[1] == "text"]
        until(lambda: self.page.texts() == words, f"the page has {words}", patience)
        assert [row[2] for row in rows if row[0] == "in" and row[1] == "text"] == self.said
        assert [row[2] for row in rows if row[0] == "out" and row[1] == "text"] == self.answered
        until(lambda: all(mark in ("已送达", "已读") for mark in self.page.marks()), "all is delivered", patience)

    def hashes(self) -> list[str]:
        """The pictures that the desk has."""
        return [row[2] for row in self.kept() if row[1] == "picture"]


@pytest.fixture
def desk(chromium: None, tmp_path: Path) -> Iterator[WindowDesk]:
    """The real window on a shop of its own."""
    made = WindowDesk(tmp_path / "店铺 1" / "ticketdesk.db").start()
    yield made
    if made.process is not None:
        assert made.quit() == 0


@pytest.fixture(scope="module")
def cable() -> Iterator[Wire]:
    """One wire for all tests: the browsers are told where it begins when they start."""
    made = Wire()
    yield made
    made.close()


@pytest.fixture
def wire(desk: WindowDesk, cable: Wire) -> Wire:
    """The wire between pages and window."""
    cable.target = desk.port
    cable.mend()
    return cable


@pytest.fixture(scope="module")
def pages(chromium: None, cable: Wire) -> Iterator[list[Buyer]]:
    """The browsers of a buyer with a phone and of one at a desk."""
    rules = f"MAP {NAME} 127.0.0.1:{cable.port}"
    made: list[Buyer] = []
    try:
        for size in (PHONE, DESKTOP):
            made.append(Buyer("", size, rules=rules))
        yield made
    finally:
        for page in made:
            page.close()


@pytest.fixture
def talks(desk: WindowDesk, wire: Wire, pages: list[Buyer]) -> Iterator[list[Talk]]:
    """Both buyers have begun to talk. Each window has a port of its own, so that its pages know of no other one."""
    begun: list[Talk] = []
    for page, hello in zip(pages, ("发货了吗？", "可以换码吗？"), strict=True):
        page.url = f"http://{NAME}:{desk.port}/"
        page.come().online()
        before = desk.ask("talks")
        page.say(hello)
        key = until(lambda before=before: [key for key in desk.ask("talks") if key not in before])[0]
        begun.append(Talk(page, desk, key))
        begun[-1].said.append(hello)
    yield begun
    for page in pages:
        page.driver.get("about:blank")


def picture(folder: Path, noise: int) -> tuple[Path, str]:
    """A picture of some hundred thousand bytes and its SHA-256."""
    path = folder / f"picture-{noise}.png"
    path.write_bytes(png(240, noise=noise))
    return path, hashlib.sha256(path.read_bytes()).hexdigest()


def test_text_and_pictures_both_ways_over_reloads(talks, desk, tmp_path):
    for n, talk in enumerate(talks):
        talk.answers("请您稍等，我看一下～")
        talk.says("好的")
        talk.agree()
        mine, own = picture(tmp_path, 11 + n)
        talk.page.send_picture(mine)
        until(lambda talk=talk, own=own: own in talk.hashes(), "the window has the picture", LONG)
        yours, other = picture(tmp_path, 21 + n)
        desk.ask("picture", talk=talk.key, path=str(yours))
        until(lambda talk=talk: loaded(talk.page) == [240, 240], "the page shows both", LONG)
        assert talk.hashes() == [own, other]
        talk.page.reload().online()
        until(lambda talk=talk: loaded(talk.page) == [240, 240], "both are there after a reload", LONG)
        talk.says("收到图了")
        talk.answers("thank you, dear buyer")
        talk.agree()
    # The agent has opened both talks, so both buyers see that they were read.
    for talk in talks:
        until(
            lambda talk=talk: set(talk.page.marks()) <= {"已读", "已送达"} and "已读" in talk.page.marks(), "read", LONG
        )


def cut_in_the_middle(talks, wire, seconds):
    """Both sides go on while the cable is pulled; then everything arrives."""
    for n, talk in enumerate(talks):
        talk.says(f"断线前 {n}")
        talk.answers(f"before {n}")
        talk.agree()
    wire.cut()
    until_at = time.monotonic() + seconds
    for n, talk in enumerate(talks):
        talk.says(f"断线时 {n}")
        talk.answers(f"meanwhile {n}")
        talk.says(f"断线时又一句 {n}")
    until(lambda: time.monotonic() >= until_at, "the cable stays pulled", seconds + 60)
    wire.mend()
    for n, talk in enumerate(talks):
        talk.says(f"恢复后 {n}")
        talk.answers(f"after {n}")
        talk.agree()


@pytest.mark.slow  # every day the desk is killed below, and test_line.py cuts the lines of the scripted desk
def test_the_network_is_cut_in_the_middle(talks, wire):
    cut_in_the_middle(talks, wire, SHORT_CUT)


@pytest.mark.slow
def test_the_network_is_cut_for_half_a_minute(talks, wire):
    cut_in_the_middle(talks, wire, LONG_CUT)
    assert [talk.page.all("#notice:not([hidden])") for talk in talks] == [[], []]


def test_the_desk_is_killed_and_started_again(talks, desk):
    for n, talk in enumerate(talks):
        talk.says(f"重启前 {n}")
        talk.answers(f"before {n}")
        talk.agree()
    # Words on their way, some acknowledged, some not.
    for n, talk in enumerate(talks):
        for each in range(3):
            talk.says(f"正说着 {n} {each}")
    desk.kill()
    for n, talk in enumerate(talks):
        talk.says(f"没人在 {n}")
        until(lambda talk=talk: "连接中断，恢复后自动发送" in talk.page.marks(), "the page says so", LONG)
    talks[1].page.driver.get("about:blank")  # one closes the page meanwhile and comes again later
    desk.start()
    talks[1].page.come().online()
    for n, talk in enumerate(talks):
        talk.answers(f"back again {n}")
        talk.agree()
        talk.says(f"好了 {n}")
        talk.agree()
