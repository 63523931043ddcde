"""Flags by platform code."""

from __future__ import annotations

import pytest

from ticketdesk.domain.flags import Flag, flag_of


@pytest.mark.parametrize(
    ("code", "flag"),
    [(0, Flag.GREY), (1, Flag.RED), (2, Flag.YELLOW), (3, Flag.GREEN), (4, Flag.BLUE), (5, Flag.PURPLE)],
)
def test_platform_codes(code: int, flag: Flag) -> None:
    assert flag_of(code) is flag


@pytest.mark.parametrize("code", [None, -1, 6, 99])
def test_other_codes_are_grey(code: int | None) -> None:
    assert flag_of(code) is Flag.GREY
