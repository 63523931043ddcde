"""What the shop sets for its reception, by keys alone: auto-replies of every scene, groups of agents."""

from __future__ import annotations

import pytest

from tests.desk.live import CHANNEL, Wire
from tests.journeys.typist import Typist
from ticketdesk.domain.auto_replies import Scene
from ticketdesk.domain.channel_events import Said
from ticketdesk.domain.moments import MINUTE
from ticketdesk.store.queries import auto_replies, conversations, live, serving
from ticketdesk.tour.sample_orders import COLLEAGUE
from ticketdesk.ui.settings.auto_reply_dialog import SCENES
from ticketdesk.ui.settings.auto_reply_section import AutoReplySection

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Asking(Wire):
    """A channel over which one buyer asks once."""

    name = CHANNEL

    def __init__(self) -> None:
        super().__init__()
        self._said = [Said("甲", "a1", "fapiao", 0)]

    def step(self, now: int) -> list:
        said, self._said = [each._replace(at=now) for each in self._said], []
        return [*said, *self.acknowledged()]


def adds(agent: Typist, place: int, text: str, keywords: str = "") -> None:
    """Add an auto-reply for the scene at ``place``."""
    before = len(auto_replies.auto_replies(agent.reader))
    agent.tabs_near("Add auto-reply")
    agent.keys("Space")
    agent.dialog("Add auto-reply")
    agent.tabs_to("First contact")
    agent.keys(*["Right"] * place)
    agent.tabs_to("Answer")
    agent.write(text)
    if keywords:
        agent.settle()
        agent.tabs_to("Keywords, one a line")
        agent.write(keywords)
    agent.tabs_to("The same buyer gets it again after")
    agent.keys("Ctrl+A", "5")
    agent.keys("Ctrl+Return")
    agent.no_dialog()
    agent.until(lambda: len(auto_replies.auto_replies(agent.reader)) == before + 1, "it is kept")


def test_every_scene_gets_its_auto_reply(typist: Typist) -> None:
    typist.opens_section("auto_replies")
    for place, scene in enumerate(SCENES):
        adds(typist, place, f"auto {place}", "fapiao" if scene is Scene.KEYWORD else "")
    rows = {row.scene: row for row in auto_replies.auto_replies(typist.reader)}
    assert set(rows) == set(Scene) and all(row.cooldown_ms == 5 * MINUTE for row in rows.values())
    assert rows[Scene.KEYWORD].keywords == "fapiao"


def test_an_auto_reply_is_tried_changed_switched_off_and_removed(typist: Typist) -> None:
    typist.opens_section("auto_replies")
    adds(typist, list(SCENES).index(Scene.KEYWORD), "one moment", "fapiao")
    section = next(typist.shown(AutoReplySection))
    typist.tabs_to("A buyer says")
    typist.write("fapiao?")
    assert section.trial.answer.text() == "one moment"
    typist.tabs_near("Change “")
    typist.keys("Space")
    typist.dialog("Change the auto-reply")
    typist.tabs_to("Answer")
    typist.keys("Ctrl+A")
    typist.write("two moments")
    typist.keys("Ctrl+Return")
    typist.no_dialog()
    typist.until(lambda: section.trial.answer.text() == "two moments", "the other words would be answered")
    typist.tabs_near("On: ")
    typist.keys("Space")
    typist.until(lambda: not section.trial.answer.isVisible(), "nothing would be answered")
    typist.tabs_near("Remove “")
    typist.keys("Space")
    typist.until(lambda: not auto_replies.auto_replies(typist.reader), "it is removed")
    typist.keys("Ctrl+Z")
    typist.until(lambda: len(auto_replies.auto_replies(typist.reader)) == 1, "undo brings it back")


def test_a_keyword_is_answered_by_itself_and_the_buyer_still_waits(typist: Typist) -> None:
    typist.opens_section("auto_replies")
    adds(typist, list(SCENES).index(Scene.KEYWORD), "one moment", "fapiao")
    traffic, wire = typist.parts.world.traffic, Asking()
    assert traffic is not None
    traffic.join(wire)
    typist.until(lambda: live.conversation_of(typist.reader, "甲", CHANNEL), "the buyer has asked")
    talk = live.conversation_of(typist.reader, "甲", CHANNEL) or 0

    def answered() -> bool:
        newest = conversations.newest(typist.reader, talk)[-1]
        return bool(newest.auto) and newest.text == "one moment"

    typist.until(answered, "it is answered automatically")
    row = conversations.one(typist.reader, talk)
    assert row is not None and row.waiting_since is not None, "it is no first response"
    traffic.leave(wire.name)


def test_a_group_is_founded_filled_renamed_and_removed(typist: Typist) -> None:
    typist.opens_section("groups")
    typist.tabs_near("Add group")
    typist.keys("Space")
    typist.dialog("Add group")
    typist.write("售后")
    typist.keys("Return")
    typist.no_dialog()
    typist.until(lambda: [row.name for row in serving.groups(typist.reader)] == ["售后"], "the group is founded")
    typist.tabs_to(f"{COLLEAGUE} in 售后")
    typist.keys("Space")
    typist.until(lambda: len(serving.groups(typist.reader)[0].members) == 1, "the colleague belongs to it")
    typist.tabs_near("Rename ")
    typist.keys("Space")
    typist.dialog("Rename 售后")
    typist.keys("Ctrl+A")
    typist.write("after")
    typist.keys("Return")
    typist.no_dialog()
    typist.until(lambda: serving.groups(typist.reader)[0].name == "after", "it has another name")
    typist.tabs_to("Remove after")
    typist.keys("Space", "Shift+Tab", "Space")
    typist.until(lambda: not serving.groups(typist.reader), "it is gone")
