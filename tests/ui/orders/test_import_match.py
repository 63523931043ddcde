"""A table that nobody knows: its columns are asked for once, and remembered."""

from __future__ import annotations

import csv

import pytest
from PySide6.QtCore import Qt

from tests.ui.order_files import number
from ticketdesk.store.queries import badges, orders
from ticketdesk.ui.orders.import_match import KEPT


def table(path, *rows, header=("单号", "谁", "多少钱")):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def asked(qtbot, dialog, path):
    dialog.load(path)
    qtbot.waitUntil(lambda: dialog.matching.view.isVisible())
    return dialog.matching.view


def picked(view, **columns):
    for field, header in columns.items():
        view.fields[field].setCurrentIndex(view.fields[field].findData(header))


def test_the_columns_of_an_unknown_table_are_said_by_keyboard(qtbot, tmp_path, world, dialog):
    view = asked(qtbot, dialog, table(tmp_path / "a.csv", (number(1), "竹风", "12.80")))
    assert not view.read.isEnabled() and not dialog.go.isVisible() and view.fields["number"].hasFocus()
    assert view.fields["number"].itemText(1) == f"单号 · {number(1)}"
    qtbot.keyClick(view.fields["number"], Qt.Key.Key_Down)
    picked(view, buyer_nick="谁", paid_cents="多少钱")
    qtbot.keyClick(view.read, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: dialog.report() is not None)
    assert dialog.report().new == 1
    dialog.take()
    qtbot.waitUntil(lambda: badges.badges(world.reader).of("orders.all") == 1)
    found = orders.rows(world.reader, [orders.id_of_number(world.reader, number(1))])[0]
    assert (found.buyer_nick, found.paid_cents) == ("竹风", 1280)


def test_what_was_said_is_remembered_for_the_next_file(qtbot, tmp_path, world, dialog):
    view = asked(qtbot, dialog, table(tmp_path / "a.csv", (number(1), "竹风", "12.80")))
    picked(view, number="单号")
    view.read.click()
    qtbot.waitUntil(lambda: dialog.report() is not None)
    dialog.load(table(tmp_path / "b.csv", (number(2), "竹风", "1"), (number(3), "竹风", "1")))
    qtbot.waitUntil(lambda: dialog.report() is not None)
    assert dialog.report().new == 2
    dialog.load(table(tmp_path / "c.csv", (number(4),), header=("别的号", "谁", "多少钱")))
    qtbot.waitUntil(lambda: dialog.matching.view.isVisible())


def test_without_the_mark_it_is_for_this_file_only(qtbot, tmp_path, world, dialog):
    view = asked(qtbot, dialog, table(tmp_path / "a.csv", (number(1), "竹风", "12.80")))
    view.remember.setChecked(False)
    picked(view, number="单号")
    view.read.click()
    qtbot.waitUntil(lambda: dialog.report() is not None)
    assert world.kept.get(KEPT) == ""
    asked(qtbot, dialog, table(tmp_path / "b.csv", (number(2), "竹风", "1")))


def test_further_columns_of_a_table_with_order_numbers_are_said(qtbot, tmp_path, world, dialog):
    path = table(tmp_path / "a.csv", (number(1), "竹风", "12.80", "x"), header=("订单编号", "客户", "实收", "仓位"))
    dialog.load(path)
    qtbot.waitUntil(lambda: dialog.report() is not None)
    assert dialog.view.columns.isVisible()
    qtbot.keyClick(dialog.view.columns, Qt.Key.Key_Space)
    view = dialog.matching.view
    qtbot.waitUntil(lambda: view.isVisible())
    assert view.fields["number"].currentData() == "订单编号" and view.read.isEnabled() and not dialog.go.isVisible()
    assert "others are kept" in view.lead.text()
    picked(view, buyer_nick="客户", paid_cents="实收")
    qtbot.keyClick(view.read, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: dialog.report() is not None)
    assert dialog.view.columns.isVisible()  # 仓位 is nobody's still
    dialog.take()
    qtbot.waitUntil(lambda: not dialog.run.writing and dialog.go.text() == "Close")
    assert not dialog.view.columns.isVisible()
    found = orders.rows(world.reader, [orders.id_of_number(world.reader, number(1))])[0]
    assert (found.buyer_nick, found.paid_cents) == ("竹风", 1280)


def test_a_column_said_to_be_two_things_stays_the_number(qtbot, tmp_path, dialog):
    view = asked(qtbot, dialog, table(tmp_path / "a.csv", (number(1), "竹风", "12.80")))
    picked(view, number="单号", remark="单号")
    view.read.click()
    qtbot.waitUntil(lambda: dialog.report() is not None)
    assert dialog.report().new == 1


@pytest.mark.parametrize("content", ["just words\n", "a\n1\n", "\n\n"])
def test_a_text_without_columns_stays_refused(qtbot, tmp_path, dialog, content):
    path = tmp_path / "a.csv"
    path.write_text(content, encoding="utf-8")
    dialog.load(path)
    qtbot.waitUntil(lambda: dialog.error.isVisible())
    qtbot.wait(200)
    assert dialog.error.isVisible()


@pytest.mark.parametrize("kept", ["no json", "[1]", '{"单号": "不是列"}'])
def test_an_odd_setting_is_no_setting(qtbot, tmp_path, world, dialog, kept):
    world.kept.put(KEPT, kept)
    asked(qtbot, dialog, table(tmp_path / "a.csv", (number(1), "竹风", "12.80")))
