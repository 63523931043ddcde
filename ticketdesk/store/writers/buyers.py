"""Writing what agents keep of a buyer."""

from __future__ import annotations

from ticketdesk.domain.errors import DeskError
from ticketdesk.store.reader import first
from ticketdesk.store.tables import Buyer
from ticketdesk.store.tx import Tx


def note_of(tx: Tx, buyer: int) -> str:
    """Return the note on a buyer as it stands; DeskError ``buyer_missing`` where the buyer is gone."""
    found = first(tx, "SELECT note FROM buyer WHERE id = ? AND deleted = 0", (buyer,))
    if found is None:
        raise DeskError("buyer_missing", id=buyer)
    return str(found[0])


def set_note(tx: Tx, buyer: int, note: str) -> bool:
    """Keep another note; False where it is the one that stands."""
    if note_of(tx, buyer) == note:
        return False
    tx.update(Buyer, buyer, {"note": note})
    return True
