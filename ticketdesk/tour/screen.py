"""The screen of a tour that nobody watches: as large as the window, as if that filled it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PySide6.QtCore import QSize

_PLATFORM: Final = "QT_QPA_PLATFORM"
_DPI: Final = 96


@contextmanager
def screen_chosen(size: QSize) -> Iterator[None]:
    """Give an offscreen Qt application that is made inside a screen of ``size`` points.

    Menus open where they fit on the screen: on Qt's own of 800×800 they would stand far from their buttons.
    """
    before = os.environ.get(_PLATFORM)
    if (before or _without_screen()) != "offscreen":
        yield
        return
    with TemporaryDirectory(prefix="ticketdesk-screen-") as folder:
        path = Path(folder) / "screen.json"
        path.write_text(json.dumps({"screens": [_screen(size * _scale())]}), encoding="ascii")
        # The plugin splits its options at colons, so a path with a drive letter could not be told.
        os.environ[_PLATFORM] = f"offscreen:configfile={path}" if ":" not in str(path) else "offscreen"
        try:
            yield
        finally:
            os.environ[_PLATFORM] = "offscreen"


def _without_screen() -> str:
    """Return "offscreen" where nothing is chosen and this Linux has no screen, else ""."""
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return "offscreen" if sys.platform.startswith("linux") and not shown else ""


def _scale() -> float:
    return float(os.environ.get("QT_SCALE_FACTOR") or 1)


def _screen(size: QSize) -> dict[str, object]:
    place = {"x": 0, "y": 0, "width": size.width(), "height": size.height()}
    return {"name": "tour", **place, "logicalDpi": _DPI, "logicalBaseDpi": _DPI, "dpr": 1}
