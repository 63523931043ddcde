"""The chains of the trade, step by step, against moments counted by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.domain.rules.packs import at, happened, pack, shipped
from ticketdesk.domain.moments import DAY, HOUR, stamp
from ticketdesk.domain.rules.chain import Chain, SetBy, Step, StepState, chain
from ticketdesk.domain.rules.counting import Note
from ticketdesk.domain.rules.matter import Fixed, Happened, InState, Lapse, Matter

S = StepState


def matter(kind: str, opened: str, *events: Happened, **fields: object) -> Matter:
    first = Matter(kind=kind, opened_at=at(opened), events=(happened("applied", opened), *events))
    return replace(first, **fields)  # type: ignore[arg-type]


def lines(found: Chain) -> list[tuple[str, str, str | None]]:
    """(rule, state, end) of the steps."""
    return [(each.rule.id, each.state.value, None if each.due is None else stamp(each.due)) for each in found.steps]


def current(found: Chain) -> Step:
    assert found.current is not None
    return found.current


def test_an_exchange_by_its_events() -> None:
    case = matter(
        "exchange",
        "2023-11-20 09:30",
        happened("agreed", "2023-11-21 10:00"),
        happened("buyer_shipped", "2023-11-25 08:00"),
        happened("return_signed", "2023-11-28 16:00"),
        happened("return_checked", "2023-11-29 09:00"),
        happened("replacement_signed", "2023-12-08 11:00"),
    )
    assert lines(chain(shipped(), case, at("2023-12-09 12:00"))) == [
        ("KS-EXCH-48H", "done", "2023-11-22 09:30:00"),
        ("KS-EXCH-10D", "done", "2023-12-01 10:00:00"),
        ("KS-EXCH-7D", "done", "2023-12-05 16:00:00"),
        ("KS-EXCH-CONF-10D", "running", "2023-12-18 11:00:00"),
    ]


def test_a_lapse_opens_the_next_step_at_its_own_end() -> None:
    case = matter("exchange", "2023-11-20 09:30")
    before = chain(shipped(), case, at("2023-11-22 08:18"))
    assert lines(before) == [("KS-EXCH-48H", "running", "2023-11-22 09:30:00")]
    step = current(before)
    assert (step.rule.actor.value, step.left, step.next_if_lapsed) == ("seller", HOUR + 12 * 60_000, ("KS-EXCH-10D",))
    after = chain(shipped(), case, at("2023-11-22 09:30"))
    assert lines(after) == [
        ("KS-EXCH-48H", "lapsed", "2023-11-22 09:30:00"),
        ("KS-EXCH-10D", "running", "2023-12-02 09:30:00"),
    ]
    assert [each.rule.id for each in after.to_record] == ["KS-EXCH-48H"]
    assert (current(after).rule.actor.value, current(after).by_lapse) == ("buyer", True)
    assert lines(chain(shipped(), case, at("2024-06-01 00:00"))) == [
        ("KS-EXCH-48H", "lapsed", "2023-11-22 09:30:00"),
        ("KS-EXCH-10D", "lapsed", "2023-12-02 09:30:00"),
    ]


def test_a_visit_that_is_not_agreed_on() -> None:
    case = matter("onsite_repair", "2023-11-20 15:00", happened("visited", "2023-12-05 10:00"))
    assert lines(chain(shipped(), case, at("2023-12-06 00:00"))) == [
        ("KS-ONSITE-3D", "lapsed", "2023-11-23 23:59:59"),
        ("KS-ONSITE-15D", "done", "2023-12-08 23:59:59"),
        ("KS-ONSITE-30D", "running", "2024-01-04 23:59:59"),
    ]


def test_a_visit_at_the_agreed_time() -> None:
    agreed = happened("visit_agreed", "2023-11-21 12:00")
    open_end = matter("onsite_repair", "2023-11-20 15:00", agreed)
    assert lines(chain(shipped(), open_end, at("2023-11-22 00:00"))) == [
        ("KS-ONSITE-3D", "done", "2023-11-23 23:59:59"),
        ("KS-ONSITE-VISIT", "running", None),
    ]
    set_end = replace(open_end, agreed=(Fixed(at("2023-11-24 14:00"), at("2023-11-21 12:00")),))
    found = chain(shipped(), set_end, at("2023-11-24 14:00"))
    assert lines(found)[1:] == [("KS-ONSITE-VISIT", "lapsed", "2023-11-24 14:00:00")]
    assert current(found).set_by is SetBy.AGREED
    # The agreed time is not that of the three days in which it was agreed.
    assert found.steps[0].set_by is SetBy.RULE


def test_a_repair_in_30_days_or_as_agreed() -> None:
    case = matter("repair", "2023-11-18 09:00", happened("return_received", "2023-11-20 15:00"))
    now = at("2023-11-21 00:00")
    assert lines(chain(shipped(), case, now)) == [("KS-REPAIR-30D", "running", "2023-12-20 15:00:00")]
    longer = replace(case, agreed=(Fixed(at("2024-01-10 18:00"), at("2023-11-20 16:00"), "KS-REPAIR-30D"),))
    assert lines(chain(shipped(), longer, now)) == [("KS-REPAIR-30D", "running", "2024-01-10 18:00:00")]
    again = replace(longer, agreed=(*longer.agreed, Fixed(at("2023-12-01 18:00"), at("2023-11-20 17:00"), "KS-RP-1")))
    assert lines(chain(shipped(), again, now)) == [("KS-REPAIR-30D", "running", "2023-12-01 18:00:00")]


def test_a_return_in_7_days() -> None:
    case = matter("return_refund", "2026-11-20 10:00")
    assert lines(chain(shipped(), case, at("2026-11-20 12:00"))) == [("TB-RET-7D", "waiting", None)]
    assert chain(shipped(), case, at("2026-11-20 12:00")).current is None
    agreed = replace(case, events=(*case.events, happened("agreed", "2026-11-20 15:30")))
    found = chain(shipped(), agreed, at("2026-11-27 15:30"))
    assert lines(found) == [("TB-RET-7D", "lapsed", "2026-11-27 15:30:00")]
    assert found.steps[0].rule.effect.value == "closed"


def test_an_order_is_shipped_in_48_hours() -> None:
    case = matter("", "2026-02-27 14:00:58", happened("paid", "2026-02-27 14:00:58"), rules=("TB-SHIP-1",))
    found = chain(shipped(), case, at("2026-03-01 15:00"))
    assert lines(found) == [
        ("TB-SHIP-48H", "lapsed", "2026-03-01 14:00:58"),
        ("TB-OOS-72H", "running", "2026-03-04 14:00:58"),
    ]


def test_what_is_done_late_says_both_and_goes_on() -> None:
    sent = happened("return_checked", "2023-12-06 09:00")
    case = matter(
        "exchange",
        "2023-11-20 09:30",
        happened("agreed", "2023-11-21 10:00"),
        happened("return_signed", "2023-11-28 16:00"),
        sent,
    )
    step = chain(shipped(), case, at("2023-12-07 00:00")).steps[2]
    assert (step.state, step.lapsed_at, step.done_at) == (S.LATE, at("2023-12-05 16:00"), at("2023-12-06 09:00"))
    assert lines(chain(shipped(), case, at("2023-12-07 00:00")))[3] == ("KS-EXCH-CONF-10D", "waiting", None)


def test_an_answer_after_the_lapse_does_not_open_the_next_step_twice() -> None:
    case = matter("exchange", "2023-11-20 09:30", happened("agreed", "2023-11-22 20:00"))
    assert lines(chain(shipped(), case, at("2023-11-23 00:00"))) == [
        ("KS-EXCH-48H", "late", "2023-11-22 09:30:00"),
        ("KS-EXCH-10D", "running", "2023-12-02 09:30:00"),
    ]


def test_withdrawn_is_the_end() -> None:
    case = matter("exchange", "2023-11-20 09:30", happened("withdrawn", "2023-11-20 12:00"))
    assert lines(chain(shipped(), case, at("2024-01-01 00:00"))) == [("KS-EXCH-48H", "done", "2023-11-22 09:30:00")]


def test_a_corrected_start_reckons_the_chain_anew() -> None:
    noted = (happened("agreed", "2023-11-21 10:00"), happened("return_signed", "2023-11-29 09:00"))
    case = matter("exchange", "2023-11-20 09:30", *noted)
    now = at("2023-11-29 10:00")
    assert lines(chain(shipped(), case, now))[2] == ("KS-EXCH-7D", "running", "2023-12-06 09:00:00")
    signed = happened("return_signed", "2023-11-29 09:00", "2023-11-28 16:00")
    corrected = replace(case, events=(*case.events[:2], signed))
    assert lines(chain(shipped(), corrected, now))[2] == ("KS-EXCH-7D", "running", "2023-12-05 16:00:00")


def test_a_recorded_lapse_stays_told_beside_a_corrected_start() -> None:
    lapse = Lapse("KS-EXCH-48H", 1, at("2023-11-20 09:30"), at("2023-11-22 09:30"), at("2023-11-22 09:31"))
    corrected = (happened("applied", "2023-11-20 09:30", "2023-11-21 12:00"),)
    case = matter("exchange", "2023-11-20 09:30", events=corrected, lapses=(lapse,))
    found = chain(shipped(), case, at("2023-11-22 10:00"))
    assert lines(found) == [("KS-EXCH-48H", "running", "2023-11-23 12:00:00")]
    assert found.steps[0].recorded == lapse and found.steps[0].overtaken
    assert found.to_record == () and found.strays == ()
    later = chain(shipped(), case, at("2023-11-23 12:00"))
    assert later.steps[0].lapsed_at == at("2023-11-23 12:00") and not later.steps[0].overtaken


def test_a_recorded_lapse_of_a_step_that_is_no_more() -> None:
    lapse = Lapse("KS-EX-2", 1, at("2023-11-22 09:30"), at("2023-12-02 09:30"), at("2023-12-02 09:30"))
    case = matter("exchange", "2023-11-20 09:30", lapses=(lapse,))
    assert chain(shipped(), case, at("2023-11-21 00:00")).strays == (lapse,)
    assert chain(shipped(), case, at("2023-11-23 00:00")).strays == ()


def test_the_clock_set_back_a_day_takes_no_recorded_lapse_back() -> None:
    lapse = Lapse("KS-EXCH-48H", 1, at("2023-11-20 09:30"), at("2023-11-22 09:30"), at("2023-11-22 09:30"), True)
    case = matter("exchange", "2023-11-20 09:30", lapses=(lapse,))
    right, back = (chain(shipped(), case, at(day)) for day in ("2023-11-22 10:00", "2023-11-21 10:00"))
    assert lines(right) == lines(back)
    assert [each.state for each in back.steps] == [S.LAPSED, S.RUNNING]
    assert back.steps[0].left == 0 and back.steps[1].left == 11 * DAY - HOUR // 2
    unrecorded = replace(case, lapses=())
    assert lines(chain(shipped(), unrecorded, at("2023-11-21 10:00")))[0][1] == "running"


def test_a_clock_before_the_events_themselves() -> None:
    case = matter("exchange", "2023-11-20 09:30", happened("agreed", "2023-11-21 10:00"))
    assert lines(chain(shipped(), case, at("2023-11-19 00:00"))) == [
        ("KS-EXCH-48H", "done", "2023-11-22 09:30:00"),
        ("KS-EXCH-10D", "running", "2023-12-01 10:00:00"),
    ]


def test_after_days_offline_everything_lapsed_is_there_at_once() -> None:
    case = matter("onsite_repair", "2023-11-20 15:00")
    found = chain(shipped(), case, at("2024-02-01 00:00"))
    assert [stamp(each.due or 0) for each in found.to_record] == ["2023-11-23 23:59:59", "2023-12-08 23:59:59"]


def test_an_imported_moment_wins() -> None:
    told = at("2023-11-21 00:00")
    case = matter("exchange", "2023-11-20 09:30", imported=(Fixed(at("2023-11-22 12:00"), told),))
    found = chain(shipped(), case, at("2023-11-22 10:00"))
    assert lines(found) == [("KS-EXCH-48H", "running", "2023-11-22 12:00:00")]
    assert found.steps[0].set_by is SetBy.IMPORTED
    named = replace(case, imported=(Fixed(at("2023-12-05 00:00"), told, "KS-EX-2"),))
    assert lines(chain(shipped(), named, at("2023-11-22 10:00"))) == [
        ("KS-EXCH-48H", "lapsed", "2023-11-22 09:30:00"),
        ("KS-EXCH-10D", "running", "2023-12-05 00:00:00"),
    ]
    repaired = matter("repair", "2023-11-18 09:00", happened("return_received", "2023-11-20 15:00"))
    both = replace(
        repaired,
        agreed=(Fixed(at("2024-01-10 18:00"), told, "KS-REPAIR-30D"),),
        imported=(Fixed(at("2023-12-24 18:00"), told),),
    )
    assert lines(chain(shipped(), both, told)) == [("KS-REPAIR-30D", "running", "2023-12-24 18:00:00")]


def test_a_set_moment_before_the_start_ends_with_the_start_and_says_so() -> None:
    case = matter("exchange", "2023-11-20 09:30", imported=(Fixed(at("2023-11-19 00:00"), at("2023-11-20 10:00")),))
    step = chain(shipped(), case, at("2023-11-20 10:00")).steps[0]
    assert (step.due, step.notes) == (at("2023-11-20 09:30"), {Note.IMPORTED_BEFORE_START})


OWN = {"id": "OWN", "opens": ["inquiry"], "limit": 4, "pauses_in": ["waiting_buyer"], "agreed": True}


def test_a_state_in_which_the_clock_stands() -> None:
    states = (InState("open", at("2026-11-20 09:00")), InState("waiting_buyer", at("2026-11-20 10:00")))
    case = matter("inquiry", "2026-11-20 09:00", states=states)
    waits = chain(pack(OWN), case, at("2026-11-20 15:00")).steps[0]
    assert (waits.state, waits.left, waits.paused) == (S.PAUSED, 3 * HOUR, 5 * HOUR)
    back = replace(case, states=(*states, InState("in_progress", at("2026-11-20 16:00"))))
    runs = chain(pack(OWN), back, at("2026-11-20 17:00")).steps[0]
    assert (runs.state, runs.due, runs.paused) == (S.RUNNING, at("2026-11-20 19:00"), 6 * HOUR)
    spans = replace(case, states=(), pauses=((at("2026-11-20 10:00"), at("2026-11-20 16:00")),))
    assert chain(pack(OWN), spans, at("2026-11-20 17:00")).steps[0].due == at("2026-11-20 19:00")
    lasting = replace(case, states=(), pauses=((at("2026-11-20 10:00"), None),))
    assert chain(pack(OWN), lasting, at("2026-11-20 15:00")).steps[0].state is S.PAUSED


@pytest.mark.parametrize("state", ["done", "cancelled"])
def test_a_ticket_that_ended_has_no_clock(state: str) -> None:
    case = matter("exchange", "2023-11-20 09:30", states=(InState(state, at("2023-11-21 00:00")),))
    stopped = chain(shipped(), case, at("2023-12-31 00:00"))
    assert [(each.state, each.left) for each in stopped.steps] == [(S.STOPPED, None)]
    assert stopped.current is None and stopped.to_record == ()
    reopened = replace(case, states=(*case.states, InState("in_progress", at("2023-12-01 00:00"))))
    assert lines(chain(shipped(), reopened, at("2023-12-01 00:00")))[0][1] == "lapsed"
    late = replace(case, states=(InState(state, at("2023-11-23 00:00")),))
    assert [each.state for each in chain(shipped(), late, at("2023-12-31 00:00")).steps] == [S.LAPSED, S.STOPPED]


def test_the_same_rule_again_by_new_events() -> None:
    again = {"id": "A", "opens": ["inquiry"], "done_by": ["refused"], "then": ["A"]}
    events = [happened("refused", "2026-11-20 10:00"), happened("applied", "2026-11-20 11:00")]
    case = matter("inquiry", "2026-11-20 09:00", *events, happened("refused", "2026-11-20 12:00"))
    found = chain(pack(again), case, at("2026-11-20 13:00"))
    assert [(each.key, each.state.value) for each in found.steps] == [
        ("A#1", "done"),
        ("A#2", "done"),
        ("A#3", "waiting"),
    ]
    assert [each.after for each in found.steps] == ["", "A#1", "A#2"]


def test_a_rule_counts_from_the_day_it_is_in_force() -> None:
    bounded = {"opens": ["inquiry"], "effective": "2026-02-01", "until": "2026-03-31"}
    for day, steps in (("2026-01-31", 0), ("2026-02-01", 1), ("2026-03-31", 1), ("2026-04-01", 0)):
        assert len(chain(pack(bounded), matter("inquiry", f"{day} 12:00"), at("2026-05-01 00:00")).steps) == steps


def test_the_shops_platform_chooses_among_the_rules() -> None:
    rules = pack({"opens": ["x"], "platform": "jd"}, {"id": "B", "opens": ["x"], "platform": "taobao"})
    for platform, names in (("jd", ["A"]), ("taobao", ["B"]), ("own", ["A", "B"])):
        found = chain(rules, matter("x", "2026-11-20 09:00", platform=platform), at("2026-11-20 09:00"))
        assert [each.rule.id for each in found.steps] == names
    assert chain(rules, matter("y", "2026-11-20 09:00"), at("2026-11-20 09:00")).steps == ()
