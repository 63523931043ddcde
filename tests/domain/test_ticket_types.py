"""Types of tickets and the values of their fields: what is kept, and what is refused in one sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.ticket_types import (
    AGREE,
    MOST_FIELDS,
    FieldKind,
    OwnField,
    Required,
    TicketForm,
    TicketForms,
    checked_fields,
    checked_list,
    shared_fields,
)
from ticketdesk.domain.ticket_types_shipped import SHIPPED
from ticketdesk.domain.ticket_values import checked_value, checked_values, missing
from ticketdesk.domain.tickets import TicketType
from ticketdesk.words import use_language
from ticketdesk.words.errors import sentence
from ticketdesk.words.ticket_types import SHIPPED_WORDS, shown, source, type_name

CHOICE = OwnField(key="c", name="尺码", kind=FieldKind.CHOICE, options=("S", "M"))


def field(kind: FieldKind) -> OwnField:
    return OwnField(key="f", name="某字段", kind=kind, options=("S", "M") if kind is FieldKind.CHOICE else ())


def test_thirteen_types_are_shipped_one_for_each_key() -> None:
    assert [each.key for each in SHIPPED] == [each.value for each in TicketType]
    assert all(checked_fields(each.fields) == each.fields for each in SHIPPED)
    assert all(checked_list(each.checklist) == each.checklist for each in SHIPPED)
    assert {each.icon for each in SHIPPED} > {"truck", "undo-2", "file-text"}


def test_every_word_of_a_shipped_type_is_translated() -> None:
    words = {name for form in SHIPPED for each in form.fields for name in (each.name, *each.options)}
    words |= {line for form in SHIPPED for line in form.checklist}
    assert words <= SHIPPED_WORDS
    use_language("zh_CN")
    try:
        assert all(not shown(word).isascii() for word in words)
        assert [type_name(each.key) for each in SHIPPED[2:6]] == ["退货退款", "仅退款", "换货", "补发"]
        assert {source(shown(word)) for word in words} == words
    finally:
        use_language("en")


def test_a_refund_carries_what_the_trade_asks_for() -> None:
    forms = TicketForms(SHIPPED)
    for key in ("return_refund", "refund_only"):
        named = {each.key: each.required for each in forms.must(key).fields}
        asked = {"reason", AGREE, "both_agree", "refund_shot"}
        assert {each for each, when in named.items() if when == Required.COMPLETION} == asked
        assert "proof" in named


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        (FieldKind.TEXT, "  两  件\n衣服 ", "两 件 衣服"),
        (FieldKind.LONG_TEXT, " 第一行\n第二行 ", "第一行\n第二行"),
        (FieldKind.NUMBER, "１,200.50", "1200.5"),
        (FieldKind.NUMBER, "-0", "0"),
        (FieldKind.AMOUNT, "¥12.8", "1280"),
        (FieldKind.DATE, "2026年2月9日", "2026-02-09"),
        (FieldKind.DATE, "2028/2/29", "2028-02-29"),
        (FieldKind.CHOICE, "M", "M"),
        (FieldKind.YES_NO, "yes", "yes"),
        (FieldKind.TRACKING, "sf 1234 567", "SF1234567"),
        (FieldKind.SCREENSHOT, "a" * 64, "a" * 64),
        (FieldKind.BUYER, "林小鹿\u202e_88", "林小鹿_88"),
        (FieldKind.NUMBER, "   ", ""),
    ],
)
def test_a_value_is_kept_in_its_form(kind: FieldKind, text: str, kept: str) -> None:
    assert checked_value(field(kind), text) == kept


@pytest.mark.parametrize(
    ("kind", "text", "key"),
    [
        (FieldKind.NUMBER, "1e9", "value_number"),
        (FieldKind.NUMBER, "٣", "value_number"),
        (FieldKind.AMOUNT, "-5", "value_amount"),
        (FieldKind.AMOUNT, "12.345", "value_amount"),
        (FieldKind.DATE, "2026-02-29", "value_date"),
        (FieldKind.DATE, "明天", "value_date"),
        (FieldKind.CHOICE, "XL", "value_choice"),
        (FieldKind.YES_NO, "是", "value_yes_no"),
        (FieldKind.TRACKING, "运单", "value_tracking"),
        (FieldKind.SCREENSHOT, "a.png", "value_picture"),
        (FieldKind.TEXT, "长" * 201, "value_long"),
        (FieldKind.LONG_TEXT, "长" * 4_001, "value_long"),
    ],
)
def test_what_does_not_fit_is_refused_by_a_sentence_that_names_the_field(kind: FieldKind, text: str, key: str) -> None:
    with pytest.raises(DeskError) as caught:
        checked_value(field(kind), text)
    assert caught.value.key == key
    assert "某字段" in sentence(caught.value)


@given(kind=st.sampled_from(list(FieldKind)), text=st.text(max_size=80))
def test_any_text_is_kept_or_refused_and_keeping_is_idempotent(kind: FieldKind, text: str) -> None:
    try:
        kept = checked_value(field(kind), text)
    except DeskError as error:
        assert "某字段" in sentence(error)
        return
    assert "\x00" not in kept and kept == kept.strip()
    if kind is not FieldKind.AMOUNT:  # cents are no yuan
        assert checked_value(field(kind), kept) == kept
    else:
        assert kept == "" or int(kept) >= 0


@given(st.dates())
def test_every_day_comes_back(day: date) -> None:
    assert checked_value(field(FieldKind.DATE), f"{day.year:04d}.{day.month}.{day.day}") == day.isoformat()


@given(
    st.lists(
        st.builds(
            OwnField,
            key=st.text(max_size=5),
            name=st.text(max_size=45),
            kind=st.sampled_from([*FieldKind, "gone"]),
            required=st.sampled_from(list(Required)),
            options=st.lists(st.text(max_size=5), max_size=3).map(tuple),
        ),
        max_size=5,
    )
)
def test_fields_are_kept_with_keys_of_their_own_or_refused(fields: list[OwnField]) -> None:
    try:
        kept = checked_fields(fields)
    except DeskError as error:
        assert sentence(error)
        return
    assert len({each.key for each in kept}) == len(kept) == len({each.name for each in kept})
    assert all(each.options for each in kept if each.kind == FieldKind.CHOICE)
    assert checked_fields(kept) == kept


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ((OwnField(key="a", name=" \u202e\u200b "),), "type_field_name"),
        ((OwnField(key="a", name="长" * 41),), "type_field_name"),
        ((OwnField(key="a", name="尺码"), OwnField(key="b", name="尺\u202e码")), "type_field_twice"),
        ((OwnField(key="a", name="尺码", kind="gone"),), "type_field_kind"),
        ((OwnField(key="a", name="尺码", required="always"),), "type_field_kind"),
        ((OwnField(key="a", name="尺码", kind="choice", options=(" ", "\u200b")),), "type_field_options"),
        ((OwnField(key="a", name="尺码", kind="choice", options=tuple(map(str, range(61)))),), "type_options_many"),
        (tuple(OwnField(key=f"k{n}", name=f"字段{n}") for n in range(200)), "type_fields_many"),
    ],
)
def test_a_hostile_form_is_refused_as_a_whole(fields: tuple[OwnField, ...], key: str) -> None:
    with pytest.raises(DeskError) as caught:
        checked_fields(fields)
    assert caught.value.key == key


def test_a_name_that_turns_the_line_loses_its_marks_and_many_fields_are_kept() -> None:
    (kept,) = checked_fields([OwnField(key="../", name="\u202e额金\u202c", kind="amount")])
    assert (kept.key, kept.name) == ("field_1", "额金")
    assert len(checked_fields([OwnField(key="x", name=f"字段{n}") for n in range(MOST_FIELDS)])) == MOST_FIELDS


def test_what_is_missing_is_named() -> None:
    form = TicketForm(
        key="own-1", name="上门", fields=(
            OwnField(key="a", name="甲", required=Required.CREATION), OwnField(key="b", name="乙"),
            OwnField(key="c", name="丙", required=Required.COMPLETION),
            OwnField(key="d", name="丁", kind="hologram", required=Required.COMPLETION),
        ),
    )  # fmt: skip
    assert [each.key for each in missing(form, {}, Required.CREATION)] == ["a"]
    assert [each.key for each in missing(form, {"a": "x"}, Required.COMPLETION)] == ["c"]
    with pytest.raises(DeskError) as caught:
        checked_values(form, {"b": "x"}, new=True)
    assert caught.value.key == "fields_missing" and "甲" in sentence(caught.value)


@pytest.mark.parametrize(
    ("own", "key"),
    [({"zzz": "1"}, "field_unknown"), ({AGREE: "yes"}, "value_guarded"), ({"reason": "x"}, "value_choice")],
)
def test_values_of_a_refund_are_refused(own: dict[str, str], key: str) -> None:
    with pytest.raises(DeskError) as caught:
        checked_values(TicketForms(SHIPPED).must("refund_only"), own, new=True)
    assert caught.value.key == key


def test_only_a_new_ticket_may_name_the_agreement_and_only_as_not_given() -> None:
    form = TicketForms(SHIPPED).must("return_refund")
    assert checked_values(form, {"reason": "Quality problem", AGREE: ""}, new=True) == {"reason": "Quality problem"}
    with pytest.raises(DeskError, match="value_guarded"):
        checked_values(form, {AGREE: ""}, new=False)


def test_a_checklist_loses_blank_and_repeated_lines() -> None:
    assert checked_list(["已验货", "", " 已验货 ", "已退款"]) == ("已验货", "已退款")
    with pytest.raises(DeskError, match="type_checks_many"):
        checked_list(map(str, range(41)))


def test_fields_that_types_share_are_one_by_name_and_kind() -> None:
    size = OwnField(key="field_1", name="尺码", kind="choice", options=("S", "M", "L"), required="creation")
    colour, count = OwnField(key="field_2", name="颜色"), OwnField(key="field_3", name="件数", kind="number")
    one = TicketForm(key="a", name="甲", fields=(size, colour, count))
    other_size = replace(size, key="field_9", options=("L", "XL", "M"))
    two = TicketForm(key="b", name="乙", fields=(replace(count, kind="amount"), replace(colour, key="x"), other_size))
    assert shared_fields([one]) == (replace(size, required="no"), colour, count)
    assert shared_fields([one, two]) == (replace(size, options=("M", "L"), required="no"), colour)
    none = TicketForm(key="c", name="丙", fields=(replace(size, options=("均码",)),))
    assert shared_fields([one, none]) == () == shared_fields([])
    odd = TicketForm(key="d", name="丁", fields=(OwnField(key="z", name="新", kind="hologram"),))
    assert shared_fields([odd]) == ()


def test_the_agreement_to_a_refund_is_never_shared() -> None:
    refunds = [form for form in SHIPPED if form.field(AGREE)]
    assert len(refunds) > 1 and "reason" in {each.key for each in shared_fields(refunds)}
    assert AGREE not in {each.key for each in shared_fields(refunds)}
    asked = refunds[0].field(AGREE)
    assert asked is not None and refunds[0].alike(asked.name, asked.kind) is None
