"""The workshop and the list over a reply with very many phrases: nothing long on the window's thread, all of it there.

The figures of a hundred thousand phrases are measured, not asserted; here are enough that each road for many is taken.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.desk.builders import add_colleague
from tests.desk.live import hear
from tests.desk.undoing import refusal
from ticketdesk.desk.command import Context, SingleCommand
from ticketdesk.desk.commands.phrases import AddPhrase, ChangeManyPhrases, EditPhrase, RemovePhrase
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.compare import digest
from ticketdesk.store.queries import phrases
from ticketdesk.store.writers import phrases as writing
from ticketdesk.ui.phrases import bulk_bar, shelves
from ticketdesk.ui.phrases.shelf import NEAR, load_shelf, renewed
from ticketdesk.ui.phrases.workshop import PhraseWorkshop
from ticketdesk.ui.reception import phrase_popup, reply_phrases
from ticketdesk.ui.reception.page import ReceptionPage

MANY = 3_000
# Seconds of its own time that the window's thread may take for all steps of one act here; one step stays far below.
MOST = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock(SingleCommand):
    """Phrases in one act."""

    count: int
    needs: ClassVar[Permission | None] = None

    @property
    def block(self) -> int:
        return self.count + 256

    def run(self, context: Context) -> None:
        """Add them."""
        for n in range(self.count):
            words = {"code": f"c{n}", "text": f"亲，第{n}句话", "grouping": f"组{n % 7}", "initials": f"qd{n}jh"}
            writing.add_phrase(context.tx, words, place=n)


@pytest.fixture
def many(desk) -> None:
    """So many phrases that nothing is done at once."""
    desk.run(Stock(count=MANY))


@pytest.fixture
def workshop(qtbot, world, many) -> Iterator[PhraseWorkshop]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    made = PhraseWorkshop(world, window)
    made.open()
    assert made.place.state.title.text() == "Reading the phrases"
    qtbot.waitUntil(lambda: made.model.rowCount() == MANY, timeout=20_000)
    yield made
    made.shelves.stop()


def groups(world) -> set[str]:
    return {row.grouping for row in phrases.phrases(world.reader)}


def test_all_are_chosen_changed_in_steps_and_by_one_undo_back(workshop, desk, world, qtbot):
    before = digest(world.reader)
    workshop.table.enter()
    began = time.thread_time()
    QTest.keyClick(workshop.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert workshop.bulk.chosen.text() == "3,000 chosen"
    workshop.bulk._grouped("新")
    assert workshop.bulk.stop.isVisible() and not workshop.bulk.group.isVisible()
    qtbot.waitUntil(workshop.undo.isVisible, timeout=20_000)
    assert time.thread_time() - began < 4 * MOST
    assert groups(world) == {"新"} and workshop.bulk.group.isVisible() and workshop.bulk.stop.isHidden()
    assert world.reader.rows("SELECT command, args FROM act ORDER BY id DESC LIMIT 1")[0][0] == "ChangeManyPhrases"
    workshop.undo.click()
    qtbot.waitUntil(lambda: len(groups(world)) == 7, timeout=20_000)
    desk.store.submit(lambda: None, 2).result()
    assert digest(world.reader) == before


def test_a_stopped_change_leaves_everything_as_it_was(workshop, world, qtbot):
    before = digest(world.reader)
    workshop.table.enter()
    QTest.keyClick(workshop.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(world.notices.said, timeout=20_000) as told:
        workshop.bulk._make_mine()
        workshop.bulk.stop.click()
    assert told.args[0] == "Stopped: everything is as it was"
    assert digest(world.reader) == before and workshop.bulk.group.isVisible()


def test_esc_stops_a_change_that_runs_and_only_then_closes(workshop, world, qtbot):
    before = digest(world.reader)
    workshop.table.enter()
    QTest.keyClick(workshop.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(world.notices.said, timeout=20_000) as told:
        workshop.bulk._grouped("新")
        workshop.reject()
    assert told.args[0] == "Stopped: everything is as it was"
    assert digest(world.reader) == before and workshop.isVisible()
    workshop.reject()
    assert not workshop.isVisible()


@pytest.mark.parametrize(
    ("change", "more", "expected"),
    [
        ("group", {"grouping": "新"}, "grouping = '新'"), ("days", {"valid_from": 3, "valid_to": 9}, "valid_to = 9"),
        ("mine", {}, "owner_id IS NOT NULL"), ("shop", {}, "owner_id IS NULL"), ("remove", {}, "deleted <> 0"),
    ],
)  # fmt: skip
def test_each_change_of_very_many_is_one_step(desk, change, more, expected):
    ids = tuple(desk.run(AddPhrase(text=text, personal=change == "shop")).result for text in "一二三")
    before = digest(desk.store.reader)
    assert desk.run(ChangeManyPhrases(phrase_ids=ids, change=change, **more)).result == 3
    assert desk.store.reader.rows(f"SELECT COUNT(*) FROM phrase WHERE {expected}") == [(3,)]
    desk.undo().result()
    assert digest(desk.store.reader) == before


def test_what_cannot_be_done_to_all_is_done_to_none(desk):
    ids = tuple(desk.run(AddPhrase(text=text)).result for text in "一二三")
    before = digest(desk.store.reader)
    for given, key in (
        (ChangeManyPhrases(phrase_ids=(*ids, 77), change="remove"), "row_missing"),
        (ChangeManyPhrases(phrase_ids=ids, change="sell"), "choice_unknown"),
        (ChangeManyPhrases(phrase_ids=ids, change="days", valid_from=9, valid_to=3), "phrase_validity"),
    ):
        assert refusal(lambda given=given: desk.run(given)).key == key
        assert digest(desk.store.reader) == before


def test_giving_own_phrases_to_the_shop_needs_the_right(desk):
    other = add_colleague(desk, "老周", "warehouse")
    own = desk.run(AddPhrase(text="我的", personal=True), agent_id=other).result
    given = ChangeManyPhrases(phrase_ids=(own,), change="shop")
    assert refusal(lambda: desk.run(given, agent_id=other)).key == "denied"
    assert desk.run(ChangeManyPhrases(phrase_ids=(own,), change="group", grouping="新"), agent_id=other).result == 1
    theirs = ChangeManyPhrases(phrase_ids=(own,), change="remove")
    assert refusal(lambda: desk.run(theirs)).key == "row_missing"


def test_one_changed_phrase_is_read_alone(desk, world, many):
    shelf = load_shelf(world.reader, world.agent_id, lambda: False)
    first, second = list(shelf.rows)[:2]
    desk.run(EditPhrase(phrase_id=first, text="改了", code="gl"))
    desk.run(RemovePhrase(phrase_id=second))
    new = desk.run(AddPhrase(text="新的", code="x")).result
    found = renewed(world.reader, shelf, (first, second, new), world.agent_id)
    assert found is not None
    whole = load_shelf(world.reader, world.agent_id, lambda: False)
    assert (list(found.rows.items()), found.keys) == (list(whole.rows.items()), whole.keys)
    desk.run(RemovePhrase(phrase_id=new))
    desk.run(AddPhrase(text="最后"))
    desk.undo().result()
    assert renewed(world.reader, whole, (new,), world.agent_id).rows.keys() == whole.rows.keys() - {new}


def test_a_phrase_that_comes_back_into_the_middle_asks_for_all(desk, world, many):
    shelf = load_shelf(world.reader, world.agent_id, lambda: False)
    first = next(iter(shelf.rows))
    desk.run(RemovePhrase(phrase_id=first))
    without = renewed(world.reader, shelf, (first,), world.agent_id)
    assert without is not None and first not in without.rows
    desk.undo().result()
    assert renewed(world.reader, without, (first,), world.agent_id) is None


def test_near_equal_ones_of_very_many_are_looked_for_when_asked(qtbot, world, many, monkeypatch):
    monkeypatch.setattr(shelves, "_UNASKED", 100)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    workshop = PhraseWorkshop(world, window)
    workshop.open()
    qtbot.waitUntil(lambda: workshop.model.rowCount() == MANY, timeout=20_000)
    assert workshop.shelves.near_count is None and not world.tasks.running("phrases.near")
    workshop.views.set_current(NEAR)
    workshop.views.chosen.emit(NEAR)
    assert workshop.place.state.title.text() == "Looking for near-duplicates"
    workshop.place.state.action.click()
    assert workshop.place.state.title.text() == "Near-duplicates were not looked for"
    assert not world.tasks.running("phrases.near")
    workshop.place.state.action.click()
    qtbot.waitUntil(lambda: workshop.shelves.near_count is not None, timeout=30_000)
    qtbot.waitUntil(lambda: workshop.model.rowCount() == workshop.shelves.near_count)
    workshop.shelves.stop()


def test_writing_out_tells_how_far_it_is_and_can_be_stopped(workshop, world, qtbot, tmp_path):
    path = tmp_path / "短语.csv"
    path.write_text("was there", encoding="utf-8")
    workshop.export.write(path)
    qtbot.waitUntil(workshop.export.stop.isVisible)
    assert "%" in workshop.export.stop.text()
    with qtbot.waitSignal(world.notices.said) as told:
        workshop.export.stop.click()
    assert told.args[0] == "Nothing was written" and workshop.export.stop.isHidden()
    assert path.read_text(encoding="utf-8") == "was there"


def test_the_list_over_a_reply_answers_from_the_most_used_and_adds_the_rest(qtbot, world, desk, many, monkeypatch):
    for module in (phrase_popup, reply_phrases):
        monkeypatch.setattr(module, "MOST_OFFERED", 200)
    talk = hear(desk, "林小鹿", "在吗")
    page = ReceptionPage(world)
    qtbot.addWidget(page)
    page.resize(1300, 820)
    page.show()
    page.list.select(talk)
    page.chat.show_conversation(talk)
    popup, edit = page.chat.composer.popup, page.chat.composer.edit
    qtbot.waitUntil(lambda: popup.model.known == 200)
    edit.setFocus()
    asked: list[str] = []
    world.tasks.started.connect(asked.append)
    QTest.keyClicks(edit, "/c19")
    assert not any("rest" in name for name in asked)  # nothing runs beside the frame of a key
    assert popup.isVisible() and popup.model.phrase(0).code == "c19"
    at_once = popup.model.rowCount()
    QTest.keyClick(edit, Qt.Key.Key_Down)
    chosen = popup.model.phrase(1)
    qtbot.waitUntil(lambda: popup.model.rowCount() > at_once)
    assert popup.model.phrase(popup.view.currentIndex().row()) == chosen
    codes = [popup.model.phrase(row).code for row in range(popup.model.rowCount())]
    assert len(set(codes)) == len(codes) and "c1999" not in codes[:at_once]
    edit.set_text("")
    QTest.keyClicks(edit, "/c2987")
    qtbot.waitUntil(popup.isVisible)
    assert popup.model.phrase(0).code == "c2987"
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert edit.text() == "亲，第2987句话"
    assert bulk_bar._AT_ONCE < MANY
