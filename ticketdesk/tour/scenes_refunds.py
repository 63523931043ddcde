"""Refunds: on the order, with their history, what is asked for at each act, the list, and where else they show."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.deadlines import RecordLapses
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.refunds import AgreeRefund, NoteRefund, OpenRefund, RefuseRefund
from ticketdesk.desk.files import keep
from ticketdesk.domain.moments import DAY, HOUR, from_ms
from ticketdesk.domain.refunds import RefundAct
from ticketdesk.store.queries import orders, refunds
from ticketdesk.tour.agent import Agent, Entry
from ticketdesk.tour.book import Scene
from ticketdesk.tour.sample import PASSWORD
from ticketdesk.tour.sample_picture import HEIGHT, WIDTH, label_picture
from ticketdesk.tour.sample_talks import DEER, ERRANDS
from ticketdesk.tour.scenes import clear
from ticketdesk.tour.story import DEER_ORDER
from ticketdesk.ui.home.refund_card import RefundCard
from ticketdesk.ui.refunds.act_dialog import RefundActDialog
from ticketdesk.ui.refunds.line import RefundLine, open_refund
from ticketdesk.ui.refunds.list_dialog import RefundsDialog
from ticketdesk.ui.refunds.new_dialog import NewRefundDialog
from ticketdesk.ui.refunds.refund_dialog import RefundDialog
from ticketdesk.ui.widgets.frames import Banner
from ticketdesk.ui.world import Place
from ticketdesk.words import mark, tr

_RETURN = ERRANDS[6]


def _order(agent: Agent) -> None:
    clear(agent)
    _make(agent)
    agent.goes_to("orders")
    agent.world.go.emit(Place("order", _deer_order(agent)))
    agent.until(lambda: any(agent.shown(RefundLine)), "the refund stands on the order")


def _make(agent: Agent) -> None:
    """A return that the buyer sent back, one that was refused, a re-sending, and the ticket's own."""
    if refunds.snapshot(agent.reader, "all"):
        return
    agent.world.session.confirm(PASSWORD).result()
    deer = _deer_order(agent)
    back = _do(agent, OpenRefund(order_id=deer, kind="exchange", reason="M 码偏小，想换 L 码"))
    _do(agent, AgreeRefund(refund_id=back, text="请寄回仓库，附上订单号"))
    _do(agent, NoteRefund(refund_id=back, act="sent_back", carrier="圆通速递", tracking="YT8846120937421"))
    others = [key for key in orders.snapshot(agent.reader, "state", "TRADE_FINISHED", limit=12) if key != deer]
    picture = keep(agent.parts.desk.store, label_picture(), "面单.png", "image/png", width=WIDTH, height=HEIGHT)
    for key, kind, reason in zip(
        others, ("return_refund", "refund_only", "reshipment"), ("与描述不符", "重复拍下", "少发一件"), strict=False
    ):
        room = refunds.room(agent.reader, key)
        amount = room.left // 2 if room is not None and room.left > 1 and kind != "reshipment" else None
        if amount is None and kind != "reshipment":
            continue
        made = _do(agent, OpenRefund(order_id=key, kind=kind, amount_cents=amount, reason=reason))
        if kind == "return_refund":
            _do(agent, RefuseRefund(refund_id=made, reason="吊牌已剪，影响二次销售", proofs=(picture,)))
    ticket = agent.there(lambda: agent.ticket_called(_RETURN.title), "the ticket of the return is there").row
    if ticket.order_id is not None:
        room = refunds.room(agent.reader, ticket.order_id)
        left = room.left if room is not None else 0
        if left:
            _do(agent, OpenRefund(order_id=ticket.order_id, kind="return_refund", amount_cents=left,
                                  reason="尺寸不符", ticket_id=ticket.id))  # fmt: skip


def _do(agent: Agent, command: Command) -> int:
    found = agent.parts.desk.run(command, agent_id=agent.parts.desk.agent_id).result
    return found if isinstance(found, int) else 0


def _deer_order(agent: Agent) -> int:
    return agent.there(lambda: orders.id_of_number(agent.reader, DEER_ORDER), "the order is there")


def _new(agent: Agent) -> None:
    agent.press(tr("New refund"))
    agent.dialog(tr("New refund"))


def _refund(agent: Agent) -> None:
    clear(agent)
    agent.press(tr("Open the refund {0}", tr("Exchange")))
    agent.dialog(tr("Refund"))


def _agree(agent: Agent) -> None:
    clear(agent)
    _open(agent, "WAIT_SELLER_AGREE")
    _act(agent, RefundAct.AGREED)


def _refuse(agent: Agent) -> None:
    clear(agent)
    _open(agent, "WAIT_SELLER_AGREE")
    _act(agent, RefundAct.REFUSED)
    agent.fills(Entry(tr("Reason"), "吊牌已剪，影响二次销售"))


def _refused(agent: Agent) -> None:
    clear(agent)
    _open(agent, "SELLER_REFUSE_BUYER")


def _lapsed(agent: Agent) -> None:
    """A return that nobody answered by the day the platform's file named; the desk recorded that."""
    clear(agent)
    order = orders.snapshot(agent.reader, "state", "TRADE_FINISHED", limit=12)[-1]
    now = agent.world.clock()
    cells = {
        "订单编号": orders.rows(agent.reader, [order])[0].number, "退款编号": "726108820679190017",
        "退款状态": "买家已经申请退款，等待卖家同意", "是否需要退货": "是", "买家退款金额": "0.01",
        "买家退款原因": "线头多", "退款的申请时间": _stamp(now - 2 * DAY), "超时时间": _stamp(now - 3 * HOUR),
    }  # fmt: skip
    with TemporaryDirectory(prefix="ticketdesk-refund-") as folder:
        path = Path(folder) / "refunds.csv"
        path.write_text("\n".join(",".join(line) for line in (cells, cells.values())) + "\n", encoding="utf-8")
        agent.parts.desk.run(ImportOrders(path=str(path)), agent_id=agent.parts.desk.agent_id)
    agent.parts.desk.of_itself(RecordLapses()).result()
    made = refunds.of_order(agent.reader, order)[0].id
    open_refund(agent.world, made, agent.window)
    agent.until(lambda: any(each.lapse is not None for each in agent.shown(RefundDialog)), "the lapse is told")


def _stamp(ms: int) -> str:
    return f"{from_ms(ms):%Y-%m-%d %H:%M:%S}"


def _open(agent: Agent, state: str) -> None:
    """Open the first refund of a state from the list."""
    agent.act("refunds")
    agent.dialog(tr("Refunds"))
    _show(agent, state)
    agent.keys("Return")
    agent.dialog(tr("Refund"))


def _show(agent: Agent, state: str) -> None:
    listed = agent.there(lambda: next(agent.shown(RefundsDialog), None), "the list is there")
    listed.tabs.setCurrentIndex(listed.tabs.keys().index(state))
    agent.until(lambda: _filled(agent, listed, state), "the list is filled")
    listed.table.setFocus()


def _filled(agent: Agent, listed: RefundsDialog, state: str) -> bool:
    key = listed.table.current_id()
    found = refunds.row(agent.reader, key) if key is not None else None
    return found is not None and found.state == state


def _act(agent: Agent, act: RefundAct) -> None:
    dialog = agent.there(lambda: next(agent.shown(RefundDialog), None), "the refund is there")
    dialog.ask(act)
    agent.until(lambda: any(agent.shown(RefundActDialog)), "the act asks what it needs")


def _list(agent: Agent) -> None:
    clear(agent)
    agent.act("refunds")
    agent.dialog(tr("Refunds"))
    agent.until(lambda: any(each.model.rowCount() for each in agent.shown(RefundsDialog)), "the list is filled")


def _none(agent: Agent) -> None:
    listed = agent.there(lambda: next(agent.shown(RefundsDialog), None), "the list is there")
    listed.tabs.setCurrentIndex(listed.tabs.count() - 1)
    agent.until(lambda: not listed.model.rowCount() and listed.empty.isVisible(), "none is closed")


def _talk(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("reception")
    agent.chooses_talk(DEER.nick)
    lead = tr("Refund: {0}", tr("Exchange"))
    agent.until(
        lambda: any(lead in each.accessibleName() for each in agent.shown(Banner)), "the strip names the refund"
    )


def _ticket(agent: Agent) -> None:
    clear(agent)
    detail = agent.there(lambda: agent.ticket_called(_RETURN.title), "the ticket is there")
    agent.window.go(Place("ticket", detail.row.id))  # its view of before may not show it
    agent.until(lambda: any(agent.shown(RefundLine)), "the refund stands on the ticket")


def _home(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("home")
    agent.until(lambda: any(agent.shown(RefundCard)), "the card of refunds is there")


REFUND_SCENES: tuple[Scene, ...] = (
    Scene("refund-order", mark("A refund on its order"), _order),
    Scene("refund-new", mark("A new refund"), _new, (NewRefundDialog,)),
    Scene("refund", mark("A refund with its history"), _refund, (RefundDialog,)),
    Scene("refund-refused", mark("A refused refund with its evidence"), _refused),
    Scene("refund-lapsed", mark("A refund whose time ran out"), _lapsed),
    Scene("refund-agree", mark("The shop agrees to a refund"), _agree, (RefundActDialog,)),
    Scene("refund-refuse", mark("A refusal lacks its evidence"), _refuse),
    Scene("refunds", mark("The refunds of the shop"), _list, (RefundsDialog,)),
    Scene("refunds-none", mark("No refund is closed"), _none),
    Scene("refund-talk", mark("A refund above the conversation"), _talk),
    Scene("refund-ticket", mark("The refund that a ticket follows"), _ticket),
    Scene("refund-home", mark("Refunds on the home page"), _home),
)
