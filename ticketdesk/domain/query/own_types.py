"""The search language with the shop's own types of tickets."""

from __future__ import annotations

from collections.abc import Iterable

from ticketdesk.domain.query.fields import VOCABULARY, Names, Vocabulary
from ticketdesk.domain.ticket_types import TicketForm


def vocabulary(forms: Iterable[TicketForm]) -> Vocabulary:
    """Return the fields with every type of the shop: its own names first, those of the shipped ones still known."""
    shipped = {each.key: each for each in VOCABULARY.of("type").choices}
    return VOCABULARY.with_choices("type", [_names(form, shipped.get(form.key)) for form in forms])


def _names(form: TicketForm, known: Names | None) -> Names:
    if known is None:
        return Names(form.key, (form.name,), (form.name,))
    if not form.version:
        return known
    return Names(form.key, (form.name, *known.zh), (form.name, *known.en))
