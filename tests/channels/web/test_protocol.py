"""Frames: what is one of ours, and that nothing else is."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketdesk.channels.web import protocol
from ticketdesk.channels.web.protocol import (
    CHUNK,
    TEXT_FRAME,
    BadFrame,
    Bye,
    Chunk,
    Fetch,
    Frame,
    Hello,
    Leave,
    Older,
    Picture,
    Ping,
    Prove,
    Rate,
    ReadTo,
    Say,
    Typing,
    parse,
    parse_chunk,
)

ID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
GOOD = (
    ({"t": "hello", "v": 1, "token": "", "lang": "zh", "after": "0"}, Hello(1, "", "zh", 0)),
    ({"t": "hello", "v": 1, "token": "abc", "lang": "fr", "after": "12"}, Hello(1, "abc", "zh", 12)),
    ({"t": "hello", "v": 2, "lang": "en"}, Hello(2, "", "en", 0)),
    ({"t": "say", "id": ID, "text": " 在吗 \n"}, Say(ID, "在吗")),
    ({"t": "typing", "on": True}, Typing(True)),
    ({"t": "read", "upto": "456960443888435200"}, ReadTo(456960443888435200)),
    ({"t": "older", "before": "7"}, Older(7)),
    ({"t": "picture", "id": ID, "size": 20 * 1024 * 1024}, Picture(ID, 20 * 1024 * 1024)),
    ({"t": "fetch", "id": "9223372036854775807"}, Fetch(2**63 - 1)),
    ({"t": "prove", "order": " 318800127 ", "digits": "6021"}, Prove("318800127", "6021")),
    ({"t": "leave", "id": ID, "contact": "138\u200b0000 0000", "text": "尺码"}, Leave(ID, "1380000 0000", "尺码")),
    ({"t": "rate", "score": 5, "text": "好", "tags": ["有耐心", ""]}, Rate(5, "好", ("有耐心",))),
    ({"t": "rate", "score": 1}, Rate(1, "", ())),
    ({"t": "bye"}, Bye()),
    ({"t": "ping"}, Ping()),
)
KINDS = {each["t"]: said.__class__ for each, said in GOOD}
BAD = (
    {}, {"t": None}, {"t": []}, {"t": "nothing"}, {"t": "say", "text": "no id"}, {"t": "say", "id": 7, "text": "x"},
    {"t": "say", "id": "../../etc", "text": "x"}, {"t": "say", "id": ID.upper(), "text": "x"},
    {"t": "say", "id": ID, "text": ""}, {"t": "say", "id": ID, "text": "\x00"}, {"t": "say", "id": ID, "text": None},
    {"t": "say", "id": ID, "text": ["x"]}, {"t": "typing", "on": 1}, {"t": "typing"}, {"t": "read", "upto": 7},
    {"t": "read", "upto": "-7"}, {"t": "read", "upto": "9223372036854775808"}, {"t": "read", "upto": "１２"},
    {"t": "older"}, {"t": "picture", "id": ID, "size": 0}, {"t": "picture", "id": ID, "size": -1},
    {"t": "picture", "id": ID, "size": 1.5}, {"t": "picture", "id": ID, "size": True}, {"t": "fetch", "id": "a"},
    {"t": "rate", "score": 0}, {"t": "rate", "score": 6}, {"t": "rate", "score": "5"},
    {"t": "rate", "score": 5, "tags": "x"}, {"t": "rate", "score": 5, "tags": [1]}, {"t": "hello", "v": "1"},
    {"t": "leave", "id": ID, "contact": "", "text": "x"}, {"t": "leave", "id": ID, "contact": "1", "text": " "},
)  # fmt: skip


@pytest.mark.parametrize(("frame", "meant"), GOOD)
def test_frames_of_ours(frame: dict[str, object], meant: object) -> None:
    assert parse(json.dumps(frame)) == meant


@pytest.mark.parametrize("frame", BAD, ids=str)
def test_anything_else_is_bad(frame: dict[str, object]) -> None:
    with pytest.raises(BadFrame):
        parse(json.dumps(frame))


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "7", "null", "[]", '"say"', "{", '{"t":"say"', "[" * 60_000, '{"a":' * 12_000, '{"t":NaN}',
        '{"t":"typing","on":Infinity}', '{"t":"hello","v":' + "9" * 5_000 + "}", "\x00", "\ud800",
    ],
    ids=lambda text: repr(text[:20]),
)  # fmt: skip
def test_what_is_no_json_of_ours_is_bad(text: str) -> None:
    with pytest.raises(BadFrame):
        parse(text)


def test_a_frame_over_its_limit_is_told_apart() -> None:
    for words in ("a" * TEXT_FRAME, "退" * (TEXT_FRAME // 3)):
        with pytest.raises(BadFrame) as bad:
            parse(json.dumps({"t": "say", "id": ID, "text": words}, ensure_ascii=False))
        assert bad.value.why == "too_long"
    with pytest.raises(BadFrame) as heavy:
        parse(json.dumps({"t": "picture", "id": ID, "size": 20 * 1024 * 1024 + 1}))
    assert (heavy.value.why, heavy.value.id) == ("too_large", ID)


def test_halves_of_characters_and_nul_fall_out_of_words_and_direction_marks_stay_text() -> None:
    said = parse('{"t":"say","id":"' + ID + '","text":"a\\ud800b\\u0000c\\u202e<b>"}')
    assert said == Say(ID, "abc\u202e<b>")


def test_pieces_of_pictures() -> None:
    name = uuid4()
    whole = name.bytes + (7).to_bytes(8) + b"data"
    assert parse_chunk(whole) == Chunk(str(name), 7, b"data")
    assert len(parse_chunk(name.bytes + bytes(8) + bytes(CHUNK)).data) == CHUNK
    for wrong in (b"", bytes(23), bytes(24), name.bytes + bytes(8) + bytes(CHUNK + 1)):
        with pytest.raises(BadFrame):
            parse_chunk(wrong)


def test_what_goes_out_is_one_line_of_json_and_files_name_their_message() -> None:
    text = protocol.frame("kept", ids=["a\n\u2028"])
    assert json.loads(text) == {"t": "kept", "ids": ["a\n\u2028"]} and "\n" not in text
    assert protocol.file_chunk(456, 65_536, b"x") == (456).to_bytes(16) + (65_536).to_bytes(8) + b"x"


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda each: st.lists(each) | st.dictionaries(st.text(), each),
)


@given(st.text() | st.dictionaries(st.sampled_from(["t", "id", "text", "v", "size", "upto"]), _VALUES).map(json.dumps))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    try:
        found = parse(text)
    except BadFrame:
        return
    assert isinstance(found, Frame)


@given(st.sampled_from([name for name, _ in ((each["t"], 0) for each, _ in GOOD)]), st.dictionaries(
    st.sampled_from(["id", "text", "v", "token", "lang", "after", "on", "upto", "before", "size", "order", "digits",
                     "contact", "score", "tags"]), _VALUES))  # fmt: skip
def test_no_fields_do_more_than_be_refused(kind: str, fields: dict[str, object]) -> None:
    try:
        found = parse(json.dumps({**fields, "t": kind}))
    except BadFrame:
        return
    assert isinstance(found, Frame) and found.__class__ is KINDS[kind]
