"""The beat of remarks steps while there is something to weigh, and asks nothing at rest."""

from __future__ import annotations

from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.weighing import RemarkWeighing
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.order_settings import SLOT_WORDS
from ticketdesk.domain.remark_slots import SlotName
from ticketdesk.store.queries.remark_standing import place
from ticketdesk.ui.weighing_beat import WeighingBeat

SECOND = 1_000


def test_it_weighs_until_it_rests_and_then_asks_nothing(world, desk, clock, qtbot):
    clock.step = 0
    works = []
    beat = WeighingBeat(world, lambda: works.append(RemarkWeighing(desk)) or works[0])
    beat.beat()
    assert works == [], "whoever opens the program works at once"
    clock.now += 20 * SECOND

    def rests():
        beat.beat()
        return bool(works) and works[0].resting and not world.tasks.running("remarks.weighing")

    qtbot.waitUntil(rests)
    assert place(world.reader).down_to == 0
    steps = []
    works[0].step = lambda now: steps.append(now)
    beat.beat()
    assert steps == [] and not world.tasks.running("remarks.weighing")
    desk.run(SetSetting(key=SLOT_WORDS[SlotName.COLOUR].key, value="月白色"))
    beat.beat()
    qtbot.waitUntil(lambda: steps == [clock.now])


def test_after_a_refusal_it_waits(world, desk, clock, qtbot):
    clock.step = 0
    tried = []

    class Full:
        resting = False

        def step(self, now):
            tried.append(now)
            raise DeskError("disk_full")

    beat = WeighingBeat(world, Full)
    clock.now += 20 * SECOND
    beat.beat()
    qtbot.waitUntil(lambda: tried != [] and not world.tasks.running("remarks.weighing"))
    beat.beat()
    clock.now += 9 * SECOND
    beat.beat()
    assert len(tried) == 1 and not world.tasks.running("remarks.weighing")
    clock.now += SECOND
    beat.beat()
    qtbot.waitUntil(lambda: len(tried) == 2)
