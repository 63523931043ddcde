"""Every command × every role: what the role lacks is denied and changes nothing; every command is named in a test."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.desk.builders import Make, People, act_count
from ticketdesk.desk import commands, files
from ticketdesk.desk.command import BulkCommand, Command, SingleCommand
from ticketdesk.desk.commands.imports import ImportOrders, ImportPhrases
from ticketdesk.desk.commands.orders import AddRemark, EditAddress, RevealPersonalData, SetFlag
from ticketdesk.desk.commands.people import AddAgent
from ticketdesk.desk.commands.phrases import AddPhrase, EditPhrase, RemovePhrase
from ticketdesk.desk.commands.settings import EditShop, SetSetting
from ticketdesk.desk.commands.shop import CreateShop
from ticketdesk.desk.commands.talk import (
    EndConversation,
    Heard,
    MarkSent,
    ReceiveTranscript,
    SendReply,
    TransferConversation,
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
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import STANDARD_ROLES, Permission
from ticketdesk.store.compare import digest

TESTS = Path(__file__).resolve().parents[1]
ROLES = {role.code: role for role in STANDARD_ROLES}


def every_command() -> list[type[Command]]:
    for module in pkgutil.iter_modules(commands.__path__):
        importlib.import_module(f"{commands.__name__}.{module.name}")
    kinds = [*SingleCommand.__subclasses__(), *BulkCommand.__subclasses__()]
    # A dataclass with slots is made twice; only the second one is the module's. Benchmarks have commands of their own.
    kinds = [kind for kind in kinds if kind.__module__.startswith(commands.__name__)]
    return sorted({kind.__name__: kind for kind in kinds}.values(), key=lambda kind: kind.__name__)


class World:
    """Rows for every command to work on."""

    def __init__(self, make: Make, people: People) -> None:
        self.people, self.make = people, make
        make.imported(2)
        self.order = make.order_id(0)
        self.talk = make.transcript().conversation_id
        self.reply = make.desk.run(SendReply(conversation_id=self.talk, text="亲")).result
        self.ticket = make.ticket().id
        self.done = make.ticket("办完").id
        make.desk.run(SetTicketState(ticket_ids=(self.done,), state="done"))
        self.phrase = make.desk.run(AddPhrase(text="亲")).result
        self.picture = files.keep(make.desk.store, b"png", "a.png", "image/png")
        self.phrases = make.order_file([{"快捷短语": "新"}], ("快捷短语编码", "快捷短语", "快捷短语分组"))


SAMPLES: dict[str, Callable[[World], Command]] = {
    "AddAgent": lambda w: AddAgent(agent_name="霜降"),
    "AddPhrase": lambda w: AddPhrase(text="在的"),
    "AddRemark": lambda w: AddRemark(order_id=w.order, text="换L码"),
    "CancelTicket": lambda w: CancelTicket(ticket_id=w.ticket, reason="重复"),
    "CreateShop": lambda w: CreateShop(shop_name="二店", owner_name="大寒"),
    "CreateTicket": lambda w: CreateTicket(type="complaint", title="投诉", pictures=(w.picture,)),
    "EditAddress": lambda w: EditAddress(order_id=w.order, receiver="林", mobile="1", address="新地址"),
    "EditPhrase": lambda w: EditPhrase(phrase_id=w.phrase, text="改"),
    "EndConversation": lambda w: EndConversation(conversation_id=w.talk),
    "ImportOrders": lambda w: ImportOrders(path=str(w.make.order_file(3))),
    "ImportPhrases": lambda w: ImportPhrases(path=str(w.phrases)),
    "MarkSent": lambda w: MarkSent(message_ids=(w.reply,)),
    "NoteOnTicket": lambda w: NoteOnTicket(ticket_id=w.ticket, text="看过"),
    "ReceiveTranscript": lambda w: ReceiveTranscript(buyer_nick="新", messages=(Heard("in", "新", 1, "在吗"),)),
    "RemovePhrase": lambda w: RemovePhrase(phrase_id=w.phrase),
    "ReopenTicket": lambda w: ReopenTicket(ticket_id=w.done),
    "ReplyOnTicket": lambda w: ReplyOnTicket(ticket_id=w.ticket, text="好的"),
    "RevealPersonalData": lambda w: RevealPersonalData(order_id=w.order),
    "SendReply": lambda w: SendReply(conversation_id=w.talk, text="亲"),
    "SetFlag": lambda w: SetFlag(order_ids=(w.order,), flag=4),
    "SetSetting": lambda w: SetSetting(key="lock.minutes", value="9"),
    "EditShop": lambda w: EditShop(shop_name="青禾", platform="tmall"),
    "SetTicketField": lambda w: SetTicketField(ticket_ids=(w.ticket,), field="priority", value="3"),
    "SetTicketState": lambda w: SetTicketState(ticket_ids=(w.ticket,), state="in_progress"),
    "TransferConversation": lambda w: TransferConversation(
        conversation_id=w.talk, agent_id=w.people.lead, reason="other"
    ),
    "TransferTicket": lambda w: TransferTicket(ticket_ids=(w.ticket,), assignee_id=w.people.lead),
}
NEEDS = {
    "AddAgent": Permission.STAFF_EDIT, "AddPhrase": Permission.PHRASE_EDIT, "AddRemark": Permission.ORDER_REMARK,
    "CancelTicket": Permission.TICKET_HANDLE, "CreateShop": None, "CreateTicket": Permission.TICKET_HANDLE,
    "EditAddress": Permission.ORDER_ADDRESS, "EditPhrase": Permission.PHRASE_EDIT,
    "EndConversation": Permission.RECEPTION_REPLY, "ImportOrders": Permission.ORDER_IMPORT,
    "ImportPhrases": Permission.PHRASE_EDIT, "MarkSent": Permission.RECEPTION_REPLY,
    "NoteOnTicket": Permission.TICKET_HANDLE, "ReceiveTranscript": Permission.RECEPTION_REPLY,
    "RemovePhrase": Permission.PHRASE_EDIT, "ReopenTicket": Permission.TICKET_HANDLE,
    "ReplyOnTicket": Permission.TICKET_HANDLE, "RevealPersonalData": Permission.PERSONAL_REVEAL,
    "SendReply": Permission.RECEPTION_REPLY, "SetFlag": Permission.ORDER_REMARK, "SetSetting": Permission.SHOP_EDIT,
    "EditShop": Permission.SHOP_EDIT,
    "SetTicketField": Permission.TICKET_HANDLE, "SetTicketState": Permission.TICKET_HANDLE,
    "TransferConversation": Permission.RECEPTION_TRANSFER, "TransferTicket": Permission.TICKET_HANDLE,
}  # fmt: skip


def test_every_command_declares_what_it_needs() -> None:
    declared = {kind.__name__: kind.needs for kind in every_command() if kind.__name__ in NEEDS}
    assert declared == NEEDS
    for kind in every_command():
        assert kind.needs is None or isinstance(kind.needs, Permission), kind
        assert kind.__doc__


def test_only_the_making_of_the_shop_needs_no_right() -> None:
    assert [kind.__name__ for kind in every_command() if kind.needs is None] == ["CreateShop"]


def test_every_command_is_named_in_a_test() -> None:
    texts = [path.read_text(encoding="utf-8") for path in TESTS.rglob("*.py")]
    missing = [kind.__name__ for kind in every_command() if not any(kind.__name__ in text for text in texts)]
    assert missing == []


def test_every_migration_is_named_in_a_test() -> None:
    from ticketdesk.store.migrations import MIGRATIONS

    text = (TESTS / "store" / "test_migrations.py").read_text(encoding="utf-8")
    assert [name for name in MIGRATIONS if name not in text] == []


@pytest.mark.parametrize("role", list(ROLES))
def test_what_a_role_lacks_is_denied_and_changes_nothing(desk: Desk, make: Make, people: People, role: str) -> None:
    world = World(make, people)
    agent = dict(zip(("admin", "lead", "agent", "warehouse"), people, strict=True))[role]
    for name, sample in SAMPLES.items():
        command = sample(world)
        before, count = digest(desk.store.reader), act_count(desk.store)
        needed = NEEDS[name]
        allowed = needed is None or ROLES[role].may(needed)
        error = desk.post(command, agent_id=agent).exception()
        key = error.key if isinstance(error, DeskError) else error
        if name == "CreateShop":
            assert key == "shop_exists"
        elif name == "CancelTicket" and role in ("agent", "warehouse"):
            assert key == "denied"  # another's ticket asks for a right of its own
        else:
            assert key == (None if allowed else "denied"), name
        if key is not None:
            assert (digest(desk.store.reader), act_count(desk.store)) == (before, count), name


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
    before, count = digest(desk.store.reader), act_count(desk.store)
    with pytest.raises(DeskError) as caught:
        desk.run(ReplyOnTicket(ticket_id=linked.id, text="已出库"), agent_id=people.warehouse)
    assert (caught.value.key, caught.value.values["permission"]) == ("denied", "reception.reply")
    assert (digest(desk.store.reader), act_count(desk.store)) == (before, count)


@pytest.mark.parametrize("nobody", [None, 12345])
def test_nobody_and_strangers_may_do_nothing(desk: Desk, make: Make, people: People, nobody: int | None) -> None:
    world = World(make, people)
    desk.agent_id = nobody
    before, count = digest(desk.store.reader), act_count(desk.store)
    for name, sample in SAMPLES.items():
        error = desk.post(sample(world)).exception()
        assert isinstance(error, DeskError), name
        assert error.key in ("denied", "agent_missing", "shop_exists")
    assert (digest(desk.store.reader), act_count(desk.store)) == (before, count)


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
        (SendReply(conversation_id=1, text="x", picture=files.FileRef("0" * 64, "a", "image/png", 1)), "file_missing"),
        (EndConversation(conversation_id=1), "row_missing"),
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
