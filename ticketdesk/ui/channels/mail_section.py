"""Settings of the mail channel: on or off, the account with both servers, a trial of it, the signature."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.domain import channel_settings as table
from ticketdesk.domain.channel_settings import MailValues
from ticketdesk.domain.line_state import LineState
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.settings import NumberSetting
from ticketdesk.store.queries import settings
from ticketdesk.ui.channels.mail_trial import MailTrial
from ticketdesk.ui.channels.state_card import StateCard
from ticketdesk.ui.people.password_field import PasswordField
from ticketdesk.ui.settings.frame import SectionFrame, add_row
from ticketdesk.ui.settings.setting_fields import NumberField, SettingFields, ShopField
from ticketdesk.ui.settings.text_fields import Below, ChoiceField, LineField, LinesField
from ticketdesk.ui.widgets.frames import Card
from ticketdesk.ui.world import World
from ticketdesk.words import tr
from ticketdesk.words.settings import setting_name

_WIDE: Final = 180
_KEYS: Final = tuple(each.key for each in table.MAIL)


class MailSection(SectionFrame):
    """Each field is kept when it is left; the password goes into the system's keyring, never into the shop's store."""

    def __init__(self, world: World) -> None:
        super().__init__(
            tr("Mail reception"),
            tr("Mail to the shop comes in as conversations, one for each thread; replies leave by mail."),
        )
        self._world = world
        self.fields: dict[str, ShopField] = {}
        self.state = StateCard(world, "email", table.MAIL_ON, tr("Receive and send mail"), self._show)
        self.column.addWidget(self.state)
        self._add(self.state.switch)
        self._build_account()
        self._build_server(tr("Incoming mail (IMAP)"), table.MAIL_IMAP_HOST, table.MAIL_IMAP_PORT, table.MAIL_IMAP_SSL)
        self._build_server(tr("Outgoing mail (SMTP)"), table.MAIL_SMTP_HOST, table.MAIL_SMTP_PORT, table.MAIL_SMTP_SSL)
        self._build_trial()
        self._build_letters()
        self._keeper = SettingFields(world, list(self.fields.values()), self)
        world.changed.connect(self._changed)
        self._weigh()
        self.state.show_state()

    def _add(self, field: ShopField) -> None:
        self.fields[field.setting.key] = field

    def _line(self, card: Card, setting: table.TextSetting, name: str, example: str = "", hint: str = "") -> None:
        field = LineField(setting, setting_name(setting.key), example)
        self._add(field)
        field.below = Below(add_row(card, name, field, hint))

    def _build_account(self) -> None:
        card = self.card(tr("Account"))
        self._line(card, table.MAIL_ADDRESS, tr("Address"), "shop@example.com")
        self._line(card, table.MAIL_NAME, tr("Sender's name"), hint=tr("Empty: the name of the shop."))
        self._line(card, table.MAIL_USER, tr("User name"), hint=tr("Empty: the address."))
        self.password = PasswordField(tr("Password of the mail account"))
        hint = tr("Kept in this computer's keyring, not in the shop. Many providers want a code for programs here.")
        self._below_password = Below(add_row(card, tr("Password"), self.password, hint))
        self.password.editingFinished.connect(self._keep_password)

    def _build_server(self, title: str, host: table.TextSetting, port: NumberSetting, kind: NumberSetting) -> None:
        card = self.card(title)
        self._line(card, host, tr("Server"), "imap.example.com" if host is table.MAIL_IMAP_HOST else "smtp.example.com")
        number = NumberField(port, setting_name(port.key))
        choices = ((table.TLS, "TLS"), (table.STARTTLS, "STARTTLS"), (table.PLAIN, tr("None (only on this computer)")))
        choice = ChoiceField(kind, setting_name(kind.key), choices)
        for field in (number, choice):
            self._add(field)
        add_row(card, tr("Port"), number)
        number.setMaximumWidth(_WIDE)
        add_row(card, tr("Encryption"), choice)
        if host is table.MAIL_IMAP_HOST:
            self._line(card, table.MAIL_FOLDER, tr("Folder"), hint=tr("Where mail for the shop arrives."))

    def _build_trial(self) -> None:
        card = self.card(tr("Trial"))
        self.trial = MailTrial(self._world, self._account, self.password.text)
        card.body.addWidget(self.trial)

    def _build_letters(self) -> None:
        card = self.card(tr("Letters"))
        field = LinesField(table.MAIL_SIGNATURE, setting_name(table.MAIL_SIGNATURE.key), rows=4)
        self._add(field)
        field.below = Below(add_row(card, tr("Signature"), field, tr("Stands under every mail that leaves.")))

    def _account(self) -> MailValues:
        """Return the account as the store has it."""
        return table.mail_account(settings.kept(self._world.reader, _KEYS))

    def _changed(self, changes: Changes) -> None:
        if changes.touches("setting", "agent", "role"):
            self._weigh()

    def _weigh(self) -> None:
        """Let it be turned on only where there is something to turn on."""
        may = self._world.may(Permission.SHOP_EDIT)
        complete = self._account().complete
        self.state.switch.setEnabled(may and (complete or self.state.switch.isChecked()))
        self.password.setEnabled(may)
        self.trial.offer(may and complete)
        self.state.show_state()

    def _show(self, state: LineState) -> None:
        if state.kind == "off" and not self._account().complete:
            self.state.words.setText(tr("Type the address and both servers first."))

    def _keep_password(self) -> None:
        channels, given, address = self._world.channels, self.password.text(), self._account().address
        if channels is None or not given or not self.password.isModified():
            return
        self.password.setModified(False)
        if not address:
            self._below_password.tell(tr("Type the address first: the password is kept under it."))
            self.password.setModified(True)
            return
        self._below_password.tell("")
        channels.keep_password(address, given, self._password_kept)

    def _password_kept(self, in_keyring: bool) -> None:
        if in_keyring:
            self._world.notices.say(tr("The password is in the keyring of this computer."))
        else:
            self._below_password.tell(
                tr("This computer has no keyring: the password holds until TicketDesk is closed.")
            )


def make(world: World) -> QWidget:
    """Return the section."""
    return MailSection(world)
