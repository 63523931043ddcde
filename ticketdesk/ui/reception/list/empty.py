"""What the list says where it has no rows, scope by scope."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final, NamedTuple

from ticketdesk.ui.reception.list.chosen import Chosen, group_words
from ticketdesk.ui.safe_text import one_line
from ticketdesk.words import mark, tr


class Empty(NamedTuple):
    """Title, sentence, the words of the one act, and the act: "paste", "clear" or "everywhere"."""

    title: str
    text: str
    action: str
    act: str


_SCOPES: Final = MappingProxyType(
    {
        "waiting": (mark("Everyone is answered"), mark("A pasted conversation without an answer stands here.")),
        "open": (mark("Nobody is being served"), mark("Conversations stand here until they are ended.")),
        "recent": (mark("No conversations yet"), ""),
        "all_buyers": (mark("No buyers have written yet"), ""),
        "team": (mark("No colleague serves anybody"), mark("Conversations of your colleagues stand here.")),
    }
)


def empty_words(chosen: Chosen, total: int) -> Empty:
    """Return what to say for a list without rows; ``total`` conversations are kept in the shop."""
    if not total:
        words = tr("Copy a conversation in Qianniu and paste it here; a .txt file works too.")
        return Empty(tr("No conversations yet"), words, tr("Paste conversation"), "paste")
    if chosen.words:
        title = tr("Nothing found for “{0}”", one_line(chosen.words, 40))
        if chosen.scope != "recent" or chosen.group or chosen.mine:
            return Empty(title, tr("It was looked for in this list only."), tr("Search everywhere"), "everywhere")
        return Empty(title, tr("Nickname, name, phone, note and messages were searched."), tr("Show all"), "clear")
    if chosen.filtered:
        return Empty(tr("No conversation of this kind"), group_words(chosen), tr("Show all"), "clear")
    title, text = _SCOPES[chosen.scope]
    act = "paste" if chosen.scope == "waiting" else ""
    return Empty(tr(title), tr(text) if text else "", tr("Paste conversation") if act else "", act)
