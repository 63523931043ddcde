"""The phrase workshop by keys alone: writing, groups and days, near-duplicates, bulk acts, files in and out."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.journeys.typist import Typist
from ticketdesk.store.queries import phrases
from ticketdesk.store.queries.phrases import PhraseRow
from ticketdesk.tour.sample_talks import PHRASES
from ticketdesk.ui.phrases.import_dialog import PhraseImportDialog
from ticketdesk.ui.phrases.shelf import ENDED, NEAR, OWN
from ticketdesk.ui.phrases.workshop import PhraseWorkshop

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def workshop(typist: Typist) -> PhraseWorkshop:
    """The workshop is open and has read its phrases."""
    typist.settle()  # a key that is pressed while the first page comes is nobody's
    typist.keys("Ctrl+P")
    found = typist.dialog("Phrases")
    assert isinstance(found, PhraseWorkshop)
    typist.until(lambda: found.model.rowCount() == len(PHRASES), "the phrases are read")
    typist.settle()
    return found


def kept(agent: Typist) -> dict[str, PhraseRow]:
    return {row.code: row for row in phrases.phrases(agent.reader, agent.parts.world.agent_id)}


def views(agent: Typist, workshop: PhraseWorkshop, view: str) -> None:
    """Go to a view by the arrow keys."""
    agent.tabs_to("Views and groups of phrases")
    agent.keys("Home")
    for _step in range(20):
        if workshop.views.current() == view:
            return
        agent.keys("Down")
    assert workshop.views.current() == view


def test_an_own_phrase_with_group_and_days_is_kept_changed_and_removed(
    typist: Typist, workshop: PhraseWorkshop
) -> None:
    typist.tabs_near("New phrase")
    typist.keys("Space")
    typist.write("see you")
    typist.tabs_to("Code")
    typist.write("sy")
    typist.tabs_to("Group")
    typist.write("end")
    for box in ("Offered from", "Offered until", "Only mine"):
        typist.tabs_near(box)
        typist.keys("Space")
    typist.keys("Ctrl+Return")
    row = typist.there(lambda: kept(typist).get("sy"), "the phrase is kept")
    assert row.owner_id == typist.parts.world.agent_id and row.grouping == "end"
    assert row.valid_from is not None and row.valid_to is not None
    typist.settle()
    views(typist, workshop, OWN)
    typist.until(lambda: workshop.model.rowCount() == 1, "it stands among one's own")
    views(typist, workshop, ENDED)
    typist.until(lambda: workshop.model.rowCount() == 1, "it ends within a week")
    typist.tabs_to("Phrases")
    typist.keys("Home", "Return")
    typist.keys("Ctrl+A")
    typist.write("bye")
    typist.keys("Ctrl+Return")
    typist.until(lambda: kept(typist)["sy"].text == "bye", "it is changed")
    typist.tabs_near("Remove")
    typist.keys("Space")
    typist.until(lambda: "sy" not in kept(typist), "it is removed")


def test_a_half_written_phrase_outlives_tab_another_row_and_esc(typist: Typist, workshop: PhraseWorkshop) -> None:
    typist.tabs_near("New phrase")
    typist.keys("Space")
    typist.write("half a phra")
    typist.tabs_to("Code")
    typist.write("hp")
    typist.tabs_to("Search phrases")
    typist.tabs_to("Phrases")
    assert workshop.editor.code.text() == "hp"  # Tab only went past the first row
    typist.keys("Return")
    typist.until(lambda: workshop.editor.code.text() == PHRASES[0][0], "Enter opens the row")
    typist.keys("Ctrl+End")
    typist.write(" changed")
    typist.keys("Escape")
    typist.until(lambda: QApplication.activeModalWidget() is None, "the workshop is closed")
    typist.keys("Ctrl+P")
    again = typist.dialog("Phrases")
    assert isinstance(again, PhraseWorkshop)
    typist.until(lambda: again.editor.code.text() == "hp", "the half written one is there again")
    assert again.editor.text.toPlainText() == "half a phra"
    typist.until(lambda: again.model.rowCount() == len(PHRASES), "the phrases are read")
    typist.settle()
    typist.tabs_to("Phrases")
    typist.keys("Return")
    typist.until(lambda: again.editor.text.toPlainText().endswith(" changed"), "so is the other one")
    typist.tabs_near("Go on writing")
    typist.keys("Space")
    typist.write("se")
    typist.keys("Ctrl+Return")
    typist.until(lambda: "hp" in kept(typist), "it is kept")
    assert not again.drafts.waiting


def test_phrases_are_searched_and_several_grouped_at_once(typist: Typist, workshop: PhraseWorkshop) -> None:
    typist.tabs_to("Search phrases")
    typist.write("hm")
    typist.until(lambda: 3 <= workshop.model.rowCount() < len(PHRASES), "some are found")
    typist.settle()
    typist.keys("Down", "Home", "Shift+Down", "Shift+Down")
    assert workshop.table.selected_count() == 3
    typist.settle()
    typist.tabs_to("Group of the chosen phrases")
    typist.keys("Space")
    typist.dialog("Group of the chosen phrases")
    typist.write("sizes")
    typist.keys("Return")
    typist.dialog("Phrases")
    typist.until(lambda: [row.grouping for row in kept(typist).values()].count("sizes") == 3, "all have another group")


def test_near_duplicates_are_found(typist: Typist, workshop: PhraseWorkshop) -> None:
    typist.tabs_near("New phrase")
    typist.keys("Space")
    typist.write(PHRASES[0][1] + "。")
    typist.tabs_to("Code")
    typist.write("hm2")
    typist.keys("Ctrl+Return")
    typist.until(lambda: "hm2" in kept(typist), "the second one is kept")
    typist.settle()
    views(typist, workshop, NEAR)
    typist.until(lambda: workshop.model.rowCount() == 2, "both are shown")


def test_a_file_is_looked_through_before_it_is_taken_in(typist: Typist, workshop: PhraseWorkshop, twins: Path) -> None:
    typist.tabs_near("Import…")
    typist.keys("Space")
    dialog = typist.dialog("Import phrases")
    assert isinstance(dialog, PhraseImportDialog)
    typist.tabs_near("Choose file…")
    typist.keys("Space")
    typist.names_file(twins / "phrases_gbk.csv")
    report = typist.there(dialog.report, "the file is looked at")
    before = len(kept(typist))
    typist.dialog("Import phrases")
    typist.tabs_to("Differences")
    typist.keys("Home")
    assert dialog.view.model.rowCount() == len(report.changes) + len(report.problems) > 0
    typist.keys("Ctrl+Return")
    typist.dialog("Phrases")
    typist.until(lambda: len(kept(typist)) > before, "its phrases are there")


def test_what_is_exported_changes_nothing_when_it_comes_in(
    typist: Typist, workshop: PhraseWorkshop, tmp_path: Path
) -> None:
    file = tmp_path / "out.csv"
    typist.tabs_near("Export")
    typist.drops("Qianniu CSV (GB18030)")
    typist.names_file(file)
    typist.until(file.exists, "the file is written")
    typist.settle()
    typist.tabs_near("Import…")
    typist.keys("Space")
    dialog = typist.dialog("Import phrases")
    assert isinstance(dialog, PhraseImportDialog)
    typist.tabs_near("Choose file…")
    typist.keys("Space")
    typist.names_file(file)
    report = typist.there(dialog.report, "the file is looked at")
    assert (report.new, report.changed, report.unchanged) == (0, 0, len(PHRASES))
