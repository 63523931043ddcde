"""The password of the mail account in the system's own safe. Asking it may wait for its owner: never in the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

SERVICE: Final = "TicketDesk mail"

T = TypeVar("T")


def keep(address: str, password: str) -> bool:
    """Let the system keep the password of an account; False where it has no safe that answers."""
    import keyring

    def put() -> bool:
        keyring.set_password(SERVICE, address, password)
        return True

    return _answer(put, otherwise=False)


def kept(address: str) -> str | None:
    """Return the password that the system keeps for an account, None where it has none or no safe that answers."""
    import keyring

    return _answer(lambda: keyring.get_password(SERVICE, address), otherwise=None)


def forget(address: str) -> None:
    """Let the system forget the password of an account, where it has it."""
    import keyring

    _answer(lambda: keyring.delete_password(SERVICE, address), otherwise=None)


def _answer(ask: Callable[[], T], *, otherwise: T) -> T:
    """Return what the safe says, or ``otherwise``.

    Every safe has errors of its own: besides keyring's, a locked or dismissed Secret Service raises those of
    SecretStorage and of the bus, which share no kind with them.
    """
    try:
        return ask()
    except Exception:  # whatever it says, there is no password, and the program asks its owner
        return otherwise
