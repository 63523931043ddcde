"""Messages that are shown as a card: products, parcels on their way, files, invitations to rate."""

from __future__ import annotations

from typing import Final

from ticketdesk.domain import file_names
from ticketdesk.store.queries.conversations import MessageRow
from ticketdesk.ui import labels
from ticketdesk.ui.reception.chat.card_data import cents, currency, text, values
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.widgets.chat_item import ChatCard
from ticketdesk.words import tr

KINDS: Final = frozenset({"file", "product", "logistics", "rating"})


def card(row: MessageRow, now: int) -> ChatCard | None:
    """Return the card of a message as of ``now`` (UTC ms), None for one that is shown as words or as a picture."""
    if row.kind == "file":
        return file_card(row) if row.sha256 or row.file_name else None
    found = values(row.data)
    if row.kind == "product":
        return _product(row, found)
    if row.kind == "logistics":
        return _logistics(row, found, now)
    return ChatCard(tr("Invitation to rate"), one_line(row.text, 80), icon="star") if row.kind == "rating" else None


def file_card(row: MessageRow) -> ChatCard:
    """Return the card of a file: its name as it really ends, its size, and a warning where it is a program."""
    name = file_names.clean_file_name(row.file_name) or tr("File without a name")
    size = labels.size_text(row.file_size) if row.file_size else ""
    line = tr("{0} · Enter saves a copy", size) if size else tr("Enter saves a copy")
    return ChatCard(name, line, icon="paperclip", warning=file_warning(row.file_name))


def file_warning(name: str) -> str:
    """Return why a file of this name is not what it looks like, "" where nothing speaks against it."""
    if not file_names.is_program(name):
        return ""
    parts = file_names.clean_file_name(name).lower().split(".")
    if len(parts) > 2:
        return tr("A program, not a “.{0}”. Do not run it.", parts[-2][:12])
    return tr("A program, not a document. Do not run it.")


def _product(row: MessageRow, found: dict[str, object]) -> ChatCard | None:
    title = text(found, "title", "name") or one_line(row.text, 80)
    if not title:
        return None
    facts = (text(found, "attributes", "sku"), text(found, "code", "merchant_code"))
    line = one_line(" · ".join(fact for fact in facts if fact), 80)
    return ChatCard(
        one_line(title, 80), line or tr("Product"), labels.money(cents(found), currency(found)), icon="shopping-bag"
    )


def _logistics(row: MessageRow, found: dict[str, object], now: int) -> ChatCard | None:
    """Carrier and number, then the last thing that happened to the parcel."""
    carrier, number = text(found, "carrier", "company"), text(found, "number", "tracking")
    title = one_line(" ".join(part for part in (carrier, number) if part), 80)
    if not title:
        return None
    at = found.get("at")
    moment = labels.date_text(at, now) if isinstance(at, int) and 0 < at < 10**14 else ""
    event = one_line(text(found, "event", "last") or row.text, 80)
    line = " ".join(part for part in (moment, event) if part)
    return ChatCard(title, line or tr("No news of the parcel yet"), icon="truck")
