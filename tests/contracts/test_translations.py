"""Every text of the program has its Chinese, and both sides have the same places."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter

import pytest

from ticketdesk.words.catalogue import catalogue_files, conflicts, load, read_file

PLACE = re.compile(r"\{(\d+)\}")
COUNTED = re.compile(
    r"\{\d\} (?:[a-z]+ ){0,2}(?:orders|tickets|messages|rows|items|remarks|phrases|places|columns|pictures)\b"
)
COUNT_FREE = frozenset(
    {
        "{0} has more than {1} rows. Export a shorter period.",
        "{0}: an Excel sheet holds at most {1} rows. Export as CSV.",
    }
)
CHINESE = re.compile("[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]")


def is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def literals(source):
    """(where, text, number of arguments or None) of every tr() and mark()."""
    for call in source.calls("tr", "mark"):
        name = call.func.id if isinstance(call.func, ast.Name) else None
        if call.args and is_text(call.args[0]):
            starred = any(isinstance(each, ast.Starred) for each in call.args)
            count = None if starred or name == "mark" else len(call.args) - 1
            yield source.at(call), call.args[0].value, count


def counted(source):
    """(where, text of one, text of many, number of places) of every trn()."""
    for call in source.calls("trn"):
        if len(call.args) >= 3 and is_text(call.args[1]) and is_text(call.args[2]):
            yield source.at(call), call.args[1].value, call.args[2].value, len(call.args) - 2


def unfindable(source):
    """Calls whose text no test can find: built at run time, or Qt's own tr."""
    for call in source.calls("tr", "mark"):
        if isinstance(call.func, ast.Attribute) and not (
            isinstance(call.func.value, ast.Name) and call.func.value.id == "words"
        ):
            if call.func.attr == "tr":
                yield f"{source.at(call)} not ticketdesk.words.tr"
        elif not call.args or isinstance(call.args[0], ast.JoinedStr | ast.BinOp):
            yield f"{source.at(call)} not a literal"
    for call in source.calls("trn"):
        if len(call.args) < 3 or not (is_text(call.args[1]) and is_text(call.args[2])):
            yield f"{source.at(call)} not two literals"


def missing(source, catalogue):
    for where, text, _count in literals(source):
        if text and not catalogue.get(text):
            yield f"{where} {text!r}"
    for where, _one, many, _count in counted(source):  # a translation has one text for every count
        if not catalogue.get(many):
            yield f"{where} {many!r}"


def places(text):
    return Counter(PLACE.findall(text))


def uneven(catalogue):
    for text, translation in catalogue.items():
        if set(places(text)) != set(places(translation)):
            yield f"{text!r} → {translation!r}"


def unfilled(source):
    """Calls of tr with fewer or more arguments than the text has places."""
    for where, text, count in literals(source):
        if count and set(places(text)) != {str(index) for index in range(count)}:
            yield f"{where} {text!r}: {count} arguments"
    for where, one, many, count in counted(source):
        filled = {str(index) for index in range(count)}
        if set(places(many)) != filled or set(places(one)) | {"0"} != filled or one == many:
            yield f"{where} {one!r}, {many!r}: {count} arguments"


def uncounted(source):
    """Texts of tr that say "1 tickets" for one: they need trn."""
    for where, text, _count in literals(source):
        if COUNTED.search(text) and text not in COUNT_FREE:
            yield f"{where} {text!r}"


def repeated_keys(path):
    pairs = []
    json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=lambda found: pairs.extend(found) or dict(found))
    return [key for key, count in Counter(key for key, _ in pairs).items() if count > 1]


@pytest.fixture(scope="module")
def chinese():
    return load("zh_CN")


def test_every_text_is_translated(package, chinese):
    assert [found for source in package for found in missing(source, chinese)] == []


def test_every_text_can_be_found(package):
    assert [found for source in package for found in unfindable(source)] == []


def test_places_are_the_same_on_both_sides(chinese):
    assert list(uneven(chinese)) == []


def test_places_are_filled(package):
    assert [found for source in package for found in unfilled(source)] == []


def test_source_texts_are_english(package):
    found = [where for source in package for where, text, _ in literals(source) if CHINESE.search(text)]
    found += [at for source in package for at, one, many, _ in counted(source) if CHINESE.search(one + many)]
    assert found == []


def test_one_thing_is_not_spoken_of_as_many(package):
    assert [found for source in package if source.floor() != "tour" for found in uncounted(source)] == []


def test_no_text_is_translated_twice_differently():
    assert conflicts(catalogue_files("zh_CN")) == ()


def test_no_key_stands_twice_in_a_file():
    assert {path.name: keys for path in catalogue_files("zh_CN") if (keys := repeated_keys(path))} == {}


def test_catalogue_files_are_flat_texts():
    for path in catalogue_files("zh_CN"):
        assert all(text.strip() and translation.strip() for text, translation in read_file(path).items()), path.name


def test_control_counted_texts_can_fail(snippet):
    good = snippet('trn(n, "{0} order in {1}", "{0} orders in {1}", name)\ntrn(n, "the last one", "the last {0}")')
    chinese = {"{0} orders in {1}": "{1} 有 {0} 单", "the last {0}": "最近 {0} 条"}
    assert not [*missing(good, chinese), *unfilled(good), *unfindable(good), *uncounted(good)]
    assert len(list(missing(good, {}))) == 2
    assert list(unfilled(snippet('trn(n, "{0} order", "{0} orders", name)')))
    assert list(unfilled(snippet('trn(n, "{0} order {1}", "{0} orders {1}")')))
    assert list(unfilled(snippet('trn(n, "{0} orders", "{0} orders")')))
    assert list(unfindable(snippet('trn(n, one, "{0} orders")'))) and list(unfindable(snippet('trn(n, "{0} order")')))
    assert list(uncounted(snippet('tr("{0} new orders are in", n)'))) and not list(
        uncounted(snippet('tr("{0} orderly")'))
    )


def test_control_each_rule_can_fail(snippet, tmp_path):
    source = snippet('tr("Hello {0}", name)\nmark("Later")\ntr("Two {0}", a, b)')
    assert len(list(missing(source, {"Hello {0}": "你好 {0}", "Two {0}": "二 {0}"}))) == 1
    assert len(list(unfilled(source))) == 1
    assert list(unfindable(snippet('tr(f"Hello {name}")')))
    assert list(unfindable(snippet('self.tr("Hello")')))
    assert not list(unfindable(source))
    assert list(uneven({"Hello {0}": "你好"}))
    assert not list(uneven({"{0} of {1}": "{1} 之 {0}"}))
    (tmp_path / "a.json").write_text('{"Open": "打开", "Close": "关闭", "Open": "开"}', encoding="utf-8")
    (tmp_path / "b.json").write_text('{"Close": "关"}', encoding="utf-8")
    assert repeated_keys(tmp_path / "a.json") == ["Open"]
    found = conflicts((tmp_path / "a.json", tmp_path / "b.json"))
    assert [(each.source, each.file) for each in found] == [("Close", "b.json")]
