"""Masks for personal data: what may be seen of a phone, a name and an address before it is revealed."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_NOT_DIGIT: Final = re.compile(r"\D")
# A region's name holds no digit and none of the words that begin the exact part of an address.
_ENDING: Final = r"\d\s,\uff0c路号弄村楼栋室"
_EXACT: Final = f"[{_ENDING}]"
_NAME: Final = f"[^{_ENDING}]"
_REGION: Final = (
    rf"((?:{_NAME}{{2,8}}?(?:省|自治区|特别行政区))?(?:{_NAME}{{2,9}}?(?:市|自治州|地区|盟))?)"
    rf"((?:{_NAME}{{1,9}}?(?:(?<![小社园])区|县|市|旗))?(?:{_NAME}{{1,8}}?(?:街道|镇|乡))?)"
)


def mask_phone(phone: str) -> str:
    """Return ``phone`` as ``138****6021``: of eleven digits the first three and the last four.

    A country code and an extension are left out; a shorter number shows its last two digits only, if it has seven.
    """
    if len(phone) == 11 and phone.isascii() and phone.isdigit():
        return f"{phone[:3]}****{phone[-4:]}"
    if "*" in phone:
        return phone.strip()
    main = re.split(r"转|ext|,|(?<=\d{11})\s*-", phone.strip(), maxsplit=1)[0]
    digits = _NOT_DIGIT.sub("", main)
    if len(digits) > 11 and digits.startswith(("86", "0086")):
        digits = digits.removeprefix("00").removeprefix("86")
    if len(digits) >= 11:
        return f"{digits[:3]}****{digits[-4:]}"
    return f"****{digits[-2:]}" if len(digits) >= 7 else "****" if phone.strip() else ""


def mask_name(name: str) -> str:
    """Return the first character of a receiver's name and two stars whatever its length: ``鹿**``."""
    name = name.strip()
    return f"{name[0]}**" if name else ""


def mask_address(address: str) -> str:
    """Return ``address`` down to its street office or town, then an ellipsis; one without known regions shows nothing.

    ``江苏省 苏州市 姑苏区 平江街道某路1号`` becomes ``江苏省苏州市姑苏区平江街道…``.
    """
    flat = "".join(address.split())
    if not flat:
        return ""
    exact = re.search(_EXACT, flat)
    return _region(flat[: exact.start()] if exact else flat) + "…"


@lru_cache(maxsize=4_096)
def _region(beginning: str) -> str:
    """The region of an address that begins so; many orders go to the same streets."""
    match = re.match(_REGION, beginning)
    return match[0] if match is not None and match[1] else ""
