"""One own field of many tickets: found by name and kind in each type, checked as on one ticket, one undo for all."""

from __future__ import annotations

import random

import pytest

from tests.desk.builders import Make
from tests.desk.live import hear
from tests.desk.player_many import MANY_REFUSALS, ManyDraws
from tests.desk.undoing import refusal
from ticketdesk.desk import files
from ticketdesk.desk.commands.many_values import SetManyValues
from ticketdesk.desk.commands.ticket_types import SaveTicketType
from ticketdesk.desk.commands.ticket_values import SetTicketValue
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.tally import Changed
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.ticket_types import FieldKind, OwnField
from ticketdesk.store.compare import digest
from ticketdesk.store.queries import ticket_types
from ticketdesk.store.queries.ticket_timeline import lines
from ticketdesk.words.errors import sentence

EVERY = tuple(
    OwnField(key="", name=f"字段{kind.value}", kind=kind.value, options=("甲", "乙") if kind == "choice" else ())
    for kind in FieldKind
)
TYPED = {
    "text": ("字", "字"), "long_text": ("一\n二", "一\n二"), "number": ("2.50", "2.5"), "amount": ("12.8", "1280"),
    "date": ("2026/11/28", "2026-11-28"), "choice": ("乙", "乙"), "yes_no": ("no", "no"), "buyer": ("林", "林"),
    "order": ("2026111", "2026111"), "order_line": ("亚麻衬衫", "亚麻衬衫"), "product": ("杯子", "杯子"),
    "tracking": ("sf 123456", "SF123456"),
}  # fmt: skip
MANY = 700


def values(desk: Desk, *tickets: int) -> list[dict[str, str]]:
    found = (ticket_types.values(desk.store.reader, each) for each in tickets)
    return [{key: each.value for key, each in kept.items() if each.value} for kept in found]


def fill(desk: Desk, *ids: int, field: str = "Exchange for", kind: str = "text", **more: object) -> Changed:
    result = desk.run(SetManyValues(ticket_ids=ids, field=field, field_kind=kind, **more)).result
    assert isinstance(result, Changed)
    return result


@pytest.fixture
def three(make: Make) -> tuple[int, int, int]:
    one, two, three = (make.ticket(f"第{n}张").id for n in range(3))
    return one, two, three


def new_type(desk: Desk, name: str, *fields: OwnField) -> str:
    return str(desk.run(SaveTicketType(type_name=name, form_fields=fields)).result)


@pytest.mark.parametrize("kind", TYPED)
def test_a_field_of_every_kind_is_filled_in_all_and_taken_back_by_one_undo(desk, make, kind) -> None:
    key = new_type(desk, "上门量尺", *EVERY)
    ids = [make.ticket(f"第{n}张", type=key).id for n in range(3)]
    before, (typed, kept) = digest(desk.store.reader), TYPED[kind]
    assert fill(desk, *ids, field=f"字段{kind}", kind=kind, own=typed) == Changed(3, ())
    assert [list(each.values()) for each in values(desk, *ids)] == [[kept]] * 3
    assert lines(desk.store.reader, ids[2])[-1].kind == "value"
    desk.undo().result()
    assert digest(desk.store.reader) == before


def test_one_screenshot_is_hung_on_all_of_them(desk, make) -> None:
    ids = [make.ticket("退款", type="refund_only").id for _ in range(2)]
    shot = files.keep(desk.store, b"\x89PNG one", "截图.png", "image/png", width=4, height=3)
    before = digest(desk.store.reader)
    found = fill(desk, *ids, field="Screenshot of the refund", kind="screenshot", proofs=(shot,))
    assert found == Changed(2, ()) and values(desk, *ids) == [{"refund_shot": shot.sha256}] * 2
    assert [list(ticket_types.shots(desk.store.reader, each)) for each in ids] == [[shot.sha256]] * 2
    desk.undo().result()
    assert digest(desk.store.reader) == before


def test_nothing_typed_empties_the_field(desk, three) -> None:
    desk.run(SetTicketValue(ticket_id=three[1], own=(("wanted", "M"),)))
    before = digest(desk.store.reader)
    assert fill(desk, *three) == Changed(1, ())  # those that were empty are neither changed nor refused
    assert values(desk, *three) == [{}, {}, {}]
    desk.undo().result()
    assert digest(desk.store.reader) == before and values(desk, three[1]) == [{"wanted": "M"}]


def test_who_has_no_such_field_is_told_by_number_and_reason(desk, make, three) -> None:
    other = make.ticket("咨询", type="inquiry")
    before = digest(desk.store.reader)
    found = fill(desk, three[0], other.id, 77, three[2], own="M 码")
    assert found.changed == 2 and values(desk, *three) == [{"wanted": "M 码"}, {}, {"wanted": "M 码"}]
    assert [(each.number, each.error.key) for each in found.refused] == [
        (other.number, "type_lacks_field"), ("", "ticket_missing"),
    ]  # fmt: skip
    assert sentence(found.refused[0].error) == "Tickets of the type “Inquiry” have no field “Exchange for”."
    desk.undo().result()
    assert digest(desk.store.reader) == before


def test_fields_of_two_types_are_one_by_name_and_kind_whatever_their_keys(desk, make) -> None:
    size, colour = OwnField(key="", name="尺码"), OwnField(key="", name="颜色")
    first, second = new_type(desk, "甲", size, colour), new_type(desk, "乙", colour, size)
    third = new_type(desk, "丙", OwnField(key="", name="尺码", kind="number"))
    ids = [make.ticket("换", type=each).id for each in (first, second, third)]
    found = fill(desk, *ids, field="尺码", kind="text", own="M")
    assert [each.error.key for each in found.refused] == ["type_lacks_field"]
    assert values(desk, *ids) == [{"field_1": "M"}, {"field_2": "M"}, {}]


@pytest.mark.parametrize(
    ("field", "kind", "own", "wanted"),
    [("Amount of the refund", "amount", "十二", "value_amount"), ("Reason", "choice", "没有这一项", "value_choice"),
     ("The shop agrees to the refund", "yes_no", "yes", "type_lacks_field"),
     ("The shop agrees to the refund", "yes_no", "", "type_lacks_field")],
)  # fmt: skip
def test_what_one_ticket_would_refuse_none_of_many_takes(desk, make, field, kind, own, wanted) -> None:
    ids = [make.ticket("退款", type="refund_only").id for _ in range(2)]
    before = digest(desk.store.reader)
    error = refusal(lambda: fill(desk, *ids, field=field, kind=kind, own=own))
    assert error.key == "tickets_refused" and {each.error.key for each in error.values["refused"]} == {wanted}
    assert digest(desk.store.reader) == before


def test_very_many_say_how_far_it_is_and_can_be_stopped(desk, make) -> None:
    many = tuple(make.ticket(f"第{n}张").id for n in range(MANY))
    before, told = digest(desk.store.reader), []
    command = SetManyValues(ticket_ids=many, field="Exchange for", field_kind="text", own="L")
    future = desk.post(command, progress=told.append, cancelled=lambda: bool(told))
    assert refusal(future.result).key == "cancelled" and 0 < told[0] < MANY
    assert digest(desk.store.reader) == before
    command = SetManyValues(ticket_ids=many, field="Exchange for", field_kind="text", own="L")
    assert desk.post(command, progress=told.append).result().result == Changed(MANY, ())
    assert told[-1] == MANY and values(desk, many[0], many[-1]) == [{"wanted": "L"}] * 2
    desk.undo().result()
    assert digest(desk.store.reader) == before


class Hand(ManyDraws):
    """Draws acts on the tickets that are there."""

    def __init__(self, desk: Desk, make: Make, rng: random.Random) -> None:
        self.desk, self.clock, self.rng = desk, make.clock, rng
        self._one, self._some, self._text = self._row, self._rows, lambda: f"第{self.rng.randrange(99)}次"

    def _row(self, table: str) -> int:
        return self._rows(table, 1)[0]

    def _rows(self, table: str, most: int) -> tuple[int, ...]:
        ids = [key for (key,) in self.desk.store.reader.rows(f"SELECT id FROM {table} WHERE deleted = 0 ORDER BY id")]
        return tuple(self.rng.sample(ids, min(len(ids), self.rng.randint(1, most))))


@pytest.mark.parametrize("seed", range(8))
def test_any_act_on_many_tickets_is_taken_back_to_the_last_row_and_done_again(desk, make, seed) -> None:
    rng, done = random.Random(seed), set()
    for n, kind in enumerate(("exchange", "exchange", "repair", "refund_only", "inquiry", "complaint", "exchange")):
        talk = hear(desk, f"买家{n}") if n % 3 else None
        make.ticket(f"第{n}张", type=kind, buyer_nick=f"买家{n}", conversation_id=talk)
    hand = Hand(desk, make, rng)
    for _ in range(40):
        command = rng.choice(hand._many_draws())()
        before = digest(desk.store.reader)
        try:
            desk.run(command)
        except DeskError as error:
            assert error.key in MANY_REFUSALS or error.key.startswith(("value_", "ticket_", "fields_")), error
            assert digest(desk.store.reader) == before
            continue
        after = digest(desk.store.reader)
        assert desk.undo().result().command == command.name
        assert digest(desk.store.reader) == before
        desk.redo().result()
        assert digest(desk.store.reader) == after
        done.add(getattr(command, "change", command.name))
    assert len(done) > 4
