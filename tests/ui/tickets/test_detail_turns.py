"""A chosen ticket is painted in turns: its row first, its parts after that. What is done to it is done at once."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt

from ticketdesk.desk.commands.tickets import SetTicketState
from ticketdesk.store.queries import tickets


class Painted(QObject):
    """Writes down the names of the parts that are painted, in their order."""

    def __init__(self, **parts):
        super().__init__()
        self.names = {part: name for name, part in parts.items()}
        self.seen = []
        for part in parts.values():
            part.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            self.seen.append(self.names.get(watched))
        return False


def still(detail):
    return [not part.updatesEnabled() for part in detail.dressed_parts[1:]]


def test_a_chosen_ticket_is_painted_after_its_row(page, make, qtbot):
    made = [make.ticket(str(n)) for n in range(3)]
    page.begin()
    page.list.focus_table()
    qtbot.waitUntil(lambda: page.detail.ticket_id is not None and not any(still(page.detail)))
    qtbot.waitUntil(lambda: len(page.list.model.ids()) == len(made))
    before = page.detail.ticket_id
    painted = Painted(row=page.list.table.viewport(), ticket=page.detail.head)
    qtbot.keyClick(page.list.table, Qt.Key.Key_Down)
    chosen = page.list.table.chosen_id()
    assert page.detail.ticket_id == chosen != before
    assert page.detail.head.title.text() and all(still(page.detail))
    qtbot.waitUntil(lambda: not any(still(page.detail)) and "ticket" in painted.seen)
    assert painted.seen.index("row") < painted.seen.index("ticket")


def test_an_act_right_after_the_choice_is_done_to_the_chosen_ticket(page, make, qtbot, world):
    made = [make.ticket(str(n), assignee_id=None) for n in range(2)]
    page.list.show_view("unassigned")
    qtbot.waitUntil(lambda: len(page.list.model.ids()) == len(made))
    page.list.focus_table()
    qtbot.keyClick(page.list.table, Qt.Key.Key_Down)
    chosen = page.list.table.chosen_id()
    page.detail.claim.trigger()
    qtbot.waitUntil(lambda: tickets.detail(world.reader, chosen).row.assignee_id == world.agent_id)
    (other,) = set(made) - {chosen}
    assert tickets.detail(world.reader, other).row.assignee_id is None


def test_a_ticket_that_changes_is_read_again_after_its_list(page, make, desk, qtbot):
    ticket = make.ticket("换货")
    page.detail.show_ticket(ticket)
    desk.run(SetTicketState(ticket_ids=(ticket,), state="done"))
    qtbot.waitUntil(page.detail.reopen.isVisible)
    assert page.detail.ticket_id == ticket and not page.detail.reply.isVisible()
