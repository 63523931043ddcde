"""Conversations for the tests of reception: buyers who wait, were answered, or named an order."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import pytest

from tests.ui.reception.composing import live, talks, wire
from ticketdesk.desk.commands.talk import Heard, Received, ReceiveTranscript
from ticketdesk.desk.desk import Desk
from ticketdesk.ui.reception.page import ReceptionPage
from ticketdesk.ui.world import World

__all__ = ["live", "talks", "wire"]
START = 1_795_242_368_000
MINUTE = 60_000
Hear = Callable[..., Received]


@pytest.fixture
def hear(desk: Desk) -> Hear:
    """``hear("nick", ("in", minutes ago, text), ...)`` takes in a conversation."""

    def take(nick: str, *said: tuple[str, float, str]) -> Received:
        messages = tuple(
            Heard(side, nick if side == "in" else "青禾生活旗舰店:小满", START - round(ago * MINUTE), text)
            for side, ago, text in said
        )
        result = desk.run(ReceiveTranscript(buyer_nick=nick, messages=messages)).result
        assert isinstance(result, Received)
        return result

    return take


@pytest.fixture
def three(hear: Hear) -> tuple[int, int, int]:
    """Three buyers: the first waits longest, the second less, the third was answered."""
    return (
        hear("林小鹿_88", ("in", 4, "尺码偏小，想换成L码可以吗？")).conversation_id,
        hear("haoyun2015", ("in", 2, "快递三天没动了")).conversation_id,
        hear("小雨", ("in", 9, "谢谢"), ("out", 8, "不客气哦亲")).conversation_id,
    )


@pytest.fixture
def page(qtbot, world: World, three: tuple[int, int, int]) -> Iterator[ReceptionPage]:
    made = ReceptionPage(world)
    qtbot.addWidget(made)
    made.resize(1300, 820)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    yield made
    with contextlib.suppress(RuntimeError):
        made.hide()
