"""What is measured of a built program, on programs made of one line."""

from __future__ import annotations

import sys

import pytest


@pytest.fixture
def measure(script):
    return script("measure")


def test_links_do_not_count(measure, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a").write_bytes(b"12345")
    (tmp_path / "b").symlink_to(tmp_path / "in" / "a")
    assert measure.folder_size(tmp_path) == (5, 1)


def test_the_executable_of_each_system(measure, tmp_path):
    assert measure.executable(tmp_path, "linux").name == "ticketdesk"
    assert measure.executable(tmp_path, "win32").name == "ticketdesk.exe"


def test_a_first_paint_is_timed_until_its_line(measure, tmp_path):
    program = [sys.executable, "-c", "print('{}', flush=True)"]
    both = measure.compared([program, program], measure.quiet(tmp_path), rounds=1)
    assert len(both) == 2 and all(0 < each < 60_000 for each in both)


def test_a_program_that_does_not_paint_is_no_figure(measure, tmp_path):
    with pytest.raises(RuntimeError, match="without a first paint"):
        measure.first_paint_ms([sys.executable, "-c", "print('no')"], measure.quiet(tmp_path))
    with pytest.raises(RuntimeError, match="ended with 3"):
        measure.first_paint_ms([sys.executable, "-c", "print('{}'); raise SystemExit(3)"], measure.quiet(tmp_path))
