"""Unsent words with their pictures as the text that is kept for them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ticketdesk.domain.files import FileRef


class Draft(NamedTuple):
    """What was not sent yet: named fields, and pictures that are already kept."""

    fields: Mapping[str, str]
    pictures: tuple[FileRef, ...] = ()

    @property
    def blank(self) -> bool:
        """Whether nothing was written and nothing attached."""
        return not self.pictures and not any(self.fields.values())


def pack(draft: Draft) -> str:
    """Return the text to keep, "" for a blank draft."""
    if draft.blank:
        return ""
    pictures = [list(file) for file in draft.pictures]
    return json.dumps({"fields": dict(draft.fields), "pictures": pictures}, ensure_ascii=False)


def unpack(body: str) -> Draft:
    """Return the draft behind a kept text; what cannot be read is taken as words in the field "text"."""
    try:
        found = json.loads(body) if body else {}
        fields = {str(name): str(text) for name, text in dict(found.get("fields", {})).items()}
        return Draft(fields, tuple(_file(values) for values in found.get("pictures", ())))
    except (ValueError, TypeError, AttributeError):
        return Draft({"text": body})


def _file(values: Sequence[object]) -> FileRef:
    sha256, name, media_type, size, width, height = values
    return FileRef(str(sha256), str(name), str(media_type), int(str(size)), int(str(width)), int(str(height)))
