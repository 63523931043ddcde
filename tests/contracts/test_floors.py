"""The lower floors and headless commands work where Qt cannot be loaded; the window uses only what is bundled."""

from __future__ import annotations

import ast
import os
import subprocess
import sys

import pytest

WITHOUT_QT = ("domain", "store", "exchange", "desk", "words", "channels", "cli", "resources")
BUNDLED = ("QtCore", "QtGui", "QtWidgets", "QtSvg", "QtPrintSupport", "QtTest")
BLOCK = """
import importlib, importlib.abc, sys

class NoQt(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "shiboken6"):
            raise ImportError(f"{name} is blocked")
        return None

sys.meta_path.insert(0, NoQt())
"""


def run_without_qt(root, code):
    environ = {**os.environ, "PYTHONPATH": str(root), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", BLOCK + code]
    return subprocess.run(command, env=environ, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)


def dotted(name):
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def qt_modules(source):
    """(where, module) of everything taken from PySide6."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6"):
            parts = (node.module or "").split(".")
            for module in [parts[1]] if len(parts) > 1 else [alias.name for alias in node.names]:
                yield source.at(node), module
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("PySide6."):
                    yield source.at(node), alias.name.split(".")[1]


def test_lower_floors_import_without_qt(root, package):
    names = [dotted(source.name) for source in package if source.floor() in WITHOUT_QT]
    assert {"ticketdesk.domain", "ticketdesk.words"} <= set(names)
    done = run_without_qt(root, f"for name in {names!r}: importlib.import_module(name)\nprint('done')")
    assert done.stdout.strip() == "done", done.stderr


def test_control_the_block_blocks_qt(root):
    done = run_without_qt(root, "import PySide6.QtCore")
    assert done.returncode == 1 and "PySide6 is blocked" in done.stderr


def test_the_version_is_said_without_qt(root):
    done = run_without_qt(root, "from ticketdesk.__main__ import main\nsys.exit(main(['--version']))")
    assert (done.returncode, done.stdout.split()[0]) == (0, "ticketdesk"), done.stderr


def test_only_bundled_qt_modules_are_used(package):
    found = [(where, name) for source in package for where, name in qt_modules(source) if name not in BUNDLED]
    assert found == []


@pytest.mark.parametrize(
    "text", ["from PySide6.QtNetwork import QLocalServer", "import PySide6.QtNetwork", "from PySide6 import QtNetwork"]
)
def test_control_another_qt_module_is_found(snippet, text):
    assert [name for _, name in qt_modules(snippet(text))] == ["QtNetwork"]
