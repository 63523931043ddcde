"""Every point of docs/journeys.md names journeys that are there, and these use nothing but keys."""

from __future__ import annotations

import ast
import re

import pytest

NAMED = re.compile(r"`((?:[a-z_]+/)*test_[a-z_]+)::(test_[a-z_]+)`")
POINT = re.compile(r"^## (\d+) ", re.MULTILINE)
# Calls that do what only a mouse, or nobody, could do. Whoever plays the buyer or the clock calls none of these.
ACTING = frozenset(
    [
        "act",
        "animateClick",
        "chooses_row",
        "click",
        "clicks",
        "clicks_first",
        "drops_menu",
        "go",
        "mouseClick",
        "mouseDClick",
        "mouseMove",
        "mousePress",
        "mouseRelease",
        "pastes_picture",
        "press",
        "presses_on_order",
        "select",
        "setChecked",
        "setCurrentIndex",
        "setFocus",
        "setText",
        "set_current",
        "set_current_id",
        "set_text",
        "show_conversation",
        "show_page",
        "toggle",
        "trigger",
    ]
)


def rows(text):
    """The lines of the tables, without their heads."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [line for line in lines if not line.startswith(("| what |", "| --- |"))]


def functions(path):
    """The tests of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def acting(source):
    """Names of methods called on anything but ``keys``, the counter of keystrokes, that act without a key."""
    calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return sorted(
        f"{ast.unparse(call)}:{call.lineno}"
        for call in calls
        if isinstance(call, ast.Attribute) and call.attr in ACTING and ast.unparse(call.value) != "keys"
    )


@pytest.fixture(scope="module")
def table(root):
    return (root / "docs" / "journeys.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tests(root):
    return root / "tests"


def file_of(tests, name):
    return tests / f"{name}.py" if "/" in name else tests / "journeys" / f"{name}.py"


def test_every_row_names_tests_that_exist(table, tests):
    for row in rows(table):
        named = NAMED.findall(row)
        assert named, row
        for file, test in named:
            assert test in functions(file_of(tests, file)), row


def test_every_point_has_rows(table):
    parts = POINT.split(table)[1:]
    found = {int(number): rows(body) for number, body in zip(parts[::2], parts[1::2], strict=True)}
    assert sorted(found) == list(range(1, 14)) and all(found.values())


def test_every_journey_by_keys_is_named(table, tests):
    named = {(file, test) for file, test in NAMED.findall(table)}
    there = {(path.stem, test) for path in (tests / "journeys").glob("*_by_keys.py") for test in functions(path)}
    assert there - named == set()


def test_journeys_by_keys_use_keys_alone(tests):
    paths = sorted((tests / "journeys").glob("*_by_keys.py"))
    assert len(paths) >= 10
    found = {path.name: acting(path.read_text(encoding="utf-8")) for path in (*paths, tests / "journeys" / "typist.py")}
    assert {name: calls for name, calls in found.items() if calls} == {}


def test_the_contract_sees_a_click_and_a_focus():
    source = "def test_x(agent):\n    agent.find('a').setFocus()\n    agent.press('b')\n    keys.press('c')\n"
    assert acting(source) == ["agent.find('a').setFocus:2", "agent.press:3"]
