"""Security: the own password, when the window locks by itself, what is masked and for whom."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.desk import Done
from ticketdesk.domain.masking import mask_name, mask_phone
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.settings import LOCK_MINUTES
from ticketdesk.store.queries import agents, settings
from ticketdesk.ui import labels
from ticketdesk.ui.orders.order_card import REVEAL_MS, refusal
from ticketdesk.ui.people.change_password import ChangePasswordDialog
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.settings.frame import SectionFrame, add_row
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.frames import IconMark
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn

_CHOICES = (0, 1, 2, 5, 10, 15, 30, 60)
_EXAMPLE_PHONE = "13800006021"
_CHANGED = ("SetPassword", "SignedIn")


class SecuritySection(SectionFrame):
    """The minutes belong to the shop and need its right; the password is everybody's own."""

    def __init__(self, world: World) -> None:
        super().__init__(tr("Security"), tr("Who may sit down here, and what is seen of buyers."))
        self._world = world
        self.change = button("", "key-round")
        self.state = label("", role="third", wrap=True)
        self.minutes = QComboBox()
        self.lock = button(tr("Lock now"), "lock")
        self._build_password()
        self._build_lock()
        self._build_masks()
        self.change.clicked.connect(self._change_password)
        self.minutes.activated.connect(self._keep)
        world.changed.connect(self._changed)
        self._refresh()

    def _build_password(self) -> None:
        card = self.card(tr("My password"))
        row = QHBoxLayout()
        row.addWidget(self.state, 1)
        row.addWidget(self.change)
        card.body.addLayout(row)

    def _build_lock(self) -> None:
        card = self.card(tr("Locking"))
        self.minutes.setAccessibleName(tr("Lock after"))
        hint = tr("Without any touch of the computer for so long, the window locks. Holds for everybody in this shop.")
        self._hint = add_row(card, tr("Lock after"), self.minutes, hint)
        keys = self._world.keymap.shown("lock")
        row = QHBoxLayout()
        row.addWidget(label(tr("Drafts and open dialogs stay as they are behind the lock."), role="third"), 1)
        self.lock.setText(f"{tr('Lock now')}  {keys}" if keys else tr("Lock now"))
        row.addWidget(self.lock)
        card.body.addLayout(row)
        self.lock.clicked.connect(self._lock)

    def _build_masks(self) -> None:
        card = self.card(tr("What is masked"))
        text = tr(
            "Names, phone numbers and addresses of buyers are masked everywhere. Whoever may see them whole reveals one"
            " order or buyer at a time; it hides again after {0} seconds, and every look stands in the log.",
            REVEAL_MS // 1000,
        )
        card.body.addWidget(label(text, role="second", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(SIZES.s)
        row.addWidget(IconMark("eye-off", "text.third", 15))
        shown = " · ".join((mask_name(tr("Example Person")), mask_phone(_EXAMPLE_PHONE)))
        row.addWidget(label(tr("For example: {0}", shown), role="third"), 1)
        card.body.addLayout(row)
        who = QVBoxLayout()
        self.seen_by = label("", role="third", wrap=True)
        who.addWidget(self.seen_by)
        card.body.addLayout(who)

    def _changed(self, changes: Changes) -> None:
        if changes.touches("setting", "agent", "role") or changes.command in _CHANGED:
            self._refresh()

    def _refresh(self) -> None:
        me = next((each for each in self._world.session.accounts() if each.id == self._world.agent_id), None)
        guarded = me is not None and me.has_password
        self.state.setText(
            tr("You have a password; it is kept as a hash that cannot be turned back.")
            if guarded
            else tr("You have no password: whoever opens TicketDesk here works as you.")
        )
        words = tr("Change my password") if guarded else tr("Set my password")
        self.change.setText(words)
        self.change.setAccessibleName(words)
        self.lock.setEnabled(guarded)
        self._offer(settings.number(self._world.reader, LOCK_MINUTES))
        self.minutes.setEnabled(not refusal(self._world, Permission.SHOP_EDIT))
        self.seen_by.setText(tr("May see them whole: {0}", tr(", ").join(self._seers()) or tr("nobody")))

    def _seers(self) -> list[str]:
        roles = agents.roles(self._world.reader)
        return [labels.role(role.name) for role in roles if Permission.PERSONAL_REVEAL.value in role.permissions]

    def _offer(self, chosen: int) -> None:
        """Offer the usual minutes, and what was chosen elsewhere."""
        self.minutes.clear()
        for minutes in sorted({*_CHOICES, chosen}):
            self.minutes.addItem(trn(minutes, "{0} minute", "{0} minutes") if minutes else tr("Never"), minutes)
        self.minutes.setCurrentIndex(self.minutes.findData(chosen))

    def _keep(self, _place: int) -> None:
        value = int(self.minutes.currentData())
        if value != settings.number(self._world.reader, LOCK_MINUTES):
            told = tr("The window locks after {0} minutes", value) if value else tr("The window locks by hand only")
            self._world.post(SetSetting(key=LOCK_MINUTES.key, value=str(value)), partial(self._told, told))

    def _told(self, told: str, done: Done) -> None:
        if done.act_id is not None:
            self._world.notices.say(told, undoable=True)

    def _change_password(self) -> None:
        ChangePasswordDialog(self._world, self.window()).open()

    def _lock(self) -> None:
        self._world.session.lock()


def make(world: World) -> QWidget:
    """Return the section."""
    return SecuritySection(world)
