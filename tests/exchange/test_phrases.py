"""Qianniu's quick phrases in every encoding, in and out."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ticketdesk.domain.orders import Problem
from ticketdesk.exchange.phrases import PhraseRecord, read_phrases, write_phrases

TWIN = [("kd", "今天就发，\n请放心", "发货"), ("", '"引号" 与, 逗号', ""), ("kd", "=1+1", "其他")]
CLEAN = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=15).map(
    lambda text: text.strip()
)


def told(phrases):
    return [(phrase.code, phrase.text, phrase.group) for phrase in phrases]


@pytest.mark.parametrize("name", ["phrases_gbk.csv", "phrases_utf8bom.csv", "phrases.xlsx"])
def test_every_form_says_the_same(twins, name):
    assert told(read_phrases(twins / name)) == TWIN


def test_the_group_column_may_be_missing_and_a_text_must_not(tmp_path):
    path = tmp_path / "短语.csv"
    path.write_text("快捷短语编码,快捷短语\n a , 在的 \nb,\n", encoding="utf-8")
    first, second = read_phrases(path)
    assert first == PhraseRecord(2, "a", "在的", "")
    assert isinstance(second, Problem)
    assert (second.line, second.reason) == (3, "phrase_empty")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rows=st.lists(st.tuples(CLEAN, CLEAN.filter(bool), CLEAN), min_size=1, max_size=4))
def test_what_is_written_reads_back(tmp_path, ending, rows):
    path = tmp_path / f"短语.{ending}"
    phrases = [PhraseRecord(at, *row) for at, row in enumerate(rows, start=2)]
    assert write_phrases(path, phrases) == len(phrases)
    assert list(read_phrases(path)) == phrases


def test_the_sample_files_read_whole(exports):
    counts = {}
    for path in sorted(exports.glob("千牛快捷短语*")):
        phrases = list(read_phrases(path))
        assert not [item for item in phrases if isinstance(item, Problem)]
        counts[path.name] = told(phrases)
    assert len(counts) == 3
    assert all(phrases == next(iter(counts.values())) for phrases in counts.values())
