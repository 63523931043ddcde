"""The samples of Qianniu's phrases through the window: other readers' counts, equal when written out, named changes."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtWidgets import QWidget

from tests.phrase_samples import SAMPLES, changed_sample, sample_rows
from ticketdesk.store.queries import phrases
from ticketdesk.ui.phrases.import_dialog import PhraseImportDialog
from ticketdesk.ui.phrases.workshop import PhraseWorkshop


@pytest.fixture
def workshop(qtbot, world):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    made = PhraseWorkshop(world, window)
    made.open()
    return made


def stand(world):
    return [(row.code, row.text, row.grouping) for row in phrases.phrases(world.reader)]


def look(qtbot, workshop, path):
    workshop.take_in.click()
    made = workshop.findChildren(PhraseImportDialog)[-1]
    made.load(path)
    qtbot.waitUntil(lambda: made.report() is not None)
    return made


def shown(dialog):
    return [int(dialog.view.cards[name].number.text().replace(",", "")) for name in ("new", "changed", "unchanged")]


def take(qtbot, world, workshop, path):
    dialog = look(qtbot, workshop, path)
    dialog.go.click()
    qtbot.waitUntil(lambda: not dialog.writing and len(stand(world)) > 0)
    qtbot.waitUntil(lambda: workshop.model.rowCount() == len(stand(world)))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_comes_in_whole_goes_out_equal_and_changes_are_named(qtbot, world, workshop, exports, tmp_path, name):
    rows = sample_rows(exports / name)
    dialog = look(qtbot, workshop, exports / name)
    assert shown(dialog) == [len(rows), 0, 0] and dialog.view.model.rowCount() == len(rows)
    report = dialog.report()
    codes = Counter(code for code, *_rest in rows if code)
    assert report.empty_codes == sum(not code for code, *_rest in rows)
    assert report.repeated.keys() == {code for code, times in codes.items() if times > 1}
    dialog.reject()
    take(qtbot, world, workshop, exports / name)
    assert stand(world) == rows
    out = tmp_path / f"出_{name}"
    with qtbot.waitSignal(world.notices.said) as told:
        workshop.export.write(out, "gb18030" if "gbk" in name else "utf-8-sig")
    assert told.args[0] == f"{len(rows):,} phrases written to {out.name}" and sample_rows(out) == rows
    back = look(qtbot, workshop, out)
    assert shown(back) == [0, 0, len(rows)] and not back.go.isEnabled()
    back.reject()
    _rows, at = changed_sample(exports / name, tmp_path / "改.csv")
    changed = look(qtbot, workshop, tmp_path / "改.csv")
    model = changed.view.model
    assert shown(changed) == [1, 1, len(rows) - 1] and model.rowCount() == 2
    one = lambda text: " ".join(text.split())  # noqa: E731 - a table shows it on one line
    assert [model.text_at(row, 1) for row in (0, 1)] == ["Changed: Text", "New"]
    assert [one(model.text_at(0, column)) for column in (3, 4)] == [one(rows[at][1]), one(f"{rows[at][1]}（改）")]
    assert model.text_at(1, 4) == "从未有过的一句" and stand(world) == rows
