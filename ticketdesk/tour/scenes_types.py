"""Types of tickets: where the shop edits them, what a ticket of one asks for, and tickets for many orders at once."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLabel

from ticketdesk.desk.commands.ticket_types import RetireTicketType, SaveTicketType
from ticketdesk.domain.ticket_types import OwnField, Required
from ticketdesk.domain.tickets import TicketType
from ticketdesk.store.queries import orders
from ticketdesk.tour.agent import Agent, Entry
from ticketdesk.tour.book import Scene
from ticketdesk.tour.sample_talks import ERRANDS
from ticketdesk.tour.scenes import clear
from ticketdesk.ui import labels
from ticketdesk.ui.settings.types.dialog import TypeDialog
from ticketdesk.ui.settings.types.section import TypesSection
from ticketdesk.ui.tickets.form.duplicate_bar import DuplicateBar
from ticketdesk.ui.tickets.form.new_ticket_dialog import NewTicketDialog
from ticketdesk.ui.tickets.form.values_dialog import ValuesDialog
from ticketdesk.ui.world import Place, TicketSeed
from ticketdesk.words import mark, tr

_OWN = SaveTicketType(
    type_name="上门量尺", icon="map-pin", priority=3,
    form_fields=(
        OwnField(key="size", name="窗宽（厘米）", kind="number", required=Required.CREATION),
        OwnField(key="fabric", name="面料", kind="choice", options=("亚麻", "雪尼尔", "遮光布")),
        OwnField(key="visit", name="上门日期", kind="date", required=Required.COMPLETION),
    ),
    checklist=("已电话确认地址", "样布已带"),
)  # fmt: skip
_REFUND = ERRANDS[6].title


def _types(agent: Agent) -> None:
    for command in (_OWN, RetireTicketType(type_key=TicketType.COLLABORATION.value)):
        agent.parts.desk.run(command)
    clear(agent)
    agent.window.go(Place("settings.ticket_types"))
    agent.until(lambda: any(each.updatesEnabled() for each in agent.shown(TypesSection)), "the section is painted")


def _type(agent: Agent) -> None:
    agent.press(tr("Change “{0}”", _OWN.type_name))
    agent.dialog(tr("Change the type"))


def _own_form(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("tickets")
    agent.world.new_ticket.emit(TicketSeed(buyer_nick="林小鹿_88"))
    agent.dialog(tr("New ticket"))
    agent.press(_OWN.type_name)
    agent.fills(Entry(tr("Problem description"), "客厅两扇窗，想周末量"))
    agent.keys("Ctrl+Return")
    missing = tr("Fill this in.")
    agent.until(lambda: any(each.text() == missing for each in agent.shown(QLabel)), "what is missing is said")


def _again(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("tickets")
    order = agent.there(lambda: orders.id_of_number(agent.reader, _ordered(agent)), "the order is there")
    agent.world.new_ticket.emit(TicketSeed(order_id=order))
    agent.dialog(tr("New ticket"))
    agent.press(labels.ticket_type(TicketType.EXCHANGE))


def _item(agent: Agent) -> None:
    """An order of two items, of which one is meant."""
    clear(agent)
    agent.goes_to("tickets")
    sql = "SELECT order_id FROM order_line WHERE deleted = 0 GROUP BY order_id HAVING COUNT(*) > 1 LIMIT 1"
    agent.world.new_ticket.emit(TicketSeed(order_id=int(agent.reader.rows(sql)[0][0])))
    agent.dialog(tr("New ticket"))
    agent.press(labels.ticket_type(TicketType.RESHIPMENT))
    name = tr("About which item")

    def box() -> QComboBox | None:
        return next((each for each in agent.shown(QComboBox) if each.accessibleName() == name), None)

    agent.there(box, name).setFocus()
    agent.keys("Down", "Down")


def _many(agent: Agent) -> None:
    """A ticket each for the newest orders, of which some have one of the type."""
    clear(agent)
    agent.goes_to("orders")
    ids = tuple(orders.snapshot(agent.reader, "all")[:12])
    sql = "SELECT order_id FROM ticket WHERE type = 'exchange' AND order_id IS NOT NULL"
    busy = [int(row[0]) for row in agent.reader.rows(sql)]
    agent.world.new_ticket.emit(TicketSeed(order_ids=tuple(dict.fromkeys((*ids, *busy)))))
    agent.dialog(tr("New ticket"))
    agent.press(labels.ticket_type(TicketType.EXCHANGE))
    agent.until(
        lambda: any(each.updatesEnabled() for each in agent.shown(DuplicateBar)), "those with a ticket are told"
    )


def _ordered(agent: Agent) -> str:
    sql = (
        "SELECT o.number FROM ticket t JOIN orders o ON o.id = t.order_id WHERE t.type = 'exchange'"
        " AND t.closed_at IS NULL AND t.deleted = 0 LIMIT 1"
    )
    return str(agent.reader.rows(sql)[0][0])


def _values(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("tickets")
    detail = agent.there(lambda: agent.ticket_called(_REFUND), "the refund is there")
    agent.world.go.emit(Place("ticket", detail.row.id))
    agent.press(tr("Fields of the ticket"))
    agent.dialog(tr("Fields of the ticket"))


TYPE_SCENES: tuple[Scene, ...] = (
    Scene("settings-ticket-types", mark("The types of tickets of the shop"), _types, (TypesSection,)),
    Scene("ticket-type", mark("A type with its fields and its checklist"), _type, (TypeDialog,)),
    Scene(
        "new-ticket-own",
        mark("A ticket of an own type, a field is still empty"),
        _own_form,
        (NewTicketDialog,),
    ),
    Scene("new-ticket-again", mark("A second ticket for the same order and type"), _again, (NewTicketDialog,)),
    Scene("new-ticket-item", mark("One of several items is what a ticket is about"), _item, (NewTicketDialog,)),
    Scene("new-ticket-many", mark("A ticket each for many orders, of which some have one"), _many, (NewTicketDialog,)),
    Scene("ticket-fields", mark("The fields of a refund"), _values, (ValuesDialog,)),
)
