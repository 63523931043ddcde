"""Search text: every hit of a plain scan, no other, and spans in the original."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

import apsw
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ticketdesk.domain.text import (
    clean_name,
    fold,
    letters,
    pairs,
    phrase_query,
    simplify,
    spans,
    strip_nul,
    terms,
)
from ticketdesk.domain.variants import simplified

TABLE = (
    "CREATE VIRTUAL TABLE t USING fts5(body, content='', contentless_delete=1,"
    ' tokenize="unicode61 remove_diacritics 0")'
)
ANY = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
CHAT = st.text(st.sampled_from("退款換换货貨吗嗎码 aA1é\u0301e,。!?😀𠮷ßςΣｶﾞ①ﬁ_-\n각\u1100\u1161"), max_size=14)
TEXT = st.one_of(CHAT, ANY)


@pytest.fixture(scope="module")
def index() -> Iterator[apsw.Connection]:
    connection = apsw.Connection(":memory:")
    connection.execute(TABLE)
    yield connection
    connection.close()


def ask(index: apsw.Connection, texts: list[str], words: str, *, variants: bool = False) -> list[int]:
    with index:
        index.execute("DELETE FROM t")
        for number, text in enumerate(texts):
            index.execute("INSERT INTO t(rowid, body) VALUES (?, ?)", (number + 1, pairs(text)))
        query = phrase_query(words, variants=variants)
        if not query:
            return []
        return [row[0] - 1 for row in index.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rowid", (query,))]


def scan(texts: list[str], words: str) -> list[int]:
    wanted = [letters(fold(word)) for word in words.split()]
    wanted = [word for word in wanted if word]
    if not wanted:
        return []
    return [n for n, text in enumerate(texts) if all(word in letters(fold(text)) for word in wanted)]


@settings(max_examples=400, deadline=None)
@given(st.lists(TEXT, max_size=6), TEXT)
@example(["ΑΣ", "ασ β"], "Σ")
@example(["\u19b0a\u19b0b"], "ab")
def test_index_finds_what_a_plain_scan_finds(index: apsw.Connection, texts: list[str], words: str) -> None:
    assert ask(index, texts, words) == scan(texts, words)


@settings(max_examples=200, deadline=None)
@given(st.lists(TEXT, max_size=6), TEXT)
@example(["退貨", "退货", "没"], "退貨")
@example(["貨", "嗎货"], "货 吗")
def test_either_form_finds_what_a_scan_of_simplified_forms_finds(
    index: apsw.Connection, texts: list[str], words: str
) -> None:
    plain = [simplify(letters(fold(text))) for text in texts]
    asked = " ".join(simplify(letters(fold(word))) for word in words.split())
    assert ask(index, texts, words, variants=True) == scan(plain, asked)


@settings(max_examples=300, deadline=None)
@given(TEXT)
@example("1\u1100?\u1161")
@example("\uac00.\u11a8")
@example("\u1100?\u1175 \ud7b0")
def test_what_was_made_of_a_text_is_made_of_itself(text: str) -> None:
    run = letters(fold(text))
    assert letters(fold(run)) == run


@settings(max_examples=300, deadline=None)
@given(TEXT, st.data())
def test_every_part_of_a_text_finds_it_and_is_marked(index: apsw.Connection, text: str, data: st.DataObject) -> None:
    run = letters(fold(text))
    if not run:
        return
    start = data.draw(st.integers(0, len(run) - 1))
    part = run[start : data.draw(st.integers(start + 1, len(run)))]
    assert ask(index, [text], part) == [0]
    marked = spans(text, part)
    assert marked
    assert all(simplify(part) in simplify(letters(fold(text[a:b]))) for a, b in marked)
    assert all(b <= c for (_, b), (c, _) in pairwise(marked))


def test_every_kept_character_is_a_token_of_the_index() -> None:
    connection = apsw.Connection(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(body, tokenize='unicode61 remove_diacritics 0')")
    connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, 'row')")
    points = (chr(p) for p in range(sys.maxunicode + 1) if not 0xD800 <= p < 0xE000)
    kept = sorted({char for point in points for char in letters(fold(point))})
    with connection:
        for char in kept:
            connection.execute("INSERT INTO t(body) VALUES (?)", ("漢" + char + "漢",))
    found = {row[0] for row in connection.execute("SELECT term FROM v")}
    assert len(kept) > 100_000
    assert {"漢" + char + "漢" for char in kept} == found


def test_every_character_joins_its_marks_as_the_whole_text_does() -> None:
    for point in range(0x300, 0x20000):
        if 0xD800 <= point < 0xE000:
            continue
        composed = unicodedata.normalize("NFD", chr(point))
        run = letters(fold(composed))
        assert all(spans(composed, char) for char in run), hex(point)


@pytest.mark.parametrize(
    ("text", "index_text"),
    [
        ("退款吧!", "退款 款吧 吧"),
        ("", ""),
        ("。。", ""),
        ("好", "好"),
        ("A 𠮷b", "a𠮷 𠮷b b"),
        ("Ｍ码", "m码 码"),
        ("發货", "發货 货 \ue000发货 \ue000货"),
    ],
)
def test_pairs(text: str, index_text: str) -> None:
    assert pairs(text) == index_text


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("退款", '"退款"'),
        ("码", '"码" *'),
        ("快递不动了", '"快递 递不 不动 动了"'),
        ("退款 码", '"退款" AND "码" *'),
        ("  。 \u3000", ""),
        ('a"b*', '"ab"'),
        ("OR 退款 退款", '"or" AND "退款"'),
    ],
)
def test_phrase_query(words: str, query: str) -> None:
    assert phrase_query(words) == query


def test_traditional_and_simplified_find_each_other(index: apsw.Connection) -> None:
    texts = ["請問還沒發貨嗎", "请问还没发货吗", "别的话"]
    assert ask(index, texts, "發貨", variants=True) == ask(index, texts, "发货", variants=True) == [0, 1]
    assert phrase_query("退貨 退货", variants=True).count(" OR ") == 1


def test_without_variants_the_form_counts_as_typed(index: apsw.Connection) -> None:
    texts = ["請問還沒發貨嗎", "请问还没发货吗"]
    assert ask(index, texts, "發貨") == [0]
    assert ask(index, texts, "发货") == [1]
    assert terms("退貨 退货 退货") == ("退貨", "退货")


def test_the_table_of_variants_is_sound() -> None:
    table = simplified()
    assert len(table) > 900
    assert all(ord(new) not in table and len(new) == 1 for new in table.values())
    assert "點說東師乾".translate(table) == "点说东师干"


def test_many_terms_and_long_terms_are_no_problem(index: apsw.Connection) -> None:
    text = "".join(chr(0x4E00 + n) for n in range(3000))
    assert ask(index, [text], text) == [0]
    assert ask(index, [text], " ".join(text[:800])) == [0]


@pytest.mark.parametrize(
    ("original", "words", "marked"),
    [
        ("我要退,款!退款", "退款", ("退,款", "退款")),
        ("請問發貨了嗎", "发货", ("發貨",)),
        ("cafe\u0301 ok", "é", ("e\u0301",)),
        ("aaa", "aa", ("aaa",)),
        ("M码 L码", "l M", ("M", "L")),
        ("①②", "2", ("②",)),
        ("没有", "退款", ()),
        ("没有", "!", ()),
    ],
)
def test_spans(original: str, words: str, marked: tuple[str, ...]) -> None:
    assert tuple(original[a:b] for a, b in spans(original, words)) == marked


def test_strip_nul() -> None:
    assert strip_nul("a\x00b") == "ab"
    assert strip_nul("退\ud800款") == "退款"


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("小\u202e满\u200b", "小满"),
        ("  a\r\n b\t", "a b"),
        ("\u2066林\u2069\ufeff\x00", "林"),
        ("a \u200b b", "a b"),
        ("\u3164", ""),
        ("林小鹿_88", "林小鹿_88"),
    ],
)
def test_clean_name(name: str, clean: str) -> None:
    assert clean_name(name) == clean
    assert re.search(r"[\n\r]", clean_name(name)) is None
