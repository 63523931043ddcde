"""How well remarks are read: 300 of each shop, written by generators that know what each says."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial

import pytest

from tests.domain import remark_samples_other
from tests.domain.remark_samples import KNOWN, Sample, sample, undated
from tests.domain.remark_samples_other import first_shop, second_shop
from ticketdesk.domain.moments import parse_stamp
from ticketdesk.domain.remark_slots import parse_rules
from ticketdesk.domain.remarks import parse_remark
from ticketdesk.resources import resource_path

RULES = parse_rules(resource_path("rules", "remarks.toml").read_text(encoding="utf-8"))
NOW = parse_stamp("2026-11-22 12:00:00") or 0
REMARKS = 300


def written(seed: int) -> list[Sample]:
    rng = random.Random(seed)
    return [undated(rng) if n % 10 == 0 else sample(rng, NOW) for n in range(REMARKS)]


def of_shop(write: Callable[[random.Random, int], Sample], seed: int) -> list[Sample]:
    rng = random.Random(seed)
    return [write(rng, NOW) for _ in range(REMARKS)]


SHOPS = {"our": written, "first": partial(of_shop, first_shop), "second": partial(of_shop, second_shop)}


@pytest.mark.parametrize("seed", [20261122, 5, 57])
@pytest.mark.parametrize("shop", SHOPS)
def test_precision_and_recall(shop: str, seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    hits = told = true = signed = 0
    wrong: list[str] = []
    remarks = SHOPS[shop](seed)
    agents = KNOWN if shop == "our" else remark_samples_other.KNOWN
    for each in remarks:
        read = parse_remark(each.text, RULES, now=NOW, agents=agents)
        found = frozenset(read.slots)
        hits, told, true = hits + len(found & each.slots), told + len(found), true + len(each.slots)
        right = (read.who, read.at) == (each.who, each.at)
        signed += right
        if found != each.slots or not right:
            wrong.append(
                f"{each.text!r}: {read.who} {read.at} {sorted(found)}; true {each.who} {each.at} {sorted(each.slots)}"
            )
    precision, recall = hits / told, hits / true
    with capsys.disabled():
        print(f"\n{shop} shop, {len(remarks)} remarks, {true} slots: precision {precision:.3f}, recall {recall:.3f},"
              f" name and date {signed / len(remarks):.3f}")  # fmt: skip
    assert precision >= 0.98 and recall >= 0.95, "\n".join(wrong)
    assert signed / len(remarks) >= 0.98, "\n".join(wrong)
