"""A file that was taken before says nothing new, whatever came after it."""

from __future__ import annotations

from pathlib import Path

from tests.desk.builders import Make, order_row
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.import_preview import preview
from ticketdesk.desk.imports import ImportReport
from ticketdesk.store.queries import orders, personal
from ticketdesk.store.store import Store


def brought(desk: Desk, path: Path) -> ImportReport:
    report = desk.run(ImportOrders(path=str(path))).result
    assert isinstance(report, ImportReport)
    return report


def phone_of(store: Store) -> str:
    return personal.of_order(store.reader, orders.snapshot(store.reader)[0]).mobile


def two_files(make: Make) -> tuple[Path, Path]:
    first = make.order_file([order_row(1, make.rng, state=1, 联系手机="13000000001")])
    second = make.order_file([order_row(1, make.rng, state=1, 联系手机="13000000002")])
    return first, second


def test_a_file_taken_again_does_not_bring_back_what_a_later_file_changed(desk: Desk, store: Store, make: Make) -> None:
    first, second = two_files(make)
    brought(desk, first)
    brought(desk, second)
    looked = preview(store.reader, first)
    again = brought(desk, first)
    assert (looked.known, looked.changed, looked.unchanged) == (True, 0, 1)
    assert (again.known, again.new, again.changed, again.unchanged) == (True, 0, 0, 1)
    assert phone_of(store) == "13000000002"


def test_a_file_whose_import_was_taken_back_is_not_known(desk: Desk, store: Store, make: Make) -> None:
    first, second = two_files(make)
    brought(desk, second)
    brought(desk, first)
    desk.undo().result()
    assert phone_of(store) == "13000000002"
    again = brought(desk, first)
    assert (again.known, again.changed) == (False, 1)
    assert phone_of(store) == "13000000001"


def test_an_import_that_changed_nothing_is_no_step_to_undo(desk: Desk, store: Store, make: Make) -> None:
    first, _ = two_files(make)
    brought(desk, first)
    brought(desk, first)
    desk.undo().result()
    assert len(orders.snapshot(store.reader)) == 0
