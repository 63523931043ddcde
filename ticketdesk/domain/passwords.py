"""Passwords: which are taken, how they are hashed (scrypt), and how long wrong ones make wait."""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

from ticketdesk.domain.errors import DeskError

SHORTEST: Final = 6
LONGEST: Final = 128
SALT_BYTES: Final = 16
_N, _R, _P = 2**15, 8, 1
_BYTES: Final = 32
_MOST_MEMORY: Final = 1 << 26  # scrypt takes 128 * n * r bytes; a stored string may not ask for more than 64 MiB
_FREE_FAILURES: Final = 5
_FIRST_WAIT: Final = 5
_LONGEST_WAIT: Final = 900


def check_password(text: str) -> None:
    """Raise DeskError ``password_short`` or ``password_long`` (6 to 128 characters); blanks count like others."""
    if len(text) < SHORTEST or not text.strip():
        raise DeskError("password_short", least=SHORTEST)
    if len(text) > LONGEST:
        raise DeskError("password_long", most=LONGEST)


def hashed(text: str, salt: bytes, *, n: int = _N) -> str:
    """Return ``scrypt$n$r$p$salt$hash`` (hexadecimal) of ``text``; takes about 0.1 s, so call it in a worker.

    ``salt`` is 16 random bytes of the caller; ``n`` (a power of two) is lower in tests only.
    """
    found = _derived(text, salt, n, _R, _P)
    return "$".join(("scrypt", str(n), str(_R), str(_P), salt.hex(), found.hex()))


def matches(stored: str, text: str) -> bool:
    """Return whether ``text`` is the password of ``stored``, in constant time; False for a string that is no hash."""
    try:
        kind, n, r, p, salt, wanted = stored.split("$")
        if kind != "scrypt":
            return False
        found = _derived(text, bytes.fromhex(salt), int(n), int(r), int(p))
        return hmac.compare_digest(found, bytes.fromhex(wanted))
    except ValueError:
        return False


def is_hash(stored: str) -> bool:
    """Return whether ``stored`` is a string that ``hashed`` makes."""
    parts = stored.split("$")
    return len(parts) == 6 and parts[0] == "scrypt" and all(part.isdecimal() for part in parts[1:4])


def wait_ms(failures: int, failed_at: int | None, now: int) -> int:
    """Return how long (ms) the next try must wait: nothing up to four wrong ones, then 5, 10, 20 … 900 s.

    A clock that was set back or forth shortens no wait by more than it was moved, and makes none longer than it is.
    """
    if failures < _FREE_FAILURES or failed_at is None:
        return 0
    whole = min(_FIRST_WAIT << min(failures - _FREE_FAILURES, 10), _LONGEST_WAIT) * 1_000
    return max(0, whole - abs(now - failed_at))


def _derived(text: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(
        text.encode("utf-8", "surrogatepass"), salt=salt, n=n, r=r, p=p, maxmem=_MOST_MEMORY, dklen=_BYTES
    )
