"""A pack as TOML: what is written is read again the same, its comment stays, and no line is too long."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.rules.packs import SHIPPED, pack, shipped
from ticketdesk.domain.rules.fields import LONGEST_TEXT, MOST_TEXTS
from ticketdesk.domain.rules.pack_text import LONGEST_LINE, checked_pack
from ticketdesk.domain.rules.pack_toml import heading_of, toml_of
from ticketdesk.domain.rules.reading import read_pack

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(lambda text: text.strip())


def test_the_shipped_pack_is_written_and_read_again_with_its_comment() -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    written = toml_of(shipped(), heading_of(text))
    assert read_pack(written) == shipped()
    assert written.startswith(heading_of(text) + "\n\nversion = ") and heading_of(text).startswith("# The deadlines")
    assert heading_of(written) == heading_of(text)


@pytest.mark.parametrize(
    "fields",
    [
        {"counting": "window", "window": ["09:00", "24:00"], "from_next_day": True},
        {"counting": "cutoff", "unit": "moment", "limit": None, "cutoff": "00:00"},
        {"counting": "cutoff", "unit": "moment", "limit": 2, "cutoff": "18:00"},
        {"counting": "region", "limit": None, "regions": {"near": 1, "across": 2, "far": 3}, "far": ["新疆", "西藏"]},
        {"counting": "given", "unit": "moment", "limit": None, "agreed": True},
        {"counting": "months", "unit": "month", "pauses_in": ["suspended", "waiting_buyer"]},
        {"effective": "2026-01-01", "until": "2026-12-31", "also": ["B", "C"], "opens": ["exchange"]},
        {"far": ["省" * LONGEST_TEXT] * MOST_TEXTS},
        {"duty": '"' * LONGEST_TEXT, "lapse": "\\" * LONGEST_TEXT, "note": "'\"\\\t\r\n\x00\x1f\x7f'"},
    ],
)
def test_every_field_is_read_again_the_same(fields: dict[str, Any]) -> None:
    stated = pack(fields)
    written = toml_of(stated)
    assert read_pack(written) == checked_pack(written) == stated
    assert max(map(len, written.splitlines())) <= LONGEST_LINE


@given(TEXTS, TEXTS, st.lists(TEXTS, max_size=4))
def test_any_text_is_read_again_the_same(version: str, duty: str, also: list[str]) -> None:
    names = tuple(dict.fromkeys(each.strip() for each in also if each.strip() != "A"))
    one = replace(pack({}).rules[0], duty=duty.strip(), also=names)
    stated = replace(pack({}), version=version.strip(), made_on=date(2026, 2, 28), rules=(one,))
    assert read_pack(toml_of(stated)) == stated
