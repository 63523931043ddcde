"""Settings of the web chat: on or off, its address and QR code, where it may stand, what buyers see of it."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.domain import channel_settings as table
from ticketdesk.domain.line_state import LineState
from ticketdesk.store.queries import agents
from ticketdesk.ui.channels.copy_line import CopyLine
from ticketdesk.ui.channels.qr_card import QrCard
from ticketdesk.ui.channels.state_card import StateCard
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.settings.frame import SectionFrame, add_row
from ticketdesk.ui.settings.setting_fields import NumberField, SettingFields, ShopField, SwitchField
from ticketdesk.ui.settings.text_fields import Below, LineField, LinesField
from ticketdesk.ui.widgets.frames import Card
from ticketdesk.ui.world import World
from ticketdesk.words import tr
from ticketdesk.words.settings import setting_name

MOST_ADDRESSES: Final = 3
_WIDE: Final = 180
_EMBED: Final = '<script src="{0}bubble.js" async></script>'


class WebSection(SectionFrame):
    """Each field is kept when it is left, and offered for undo; ``fields`` are by the keys of their settings."""

    def __init__(self, world: World) -> None:
        super().__init__(
            tr("Web chat"),
            tr("Buyers write on a page that this computer serves: no other server, and off means off."),
        )
        self._world = world
        self.fields: dict[str, ShopField] = {}
        self.state = StateCard(world, "web", table.WEB_ON, tr("Serve the page to buyers"), self._show)
        self.column.addWidget(self.state)
        self._add(self.state.switch)
        self._build_address()
        self._build_code()
        self._build_embedding()
        self._build_looks()
        self._keeper = SettingFields(world, list(self.fields.values()), self)
        world.changed.connect(self._changed)
        self._name_it()
        self.state.show_state()

    def _add(self, field: ShopField) -> None:
        self.fields[field.setting.key] = field

    def _build_address(self) -> None:
        card = self.card(tr("Address"))
        self.addresses = [CopyLine(self._world, tr("Address {0}", place + 1)) for place in range(MOST_ADDRESSES)]
        for each in self.addresses:
            card.body.addWidget(each)
        self.none = label(tr("The address is shown here as soon as the chat is on."), role="third", wrap=True)
        card.body.addWidget(self.none)
        port = NumberField(table.WEB_PORT, setting_name(table.WEB_PORT.key))
        self._add(port)
        hint = tr("Part of the address and of the printed code: change it only where another program uses it.")
        add_row(card, tr("Port"), port, hint)
        port.setMaximumWidth(_WIDE)
        lan = SwitchField(table.WEB_LAN, tr("Reachable in the local network"))
        self._add(lan)
        card.body.addWidget(lan)
        self.firewall = label("", role="third", wrap=True)
        card.body.addWidget(self.firewall)

    def _build_code(self) -> None:
        card = self.card(tr("QR code"))
        self.code = QrCard(self._world, self._title)
        card.body.addWidget(self.code)

    def _build_embedding(self) -> None:
        card = self.card(tr("In your own page"))
        words = tr("This line, put before </body>, shows the chat as a bubble in the corner of a page.")
        card.body.addWidget(label(words, role="second", wrap=True))
        self.embed = CopyLine(self._world, tr("Line for your page"))
        card.body.addWidget(self.embed)
        self._lines(card, table.WEB_ORIGINS, tr("Pages that may hold it"), "https://shop.example.com",
                    tr("One address a line. Other pages cannot show the chat."))  # fmt: skip
        self._lines(card, table.WEB_HOSTS, tr("Further names"), "chat.example.com",
                    tr("Where a name of your own leads to this computer: one a line."))  # fmt: skip

    def _build_looks(self) -> None:
        card = self.card(tr("What buyers see"))
        title = LineField(table.WEB_TITLE, setting_name(table.WEB_TITLE.key))
        self._title_field = title
        self._add(title)
        title.below = Below(add_row(card, tr("Shown name"), title, tr("Empty: the name of the shop.")))
        hint = tr("One a line, {0} at most. Empty: the usual three.", table.MOST_QUICK)
        self._lines(card, table.WEB_QUICK, tr("Quick buttons"), tr("Where is my parcel"), hint)

    def _lines(self, card: Card, setting: table.TextSetting, name: str, example: str, hint: str) -> None:
        field = LinesField(setting, setting_name(setting.key), hint=example)
        self._add(field)
        field.below = Below(add_row(card, name, field, hint))

    def _changed(self, changes: Changes) -> None:
        if changes.touches("shop"):
            self._name_it()

    def _name_it(self) -> None:
        shop = agents.shop(self._world.reader)
        self._title_field.setPlaceholderText(shop.name if shop else "")

    def _title(self) -> str:
        return self._title_field.text() or self._title_field.placeholderText()

    def _show(self, state: LineState) -> None:
        """Follow what the channel says: its addresses, the line to embed, the code."""
        shown = state.addresses[:MOST_ADDRESSES] if state.kind == "on" else ()
        for place, line in enumerate(self.addresses):
            line.setVisible(place < len(shown))
            line.show_text(shown[place] if place < len(shown) else "")
        self.none.setVisible(not shown)
        first = shown[0] if shown else ""
        self.embed.setVisible(bool(first))
        self.embed.show_text(_EMBED.format(first if first.endswith("/") else f"{first}/"))
        self.code.show_address(first, reachable=not _is_near(first))
        port = state.port or self._port()
        self.firewall.setText(
            tr("If a phone in the same network cannot open it, the firewall of this computer keeps it out: allow"
               " TicketDesk there, or port {0} for incoming TCP. Whoever is in this network can then write.", port)
        )  # fmt: skip

    def _port(self) -> int:
        field = self.fields[table.WEB_PORT.key]
        return int(field.given())


def _is_near(address: str) -> bool:
    """Whether only this computer can open the address."""
    return "//127.0.0.1" in address or "//localhost" in address


def make(world: World) -> QWidget:
    """Return the section."""
    return WebSection(world)
