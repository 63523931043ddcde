"""What ``dev.py fuzz`` installs before it begins."""

from __future__ import annotations

from tests.fault.fuzzing import ROOT, requirements


def test_an_extra_names_what_the_fuzz_needs() -> None:
    (needed,) = requirements(ROOT, "fuzz")
    assert needed.startswith("atheris") and "linux" in needed
