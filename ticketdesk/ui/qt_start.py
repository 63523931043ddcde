"""Loads Qt so that what is imported after it is not read twice."""

from __future__ import annotations

import builtins


def load_qt() -> None:
    """Import Qt and put Python's own import back, which Qt replaces by one of its own.

    Qt's reads the source of every module imported later, to see whether it asks for `__feature__` (snake_case names),
    which nothing here does. That costs 0.5 ms a module, a sixth of the start (tests/ui/test_qt_start.py).
    """
    plain = builtins.__import__
    import PySide6.QtCore  # noqa: F401 - imported for its effect

    builtins.__import__ = plain
