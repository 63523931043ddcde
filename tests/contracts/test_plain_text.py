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


def guessing(source):
    """Widgets and calls that guess whether a text is rich: labels, boxes and tooltips not made by safe_text."""
    if source.name == ALONE:
        return
    for call in source.calls("QLabel", "QMessageBox", "information", "warning", "critical", "question", "about"):
        names = [getattr(each, "id", getattr(each, "attr", "")) for each in ast.walk(call.func)]
        if {"QLabel", "QMessageBox"} & set(names):
            yield f"{source.at(call)} {names[0]}"
    for call in source.calls("setToolTip", "setWhatsThis", "showText"):
        if not all(is_harmless(each) for each in call.args[-1:]):
            yield f"{source.at(call)} a tooltip without safe_text.tooltip"


def is_harmless(value):
    """A literal, its translation without places, or what safe_text made of a text."""
    if isinstance(value, ast.Call):
        name = getattr(value.func, "id", getattr(value.func, "attr", ""))
        return name == "tooltip" or (name == "tr" and len(value.args) == 1)
    return isinstance(value, ast.Constant)


def test_no_widget_guesses_whether_a_text_is_rich(package):
    assert [found for source in package for found in guessing(source)] == []


@pytest.mark.parametrize(
    "text",
    [
        "label = QLabel(text)",
        "label = QtWidgets.QLabel(text)",
        "QMessageBox.warning(self, title, text)",
        "box = QMessageBox(self)",
        "button.setToolTip(order.remark)",
        'button.setToolTip(tr("Remark {0}", remark))',
        "QToolTip.showText(position, remark)",
    ],
)
def test_control_a_guess_is_found(snippet, text):
    assert list(guessing(snippet(text)))


def test_control_safe_tooltips_are_not(snippet):
    text = 'a.setToolTip(tr("Close"))\na.setToolTip(tooltip(remark))\na.setToolTip("")\nlog.warning("x")'
    assert not list(guessing(snippet(text)))
    assert not list(guessing(snippet("QLabel(text)", ALONE)))
