"""The log: every filter gives what a plain look at every act gives, page by page, and details say what became what."""

from __future__ import annotations

import itertools

import pytest

from tests.desk.builders import Make, People, order_row
from ticketdesk.desk.commands.buyers import RevealBuyer
from ticketdesk.desk.commands.orders import AddRemark, EditAddress, RevealPersonalData, SetFlag
from ticketdesk.desk.commands.phrases import AddPhrase, EditPhrase
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.queries import audit
from ticketdesk.store.queries.audit import AuditFilter, AuditRow
from ticketdesk.store.store import Store


@pytest.fixture
def busy(desk: Desk, make: Make, people: People) -> Desk:
    """Acts of three people, looks at personal data and a refusal."""
    make.imported([order_row(n, make.rng, 1) for n in range(4)])
    for n, agent in itertools.product(range(3), people[:3]):
        desk.run(SetFlag(order_ids=(make.order_id(n),), flag=n + 1), agent_id=agent)
        desk.run(AddRemark(order_id=make.order_id(n), text=f"换{'SML'[n]}码"), agent_id=agent)
    desk.run(RevealPersonalData(order_id=make.order_id(1)), agent_id=people.lead)
    buyer = desk.store.reader.rows("SELECT buyer_id FROM orders WHERE id = ?", (make.order_id(1),))[0][0]
    desk.run(RevealBuyer(buyer_id=buyer))
    with pytest.raises(DeskError, match="denied"):
        desk.run(SetSetting(key="hours", value="9"), agent_id=people.agent)
    return desk


def pages(desk: Desk, wanted: AuditFilter, limit: int = 3) -> list[AuditRow]:
    found: list[AuditRow] = []
    before = None
    while True:
        page = audit.page(desk.store.reader, wanted, before=before, limit=limit)
        assert len(page.rows) <= limit
        found += page.rows
        if page.next is None:
            return found
        before = page.next


def by_looking(desk: Desk, condition: str, *values: object) -> list[int]:
    sql = f"SELECT id FROM act WHERE {condition} ORDER BY id DESC"
    return [key for (key,) in desk.store.reader.rows(sql, values)]  # type: ignore[arg-type]


def test_every_filter_gives_what_a_plain_look_gives(busy: Desk, make: Make, people: People) -> None:
    at = [row.at for row in pages(busy, AuditFilter())]
    early, late = at[-4], at[4]
    order, buyer = make.order_id(1), busy.store.reader.rows("SELECT buyer_id FROM orders ORDER BY id LIMIT 2")[1][0]
    touching = "id IN (SELECT act FROM change WHERE tbl = 'orders' AND key = ?1)"
    cases: list[tuple[AuditFilter, str, tuple[object, ...]]] = [
        (AuditFilter(), "1", ()),
        (AuditFilter(agent_id=people.lead), "agent_id = ?", (people.lead,)),
        (AuditFilter(commands=("SetFlag", "AddRemark")), "command IN ('SetFlag', 'AddRemark')", ()),
        (
            AuditFilter(agent_id=people.agent, commands=("SetFlag",)),
            "agent_id = ? AND command = 'SetFlag'",
            (people.agent,),
        ),
        (AuditFilter(since=early, until=late), "at >= ? AND at < ?", (early, late)),
        (AuditFilter(agent_id=people.owner, until=late), "agent_id = ? AND at < ?", (people.owner, late)),
        (AuditFilter(text="换m码"), "args LIKE '%换M码%'", ()),
        (AuditFilter(denied=True), "command = 'Denied'", ()),
        (AuditFilter(reveals=True), "command IN ('RevealPersonalData', 'RevealBuyer')", ()),
        (AuditFilter(reveals=True, agent_id=people.lead), "command LIKE 'Reveal%' AND agent_id = ?", (people.lead,)),
        (AuditFilter(commands=("SetFlag",), denied=True), "0", ()),
        (AuditFilter(row=("orders", order)), f"{touching} OR command = 'RevealPersonalData'", (order,)),
        (
            AuditFilter(row=("orders", order), agent_id=people.agent),
            f"({touching}) AND agent_id = ?2",
            (order, people.agent),
        ),
        (AuditFilter(row=("buyer", buyer)), "command IN ('RevealBuyer', 'ImportOrders')", ()),
    ]
    for wanted, condition, values in cases:
        assert [row.id for row in pages(busy, wanted)] == by_looking(busy, condition, *values), wanted


def test_a_page_names_who_and_what(busy: Desk, people: People) -> None:
    row = audit.page(busy.store.reader, AuditFilter(denied=True)).rows[0]
    assert (row.agent_id, row.agent_name, row.command) == (people.agent, "谷雨", "Denied")
    assert row.args == '{"command": "SetSetting", "ids": {}, "right": "shop.edit"}'


def test_details_say_what_each_field_was_and_became(desk: Desk, store: Store) -> None:
    phrase = desk.run(AddPhrase(text="亲", code="q")).result
    first = desk.run(EditPhrase(phrase_id=phrase, text="亲，在的")).act_id
    second = desk.run(EditPhrase(phrase_id=phrase, text="您好")).act_id
    assert first is not None and second is not None
    changed = {each.field: (each.before, each.after) for each in audit.details(store.reader, first)}
    assert changed["text"] == ("亲", "亲，在的") and changed["code"] == ("q", "")
    assert {each.field: each.after for each in audit.details(store.reader, second)}["text"] == "您好"
    made = audit.details(store.reader, by_looking(desk, "command = 'AddPhrase'")[0])
    assert {each.field: (each.before, each.after) for each in made}["text"] == (None, "亲")


def test_details_show_no_personal_data(busy: Desk, make: Make) -> None:
    order = make.order_id(2)
    act = busy.run(
        EditAddress(order_id=order, receiver="林小鹿", mobile="13812346021", address="浙江省杭州市一号")
    ).act_id
    assert act is not None
    found = {each.field: each for each in audit.details(busy.store.reader, act)}
    assert found["receiver"].after == "林**" and found["receiver"].personal
    assert found["mobile"].after == "138****6021"
    assert "一号" not in str(found) and "13000000002" not in str(found) and "文三路" not in str(found)


def test_an_act_that_names_no_table_of_this_store_has_no_details(store: Store, busy: Desk) -> None:
    from tests.store.test_journal import on_writer

    act = by_looking(busy, "command = 'AddRemark'")[0]
    on_writer(store, f"INSERT INTO change(act, tbl, key, before) VALUES ({act}, 'x; DROP', 1, NULL)")
    assert {each.table for each in audit.details(store.reader, act)} == {"remark", "orders"}


def test_a_search_for_words_goes_on_where_it_stopped(busy: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "SCANNED", 5)
    whole = by_looking(busy, "args LIKE '%换S码%'")
    assert [row.id for row in pages(busy, AuditFilter(text="换S码"))] == whole and len(whole) == 3
