"""What makes two buyers one: numbers and addresses however files write them; and how much is returned."""

from __future__ import annotations

import pytest

from ticketdesk.domain.buyers import address_key, phone_key, phone_spellings, return_rate


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("13812346021", "13812346021"),
        ("138-1234-6021", "13812346021"),
        ("+86 138 1234 6021", "13812346021"),
        ("008613812346021", "13812346021"),
        ("0571-88886666", "057188886666"),
        ("138****6021", ""),
        ("", ""),
        ("95338", ""),
    ],
)
def test_a_number_is_known_however_it_is_written(written: str, key: str) -> None:
    assert phone_key(written) == key


def test_each_spelling_of_a_number_has_its_key() -> None:
    assert {phone_key(each) for each in phone_spellings("13812346021")} == {"13812346021"}
    assert phone_spellings("") == ()


def test_an_address_is_known_without_its_signs_and_postcode() -> None:
    first = address_key("鹿小林", "江苏省 苏州市 姑苏区 平江街道18号(215000)")
    assert first and first == address_key("鹿小林", "江苏省苏州市姑苏区平江街道１８号")
    assert first != address_key("鹿小森", "江苏省苏州市姑苏区平江街道18号")
    assert address_key("國華", "臺北路一二三四號") == address_key("国华", "台北路一二三四号")
    for name, address in (
        ("", "江苏省苏州市姑苏区"),
        ("鹿**", "江苏省苏州市姑苏区"),
        ("鹿", "江苏省***"),
        ("鹿", "苏州"),
    ):
        assert address_key(name, address) == ""


def test_the_return_rate_is_a_part_of_what_was_paid() -> None:
    assert return_rate(0, 0) is None
    assert return_rate(4, 1) == 0.25
    assert return_rate(1, 2) == 1.0
