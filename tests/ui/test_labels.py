"""Words of values: every state, type and reason has some, moments and spans read as the pictures show them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ready import empty_store
from ticketdesk import app
from ticketdesk.desk.command import BulkCommand, Command, SingleCommand
from ticketdesk.desk.commands import exports, imports, orders, phrases, shop, talk, tickets
from ticketdesk.domain.flags import Flag
from ticketdesk.domain.moments import DAY, HOUR, MINUTE, SECOND
from ticketdesk.domain.orders import OrderState
from ticketdesk.domain.permissions import STANDARD_ROLES
from ticketdesk.domain.tickets import Priority, TicketState, TicketType, TransferReason
from ticketdesk.tour.sample import fill_demo
from ticketdesk.ui import labels, moments
from ticketdesk.words import use_language

NOW = 1_795_242_368_000  # 2026-11-21 14:26:08 in the shop's zone


@pytest.fixture
def chinese() -> Iterator[None]:
    use_language("zh_CN")
    yield
    use_language("en")


def commands() -> set[str]:
    """The names of every undoable command of the desk."""
    found: set[str] = set()
    for module in (exports, imports, orders, phrases, shop, talk, tickets):
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Command) and value.undoable:
                found.add(value.__name__)
    return found - {Command.__name__, SingleCommand.__name__, BulkCommand.__name__}


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


def test_every_value_has_chinese_words(chinese: None) -> None:
    said = [labels.order_state(state.value).text for state in OrderState]
    said += [labels.ticket_state(state.value).text for state in TicketState]
    said += [labels.ticket_type(kind.value) for kind in TicketType]
    said += [labels.priority(int(level)).text for level in Priority]
    said += [labels.transfer_reason(reason.value) for reason in TransferReason]
    said += [labels.role(role.name) for role in STANDARD_ROLES]
    said += [part for flag in Flag for part in (labels.flag_name(flag), labels.flag(flag).letter)]
    assert [text for text in said if not is_chinese(text)] == []


def test_every_step_that_can_be_undone_has_its_name(chinese: None) -> None:
    assert [name for name in sorted(commands()) if not is_chinese(labels.command(name))] == []


def test_flags_keep_their_letters(chinese: None) -> None:
    assert "".join(labels.flag(code).letter for code in (1, 2, 3, 4, 5, 0)) == "红黄绿蓝紫灰"
    assert labels.flag(None).token == "flag.none" and labels.flag(99).token == "flag.none"


def test_english_flag_letters_differ_so_that_colour_never_stands_alone() -> None:
    assert [labels.flag(code).letter for code in (0, 1, 2, 3, 4, 5, None)] == ["–", "R", "Y", "G", "B", "P", "–"]


def test_the_state_of_tomorrow_is_shown_as_it_stands() -> None:
    assert labels.order_state("NEW_STATE").text == "NEW_STATE" and labels.role("夜班").startswith("夜班")


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (NOW, "14:26"),
        (NOW - 15 * HOUR, "昨天"),
        (NOW - 3 * DAY, "11-18"),
        (NOW - 400 * DAY, "2025-10-17"),
        (None, ""),
    ],
)
def test_times_in_lists(chinese: None, ms: int | None, text: str) -> None:
    assert moments.time_text(ms, NOW) == text


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (23 * HOUR + 14 * MINUTE + 5 * SECOND, "剩 23:14:05"),
        (31 * HOUR + 22 * MINUTE + 10 * SECOND, "剩 31:22:10"),
        (6 * DAY + 4 * HOUR + 12 * MINUTE, "剩 6天 04:12"),
        (-(2 * HOUR + 10 * MINUTE + 33 * SECOND), "超时 02:10:33"),
        (2 * DAY, "剩 48:00:00"),
    ],
)
def test_what_remains(chinese: None, left: int, text: str) -> None:
    assert moments.remaining(NOW + left, NOW) == text


def test_waiting(chinese: None) -> None:
    assert moments.waiting_chip(NOW - 221 * SECOND, NOW) == ("等 3分41秒", "bad")
    assert moments.waiting_chip(NOW - 42 * SECOND, NOW) == ("等 42秒", "plain")
    assert moments.waiting_chip(NOW + SECOND, NOW) == ("等 0秒", "plain")
    assert moments.waiting_chip(None, NOW) is None


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (30 * MINUTE, "30分钟"),
        (2 * HOUR, "2小时"),
        (3 * DAY, "3天"),
        (30 * MINUTE + SECOND, "30分1秒"),
        (2 * HOUR + 5 * MINUTE, "2小时5分"),
        (3 * DAY + HOUR, "3天1小时"),
        (0, "0秒"),
    ],
)
def test_a_span_that_stands_has_no_part_of_nothing(chinese: None, span: int, text: str) -> None:
    assert moments.length_text(span) == text


def test_money_and_numbers() -> None:
    assert (moments.money(12900), moments.money(-5), moments.money(None)) == ("¥129.00", "-¥0.05", "")
    assert labels.short_number("2026112133330281764") == "2026…330281764"
    assert labels.short_number("12345678901234") == "12345678901234"
    assert moments.clock_text(NOW) == "14:26:08" and moments.date_text(NOW, NOW) == "Today 14:26"


def test_types_have_words_after_a_shop_was_closed(qtbot: object, tmp_path: Path) -> None:
    parts = app.build(empty_store(tmp_path / "ticketdesk.db"), clock=lambda: NOW, fill=fill_demo)
    parts.close()
    assert labels.ticket_type(TicketType.REPAIR.value) == "Repair"
