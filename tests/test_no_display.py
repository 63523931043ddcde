"""Started without a screen the program says so instead of aborting inside Qt."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can be without a display")
def test_without_a_display_one_sentence_and_code_2() -> None:
    environ = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    done = subprocess.run([sys.executable, "-m", "ticketdesk"], env=environ, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "no display" in done.stderr
