"""Icons: coloured by the theme, sharp, and following a change of mode."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QIcon, QImage
from PySide6.QtWidgets import QApplication, QPushButton

from ticketdesk.ui import icons
from ticketdesk.ui import theme as th


def colours(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }


def test_icon_takes_the_colour_and_follows_the_mode(qapp: QApplication) -> None:
    th.apply(qapp, "light")
    button = QPushButton(icons.icon("flag", "accent.text", 24), "")
    action = QAction(icons.icon("x", "accent.text", 24), "", button)
    wearers = (button, action)
    for wearer in wearers:
        assert th.LIGHT.accent_text in colours(wearer.icon().pixmap(QSize(24, 24), 1.0).toImage())
    th.apply(qapp, "dark")
    for wearer in wearers:
        assert th.DARK.accent_text in colours(wearer.icon().pixmap(QSize(24, 24), 1.0).toImage())
    th.apply(qapp, "light")


def test_icon_is_sharp_at_two_pixels_a_point(qapp: QApplication) -> None:
    image = icons.pixmap("search", "text", 18, 2.0)
    assert (image.width(), image.devicePixelRatio()) == (36, 2.0)
    assert icons.icon("search").pixmap(QSize(18, 18), 2.0).width() == 36


def test_pixmaps_are_kept(qapp: QApplication) -> None:
    assert icons.pixmap("x", "text", 16, 1.0).cacheKey() == icons.pixmap("x", "text", 16, 1.0).cacheKey()


def test_unknown_icon_is_refused(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icons.icon("no-such-icon")


def test_disabled_is_paler(qapp: QApplication) -> None:
    pale = icons.icon("x", "text").pixmap(QSize(16, 16), 1.0, QIcon.Mode.Disabled).toImage()
    assert max(pale.pixelColor(x, y).alpha() for x in range(16) for y in range(16)) < 160


@pytest.mark.parametrize("mode", [QIcon.Mode.Normal, QIcon.Mode.Active, QIcon.Mode.Disabled])
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_what_looks_the_same_when_checked_is_found_for_both(qapp: QApplication, mode: QIcon.Mode, ratio: float) -> None:
    made, other = icons.icon("x", "text"), icons.icon("x", "text", on="accent.text")
    size = QSize(18, 18)
    off, checked = (made.pixmap(size, ratio, mode, state).toImage() for state in (QIcon.State.Off, QIcon.State.On))
    assert off == checked == other.pixmap(size, ratio, mode, QIcon.State.Off).toImage()
    assert off != other.pixmap(size, ratio, mode, QIcon.State.On).toImage()
