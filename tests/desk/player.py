"""An agent at random: every command of the desk, on rows that are there, with undo and redo mixed in."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

from tests.desk.builders import (
    DETAIL_HEADER,
    GOODS,
    LIST_HEADER,
    WORDS,
    Clock,
    People,
    detail_rows,
    order_row,
    write_table,
)
from tests.desk.player_flow import FlowDraws
from tests.desk.player_many import MANY_REFUSALS, ManyDraws
from tests.desk.player_people import PeopleDraws
from tests.desk.player_reception import ReceptionDraws
from tests.desk.player_ties import TIE_REFUSALS, TieDraws
from tests.desk.player_types import TypeDraws
from tests.desk.samples_refunds import REFUND_REFUSALS, RefundDraws
from ticketdesk.desk import files
from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.handing import TransferConversation
from ticketdesk.desk.commands.imports import ImportOrders, ImportPhrases
from ticketdesk.desk.commands.many_orders import RemarkOrders
from ticketdesk.desk.commands.order_changes import RequestChange
from ticketdesk.desk.commands.order_money import ChangePrice, CloseOrder
from ticketdesk.desk.commands.order_views import SaveOrderView
from ticketdesk.desk.commands.orders import AddRemark, ConcludeRemarks, EditAddress, RevealPersonalData, SetFlag
from ticketdesk.desk.commands.parcel_groups import ShareParcel, ShipPart
from ticketdesk.desk.commands.phrases import AddPhrase, EditPhrase, RemovePhrase
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.commands.shipping import MarkShipped, Parcel, ShipOrders
from ticketdesk.desk.commands.talk import (
    EndConversation,
    Heard,
    MarkSent,
    ReceiveTranscript,
    SendReply,
)
from ticketdesk.desk.commands.ticket_replies import NoteOnTicket, ReplyOnTicket
from ticketdesk.desk.commands.ticket_views import DeleteTicketView, SaveTicketView
from ticketdesk.desk.commands.tickets import (
    CreateTicket,
)
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.tickets import TicketType
from ticketdesk.store.queries import acts, parcel_groups

ORDERS, BUYERS, FILE_ROWS = 40, 12, 6
# What a random act may be refused for; anything else is a fault of the desk.
REFUSALS = frozenset(
    {
        "denied", "nothing_to_undo", "nothing_to_redo", "undo_conflict", "ticket_state_not_allowed", "row_missing",
        "agent_missing", "nothing_here", "agent_name_taken", "role_name_taken", "agent_disabled",
        "agent_password_needed", "last_admin", "group_name_taken", "group_in_use", "moment_past",
        "stand_in_self", "stand_in_helpless", "stand_in_order", "stand_in_taken", "stand_in_away", "stand_in_busy",
        "ticket_claimed",
        "gate_closed", "order_not_to_ship", "parcel_twice", "parcels_refused", "carrier_empty", "order_paid",
        "price_odd",
        "order_closed", "order_shipped", "orders_refused", "memo_full",
        "share_few", "share_other", "items_odd", "order_flag_moved",
        *TIE_REFUSALS,
        *MANY_REFUSALS,
        *REFUND_REFUSALS,
        "stand_in_elsewhere",
        "value_guarded", "value_changed", "value_number", "value_amount", "value_date", "value_choice", "value_yes_no",
        "value_tracking", "value_picture", "field_unknown", "fields_missing", "ticket_type_unknown",
        "ticket_type_retired", "ticket_reworded", "ticket_title_empty",
        "type_name_taken", "type_in_use", "type_last", "row_changed",
    }
)  # fmt: skip


class Player(PeopleDraws, ReceptionDraws, TieDraws, TypeDraws, FlowDraws, ManyDraws, RefundDraws):
    """Draws acts from ``rng``; ``done`` counts the commands carried out, ``refused`` the reasons of the rest."""

    def __init__(self, desk: Desk, people: People, folder: Path, clock: Clock, rng: random.Random) -> None:
        self.desk, self.people, self.folder, self.clock, self.rng = desk, people, folder, clock, rng
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self._n = 0
        self._flags: defaultdict[int, set[int]] = defaultdict(set)
        self._draws: tuple[Callable[[], Command], ...] = (
            self._import,
            self._import,
            self._detail,
            self._phrase_file,
            self._flag,
            self._flag,
            self._remark,
            self._remark_many,
            self._conclude,
            self._ask_change,
            self._ship,
            self._ship_many,
            self._share,
            self._ship_part,
            self._price,
            self._close,
            self._address,
            self._reveal,
            self._add_phrase,
            self._edit_phrase,
            self._remove_phrase,
            self._save_view,
            self._save_order_view,
            self._change_view,
            self._delete_view,
            self._add_agent,
            self._rename_agent,
            self._agent_role,
            self._enable,
            self._password,
            self._add_role,
            self._rename_role,
            self._right,
            self._note_buyer,
            self._reveal_buyer,
            self._setting,
            self._transcript,
            self._transcript,
            self._transcript,
            self._reply,
            self._reply,
            self._sent,
            self._end,
            self._hand_on,
            self._ticket,
            self._ticket,
            self._ticket_reply,
            self._note,
            *self._flow_draws(),
            *self._reception_draws(),
            *self._tie_draws(),
            *self._type_draws(),
            *self._many_draws(),
            *self._refund_draws(),
        )

    def act(self) -> None:
        """One random act of a random agent, an undo or redo in one of four."""
        agent = self.rng.choice(self.people)
        self.clock.step = self.rng.choice((-5_000, 0, 1, 250, 60_000))
        try:
            if self.rng.random() < 0.25:
                self._step(agent)
            else:
                command = self.rng.choice(self._draws)()
                self.desk.run(command, agent_id=agent)
                self.done[command.name] += 1
        except DeskError as error:
            assert error.key in REFUSALS, str(error)
            self.refused[error.key] += 1

    def _step(self, agent: int) -> None:
        self.desk.agent_id = agent
        step = (self.desk.undo if self.rng.random() < 0.6 else self.desk.redo)().result()
        self.done[step.kind] += 1

    def undo_all(self) -> int:
        """Take back every act, the newest first over all agents; return how many."""
        count = 0
        while True:
            found = [
                (target.act_id, agent)
                for agent in self._agents()
                if (target := acts.undo_target(self.desk.store.reader, agent)) is not None
            ]
            if not found:
                return count
            self.desk.agent_id = max(found)[1]
            self.desk.undo().result()
            count += 1

    def _agents(self) -> list[int]:
        return [
            key for (key,) in self.desk.store.reader.rows("SELECT DISTINCT agent_id FROM act WHERE agent_id NOT NULL")
        ]

    def _one(self, table: str, where: str = "1") -> int:
        return self._some(table, 1, where)[0]

    def _some(self, table: str, most: int, where: str = "1") -> tuple[int, ...]:
        rows = self.desk.store.reader.rows(f"SELECT id FROM {table} WHERE deleted = 0 AND {where} ORDER BY id")
        if not rows:
            raise DeskError("nothing_here")
        return tuple(dict.fromkeys(self.rng.choice(rows)[0] for _ in range(self.rng.randint(1, most))))

    def _file(self, ending: str = "csv") -> Path:
        self._n += 1
        return self.folder / f"文件{self._n}.{ending}"

    def _numbers(self) -> list[int]:
        return self.rng.sample(range(ORDERS), self.rng.randint(1, FILE_ROWS))

    def _text(self) -> str:
        return f"{self.rng.choice(WORDS)} {self.rng.choice(GOODS)}{self.rng.randrange(100)}"

    def _pictures(self) -> tuple[files.FileRef, ...]:
        if self.rng.random() < 0.7:
            return ()
        return (files.keep(self.desk.store, self.rng.randbytes(40), "截图.png", "image/png", width=4, height=3),)

    def _import(self) -> Command:
        header = [name for name in LIST_HEADER if name == "订单编号" or self.rng.random() < 0.8]
        rows = [order_row(n, self.rng) for n in self._numbers()]
        return ImportOrders(path=str(write_table(self._file(), header, rows)), rows=len(rows))

    def _detail(self) -> Command:
        rows = [row for n in self._numbers() for row in detail_rows(n, self.rng)]
        return ImportOrders(path=str(write_table(self._file(), DETAIL_HEADER, rows)))

    def _phrase_file(self) -> Command:
        rows = [{"快捷短语编码": "kd", "快捷短语": self._text(), "快捷短语分组": "发货"} for _ in range(4)]
        return ImportPhrases(path=str(write_table(self._file(), ("快捷短语编码", "快捷短语", "快捷短语分组"), rows)))

    def _flag(self) -> Command:
        ids = self._some("orders", 8)
        return SetFlag(order_ids=ids, flag=self._fresh_flag(ids))

    def _fresh_flag(self, ids: tuple[int, ...]) -> int:
        """A flag none of the orders ever had: of two acts that leave the same, the older could be undone first."""
        left = set(range(1, 6)).difference(*(self._flags[key] for key in ids))
        if not left:
            raise DeskError("nothing_here")
        flag = self.rng.choice(sorted(left))
        for key in ids:
            self._flags[key].add(flag)
        return flag

    def _ask_change(self) -> Command:
        order = self._one("orders")
        flag = self.desk.store.reader.rows("SELECT flag FROM orders WHERE id = ?", (order,))[0][0]
        return RequestChange(order_id=order, flag=flag, text=f"换{self.rng.choice('SML')}码", title="换码")

    def _ship(self) -> Command:
        override = self.rng.choice(("", "买家急用"))
        return MarkShipped(
            order_id=self._one("orders"),
            carrier="圆通",
            tracking=f"YT{self.rng.randrange(10**13):013d}",
            override=override,
        )

    def _ship_many(self) -> Command:
        ids = self._some("orders", 5)
        carrier = self.rng.choice(("圆通", "圆通", ""))
        return ShipOrders(parcels=tuple(Parcel(each, carrier, self._parcel(40)) for each in ids))

    def _share(self) -> Command:
        one = self._one("orders")
        reader = self.desk.store.reader
        buyer = reader.rows("SELECT buyer_id FROM orders WHERE id = ?", (one,))[0][0]
        found = parcel_groups.around(reader, one, buyer)
        mates = (*found.together, *found.free) if found is not None else ()
        if self.rng.random() < 0.3:
            return ShareParcel(order_ids=(), apart=(one, *(each.id for each in mates[:1])))
        return ShareParcel(order_ids=(one, *(each.id for each in mates[:2])), remark=self.rng.choice(("", "同一包裹")))

    def _ship_part(self) -> Command:
        line = self._one("order_line")
        order = self.desk.store.reader.rows("SELECT order_id FROM order_line WHERE id = ?", (line,))[0][0]
        return ShipPart(
            order_id=order, carrier="圆通", tracking=f"YT{self.rng.randrange(10**13):013d}", items=((line, 1),)
        )

    def _parcel(self, most: int) -> str:
        return f"YT{self.rng.randrange(most):013d}"

    def _price(self) -> Command:
        return ChangePrice(order_id=self._one("orders"), total_cents=self.rng.randrange(0, 30_000))

    def _close(self) -> Command:
        return CloseOrder(order_id=self._one("orders"), reason=self._text())

    def _conclude(self) -> Command:
        order = self._one("orders", "remark_conflict <> 0")
        return ConcludeRemarks(order_id=order, text=f"结论：尺码:{self.rng.choice('SML')}", seen=2**62)

    def _remark(self) -> Command:
        order = self._one("orders")
        flag = self._fresh_flag((order,)) if self.rng.random() < 0.3 else None
        text = self._text() if self.rng.random() < 0.5 else f"换{self.rng.choice('SML')}码"
        return AddRemark(order_id=order, text=text, flag=flag)

    def _remark_many(self) -> Command:
        ids = self._some("orders", 5)
        flag = self._fresh_flag(ids) if self.rng.random() < 0.3 else None
        text = self._text() if self.rng.random() < 0.5 else f"换{self.rng.choice('SML')}码" * 40
        return RemarkOrders(order_ids=ids, text=text, flag=flag)

    def _address(self) -> Command:
        return EditAddress(order_id=self._one("orders"), receiver="林一", mobile="13000000001", address=self._text())

    def _reveal(self) -> Command:
        return RevealPersonalData(order_id=self._one("orders"))

    def _add_phrase(self) -> Command:
        return AddPhrase(text=self._text(), code="hm")

    def _edit_phrase(self) -> Command:
        return EditPhrase(phrase_id=self._one("phrase"), text=self._text(), grouping="售后")

    def _remove_phrase(self) -> Command:
        return RemovePhrase(phrase_id=self._one("phrase"))

    def _save_view(self) -> Command:
        return SaveTicketView(view_name=self._text()[:20], query="flag:purple", shared=self.rng.random() < 0.5)

    def _save_order_view(self) -> Command:
        return SaveOrderView(view_name=self._text()[:20], query="flag:purple", shared=self.rng.random() < 0.5)

    def _change_view(self) -> Command:
        return SaveTicketView(
            view_id=self._one("saved_view"), view_name="换货", grouping="state", query="type:exchange"
        )

    def _delete_view(self) -> Command:
        return DeleteTicketView(view_id=self._one("saved_view"))

    def _setting(self) -> Command:
        return SetSetting(key="lock.minutes", value=str(self.rng.randrange(9)))

    def _transcript(self) -> Command:
        nick = f"买家{self.rng.randrange(BUYERS)}"
        at = self.clock.now - self.rng.randrange(3) * 60_000
        said = tuple(
            Heard(self.rng.choice(("in", "in", "out")), nick, at + line // 2 * 1_000, self._text())
            for line in range(self.rng.randint(1, 5))
        )
        return ReceiveTranscript(buyer_nick=nick, messages=said)

    def _reply(self) -> Command:
        return SendReply(
            conversation_id=self._one("conversation"), text=self._text(), picture=next(iter(self._pictures()), None)
        )

    def _sent(self) -> Command:
        return MarkSent(message_ids=self._some("message", 3, "state = 'outbox'"))

    def _end(self) -> Command:
        return EndConversation(conversation_id=self._one("conversation"))

    def _hand_on(self) -> Command:
        conversation = self._one("conversation")
        return TransferConversation(conversation_id=conversation, agent_id=self._one("agent"), reason="too_busy")

    def _ticket(self) -> Command:
        origin = self.rng.choice(("order_id", "conversation_id", ""))
        table = {"order_id": "orders", "conversation_id": "conversation"}.get(origin)
        more = {origin: self._one(table)} if table else {}
        return CreateTicket(
            type=self.rng.choice(list(TicketType)).value,
            title=self._text(),
            description=self._text(),
            buyer_nick=f"买家{self.rng.randrange(BUYERS)}",
            pictures=self._pictures(),
            **more,
        )

    def _ticket_reply(self) -> Command:
        return ReplyOnTicket(
            ticket_id=self._one("ticket", "closed_at IS NULL"),
            text=self._text(),
            pictures=self._pictures(),
            finish=self.rng.random() < 0.3,
        )

    def _note(self) -> Command:
        return NoteOnTicket(ticket_id=self._one("ticket"), text=self._text(), pictures=self._pictures())
