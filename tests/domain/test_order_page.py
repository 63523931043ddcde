"""Unknown columns on their way out: fast and slow reading give the same pairs."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketdesk.domain.order_page import extra_pairs
from ticketdesk.domain.personal import mask_extra

TEXT = st.one_of(st.text(max_size=8), st.sampled_from([", ", ": ", '": "', "}", "{", "打13812346021", "a\\"]))
NAME = st.one_of(TEXT, st.sampled_from(["买家支付宝账号", "发票抬头", "券"]))


@given(extra=st.dictionaries(NAME, st.one_of(TEXT, TEXT, TEXT, st.integers()), max_size=5), whole=st.booleans())
def test_pairs_are_those_of_the_object(extra, whole):
    found = extra_pairs(json.dumps(extra, ensure_ascii=False), whole=whole)
    wanted = extra if whole else mask_extra(extra)
    assert json.loads(found) == [list(pair) for pair in wanted.items()]


@pytest.mark.parametrize(
    ("extra", "pairs"),
    [
        ("{}", "[]"),
        ('{"券": "7"}', '[["券","7"]]'),
        ('{"券": "", "留言": "打13812346021"}', '[["券",""],["留言","打138****6021"]]'),
        ('{"买家支付宝账号": "a@b.c", "收货人姓名": ""}', '[["买家支付宝账号","****"],["收货人姓名",""]]'),
        ('{"旗帜": "3", "店铺Id": "7"}', '[["店铺Id","7"]]'),
    ],
)
def test_people_are_hidden_and_own_columns_left_out(extra, pairs):
    assert extra_pairs(extra, whole=False) == pairs
