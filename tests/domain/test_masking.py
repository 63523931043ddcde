"""Masks of personal data."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketdesk.domain.masking import mask_address, mask_name, mask_phone


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13800006021", "138****6021"),
        ("'13800006021", "138****6021"),
        ("+86 138-0000-6021", "138****6021"),
        ("8613800006021", "138****6021"),
        ("13800006021-4321", "138****6021"),
        ("13800006021转4321", "138****6021"),
        ("138****6021", "138****6021"),
        ("65551234", "****34"),
        ("0512-65551234", "051****1234"),
        ("110", "****"),
        ("", ""),
    ],
)
def test_phones(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@given(st.from_regex(r"1\d{10}", fullmatch=True))
def test_a_mobile_never_shows_its_middle(phone: str) -> None:
    assert mask_phone(phone) == phone[:3] + "****" + phone[7:]


@pytest.mark.parametrize(("name", "masked"), [("鹿小林", "鹿**"), ("王", "王**"), (" Anna ", "A**"), ("", "")])
def test_names(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("江苏省 苏州市 姑苏区 平江街道某某路1号(215000)", "江苏省苏州市姑苏区平江街道…"),
        ("江苏省苏州市姑苏区某某路1号", "江苏省苏州市姑苏区…"),
        ("上海 上海市 浦东新区 张江镇某某路2弄", "上海上海市浦东新区张江镇…"),
        ("广西壮族自治区 南宁市 青秀区 3号", "广西壮族自治区南宁市青秀区…"),
        ("浙江省 金华市 义乌市 江东街道 5栋", "浙江省金华市义乌市江东街道…"),
        ("苏州市阳光小区3栋", "苏州市…"),
        ("某某路8号", "…"),
        ("", ""),
    ],
)
def test_addresses(address: str, masked: str) -> None:
    assert mask_address(address) == masked


@given(st.text(max_size=60))
def test_no_number_of_an_address_is_shown(address: str) -> None:
    assert not any(char.isdecimal() for char in mask_address(address))
