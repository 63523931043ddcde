"""The order files of all platforms that are gathered from rows, by layout and by platform."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ticketdesk.exchange.ali1688 import ALI_1688
from ticketdesk.exchange.douyin import DOUYIN
from ticketdesk.exchange.form import Form
from ticketdesk.exchange.jd import JD
from ticketdesk.exchange.pinduoduo import PINDUODUO
from ticketdesk.exchange.shopify import SHOPIFY
from ticketdesk.exchange.taobao_out import TAOBAO_DETAIL, TAOBAO_LIST

_ALL: Final = (PINDUODUO, DOUYIN, JD, ALI_1688, SHOPIFY)
FORMS: Final[Mapping[str, Form]] = MappingProxyType({form.layout: form for form in _ALL})
EXPORTS: Final[Mapping[str, Form]] = MappingProxyType(
    {"taobao": TAOBAO_LIST, "taobao-detail": TAOBAO_DETAIL, **{form.platform: form for form in _ALL}}
)
"""What orders can be written as, by the name that the command line takes."""
