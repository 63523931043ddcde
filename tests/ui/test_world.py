"""What the world keeps in memory is true again after every change that matters to it."""

from __future__ import annotations

from tests.desk.builders import add_colleague
from ticketdesk.store.queries import agents


def test_people_are_read_once_and_again_when_they_change(world, desk, qtbot):
    assert [person.name for person in world.people] == ["小满"]
    first = world.people
    assert world.people is first
    heard = []
    world.changed.connect(lambda _changes: heard.append([person.name for person in world.people]))
    add_colleague(desk, "阿泽")
    qtbot.waitUntil(lambda: bool(heard) and "阿泽" in heard[-1])
    assert world.people == agents.people(world.reader)
