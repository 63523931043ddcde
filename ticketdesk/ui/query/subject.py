"""What a search over a list is about: its words, and the names that the store knows."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ticketdesk.domain.query.completion import Provider
from ticketdesk.domain.query.fields import Vocabulary
from ticketdesk.domain.query.tree import Language


class Subject(NamedTuple):
    """``name`` of the field; ``vocabulary()`` and ``people()`` (None: no field asks for an agent) are asked when
    something is written, ``names`` completes what stands in the store, ``example(language)`` is shown where nothing
    is written."""

    name: str
    vocabulary: Callable[[], Vocabulary]
    names: Provider
    people: Callable[[], Sequence[str] | None]
    example: Callable[[Language], str]
