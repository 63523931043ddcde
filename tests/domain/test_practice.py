"""The figures of a practice: typing from the lengths of a text, first responses, wording."""

from __future__ import annotations

from ticketdesk.domain.practice import PAUSE, Hit, Meter, Report, Served, Standards

HELD = Standards(typing_per_minute=60, first_response_seconds=30)


def typed(meter: Meter, strokes: int, gap: int, now: int = 0, length: int = 0) -> int:
    for n in range(strokes):
        meter.heard(length + n + 1, now + n * gap)
    return now + strokes * gap


def test_a_steady_hand_has_its_speed() -> None:
    meter = Meter()
    typed(meter, 61, 500)
    assert meter.characters == 60 and meter.spent == 30_000 and meter.per_minute() == 120


def test_thinking_counts_neither_time_nor_character() -> None:
    meter = Meter()
    now = typed(meter, 31, 500)
    typed(meter, 31, 500, now + PAUSE, 31)
    assert meter.characters == 60 and meter.spent == 30_000


def test_a_phrase_is_not_typed() -> None:
    meter = Meter()
    now = typed(meter, 31, 500)
    meter.heard(31 + 80, now)
    meter.heard(31 + 81, now + 500)
    assert meter.characters == 30 and meter.spent == 15_000


def test_correcting_costs_time() -> None:
    meter = Meter()
    now = typed(meter, 31, 500)
    meter.heard(30, now)
    assert meter.characters == 30 and meter.spent == 15_500


def test_a_sent_reply_and_another_field_begin_anew() -> None:
    meter = Meter()
    now = typed(meter, 31, 500)
    meter.heard(0, now)
    meter.heard(1, now + 500)
    meter.begin(7)
    meter.heard(8, now + 600)
    assert meter.characters == 30


def test_too_little_says_nothing() -> None:
    meter = Meter()
    typed(meter, 20, 500)
    assert meter.per_minute() is None and Meter().per_minute() is None


def report(*served: Served, typing: int | None = 80, replies: int = 2, hits: tuple[Hit, ...] = ()) -> Report:
    return Report(HELD, typing, served, replies, hits)


def test_the_standards_are_met_and_missed() -> None:
    good = report(Served("a", 20_000), Served("b", 40_000))
    assert good.average == 30_000 and good.in_time == 1
    assert (good.typing_met, good.response_met, good.wording_met) == (True, True, True)
    late = report(Served("a", 20_000), Served("b", 40_002), typing=59, hits=(Hit("x", 1),))
    assert (late.typing_met, late.response_met, late.wording_met) == (False, False, False)


def test_a_buyer_without_an_answer_misses_the_standard() -> None:
    assert report(Served("a", 1_000), Served("b", None)).response_met is False
    assert report(Served("a", None)).average is None


def test_without_anything_there_is_no_verdict() -> None:
    empty = report(typing=None, replies=0)
    assert (empty.typing_met, empty.response_met, empty.wording_met) == (None, None, None)
