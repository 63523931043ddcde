"""Texts in the chosen language, with their places filled."""

from __future__ import annotations

import json

import pytest

from ticketdesk import words
from ticketdesk.words import catalogue, current_language, mark, tr, trn, use_language


@pytest.fixture
def chinese(monkeypatch, tmp_path):
    """A catalogue of this test alone; the language spoken before comes back afterwards."""
    folder = tmp_path / "i18n" / "zh_CN"
    folder.mkdir(parents=True)
    (folder / "a.json").write_text(
        json.dumps({"Open": "打开", "{0} of {1}": "共 {1}，第 {0}", "{0} orders in {1}": "{1} 有 {0} 单"}),
        encoding="utf-8",
    )
    (folder / "b.json").write_text(json.dumps({"Open": "另一个", "Close": "关闭"}), encoding="utf-8")
    monkeypatch.setattr(catalogue, "resource_path", lambda *parts: tmp_path.joinpath(*parts))
    monkeypatch.setattr(words, "_choice", words._Choice())
    use_language("zh_CN")


def test_a_text_is_shown_in_chinese(chinese):
    assert (tr("Open"), tr("Close"), current_language()) == ("打开", "关闭", "zh_CN")


def test_places_move_with_the_language(chinese):
    assert tr("{0} of {1}", 3, 20) == "共 20，第 3"


@pytest.mark.parametrize(
    ("count", "english", "translated"),
    [
        (0, "0 orders in A", "A 有 0 单"),
        (1, "1 order in A", "A 有 1 单"),
        (21_000, "21,000 orders in A", "A 有 21,000 单"),
    ],
)
def test_english_counts_one_apart_and_chinese_does_not(chinese, count, english, translated):
    assert trn(count, "{0} order in {1}", "{0} orders in {1}", "A") == translated
    use_language("en")
    assert trn(count, "{0} order in {1}", "{0} orders in {1}", "A") == english


def test_a_text_without_translation_stays(chinese):
    assert tr("Nobody translated {0}", "this") == "Nobody translated this"


def test_the_first_file_wins(chinese):
    assert tr("Open") == "打开"


def test_english_is_the_source(chinese):
    use_language("en")
    assert (tr("Open"), tr("{0} of {1}", 3, 20), current_language()) == ("Open", "3 of 20", "en")


def test_another_language_is_refused_and_changes_nothing(chinese):
    with pytest.raises(ValueError, match="de_DE"):
        use_language("de_DE")
    assert tr("Open") == "打开"


def test_braces_of_a_buyer_stay_as_they_are(chinese):
    assert tr("Said {0} to {1}", "{1} {x} {", "小满") == "Said {1} {x} { to 小满"


def test_a_place_without_argument_stays_visible(chinese):
    assert tr("{0} of {1}", 3) == "共 {1}，第 3"


def test_mark_changes_nothing(chinese):
    assert mark("Open") == "Open"


def test_a_file_that_is_no_flat_object_is_refused(tmp_path):
    wrong = tmp_path / "wrong.json"
    for content in ('["Open"]', '{"Open": {"other": "打开"}}'):
        wrong.write_text(content, encoding="utf-8")
        with pytest.raises(ValueError, match=r"wrong\.json"):
            catalogue.read_file(wrong)
