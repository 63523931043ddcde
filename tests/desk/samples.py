"""One command of every kind on rows made for it: the actor's own, somebody else's, or rows that are not there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

from tests.desk.builders import PASSWORD_HASH, Make, People, order_row, unguarded
from tests.desk.samples_reception import RECEPTION_SAMPLES
from tests.desk.samples_refunds import BUYER_SAMPLES, REFUND_SAMPLES
from tests.desk.samples_rules import rule_pack
from tests.desk.samples_ties import PEOPLE_SAMPLES, TIE_SAMPLES
from ticketdesk.desk import files
from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.buyers import EditBuyerNote, RevealBuyer
from ticketdesk.desk.commands.deadlines import (
    AgreeOnDeadline,
    CarryOutLapse,
    CorrectStart,
    NoteStart,
    RecordLapses,
    SetDayCounting,
)
from ticketdesk.desk.commands.exports import RecordExport
from ticketdesk.desk.commands.imports import ImportOrders, ImportOwnPhrases, ImportPhrases
from ticketdesk.desk.commands.many_orders import RemarkOrders
from ticketdesk.desk.commands.many_tickets import ChangeManyTickets, ReplyOnManyTickets
from ticketdesk.desk.commands.many_values import SetManyValues
from ticketdesk.desk.commands.order_changes import RequestChange
from ticketdesk.desk.commands.order_money import ChangePrice, CloseOrder
from ticketdesk.desk.commands.order_views import ArrangeOrderViews, DeleteOrderView, SaveOrderView
from ticketdesk.desk.commands.orders import AddRemark, ConcludeRemarks, EditAddress, RevealPersonalData, SetFlag
from ticketdesk.desk.commands.parcel_groups import ShareParcel, ShipPart
from ticketdesk.desk.commands.people import AddAgent, DisableAgent, EnableAgent, RenameAgent, SetAgentRole, SetPassword
from ticketdesk.desk.commands.phrases import (
    AddPhrase,
    ChangeManyPhrases,
    EditPhrase,
    GroupPhrases,
    KeepPhrase,
    LimitPhrases,
    OwnPhrases,
    RemovePhrase,
    RemovePhrases,
)
from ticketdesk.desk.commands.queues import ClaimTicket, ReleaseTicket
from ticketdesk.desk.commands.remark_weighing import WeighRemarks
from ticketdesk.desk.commands.roles import AddRole, RenameRole, SetRolePermission
from ticketdesk.desk.commands.settings import EditShop, SetSetting
from ticketdesk.desk.commands.shipping import MarkShipped, Parcel, ShipOrders
from ticketdesk.desk.commands.shop import CreateShop
from ticketdesk.desk.commands.suspending import SuspendTicket, WakeTickets
from ticketdesk.desk.commands.talk import (
    EndConversation,
    Heard,
    MarkSent,
    ReceiveTranscript,
    SendReply,
)
from ticketdesk.desk.commands.ticket_replies import NoteOnTicket, ReplyOnTicket
from ticketdesk.desk.commands.ticket_types import RemoveTicketType, RetireTicketType, SaveTicketType
from ticketdesk.desk.commands.ticket_values import AgreeToRefund, CreateTickets, SetTicketValue
from ticketdesk.desk.commands.ticket_views import DeleteTicketView, OrderTicketViews, SaveTicketView
from ticketdesk.desk.commands.ticket_words import RewordTicket
from ticketdesk.desk.commands.tickets import (
    CancelTicket,
    CreateTicket,
    ReopenTicket,
    SetTicketField,
    SetTicketState,
    TransferTicket,
)
from ticketdesk.domain.moments import DAY
from ticketdesk.domain.settings import LOCK_MINUTES
from ticketdesk.domain.ticket_types import OwnField
from ticketdesk.store.queries import agents

Whose = Literal["own", "foreign", "missing"]
NOWHERE = 4_242


class Sampler:
    """Makes rows as the owner does, and commands on them for ``actor`` (None: nobody)."""

    def __init__(self, make: Make, people: People, actor: int | None) -> None:
        self.make, self.people, self.actor = make, people, actor
        self._n = 0

    def __call__(self, name: str, whose: Whose) -> Command:
        """Return a command of this kind; its rows are new and as ``whose`` says."""
        self._n += 1
        with unguarded(self.make.desk):
            return SAMPLES[name](self, whose)

    def run(self, command: Command) -> object:
        return self.make.desk.run(command, agent_id=self.people.owner).result

    def word(self) -> str:
        """A word that no other sample says."""
        return f"词{self._n}"

    def order(self, whose: Whose) -> int:
        return NOWHERE if whose == "missing" else self.make.order_id(0)

    def waiting(self, whose: Whose, state: int = 1) -> int:
        """An order of its own that waits to be shipped, or (0) to be paid."""
        if whose == "missing":
            return NOWHERE
        n = 500 + self._n
        row = order_row(n, self.make.rng, state, 收货人姓名=f"收{n}")
        self.run(ImportOrders(path=str(self.make.order_file([row]))))
        return self.make.order_id(n)

    def parcels(self) -> Path:
        """A list of couriers' numbers: of all files about orders the one that asks for a further right."""
        sql = "SELECT number FROM orders WHERE id = ?"
        ((order,),) = self.make.desk.store.reader.rows(sql, (self.waiting("own"),))
        row = {"订单编号": order, "物流公司": "中通", "物流单号": f"7532000{self._n:07d}"}
        return self.make.order_file([row], tuple(row))

    def neighbours(self) -> tuple[int, ...]:
        """Two orders of one receiver that wait."""
        same = {"收货人姓名": f"收{self._n}", "买家会员名": f"买家{self._n}", "联系手机": "13800138000"}
        same["收货地址"] = "浙江省 杭州市 西湖区 文三路1号"
        rows = [order_row(500 + self._n + more, self.make.rng, 1, **same) for more in (0, 10_000)]
        self.run(ImportOrders(path=str(self.make.order_file(rows))))
        return tuple(self.make.order_id(500 + self._n + more) for more in (0, 10_000))

    def part_of(self, whose: Whose) -> Command:
        """A parcel with one piece of an order that waits."""
        order, line = self.waiting(whose), 1
        if whose != "missing":
            self.run(ImportOrders(path=str(self.make.detail_file([500 + self._n]))))
            sql = "SELECT MIN(id) FROM order_line WHERE order_id = ?"
            line = self.make.desk.store.reader.rows(sql, (order,))[0][0]
        return ShipPart(order_id=order, carrier="中通", tracking=f"7532000{self._n:07d}", items=((line, 1),))

    def printed(self, whose: Whose) -> int:
        found = self.waiting(whose)
        if whose != "missing":
            self.run(SetFlag(order_ids=(found,), flag=2))
        return found

    def buyer(self, whose: Whose) -> int:
        rows = self.make.desk.store.reader.rows("SELECT id FROM buyer WHERE deleted = 0 LIMIT 1")
        return NOWHERE if whose == "missing" else int(rows[0][0])

    def talk(self, whose: Whose) -> int:
        if whose == "missing":
            return NOWHERE
        return self.make.transcript(f"买家{self.word()}", agent_id=self.people.owner).conversation_id

    def message(self, whose: Whose) -> int:
        if whose == "missing":
            return NOWHERE
        return int(str(self.run(SendReply(conversation_id=self.talk(whose), text="亲"))))

    def ticket(self, whose: Whose, **more: object) -> int:
        """A ticket of the actor's (as its assignee), or made by somebody else."""
        if whose == "missing":
            return NOWHERE
        maker = self.people.lead if self.actor == self.people.owner else self.people.owner
        assignee = self.actor if whose == "own" else None
        return self.make.ticket(self.word(), agent_id=maker, assignee_id=assignee, **more).id

    def lapsed(self, whose: Whose) -> int:
        """A return whose deadline was recorded as passed."""
        found = self.ticket(whose, type="return_refund")
        if whose != "missing":
            self.run(NoteStart(ticket_id=found, event="agreed", at=self.make.clock.now - 8 * DAY))
            self.make.desk.of_itself(RecordLapses()).result()
        return found

    def ended(self, whose: Whose) -> int:
        found = self.ticket(whose)
        if whose != "missing":
            self.run(SetTicketState(ticket_ids=(found,), state="done"))
        return found

    def phrase(self, whose: Whose) -> int:
        """A phrase of the shop, or the actor's own."""
        if whose == "missing":
            return NOWHERE
        agent = self.actor if whose == "own" else None
        added = AddPhrase(text=self.word(), personal=agent is not None)
        return int(str(self.make.desk.run(added, agent_id=agent).result if agent else self.run(added)))

    def view(self, whose: Whose, kind: type[SaveTicketView | SaveOrderView] = SaveTicketView) -> int:
        """A view of everybody's, or the actor's own."""
        if whose == "missing":
            return NOWHERE
        agent = self.actor if whose == "own" else None
        added = kind(view_name=self.word(), query="", shared=agent is None)
        return int(str(self.make.desk.run(added, agent_id=agent).result if agent else self.run(added)))

    def order_view(self, whose: Whose) -> int:
        return self.view(whose, SaveOrderView)

    def colleague(self, whose: Whose) -> int:
        return NOWHERE if whose == "missing" else int(str(self.run(AddAgent(agent_name=self.word()))))

    def disabled(self, whose: Whose) -> int:
        found = self.colleague(whose)
        if whose != "missing":
            self.run(DisableAgent(agent_id=found))
        return found

    def role(self, whose: Whose) -> int:
        return NOWHERE if whose == "missing" else int(str(self.run(AddRole(role_name=self.word()))))

    def phrase_file(self) -> str:
        header = ("快捷短语编码", "快捷短语", "快捷短语分组")
        return str(self.make.order_file([{"快捷短语": self.word()}], header))

    def role_named(self, key: str) -> int:
        return next(row.id for row in agents.roles(self.make.desk.store.reader) if row.key == key)

    def kind(self) -> str:
        """A type of the shop's own."""
        return str(self.run(SaveTicketType(type_name=self.word())))

    def picture(self) -> files.FileRef:
        return files.keep(self.make.desk.store, b"png", "a.png", "image/png")


def _own_agent(s: Sampler, whose: Whose) -> int:
    return s.actor if whose == "own" and s.actor is not None else s.colleague(whose)


SAMPLES: dict[str, Callable[[Sampler, Whose], Command]] = {
    "AddAgent": lambda s, _w: AddAgent(agent_name=s.word()),
    "AddPhrase": lambda s, _w: AddPhrase(text=s.word()),
    "AddRemark": lambda s, w: AddRemark(order_id=s.order(w), text=s.word()),
    "AddRole": lambda s, _w: AddRole(role_name=s.word(), permissions=("phrase.edit",)),
    "CancelTicket": lambda s, w: CancelTicket(ticket_id=s.ticket(w), reason="重复"),
    "ChangeManyPhrases": lambda s, w: ChangeManyPhrases(phrase_ids=(s.phrase(w),), change="group", grouping="售后"),
    "ChangeManyTickets": lambda s, w: ChangeManyTickets(ticket_ids=(s.ticket(w),), change="state", value="in_progress"),
    "ConcludeRemarks": lambda s, w: ConcludeRemarks(order_id=s.order(w), text=s.word(), seen=2**62),
    "ChangePrice": lambda s, w: ChangePrice(order_id=s.waiting(w, 0), total_cents=100 + s._n),
    "CloseOrder": lambda s, w: CloseOrder(order_id=s.waiting(w, 0), reason=s.word()),
    "MarkShipped": lambda s, w: MarkShipped(order_id=s.waiting(w), carrier="中通", tracking=f"7530000{s._n:07d}"),
    "RequestChange": lambda s, w: RequestChange(order_id=s.printed(w), flag=2, text=s.word(), title=s.word()),
    "RemarkOrders": lambda s, w: RemarkOrders(order_ids=(s.order(w),), text=s.word()),
    "ShipOrders": lambda s, w: ShipOrders(parcels=(Parcel(s.waiting(w), "中通", f"7531000{s._n:07d}"),)),
    "CreateShop": lambda s, _w: CreateShop(shop_name="二店", owner_name="大寒"),
    "CreateTicket": lambda s, _w: CreateTicket(type="complaint", title=s.word(), pictures=(s.picture(),)),
    "DisableAgent": lambda s, w: DisableAgent(agent_id=s.colleague(w)),
    "EditAddress": lambda s, w: EditAddress(order_id=s.order(w), address=s.word()),
    "EditBuyerNote": lambda s, w: EditBuyerNote(buyer_id=s.buyer(w), note=s.word()),
    "EditPhrase": lambda s, w: EditPhrase(phrase_id=s.phrase(w), text="改"),
    "EditShop": lambda s, _w: EditShop(shop_name=s.word(), platform="taobao"),
    "EnableAgent": lambda s, w: EnableAgent(agent_id=s.disabled(w)),
    "EndConversation": lambda s, w: EndConversation(conversation_id=s.talk(w)),
    "GroupPhrases": lambda s, w: GroupPhrases(phrase_ids=(s.phrase(w),), grouping="售后"),
    "ImportOrders": lambda s, _w: ImportOrders(path=str(s.parcels())),
    "ImportOwnPhrases": lambda s, _w: ImportOwnPhrases(path=s.phrase_file()),
    "ImportPhrases": lambda s, _w: ImportPhrases(path=s.phrase_file()),
    "KeepPhrase": lambda s, w: KeepPhrase(phrase_id=s.phrase(w), text="改", valid_to=9),
    "LimitPhrases": lambda s, w: LimitPhrases(phrase_ids=(s.phrase(w),), valid_to=9),
    "MarkSent": lambda s, w: MarkSent(message_ids=(s.message(w),)),
    "NoteOnTicket": lambda s, w: NoteOnTicket(ticket_id=s.ticket(w), text="看过"),
    "ReceiveTranscript": lambda s, _w: ReceiveTranscript(buyer_nick=s.word(), messages=(Heard("in", "新", 1, "在"),)),
    "RecordExport": lambda s, _w: RecordExport(kind="orders", rows=1, whole=True),
    "OwnPhrases": lambda s, w: OwnPhrases(phrase_ids=(s.phrase(w),), personal=False),
    "RemovePhrases": lambda s, w: RemovePhrases(phrase_ids=(s.phrase(w),)),
    "RemovePhrase": lambda s, w: RemovePhrase(phrase_id=s.phrase(w)),
    "RenameAgent": lambda s, w: RenameAgent(agent_id=s.colleague(w), agent_name=f"新{s.word()}"),
    "RenameRole": lambda s, w: RenameRole(role_id=s.role(w), role_name=f"新{s.word()}"),
    "ReopenTicket": lambda s, w: ReopenTicket(ticket_id=s.ended(w)),
    "ReplyOnManyTickets": lambda s, w: ReplyOnManyTickets(
        ticket_ids=(s.ticket(w, conversation_id=s.talk("own")),), text="好的"
    ),
    "ReplyOnTicket": lambda s, w: ReplyOnTicket(ticket_id=s.ticket(w, conversation_id=s.talk("own")), text="好的"),
    "RevealBuyer": lambda s, w: RevealBuyer(buyer_id=s.buyer(w)),
    "RevealPersonalData": lambda s, w: RevealPersonalData(order_id=s.order(w)),
    "SendReply": lambda s, w: SendReply(conversation_id=s.talk(w), text="亲"),
    "SetAgentRole": lambda s, w: SetAgentRole(agent_id=s.colleague(w), role_id=s.role_named("warehouse")),
    "SetFlag": lambda s, w: SetFlag(order_ids=(s.order(w),), flag=s._n % 6),
    "SetPassword": lambda s, w: SetPassword(agent_id=_own_agent(s, w), password_hash=PASSWORD_HASH),
    "SetRolePermission": lambda s, w: SetRolePermission(role_id=s.role(w), permission="order.ship", granted=True),
    "SetSetting": lambda s, _w: SetSetting(key=LOCK_MINUTES.key, value=str(s._n % 60 + 1)),
    "SetTicketField": lambda s, w: SetTicketField(ticket_ids=(s.ticket(w),), field="priority", value="3"),
    "SetTicketState": lambda s, w: SetTicketState(ticket_ids=(s.ticket(w),), state="in_progress"),
    "ClaimTicket": lambda s, w: ClaimTicket(ticket_id=s.ticket(w)),
    "ReleaseTicket": lambda s, w: ReleaseTicket(ticket_ids=(s.ticket(w),)),
    "SuspendTicket": lambda s, w: SuspendTicket(ticket_ids=(s.ticket(w),), until=4_102_444_800_000, reason="等仓库"),
    "WakeTickets": lambda s, _w: WakeTickets(),
    "TransferTicket": lambda s, w: TransferTicket(ticket_ids=(s.ticket(w),), assignee_id=s.people.warehouse),
    "NoteStart": lambda s, w: NoteStart(ticket_id=s.ticket(w), event="agreed", at=1),
    "CorrectStart": lambda s, w: CorrectStart(ticket_id=s.ticket(w), event="applied", at=1),
    "AgreeOnDeadline": lambda s, w: AgreeOnDeadline(ticket_id=s.ticket(w), rule="KS-REPAIR-30D", due_at=10**14),
    "CarryOutLapse": lambda s, w: CarryOutLapse(ticket_id=s.lapsed(w), rule="TB-RET-7D"),
    "RecordLapses": lambda s, _w: RecordLapses(),
    "ShareParcel": lambda s, _w: ShareParcel(order_ids=s.neighbours(), remark=s.word()),
    "ShipPart": lambda s, w: s.part_of(w),
    "WeighRemarks": lambda s, w: WeighRemarks(order_ids=(s.order(w),)),
    "SetDayCounting": lambda s, _w: SetDayCounting(off=f"2031-{s._n % 12 + 1:02d}-01", on="", natural=bool(s._n % 2)),
    "ImportRulePack": lambda s, _w: rule_pack(s.word()),
    "SaveTicketView": lambda s, w: SaveTicketView(view_id=s.view(w), view_name="紫旗未结", query="flag:purple"),
    "DeleteTicketView": lambda s, w: DeleteTicketView(view_id=s.view(w)),
    "OrderTicketViews": lambda s, w: OrderTicketViews(view_ids=(s.view(w),)),
    "SaveOrderView": lambda s, w: SaveOrderView(view_id=s.order_view(w), view_name="紫旗未结", query="flag:purple"),
    "DeleteOrderView": lambda s, w: DeleteOrderView(view_id=s.order_view(w)),
    "ArrangeOrderViews": lambda s, w: ArrangeOrderViews(view_ids=(s.order_view(w),)),
    "RewordTicket": lambda s, w: RewordTicket(ticket_id=s.ticket(w), words=(("title", s.word()),)),
    "AgreeToRefund": lambda s, w: AgreeToRefund(ticket_id=s.ticket(w, type="refund_only")),
    "CreateTickets": lambda s, w: CreateTickets(order_ids=(s.order(w),), type="invoice", title=s.word()),
    "RemoveTicketType": lambda s, _w: RemoveTicketType(type_key=s.kind()),
    "RetireTicketType": lambda s, _w: RetireTicketType(type_key=s.kind()),
    "SaveTicketType": lambda s, _w: SaveTicketType(type_name=s.word(), form_fields=(OwnField(key="", name="尺码"),)),
    "SetManyValues": lambda s, w: SetManyValues(
        ticket_ids=(s.ticket(w),), field="Exchange for", field_kind="text", own=s.word()
    ),
    "SetTicketValue": lambda s, w: SetTicketValue(ticket_id=s.ticket(w), own=(("wanted", s.word()),)),
    **RECEPTION_SAMPLES,
    **TIE_SAMPLES,
    **PEOPLE_SAMPLES,
    **REFUND_SAMPLES,
    **BUYER_SAMPLES,
}


class Declared(NamedTuple):
    """What the shop expects of a command, written down a second time so that a slip in the program is seen."""

    needs: str | None
    others: str = ""
    also: str = ""
    confirm: bool = False
    door: str = "agent"


_STAFF = Declared("staff.edit", confirm=True)
_TICKET = Declared("ticket.handle")
_REPLY = Declared("reception.reply")
_PHRASE = Declared(None, others="phrase.edit")
_NEW_PHRASE = Declared(None, also="phrase.edit")
_REMARK = Declared("order.remark")
_SHIP = Declared("order.ship")
_REVEAL = Declared("personal.reveal")
_SHOP = Declared("shop.edit")
DECLARED: dict[str, Declared] = {
    "AddAgent": _STAFF, "AddPhrase": _NEW_PHRASE, "AddRemark": _REMARK, "ConcludeRemarks": _REMARK,
    "RemarkOrders": _REMARK, "ShareParcel": Declared("order.ship", also="order.remark"), "ShipPart": _SHIP,
    "RequestChange": Declared("order.remark", also="ticket.handle"), "MarkShipped": _SHIP, "ShipOrders": _SHIP,
    "ChangePrice": Declared("order.price"), "CloseOrder": Declared("order.price"),
    "AddRole": _STAFF,
    "CancelTicket": Declared("ticket.handle", others="ticket.cancel_others"),
    "ChangeManyPhrases": _PHRASE, "ChangeManyTickets": _TICKET,
    "ReplyOnManyTickets": Declared("ticket.handle", also="reception.reply"),
    "CreateShop": Declared(None, door="first"),
    "CreateTicket": _TICKET, "DisableAgent": _STAFF, "EditAddress": Declared("order.address"), "EditBuyerNote": _REMARK,
    "EditPhrase": _PHRASE, "EditShop": _SHOP, "EnableAgent": _STAFF, "EndConversation": _REPLY,
    "GroupPhrases": _PHRASE, "KeepPhrase": Declared(None, others="phrase.edit", also="phrase.edit"),
    "LimitPhrases": _PHRASE, "OwnPhrases": Declared(None, others="phrase.edit", also="phrase.edit"),
    "RemovePhrases": _PHRASE, "ImportOrders": Declared("order.import", also="order.ship"),
    "ImportPhrases": Declared("phrase.edit"), "ImportOwnPhrases": Declared(None),
    "MarkSent": _REPLY, "NoteOnTicket": _TICKET,
    "ReceiveTranscript": Declared("reception.reply", door="channel"),
    "RecordExport": Declared("data.export", also="personal.reveal"), "RemovePhrase": _PHRASE,
    "RenameAgent": Declared("staff.edit"), "RenameRole": Declared("staff.edit"), "ReopenTicket": _TICKET,
    "ReplyOnTicket": Declared("ticket.handle", also="reception.reply"), "RevealBuyer": _REVEAL,
    "RevealPersonalData": _REVEAL, "SendReply": _REPLY, "SetAgentRole": _STAFF, "SetFlag": _REMARK,
    "SetPassword": Declared(None, others="staff.edit", confirm=True), "SetRolePermission": _STAFF, "SetSetting": _SHOP,
    "SetTicketField": _TICKET, "SetTicketState": _TICKET, "SignInFailed": Declared(None, door="session"),
    "SignedIn": Declared(None, door="session"), "TransferConversation": Declared("reception.transfer"),
    "TransferTicket": _TICKET,
    **dict.fromkeys(("AgreeOnDeadline", "CarryOutLapse", "CorrectStart", "NoteStart"), _TICKET),
    "RecordLapses": Declared(None, door="channel"), "WeighRemarks": Declared(None, door="channel"),
    "SetDayCounting": _SHOP, "ImportRulePack": _SHOP,
    **dict.fromkeys(("SaveTicketView", "DeleteTicketView", "OrderTicketViews"), Declared(None, others="shop.edit")),
    **dict.fromkeys(("SaveOrderView", "DeleteOrderView", "ArrangeOrderViews"), Declared(None, others="shop.edit")),
    **dict.fromkeys(TIE_SAMPLES, _TICKET),
    "AgreeToRefund": Declared("refund.agree", confirm=True), "CreateTickets": _TICKET, "SetTicketValue": _TICKET,
    "SetManyValues": _TICKET, "RewordTicket": _TICKET,
    **dict.fromkeys(("RemoveTicketType", "RetireTicketType", "SaveTicketType"), _SHOP),
    "ClaimTicket": _TICKET, "ReleaseTicket": _TICKET,
    "DoneMention": Declared(None, others="staff.edit"), "SeeTicket": Declared(None),
    "UnwatchTicket": _TICKET, "WatchTicket": _TICKET,
    **dict.fromkeys(("NameStandIn", "EndStandIn"), Declared(None, others="staff.stand_in")),
    "SuspendTicket": _TICKET, "WakeTickets": Declared(None, door="channel"),
    **dict.fromkeys(("AddAutoReply", "EditAutoReply", "RemoveAutoReply"), _SHOP),
    **dict.fromkeys(("AddGroup", "RemoveGroup", "RenameGroup", "SetGroupMember"), Declared("staff.edit")),
    **dict.fromkeys(("BlockBuyer", "UnblockBuyer"), Declared("reception.transfer")),
    **dict.fromkeys(
        ("AddTodo", "DoneTodo", "EditTodo", "EditCounting", "LeaveNow", "RecallCounting", "RecallMessage",
         "ResendMessage",
         "MarkConversations", "MarkSeen", "PinConversation", "StarConversation", "TagBuyer", "UntagBuyer"), _REPLY),
    **dict.fromkeys(
        ("AssignConversations", "DeliverReply", "EscalateConversations", "FailReply", "GiveAutoReplies",
         "MarkReadByBuyer", "QueueDue", "RateConversation", "RecallByBuyer", "ReceiveMessages"),
        Declared(None, door="channel")),
    **dict.fromkeys(("DoneReminder", "MoveReminder", "SetAgentState"), Declared(None, others="staff.edit")),
    "RemindLater": Declared(None),
    **dict.fromkeys(("OpenRefund", "NoteRefund", "CloseRefund"), _TICKET),
    **dict.fromkeys(("AgreeRefund", "FinishRefund"), Declared("refund.agree", confirm=True)),
    **dict.fromkeys(("CarryOutRefundLapse", "RefuseRefund"), Declared("refund.agree")), "MergeBuyers": _TICKET,
    **dict.fromkeys(("EditBuyerCard", "GiveCoupon", "UseCoupon"), _REMARK),
}  # fmt: skip
