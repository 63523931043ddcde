"""Two who fill in the own fields of a ticket: nobody is written over, who is later hears what stands there now."""

from __future__ import annotations

import pytest

from tests.desk.builders import Make, People
from tests.desk.undoing import refusal
from ticketdesk.desk.commands.ticket_types import SaveTicketType
from ticketdesk.desk.commands.ticket_values import SetTicketValue
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.ticket_types import OwnField
from ticketdesk.store.compare import digest
from ticketdesk.store.queries import ticket_types
from ticketdesk.words import use_language
from ticketdesk.words.errors import sentence

FIELDS = (
    OwnField(key="size", name="尺码", kind="text"),
    OwnField(key="paid", name="补款", kind="amount"),
)


@pytest.fixture
def ticket(desk: Desk, make: Make) -> int:
    kind = str(desk.run(SaveTicketType(type_name="上门量尺", form_fields=FIELDS)).result)
    return make.ticket("量窗", type=kind, own=(("size", "M"),)).id


def kept(desk: Desk, ticket: int) -> dict[str, str]:
    return {key: each.value for key, each in ticket_types.values(desk.store.reader, ticket).items()}


def fill(ticket: int, key: str, value: str, seen: str) -> SetTicketValue:
    return SetTicketValue(ticket_id=ticket, own=((key, value),), seen=((key, seen),))


def test_the_second_hears_what_the_first_wrote_and_may_write_it_over_then(
    desk: Desk, people: People, ticket: int
) -> None:
    other = Desk(desk.store, desk._clock, people.agent)
    desk.run(fill(ticket, "size", "L", seen="M"))
    before = digest(desk.store.reader)
    error = refusal(lambda: other.run(fill(ticket, "size", "XL", seen="M")))
    assert (error.key, error.values["kept"], error.values["field"]) == ("value_changed", "L", "尺码")
    assert digest(desk.store.reader) == before
    for language in ("zh_CN", "en"):
        use_language(language)
        assert "尺码" in sentence(error) and "L" in sentence(error)
    other.run(fill(ticket, "size", "XL", seen="L"))
    assert kept(desk, ticket)["size"] == "XL"


def test_the_same_word_of_both_and_words_in_other_fields_are_no_loss(desk: Desk, people: People, ticket: int) -> None:
    other = Desk(desk.store, desk._clock, people.agent)
    desk.run(fill(ticket, "size", "L", seen="M"))
    assert other.run(fill(ticket, "size", "L", seen="M")).result == 0
    other.run(fill(ticket, "paid", "12.80", seen=""))
    assert kept(desk, ticket) == {"size": "L", "paid": "1280"}


def test_an_amount_is_told_as_it_is_read_and_a_long_word_in_short(desk: Desk, people: People, ticket: int) -> None:
    desk.run(fill(ticket, "paid", "12.80", seen=""))
    assert "12.80" in sentence(refusal(lambda: desk.run(fill(ticket, "paid", "9", seen=""))))
    desk.run(fill(ticket, "size", "很长\n" * 40, seen="M"))
    words = sentence(refusal(lambda: desk.run(fill(ticket, "size", "S", seen="M"))))
    assert len(words) < 200 and "\n" not in words


def test_control_who_does_not_say_what_he_saw_writes_over_it(desk: Desk, people: People, ticket: int) -> None:
    desk.run(fill(ticket, "size", "L", seen="M"))
    desk.run(SetTicketValue(ticket_id=ticket, own=(("size", "XL"),)), agent_id=people.agent)
    assert kept(desk, ticket)["size"] == "XL"
