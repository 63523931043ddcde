"""Level, coupons and duplicates on the buyers page: kept, ticked, merged and parted by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QLabel

from tests.ui.order_files import Sold, number, write_list
from ticketdesk.desk.commands.buyer_family import EditBuyerCard, GiveCoupon
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.marks import BlockBuyer
from ticketdesk.desk.commands.orders import EditAddress
from ticketdesk.store.queries import buyer_family, buyers, orders
from ticketdesk.ui.buyers.card_dialog import BuyerCardDialog
from ticketdesk.ui.buyers.merge_dialog import MergeBuyersDialog
from ticketdesk.ui.buyers.page import BuyersPage
from ticketdesk.ui.world import Place


@pytest.fixture
def twins(tmp_path, desk):
    """tb0 and tb1, whose parcels go to the same number; tb2 is somebody else."""
    sold = [Sold(number(n), nick=f"tb{n}") for n in range(3)]
    desk.run(ImportOrders(path=str(write_list(tmp_path / "list.csv", sold))))
    for n, mobile in enumerate(("13812346021", "+86 138 1234 6021", "13900000000")):
        order = orders.id_of_number(desk.store.reader, number(n))
        receiver, address = ("鹿", "江苏省苏州市姑苏区1号"), ("林", "江苏省苏州市姑苏区2号")
        name, place = (receiver, address, ("木", "江苏省苏州市姑苏区3号"))[n]
        desk.run(EditAddress(order_id=order, receiver=name, mobile=mobile.replace(" ", ""), address=place))
    return [buyers.id_of_nick(desk.store.reader, f"tb{n}") for n in range(3)]


@pytest.fixture
def page(qtbot, twins, world):
    made = BuyersPage(world)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    made.open_place(Place("buyer", twins[0]))
    qtbot.waitUntil(lambda: not world.tasks.running("buyers.list"))
    return made


def shown(page, kind: type[QDialog]):
    return next((each for each in page.window().findChildren(kind) if each.isVisible()), None)


def words(widget):
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_level_and_membership_are_kept_by_keys(qtbot, page, world, twins):
    page.profile.family.edit.click()
    dialog = shown(page, BuyerCardDialog)
    dialog.level.setText("L3")
    dialog.membership.set_current("fan")
    qtbot.keyClick(dialog.level, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: buyer_family.family(world.reader, twins[0]).level == "L3")
    qtbot.waitUntil(lambda: "Level L3 · Fan · No coupon" in page.profile.family.said.accessibleName())
    qtbot.waitUntil(lambda: shown(page, BuyerCardDialog) is None)  # it closes a turn after the news of the act
    page.profile.family.edit.click()
    dialog = shown(page, BuyerCardDialog)
    assert dialog.membership.current() == "fan"
    dialog.membership.set_current("unknown")
    dialog.save.click()
    qtbot.waitUntil(lambda: buyer_family.family(world.reader, twins[0]).membership == "")


def test_a_level_that_a_colleague_kept_meanwhile_is_told_before_it_is_written_over(qtbot, page, world, desk, twins):
    page.profile.family.edit.click()
    dialog = shown(page, BuyerCardDialog)
    desk.run(EditBuyerCard(buyer_id=twins[0], level="L2"))
    dialog.level.setText("L3")
    dialog.save.click()
    qtbot.waitUntil(lambda: "“L2”" in words(dialog))
    assert dialog.isVisible() and buyer_family.family(world.reader, twins[0]).level == "L2"
    dialog.save.click()
    qtbot.waitUntil(lambda: buyer_family.family(world.reader, twins[0]).level == "L3")


def test_coupons_are_noted_and_ticked_once_used(qtbot, page, world, twins):
    page.profile.family.edit.click()
    dialog = shown(page, BuyerCardDialog)
    assert "No coupon is noted" in words(dialog)
    assert not dialog.give.isEnabled()
    dialog.title.setText("<b>满减</b>")
    dialog.amount.setText("1o")
    assert not dialog.give.isEnabled()
    dialog.amount.setText("10")
    dialog.give.click()
    qtbot.waitUntil(lambda: bool(buyer_family.family(world.reader, twins[0]).coupons))
    qtbot.waitUntil(lambda: any(each.isVisibleTo(dialog) for each in dialog.findChildren(QCheckBox)))
    box = next(each for each in dialog.findChildren(QCheckBox) if each.isVisibleTo(dialog))
    assert box.text() == "<b>满减</b> · ¥10.00"
    box.click()
    qtbot.waitUntil(lambda: buyer_family.family(world.reader, twins[0]).coupons[0].used_at is not None)


def test_a_duplicate_is_named_merged_and_parted(qtbot, page, world, desk, twins):
    banner = page.profile.family.twins
    assert banner.isVisible()
    assert "tb1 (same phone)" in banner.accessibleName()
    banner.acted.emit()
    dialog = shown(page, MergeBuyersDialog)
    assert list(dialog.boxes) == [twins[1]]
    assert not dialog.merge.isEnabled()
    box = dialog.boxes[twins[1]]
    assert dialog.focusWidget() is box
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert dialog.merge.isEnabled()
    qtbot.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: buyers.id_of_nick(world.reader, "tb1") == twins[0])
    qtbot.waitUntil(lambda: not page.profile.family.twins.isVisible())
    assert "Also known as tb1" in "\n".join(
        each.accessibleName() for each in page.profile.family.findChildren(type(page.profile.family.said))
    )
    desk.undo().result()
    qtbot.waitUntil(lambda: buyers.id_of_nick(world.reader, "tb1") == twins[1])
    qtbot.waitUntil(lambda: page.profile.family.twins.isVisible())


def test_who_is_nobodys_twin_has_no_strip(page, twins):
    page.open_place(Place("buyer", twins[2]))
    assert not page.profile.family.twins.isVisible()


def test_the_block_list_is_a_filter_and_is_left_by_a_button(qtbot, page, world, desk, twins):
    desk.run(BlockBuyer(buyer_id=twins[1], reason="广告"))
    page.list.chips["blocked"].click()
    qtbot.waitUntil(lambda: list(page.list.model.ids()) == [twins[1]])
    page.open_place(Place("buyer", twins[1]))
    assert page.profile.hear.isVisible()
    page.profile.hear.click()
    qtbot.waitUntil(lambda: not buyer_family.family(world.reader, twins[1]).block_reason)
    qtbot.waitUntil(lambda: not page.profile.hear.isVisible())


def test_used_and_lapsed_coupons_are_not_offered(qtbot, page, world, desk, clock, twins):
    desk.run(GiveCoupon(buyer_id=twins[0], title="一", until=clock.now + 100_000))
    qtbot.waitUntil(lambda: "1 coupon: 一" in page.profile.family.said.accessibleName())
    clock.now += 200_000
    desk.run(GiveCoupon(buyer_id=twins[0], title="二"))
    qtbot.waitUntil(lambda: "1 coupon: 二" in page.profile.family.said.accessibleName())
