"""Settings of this computer: which keys do what, with conflicts shown and everything put back by one press."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from ticketdesk.ui.actions import EVERY_ACT, Act, keys_text
from ticketdesk.ui.phrases.keys import GROUP
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.settings.frame import SectionFrame
from ticketdesk.ui.settings.key_dialog import KeyDialog
from ticketdesk.ui.slices import run_slice
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.turns import Turn
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.emptying import empty
from ticketdesk.ui.widgets.frames import Banner
from ticketdesk.ui.widgets.marks import KeyHint
from ticketdesk.ui.widgets.search_field import SearchField
from ticketdesk.ui.world import World
from ticketdesk.words import tr

_NAME, _KEYS, _CHANGE, _BACK = range(4)
_NAME_WIDTH: Final = 260
_LONGEST: Final = 40


class _Row:
    """The widgets of one act; ``make_back`` gives what puts its keys back, which is there only where they were changed:
    a hundred buttons that nobody sees would be dressed with the others.
    """

    def __init__(
        self, act: Act, name: QLabel, keys: QWidget, change: QWidget, make_back: Callable[[], QWidget]
    ) -> None:
        self.act, self.name, self.keys, self.change = act, name, keys, change
        self.back: QWidget | None = None
        self.told: tuple[str, ...] | None = None
        self._make_back = make_back

    def show(self, *, shown: bool, changed: bool) -> None:
        """Show or hide the row."""
        for widget in (self.name, self.keys, self.change):
            widget.setVisible(shown)
        if self.back is None and changed:
            self.back = self._make_back()
            QWidget.setTabOrder(self.change, self.back)
        if self.back is not None:
            self.back.setVisible(shown and changed)


class KeysSection(SectionFrame):
    """Every act with its keys; the search field finds acts by name or keys."""

    remade = True

    def __init__(self, world: World) -> None:
        super().__init__(tr("Keyboard shortcuts"), tr("Only for this computer. Only what you change is kept."))
        self._world = world
        self._keymap = world.keymap
        self._rows: list[_Row] = []
        self.search = SearchField(tr("Find an act or keys"), name=tr("Find an act or keys"), pause_ms=40)
        self.search.setFixedWidth(240)
        self.back = button(tr("Put all back"), icon="undo-2")
        self.head.addWidget(self.search)
        self.head.addWidget(self.back)
        self.conflict = Banner("", "warn")
        self.column.addWidget(self.conflict)
        self._groups: list[tuple[QWidget, list[_Row]]] = []
        phrases = world.phrase_keys
        self._missing = list(dict.fromkeys(act.group for act in self._keymap.acts()))
        self.nothing = label(tr("No act is called so and none has these keys."), role="third")
        self.column.addWidget(self.nothing)
        self.search.searched.connect(self._refresh)
        self.back.clicked.connect(self._put_all_back)
        self._keymap.changed.connect(self._refresh)
        phrases.changed.connect(self._renew_phrases)
        self._steps = self._building()
        self._timer = Turn(self, self._build_on, again=True)
        self._timer.start()
        self._refresh()

    def dressed_parts(self) -> list[QWidget]:
        """What wears the style sheet from the beginning; each card does when it is made: four hundred widgets at once
        would hold the window.
        """
        return self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)

    def loosen(self) -> bool:
        """Take away the last card while the section goes; False where none is left."""
        self._timer.stop()
        if not self._groups:
            return False
        card, rows = self._groups.pop()
        self._rows = [row for row in self._rows if row not in rows]
        self.column.removeWidget(card)
        card.deleteLater()
        return True

    def complete(self) -> bool:
        """Whether every act is listed."""
        return not self._missing

    def _build_on(self) -> None:
        """Make some rows a turn of the event loop: all of them at once would hold the window for a moment."""
        if not run_slice(self._steps):
            self._timer.stop()

    def _building(self) -> Iterator[None]:
        while self._missing:
            name = self._missing[0]
            self.column.removeWidget(self.nothing)
            card, grid = self._group(name)
            rows: list[_Row] = []
            self._groups.append((card, rows))
            self.column.addWidget(self.nothing)
            for place, act in enumerate(each for each in self._keymap.acts() if each.group == name):
                rows.append(self._row(grid, place, act))
                self._rows.append(rows[-1])
                self._dress(rows[-1], self._wanted())
                yield
            del self._missing[0]
        self._refresh()

    def _renew_phrases(self) -> None:
        """List the phrases with keys anew where others have some now."""
        listed = [row.act.name for row in self._rows if row.act.phrase is not None]
        if self._missing or listed == [act.name for act in self._world.phrase_keys.acts()]:
            return
        for card, rows in [each for each in self._groups if each[1] and each[1][0].act.phrase is not None]:
            self._groups.remove((card, rows))
            self.column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._rows = [row for row in self._rows if row.act.phrase is None]
        self._missing = [GROUP] if self._world.phrase_keys.acts() else []
        self._steps = self._building()
        self._timer.start()

    def _wanted(self) -> str:
        return self.search.text().strip().casefold()

    def _group(self, name: str) -> tuple[QWidget, QGridLayout]:
        card = self.card(tr(name))
        grid = QGridLayout()
        grid.setHorizontalSpacing(SIZES.m)
        grid.setVerticalSpacing(SIZES.xs)
        grid.setColumnStretch(_KEYS, 1)
        card.body.addLayout(grid)
        current_theme().dress(card)
        return card, grid

    def _row(self, grid: QGridLayout, place: int, act: Act) -> _Row:
        text = one_line(act.words(), _LONGEST)
        name = label(text)
        name.setMinimumWidth(_NAME_WIDTH)
        keys = QWidget()
        line = QHBoxLayout(keys)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SIZES.xs)
        change = button(tr("Change"), kind="link", small=True, name=tr("Change the keys of “{0}”", text))
        change.clicked.connect(partial(self._ask, act))
        for column, widget in ((_NAME, name), (_KEYS, keys), (_CHANGE, change)):
            grid.addWidget(widget, place, column, Qt.AlignmentFlag.AlignVCenter)
        return _Row(act, name, keys, change, partial(self._back, grid, place, act, text))

    def _back(self, grid: QGridLayout, place: int, act: Act, text: str) -> QWidget:
        made = button(tr("Put back"), kind="link", small=True, name=tr("Put back the keys of “{0}”", text))
        made.clicked.connect(partial(self._put_back, act))
        grid.addWidget(made, place, _BACK, Qt.AlignmentFlag.AlignVCenter)
        return made

    def _refresh(self, _words: str = "") -> None:
        wanted = self._wanted()
        for card, rows in self._groups:
            found = [self._dress(row, wanted) for row in rows]
            card.setVisible(any(found))
        found_none = not self._missing and not any(row.name.isVisibleTo(self) for row in self._rows)
        self.nothing.setVisible(found_none)
        self.back.setEnabled(any(self._keymap.is_changed(act) for act in EVERY_ACT))
        self._tell_conflicts()

    def _dress(self, row: _Row, wanted: str) -> bool:
        keys = self._keymap.keys(row.act)
        if row.told != keys:
            row.told = keys
            _fill(row.keys, keys)
        said = f"{row.act.words()} {row.act.text} {' '.join(keys)}".casefold()
        shown = wanted in said
        row.show(shown=shown, changed=self._keymap.is_changed(row.act))
        return shown

    def _tell_conflicts(self) -> None:
        found = self._keymap.conflicts()
        self.conflict.setVisible(bool(found))
        if found:
            one, other, keys = found[0]
            names = [one_line(each.words(), _LONGEST) for each in (one, other)]
            self.conflict.set_banner(tr("{0} stands for “{1}” and “{2}”. Change one of them.", keys_text(keys), *names))

    def _ask(self, act: Act) -> None:
        KeyDialog(self._keymap, act, self.window()).open()

    def _put_back(self, act: Act) -> None:
        taken = [each for keys in act.keys for each in self._keymap.holders(keys, act)]
        self._keymap.reset((act, *taken))

    def _put_all_back(self) -> None:
        self._keymap.reset()
        self._world.notices.say(tr("All keys are as they came"))


def _fill(place: QWidget, keys: tuple[str, ...]) -> None:
    line = place.layout()
    assert line is not None
    empty(line)
    for each in dict.fromkeys(map(keys_text, keys)):  # two keys are called Enter
        line.addWidget(KeyHint(each))
    if not keys:
        line.addWidget(label(tr("no keys"), role="third"))
    if isinstance(line, QHBoxLayout):
        line.addStretch(1)


def make(world: World) -> KeysSection:
    """Return the section."""
    return KeysSection(world)
