"""Lines of a pasted list of parcels: whose order a line names, and what is refused rather than guessed."""

from __future__ import annotations

import pytest

from ticketdesk.desk.couriers import couriers
from ticketdesk.domain.ship_list import ShipLine, read_ship_list, words_of

TAOBAO, HYPHEN, SHOPIFY, TWICE = "2026112000000000001", "231120-123456789012345", "#1001", "6921234567890123456"
KNOWN = {TAOBAO: 1, HYPHEN: 1, SHOPIFY: 1, TWICE: 2}
PARCEL = "75310000002296"


def one(line: str) -> ShipLine:
    (read,) = read_ship_list(line, lambda word: KNOWN.get(word, 0), couriers())
    return read


@pytest.mark.parametrize("number", [TAOBAO, HYPHEN, SHOPIFY])
def test_numbers_of_every_platform_name_their_order(number: str) -> None:
    assert number in words_of(f"{number} 中通快递 {PARCEL}")
    for line in (f"{number} 中通快递 {PARCEL}", f"{PARCEL}\t中通快递\t{number}"):
        assert one(line) == ShipLine(1, number, "中通快递", PARCEL)


@pytest.mark.parametrize("line", [f"{PARCEL} 中通快递 6921234567890123457", f"#999 中通 {PARCEL}"])
def test_an_unknown_order_is_no_parcel_and_no_line_without_an_order(line: str) -> None:
    read = one(line)
    assert (read.order, read.tracking) == ("", "")
    assert read.error is not None and read.error.key == "parcel_order_unknown"


def test_a_number_on_two_platforms_is_refused() -> None:
    read = one(f"{TWICE} 中通 {PARCEL}")
    assert read.error is not None and read.error.key == "parcel_order_twice"


def test_a_parcel_alone_is_read_as_before() -> None:
    assert one(PARCEL) == ShipLine(1, "", "中通快递", PARCEL)


@pytest.mark.parametrize("line", ["12", "中通快递", f"{TAOBAO} 中通"])
def test_a_line_without_a_parcel_is_told_by_its_words(line: str) -> None:
    read = one(line)
    assert read.error is not None and (read.error.key, read.error.values["number"]) == ("parcel_odd", line)
