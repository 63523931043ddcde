"""What every test may ask for, and Qt's offscreen platform where no other was chosen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

# Before any test imports Qt; a developer may choose another platform to watch a journey.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


TWINS = Path(__file__).parent / "data"
EXPORTS = Path(__file__).parents[2] / "shared" / "data" / "exports"


@pytest.fixture
def twins() -> Path:
    """The small twins of every layout."""
    return TWINS


@pytest.fixture
def exports() -> Path:
    """The sample exports beside the project."""
    if not EXPORTS.is_dir():
        pytest.skip(f"the sample exports are not here: {EXPORTS}")
    return EXPORTS


@pytest.fixture
def tmp_store_path(tmp_path: Path) -> Path:
    """Where a store of this test alone may be made; nothing is there yet, and its path holds a blank and Chinese."""
    return tmp_path / "店铺 1" / "desk.tdstore"
