"""Packs of rules: what is wrong with a bad one, by rule and field; what is stated is read again the same."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.domain.rules.packs import SHIPPED, pack, shipped, stated
from ticketdesk.domain.rules.faults import Fault, FaultKind, PackFaulty
from ticketdesk.domain.rules.reading import pack_of, read_pack
from ticketdesk.domain.rules.reading import stated as as_stated
from ticketdesk.words import tr, use_language
from ticketdesk.words.rules import fault_sentence


def faults(*rules: dict[str, Any], **head: Any) -> list[Fault]:
    with pytest.raises(PackFaulty) as caught:
        pack_of(stated(*rules, **head))
    return list(caught.value.faults)


K = FaultKind
BAD = [
    ({"unit": None}, K.UNIT_MISSING, "unit", ""),
    ({"unit": "week"}, K.UNKNOWN_WORD, "unit", "week"),
    ({"unit": "day"}, K.UNIT_DIFFERS, "unit", "day, running"),
    ({"starts": "full_moon"}, K.UNKNOWN_WORD, "starts", "full_moon"),
    ({"starts": None}, K.MISSING, "starts", ""),
    ({"actor": "courier"}, K.UNKNOWN_WORD, "actor", "courier"),
    ({"counting": "slowly"}, K.UNKNOWN_WORD, "counting", "slowly"),
    ({"done_by": ["agreed", "nodded"]}, K.UNKNOWN_WORD, "done_by", "nodded"),
    ({"limit": -1}, K.NEGATIVE, "limit", "-1"),
    ({"limit": 0}, K.NEGATIVE, "limit", "0"),
    ({"limit": None}, K.MISSING, "limit", ""),
    ({"limit": "48"}, K.NOT_WHOLE, "limit", "48"),
    ({"limit": 1.5}, K.NOT_WHOLE, "limit", "1.5"),
    ({"limit": True}, K.NOT_WHOLE, "limit", "True"),
    ({"limit": 10_001}, K.TOO_LONG, "limit", "10001"),
    ({"source": None}, K.MISSING, "source", ""),
    ({"source": "  "}, K.MISSING, "source", ""),
    ({"duty": 4}, K.NOT_TEXT, "duty", "4"),
    ({"then": "A"}, K.NOT_TEXT, "then", "A"),
    ({"agreed": "yes"}, K.NOT_YES_NO, "agreed", "yes"),
    ({"read_on": None}, K.MISSING, "read_on", ""),
    ({"read_on": "2027-02-29"}, K.NOT_DATE, "read_on", "2027-02-29"),
    ({"effective": "soon"}, K.NOT_DATE, "effective", "soon"),
    ({"effective": "2026-02-01", "until": "2026-01-31"}, K.ENDS_BEFORE_START, "until", "2026-01-31 < 2026-02-01"),
    ({"limt": 48}, K.UNKNOWN_FIELD, "limt", ""),
    ({"window": ["09:00", "18:00"]}, K.UNKNOWN_FIELD, "window", ""),
    ({"counting": "window"}, K.MISSING, "window", ""),
    ({"counting": "window", "window": ["09:00"]}, K.NOT_TIME, "window", "['09:00']"),
    ({"counting": "window", "window": ["09:00", "25:00"]}, K.NOT_TIME, "window", "25:00"),
    ({"counting": "window", "window": ["18:00", "09:00"]}, K.EMPTY_WINDOW, "window", "18:00–09:00"),
    ({"counting": "cutoff", "unit": "moment", "limit": None, "cutoff": 18}, K.NOT_TIME, "cutoff", "18"),
    ({"counting": "region", "limit": None}, K.MISSING, "regions", ""),
    ({"counting": "region", "limit": None, "regions": {"near": 1}}, K.REGION_MISSING, "regions", "near, across, far"),
    ({"then": ["B"]}, K.UNKNOWN_NEXT, "then", "B"),
    ({"lapse_then": ["B"]}, K.UNKNOWN_NEXT, "lapse_then", "B"),
    ({"lapse_then": ["A"]}, K.RUNS_FOR_EVER, "lapse_then", "A → A"),
    ({"starts": "lapse"}, K.NEVER_STARTS, "starts", "lapse"),
    ({"standing": "platform", "confidence": "C"}, K.CLAIMS_TOO_MUCH, "standing", "platform, C"),
    ({"standing": "platform", "confidence": "S"}, K.CLAIMS_TOO_MUCH, "standing", "platform, S"),
    ({"standing": "law", "confidence": "D"}, K.CLAIMS_TOO_MUCH, "standing", "law, D"),
]


@pytest.mark.parametrize(("fields", "kind", "field", "value"), BAD)
def test_one_fault_names_rule_and_field(fields: dict[str, Any], kind: K, field: str, value: str) -> None:
    assert faults(fields) == [Fault(kind, "A", field, value)]


def test_rules_that_lapse_in_a_circle() -> None:
    circle = [{"id": "A", "lapse_then": ["B"]}, {"id": "B", "lapse_then": ["C"]}, {"id": "C", "lapse_then": ["B"]}]
    assert faults(*circle) == [Fault(K.RUNS_FOR_EVER, "B", "lapse_then", "B → C → B")]
    by_events = [{"id": "A", "then": ["B"]}, {"id": "B", "then": ["A"], "lapse_then": ["A"]}]
    assert len(pack(*by_events).rules) == 2  # every turn takes an event


def test_names_that_stand_twice() -> None:
    assert faults({}, {"limit": 2}) == [Fault(K.TWICE, "A", "id", "A")]
    assert faults({"id": "B"}, {"id": "C", "also": ["B"]}) == [Fault(K.TWICE, "C", "also", "B")]


def test_all_faults_are_told_at_once() -> None:
    found = faults({"unit": None, "limit": -4}, {"id": None, "until": "x"}, version="")
    assert [(each.rule, each.field) for each in found] == [
        ("", "version"),
        ("A", "limit"),
        ("A", "unit"),
        ("#2", "id"),
        ("#2", "until"),
    ]


@pytest.mark.parametrize("text", ["", "version = '1'", "version = '1'\nmade_on = 2026-11-27\nrule = []", "rule = 4"])
def test_a_file_without_rules(text: str) -> None:
    with pytest.raises(PackFaulty) as caught:
        read_pack(text)
    assert caught.value.faults[-1] == Fault(K.NO_RULES, "", "rule")


def test_a_file_that_is_no_toml_says_where() -> None:
    with pytest.raises(PackFaulty) as caught:
        read_pack("version = \n")
    (fault,) = caught.value.faults
    assert fault.kind is K.NOT_TOML and fault.value == "1"


def test_what_is_stated_is_read_again_the_same() -> None:
    assert pack_of(json.loads(json.dumps(as_stated(shipped())))) == shipped()
    assert read_pack(SHIPPED.read_text(encoding="utf-8")) == shipped()


@pytest.mark.parametrize("kind", list(FaultKind))
def test_each_fault_is_one_sentence_that_names_rule_and_field(kind: FaultKind) -> None:
    english = fault_sentence(Fault(kind, "RULE-7", "the_field", "the value"))
    assert english.endswith(".")
    if kind not in (K.NOT_TOML, K.NO_RULES):
        assert "RULE-7" in english and "the_field" in english
    use_language("zh_CN")
    try:
        assert fault_sentence(Fault(kind, "RULE-7", "the_field", "the value")) != english
    finally:
        use_language("en")


def test_every_word_of_the_shipped_rules_is_translated() -> None:
    use_language("zh_CN")
    try:
        for rule in shipped().rules:
            for text in filter(None, (rule.duty, rule.lapse, rule.note)):
                assert tr(text) != text, (rule.id, text)
    finally:
        use_language("en")
