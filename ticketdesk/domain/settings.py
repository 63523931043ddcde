"""The settings of a shop: one typed table; what only one computer remembers stands in ``ui.settings.kept``."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from ticketdesk.domain.errors import DeskError

# The platforms a shop may stand on, by the value that the store keeps (data/FORMATS.md).
PLATFORMS: Final = ("taobao", "tmall", "pinduoduo", "douyin", "jd", "1688", "shopify", "own")


@dataclass(frozen=True, slots=True)
class NumberSetting:
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

SHOP_SETTINGS: Final = MappingProxyType({each.key: each for each in (LOCK_MINUTES,)})


def checked(key: str, text: str) -> str:
    """Return ``text`` as the setting ``key`` keeps it.

    Raises DeskError ``setting_unknown`` for a key that is not in the table, and what the setting itself refuses.
    """
    setting = SHOP_SETTINGS.get(key)
    if setting is None:
        raise DeskError("setting_unknown", key=key)
    return setting.checked(text)
