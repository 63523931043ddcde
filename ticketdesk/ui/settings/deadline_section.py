"""Deadlines in the settings: how the shop counts its days, and the rules of the pack that new tickets begin under."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QMenu, QScrollArea, QWidget

from ticketdesk.desk import deadlines
from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.deadlines import SetDayCounting
from ticketdesk.desk.desk import Done
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.rules.calendars import china
from ticketdesk.domain.rules.own_days import CARRY, NATURAL, OFF, ON, ZONE
from ticketdesk.domain.rules.values import Pack
from ticketdesk.store.queries.deadlines import habits
from ticketdesk.ui.delegates.cells import CellDelegate
from ticketdesk.ui.errors import words
from ticketdesk.ui.safe_text import clamp, dress, label, one_line
from ticketdesk.ui.settings.frame import SectionFrame, add_row
from ticketdesk.ui.settings.rule_model import RuleModel, sentence
from ticketdesk.ui.settings.rule_packs import RulePackActs
from ticketdesk.ui.settings.rules.dialog import RuleDialog
from ticketdesk.ui.settings.zones import choose_zone, zone_box
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.turns import next_turn
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.marks import SectionTitle
from ticketdesk.ui.widgets.table_view import TableView
from ticketdesk.ui.world import Place, World
from ticketdesk.words import tr

_ROWS: Final = 8
_LONGEST: Final = 4_000


class DeadlineSection(SectionFrame):
    """What is written is kept by its button, since it counts open tickets anew; the rules come and go as a file.

    Enter, a double click or the menu of a rule opens it, to be changed by who may.
    """

    def __init__(self, world: World) -> None:
        super().__init__(
            tr("Deadlines"),
            tr("How this shop counts its days, and the rules of tickets. A change counts open tickets anew."),
        )
        self._world = world
        self._kept = ("", "", False, "", False)
        self._pack = deadlines.in_force(world.reader, world.clock())
        self._build_days()
        self._build_rules()
        self._refresh()
        chosen = (self.days, self.zone, self.lapses)
        for changed in (self.off.textChanged, self.on.textChanged, *(each.currentIndexChanged for each in chosen)):
            changed.connect(self._weigh)
        for entered in (self.off.returnPressed, self.on.returnPressed):
            entered.connect(self._keep)
        self.keep.clicked.connect(self._keep)
        self.table.current_changed.connect(self._tell)
        self.table.opened.connect(self._edit)
        self.table.customContextMenuRequested.connect(self._offer_acts)
        self.edit.clicked.connect(self._edit_current)
        world.changed.connect(self._changed)

    def open_place(self, place: Place) -> None:
        """Give the keyboard to the rules where ``place`` names them."""
        if place.kind == "rules":
            self.table.enter()
            next_turn(self, self._reveal)

    def _reveal(self) -> None:
        """Bring the rules into sight, which stand below the shop's days."""
        viewport = self.parentWidget()
        area = viewport.parentWidget() if viewport is not None else None
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(self.told)

    def _build_days(self) -> None:
        card = self.card(tr("How days are counted"))
        self.days = QComboBox()
        self.days.addItem(tr("24 hours each"), False)
        self.days.addItem(tr("Natural days, to 23:59:59 of the last one"), True)
        self.zone = zone_box()
        self.lapses = QComboBox()
        self.lapses.setAccessibleName(tr("When a time runs out"))
        self.lapses.addItem(tr("Suggest what follows"), False)
        self.lapses.addItem(tr("What follows counts as done"), True)
        self.off, self.on = QLineEdit(), QLineEdit()
        for field, name in (
            (self.days, tr("Days that no source defines")), (self.off, tr("Days off besides the public calendar")),
            (self.on, tr("Days worked all the same")),
        ):  # fmt: skip
            field.setAccessibleName(name)
        add_row(card, self.zone.accessibleName(), self.zone, tr("Moments are shown in China's time all the same."))
        for edit in (self.off, self.on):
            edit.setMaxLength(_LONGEST)
        add_row(card, self.days.accessibleName(), self.days, tr("Many rules say only “days”."))
        add_row(card, self.off.accessibleName(), self.off, tr("Such as 2026-12-31, 2027-02-16..2027-02-22"), wide=True)
        reach = tr(
            "The public calendar reaches to the end of {0}; after that Monday to Friday are counted, and it is said"
            " beside the deadline.",
            china().last,
        )
        add_row(card, self.on.accessibleName(), self.on, reach, wide=True)
        add_row(card, self.lapses.accessibleName(), self.lapses, tr("The lapse itself is always recorded."))
        self.keep = button(tr("Keep"), kind="primary")
        self._problem = label(role="bad", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(SIZES.m)
        row.addWidget(self._problem, 1)
        row.addWidget(self.keep)
        card.body.addLayout(row)

    def _build_rules(self) -> None:
        pack = self._pack
        card = self.card()
        self.title, self.acts = SectionTitle(_titled(pack)), RulePackActs(self._world)
        head = QHBoxLayout()
        head.setSpacing(SIZES.m)
        head.addWidget(self.title, 1)
        head.addWidget(self.acts)
        card.body.addLayout(head)
        self.model = RuleModel(pack, self)
        self.table = TableView(self.model, tr("Rules of deadlines"), multiple=False)
        self.table.setItemDelegate(CellDelegate(self.table, ink="text.second"))
        self.table.setItemDelegateForColumn(0, CellDelegate(self.table))
        self.table.setFixedHeight(SIZES.table_head + SIZES.table_row * _ROWS + 2)
        self.told = label(role="second", wrap=True)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.told.setMinimumHeight(96)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.edit = button(self._edit_words(), icon="pencil", small=True)
        self.acts.show_pack(pack)
        below = QHBoxLayout()
        below.setSpacing(SIZES.m)
        below.addWidget(self.told, 1)
        below.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignTop)
        card.body.addWidget(self.table)
        card.body.addLayout(below)
        self._tell(None)

    def _refresh(self) -> None:
        """Show what the store has now."""
        kept = habits(self._world.reader)
        self._kept = (
            kept.get(OFF, ""),
            kept.get(ON, ""),
            kept.get(NATURAL, "") == "1",
            kept.get(ZONE, ""),
            kept.get(CARRY, "") == "1",
        )
        self.off.setText(self._kept[0])
        self.on.setText(self._kept[1])
        self.days.setCurrentIndex(self.days.findData(self._kept[2]))
        choose_zone(self.zone, self._kept[3])
        self.lapses.setCurrentIndex(self.lapses.findData(self._kept[4]))
        self._weigh()

    def _changed(self, changes: Changes) -> None:
        if changes.touches("setting"):
            self._refresh()
        if changes.touches("rule_pack"):
            self._show_pack()

    def _show_pack(self) -> None:
        """Another pack is in force: its rules, and what the one chosen says now."""
        self._pack = deadlines.in_force(self._world.reader, self._world.clock())
        self.title.title.setText(_titled(self._pack))
        self.model.show(self._pack)
        self.acts.show_pack(self._pack)
        self._tell(self.table.current_id())

    def _given(self) -> tuple[str, str, bool, str, bool]:
        zone, natural = str(self.zone.currentData()), bool(self.days.currentData())
        return self.off.text().strip(), self.on.text().strip(), natural, zone, bool(self.lapses.currentData())

    def _weigh(self) -> None:
        self.keep.setEnabled(self._given() != self._kept and self._world.may(Permission.SHOP_EDIT))

    def _keep(self) -> None:
        if self.keep.isEnabled():
            off, on, natural, zone, carry = self._given()
            self.keep.setEnabled(False)
            command = SetDayCounting(off=off, on=on, natural=natural, zone=zone, carry_out=carry)
            self._world.post(command, self._done, self._refused)

    def _done(self, _done: Done) -> None:
        self._say("")
        self._refresh()
        self._world.notices.say(tr("The days are counted anew"), undoable=True)

    def _refused(self, error: BaseException) -> None:
        said = words(error)
        if said is None:
            self._world.notices.refuse(error)
        else:
            self._say(said)
        self._weigh()

    def _say(self, problem: str) -> None:
        self._problem.setText(clamp(problem))
        dress(self._problem, "bad")

    def _tell(self, number: object) -> None:
        rule = self.model.rule(number if isinstance(number, int) else None)
        self.told.setText(clamp(sentence(rule, self._pack)) if rule else "")
        self.edit.setEnabled(rule is not None)

    def _edit_current(self) -> None:
        self._edit(self.table.current_id())

    def _edit(self, number: object, _checked: bool = False) -> None:
        rule = self.model.rule(number if isinstance(number, int) else None)
        if rule is not None:
            RuleDialog(self._world, self._pack, rule, self.window()).open()

    def _edit_words(self) -> str:
        return tr("Edit rule…") if self._world.may(Permission.SHOP_EDIT) else tr("Look at the rule…")

    def _offer_acts(self, at: QPoint) -> None:
        """Open the menu of the row at ``at``."""
        number = self.table.current_id()
        if number is None:
            return
        menu = QMenu(self.table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self._edit_words()).triggered.connect(partial(self._edit, number))
        menu.popup(self.table.viewport().mapToGlobal(at))


def _titled(pack: Pack) -> str:
    words = tr("Rules of version {0}, made on {1}: {2}", one_line(pack.version, 40), pack.made_on, len(pack.rules))
    return words if deadlines.newest() == pack else tr("{0} · this shop's own", words)


def make(world: World) -> QWidget:
    """Return the section."""
    return DeadlineSection(world)
