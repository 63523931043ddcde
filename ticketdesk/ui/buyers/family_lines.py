"""Below the figures of a buyer: level and membership, coupons, other names, and who may be the same person."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries.buyer_family import CouponRow, Family
from ticketdesk.store.queries.buyer_profile import BuyerProfile
from ticketdesk.ui import labels
from ticketdesk.ui.buyers.card_dialog import BuyerCardDialog
from ticketdesk.ui.buyers.merge_dialog import MergeBuyersDialog
from ticketdesk.ui.orders.card_parts import row_of
from ticketdesk.ui.orders.order_card import refusal
from ticketdesk.ui.safe_text import ElidedLabel, one_line, set_tooltip
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import IconButton
from ticketdesk.ui.widgets.frames import Banner, IconMark
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn
from ticketdesk.words.buyers import membership_name, why_name


class FamilyLines(QWidget):
    """Made anew with its profile; ``edit`` opens level, membership and coupons, ``twins`` the merging."""

    def __init__(self, world: World, profile: BuyerProfile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world, self._profile = world, profile
        found = profile.family
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.xs)
        self.said = ElidedLabel(card_words(found, world.clock()), role="second")
        self.edit = IconButton("pencil", tr("Level, membership and coupons"), size=14)
        why = refusal(world, Permission.ORDER_REMARK)
        self.edit.setEnabled(not why)
        if why:
            set_tooltip(self.edit, why)
        self.edit.clicked.connect(self._edit)
        column.addWidget(row_of(IconMark("star", "text.third", 14), self.said, self.edit))
        if found.aliases:
            names = tr("Also known as {0}", tr(", ").join(one_line(nick, 40) for nick in found.aliases))
            column.addWidget(row_of(IconMark("users", "text.third", 14), ElidedLabel(names, role="second")))
        self.twins = Banner(wrap=False)
        self.twins.setVisible(bool(found.twins))
        if found.twins:
            self._tell_twins(found)
        column.addWidget(self.twins)

    def _tell_twins(self, found: Family) -> None:
        """Who may be the same person, and by what; the act merges them."""
        first = found.twins[0]
        said = tr("{0} ({1})", one_line(first.nick, 30), why_name(first.why))
        more = len(found.twins) - 1
        words = trn(more, "{1} and {0} more", "{1} and {0} more of them", said) if more else said
        why = refusal(self._world, Permission.TICKET_HANDLE)
        lead = tr("Perhaps the same buyer")
        self.twins.set_banner(words, "accent", action="" if why else tr("Merge…"), lead=lead)
        self.twins.acted.connect(self._merge)

    def _edit(self) -> None:
        BuyerCardDialog(self._world, self._profile, self.window()).open()

    def _merge(self) -> None:
        MergeBuyersDialog(self._world, self._profile, self.window()).open()


def card_words(found: Family, now: int) -> str:
    """Return level, membership and coupons that can be used at ``now`` (UTC ms) on one line."""
    usable = [coupon for coupon in found.coupons if is_usable(coupon, now)]
    parts = [
        tr("Level {0}", one_line(found.level)) if found.level else "",
        membership_name(found.membership),
        trn(len(usable), "{0} coupon: {1}", "{0} coupons: {1}", coupon_words(usable[0])) if usable else tr("No coupon"),
    ]
    return " · ".join(part for part in parts if part)


def is_usable(coupon: CouponRow, now: int) -> bool:
    """Return whether a coupon was not used and is still valid."""
    return coupon.used_at is None and (coupon.until_at is None or coupon.until_at > now)


def coupon_words(coupon: CouponRow) -> str:
    """Return what a coupon is for and worth."""
    worth = "" if coupon.amount_cents is None else labels.money(coupon.amount_cents)
    return " ".join(part for part in (one_line(coupon.title, 40), worth) if part)
