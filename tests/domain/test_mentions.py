"""Whom a note calls by name, and what is offered while a name is being typed."""

from __future__ import annotations

import pytest

from ticketdesk.domain.mentions import Typing, called, offered, typed

NAMES = ("小满", "小满二", "Ann", "Anna", "Li Lei")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@小满 看一下", ("小满",)),
        ("请@小满看一下", ("小满",)),
        ("＠小满二，库存够吗", ("小满二",)),
        ("@anna and @ANN", ("Anna", "Ann")),
        ("@Annabel @Anne", ()),
        ("@Li Lei: please", ("Li Lei",)),
        ("mail@Ann.example", ()),
        ("@小满 @小满", ("小满",)),
        ("小满 看一下 @", ()),
        ("", ()),
    ],
)
def test_whom_a_note_calls(text: str, found: tuple[str, ...]) -> None:
    assert called(text, NAMES) == found


@pytest.mark.parametrize(
    ("text", "caret", "found"),
    [
        ("@", 1, Typing(0, "")),
        ("请@小", 3, Typing(1, "小")),
        ("@小满 看", 5, None),
        ("mail@A", 6, None),
        ("@小满", 0, None),
        ("@" + "长" * 60, 61, None),
    ],
)
def test_what_is_being_typed(text: str, caret: int, found: Typing | None) -> None:
    assert typed(text, caret) == found


def test_names_that_begin_with_what_was_typed_come_first() -> None:
    assert offered("an", ("Joan", "Anna", "Bo")) == ("Anna", "Joan")
    assert offered("", ("Bo", "Ann")) == ("Bo", "Ann")
