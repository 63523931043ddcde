"""The import dialog: what a file would do, problems and suggestions, cancelling, refusing, taking back."""

from __future__ import annotations

import csv

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from tests.data.platform_rows import PARCEL, text
from tests.ui.order_files import Sold, number, write_list
from ticketdesk.desk.commands.orders import AddRemark
from ticketdesk.desk.commands.roles import SetRolePermission
from ticketdesk.desk.imports import ImportReport
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries import badges, orders
from ticketdesk.ui.orders.import_report import ReportView


def count(world):
    return badges.badges(world.reader).of("orders.all")


def looked(qtbot, dialog, path):
    dialog.load(path)
    qtbot.waitUntil(lambda: dialog.report() is not None)
    return dialog.report()


def numbers(dialog):
    return {name: card.number.text() for name, card in dialog.view.cards.items()}


def test_it_asks_for_a_file_first(dialog):
    assert dialog.choose.isVisible() and not dialog.go.isVisible() and dialog.choose.action.hasFocus()


def test_looking_writes_nothing_and_importing_does(qtbot, tmp_path, world, dialog):
    path = write_list(tmp_path / "ExportOrderList1.csv", [Sold(number(n)) for n in range(30)])
    report = looked(qtbot, dialog, path)
    assert (report.new, report.problem_count, count(world)) == (30, 0, 0)
    assert not dialog.good_rows.isVisible() and dialog.go.isEnabled()
    assert dialog._subtitle.text() == "ExportOrderList1.csv · GB18030 · Taobao order list"
    with qtbot.waitSignal(world.notices.said) as said:
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert count(world) == 30 and said.args[1] is True
    assert dialog.view.result.isVisible() and dialog.go.text() == "Close"
    assert orders.id_of_number(world.reader, number(29)) is not None


def test_the_same_file_again_is_unchanged(qtbot, tmp_path, world, dialog):
    path = write_list(tmp_path / "a.csv", [Sold(number(n)) for n in range(3)])
    looked(qtbot, dialog, path)
    with qtbot.waitSignal(world.notices.said):  # rows stand in the store before the dialog hears of the end
        dialog.take()
    assert count(world) == 3
    report = looked(qtbot, dialog, path)
    assert (report.new, report.changed, report.unchanged) == (0, 0, 3)
    assert not dialog.go.isEnabled() and "new to the desk" in dialog._status.text()


def test_problem_rows_are_told_and_left_out_by_choice(qtbot, tmp_path, world, dialog):
    sold = [Sold(number(1)), Sold(number(2), amount="12.8O"), Sold("2.02611E+18"), Sold("")]
    path = write_list(tmp_path / "a.csv", sold)
    looked(qtbot, dialog, path)
    assert numbers(dialog)["problems"] == "3" and dialog.good_rows.isVisible()
    rows = [[dialog.view.problems.index(row, column).data() for column in range(4)] for row in range(3)]
    assert rows[0][0] == "3" and "12.8O" in rows[0][1] and "12.80" in rows[0][3]
    assert "Excel" in rows[1][1] and rows[1][3] == "Left out" and "missing" in rows[2][1]
    dialog.good_rows.setChecked(False)
    assert not dialog.go.isEnabled()
    dialog.good_rows.setChecked(True)
    dialog.take()
    qtbot.waitUntil(lambda: count(world) == 1)


def test_a_suggestion_can_be_taken_by_keyboard(qtbot, tmp_path, world, dialog):
    path = write_list(tmp_path / "a.csv", [Sold(number(1)), Sold(number(2), amount="12.8O")])
    looked(qtbot, dialog, path)
    dialog.view.problem_table.set_current_id(1)
    qtbot.keyClick(dialog.view.problem_table, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: dialog.report().problem_count == 0 or numbers(dialog)["new"] == "2")
    assert "12.80" in dialog.view.problems.index(0, 3).data()
    dialog.take()
    qtbot.waitUntil(lambda: count(world) == 2)
    found = orders.rows(world.reader, [orders.id_of_number(world.reader, number(2))])[0]
    assert found.paid_cents == 1280


def test_a_row_with_a_suggestion_and_another_wrong_cell_asks_for_that_one(qtbot, tmp_path, world, dialog):
    path = tmp_path / "a.csv"
    row = f"{number(2)},12.8O,飞走了\r\n"
    path.write_text(f"订单编号,买家实际支付金额,订单状态\r\n{row}", encoding="utf-8-sig", newline="")
    looked(qtbot, dialog, path)
    table, problems = dialog.view.problem_table, dialog.view.problems
    table.set_current_id(1)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "飞走了" in problems.index(0, 1).data())
    assert [problem.reason for problem in problems.left_out()] == ["state_unknown"]
    qtbot.keyClick(table, Qt.Key.Key_Return)
    dialog.view.mend.field.setText("交易成功")
    qtbot.keyClick(dialog.view.mend.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: numbers(dialog)["new"] == "1")
    assert not problems.left_out()
    dialog.take()
    qtbot.waitUntil(lambda: count(world) == 1)
    found = orders.rows(world.reader, [orders.id_of_number(world.reader, number(2))])[0]
    assert (found.paid_cents, found.state) == (1280, "TRADE_FINISHED")


def test_problem_rows_can_be_saved(qtbot, tmp_path, world, dialog):
    path = write_list(tmp_path / "a.csv", [Sold(number(1)), Sold("")])
    looked(qtbot, dialog, path)
    dialog.saver.save(str(tmp_path / "问题.csv"))
    qtbot.waitUntil(lambda: "问题.csv" in dialog._status.text())
    with (tmp_path / "问题.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["Line", "Problem", "Original text"] and len(rows) == 2 and rows[1][0] == "3"


def test_what_an_agent_edited_stays_and_is_shown(qtbot, tmp_path, desk, world, dialog):
    looked(qtbot, dialog, write_list(tmp_path / "a.csv", [Sold(number(1))]))
    dialog.take()
    qtbot.waitUntil(lambda: count(world) == 1)
    desk.run(AddRemark(order_id=orders.id_of_number(world.reader, number(1)), text="换 L 码"))
    looked(qtbot, dialog, write_list(tmp_path / "b.csv", [Sold(number(1), remark="<b>换 M 码</b>")]))
    row = [dialog.view.differences.index(0, column).data() for column in range(4)]
    assert row == [number(1), "Remark", "<b>换 M 码</b>", "换 L 码"]


@pytest.mark.parametrize(
    ("name", "content"), [("a.csv", b"%PDF-1.7 ..."), ("b.xlsx", b"PK\x03\x04broken"), ("c.csv", b"")]
)
def test_a_hopeless_file_says_what_to_do(qtbot, tmp_path, world, dialog, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    dialog.load(path)
    qtbot.waitUntil(lambda: dialog.error.isVisible())
    assert name in dialog.error.text.text() and not dialog.go.isVisible() and count(world) == 0
    good = write_list(tmp_path / "good.csv", [Sold(number(1))])
    looked(qtbot, dialog, good)
    assert dialog.go.isEnabled()


def test_a_file_changed_after_the_look_is_refused(qtbot, tmp_path, world, dialog):
    path = write_list(tmp_path / "a.csv", [Sold(number(1))])
    looked(qtbot, dialog, path)
    write_list(path, [Sold(number(1)), Sold(number(2))])
    dialog.take()
    qtbot.waitUntil(lambda: dialog.error.isVisible())
    assert count(world) == 0 and "changed" in dialog.error.text.text()


def test_escape_while_writing_takes_everything_back(qtbot, tmp_path, world, dialog):
    path = write_list(tmp_path / "a.csv", [Sold(number(n)) for n in range(3_000)])
    looked(qtbot, dialog, path)
    dialog.take()
    assert dialog.view.progress_hint.isVisible() and not dialog.other.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.run.writing)
    assert count(world) == 0 and dialog.isVisible() and "nothing was changed" in dialog.view.result.accessibleName()
    assert dialog.go.isEnabled() and dialog.view.mend.isEnabled() and dialog.view.columns.isEnabled()


def test_the_result_can_be_taken_back(qtbot, tmp_path, world, dialog):
    looked(qtbot, dialog, write_list(tmp_path / "a.csv", [Sold(number(1))]))
    dialog.take()
    qtbot.waitUntil(lambda: count(world) == 1 and dialog.view.result.isVisible())
    dialog.view.result.acted.emit()
    qtbot.waitUntil(lambda: count(world) == 0)
    assert not dialog.isVisible()


def test_a_dropped_file_is_looked_at(qtbot, tmp_path, world, dialog):
    path = write_list(tmp_path / "拖入.csv", [Sold(number(1))])
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                       Qt.KeyboardModifier.NoModifier)  # fmt: skip
    dialog.dropEvent(event)
    qtbot.waitUntil(lambda: dialog.report() is not None)
    assert dialog.report().new == 1


def test_the_models_hold(qtmodeltester, qtbot, tmp_path, world, dialog):
    looked(qtbot, dialog, write_list(tmp_path / "a.csv", [Sold(number(1)), Sold("")]))
    qtmodeltester.check(dialog.view.problems)
    qtmodeltester.check(dialog.view.differences)


@pytest.mark.parametrize(("columns", "end"), [(8, "列7"), (9, "列7, … and 1 more"), (30, "列7, … and 22 more")])
def test_unknown_columns_are_named_or_counted(qtbot, columns, end):
    view = ReportView()
    qtbot.addWidget(view)
    view.show_report(ImportReport(unknown_columns=tuple(f"列{n}" for n in range(columns))))
    assert view._unknown.text().endswith(end) and view._unknown.text().startswith("Columns kept as they are: 列0, ")


def test_a_wrong_cell_is_written_anew_by_keyboard(qtbot, tmp_path, world, dialog):
    path = write_list(tmp_path / "a.csv", [Sold(number(1)), Sold(number(2), amount="免费"), Sold("2.02611E+18")])
    looked(qtbot, dialog, path)
    table, mend = dialog.view.problem_table, dialog.view.mend
    table.enter()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert mend.field.hasFocus() and "Line 3" in mend.what.text()
    mend.field.setText("一百")
    qtbot.keyClick(mend.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "一百" in dialog.view.problems.index(0, 1).data())  # still wrong, and said so
    for column in ("买家应付货款", "总金额", "买家实际支付金额"):  # each wrong cell of the row in its turn
        qtbot.waitUntil(lambda column=column: column in mend.what.text())
        qtbot.keyClick(table, Qt.Key.Key_Return)
        mend.field.setText("100")
        qtbot.keyClick(mend.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: (numbers(dialog)["new"], numbers(dialog)["problems"]) == ("2", "1"))
    rows = [[dialog.view.problems.index(row, column).data() for column in range(4)] for row in range(2)]
    assert rows[0][3] == "Taken as 100" and rows[1][3] == "Left out"
    table.set_current_id(2)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    mend.field.setText(number(9))
    mend.take.click()
    qtbot.waitUntil(lambda: numbers(dialog)["new"] == "3")
    assert not dialog.view.problems.left_out()
    dialog.take()
    qtbot.waitUntil(lambda: count(world) == 3)
    found = orders.rows(world.reader, [orders.id_of_number(world.reader, number(2))])[0]
    assert found.paid_cents == 10_000 and orders.id_of_number(world.reader, number(9)) is not None


def test_a_courier_list_is_mended_and_ships(qtbot, tmp_path, world, dialog):
    sold = [Sold(number(n)) for n in (1, 2)]
    looked(qtbot, dialog, write_list(tmp_path / "a.csv", sold))
    with qtbot.waitSignal(world.notices.said):
        dialog.take()
    path = tmp_path / "单号.csv"
    sent = (("9988776655443322110", "SF8030004785329"), (number(1), "SF8030004785321"), (number(2), "123"))
    rows = [{"订单编号": order, "物流单号": parcel} for order, parcel in sent]
    path.write_bytes(text(PARCEL, *rows).encode("utf-8-sig"))
    looked(qtbot, dialog, path)
    table, mend = dialog.view.problem_table, dialog.view.mend
    assert [dialog.view.problems.index(row, 0).data() for row in range(2)] == ["2", "4"]
    table.set_current_id(2)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert mend.isVisible() and mend.field.hasFocus() and mend.field.text() == "123"
    mend.field.setText("SF8030004785322")
    qtbot.keyClick(mend.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: (numbers(dialog)["changed"], numbers(dialog)["problems"]) == ("2", "1"))


def test_a_value_of_json_lines_is_mended(qtbot, tmp_path, world, dialog):
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"number": "{number(1)}"}}\n{{"number": "{number(2)}", "paid_cents": "x"}}\n', "utf-8")
    looked(qtbot, dialog, path)
    table, mend = dialog.view.problem_table, dialog.view.mend
    table.enter()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert "paid_cents" in mend.what.text() and mend.field.text() == "x"
    mend.field.setText("1200")
    qtbot.keyClick(mend.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: (numbers(dialog)["new"], numbers(dialog)["problems"]) == ("2", "0"))


def test_a_courier_list_says_that_the_right_to_ship_is_missing(qtbot, tmp_path, desk, world, dialog):
    looked(qtbot, dialog, write_list(tmp_path / "a.csv", [Sold(number(1))]))
    with qtbot.waitSignal(world.notices.said):
        dialog.take()
    ((role,),) = world.reader.rows("SELECT role_id FROM agent WHERE id = ?", (world.agent_id,))
    desk.run(SetRolePermission(role_id=role, permission="order.ship", granted=False))
    qtbot.waitUntil(lambda: not world.may(Permission.ORDER_SHIP))
    path = tmp_path / "单号.csv"
    path.write_bytes(text(PARCEL, {"订单编号": number(1)}).encode("utf-8-sig"))
    assert looked(qtbot, dialog, path).changed == 1
    assert not dialog.go.isEnabled()
    assert dialog._status.text() == "Your role does not include shipping orders. Ask the owner of the shop."


def test_a_row_that_is_wrong_as_a_whole_has_no_cell_to_write_anew(qtbot, tmp_path, dialog):
    path = write_list(tmp_path / "a.csv", [Sold(number(1)), Sold(number(1))])
    looked(qtbot, dialog, path)
    dialog.view.problem_table.enter()
    assert not dialog.view.mend.field.isEnabled() and not dialog.view.mend.take.isEnabled()
    assert dialog.view.problems.mend(1, "x") is False


def test_several_files_are_taken_in_turn(qtbot, tmp_path, world, dialog):
    paths = [write_list(tmp_path / f"{name}.csv", [Sold(number(n))]) for n, name in enumerate("abc", start=1)]
    dialog.load_all(paths)
    qtbot.waitUntil(lambda: dialog.report() is not None)
    assert dialog._subtitle.text().startswith("1 of 3: a.csv") and dialog.skip.isVisible()
    dialog.take()
    qtbot.waitUntil(lambda: count(world) == 1 and dialog.go.text() == "Next file")
    assert dialog.cancel.isVisible() and not dialog.skip.isVisible()
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.report() is not None)
    assert dialog._subtitle.text().startswith("2 of 3: b.csv")
    dialog.skip.click()
    qtbot.waitUntil(lambda: dialog.report() is not None and dialog._subtitle.text().startswith("3 of 3: c.csv"))
    assert not dialog.skip.isVisible()
    dialog.take()
    qtbot.waitUntil(lambda: count(world) == 2 and dialog.go.text() == "Close")
    assert [orders.id_of_number(world.reader, number(n)) is not None for n in (1, 2, 3)] == [True, False, True]


def test_a_bad_file_among_several_is_skipped(qtbot, tmp_path, world, dialog):
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"%PDF-1.7")
    dialog.load_all([bad, write_list(tmp_path / "a.csv", [Sold(number(1))])])
    qtbot.waitUntil(lambda: dialog.error.isVisible())
    assert dialog.skip.isVisible()
    dialog.skip.click()
    qtbot.waitUntil(lambda: dialog.report() is not None)
    assert dialog.report().new == 1
