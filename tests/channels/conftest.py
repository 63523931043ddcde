"""The same shop on a real file as in tests/desk."""

from __future__ import annotations

from tests.desk.conftest import bare_desk, clock, desk, make, people, store

__all__ = ["bare_desk", "clock", "desk", "make", "people", "store"]
