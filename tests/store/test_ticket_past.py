"""How a ticket was, as the journal tells it: its own row and the fields of its type, act by act."""

from __future__ import annotations

import pytest

from tests.desk.builders import Clock, Make, People
from tests.store.test_plans import Asked
from ticketdesk.desk.commands.ticket_values import SetTicketValue
from ticketdesk.desk.commands.tickets import SetTicketField, SetTicketState
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.ticket_past import OWN, Image, as_of, difference, own_fields
from ticketdesk.store.queries import ticket_past
from ticketdesk.store.queries.ticket_past import Past, past
from ticketdesk.store.store import Store

WANTED = "wanted"
"""A field of text that an exchange has."""


def known(store: Store, ticket: int) -> Past:
    found = past(store.reader, ticket)
    assert found is not None
    return found


@pytest.fixture
def ticket(make: Make) -> int:
    return make.ticket("换", type="exchange", contact="13800138000").id


def test_acts_of_row_and_own_fields_are_told_newest_first(desk: Desk, store: Store, ticket: int, clock: Clock) -> None:
    moments, images = [clock.now], [known(store, ticket).now]
    for command in (
        SetTicketField(ticket_ids=(ticket,), field="priority", value="3"),
        SetTicketValue(ticket_id=ticket, own=((WANTED, "L 码"),)),
        SetTicketState(ticket_ids=(ticket,), state="in_progress"),
        SetTicketValue(ticket_id=ticket, own=((WANTED, "XL 码"),)),
        SetTicketValue(ticket_id=ticket, own=((WANTED, ""),)),
    ):
        desk.run(command)
        moments.append(clock.now)
        images.append(known(store, ticket).now)
    found = known(store, ticket)
    assert [step.command for step in found.steps] == [
        "SetTicketValue", "SetTicketValue", "SetTicketState", "SetTicketValue", "SetTicketField", "CreateTicket",
    ]  # fmt: skip
    assert {step.author for step in found.steps} == {"小满"} and found.whole
    assert own_fields(found.now, found.steps) == (OWN + WANTED,) and found.kinds[OWN + WANTED] == "text"
    for moment, image in zip(moments, images, strict=True):
        at = as_of(found.now, found.steps, moment)
        assert [each.name for each in difference(at, image, (OWN + WANTED,)) if each.changed] == []
    assert as_of(found.now, found.steps, found.steps[-1].at - 1) is None


def test_an_undo_is_an_act_of_the_past_too(desk: Desk, store: Store, ticket: int) -> None:
    desk.run(SetTicketField(ticket_ids=(ticket,), field="priority", value="3"))
    desk.undo().result()
    found = known(store, ticket)
    assert [step.command for step in found.steps] == ["Undo", "SetTicketField", "CreateTicket"]
    assert found.now["priority"] == 2 and _priority(found.steps[0].before) == 3


def _priority(image: Image | None) -> object:
    assert image is not None
    return image["priority"]


def test_the_phone_is_masked_at_every_moment(desk: Desk, store: Store, ticket: int) -> None:
    desk.run(SetTicketField(ticket_ids=(ticket,), field="priority", value="3"))
    found = known(store, ticket)
    assert found.now["contact"] == "138****8000"
    assert [step.before and step.before["contact"] for step in found.steps] == ["138****8000", None]


def test_of_very_many_changes_the_newest_are_told_and_it_says_so(
    desk: Desk, store: Store, ticket: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for value in ("3", "1", "2", "3"):
        desk.run(SetTicketField(ticket_ids=(ticket,), field="priority", value=value))
    monkeypatch.setattr(ticket_past, "MOST", 2)
    found = known(store, ticket)
    assert not found.whole and [_priority(step.before) for step in found.steps] == [2, 1]
    assert as_of(found.now, found.steps, 0) == found.steps[-1].before


def test_no_ticket_has_no_past(store: Store, people: People) -> None:
    assert past(store.reader, 1) is None


def test_two_statements_go_through_indexes(desk: Desk, store: Store, ticket: int) -> None:
    desk.run(SetTicketValue(ticket_id=ticket, own=((WANTED, "L 码"),)))
    asked = Asked(store.reader)
    assert past(asked, ticket) is not None
    assert asked.statements == 2 and asked.faults == []
