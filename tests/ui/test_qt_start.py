"""Qt is loaded without its import hook, which would read every later module's source."""

from __future__ import annotations

import subprocess
import sys

SAY = "import builtins; print(builtins.__import__.__name__)"


def run(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_the_plain_import_is_back():
    assert run(f"from ticketdesk.ui.qt_start import load_qt; load_qt(); {SAY}") == ["__import__"]


def test_without_it_the_hook_is_there():
    """The control: where Qt no longer replaces the import, this room can go."""
    assert run(f"import PySide6.QtCore; {SAY}") == ["__feature_import__"]


def test_signals_and_slots_work_without_the_hook():
    code = """
from ticketdesk.ui.qt_start import load_qt
load_qt()
from PySide6.QtCore import QObject, QTimer, Signal, QCoreApplication
class Bell(QObject):
    rung = Signal(object)
app = QCoreApplication([])
bell = Bell()
bell.rung.connect(lambda what: (print(what), app.quit()))
QTimer.singleShot(0, lambda: bell.rung.emit(2**40))
app.exec()
"""
    assert run(code) == [str(2**40)]
