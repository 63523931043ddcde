"""Names of the shop's types hold for as long as its store is open, and no longer."""

from __future__ import annotations

import pytest

from ticketdesk.words.ticket_types import leave_types, type_keys, type_name, types_of, use_types


@pytest.fixture(autouse=True)
def shipped():
    yield
    use_types(tuple)


def own(name):
    return lambda: [("own-1", name, False), ("repair", "Sewing room", False)]


def test_types_are_shipped_ones_again_after_a_shop_was_left():
    read = own("Engraving")
    use_types(read)
    assert (type_name("own-1"), type_name("repair")) == ("Engraving", "Sewing room")
    leave_types(read)
    assert (type_name("own-1"), type_name("repair")) == ("own-1", "Repair") and "own-1" not in type_keys()


def test_leaving_a_shop_does_not_silence_the_one_that_was_opened_since():
    before, since = own("Engraving"), own("Gift wrapping")
    use_types(before)
    use_types(since)
    leave_types(before)
    assert type_name("own-1") == "Gift wrapping"


def test_a_store_that_fails_is_left_too():
    with pytest.raises(ValueError, match="broken"), types_of(own("Engraving")):
        assert type_name("own-1") == "Engraving"
        raise ValueError("broken")
    assert type_name("own-1") == "own-1"
