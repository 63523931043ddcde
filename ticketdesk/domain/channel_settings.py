"""The settings of the live channels: the shop's web page and its mail account, typed and checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.settings import NumberSetting
from ticketdesk.domain.text import clean_name, strip_nul

MOST_LINES: Final = 20
MOST_QUICK: Final = 8
QUICK_LENGTH: Final = 12
"""So many characters of a quick button are seen on a phone."""

_HOST: Final = re.compile(r"(?=.{1,253}\Z)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")
_ORIGIN: Final = re.compile(r"(https?)://([^/:\s]+)(?::([0-9]{1,5}))?/?")
_ADDRESS: Final = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}@([^\s@<>]{1,253})")


@dataclass(frozen=True, slots=True)
class TextSetting:
    """Words of the shop: ``most`` characters, cleaned by ``clean``, which raises a DeskError for what cannot be kept.

    ``least``, ``default`` and ``most`` let it stand beside the numbers in one table.
    """

    key: str
    default: str = ""
    most: int = 200
    clean: Callable[[str], str] = clean_name

    def read(self, text: str | None) -> str:
        """Return what the store's ``text`` stands for: the default for none and for what is no such text."""
        if text is None:
            return self.default
        try:
            return self.checked(text)
        except DeskError:
            return self.default

    def checked(self, text: str) -> str:
        """Return ``text`` as it is kept; DeskError ``setting_too_long`` and what ``clean`` refuses."""
        kept = self.clean(strip_nul(text))
        if len(kept) > self.most:
            raise DeskError("setting_too_long", limit=self.most)
        return kept


def _host(text: str) -> str:
    """Return the name of a computer in lower case; DeskError ``host_odd``. Blank stays blank."""
    name = clean_name(text).rstrip(".").lower()
    if not name:
        return ""
    try:
        plain = name.encode("idna").decode("ascii")
    except UnicodeError:
        plain = ""
    if not _HOST.fullmatch(plain):
        raise DeskError("host_odd", host=name[:60])
    return plain


def _lines(text: str, clean: Callable[[str], str], most: int = MOST_LINES) -> str:
    found = dict.fromkeys(kept for line in text.splitlines() if (kept := clean(line)))
    if len(found) > most:
        raise DeskError("setting_lines", most=most)
    return "\n".join(found)


def _hosts(text: str) -> str:
    return _lines(text, _host)


def _origin(text: str) -> str:
    """Return ``https://name`` or ``https://name:port``; DeskError ``origin_odd``."""
    line = clean_name(text).lower()
    if not line:
        return ""
    found = _ORIGIN.fullmatch(line)
    if found is None or not 0 < int(found[3] or 80) < 65_536:
        raise DeskError("origin_odd", origin=line[:80])
    try:
        host = _host(found[2])
    except DeskError:
        raise DeskError("origin_odd", origin=line[:80]) from None
    return f"{found[1]}://{host}{':' + found[3] if found[3] else ''}"


def _origins(text: str) -> str:
    return _lines(text, _origin)


def _quick(text: str) -> str:
    def one(line: str) -> str:
        words = clean_name(line)
        if len(words) > QUICK_LENGTH:
            raise DeskError("quick_too_long", words=words[:30], limit=QUICK_LENGTH)
        return words

    return _lines(text, one, MOST_QUICK)


def _address(text: str) -> str:
    """Return a mail address; DeskError ``mail_address_odd``. Blank stays blank."""
    line = clean_name(text)
    if not line:
        return ""
    found = _ADDRESS.fullmatch(line)
    if found is None or not _is_host(found[1]):
        raise DeskError("mail_address_odd", address=line[:80])
    return line


def _is_host(text: str) -> bool:
    try:
        return bool(_host(text))
    except DeskError:
        return False


def _paragraph(text: str) -> str:
    """Return several lines, each as it shows, without blank ones at either end."""
    return "\n".join(clean_name(line) for line in text.splitlines()).strip("\n")


WEB_ON: Final = NumberSetting("web.on", 0, 0, 1)
WEB_PORT: Final = NumberSetting("web.port", 8765, 1_024, 65_535)
WEB_LAN: Final = NumberSetting("web.lan", 0, 0, 1)
WEB_HOSTS: Final = TextSetting("web.hosts", most=2_000, clean=_hosts)
WEB_ORIGINS: Final = TextSetting("web.origins", most=2_000, clean=_origins)
WEB_QUICK: Final = TextSetting("web.quick", most=200, clean=_quick)
WEB_TITLE: Final = TextSetting("web.title", most=60)

PLAIN, TLS, STARTTLS = 0, 1, 2
"""How a mail server is spoken to: in the open, encrypted from the beginning, or encrypted once it was greeted."""

MAIL_ON: Final = NumberSetting("mail.on", 0, 0, 1)
MAIL_ADDRESS: Final = TextSetting("mail.address", most=320, clean=_address)
MAIL_NAME: Final = TextSetting("mail.name", most=60)
MAIL_IMAP_HOST: Final = TextSetting("mail.imap_host", most=253, clean=_host)
MAIL_IMAP_PORT: Final = NumberSetting("mail.imap_port", 993, 1, 65_535)
MAIL_IMAP_SSL: Final = NumberSetting("mail.imap_ssl", TLS, PLAIN, STARTTLS)
MAIL_SMTP_HOST: Final = TextSetting("mail.smtp_host", most=253, clean=_host)
MAIL_SMTP_PORT: Final = NumberSetting("mail.smtp_port", 465, 1, 65_535)
MAIL_SMTP_SSL: Final = NumberSetting("mail.smtp_ssl", TLS, PLAIN, STARTTLS)
MAIL_USER: Final = TextSetting("mail.user", most=320)
MAIL_FOLDER: Final = TextSetting("mail.folder", "INBOX", most=200)
MAIL_SIGNATURE: Final = TextSetting("mail.signature", most=1_000, clean=_paragraph)

ChannelSetting = NumberSetting | TextSetting
WEB: Final[tuple[ChannelSetting, ...]] = (WEB_ON, WEB_PORT, WEB_LAN, WEB_HOSTS, WEB_ORIGINS, WEB_QUICK, WEB_TITLE)
MAIL: Final[tuple[ChannelSetting, ...]] = (
    MAIL_ON, MAIL_ADDRESS, MAIL_NAME, MAIL_IMAP_HOST, MAIL_IMAP_PORT, MAIL_IMAP_SSL, MAIL_SMTP_HOST, MAIL_SMTP_PORT,
    MAIL_SMTP_SSL, MAIL_USER, MAIL_FOLDER, MAIL_SIGNATURE,
)  # fmt: skip
CHANNEL_SETTINGS: Final[Mapping[str, ChannelSetting]] = MappingProxyType({each.key: each for each in (*WEB, *MAIL)})


class WebValues(NamedTuple):
    """What the web page is told when it is turned on; without ``quick`` words it offers the usual three."""

    port: int
    lan: bool
    hosts: tuple[str, ...]
    origins: tuple[str, ...]
    quick: tuple[str, ...]
    title: str


class MailValues(NamedTuple):
    """What the mail channel is told when it is turned on; ``imap_ssl`` and ``smtp_ssl`` are PLAIN, TLS or STARTTLS."""

    address: str
    name: str
    imap_host: str
    imap_port: int
    imap_ssl: int
    smtp_host: str
    smtp_port: int
    smtp_ssl: int
    user: str
    folder: str
    signature: str

    @property
    def complete(self) -> bool:
        """Whether there is enough to try it."""
        return bool(self.address and self.imap_host and self.smtp_host)


def web_values(kept: Mapping[str, str]) -> WebValues | None:
    """Return what the web page is told, from what the store keeps (by key); None where it is off."""
    if not WEB_ON.read(kept.get(WEB_ON.key)):
        return None
    hosts, origins, quick = (
        tuple(each.read(kept.get(each.key)).splitlines()) for each in (WEB_HOSTS, WEB_ORIGINS, WEB_QUICK)
    )
    lan, title = bool(WEB_LAN.read(kept.get(WEB_LAN.key))), WEB_TITLE.read(kept.get(WEB_TITLE.key))
    return WebValues(WEB_PORT.read(kept.get(WEB_PORT.key)), lan, hosts, origins, quick, title)


def mail_values(kept: Mapping[str, str]) -> MailValues | None:
    """Return what the mail channel is told, from what the store keeps (by key); None where it is off."""
    return mail_account(kept) if MAIL_ON.read(kept.get(MAIL_ON.key)) else None


def mail_account(kept: Mapping[str, str]) -> MailValues:
    """Return the mail account as the store keeps it, on or off; without a name of the user the address is it."""
    address = MAIL_ADDRESS.read(kept.get(MAIL_ADDRESS.key))
    return MailValues(
        address,
        MAIL_NAME.read(kept.get(MAIL_NAME.key)),
        MAIL_IMAP_HOST.read(kept.get(MAIL_IMAP_HOST.key)),
        MAIL_IMAP_PORT.read(kept.get(MAIL_IMAP_PORT.key)),
        MAIL_IMAP_SSL.read(kept.get(MAIL_IMAP_SSL.key)),
        MAIL_SMTP_HOST.read(kept.get(MAIL_SMTP_HOST.key)),
        MAIL_SMTP_PORT.read(kept.get(MAIL_SMTP_PORT.key)),
        MAIL_SMTP_SSL.read(kept.get(MAIL_SMTP_SSL.key)),
        MAIL_USER.read(kept.get(MAIL_USER.key)) or address,
        MAIL_FOLDER.read(kept.get(MAIL_FOLDER.key)) or MAIL_FOLDER.default,
        MAIL_SIGNATURE.read(kept.get(MAIL_SIGNATURE.key)),
    )
