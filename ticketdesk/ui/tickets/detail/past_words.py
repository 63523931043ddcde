"""What the fields of a ticket and the moments of its life are called where it is shown as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from ticketdesk.domain.ticket_past import OWN, Point, Step
from ticketdesk.store.queries import tickets
from ticketdesk.ui import labels
from ticketdesk.ui.safe_text import clamp, one_line
from ticketdesk.ui.tickets.detail.event_words import value_words
from ticketdesk.ui.world import World
from ticketdesk.words import tr
from ticketdesk.words.records import column_name
from ticketdesk.words.ticket_types import shown

_MOMENTS: Final = frozenset({"due_at", "closed_at", "resume_at"})


class PastWords:
    """``kinds`` are those of the fields of the ticket's type, by their names with ``OWN`` before."""

    def __init__(self, world: World, type_key: str, kinds: Mapping[str, str]) -> None:
        self._world, self._type, self._kinds = world, type_key, kinds
        self._numbers: dict[int, str] = {}

    def field(self, name: str) -> str:
        """Return what a field is called."""
        if name == "group_id":
            return tr("Department")
        if not name.startswith(OWN):
            return column_name(name)
        key, forms = name.removeprefix(OWN), self._world.types.forms
        # A ticket of another type now keeps the fields of the one it was.
        fields = (form.field(key) for form in (forms.get(self._type), *forms) if form is not None)
        return next((shown(field.name) for field in fields if field is not None), key)

    def value(self, name: str, value: object) -> str:
        """Return a value of a field as it is read; "—" for none."""
        if value is None or value == "":
            return "—"
        if name.startswith(OWN):
            return value_words(self._kinds.get(name, ""), str(value))
        if isinstance(value, int):
            return self._number(name, value)
        if name == "state":
            return labels.ticket_state(str(value)).text
        return labels.ticket_type(str(value)) if name == "type" else clamp(str(value))

    def act(self, step: Step) -> str:
        """Return who did what: "小满 · new ticket"."""
        return f"{one_line(step.author, 20) or tr('The desk')} · {labels.command(step.command)}"

    def moment(self, point: Point, steps: Sequence[Step], *, now: bool) -> str:
        """Return what is to be said of a moment; ``now`` says that it is the end of the life."""
        if now:
            return tr("Now")
        if point.place >= len(steps):
            return tr("The ticket was not there yet")
        step = steps[point.place]
        return self.act(step) if step.at == point.at else tr("after {0}", self.act(step))

    def at(self, ms: int) -> str:
        """Return day and minute of a moment (UTC ms)."""
        return labels.date_text(ms, self._world.clock())

    def _number(self, name: str, value: int) -> str:
        if name == "priority":
            return labels.priority(value).text
        if name in _MOMENTS:
            return self.at(value)
        if name == "assignee_id":
            return next((each.name for each in self._world.people if each.id == value), f"#{value}")
        if name == "group_id":
            return next((each.name for each in self._world.flow.departments if each.id == value), f"#{value}")
        return self._ticket(value) if name == "merged_into" else str(value)

    def _ticket(self, ticket: int) -> str:
        if ticket not in self._numbers:
            found = tickets.rows(self._world.reader, [ticket])
            self._numbers[ticket] = found[0].number if found else f"#{ticket}"
        return self._numbers[ticket]
