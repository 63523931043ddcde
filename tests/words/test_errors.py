"""Every refusal that the program can raise has its sentence, in both languages."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.order_gate import Held, Obstacle
from ticketdesk.domain.permissions import Permission
from ticketdesk.words import use_language
from ticketdesk.words.errors import KEYS, right_name, sentence

ROOT = Path(__file__).resolve().parents[2]
# What DeskErrors carry, with the values that decide between sentences.
VALUES = {
    "path": "D:/店铺/ticketdesk.db", "name": "订单.csv", "version": 9, "known": 1, "wanted": 1, "found": 0, "role": "x",
    "what": "shop", "limit": 65_536, "bytes": 1_200, "type": "x", "field": "x", "width": 9, "height": 9, "line": 3,
    "state": "open", "move": "a>b", "agent": "x",
    "permission": "data.export", "old": "done", "new": "open", "count": 3, "why": "x", "size": "9 MB", "shown": "x",
    "layout": "jd_orders", "senders": "甲, 乙", "kind": "buyers", "ending": ".pdf",
    "entry": "ticketdesk.db", "needed": 620, "free": 40, "number": "T-1", "winner": "T-1", "loser": "T-2",
    "nick": "云朵", "other": "秋水", "one": "T-1", "fault": "not_toml",
    "held": tuple(Held(n, f"2026{n}", tuple(Obstacle)) for n in range(4)),
    "left": 100, "paid": 5_000, "act": "agreed", "kept": "V2",
}  # fmt: skip


@pytest.fixture(autouse=True)
def language():
    use_language("en")
    yield
    use_language("en")


def texts_of(node):
    """Every text an expression can be: a literal, or either branch of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.IfExp):
        return texts_of(node.body) | texts_of(node.orelse)
    return set()


def raised_keys(tree):
    """Keys of every DeskError made in a module; where the key is a name, every text that any line gives that name."""
    keys, unknown = set(), []
    for node in ast.walk(tree):
        is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "DeskError"
        if is_call and node.args:
            found = texts_of(node.args[0])
            if not found and isinstance(node.args[0], ast.Name):
                found = assigned(tree, node.args[0].id)
            if found:
                keys |= found
            else:
                unknown.append(node.lineno)
    return keys, unknown


def assigned(tree, name):
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets):
            found |= texts_of(node.value)
        # for kind, key in keys: ... where keys is a table of (kind, key)
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Tuple) and name == "key":
            pairs = [each for each in node.value.elts if isinstance(each, ast.Tuple)]
            found |= {text for pair in pairs for text in texts_of(pair.elts[-1])}
    return found


def all_raised():
    keys = {}
    for path in sorted((ROOT / "ticketdesk").rglob("*.py")):
        found, unknown = raised_keys(ast.parse(path.read_text(encoding="utf-8")))
        assert not unknown, f"{path.name}: the key in line {unknown} cannot be read"
        for key in found:
            keys.setdefault(key, path.name)
    return keys


def test_every_key_of_the_program_has_a_sentence():
    raised = all_raised()
    assert {"denied", "store_damaged", "nothing_to_redo", "disk_full", "undo_conflict", "file_cut"} <= set(raised)
    assert {key: where for key, where in raised.items() if key not in KEYS} == {}


def test_control_a_key_without_sentence_is_found():
    keys, unknown = raised_keys(ast.parse('raise DeskError("new_key" if x else "denied", a=1)'))
    assert keys - KEYS == {"new_key"} and unknown == []
    assert raised_keys(ast.parse("raise DeskError(made_of_something)"))[1] == [1]


@pytest.mark.parametrize("language_name", ["en", "zh_CN"])
@pytest.mark.parametrize("key", sorted(KEYS))
def test_a_sentence_is_whole(key, language_name):
    use_language(language_name)
    text = sentence(DeskError(key, **VALUES))
    assert text.strip() == text and len(text) > 4
    assert "{" not in text and key not in text
    assert text[-1] in ".。" or "xlsx" in text


@pytest.mark.parametrize("permission", list(Permission))
def test_every_right_has_a_name(permission):
    use_language("zh_CN")
    assert not right_name(permission).isascii()


@pytest.mark.parametrize("what", ["shop", "owner", "agent", "buyer"])
def test_every_empty_name_says_whose(what):
    assert what in sentence(DeskError("name_empty", what=what))


def test_states_refused_are_told_apart():
    said = {sentence(DeskError("ticket_state_not_allowed", old=old, new="open")) for old in ("", "done", "in_progress")}
    assert len(said) == 3


def test_an_unknown_key_is_a_bug():
    with pytest.raises(KeyError, match="no_such_key"):
        sentence(DeskError("no_such_key"))


def test_values_are_not_read_as_places():
    assert "{1}" in sentence(DeskError("store_foreign", path="a{1}b"))
