"""Bad input of the reception centre in its real window: from a buyer's channel, pasted or dropped, in a phrase file.

Each is taken within a named limit or refused in one sentence; nothing else is lost, and the window's thread computes
for no longer than a moment (its own time is measured: a busy machine takes none of it).
"""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.hostile.test_pictures import HOSTILE
from tests.ready import empty_store
from ticketdesk import app
from ticketdesk.desk.commands.phrases import AddPhrase
from ticketdesk.desk.commands.shop import CreateShop
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.channel_events import Said
from ticketdesk.exchange.phrases import PHRASE_HEADER
from ticketdesk.store.queries import conversations, phrases
from ticketdesk.ui import theme
from ticketdesk.ui.phrases.import_dialog import PhraseImportDialog
from ticketdesk.ui.phrases.workshop import PhraseWorkshop
from ticketdesk.words.errors import sentence
from ticketdesk.words.problems import sentence as row_sentence

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "QImage", extend=True)
START = 1_795_000_000_000
# Seconds that the window's thread may compute for one bad input, first picture of a page and all; 0.05 is the goal of
# one step, and the sum of all steps is what is measured here.
MOST = 3.0

TEXTS = {
    "markup": "<b>好</b><img src='http://example.org/x.png'><script>alert(1)</script>&nbsp;",
    "file name": "file:///etc/passwd ![x](file:///etc/passwd)",
    "UNC name": "\\\\server\\share\\图.png <img src='//server/share/a.png'>",
    "direction": "到\u202e货\u2066退款\u2069\u200f单",
    "zero width": "退\u200b款\u2060单\ufeff",
}
CLEANED = {"NUL": ("前\0后", "前后"), "lone surrogate": ("前\ud83d后\udc00", "前后")}
MILLION = "长" * 1_000_000


class Line:
    """A live channel that brings what the test gives it."""

    name, online = "simulator", True

    def __init__(self) -> None:
        self.next: list[Said] = []

    def step(self, _now: int) -> list[Said]:
        given, self.next = self.next, []
        return given

    def kept(self, _keys: Sequence[str]) -> None:
        """Nobody waits for it."""

    def not_kept(self, keys: Sequence[str], reason: str) -> None:
        raise AssertionError(f"{keys} were not kept: {reason}")

    def hand_over(self, _nick: str, _reply: object, _key: str, *, thread: str = "") -> str:
        return "accepted"

    def recall(self, _nick: str, _key: str, *, thread: str = "") -> bool:
        return False

    def typing(self, _nick: str, *, typing: bool, thread: str = "") -> None:
        """Nobody looks whether somebody writes."""

    def mark_read(self, _nick: str, _key: str, *, thread: str = "") -> None:
        """Nobody looks whether it was read."""

    def close(self, _nick: str, *, thread: str = "") -> None:
        """Nobody stays."""


def _shop(desk: Desk, _clock: object) -> None:
    desk.agent_id = desk.run(CreateShop(shop_name="青禾", owner_name="小满")).result.owner_id
    desk.run(AddPhrase(text="在的，亲", code="zd"))


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def parts(qapp, qtbot, tmp_path: Path, line: Line) -> Iterator[app.Parts]:
    """The real window on the reception page, one buyer there, the reply in focus."""
    theme.apply(qapp, "light")
    made = app.build(empty_store(tmp_path / "s" / "a.db"), fill=_shop)
    made.window.show()
    made.window.show_page("reception")
    made.world.traffic.join(line)
    line.next = [Said("林小鹿", "k0", "在吗", START)]
    qtbot.waitUntil(lambda: len(said(made)) == 1)
    page = made.window.page("reception")
    qtbot.waitUntil(lambda: page.list.step(1) or page.chat.conversation() is not None)
    page.chat.composer.edit.setFocus()
    yield made
    made.close()


def said(parts: app.Parts) -> list[str]:
    return [text for (text,) in parts.store.reader.rows("SELECT text FROM message ORDER BY id")]


def composer(parts: app.Parts):
    return parts.window.page("reception").chat.composer


@contextmanager
def short() -> Iterator[None]:
    """What follows takes little of the window's thread."""
    began = time.thread_time()
    yield
    assert time.thread_time() - began < MOST


def mime(*, text: str = "", files: tuple[Path, ...] = ()) -> QMimeData:
    made = QMimeData()
    if text:
        made.setText(text)
    if files:
        made.setUrls([QUrl.fromLocalFile(str(path)) for path in files])
    return made


@pytest.mark.parametrize("what", [*TEXTS, *CLEANED])
def test_a_buyers_words_are_shown_as_they_are(qtbot, parts: app.Parts, line: Line, what: str) -> None:
    given, kept = CLEANED.get(what) or (TEXTS[what], TEXTS[what])
    with short():
        line.next = [Said(f"阿泽{given}"[:40], "k1", given, START + 1), Said("林小鹿", "k2", "后来", START + 2)]
        qtbot.waitUntil(lambda: sorted(said(parts)) == sorted(["在吗", kept, "后来"]))
        parts.window.page("reception").list.step(1)
        QTest.qWait(60)
        parts.window.grab()
    nicks = [nick for (nick,) in parts.store.reader.rows("SELECT nick FROM buyer ORDER BY id")]
    assert not any(sign in nick for nick in nicks for sign in "\0\u202e\u2066\u200b\u2060\ufeff\u200f")


def test_a_buyers_million_characters_come_in_whole(qtbot, parts: app.Parts, line: Line) -> None:
    with short():
        line.next = [Said("林小鹿", "k1", MILLION, START + 1), Said("林小鹿", "k2", "后来", START + 2)]
        qtbot.waitUntil(lambda: said(parts)[-1] == "后来", timeout=20_000)
        QTest.qWait(200)
        parts.window.grab()
    assert "".join(said(parts)) == f"在吗{MILLION}后来"
    assert max(len(text.encode()) for text in said(parts)) <= 65_536


@pytest.mark.parametrize("kind", ["file", "picture"])
def test_what_a_buyers_channel_names_is_no_file_of_ours(qtbot, parts: app.Parts, line: Line, kind: str) -> None:
    names = ("发票.pdf.exe", "file:///etc/passwd", "\\\\server\\share\\a.png")
    with short():
        line.next = [Said("林小鹿", f"f{n}", name, START + n, kind=kind, data=name) for n, name in enumerate(names)]
        qtbot.waitUntil(lambda: said(parts)[1:] == list(names))
        QTest.qWait(60)
        parts.window.grab()
    rows = conversations.newest(parts.store.reader, composer(parts).conversation)
    assert [row.sha256 for row in rows if row.kind == kind] == [""] * 3 or not any(row.sha256 for row in rows)


@pytest.mark.parametrize("what", [*TEXTS, *CLEANED])
def test_what_is_pasted_into_the_reply_is_text_and_is_sent_as_it_is(qtbot, parts: app.Parts, what: str) -> None:
    given, kept = CLEANED.get(what) or (TEXTS[what], TEXTS[what])
    edit = composer(parts).edit
    with short():
        QTest.keyClicks(edit, "a")
        edit.insertFromMimeData(mime(text=given))
        QTest.keyClick(edit, Qt.Key.Key_Return)
        parts.window.grab()
    assert edit.toPlainText() in ("", f"a{kept}")
    if not edit.toPlainText():
        qtbot.waitUntil(lambda: said(parts)[-1] == f"a{kept}")


def test_a_million_characters_are_refused_in_the_reply_and_what_stood_there_stays(qtbot, parts: app.Parts) -> None:
    edit = composer(parts).edit
    QTest.keyClicks(edit, "abc")
    with short(), qtbot.waitSignal(parts.world.notices.refused) as refused:
        edit.insertFromMimeData(mime(text=MILLION))
    assert refused.args[0].key == "message_too_long" and "64" in sentence(refused.args[0])
    assert edit.toPlainText() == "abc"


@pytest.mark.parametrize("what", ["SVG named .png", "30,000 × 30,000", "a GIF of 65,535 × 65,535"])
@pytest.mark.parametrize("way", ["paste", "drop"])
def test_a_bad_picture_is_refused_and_the_words_stay(qtbot, parts: app.Parts, tmp_path, what: str, way: str) -> None:
    make, key = HOSTILE[what]
    path = tmp_path / "吊牌.png"
    path.write_bytes(make())
    edit = composer(parts).edit
    QTest.keyClicks(edit, "abc")
    with short(), qtbot.waitSignal(parts.world.notices.refused, timeout=20_000) as refused:
        if way == "paste":
            edit.insertFromMimeData(mime(files=(path,)))
        else:
            assert edit.canInsertFromMimeData(mime(files=(path,)))
            composer(parts).add_pictures([path])
    assert refused.args[0].key == key and "{" not in sentence(refused.args[0])
    assert edit.toPlainText() == "abc" and composer(parts).pictures().refs() == []


def test_a_program_is_told_and_not_opened(qtbot, parts: app.Parts, tmp_path: Path) -> None:
    path = tmp_path / "发票.pdf.exe"
    path.write_bytes(b"MZ" + bytes(64))
    with short(), qtbot.waitSignal(parts.world.notices.said) as told:
        composer(parts).edit.insertFromMimeData(mime(files=(path,)))
    assert "发票.pdf.exe" in told.args[0] and "program" in told.args[0]


def test_a_name_of_another_computer_is_no_file(qtbot, parts: app.Parts) -> None:
    given = QMimeData()
    given.setUrls([QUrl("file://server/share/图.png")])
    with short(), qtbot.waitSignal(parts.world.notices.refused) as refused:
        composer(parts).edit.insertFromMimeData(given)
    assert sentence(refused.args[0]) and composer(parts).pictures().refs() == []


@pytest.fixture
def importing(qtbot, parts: app.Parts) -> PhraseImportDialog:
    """The import of phrases, open over the workshop."""
    parts.window.actions_table.of("phrases").trigger()
    qtbot.waitUntil(lambda: parts.window.findChild(PhraseWorkshop) is not None)
    workshop = parts.window.findChild(PhraseWorkshop)
    qtbot.waitUntil(lambda: workshop.isVisible() and workshop.model.rowCount() == 1)
    workshop.take_in.click()
    return workshop.findChild(PhraseImportDialog)


def write(path: Path, rows: list[tuple[str, str, str]]) -> Path:
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
        csv.writer(file).writerows([PHRASE_HEADER, *rows])
    return path


def look(qtbot, importing: PhraseImportDialog, path: Path, timeout: int = 60_000):
    importing.load(path)
    stack = importing._stack
    qtbot.waitUntil(lambda: importing.report() is not None or stack.currentWidget() is importing.error, timeout=timeout)
    return importing.report()


def texts(parts: app.Parts) -> list[tuple[str, str]]:
    return [(row.code, row.text) for row in phrases.phrases(parts.store.reader)]


def test_bad_rows_of_a_phrase_file_are_named_and_the_good_ones_come_in(qtbot, parts, importing, tmp_path) -> None:
    good = [(f"c{n}", text, "组") for n, text in enumerate(TEXTS.values())]
    odd = [("zd", "重复一", ""), ("zd", "重复二", ""), ("", "没有编码", ""), ("q", "{几天}后到{买家}", "")]
    bad = [("a", "", ""), ("b", "长" * 30_000, ""), ("c" * 300, "名字太长", "")]
    with short():
        report = look(qtbot, importing, write(tmp_path / "短语.csv", [*good, *odd, *bad]))
        assert (report.new, report.changed, report.problem_count) == (len(good) + len(odd), 0, len(bad))
        assert sorted(each.reason for each in report.problems) == [
            "phrase_empty", "phrase_name_too_long", "phrase_too_long",
        ]  # fmt: skip
        told = [row_sentence(each) for each in report.problems]
        assert all(words and "{" not in words and "\n" not in words for words in told)
        assert (report.empty_codes, list(report.repeated)) == (1, ["zd"])
        importing.go.click()
        qtbot.waitUntil(lambda: len(texts(parts)) == report.new + 1, timeout=20_000)
    kept = dict(texts(parts))
    assert [kept[code] for code, text, _group in good] == [text for _code, text, _group in good]


def test_a_phrase_with_an_unknown_variable_is_told_when_it_is_used(qtbot, parts: app.Parts) -> None:
    parts.desk.run(AddPhrase(text="{买家}，{几天}后到", code="jt"))
    popup, edit = composer(parts).popup, composer(parts).edit
    qtbot.waitUntil(lambda: popup.model.known == 2)
    QTest.keyClicks(edit, "/jt")
    with short(), qtbot.waitSignal(parts.world.notices.said) as told:
        QTest.keyClick(edit, Qt.Key.Key_Return)
    assert told.args[0] == "Not filled in: 几天" and edit.toPlainText() == "林小鹿，{几天}后到"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("短语.csv", ",".join(PHRASE_HEADER).encode() + b"\na," + "长".encode() * 3_000_000 + b",\n"),
        ("短语.csv", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("短语.xlsx", b"PK\x03\x04" + bytes(100)),
        ("短语.pdf.exe", b"MZ" + bytes(200)),
        ("短语.jsonl", b"[" * 5_000),
    ],
    ids=["a line without end", "markup", "a broken sheet", "a program", "brackets"],
)
def test_a_file_that_is_no_phrase_file_is_refused_in_one_sentence(qtbot, parts, importing, tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with short():
        report = look(qtbot, importing, path)
    words = importing.error.text.text() if report is None else row_sentence(report.problems[0])
    assert words and "{" not in words and not importing.go.isEnabled()
    assert texts(parts) == [("zd", "在的，亲")]


def test_a_hundred_thousand_rows_are_looked_through_and_one_more_is_refused(qtbot, parts, importing, tmp_path) -> None:
    rows = [(f"c{n}", f"第{n}句", "组") for n in range(100_000)]
    path = write(tmp_path / "短语.csv", rows)
    with short():
        report = look(qtbot, importing, path, timeout=120_000)
    assert report.new == 100_000 and report.near is None and len(report.changes) == 10_000
    assert "90,000 more differences are not listed" in importing.view.notes.text()
    with short():
        assert look(qtbot, importing, write(path, [*rows, ("x", "多一句", "")]), timeout=120_000) is None
    assert "100,000" in importing.error.text.text()
    assert texts(parts) == [("zd", "在的，亲")]
    assert QApplication.activeModalWidget() is not None
