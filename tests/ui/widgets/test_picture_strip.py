"""Pictures from outside: only by their first bytes, within limits, in a worker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QSize, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.pictures import PictureKind, picture_kind
from ticketdesk.ui import pictures
from ticketdesk.ui.tasks import Tasks
from ticketdesk.ui.widgets.picture_strip import PictureStrip, pictures_in

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


def png(path: Path, width: int = 300, height: int = 200) -> Path:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0)
    assert image.save(str(path), "PNG")
    return path


@pytest.fixture
def strip(qtbot: QtBot) -> Iterator[PictureStrip]:
    tasks = Tasks()
    made = PictureStrip(tasks, most=3)
    qtbot.addWidget(made)
    made.show()
    yield made
    tasks.shutdown()


def test_files_become_thumbnails_and_bytes(strip: PictureStrip, qtbot: QtBot, tmp_path: Path) -> None:
    path = png(tmp_path / "a.png")
    with qtbot.waitSignal(strip.pictures_added) as added:
        strip.add([path, path.read_bytes()])
    assert added.args == [[path.read_bytes()] * 2] and strip.pictures() == [path.read_bytes()] * 2
    assert not strip.grab().isNull()
    with qtbot.waitSignal(strip.removed):
        qtbot.keyClick(strip._thumbs[0], Qt.Key.Key_Delete)
    assert len(strip.pictures()) == 1


def test_an_svg_named_png_is_refused(strip: PictureStrip, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "evil.png"
    path.write_bytes(SVG)
    with qtbot.waitSignal(strip.refused) as refused:
        strip.add([path])
    assert refused.args is not None and refused.args[0].key == "picture_unknown" and strip.pictures() == []


def test_no_more_than_asked_for(strip: PictureStrip, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(strip.pictures_added):
        strip.add([png(tmp_path / "a.png")] * 5)
    assert len(strip.pictures()) == 3 and not strip.zone.isVisible()


def test_paste_takes_the_image_of_the_clipboard(strip: PictureStrip, qtbot: QtBot) -> None:
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    image.fill(0)
    QGuiApplication.clipboard().setImage(image)
    with qtbot.waitSignal(strip.pictures_added):
        qtbot.keyClick(strip.zone, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert picture_kind(strip.pictures()[0]) is PictureKind.PNG


def test_a_clipboard_that_nobody_holds_brings_no_picture(strip: PictureStrip, monkeypatch: pytest.MonkeyPatch) -> None:
    class Nobody:
        def mimeData(self) -> None:
            return None

    monkeypatch.setattr(QGuiApplication, "clipboard", Nobody)
    assert strip.paste() is False and strip.pictures() == []


def test_remote_addresses_are_no_pictures() -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("http://example.com/a.png")])
    assert pictures_in(mime) == []


def test_limits(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = png(tmp_path / "a.png").read_bytes()
    assert pictures.decode(data, QSize(30, 30)).size() == QSize(30, 20)
    with pytest.raises(DeskError, match="picture_unknown"):
        pictures.decode(b"\x89PNG\r\n\x1a\nbroken", QSize(30, 30))
    monkeypatch.setattr("ticketdesk.domain.pictures.PICTURE_PIXELS", 100)
    with pytest.raises(DeskError, match="picture_too_large"):
        pictures.decode(data, QSize(30, 30))
    monkeypatch.setattr("ticketdesk.domain.pictures.PICTURE_BYTES", 10)
    with pytest.raises(DeskError, match="picture_too_heavy"):
        pictures.read_picture(data, QSize(30, 30))


def test_a_second_click_on_a_picture_on_its_way_out(strip: PictureStrip, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(strip.pictures_added):
        strip.add([png(tmp_path / "a.png")])
    (thumb,) = strip._thumbs
    opened: list[int] = []
    strip.opened.connect(opened.append)
    thumb.unwanted.emit()
    thumb.unwanted.emit()
    thumb.clicked.emit()
    assert not strip.pictures() and not opened
