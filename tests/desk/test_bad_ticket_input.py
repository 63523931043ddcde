"""What cannot be done with tickets and deadlines: one clear sentence in both languages, and nothing half done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.desk.builders import Clock, Make, People
from tests.desk.samples_rules import SHIPPED, toml
from tests.desk.soundness import assert_sound
from tests.desk.undoing import refusal
from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.deadlines import AgreeOnDeadline, NoteStart, RecordLapses, SetDayCounting
from ticketdesk.desk.commands.many_tickets import ChangeManyTickets
from ticketdesk.desk.commands.rule_packs import ImportRulePack
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.commands.stand_ins import NameStandIn
from ticketdesk.desk.commands.suspending import SuspendTicket
from ticketdesk.desk.commands.ticket_links import LinkTickets
from ticketdesk.desk.commands.ticket_merging import MergeTickets
from ticketdesk.desk.commands.ticket_types import RemoveTicketType, SaveTicketType
from ticketdesk.desk.commands.tickets import SetTicketState
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import DAY, HOUR
from ticketdesk.domain.query.parsing import parse
from ticketdesk.domain.rules.calendars import china
from ticketdesk.domain.rules.counting import Note, Reckoning, due
from ticketdesk.domain.ticket_moves import FORBIDDEN_MOVES
from ticketdesk.domain.tickets import MOST_TICKETS
from ticketdesk.store.compare import digest
from ticketdesk.store.queries import ticket_timeline, tickets
from ticketdesk.words import use_language
from ticketdesk.words.errors import sentence
from ticketdesk.words.rules import note_sentence

LONGEST = 300  # characters that a sentence for an agent may have
Wrong = Callable[["Shop"], Command]


class Shop:
    """A shop with a ticket in work, one that ended, one that is somebody's child, and a type of its own in use."""

    def __init__(self, desk: Desk, make: Make, clock: Clock, people: People) -> None:
        clock.step = 0
        self.desk, self.now, self.people = desk, clock.now, people
        self.kind = str(desk.run(SaveTicketType(type_name="上门量尺")).result)
        self.open, self.ended, self.child, self.own = (
            make.ticket(title, buyer_nick="云朵", type=kind).id
            for title, kind in (("开", "exchange"), ("完", "inquiry"), ("子", "inquiry"), ("量", self.kind))
        )
        desk.run(SetTicketState(ticket_ids=(self.ended,), state="done"))
        desk.run(LinkTickets(ticket_ids=(self.child, self.open), kind="parent"))
        desk.run(SetSetting(key=FORBIDDEN_MOVES.key, value="open>waiting_colleague"))


@pytest.fixture
def shop(desk: Desk, make: Make, clock: Clock, people: People) -> Shop:
    return Shop(desk, make, clock, people)


def pack(*pairs: tuple[str, str]) -> Wrong:
    """A pack of rules with something wrong in it."""
    return lambda _shop: ImportRulePack(toml=toml(*pairs), follows=SHIPPED.version)


FIRST = 'id = "CN-7D-NOTICE"'
DATED = "effective = 2017-03-15"
WRONG: dict[str, tuple[Wrong, str, str]] = {
    "a move that no shop allows": (
        lambda s: SetTicketState(ticket_ids=(s.ended,), state="waiting_buyer"), "ticket_state_not_allowed", "Reopen",
    ),
    "a move that this shop forbids": (
        lambda s: SetTicketState(ticket_ids=(s.open,), state="waiting_colleague"), "ticket_move_forbidden", "not let",
    ),
    "a type that tickets use": (lambda s: RemoveTicketType(type_key=s.kind), "type_in_use", "上门量尺"),
    "rules in a circle": (pack((FIRST, f'{FIRST}\nlapse_then = ["CN-7D-NOTICE"]')), "pack_faulty", "for ever"),
    "a rule without its unit": (pack(('unit = "day"\n', "")), "pack_faulty", "“unit” is missing"),
    "a rule that ends before it begins": (pack((DATED, f"{DATED}\nuntil = 2017-03-14")), "pack_faulty", "“until”"),
    "a rule of a February 29 that is none": (pack((DATED, "effective = 2017-02-29")), "pack_faulty", "line "),
    "an agreed moment before the start": (
        lambda s: AgreeOnDeadline(ticket_id=s.open, rule="KS-RP-1", due_at=s.now - HOUR), "moment_past", "is over",
    ),
    "a start that is still to come": (
        lambda s: NoteStart(ticket_id=s.open, event="agreed", at=s.now + DAY), "start_future", "has not been yet",
    ),
    "a rest until yesterday": (
        lambda s: SuspendTicket(ticket_ids=(s.open,), until=s.now - DAY), "moment_past", "is over",
    ),
    "an absence that ends before it begins": (
        lambda s: NameStandIn(
            agent_id=s.people.lead, stand_in_id=s.people.agent, from_at=s.now + DAY, until_at=s.now + HOUR
        ),
        "stand_in_order", "later end",
    ),
    "a day off on a February 29 that is none": (
        lambda s: SetDayCounting(off="2027-02-29", on="", natural=False), "day_unreadable", "2027-02-29",
    ),
    "days off that end before they begin": (
        lambda s: SetDayCounting(off="2027-02-10..2027-02-01", on="", natural=False), "day_unreadable", "2027-02-10",
    ),
    "a merge with itself": (
        lambda s: MergeTickets(winner_id=s.open, loser_ids=(s.open,)), "merge_self", "itself",
    ),
    "a merge with its child": (
        lambda s: MergeTickets(winner_id=s.open, loser_ids=(s.child,)), "merge_child", "parent and child",
    ),
    "a merge with its parent": (
        lambda s: MergeTickets(winner_id=s.child, loser_ids=(s.open,)), "merge_child", "parent and child",
    ),
    "more tickets than one act may have": (
        lambda s: ChangeManyTickets(ticket_ids=tuple(range(MOST_TICKETS + 1)), change="priority", value="3"),
        "tickets_many", "100",
    ),
}  # fmt: skip


def said(error: DeskError) -> str:
    """The English sentence; both are one line without a hole, the Chinese one is translated."""
    found = {}
    for language, ends in (("en", ".?!"), ("zh_CN", "。？！")):
        use_language(language)
        words = found[language] = sentence(error)
        assert words[-1] in ends and "\n" not in words and "{" not in words, words
        assert 5 < len(words) < LONGEST, words
    use_language("en")
    assert found["en"] != found["zh_CN"]
    return found["en"]


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_is_said_in_one_sentence_and_leaves_nothing_half_done(case: str, shop: Shop) -> None:
    command, key, words = WRONG[case]
    before = digest(shop.desk.store.reader)
    error = refusal(lambda: shop.desk.run(command(shop)))
    assert error.key == key
    assert words in said(error)
    assert digest(shop.desk.store.reader) == before


def test_control_what_can_be_is_done(shop: Shop) -> None:
    before = digest(shop.desk.store.reader)
    shop.desk.run(SetTicketState(ticket_ids=(shop.open,), state="waiting_buyer"))
    assert digest(shop.desk.store.reader) != before


@pytest.mark.parametrize(
    ("text", "key", "word", "place"),
    [
        ("超时:是 颜色:蓝", "query_field_unknown", "颜色", 6),
        ("状太:待处理", "query_field_near", "状太", 1),
        ('类型:换货 "尺码偏小', "query_quote_open", '"尺码偏小', 7),
        ("创建:2027-02-29", "query_day", "2027-02-29", 4),
        ("2026-11-21..2026-11-01", "query_range_turned", "2026-11-21..2026-11-01", 1),
    ],
)
def test_a_wrong_query_is_told_by_word_and_place(text: str, key: str, word: str, place: int) -> None:
    error = refusal(lambda: parse(text))
    assert (error.key, error.values["word"], error.values["place"]) == (key, word, place)
    words = said(error)
    assert word in words and str(place) in words


def test_beyond_the_calendar_of_holidays_there_is_an_end_and_a_sentence() -> None:
    rule = SHIPPED.rule("TB-DISPUTE-7WD")
    assert rule is not None
    year = china().last + 1
    monday = next(date(year, 3, day) for day in range(1, 8) if date(year, 3, day).weekday() == 0)
    start = (monday.toordinal() - date(1970, 1, 1).toordinal()) * DAY
    found = due(rule, start, Reckoning())
    # Seven days of Monday to Friday after a Monday: Wednesday of the week after, a second before midnight in China.
    assert found.moment == start + 10 * DAY - 8 * HOUR - 1_000
    assert found.notes == {Note.CALENDAR_ENDED}
    for language, word in (("en", "Monday to Friday"), ("zh_CN", "周一至周五")):
        use_language(language)
        assert word in note_sentence(Note.CALENDAR_ENDED)
    use_language("en")


def test_a_clock_set_back_a_day_takes_nothing_back_and_records_nothing_twice(shop: Shop, clock: Clock) -> None:
    desk = shop.desk
    clock.now += 3 * DAY
    assert desk.of_itself(RecordLapses()).result().result == 1
    before = digest(desk.store.reader)
    lines = ticket_timeline.lines(desk.store.reader, shop.open)
    clock.now -= DAY
    assert desk.of_itself(RecordLapses()).result().result == 0
    assert digest(desk.store.reader) == before
    assert ticket_timeline.lines(desk.store.reader, shop.open) == lines
    desk.run(SetTicketState(ticket_ids=(shop.open,), state="in_progress"))
    assert tickets.rows(desk.store.reader, [shop.open])[0].state == "in_progress"
    assert_sound(desk.store)
