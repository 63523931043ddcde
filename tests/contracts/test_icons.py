"""Every icon that the code names is there, is plain SVG, and carries its licence."""

from __future__ import annotations

import ast
import re

import pytest

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
FIRST = ("icon", "pixmap")
KEYWORDS = ("icon", "icon_name")


def named(source):
    """(where, name) of every icon named by a literal."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            for value in icon_arguments(node):
                for text in ast.walk(value):
                    if isinstance(text, ast.Constant) and isinstance(text.value, str) and NAME.fullmatch(text.value):
                        yield source.at(text), text.value


def icon_arguments(call):
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    position = {"paint_icon": 2, "Act": 3}.get(name, 0 if name in FIRST else None)
    if position is not None and len(call.args) > position and isinstance(call.args[position], ast.Constant | ast.IfExp):
        value = call.args[position]
        yield from (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,)
    yield from (each.value for each in call.keywords if each.arg in KEYWORDS and isinstance(each.value, ast.Constant))


def absent(source, folder):
    return [f"{where} {name}" for where, name in named(source) if not (folder / f"{name}.svg").is_file()]


@pytest.fixture(scope="module")
def folder(root):
    return root / "resources" / "icons"


def test_every_named_icon_exists(package, folder):
    assert [found for source in package for found in absent(source, folder)] == []


def test_icons_are_plain_drawings(folder):
    drawings = sorted(folder.glob("*.svg"))
    assert len(drawings) > 60
    for drawing in drawings:
        text = drawing.read_text(encoding="utf-8")
        assert text.startswith("<svg ") and text.endswith("</svg>\n"), drawing.name
        assert not re.search(r"<(script|image|style|foreignObject)|href|@import|url\(", text), drawing.name
        assert drawing.stem == "app" or 'stroke="currentColor"' in text, drawing.name


def test_their_licence_travels_with_them(folder):
    text = (folder / "LICENSE-lucide").read_text(encoding="utf-8")
    assert "ISC License" in text and "Lucide" in text


@pytest.mark.parametrize(
    "text",
    [
        'icon("no-such-icon")',
        'paint_icon(painter, rect, "no-such-icon", "text")',
        'Act("x", "X", (), "no-such-icon", None)',
        'Button(icon="no-such-icon")',
        'icon("bell" if x else "no-such-icon")',
    ],
)
def test_control_an_absent_icon_is_found(snippet, folder, text):
    assert len(absent(snippet(text), folder)) == 1
