"""A copied conversation that was saved as a text file."""

from __future__ import annotations

from pathlib import Path

from ticketdesk.domain.errors import DeskError
from ticketdesk.exchange.magic import require_file, unreadable
from ticketdesk.exchange.textfile import Encoding, read_error, sound_encodings

_MOST_BYTES = 64 * 1024 * 1024  # domain.transcript limits the characters; this only keeps a wrong file out of memory


def read_text(path: Path) -> tuple[str, str]:
    """Return the text of ``path`` and the name of its encoding (UTF-8 with or without mark, UTF-16, GB18030).

    Raises DeskErrors file_missing, file_unreadable, file_empty, file_too_big, file_encoding, file_cut.
    """
    try:
        require_file(path)
        size = path.stat().st_size
        if size > _MOST_BYTES:
            raise DeskError("file_too_big", name=path.name, size=f"{size >> 20} MB", limit=f"{_MOST_BYTES >> 20} MB")
        content = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    if not content.strip():
        raise DeskError("file_empty", name=path.name)
    encodings = sound_encodings(path)
    for encoding in encodings:
        text = _decoded(content, encoding)
        if text is not None:
            return text, encoding.name
    raise read_error(path, encodings[-1]) or DeskError("file_encoding", name=path.name, line=1)


def _decoded(content: bytes, encoding: Encoding) -> str | None:
    try:
        return content.decode(encoding.codec)
    except UnicodeDecodeError:
        return None
