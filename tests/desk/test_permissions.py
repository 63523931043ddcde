"""What a command refuses by name, and the rights that hang on the rows; the matrix of all rights is in test_matrix."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.builders import PASSWORD_HASH, Make, People, act_count
from tests.desk.samples import SAMPLES, Sampler
from ticketdesk.desk import files
from ticketdesk.desk.command import Command, SingleCommand
from ticketdesk.desk.commands.handing import TransferConversation
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.orders import AddRemark, EditAddress, RevealPersonalData, SetFlag
from ticketdesk.desk.commands.people import AddAgent, DisableAgent, EnableAgent, RenameAgent, SetAgentRole, SetPassword
from ticketdesk.desk.commands.phrases import AddPhrase, EditPhrase, RemovePhrase
from ticketdesk.desk.commands.roles import AddRole, RenameRole, SetRolePermission
from ticketdesk.desk.commands.talk import (
    EndConversation,
    Heard,
    MarkSent,
    ReceiveTranscript,
    SendReply,
)  # fmt: skip
from ticketdesk.desk.commands.ticket_replies import NoteOnTicket, ReplyOnTicket
from ticketdesk.desk.commands.tickets import (
    CancelTicket,
    CreateTicket,
    ReopenTicket,
    SetTicketField,
    SetTicketState,
    TransferTicket,
)  # fmt: skip
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.registry import commands
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.compare import digest

TESTS = Path(__file__).resolve().parents[1]
NO_FILE = files.FileRef("0" * 64, "a", "image/png", 1)


def test_every_command_is_named_in_a_test() -> None:
    texts = [path.read_text(encoding="utf-8") for path in TESTS.rglob("*.py")]
    missing = [name for name in commands() if not any(name in text for text in texts)]
    assert missing == []


def test_every_migration_is_named_in_a_test() -> None:
    from ticketdesk.store.migrations import MIGRATIONS

    text = (TESTS / "store" / "test_migrations.py").read_text(encoding="utf-8")
    assert [name for name in MIGRATIONS if name not in text] == []


@pytest.mark.parametrize("whose", ["creator", "assignee", "nobody"])
def test_an_agent_cancels_only_tickets_of_the_own(desk: Desk, make: Make, people: People, whose: str) -> None:
    made_by = people.agent if whose == "creator" else people.owner
    ticket = make.ticket(agent_id=made_by, assignee_id=people.agent if whose == "assignee" else None)
    future = desk.post(CancelTicket(ticket_id=ticket.id, reason="重复"), agent_id=people.agent)
    error = future.exception()
    assert (error is None) == (whose != "nobody")
    assert error is None or (isinstance(error, DeskError) and error.values["permission"] == "ticket.cancel_others")


def test_a_warehouse_may_answer_on_a_ticket_but_not_the_buyer(desk: Desk, make: Make, people: People) -> None:
    plain = make.ticket()
    desk.run(ReplyOnTicket(ticket_id=plain.id, text="已出库"), agent_id=people.warehouse)
    linked = make.ticket(conversation_id=make.transcript().conversation_id)
    before = digest(desk.store.reader)
    with pytest.raises(DeskError) as caught:
        desk.run(ReplyOnTicket(ticket_id=linked.id, text="已出库"), agent_id=people.warehouse)
    assert (caught.value.key, caught.value.values["permission"]) == ("denied", "reception.reply")
    assert digest(desk.store.reader) == before


@pytest.mark.parametrize("nobody", [None, 12345])
def test_nobody_and_strangers_may_do_nothing(desk: Desk, make: Make, people: People, nobody: int | None) -> None:
    make.imported(1)
    sample = Sampler(make, people, None)
    for name in SAMPLES:
        command = sample(name, "own")
        desk.agent_id = nobody
        before = digest(desk.store.reader)
        error = desk.post(command).exception()
        desk.agent_id = people.owner
        if commands()[name].door == "channel" and nobody is None:
            continue  # what a channel brings is said by the buyer
        assert isinstance(error, DeskError), name
        assert error.key in ("signed_out", "agent_missing", "shop_exists")
        assert digest(desk.store.reader) == before


@pytest.mark.parametrize(
    ("command", "key"),
    [
        (SetFlag(order_ids=(1,), flag=1), "order_missing"),
        (AddRemark(order_id=1, text="x"), "order_missing"),
        (EditAddress(order_id=1, receiver="", mobile="", address="x"), "order_missing"),
        (EditAddress(order_id=1, receiver="", mobile="", address=" "), "address_empty"),
        (RevealPersonalData(order_id=1), "order_missing"),
        (AddPhrase(text="\x00 "), "phrase_empty"),
        (EditPhrase(phrase_id=1, text="x"), "row_missing"),
        (RemovePhrase(phrase_id=1), "row_missing"),
        (AddAgent(agent_name="x", role="king"), "role_missing"),
        (AddAgent(agent_name=" \u200b"), "name_empty"),
        (AddAgent(agent_name="长" * 61), "name_too_long"),
        (ReceiveTranscript(buyer_nick=" ", messages=()), "name_empty"),
        (ReceiveTranscript(buyer_nick="x", messages=(Heard("in", "x", 1, "长" * 22_000),)), "message_too_long"),
        (SendReply(conversation_id=1, text="  \n"), "reply_empty"),
        (SendReply(conversation_id=1, text="x", picture=NO_FILE), "row_missing"),
        (CreateTicket(type="exchange", title="x", pictures=(NO_FILE,)), "file_missing"),
        (SendReply(conversation_id=1, text="x"), "row_missing"),
        (EndConversation(conversation_id=1), "row_missing"),
        (RenameAgent(agent_id=1, agent_name="x"), "agent_missing"),
        (SetAgentRole(agent_id=1, role_id=1), "agent_missing"),
        (DisableAgent(agent_id=1), "agent_missing"),
        (EnableAgent(agent_id=1), "agent_missing"),
        (SetPassword(agent_id=1, password_hash=PASSWORD_HASH), "agent_missing"),
        (AddRole(role_name=" "), "name_empty"),
        (AddRole(role_name="Agent"), "role_name_taken"),
        (AddRole(role_name="x", permissions=("fly",)), "right_unknown"),
        (RenameRole(role_id=1, role_name="x"), "role_missing"),
        (SetRolePermission(role_id=1, permission="order.ship", granted=True), "role_missing"),
        (SetRolePermission(role_id=1, permission="fly", granted=True), "right_unknown"),
        (AddAgent(agent_name="谷雨"), "agent_name_taken"),
        (TransferConversation(conversation_id=1, agent_id=2, reason="other"), "agent_missing"),
        (MarkSent(message_ids=(1,)), "row_missing"),
        (CreateTicket(type="exchange", title=" "), "ticket_title_empty"),
        (CreateTicket(type="party", title="x"), "ticket_type_unknown"),
        (ReplyOnTicket(ticket_id=1, text="x"), "ticket_missing"),
        (ReplyOnTicket(ticket_id=1, text=" "), "reply_empty"),
        (NoteOnTicket(ticket_id=1, text="x"), "ticket_missing"),
        (SetTicketState(ticket_ids=(1,), state="done"), "ticket_missing"),
        (SetTicketState(ticket_ids=(1,), state="cancelled"), "ticket_state_not_allowed"),
        (SetTicketField(ticket_ids=(1,), field="number", value="x"), "field_unknown"),
        (TransferTicket(ticket_ids=(1,), assignee_id=2), "agent_missing"),
        (CancelTicket(ticket_id=1, reason="x"), "ticket_missing"),
        (ReopenTicket(ticket_id=1), "ticket_missing"),
        (ImportOrders(path="/nowhere/a.csv"), "file_missing"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_what_is_missing_or_empty_is_refused_by_name(desk: Desk, command: Command, key: str) -> None:
    before, acts = digest(desk.store.reader), act_count(desk.store)
    with pytest.raises(DeskError) as caught:
        desk.run(command)
    assert caught.value.key == key
    assert digest(desk.store.reader) == before
    if isinstance(command, SingleCommand):
        assert act_count(desk.store) == acts
