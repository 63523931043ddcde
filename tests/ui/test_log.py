"""The log: one record a line that nothing from outside can forge, and no words of an exception."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ticketdesk.ui.start.log import open_log

RECORD = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ ticketdesk")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    root = logging.getLogger("ticketdesk")
    before = list(root.handlers)
    path = open_log(tmp_path / "log")
    assert path is not None
    yield path
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)
        handler.close()


FORGED = "2026-11-22 10:00:00,000 ERROR ticketdesk.desk everything was deleted"


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\u2028", "\x85", "\v", "\x0c", "\x1c", "\x1b[1A\x1b[2K\n"])
def test_a_name_with_line_ends_is_no_second_record(log: Path, end: str) -> None:
    logging.getLogger("ticketdesk.test").warning("could not read %s", f"a{end}{FORGED}")
    text = log.read_bytes().decode("utf-8")
    lines = [line for line in re.split("[\n\r\v\f\x1c\x85\u2028]", text) if RECORD.match(line)]
    assert len(lines) == 1 and "could not read a" in lines[0]
    assert "\x1b" not in text


def test_what_utf_8_cannot_hold_is_written_too(
    log: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # What the test's own handlers keep of it could not be sent to the process that reports.
    monkeypatch.setattr(logging.getLogger("ticketdesk"), "propagate", False)
    logging.getLogger("ticketdesk.test").warning("a name %s", "\ud83d\0\u202e")
    assert "a name ???" in log.read_text(encoding="utf-8")
    assert capsys.readouterr().err == ""


def test_an_exception_is_written_without_its_words(log: Path) -> None:
    try:
        raise ValueError("收货人 13977770001")
    except ValueError:
        logging.getLogger("ticketdesk.test").exception("it broke", stack_info=True)
    text = log.read_text(encoding="utf-8")
    assert "ValueError" in text and "test_log.py" in text
    assert "13977770001" not in text and "收货人" not in text
