"""Colours stand in the theme and nowhere else."""

from __future__ import annotations

import ast
import re

import pytest

HEX = re.compile(r"(?<!&)#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})(?![0-9A-Za-z_])")
FUNCTION = re.compile(r"\b(?:rgba?|hsla?|hsva?)\s*\(\s*\d")
MAKERS = (
    "QColor",
    "fromRgb",
    "fromRgba",
    "fromRgbF",
    "fromHsl",
    "fromHsv",
    "fromString",
    "setNamedColor",
    "qRgb",
    "qRgba",
)
# No ink at all is not a colour.
ALLOWED_GLOBALS = ("transparent", "color0", "color1")


def is_global_colour(node):
    owner = node.value
    return isinstance(owner, ast.Attribute) and owner.attr == "GlobalColor" and node.attr not in ALLOWED_GLOBALS


def colours(source):
    if source.name.startswith("ticketdesk/ui/theme"):
        return
    for node in source.texts():
        if HEX.search(node.value) or FUNCTION.search(node.value):
            yield f"{source.at(node)} {node.value[:40]!r}"
    for call in source.calls(*MAKERS):
        if call.args and all(isinstance(each, ast.Constant) for each in call.args):
            yield f"{source.at(call)} a colour made of constants"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and is_global_colour(node):
            yield f"{source.at(node)} Qt.GlobalColor.{node.attr}"


def test_no_colour_outside_the_theme(package):
    assert [found for source in package for found in colours(source)] == []


@pytest.mark.parametrize(
    "text",
    [
        'X = "#1668f5"',
        'X = "color: #fff;"',
        'X = "background: rgba(0, 0, 0, 40)"',
        'c = QColor("red")',
        "c = QColor(255, 0, 0)",
        "c = Qt.GlobalColor.red",
        'c = f"color: #a1b2c3; {x}"',
    ],
)
def test_control_a_colour_is_found(snippet, text):
    assert list(colours(snippet(text)))


@pytest.mark.parametrize(
    "text",
    [
        '"""Like #1668f5."""',
        'X = "#12345"',
        'X = "ticket #2026010, &#12345;"',
        "c = QColor(token)",
        "Qt.GlobalColor.transparent",
    ],
)
def test_control_other_texts_are_not(snippet, text):
    assert not list(colours(snippet(text)))


def test_control_the_theme_may(snippet):
    assert not list(colours(snippet('X = "#1668f5"', "ticketdesk/ui/theme/palette.py")))
