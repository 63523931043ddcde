"""Keeping pictures and attachments: the bytes go to disk first, the command that names them follows."""

from __future__ import annotations

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.files import FileRef
from ticketdesk.domain.pictures import PICTURE_BYTES
from ticketdesk.domain.text import clean_name
from ticketdesk.store.store import Store


def keep(store: Store, content: bytes, name: str, media_type: str, *, width: int = 0, height: int = 0) -> FileRef:
    """Store ``content`` durably (any thread) and return its reference.

    Raises DeskErrors ``file_empty``, ``file_too_large`` (20 MB), ``disk_full``, ``store_read_only``.
    """
    if not content:
        raise DeskError("file_empty", name=clean_name(name))
    if len(content) > PICTURE_BYTES:
        raise DeskError("file_too_large", name=clean_name(name), limit=PICTURE_BYTES)
    digest = store.files.keep(content)
    return FileRef(digest, clean_name(name)[:200] or digest[:12], media_type, len(content), width, height)


def read(store: Store, sha256: str) -> bytes:
    """Return the bytes of a kept file; DeskError ``file_missing`` where they are gone."""
    return store.files.read(sha256)
