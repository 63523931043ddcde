"""What every test may ask for, and Qt's offscreen platform where no other was chosen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

# Before any test imports Qt; a developer may choose another platform to watch a journey.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def tmp_store_path(tmp_path: Path) -> Path:
    """Where a store of this test alone may be made; nothing is there yet, and its path holds a blank and Chinese."""
    return tmp_path / "店铺 1" / "desk.tdstore"
