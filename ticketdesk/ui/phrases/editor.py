"""One phrase being written: words with variables and a preview, code, group, whose it is, validity, picture."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QCompleter, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.phrases import AddPhrase, KeepPhrase
from ticketdesk.domain.files import FileRef
from ticketdesk.domain.phrase_fill import VARIABLES, Facts, fill
from ticketdesk.domain.phrases import CARET
from ticketdesk.store.queries.phrases import PhraseRow
from ticketdesk.ui.phrases.drafts import PhraseDraft, Written
from ticketdesk.ui.phrases.key_button import KeyButton
from ticketdesk.ui.phrases.validity import ValidityFields
from ticketdesk.ui.safe_text import clamp, label
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.picture_strip import PictureStrip
from ticketdesk.ui.widgets.text_box import TextBox
from ticketdesk.ui.world import World
from ticketdesk.words import mark, tr

_SAMPLE: Final = Facts(
    mark("Little Deer"), "4055670462648394832", mark("YTO Express"), "YT8812345678901", "L", mark("Navy"),
    mark("Linen shirt"), "139.00", mark("Grain"), mark("Sample shop"), "2026-11-21",
)  # fmt: skip
_PICTURE: Final = "phrases.shown_picture"
_SHOWN: Final = 300


def command_of(written: Written, phrase: int | None, picture: FileRef | None, *, keep_picture: bool) -> Command:
    """Return the act that keeps what was written: a new phrase where ``phrase`` is None."""
    start, end = written.validity
    if phrase is None:
        return AddPhrase(
            text=written.text, code=written.code, grouping=written.grouping, personal=written.personal,
            valid_from=start, valid_to=end, picture=picture,
        )  # fmt: skip
    return KeepPhrase(
        phrase_id=phrase, text=written.text, code=written.code, grouping=written.grouping, personal=written.personal,
        valid_from=start, valid_to=end, picture=picture, keep_picture=keep_picture,
    )  # fmt: skip


class PhraseEditor(QWidget):
    """``changed()`` whenever something is typed or chosen; the workshop asks for ``written`` and saves."""

    changed = Signal()

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world
        self._stood: bytes | None = None
        self._touched = False
        self._coming: list[bytes] = []
        self._as_shown: PhraseDraft | None = None
        self._sample = Facts(*map(tr, _SAMPLE))
        self.text, self.code, self.grouping = TextBox(), QLineEdit(), QLineEdit()
        self.own = QCheckBox(tr("Only mine"))
        self.valid = ValidityFields(world.clock())
        self.pictures = self._strip()
        self.variables = button(tr("Variable"), "plus", small=True, name=tr("Insert a variable"))
        self.preview = label(role="second", wrap=True)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.unknown = label(role="warn", wrap=True)
        self.uses = label(role="third")
        self.keys = KeyButton(world)
        self._groups = QStringListModel(self)
        self._build()
        self._connect()

    def show_phrase(self, row: PhraseRow | None) -> None:
        """Show a phrase, or empty fields for a new one; ``settle`` follows when all of it stands."""
        blocked = self.blockSignals(True)
        self.text.setPlainText(row.text if row else "")
        self.code.setText(row.code if row else "")
        self.grouping.setText(row.grouping if row else "")
        self.own.setChecked(row is not None and row.owner_id is not None)
        self.valid.show_days(row.valid_from if row else None, row.valid_to if row else None)
        self._stood, self._touched, self._coming = None, False, []
        self._renew_pictures()
        self.keys.show_phrase(row)
        self.uses.setText(tr("Used {0} times", row.uses) if row and row.uses else "")
        self.uses.setVisible(bool(self.uses.text()))
        self.blockSignals(blocked)
        self._preview()
        if row is not None and row.picture:
            self._read_picture(row.picture)

    def _read_picture(self, sha256: str) -> None:
        world, strip = self._world, self.pictures

        def work(_progress: Progress, _cancelled: Cancelled) -> bytes:
            return world.read_file(sha256)

        def done(data: bytes) -> None:
            if strip is self.pictures:  # else another phrase is shown by now
                self._stood = data
                strip.add([data])

        world.tasks.start(_PICTURE, work, done, world.notices.refuse)

    def new_picture(self) -> bytes | None:
        """Return the bytes of a picture that was put in the place of the one that stood."""
        found = self._pictures()
        return found[0] if found and found[0] != self._stood else None

    def picture_changed(self) -> bool:
        """Whether another picture, or none, shall stand; one that is still being read does not count as gone."""
        return self._touched

    @property
    def half_written(self) -> bool:
        """Whether anything stands here that was not shown or saved."""
        return self.draft() != self._as_shown

    def draft(self) -> PhraseDraft:
        """Return all that was written, with a picture that was changed."""
        return PhraseDraft(self.written(), tuple(self._pictures()) if self._touched else None)

    def settle(self) -> None:
        """Take what stands here for what is kept."""
        if self._touched:
            self._stood, self._touched = next(iter(self._pictures()), None), False
        self._as_shown = self.draft()

    def restore(self, draft: PhraseDraft) -> None:
        """Write a draft over the phrase shown; it stays half written."""
        written = draft.written
        self.text.setPlainText(written.text)
        self.code.setText(written.code)
        self.grouping.setText(written.grouping)
        self.own.setChecked(written.personal)
        self.valid.show_days(*written.validity)
        if draft.pictures is not None:
            self._world.tasks.cancel(_PICTURE)  # the one that stood before is wanted no more
            self._touched, self._coming = True, list(draft.pictures)
            self.pictures.add(draft.pictures)

    def set_groups(self, names: list[str]) -> None:
        """Offer these groups while one is typed."""
        self._groups.setStringList(names)

    def written(self) -> Written:
        """Return what stands in the fields."""
        return Written(
            self.text.toPlainText(), self.code.text(), self.grouping.text(), self.own.isChecked(), self.valid.days()
        )  # fmt: skip

    def _pictures(self) -> list[bytes]:
        """The pictures shown, or those of a draft that are still being read."""
        return self.pictures.pictures() or self._coming

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.xs)
        head = QHBoxLayout()
        caption = label(tr("Text"), role="second")
        caption.setBuddy(self.text)
        head.addWidget(caption)
        head.addStretch(1)
        head.addWidget(self.variables)
        self.text.setMinimumHeight(84)
        column.addLayout(head)
        column.addWidget(self.text, 1)
        column.addWidget(self.unknown)
        column.addWidget(label(tr("As the buyer reads it"), role="third"))
        column.addWidget(self.preview)
        pair = QHBoxLayout()
        pair.setSpacing(SIZES.s)
        for field, name in ((self.code, tr("Code")), (self.grouping, tr("Group"))):
            pair.addLayout(_named(field, name), 1)
        column.addLayout(pair)
        column.addWidget(self.valid)
        self._place = QVBoxLayout()
        self._place.addWidget(self.pictures)
        column.addLayout(self._place)
        foot = QHBoxLayout()
        foot.addWidget(self.own)
        foot.addStretch(1)
        foot.addWidget(self.keys.button)
        foot.addWidget(self.uses)
        column.addLayout(foot)
        self.text.setAccessibleName(tr("Text"))
        self.code.setPlaceholderText(tr("letters, such as hm"))

    def _connect(self) -> None:
        completer = QCompleter(self._groups, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.grouping.setCompleter(completer)
        menu = QMenu(self)
        for name, (fact, _words) in VARIABLES.items():
            chosen = menu.addAction(f"{{{name}}}   {getattr(self._sample, fact)}")
            chosen.triggered.connect(partial(self._insert, f"{{{name}}}"))
        menu.addSeparator()
        menu.addAction(tr("{0}   where the caret goes", CARET)).triggered.connect(partial(self._insert, CARET))
        self.variables.setMenu(menu)
        self.text.textChanged.connect(self._typed)
        for field in (self.code, self.grouping):
            field.setMaxLength(200)
            field.textChanged.connect(self._tell)
        self.own.toggled.connect(self._tell)
        self.valid.changed.connect(self._tell)

    def _strip(self) -> PictureStrip:
        strip = PictureStrip(self._world.tasks, most=1, name=tr("Picture of the phrase"), parent=self)
        strip.pictures_added.connect(self._picture_added)
        strip.removed.connect(self._picture_removed)
        strip.refused.connect(self._world.notices.refuse)
        return strip

    def _renew_pictures(self) -> None:
        """Each phrase has a strip of its own, so that a picture read late never lands in another phrase."""
        self.pictures.hide()
        self._place.removeWidget(self.pictures)
        self.pictures.deleteLater()
        self.pictures = self._strip()
        self._place.addWidget(self.pictures)
        self.setTabOrder(self.valid.last, self.pictures.zone)  # a strip that comes later is no stop of Tab by itself
        self.setTabOrder(self.pictures.zone, self.own)

    def _insert(self, words: str, _checked: bool = False) -> None:
        self.text.put(words)
        self.text.setFocus()

    def _typed(self) -> None:
        self._preview()
        self._tell()

    def _preview(self) -> None:
        filled = fill(self.text.toPlainText().replace(CARET, ""), self._sample)
        shown = filled.text if len(filled.text) <= _SHOWN else filled.text[: _SHOWN - 1] + "…"
        self.preview.setText(clamp(shown) or tr("Nothing yet"))
        self.unknown.setText(tr("Unknown, stands as it is: {0}", ", ".join(filled.unknown)) if filled.unknown else "")
        self.unknown.setVisible(bool(filled.unknown))

    def _picture_added(self, data: list[bytes]) -> None:
        self._touched = self._touched or data != [self._stood]
        self._tell()

    def _picture_removed(self, _place: int) -> None:
        self._touched, self._coming = True, []
        self._tell()

    def _tell(self, *_what: object) -> None:
        self.changed.emit()


def _named(field: QLineEdit, name: str) -> QVBoxLayout:
    field.setAccessibleName(name)
    caption = label(name, role="second")
    caption.setBuddy(field)
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(caption)
    column.addWidget(field)
    return column
