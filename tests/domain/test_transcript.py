"""Conversations copied out of Qianniu and Wangwang."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import MINUTE, SECOND, parse_stamp, stamp
from ticketdesk.domain.transcript import Said, Transcript, parse_transcript
from ticketdesk.domain.transcript_merge import Key, Side, key, key_of, new_only

SHOP = "青禾生活旗舰店"
COPIED = f"""\ufeff以上是历史消息\r
林小鹿_882026-4-3 07:25:33\r
你好\r
\r
昨天拍的发货了吗\r
{SHOP}:小满2026-4-3 07:25:40\r
您好,今天发出\r
已读\r
推荐回复\r
林小鹿_882026-4-3 07:25:40\r
[图片]\r
{SHOP}:小满2026-4-3 07:26:02\r
亚麻衬衫\r
原价¥199.00\r
销量 300+\r
立即下单\r
未读\r
"""


def said(transcript: Transcript) -> list[tuple[str, str, str]]:
    sides = {True: "agent", False: "buyer", None: "?"}
    return [(sides[one.is_agent], stamp(one.at_ms)[11:], one.text) for one in transcript.messages]


def test_a_copied_conversation() -> None:
    transcript = parse_transcript(COPIED, shop_name=SHOP)
    assert said(transcript) == [
        ("buyer", "07:25:33", "你好\n\n昨天拍的发货了吗"),
        ("agent", "07:25:40", "您好,今天发出"),
        ("buyer", "07:25:40", "[图片]"),
        ("agent", "07:26:02", "亚麻衬衫"),
    ]
    assert [one.read for one in transcript.messages] == [None, True, None, False]
    assert [one.line for one in transcript.messages] == [2, 6, 10, 12]
    assert transcript.buyers == ("林小鹿_88",)
    assert not transcript.undecided
    assert transcript.problems == ()


@pytest.mark.parametrize(
    "header",
    [
        "tb12026-04-03 07:25:33",
        "tb1 2026/4/3 07:25:33",
        "tb1 (2026-04-03 07:25:33)",
        "tb1\uff082026-04-03 07:25:33\uff09:",
        "\u200btb1\u00a02026-4-3  7:25:33",
    ],
)
def test_forms_of_headers(header: str) -> None:
    (message,) = parse_transcript(header + "\n在吗").messages
    assert (message.sender, stamp(message.at_ms), message.text) == ("tb1", "2026-04-03 07:25:33", "在吗")


def test_headers_with_the_time_only_continue_the_date() -> None:
    text = "tb1 2026-04-03 23:59:50\n在吗\n店:满 00:00:10\n在的\ntb1 00:00:12\n好"
    transcript = parse_transcript(text)
    assert [stamp(one.at_ms) for one in transcript.messages] == [
        "2026-04-03 23:59:50",
        "2026-04-04 00:00:10",
        "2026-04-04 00:00:12",
    ]
    dated = parse_transcript("tb1 2026-04-03 10:00:00\n在吗\n——2026-04-05——\ntb1 09:00:00\n在?")
    assert stamp(dated.messages[1].at_ms) == "2026-04-05 09:00:00"


@pytest.mark.parametrize(
    "line", ["我下单时间是2026-04-03 07:25:33", "付款时间:2026-04-03 07:00:00", "好,2026-04-03 07:00:00"]
)
def test_a_time_in_a_sentence_is_no_header(line: str) -> None:
    (message,) = parse_transcript("tb1 2026-04-03 08:00:00\n" + line).messages
    assert message.text == line


def test_a_clock_in_a_text_is_no_header() -> None:
    text = "tb1 2026-04-03 08:00:00\n你好\n店:满 2026-04-03 08:00:09\n快递员说 12:30:00\n到"
    assert parse_transcript(text).messages[1].text == "快递员说 12:30:00\n到"


def test_a_recalled_message_is_a_notice() -> None:
    text = "tb1 2026-04-03 08:00:00\n你好\ntb1撤回了一条消息\n店:满 2026-04-03 08:01:00\n您好"
    transcript = parse_transcript(text)
    assert [(one.system, one.text) for one in transcript.messages] == [
        (False, "你好"),
        (True, "tb1撤回了一条消息"),
        (False, "您好"),
    ]
    assert not transcript.undecided


TWO = "甲2026-04-03 08:00:00\n你好\n乙2026-04-03 08:00:05\n您好"


def test_who_is_the_agent() -> None:
    assert parse_transcript(TWO).undecided
    assert [one.is_agent for one in parse_transcript(TWO).messages] == [None, None]
    for known in (
        parse_transcript(TWO, shop_name="乙"),
        parse_transcript(TWO, agent_accounts=["乙"]),
        parse_transcript(TWO, buyer="甲"),
        parse_transcript(TWO.replace("乙", "店:乙")),
        parse_transcript(TWO.replace("乙", "店:乙"), agent_accounts=["店:丙"]),
        parse_transcript(TWO.replace("乙", "店:乙"), shop_name="店"),
    ):
        assert [one.is_agent for one in known.messages] == [False, True]
        assert known.buyers == ("甲",)
        assert not known.undecided


def test_three_unknown_senders_must_be_asked_for() -> None:
    text = TWO + "\n店:丙2026-04-03 08:01:00\n您好"
    transcript = parse_transcript(text)
    assert transcript.undecided
    assert transcript.buyers == ("甲", "乙")
    settled = parse_transcript(text, buyer="甲")
    assert [one.is_agent for one in settled.messages] == [False, True, True]


def test_what_became_no_message_is_told() -> None:
    transcript = parse_transcript("半句话\ntb1 2026-04-03 08:00:00\n店:满 2026-04-03 08:00:01\n您好\x00")
    assert [(one.line, one.reason, one.original) for one in transcript.problems] == [
        (1, "transcript_before_first", "半句话"),
        (2, "transcript_empty_message", "tb1 2026-04-03 08:00:00"),
    ]
    assert transcript.messages[0].text == "您好"


@pytest.mark.parametrize("text", ["", "你好", "2026-04-03 08:00:00", "tb1 2026-13-03 08:00:00\n你好", "%PDF-1.4\n\x00"])
def test_a_text_without_headers_is_refused(text: str) -> None:
    with pytest.raises(DeskError, match="transcript_no_header"):
        parse_transcript(text)


def test_an_enormous_message_is_refused() -> None:
    fits = "甲2026-04-03 08:00:00\n" + "a" * 65536
    assert len(parse_transcript(fits).messages[0].text) == 65536
    with pytest.raises(DeskError) as refused:
        parse_transcript(fits + "a")
    assert refused.value.values == {"line": 1, "limit": 64}
    with pytest.raises(DeskError, match="transcript_too_long"):
        parse_transcript("a" * (10 * 1024 * 1024 + 1))


LINES = st.lists(
    st.tuples(
        st.sampled_from(["tb1", "店:满"]), st.integers(0, 3), st.sampled_from(["在吗", "好 的", "a\n\nb", "[图片]"])
    ),
    min_size=1,
    max_size=12,
)


def written(lines: list[tuple[str, int, str]]) -> str:
    start = parse_stamp("2026-04-03 08:00:00")
    assert start is not None
    return "".join(f"{sender}{stamp(start + at * SECOND)}\n{text}\n" for sender, at, text in lines)


def parsed(lines: list[tuple[str, int, str]]) -> tuple[Said, ...]:
    return parse_transcript(written(lines), shop_name="店", buyer="tb1").messages


def keys(messages: tuple[Said, ...]) -> list[Key]:
    return [key_of(one) for one in messages]


@given(LINES)
def test_every_message_is_read_in_its_order(lines: list[tuple[str, int, str]]) -> None:
    assert [(one.sender, one.text) for one in parsed(lines)] == [(sender, text) for sender, _, text in lines]


@given(LINES)
def test_pasting_twice_adds_nothing(lines: list[tuple[str, int, str]]) -> None:
    assert new_only(keys(parsed(lines)), parsed(lines)) == ()


@given(LINES, st.data())
def test_a_part_and_then_the_whole_is_the_whole(lines: list[tuple[str, int, str]], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(lines) - 1))
    part = parsed(lines[start : data.draw(st.integers(start + 1, len(lines)))])
    whole = parsed(lines)
    added = new_only(keys(part), whole)
    assert sorted(keys(part) + keys(added)) == sorted(keys(whole))
    assert list(added) == [one for one in whole if one in added]


def test_two_equal_messages_of_one_second_stay_two() -> None:
    twice = parsed([("tb1", 0, "在吗"), ("tb1", 0, "在吗")])
    assert len(new_only([], twice)) == 2
    assert len(new_only(keys(twice[:1]), twice)) == 1


def test_a_reply_sent_from_here_is_known_again() -> None:
    copy = parsed([("tb1", 0, "在吗"), ("店:满", 1, "在的"), ("店:满", 2, "在的")])
    sent = key(copy[1].at_ms - 2 * MINUTE, Side.AGENT, "在的 ")
    assert new_only([], copy, sent=[sent]) == (copy[0], copy[2])
    late = key(copy[1].at_ms - 11 * MINUTE, Side.AGENT, "在的")
    assert new_only([], copy, sent=[late]) == copy


def test_long_lines_are_read_in_no_time() -> None:
    hostile = "甲2026-04-03 08:00:00\n" + "\n".join(["a" + " " * 30000 + "b", "-" * 30000, "0" * 4000])
    assert len(parse_transcript(hostile).messages) == 1


@pytest.mark.parametrize("year", ["0001", "1899", "2200", "9999"])
def test_a_line_of_another_age_heads_no_message(year: str) -> None:
    text = f"林小鹿_882026-4-3 07:25:33\n你好\n林小鹿_88{year}-1-2 07:25:33\n在吗\n"
    assert [one.at_ms for one in parse_transcript(text).messages] == [parse_stamp("2026-4-3 07:25:33")]
