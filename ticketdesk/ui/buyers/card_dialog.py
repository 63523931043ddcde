"""Level, membership and coupons of a buyer, kept as the platform's card says them."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtWidgets import QCheckBox, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.buyer_family import MOST_TITLE, EditBuyerCard, GiveCoupon, UseCoupon
from ticketdesk.desk.desk import Done
from ticketdesk.domain.buyers import MOST_LEVEL, Membership
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.queries.buyer_family import CouponRow, Family, family
from ticketdesk.store.queries.buyer_profile import BuyerProfile
from ticketdesk.ui import labels
from ticketdesk.ui.reception.acts.when_field import WhenField
from ticketdesk.ui.refunds.fields import AmountField, named
from ticketdesk.ui.safe_text import label, one_line, set_tooltip
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import Choice, ChoiceChips, button
from ticketdesk.ui.widgets.emptying import empty
from ticketdesk.ui.widgets.marks import SectionTitle
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import errors, tr
from ticketdesk.words.buyers import membership_name

_UNKNOWN: Final = "unknown"


class BuyerCardDialog(ModalDialog):
    """Ctrl+Enter keeps level and membership; coupons are noted one by one, each with its own undo."""

    def __init__(self, world: World, profile: BuyerProfile, parent: QWidget) -> None:
        super().__init__(parent, tr("Level, membership and coupons"), one_line(profile.row.nick, 40), width=560)
        self._world, self._buyer = world, profile.row.id
        self._seen = {"level": profile.family.level, "membership": profile.family.membership}
        self.level = QLineEdit(profile.family.level)
        self.level.setMaxLength(MOST_LEVEL)
        self.level.setAccessibleName(tr("Level"))
        self.level.setPlaceholderText(tr("As the platform says it, e.g. L3"))
        choices = [Choice(_UNKNOWN, tr("Unknown")), *(Choice(each.value, membership_name(each)) for each in Membership)]
        self.membership = ChoiceChips(choices, profile.family.membership or _UNKNOWN, name=tr("Membership"))
        self.title = QLineEdit()
        self.title.setMaxLength(MOST_TITLE)
        self.title.setAccessibleName(tr("Coupon"))
        self.title.setPlaceholderText(tr("What the coupon is for"))
        self.amount = AmountField()
        self.until = WhenField(world, tr("Valid to"), tr("Without end, or e.g. 2026-12-31"))
        self.give = button(tr("Note the coupon"), icon="plus", small=True)
        self._coupons = QVBoxLayout()
        self._coupons.setSpacing(SIZES.xs)
        self._build()
        self.save = button(tr("Keep  Ctrl+Enter"), kind="primary", name=tr("Keep"))
        close = button(tr("Close"))
        for widget in (close, self.save):
            self.footer.addWidget(widget)
        close.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)
        self.submitted.connect(self._save)
        self.give.clicked.connect(self._give)
        self.title.textChanged.connect(self._weigh)
        self.amount.textChanged.connect(self._weigh)
        self.until.changed.connect(self._weigh)
        world.changed.connect(self._changed)
        self._show(profile.family)
        self._weigh()
        self.level.setFocus()

    def _build(self) -> None:
        form, coupon = QFormLayout(), QFormLayout()
        for layout in (form, coupon):
            layout.setVerticalSpacing(SIZES.s)
        form.addRow(*named(tr("Level"), self.level))
        form.addRow(*named(tr("Membership"), self.membership))
        for name, field in (
            (tr("Coupon"), self.title), (tr("Amount"), self.amount), (tr("Valid to"), self.until), ("", self.give)
        ):  # fmt: skip
            coupon.addRow(*named(name, field))
        self.body.addLayout(form)
        self.body.addWidget(SectionTitle(tr("Coupons")))
        self.body.addLayout(self._coupons)
        self.body.addLayout(coupon)

    def _show(self, found: Family) -> None:
        empty(self._coupons)
        for coupon in found.coupons:
            self._coupons.addWidget(self._line(coupon))
        if not found.coupons:
            self._coupons.addWidget(label(tr("No coupon is noted"), role="third"))

    def _line(self, coupon: CouponRow) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        worth = "" if coupon.amount_cents is None else labels.money(coupon.amount_cents)
        until = tr("valid to {0}", labels.date_text(coupon.until_at, self._world.clock())) if coupon.until_at else ""
        words = " · ".join(part for part in (one_line(coupon.title), worth, until) if part)
        box = QCheckBox(words.replace("&", "&&"))
        box.setChecked(coupon.used_at is not None)
        box.setAccessibleName(tr("Used: {0}", words))
        set_tooltip(box, tr("Ticked once the buyer has used it"))
        box.toggled.connect(partial(self._use, coupon.id))
        row.addWidget(box, 1)
        return made

    def _weigh(self) -> None:
        wrong = self.amount.wrong() or (not self.until.empty() and self.until.moment() is None)
        self.give.setEnabled(bool(self.title.text().strip()) and not wrong)

    def _save(self) -> None:
        chosen = self.membership.current()
        membership = "" if chosen == _UNKNOWN else chosen
        command = EditBuyerCard(
            buyer_id=self._buyer, level=self.level.text(), membership=membership, seen=tuple(self._seen.items())
        )
        self._world.post(command, self._kept, self._unkept)

    def _unkept(self, error: BaseException) -> None:
        """Who was told what a colleague kept meanwhile may keep once more."""
        self._world.notices.refuse(error)
        if isinstance(error, DeskError) and error.key == "buyer_card_changed":
            self._seen[str(error.values["field"])] = str(error.values["kept"])
            self.set_status(errors.sentence(error), "bad")
            self.refit()

    def _kept(self, _done: Done) -> None:
        self._world.notices.say(tr("Level and membership kept"), undoable=True)
        self.accept()

    def _give(self) -> None:
        if self.give.isEnabled():
            command = GiveCoupon(
                buyer_id=self._buyer, title=self.title.text(), amount_cents=self.amount.cents(),
                until=self.until.moment(),
            )  # fmt: skip
            self._world.post(command, self._given)

    def _given(self, _done: Done) -> None:
        self._world.notices.say(tr("Coupon noted"), undoable=True)
        self.title.clear()
        self.amount.clear()
        self.until.set_moment(None)
        self.title.setFocus()

    def _use(self, coupon: int, used: bool) -> None:
        self._world.post(UseCoupon(buyer_id=self._buyer, coupon_id=coupon, used=used), None, self._refused)

    def _refused(self, error: BaseException) -> None:
        """A box that could not be ticked shall not look ticked."""
        self._world.notices.refuse(error)
        self._show(family(self._world.reader, self._buyer))

    def _changed(self, changes: Changes) -> None:
        ids = changes.of("buyer")
        if changes.touches("buyer") and (ids is None or self._buyer in ids):
            self._show(family(self._world.reader, self._buyer))
            self.refit()
