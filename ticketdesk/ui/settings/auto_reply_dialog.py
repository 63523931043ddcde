"""The dialog that writes an auto-reply: its scene, words with variables, keywords, and how long it cools down."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSpinBox, QWidget

from ticketdesk.desk.commands.auto_replies import LONGEST_COOLDOWN, AddAutoReply, EditAutoReply
from ticketdesk.desk.desk import Done
from ticketdesk.domain.auto_replies import Scene
from ticketdesk.domain.moments import MINUTE
from ticketdesk.domain.phrase_fill import VARIABLES
from ticketdesk.store.queries.auto_replies import AutoReplyRow
from ticketdesk.ui.errors import words
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.settings.setting_fields import indent
from ticketdesk.ui.widgets.buttons import Choice, ChoiceChips, button
from ticketdesk.ui.widgets.flow import FlowLayout
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.widgets.text_box import TextBox
from ticketdesk.ui.world import World
from ticketdesk.words import mark, tr

SCENES: Final[dict[Scene, str]] = {
    Scene.FIRST_CONTACT: mark("First contact"),
    Scene.ALL_BUSY: mark("Everybody is busy"),
    Scene.OFF_HOURS: mark("Outside working hours"),
    Scene.KEYWORD: mark("Keyword"),
    Scene.ORDER_STATE: mark("Asked when it ships"),
}
_HINTS: Final[dict[Scene, str]] = {
    Scene.FIRST_CONTACT: mark("Given to a buyer whom nobody has answered yet."),
    Scene.ALL_BUSY: mark("Given while nobody is online, or everybody serves as many as one may."),
    Scene.OFF_HOURS: mark("Given outside the working hours of the settings of reception."),
    Scene.KEYWORD: mark("Given where one of the words stands in what the buyer says."),
    Scene.ORDER_STATE: mark("Given where the newest order has a tracking number; without words the usual questions."),
}
_WITH_WORDS: Final = (Scene.KEYWORD, Scene.ORDER_STATE)
_TALL: Final = 92


class AutoReplyDialog(ModalDialog):
    """Adds an auto-reply, or changes ``row``; a refusal stands at the foot."""

    def __init__(self, world: World, row: AutoReplyRow | None, parent: QWidget) -> None:
        super().__init__(parent, tr("Change the auto-reply") if row else tr("Add auto-reply"), width=600)
        self._world, self._row = world, row
        scene = row.scene if row is not None else Scene.FIRST_CONTACT
        self.scene = ChoiceChips([Choice(each, tr(text)) for each, text in SCENES.items()], scene, name=tr("Scene"))
        self.hint = label("", role="third", wrap=True)
        self.text = _box(tr("Answer"), row.text if row else "")
        self.keywords = _box(tr("Keywords, one a line"), row.keywords if row else "")
        self.cooldown = _minutes(row.cooldown_ms // MINUTE if row else 60)
        self.go = button(tr("Keep it  Ctrl+Enter"), kind="primary", name=tr("Keep it"))
        cancel = button(tr("Cancel"))
        self._build()
        self.footer.addWidget(cancel)
        self.footer.addWidget(self.go)
        cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._keep)
        self.submitted.connect(self._keep)
        self.scene.chosen.connect(self._settle)
        self.text.textChanged.connect(self._weigh)
        self._settle()
        self._weigh()
        self.text.setFocus()

    def _build(self) -> None:
        self._line(tr("Scene"), self.scene)
        self.body.addWidget(self.hint)
        self._line(tr("Answer"), self.text)
        self.body.addWidget(self._variables())
        self._words = self._line(tr("Keywords, one a line"), self.keywords)
        self._line(tr("The same buyer gets it again after"), self.cooldown)

    def _line(self, name: str, field: QWidget) -> QWidget:
        named = label(name, role="small")
        named.setBuddy(field)
        self.body.addWidget(named)
        self.body.addWidget(field, 0, Qt.AlignmentFlag.AlignLeft if isinstance(field, QSpinBox) else _PLAIN)
        return named

    def _variables(self) -> QWidget:
        row = QWidget()
        flow = FlowLayout(row, spacing=4, line_spacing=4)
        for name in VARIABLES:
            made = button("{" + name + "}", small=True, name=tr("Insert {0}", name))
            made.clicked.connect(partial(self._insert, name))
            flow.addWidget(made)
        return row

    def _insert(self, name: str, _checked: bool = False) -> None:
        self.text.put("{" + name + "}")
        self.text.setFocus()

    def _settle(self, _key: str = "") -> None:
        scene = Scene(self.scene.current() or Scene.FIRST_CONTACT)
        self.hint.setText(tr(_HINTS[scene]))
        for part in (self._words, self.keywords):
            part.setVisible(scene in _WITH_WORDS)
        self.refit()

    def _weigh(self) -> None:
        self.go.setEnabled(bool(self.text.toPlainText().strip()))

    def _keep(self) -> None:
        if not self.go.isEnabled():
            return
        self.go.setEnabled(False)
        scene = Scene(self.scene.current())
        keywords = self.keywords.toPlainText() if scene in _WITH_WORDS else ""
        text, cooldown = self.text.toPlainText(), self.cooldown.value() * MINUTE
        if self._row is None:
            add = AddAutoReply(scene=scene.value, text=text, keywords=keywords, cooldown_ms=cooldown)
            self._world.post(add, self._done, self._refused)
        else:
            edit = EditAutoReply(
                auto_reply_id=self._row.id, scene=scene.value, text=text, keywords=keywords, cooldown_ms=cooldown,
                enabled=bool(self._row.enabled),
            )  # fmt: skip
            self._world.post(edit, self._done, self._refused)

    def _done(self, done: Done) -> None:
        if done.act_id is not None:
            told = tr("Auto-reply changed") if self._row else tr("Auto-reply added")
            self._world.notices.say(told, undoable=True)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self._weigh()
        sentence = words(error)
        if sentence is None:
            self._world.notices.refuse(error)
        else:
            self.set_status(sentence, "bad")


_PLAIN: Final = Qt.AlignmentFlag(0)


def _box(name: str, text: str) -> TextBox:
    made = TextBox()
    made.setAccessibleName(name)
    made.setPlainText(text)
    made.setFixedHeight(_TALL)
    return made


def _minutes(value: int) -> QSpinBox:
    made = QSpinBox()
    made.setAccessibleName(tr("The same buyer gets it again after"))
    made.setRange(0, LONGEST_COOLDOWN // MINUTE)
    made.setValue(value)
    made.setSuffix(f" {tr('min')}")
    made.setSpecialValueText(tr("at once"))
    made.setFixedWidth(140)
    indent(made)
    return made
