"""An error in a method that Qt calls is told by its words; it does not end the program."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import subprocess
import sys
import types
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

import ticketdesk
from ticketdesk.ui import override

SHIBOKEN: type = QObject.__mro__[-2]
PROGRAM = """
from PySide6.QtWidgets import QApplication, QWidget
from ticketdesk.ui.override import {name} as wrapped
app = QApplication([])
class Asked(QWidget):
    @wrapped
    def sizeHint(self):
        return [].pop()
try:
    Asked().adjustSize()
except IndexError as error:
    print("told:", error)
"""


def _below(kind: type) -> Iterator[type]:
    for each in type.__subclasses__(kind):
        yield each
        yield from _below(each)


def _ours(kind: type) -> bool:
    return kind.__module__.startswith("ticketdesk.")


def called_by_qt() -> dict[str, types.FunctionType]:
    """Every method of a class of ours that has the name of a method of the Qt class below it."""
    for module in pkgutil.walk_packages(ticketdesk.__path__, "ticketdesk."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found: dict[str, types.FunctionType] = {}
    for kind in filter(_ours, set(_below(SHIBOKEN))):
        qt = [each for each in kind.__mro__ if each.__module__.startswith("PySide6.")]
        for each in filter(_ours, kind.__mro__):
            for name, method in vars(each).items():
                if (
                    isinstance(method, types.FunctionType)
                    and name[0] != "_"
                    and any(name in vars(below) for below in qt)
                ):
                    found[f"{each.__module__}.{each.__qualname__}.{name}"] = method
    return found


def _stands_marked(method: types.FunctionType) -> bool:
    return inspect.getsource(inspect.unwrap(method)).lstrip().startswith("@override\n")


def test_each_method_that_qt_calls_stands_marked():
    methods = called_by_qt()
    assert len(methods) > 250
    assert [name for name, method in methods.items() if not _stands_marked(method)] == []


def _run(name: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM.format(name=name)], capture_output=True, text=True, timeout=60, check=False
    )


def test_an_error_of_a_built_in_function_in_a_method_that_qt_calls_is_told():
    run = _run("override")
    assert (run.returncode, "pop from empty list" in run.stdout) == (0, True)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="errors are whole from Python 3.12 on")
def test_without_the_mark_the_program_ends():
    assert _run("unchanged").returncode < 0


def test_what_is_marked_keeps_its_name_result_and_error():
    @override.whole
    def asked(number: int) -> int:
        """Say it."""
        return 10 // number

    assert (asked.__name__, asked.__doc__, asked(5)) == ("asked", "Say it.", 2)
    with pytest.raises(ZeroDivisionError):
        asked(0)
