"""The shop's auto-replies, scene by scene, and what would be answered."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.auto_replies import EditAutoReply, RemoveAutoReply
from ticketdesk.desk.desk import Done
from ticketdesk.domain.auto_replies import Scene, keyword_lines
from ticketdesk.store.queries import auto_replies
from ticketdesk.store.queries.auto_replies import AutoReplyRow
from ticketdesk.ui.moments import length_text
from ticketdesk.ui.safe_text import ElidedLabel, one_line
from ticketdesk.ui.settings.auto_reply_dialog import SCENES, AutoReplyDialog
from ticketdesk.ui.settings.auto_reply_trial import Trial
from ticketdesk.ui.settings.frame import SectionFrame
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.widgets.buttons import IconButton, button
from ticketdesk.ui.widgets.frames import Card, EmptyState
from ticketdesk.ui.widgets.marks import SectionTitle
from ticketdesk.ui.world import World
from ticketdesk.words import tr

_SHORT = 24


class AutoReplySection(SectionFrame):
    """A card a scene; a box switches a reply on or off, its buttons change and remove it. All of it can be undone."""

    remade = True

    def __init__(self, world: World) -> None:
        super().__init__(
            tr("Auto-replies"),
            tr("Given over live channels, visible as automatic; they never count as a first response."),
        )
        self._world = world
        self._cards: list[QWidget] = []
        self._shown: list[AutoReplyRow] | None = None
        self.add = button(tr("Add auto-reply"), "plus", "primary")
        self.add.clicked.connect(self._add)
        self.head.addWidget(self.add)
        self.empty = EmptyState(
            "message-square-text", tr("No auto-replies yet"), tr("Greet who comes first, or answer a usual question.")
        )
        self.trial = Trial()
        self._list = QVBoxLayout()
        self._list.setSpacing(SIZES.l)
        self.column.addWidget(self.empty)
        self.column.addLayout(self._list)
        self.column.addWidget(self.trial)
        world.changed.connect(self._changed)
        self._refresh()

    def _changed(self, changes: Changes) -> None:
        if changes.touches("auto_reply"):
            self._refresh()

    def _refresh(self) -> None:
        found = auto_replies.auto_replies(self._world.reader)
        self.trial.set_rules(auto_replies.rules(self._world.reader))
        if self._shown == found:
            return
        inside = self.focusWidget()
        focus = inside.objectName() if inside is not None and inside.hasFocus() else ""
        self._shown = found
        for card in self._cards:
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = [self._scene(scene, rows) for scene in SCENES if (rows := [r for r in found if r.scene == scene])]
        for card in self._cards:
            self._list.addWidget(card)
            current_theme().dress(card)
        self.empty.setVisible(not found)
        again = next((w for card in self._cards for w in card.findChildren(QWidget, focus)), None) if focus else None
        if again is not None:
            again.setFocus()

    def _scene(self, scene: Scene, rows: list[AutoReplyRow]) -> Card:
        card = Card(margin=SIZES.l, spacing=SIZES.s)
        card.body.addWidget(SectionTitle(tr(SCENES[scene])))
        for row in rows:
            card.body.addLayout(self._row(row))
        return card

    def _row(self, row: AutoReplyRow) -> QHBoxLayout:
        words = one_line(row.text, _SHORT)
        on = QCheckBox()
        on.setObjectName(f"on:{row.id}")
        on.setAccessibleName(tr("On: {0}", words))
        on.setChecked(bool(row.enabled))
        on.clicked.connect(partial(self._switch, row, on))
        edit = IconButton("pencil", tr("Change “{0}”", words), size=16)
        remove = IconButton("trash-2", tr("Remove “{0}”", words), size=16)
        edit.clicked.connect(partial(self._edit, row))
        remove.clicked.connect(partial(self._remove, row))
        line = QHBoxLayout()
        line.setSpacing(SIZES.s)
        line.addWidget(on)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(ElidedLabel(row.text))
        texts.addWidget(ElidedLabel(_about(row), role="third"))
        line.addLayout(texts, 1)
        line.addWidget(edit)
        line.addWidget(remove)
        return line

    def _add(self) -> None:
        AutoReplyDialog(self._world, None, self).open()

    def _edit(self, row: AutoReplyRow, _checked: bool = False) -> None:
        AutoReplyDialog(self._world, row, self).open()

    def _switch(self, row: AutoReplyRow, box: QCheckBox, _checked: bool = False) -> None:
        on = box.isChecked()
        command = EditAutoReply(
            auto_reply_id=row.id, scene=row.scene, text=row.text, keywords=row.keywords, cooldown_ms=row.cooldown_ms,
            enabled=on,
        )  # fmt: skip
        self._send(command, tr("Auto-reply switched on") if on else tr("Auto-reply switched off"))

    def _remove(self, row: AutoReplyRow, _checked: bool = False) -> None:
        self._send(RemoveAutoReply(auto_reply_id=row.id), tr("Auto-reply removed"))

    def _send(self, command: Command, told: str) -> None:
        self._world.post(command, partial(self._told, told), self._refused)

    def _told(self, told: str, done: Done) -> None:
        if done.act_id is not None:
            self._world.notices.say(told, undoable=True)

    def _refused(self, error: BaseException) -> None:
        self._shown = None
        self._refresh()
        self._world.notices.refuse(error)


def _about(row: AutoReplyRow) -> str:
    """Say its keywords and how long it cools down."""
    parts = [tr(", ").join(keyword_lines(row.keywords))] if row.keywords else []
    parts.append(tr("again after {0}", length_text(row.cooldown_ms)) if row.cooldown_ms else tr("again at once"))
    return " · ".join(parts)


def make(world: World) -> QWidget:
    """Return the section."""
    return AutoReplySection(world)
