"""Nothing of a buyer's person stands on any screen of someone who may not see it whole, and closed doors say why."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from tests.ready import sample_store
from tests.ui.conftest import START
from ticketdesk import app
from ticketdesk.store.queries import orders
from ticketdesk.tour.sample import fill_demo
from ticketdesk.tour.sample_orders import COLLEAGUE
from ticketdesk.ui.routes import PAGES
from ticketdesk.ui.world import Place, TicketSeed


@pytest.fixture
def shop(qapp, tmp_path, clock):
    """The sample shop, with its colleague 阿泽 at the desk, who may not see personal data."""
    made = app.build(sample_store(tmp_path / "s.db", START), clock=clock, fill=fill_demo)
    made.window.resize(1368, 860)
    made.window.show()
    agent = next(each for each in made.world.session.accounts() if each.name == COLLEAGUE)
    made.world.session.sign_in(agent.id, "").result()
    yield made
    made.close()


def said(top: QWidget) -> list[str]:
    """Every text that ``top`` and what stands in it show, speak or keep in their models."""
    found: list[str] = []
    for each in (top, *top.findChildren(QWidget)):
        found += [each.toolTip(), each.accessibleName(), each.accessibleDescription(), each.windowTitle()]
        if isinstance(each, QLabel | QLineEdit | QAbstractButton):
            found.append(each.text())
        elif isinstance(each, QPlainTextEdit | QTextEdit):
            found.append(each.toPlainText())
    for model in top.findChildren(QAbstractItemModel):
        rows = min(model.rowCount(), 200)
        columns = model.columnCount() if isinstance(model, QAbstractTableModel) else 1
        found += [
            str(model.data(model.index(row, column), Qt.ItemDataRole.DisplayRole))
            for row in range(rows)
            for column in range(columns)
        ]
    return found


def quiet(qtbot, parts):
    """Wait until no list is being read any more."""
    qtbot.waitUntil(lambda: not parts.tasks._runs)


def people(parts) -> set[str]:
    """Whole receivers, numbers and exact addresses of every order, straight from the table."""
    sql = "SELECT receiver, mobile, phone, address FROM orders WHERE deleted = 0"
    values = {str(value) for row in parts.store.reader.rows(sql) for value in row if value and len(str(value)) > 1}
    assert len(values) > 50
    return values


def leaks(parts, canaries: set[str]) -> set[str]:
    text = "\n".join(said(parts.window))
    return {each for each in canaries if each in text}


def test_no_page_shows_a_person_whole(qtbot, shop):
    qtbot.waitUntil(lambda: shop.window.top.agent.name() == COLLEAGUE)
    canaries = people(shop)
    found: set[str] = set()
    for name in PAGES:
        shop.window.show_page(name)
        quiet(qtbot, shop)
        found |= leaks(shop, canaries)
    first = orders.snapshot(shop.store.reader)
    for order in first[:3]:
        shop.window.go(Place("order", order))
        shop.world.new_ticket.emit(TicketSeed(order_id=order, buyer_nick=""))
        quiet(qtbot, shop)
        found |= leaks(shop, canaries)
        for dialog in [each for each in shop.window.findChildren(QWidget) if each.isModal() and each.isVisible()]:
            dialog.reject()
    assert found == set()


def test_control_the_owner_who_reveals_is_seen(qtbot, shop):
    from ticketdesk.desk.commands.orders import RevealPersonalData
    from ticketdesk.ui.orders.order_card import OrderCardView

    shop.world.session.open_sample()
    order = orders.snapshot(shop.store.reader)[0]
    shop.window.go(Place("order", order))
    qtbot.waitUntil(lambda: any(each.order_id == order for each in shop.window.findChildren(OrderCardView)))
    card = next(each for each in shop.window.findChildren(OrderCardView) if each.order_id == order)
    shop.world.post(RevealPersonalData(order_id=order), card._reveal)
    qtbot.waitUntil(lambda: leaks(shop, people(shop)) != set())


def test_search_for_a_number_gives_no_number_back(qtbot, shop):
    sql = "SELECT mobile FROM orders WHERE mobile <> '' AND deleted = 0 LIMIT 1"
    mobile = str(next(iter(shop.store.reader.rows(sql)))[0])
    shop.window.top.search.setText(mobile)
    shop.window.top.search.searched.emit(mobile)
    quiet(qtbot, shop)
    texts = [text for text in said(shop.window) if mobile in text]
    assert all(text == mobile for text in texts)  # only what was typed, never a row with it


def test_closed_doors_say_why_or_are_not_there(qtbot, shop):
    qtbot.waitUntil(lambda: shop.window.top.agent.name() == COLLEAGUE)
    shop.window.show_page("settings")
    keys = {entry.key for entry in shop.window.page("settings").list._model.entries}
    assert not keys & {"shop", "staff", "audit"}
    shop.window.show_page("orders")
    assert not shop.window.page("orders").export.button.isVisible()
    order = orders.snapshot(shop.store.reader)[0]
    shop.window.go(Place("order", order))

    def closed() -> list[QAbstractButton]:
        buttons = shop.window.findChildren(QAbstractButton)
        return [each for each in buttons if "role does not include" in each.toolTip()]

    qtbot.waitUntil(lambda: bool(closed()))
    assert not any(each.isEnabled() for each in closed())
