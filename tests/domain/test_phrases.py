"""Initials and the ranking of phrases."""

from __future__ import annotations

import sys
import time

import pytest

from ticketdesk.domain.phrases import PhraseKey, initials, match, phrase_key


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("亲,可以换L码", "qkyhlm"),
        ("重发一件", "cfyj"),
        ("重量偏长", "zlpc"),
        ("銀行卡退款", "yhktk"),
        ("OK 好的!", "okhd"),
        ("😀。", ""),
    ],
)
def test_initials(text: str, letters: str) -> None:
    assert initials(text) == letters


PHRASES = [
    phrase_key(1, "hmgz", "换码规则:签收七天内可换"),
    phrase_key(2, "HM", "亲,可以换码的"),
    phrase_key(3, "", "换码运费由我们承担"),
    phrase_key(4, "tk", "这边帮您换一个码"),
    phrase_key(5, "x", "今天换码明天发"),
]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("hm", [2, 1, 3, 5, 4]),
        ("HM ", [2, 1, 3, 5, 4]),
        ("hmg", [1]),
        ("换码", [3, 5, 2, 1]),
        ("運費", [3]),
        ("hyyf", []),
        ("hmyf", [3]),
        ("zzz", []),
        ("!", []),
        ("", [1, 2, 3, 4, 5]),
    ],
)
def test_ranking(query: str, ids: list[int]) -> None:
    assert [key.id for key in match(query, PHRASES)] == ids


def test_two_thousand_phrases_answer_while_typing() -> None:
    many = [PhraseKey(n, f"c{n:04}", "qkyhmdwzbbngh", "亲可以换码的我这边帮您改好" * 8) for n in range(2000)]
    start = time.thread_time()
    found = match("hmw", many)
    assert time.thread_time() - start < 0.1
    assert len(found) == 2000


def test_the_pinyin_tables_load_only_when_needed() -> None:
    module = sys.modules["ticketdesk.domain.phrases"]
    assert "pypinyin" not in vars(module)
    assert "lazy_pinyin" not in vars(module)
