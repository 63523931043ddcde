"""The password of the mail account in the system's own safe. Asking it may wait for its owner: never in the window."""

from __future__ import annotations

from typing import Final

SERVICE: Final = "TicketDesk mail"


def keep(address: str, password: str) -> bool:
    """Let the system keep the password of an account; False where it has no safe that answers (NoKeyringError)."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, address, password)
    except (KeyringError, RuntimeError, OSError):  # NoKeyringError is both of the first two
        return False
    return True


def kept(address: str) -> str | None:
    """Return the password that the system keeps for an account, None where it keeps none or has no safe."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, address)
    except (KeyringError, RuntimeError, OSError):
        return None


def forget(address: str) -> None:
    """Let the system forget the password of an account, where it has it."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.delete_password(SERVICE, address)
    except (KeyringError, RuntimeError, OSError):
        return
