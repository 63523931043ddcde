"""Methods of ours that Qt calls, so that an error in one of them ends in the log and not the program.

Before Python 3.12 an error of a built-in function (``[].pop()``, a wrapper whose object is gone) is a class and a text
until somebody catches it. Shiboken 6.11 and 6.12 take that text for an exception when they write "Error calling Python
override of" before its message, and the program ends by a segmentation fault. One that was caught once is whole.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def whole(method: Callable[P, R]) -> Callable[P, R]:
    """Return ``method`` with its errors caught once and raised again, as whole exceptions."""

    @wraps(method)
    def caught_once(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return method(*args, **kwargs)
        except BaseException:
            raise

    return caught_once


def unchanged(method: Callable[P, R]) -> Callable[P, R]:
    """Return ``method``: from Python 3.12 on every error is whole from its beginning."""
    return method


override = unchanged if sys.version_info >= (3, 12) else whole
"""What stands above each method that Qt calls (``tests/ui/test_overrides.py`` looks for those that lack it)."""
