"""What a remark will read like on the platform: its bytes, what it lacks, and the memo to be pasted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ticketdesk.domain.memos import Memo, memo_of
from ticketdesk.domain.order_settings import REMARK_GBK, memo_encoding
from ticketdesk.domain.remark_reading import texts_of
from ticketdesk.domain.remarks import (
    REMARK_LIMIT,
    compose,
    lacking,
    parse_remark,
    remark_bytes,
)
from ticketdesk.store.queries import agents, remark_rules, settings
from ticketdesk.store.queries.orders import RemarkRow
from ticketdesk.ui.safe_text import dress, label
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn


class MemoPreview(QWidget):
    """Bytes and wording of the remark that is written, and a button that copies the whole memo with it.

    ``remarks`` are those that stand already, the latest first; ``copies``: whether there is one memo to be copied.
    """

    def __init__(
        self, world: World, remarks: Sequence[RemarkRow], parent: QWidget | None = None, *, copies: bool = True
    ) -> None:
        super().__init__(parent)
        self._world, self._before, self._copies = world, texts_of(remarks), copies
        self._name = agents.actor(world.reader, world.agent_id).name
        self._rules, self._encoding = remark_rules.rules(world.reader), encoding(world)
        self._whole = ""
        self.count = label(role="third")
        self.copy = button(tr("Copy the memo"), icon="copy", kind="link", small=True)
        self.wanting = label(wrap=True, role="warn")
        self.text = label(wrap=True, role="second")
        line = QHBoxLayout()
        line.addWidget(self.count)
        line.addStretch(1)
        line.addWidget(self.copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.xs)
        column.addLayout(line)
        column.addWidget(self.wanting)
        column.addWidget(self.text)
        self.copy.clicked.connect(self._copy)

    @property
    def whole(self) -> str:
        """The remark shown last as it is pasted, name and minute included; "" for none."""
        return self._whole

    def show_text(self, text: str) -> bool:
        """Show what ``text`` will read like, name and minute included; return whether the platform keeps it whole."""
        now = self._world.clock()
        self._whole = compose(self._name, text, now) if text else ""
        size = remark_bytes(self._whole, self._encoding)
        self.count.setText(tr("{0} of {1} bytes", size, REMARK_LIMIT))
        dress(self.count, "bad" if size > REMARK_LIMIT else "third")
        wanting = self._lacks(text, now) if text else ""
        self.wanting.setText(wanting)
        self.wanting.setVisible(bool(wanting))
        said = tr("Will read: {0}", self._whole) if text else tr("Name and minute are added by themselves.")
        self.text.setText(said)
        self.copy.setVisible(self._copies and (bool(text) or bool(self._before)))
        return size <= REMARK_LIMIT

    def _lacks(self, text: str, now: int) -> str:
        remark = parse_remark(self._whole, self._rules, now=now, agents=(self._name,), recorded_at=now)
        return "\n".join(tr(each.says) for each in lacking(remark, self._rules))

    def _copy(self) -> None:
        copy_memo(self._world, memo_of([*self._before, self._whole], self._encoding))


def encoding(world: World) -> str:
    """Return the encoding in which this shop counts the bytes of a memo."""
    return memo_encoding(settings.number(world.reader, REMARK_GBK))


def copy_memo(world: World, memo: Memo) -> None:
    """Put the memo on the clipboard as it is to be pasted; say what no longer fitted."""
    QGuiApplication.clipboard().setText(memo.text)
    said = tr("Memo copied: paste it into Qianniu over the old one, it holds that as well.")
    left = trn(memo.left_out, "{0} oldest remark did not fit.", "{0} oldest remarks did not fit.")
    world.notices.say(f"{said} {left}" if memo.left_out else said)
