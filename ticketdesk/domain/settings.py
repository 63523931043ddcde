"""The settings of a shop: one typed table; what only one computer remembers stands in ``ui.settings.kept``."""

from types import MappingProxyType
from typing import Final, NamedTuple

from ticketdesk.domain.errors import DeskError

# The platforms a shop may stand on, by the value that the store keeps (data/FORMATS.md).
PLATFORMS: Final = ("taobao", "tmall", "pinduoduo", "douyin", "jd", "1688", "shopify", "own")


class NumberSetting(NamedTuple):
    """A whole number of the shop: its key in the store, what holds before it was chosen, and its bounds."""

    key: str
    default: int
    least: int
    most: int

    def read(self, text: str | None) -> int:
        """Return the value that the store's ``text`` stands for; the default for none and for what is no such number.

        A store may come from another version or a repair: an odd value must never keep the program from starting.
        """
        try:
            number = int(text) if text is not None else self.default
        except ValueError:
            return self.default
        return number if self.least <= number <= self.most else self.default

    def checked(self, text: str) -> str:
        """Return ``text`` as it is kept; raises DeskError ``setting_number`` for anything but a number in bounds."""
        try:
            number = int(text.strip())
        except ValueError:
            number = self.least - 1
        if not self.least <= number <= self.most:
            raise DeskError("setting_number", least=self.least, most=self.most)
        return str(number)


# Minutes without any touch after which the window locks; 0 is never. 15 minutes is what payment card rules
# (PCI DSS 4.0, 8.2.8) ask of whoever sees customers' data.
LOCK_MINUTES: Final = NumberSetting("lock.minutes", 15, 0, 480)

# The reception centre (trade.md A.2, A.11, A.12, C10); yes and no are 1 and 0, times of day are minutes after midnight.
OUTBOX_SECONDS: Final = NumberSetting("outbox.seconds", 5, 0, 15)
WAIT_WARN_MINUTES: Final = NumberSetting("wait.warn_minutes", 1, 1, 120)
WAIT_BAD_MINUTES: Final = NumberSetting("wait.bad_minutes", 3, 1, 240)
FIRST_RESPONSE_SECONDS: Final = NumberSetting("standard.first_response_seconds", 30, 5, 3_600)
# S1 rule 68: 60 characters a minute.
TYPING_PER_MINUTE: Final = NumberSetting("standard.typing_per_minute", 60, 10, 400)
# An agent's conversations go on to others so long after the agent went; 0 is never.
ESCALATE_MINUTES: Final = NumberSetting("escalate.minutes", 5, 0, 240)
# So many conversations at once make an agent busy: a new one waits, and the scene "all busy" begins; 0 is no limit.
BUSY_CONVERSATIONS: Final = NumberSetting("serve.most", 20, 0, 500)
QUIET_FROM: Final = NumberSetting("quiet.from", 22 * 60, 0, 1_439)
QUIET_TO: Final = NumberSetting("quiet.to", 8 * 60, 0, 1_439)
QUIET_ON: Final = NumberSetting("quiet.on", 0, 0, 1)
# S1 rule 64: the day shift begins at 8:30, the late one ends at midnight.
WORK_FROM: Final = NumberSetting("work.from", 8 * 60 + 30, 0, 1_439)
WORK_TO: Final = NumberSetting("work.to", 0, 0, 1_439)
ENTER_SENDS: Final = NumberSetting("reply.enter_sends", 1, 0, 1)
CONFIRM_UNANSWERED: Final = NumberSetting("ending.confirm_unanswered", 1, 0, 1)
WORDING_CONTACT: Final = NumberSetting("wording.contact", 1, 0, 1)
WORDING_ON: Final = NumberSetting("wording.on", 1, 0, 1)
# Each rule of resources/rules/wording.toml, by its key, can be switched off alone.
WORDING_RULES: Final = MappingProxyType(
    {
        key: NumberSetting(f"wording.rule.{key}", 1, 0, 1)
        for key in (
            "lacks.please", "lacks.you", "dont.harsh", "dont.blame_shift", "dont.blame_buyer", "curt",
            "contact.wechat", "contact.qq", "contact.phone", "contact.link", "promise.superlative",
            "promise.fake_penalty", "promise.cash_back", "promise.fake_orders", "closing",
        )
    }
)  # fmt: skip

SHOP_SETTINGS: Final = MappingProxyType(
    {
        each.key: each
        for each in (
            LOCK_MINUTES, OUTBOX_SECONDS, WAIT_WARN_MINUTES, WAIT_BAD_MINUTES, FIRST_RESPONSE_SECONDS,
            TYPING_PER_MINUTE, ESCALATE_MINUTES, BUSY_CONVERSATIONS, QUIET_FROM, QUIET_TO, QUIET_ON, WORK_FROM,
            WORK_TO, ENTER_SENDS, CONFIRM_UNANSWERED, WORDING_CONTACT, WORDING_ON, *WORDING_RULES.values(),
        )
    }
)  # fmt: skip


def within_day(minute: int, begins: int, ends: int) -> bool:
    """Return whether ``minute`` (0..1439) of the day lies in the span, which may go past midnight.

    Equal ends are the whole day.
    """
    if begins == ends:
        return True
    return begins <= minute < ends if begins < ends else minute >= begins or minute < ends


def checked(key: str, text: str) -> str:
    """Return ``text`` as the setting ``key`` keeps it.

    Raises DeskError ``setting_unknown`` for a key that is in no table, and what the setting itself refuses.
    """
    # Only where a setting is changed: no start needs the channels' own.
    from ticketdesk.domain.channel_settings import CHANNEL_SETTINGS
    from ticketdesk.domain.order_settings import ORDER_SETTINGS
    from ticketdesk.domain.ticket_moves import FORBIDDEN_MOVES

    of_tickets = {FORBIDDEN_MOVES.key: FORBIDDEN_MOVES}
    setting = SHOP_SETTINGS.get(key) or CHANNEL_SETTINGS.get(key) or ORDER_SETTINGS.get(key) or of_tickets.get(key)
    if setting is None:
        raise DeskError("setting_unknown", key=key)
    return setting.checked(text)
