"""The settings of shop and computer at work, the keys being chosen, and a part of the screen given to a ticket."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QKeySequenceEdit

from ticketdesk.tour.agent import Agent
from ticketdesk.tour.book import Scene
from ticketdesk.tour.scenes import clear
from ticketdesk.ui.capture.canvas import Canvas
from ticketdesk.ui.capture.editor import CaptureDialog
from ticketdesk.ui.capture.marks import Mark, Tool
from ticketdesk.ui.capture.shade import Shade
from ticketdesk.ui.settings.data_section import DataSection
from ticketdesk.ui.settings.key_dialog import KeyDialog
from ticketdesk.ui.settings.keys_section import KeysSection
from ticketdesk.ui.settings.look_section import LookSection
from ticketdesk.ui.settings.shop_section import ShopSection
from ticketdesk.ui.world import Place
from ticketdesk.words import mark, tr


def _section(agent: Agent, key: str) -> None:
    clear(agent)
    agent.window.go(Place(f"settings.{key}"))


def _shop(agent: Agent) -> None:
    _section(agent, "shop")
    agent.find_field(tr("Name of the shop"))


def _look(agent: Agent) -> None:
    _section(agent, "look")
    agent.sees(agent.window.current_page() == "settings", "the settings are shown")


def _keys(agent: Agent) -> None:
    _section(agent, "keys")
    agent.until(lambda: any(each.complete() for each in agent.shown(KeysSection)), "every act is listed with its keys")


def _key_taken(agent: Agent) -> None:
    agent.press(tr("Change the keys of “{0}”", tr("Home")))
    agent.dialog(tr("Keys of “{0}”", tr("Home")))
    field = agent.there(lambda: next(agent.shown(QKeySequenceEdit), None), "the keys can be pressed")
    field.setKeySequence(QKeySequence("Ctrl+N"))
    agent.sees(agent.world.keymap.shown("home") == "Ctrl+1", "nothing is taken before it is said so")


def _data(agent: Agent) -> None:
    _section(agent, "data")
    agent.until(lambda: any(each.counted() for each in agent.shown(DataSection)), "everything is counted")


def _shade(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("orders")
    agent.act("capture")
    shade = agent.there(lambda: next((each for each in _shades()), None), "the screen is frozen")
    shade.choose(QRect(40, 60, 560, 380))


def _capture(agent: Agent) -> None:
    for shade in _shades():
        shade.taken.emit()
    canvas = agent.there(lambda: next(agent.shown(Canvas), None), "the picture can be drawn upon")
    canvas.draw(Mark(Tool.BLUR, QPoint(20, 60), QPoint(220, 110)))
    canvas.draw(Mark(Tool.BOX, QPoint(300, 60), QPoint(500, 120)))
    canvas.draw(Mark(Tool.ARROW, QPoint(300, 260), QPoint(360, 130)))
    canvas.add_words(QPoint(220, 260), "尺码标错了")
    agent.sees(len(canvas.steps.marks) == 4, "four marks are drawn")


def _shades() -> list[Shade]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, Shade) and each.isVisible()]


SETTINGS_SCENES: tuple[Scene, ...] = (
    Scene("settings-shop", mark("What the shop is called and where it stands"), _shop, (ShopSection,)),
    Scene("settings-look", mark("Light or dark, and the language"), _look, (LookSection,)),
    Scene("settings-keys", mark("Every act with its keys"), _keys, (KeysSection,)),
    Scene("settings-key-taken", mark("Keys that another act has are warned about"), _key_taken, (KeyDialog,)),
    Scene("settings-data", mark("Where the shop lies and how large it is"), _data, (DataSection,)),
    Scene("capture-region", mark("A part of the screen is chosen"), _shade),
    Scene("capture", mark("It is drawn upon before it goes to a ticket"), _capture, (CaptureDialog,)),
)
