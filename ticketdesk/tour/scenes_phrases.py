"""The phrase workshop: near-duplicates, several at once, a file looked through, and the list over a reply."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from ticketdesk.exchange.phrases import PhraseRecord, write_phrases
from ticketdesk.tour.agent import Agent, Entry
from ticketdesk.tour.book import Scene
from ticketdesk.tour.sample_talks import DEER, PHRASES
from ticketdesk.tour.scenes import clear
from ticketdesk.ui.phrases.bulk_bar import PhraseDaysDialog, PhraseGroupDialog
from ticketdesk.ui.phrases.import_dialog import PhraseImportDialog
from ticketdesk.ui.phrases.phrase_table import PhraseTable
from ticketdesk.ui.phrases.workshop import PhraseWorkshop
from ticketdesk.ui.reception.phrase_popup import PhrasePopup
from ticketdesk.ui.settings.key_dialog import KeyDialog
from ticketdesk.words import mark, tr


def _workshop(agent: Agent) -> PhraseWorkshop:
    clear(agent)
    agent.act("phrases")
    agent.dialog(tr("Phrases"))
    found = agent.there(lambda: next(agent.shown(PhraseWorkshop), None), "the workshop is open")
    agent.until(lambda: len(found.shelves.shelf.rows) >= len(PHRASES), "the phrases are read")
    return found


def _editing(agent: Agent) -> None:
    workshop = _workshop(agent)
    workshop.table.enter()
    agent.fills(Entry(tr("Text"), "亲爱的{买家}，您的订单{订单号}已发{快递}，单号{单号}，预计{几天}后送到~"))
    agent.until(lambda: tr("Little Deer") in workshop.editor.preview.text(), "the preview is filled")


def _near(agent: Agent) -> None:
    workshop = _workshop(agent)
    text = workshop.model.phrase(next(iter(workshop.shelves.shelf.rows)))
    agent.sees(text is not None, "a phrase stands")
    workshop.new.click()
    agent.fills(Entry(tr("Text"), f"{text.text if text else ''}哦"), Entry(tr("Code"), "hm2"))
    agent.keys("Ctrl+Return")
    agent.until(lambda: any(row.code == "hm2" for row in workshop.shelves.shelf.rows.values()), "a second one is kept")
    agent.settle()
    workshop.views.set_current("near")
    workshop.views.chosen.emit("near")
    agent.until(lambda: workshop.model.rowCount() == 2, "the two stand together")


def _keys(agent: Agent) -> None:
    workshop = _workshop(agent)
    workshop.table.enter()
    agent.until(workshop.editor.keys.button.isEnabled, "a kept phrase is shown")
    workshop.editor.keys.button.click()
    asked = agent.there(lambda: next(agent.shown(KeyDialog), None), "the keys are asked for")
    asked.edit.setKeySequence(QKeySequence("Ctrl+T"))
    agent.sees(not asked.keep.isEnabled(), "keys of an act are refused for a phrase")


def _bulk(agent: Agent) -> None:
    workshop = _workshop(agent)
    table = agent.there(lambda: next(agent.shown(PhraseTable), None), "the table is there")
    table.enter()
    agent.keys("Ctrl+A")
    agent.until(lambda: workshop.bulk.isVisible(), "acts on all of them are offered")


def _comparing(agent: Agent) -> None:
    workshop = _workshop(agent)
    agent.settle()
    workshop.views.set_current("near")
    workshop.place.show_comparing(0.42)  # so few phrases are compared before anybody sees it
    agent.until(workshop.place.bar.isVisible, "how far the search is stands there")
    agent.sees(workshop.place.state.action.isVisible(), "it can be stopped")


class _Ended(Event):
    """Set by Esc or "Stop", as a change that runs hears it, and ends at once."""

    def __init__(self, over: Callable[[], None]) -> None:
        super().__init__()
        self._over = over

    def set(self) -> None:
        """Stop."""
        super().set()
        self._over()


def _changing(agent: Agent) -> None:
    _bulk(agent)
    bar = agent.there(lambda: next(agent.shown(PhraseWorkshop), None), "the workshop is open").bulk
    bar.show_working(_Ended(bar.over), 2)  # so few phrases are changed before anybody sees it
    agent.until(bar.stop.isVisible, "the change can be stopped")


def _group(agent: Agent) -> None:
    _bulk(agent)
    agent.press(tr("Group of the chosen phrases"))
    agent.fills(Entry(tr("Group"), "售后"))


def _days(agent: Agent) -> None:
    _bulk(agent)
    agent.press(tr("Validity of the chosen phrases"))
    asked = agent.there(lambda: next(agent.shown(PhraseDaysDialog), None), "the days are asked for")
    asked.fields.to_box.click()


def _import(agent: Agent) -> None:
    workshop = _workshop(agent)
    before = len(workshop.shelves.shelf.rows)
    workshop.take_in.click()
    dialog = agent.there(lambda: next(agent.shown(PhraseImportDialog), None), "the import is open")
    code, text, _group = PHRASES[1]
    with TemporaryDirectory(prefix="ticketdesk-tour-") as folder:
        path = Path(folder) / "千牛快捷短语.csv"
        told = [
            PHRASES[0], (code, f"{text}，请放心", "售后"), *PHRASES[2:], ("", "收到货有问题随时联系我们", ""),
            ("yj", "亲，七天无理由退货请保持吊牌完好", "售后"), ("yj", "运费险会在退货入仓后赔付", "售后"),
        ]  # fmt: skip
        write_phrases(path, [PhraseRecord(at, *row) for at, row in enumerate(told, start=2)], encoding="gb18030")
        dialog.load(path)
        agent.until(lambda: dialog.report() is not None, "the file is looked through")
    agent.sees(len(workshop.shelves.shelf.rows) == before, "nothing is written before it is asked for")


def _popup_group(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("reception")
    agent.chooses_talk(DEER.nick)
    agent.fills(Entry(tr("Reply"), "/"))
    popup = agent.there(lambda: next(agent.shown(PhrasePopup), None), "the phrases are offered")
    popup.key(Qt.Key.Key_PageDown, ctrl=False)
    agent.keys("Tab")
    agent.until(lambda: any(agent.shown(PhrasePopup)), "the list stays for another")


PHRASE_SCENES: tuple[Scene, ...] = (
    Scene("phrase-editing", mark("A phrase is written with variables"), _editing, (PhraseWorkshop,)),
    Scene("phrase-keys", mark("A phrase asks for keys that an act has"), _keys),
    Scene("phrase-near", mark("Phrases that say nearly the same"), _near),
    Scene("phrase-bulk", mark("Several phrases at once"), _bulk),
    Scene("phrase-comparing", mark("Near-duplicates are looked for"), _comparing),
    Scene("phrase-changing", mark("Very many phrases are being changed"), _changing),
    Scene("phrase-group", mark("Several phrases get a group"), _group, (PhraseGroupDialog,)),
    Scene("phrase-days", mark("Several phrases are offered for some days"), _days, (PhraseDaysDialog,)),
    Scene("phrase-import", mark("A file of phrases is looked through"), _import, (PhraseImportDialog,)),
    Scene("phrase-stacked", mark("One phrase is in, the next is offered"), _popup_group),
)
