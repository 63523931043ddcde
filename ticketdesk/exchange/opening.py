"""One door for every file about orders: what it is decides who reads it."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

from ticketdesk.domain.errors import DeskError
from ticketdesk.exchange.found import Cancelled, Progress
from ticketdesk.exchange.layouts import PARCELS, REFUNDS
from ticketdesk.exchange.matching import Aliases
from ticketdesk.exchange.order_file import OrderFile, open_orders
from ticketdesk.exchange.parcels import ParcelFile
from ticketdesk.exchange.refunds import DUE, STATE, RefundFile, unknown_columns
from ticketdesk.exchange.sniff import sniff

_KNOWN: Aliases = MappingProxyType({})
ImportFile = OrderFile | RefundFile | ParcelFile


def open_import(
    path: Path, *, progress: Progress | None = None, cancelled: Cancelled | None = None, aliases: Aliases = _KNOWN
) -> ImportFile:  # fmt: skip
    """Open an order file, a list of couriers' numbers, or an export of refunds that states how they stand or until
    when the platform waits; DeskErrors as ``open_orders``."""
    try:
        return open_orders(path, progress=progress, cancelled=cancelled, aliases=aliases)
    except DeskError as error:
        if error.key != "file_other_layout" or error.values["layout"] not in (REFUNDS, PARCELS):
            raise
        found = sniff(path, cancelled=cancelled, aliases=aliases)
        if found.layout == PARCELS:
            return ParcelFile(Path(path), found, (), progress, cancelled)
        if not {DUE, STATE} & set(found.header):
            raise
        return RefundFile(Path(path), found, unknown_columns(found.header), progress, cancelled)
