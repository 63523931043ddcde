"""A buyer's text is text everywhere: nothing but ui/safe_text.py may show rich text."""

from __future__ import annotations

import ast

import pytest

ALONE = "ticketdesk/ui/safe_text.py"
CLASSES = ("QTextBrowser", "QWebEngineView", "QStaticText", "QErrorMessage")
METHODS = ("setHtml", "insertHtml", "appendHtml", "setMarkdown", "insertMarkdown", "setDefaultStyleSheet", "fromHtml")
FORMATS = ("RichText", "AutoText", "MarkdownText")


def rich_texts(source):
    if source.name == ALONE:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr in (*METHODS, *FORMATS, *CLASSES):
            yield f"{source.at(node)} {node.attr}"
        elif isinstance(node, ast.Name) and node.id in CLASSES:
            yield f"{source.at(node)} {node.id}"
        elif isinstance(node, ast.alias) and node.name in CLASSES:
            yield f"{source.at(node)} import {node.name}"


def test_only_safe_text_shows_rich_text(package):
    assert [found for source in package for found in rich_texts(source)] == []


@pytest.mark.parametrize(
    "text",
    [
        "view = QTextBrowser()",
        "from PySide6.QtWidgets import QTextBrowser",
        "view.setHtml(text)",
        "view.setMarkdown(text)",
        "document.setHtml(text)",
        "label.setTextFormat(Qt.TextFormat.RichText)\nlabel.setText(text)",
        "label.setTextFormat(Qt.TextFormat.AutoText)",
        "label.setTextFormat(Qt.RichText)",
        "show = view.setHtml",
    ],
)
def test_control_rich_text_is_found(snippet, text):
    assert list(rich_texts(snippet(text)))
    assert not list(rich_texts(snippet(text, ALONE)))


def test_control_plain_text_is_not(snippet):
    assert not list(rich_texts(snippet("label.setTextFormat(Qt.TextFormat.PlainText)\nlabel.setText(text)")))
