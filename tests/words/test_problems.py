"""Every problem and refusal has its sentence, with its places filled."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.orders import Problem
from ticketdesk.exchange import layouts
from ticketdesk.words.problems import FILE_REFUSALS, PROBLEM_REASONS, file_sentence, layout_name, sentence

ARGS = ("column", "value", "number", "first", "found", "expected", "field", "limit")
VALUES = ("name", "why", "size", "limit", "what", "line", "shown", "layout")
EXCHANGE = Path(layouts.__file__).parent


@pytest.mark.parametrize("reason", sorted(PROBLEM_REASONS))
def test_a_problem_has_its_sentence(reason):
    args = (*((name, f"<{name}>") for name in ARGS), ("why", "contradiction,refund"))
    said = sentence(Problem(1, reason, args, "x"))
    assert said
    assert "{" not in said


@pytest.mark.parametrize("key", sorted(FILE_REFUSALS))
def test_a_refusal_has_its_sentence(key):
    said = file_sentence(DeskError(key, **{name: f"<{name}>" for name in VALUES}))
    assert said
    assert "{" not in said
    assert "<>" not in said


def test_every_key_that_exchange_raises_is_known():
    source = "".join(path.read_text(encoding="utf-8") for path in EXCHANGE.glob("*.py"))
    assert set(re.findall(r'DeskError\("(\w+)"', source)) <= FILE_REFUSALS
    raised = set(re.findall(r'BadCell\("(\w+)"', source)) | set(re.findall(r'Problem\([\w.]+, "(\w+)"', source))
    assert raised
    assert raised <= PROBLEM_REASONS


def test_layouts_have_names():
    known = [layouts.ORDER_LIST, layouts.ORDER_DETAIL, layouts.ORDER_REPORT, layouts.OWN_ORDERS, layouts.PHRASES]
    foreign = [layouts.foreign_layout([name]) for name in ("退款编号", "选购商品", "货品标题", "propAlias")]
    assert all(layout_name(layout) != layout for layout in (*known, *foreign))
    assert layout_name("other") == "other"


def test_another_error_is_not_ours():
    assert file_sentence(DeskError("something_else")) is None
