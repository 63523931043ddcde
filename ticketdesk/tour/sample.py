"""Filling a store with the sample shop, as ``ticketdesk --demo`` and the tour show it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.deadlines import RecordLapses
from ticketdesk.desk.commands.imports import ImportOrders, ImportPhrases
from ticketdesk.desk.commands.orders import AddRemark, SetFlag
from ticketdesk.desk.commands.people import AddAgent, SetPassword
from ticketdesk.desk.commands.session import SignedIn
from ticketdesk.desk.commands.shop import CreateShop, ShopMade
from ticketdesk.desk.commands.talk import Heard, ReceiveTranscript
from ticketdesk.desk.commands.ticket_replies import NoteOnTicket, ReplyOnTicket
from ticketdesk.desk.commands.tickets import (
    CancelTicket,
    CreateTicket,
    SetTicketState,
    TicketMade,
)
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.files import keep
from ticketdesk.domain.flags import Flag
from ticketdesk.domain.moments import DAY, HOUR, MINUTE, SECOND
from ticketdesk.domain.passwords import hashed
from ticketdesk.store.queries import buyers, conversations, orders
from ticketdesk.tour.sample_files import (
    DETAIL_FILE,
    ORDERS_FILE,
    PHRASE_FILE,
    write_detail,
    write_orders,
    write_phrases,
)
from ticketdesk.tour.sample_orders import COLLEAGUE, KEEPER, OWNER, PREFIX, SHOP, WAREHOUSE, sample_orders
from ticketdesk.tour.sample_picture import HEIGHT, WIDTH, label_picture
from ticketdesk.tour.sample_talks import ACCOUNT, ANSWERED, DEER, DEER_ERRAND, ERRANDS, WAITING, Errand, Talk
from ticketdesk.words import tr

# No secret: the sample shop holds nobody's data. It opens without asking; locked, it is unlocked with this.
PASSWORD: Final = "ticketdesk"
_SALT: Final = b"the sample shop!"
# Whoever opens the sample works as the owner and may try everything; the keeper of the shop is the other one who may.
_STAFF: Final = (
    (KEEPER, "admin", SHOP),
    (COLLEAGUE, "agent", f"{SHOP}:{COLLEAGUE}"),
    (WAREHOUSE, "warehouse", ""),
)
_SIGN_INS: Final = (
    (COLLEAGUE, 14 * HOUR + 28 * MINUTE),
    (OWNER, 6 * HOUR),
    (WAREHOUSE, 5 * HOUR + 46 * MINUTE),
    (KEEPER, 5 * HOUR + 24 * MINUTE),
)
_FLAGS: Final = {
    Flag.RED: ("330280442",),
    Flag.YELLOW: ("318800127", "318800355", "318801010", "318770618"),
    Flag.GREEN: ("318804419", "329917730", "329904118", "318790266"),
    Flag.BLUE: ("297710325", "329881209", "318804411", "321700548"),
    Flag.PURPLE: ("310093311",),
}
_REMARKS: Final = (
    ("318801010", COLLEAGUE, "加泡沫", 39 * HOUR),
    ("329917730", OWNER, "发票随货", 27 * HOUR),
    ("329881209", COLLEAGUE, "尺寸不符，等买家寄回", 23 * HOUR),
    ("330281764", COLLEAGUE, "换 M 码", 15 * HOUR + 45 * MINUTE),
    ("318800127", OWNER, "不要中通，走顺丰", 28 * MINUTE),
)

Deed = tuple[int, Callable[[], None]]


def note() -> str:
    """Return what stands at the foot of the sample shop's sign-in."""
    return tr("This is the sample shop. Its password is “{0}”.", PASSWORD)


def fill_demo(desk: Desk, clock: Callable[[], int]) -> int:
    """Fill the empty store of ``desk`` with the sample shop as it is at ``clock()`` (UTC ms); return the owner's id.

    Everything goes through commands at its own moment of the last days, so the journal, the deadlines and the undo are
    real. The owner is signed in. DeskError ``shop_exists`` where the store has a shop already. Call it before listeners
    are added: the history is written by a desk of its own.
    """
    return _Filling(desk, clock()).run()


class _Filling:
    """The history of the shop, told in the order of time by a desk whose clock is set for each act."""

    def __init__(self, desk: Desk, now: int) -> None:
        self._desk = desk
        self._base = now
        self._now = now
        self._past = Desk(desk.store, lambda: self._now)
        self._agents: dict[str, int] = {}

    def run(self) -> int:
        """Write everything and sign the owner in."""
        self._open_shop()
        self._import()
        for ago, deed in sorted(self._deeds(), key=lambda told: -told[0]):
            self._now = self._base - ago
            deed()
        self._now = self._base
        self._desk.agent_id = self._agents[OWNER]
        return self._agents[OWNER]

    def _do(self, command: Command, who: str = OWNER) -> object:
        return self._past.run(command, agent_id=self._agents[who]).result

    def _open_shop(self) -> None:
        self._now = self._base - 3 * DAY
        made = self._past.run(CreateShop(shop_name=SHOP, owner_name=OWNER)).result
        assert isinstance(made, ShopMade)
        self._agents[OWNER] = made.owner_id
        self._do(SetPassword(agent_id=made.owner_id, password_hash=hashed(PASSWORD, _SALT)))
        for name, role, account in _STAFF:
            guard = hashed(PASSWORD, _SALT) if role == "admin" else ""
            added = self._do(AddAgent(agent_name=name, role=role, account=account, password_hash=guard))
            assert isinstance(added, int)
            self._agents[name] = added

    def _import(self) -> None:
        found = sample_orders()
        with TemporaryDirectory() as folder:
            for name, write in ((ORDERS_FILE, write_orders), (DETAIL_FILE, write_detail)):
                write(Path(folder) / name, found, self._base)
                self._do(ImportOrders(path=str(Path(folder) / name), rows=len(found) * 2))
            write_phrases(Path(folder) / PHRASE_FILE)
            self._do(ImportPhrases(path=str(Path(folder) / PHRASE_FILE)))

    def _deeds(self) -> list[Deed]:
        remarks = [(ago, self._remark(tail, who, text)) for tail, who, text, ago in _REMARKS]
        talks = [(talk.lines[-1].ago, self._hear(talk)) for talk in (*ANSWERED, *WAITING)]
        errands = [(errand.ago, self._errand(errand)) for errand in (*ERRANDS, DEER_ERRAND)]
        last = (MINUTE, self._remark("330281764", OWNER, "换 L 码", Flag.RED))
        came = [(ago, self._sign_in(who)) for who, ago in _SIGN_INS]
        lapsed = (2 * HOUR + 10 * MINUTE, self._lapse)
        return [(44 * HOUR, self._flags), *remarks, *talks, *errands, *came, lapsed, last]

    def _lapse(self) -> None:
        """What the desk does of itself: the exchange of two days ago was not answered in time."""
        self._past.of_itself(RecordLapses()).result()

    def _sign_in(self, who: str) -> Callable[[], None]:
        def enter() -> None:
            self._past.enter(SignedIn(), self._agents[who]).result()

        return enter

    def _flags(self) -> None:
        for flag, tails in _FLAGS.items():
            self._do(SetFlag(order_ids=tuple(self._order(tail) for tail in tails), flag=int(flag)))

    def _remark(self, tail: str, who: str, text: str, flag: Flag | None = None) -> Callable[[], None]:
        def write() -> None:
            code = None if flag is None else int(flag)
            self._do(AddRemark(order_id=self._order(tail), text=text, flag=code), who)

        return write

    def _hear(self, talk: Talk) -> Callable[[], None]:
        heard = tuple(
            Heard(
                "out" if line.ours else "in",
                ACCOUNT if line.ours else talk.nick,
                self._base - line.ago,
                line.text,
                True,
            )
            for line in talk.lines
        )

        def hear() -> None:
            self._do(ReceiveTranscript(buyer_nick=talk.nick, messages=heard))

        return hear

    def _errand(self, errand: Errand) -> Callable[[], None]:
        def open_and_work() -> None:
            made = self._do(self._ticket(errand))
            assert isinstance(made, TicketMade)
            self._now += 40 * SECOND
            if errand.note:
                self._do(NoteOnTicket(ticket_id=made.id, text=errand.note), WAREHOUSE)
            self._now += 20 * SECOND
            self._end(errand, made.id)

        return open_and_work

    def _ticket(self, errand: Errand) -> CreateTicket:
        order = self._order(errand.tail) if errand.tail else None
        buyer = buyers.id_of_nick(self._desk.store.reader, errand.nick)
        talk = conversations.of_buyer(self._desk.store.reader, buyer) if buyer is not None else None
        deer = errand is DEER_ERRAND
        return CreateTicket(
            type=errand.type.value,
            title=errand.title,
            buyer_nick=errand.nick,
            order_id=order,
            conversation_id=talk,
            priority=int(errand.priority),
            assignee_id=self._agents[OWNER] if errand.mine else None,
            product=self._product(order),
            demand="换 L 码；未发货，直接改单" if deer else "",
            quoted="\n".join(f"{errand.nick}: {line.text}" for line in DEER.lines[4:7] if not line.ours)
            if deer
            else "",
            pictures=(keep(self._desk.store, label_picture(), "吊牌.png", "image/png", width=WIDTH, height=HEIGHT),)
            if deer
            else (),
        )

    def _end(self, errand: Errand, ticket: int) -> None:
        if errand.end == "done":
            self._do(ReplyOnTicket(ticket_id=ticket, text="已经按您的身高体重推荐 S 码，感谢支持～", finish=True))
        elif errand.end == "cancelled":
            self._do(CancelTicket(ticket_id=ticket, reason="买家自己取消了重复的订单"))
        elif errand.end != "open":
            self._do(SetTicketState(ticket_ids=(ticket,), state=errand.end))

    def _product(self, order: int | None) -> str:
        lines = orders.lines(self._desk.store.reader, order) if order is not None else ()
        return f"{lines[0].title} ×{lines[0].quantity}" if lines else ""

    def _order(self, tail: str) -> int:
        found = orders.id_of_number(self._desk.store.reader, PREFIX + tail)
        if found is None:
            raise LookupError(f"the sample has no order …{tail}")
        return found
