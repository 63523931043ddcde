"""The tools of packaging/ for the tests: they are scripts of the checkout and no part of the program."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """``from bundle import …`` inside of a test finds packaging/bundle."""
    monkeypatch.syspath_prepend(str(PACKAGING))


@pytest.fixture
def script():
    """Load one script of packaging/ by its name."""

    def load(name: str) -> ModuleType:
        spec = importlib.util.spec_from_file_location(f"packaging_{name}", PACKAGING / f"{name}.py")
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module  # named tuples look for their module
        spec.loader.exec_module(module)
        return module

    return load
