"""A scratch shop to practise in: as this shop is, without its buyers; and the report at the end."""

from __future__ import annotations

from collections import Counter
from typing import Final

from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.auto_replies import AddAutoReply
from ticketdesk.desk.commands.phrases import AddPhrase
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.commands.shop import CreateShop, ShopMade
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.seed import Seed
from ticketdesk.desk.wording import findings
from ticketdesk.domain.practice import Hit, Report, Standards
from ticketdesk.domain.settings import FIRST_RESPONSE_SECONDS, LOCK_MINUTES, SHOP_SETTINGS, TYPING_PER_MINUTE
from ticketdesk.store.queries import agents, auto_replies, phrases, practice, settings
from ticketdesk.store.reader import Rows

MOST_PHRASES: Final = 500
"""So many phrases go along: each is an act of the scratch shop."""


def seed(source: Rows, agent_id: int | None) -> Seed:
    """Return this shop's name, settings, phrases and auto-replies, and its agent's name; no buyer's data goes along."""
    shop = agents.shop(source)
    name = next((each.name for each in agents.people(source) if each.id == agent_id), "")
    acts: list[Command] = [SetSetting(key=key, value=value) for key, value in _settings(source)]
    known = phrases.phrases(source)[:MOST_PHRASES]
    acts += [AddPhrase(text=row.text, code=row.code, grouping=row.grouping) for row in known]
    acts += [
        AddAutoReply(scene=row.scene, text=row.text, keywords=row.keywords, cooldown_ms=row.cooldown_ms, enabled=True)
        for row in auto_replies.auto_replies(source)
        if row.enabled
    ]
    return Seed(shop.name if shop else "", name, tuple(acts))


def _settings(source: Rows) -> list[tuple[str, str]]:
    """What the shop chose; nobody is locked out of a practice."""
    chosen = [(each, settings.number(source, each)) for each in SHOP_SETTINGS.values() if each is not LOCK_MINUTES]
    return [(each.key, str(value)) for each, value in chosen if value != each.default]


def fill_practice(desk: Desk, sown: Seed) -> int:
    """Make the practice shop in the empty store of ``desk``, sign its owner in and return the owner's id."""
    made = desk.run(CreateShop(shop_name=sown.shop, owner_name=sown.agent)).result
    if not isinstance(made, ShopMade):
        raise TypeError("a shop was not made")
    desk.agent_id = made.owner_id
    desk.run(SetSetting(key=LOCK_MINUTES.key, value="0"))
    for act in sown.acts:
        desk.run(act)
    return made.owner_id


def report(source: Rows, channel: str, typing_per_minute: int | None) -> Report:
    """Return what came of the practice over ``channel`` (call it in a task: it looks at every reply)."""
    standards = Standards(settings.number(source, TYPING_PER_MINUTE), settings.number(source, FIRST_RESPONSE_SECONDS))
    sent = practice.replies(source, channel)
    hits: Counter[str] = Counter()
    for text in sent:
        hits.update({found.says for found in findings(source, text)})
    told = tuple(Hit(says, count) for says, count in hits.most_common())
    return Report(standards, typing_per_minute, practice.served(source, channel), len(sent), told)
