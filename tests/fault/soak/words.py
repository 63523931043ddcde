"""What the soak types, pastes and hears: ordinary words, and texts that were made to do harm."""

from __future__ import annotations

from typing import Final

PASSWORD: Final = "soak-4711-password"
"""The one that is typed into every field of a password, so that the driver never locks itself out."""

CANARIES: Final = ("CANARYNICK7Q", "CANARYADDR8W", "13977770001", "CANARYWORD9E")
"""Made-up nickname, address, telephone number and word: none of them may be found in a log or a report."""

SHORT: Final = (
    "在吗", "尺码偏小想换", "refund", "退款 到账", "改地址", "W-12", "买家 3", "20261122", "3000000000000000012", "?",
    "a", "快递", "ok 谢谢", "/您好", "{买家}", "%s %d {0}", "'; DROP TABLE message; --", '" OR 1', "*",
    "\u200b\u202e倒", "e\u0301\u0301\u0301", "👨‍👩‍👧‍👦🙂", *CANARIES,
)  # fmt: skip

TALK: Final = (
    "CANARYNICK7Q 2026-11-21 14:20:01\n请改成 CANARYADDR8W 浙江省杭州市文三路1号\n"
    "青禾生活旗舰店:小满 2026-11-21 14:20:09\n好的\n已读\n"
    "CANARYNICK7Q 2026-11-21 14:21:00\n电话 13977770001 CANARYWORD9E\n"
)

HARD: Final = (
    "x" * 200_000,
    "长" * 100_000,
    "行\n" * 60_000,
    TALK,
    TALK * 300,
    '<img src="file:///etc/hostname"><b>bold</b><a href="\\\\evil\\share">x</a>',
    "\0NUL\0 \ud83d lone \udc00",
    "\u202e" * 500 + "\u200d" * 5_000,
    "a\u0301" + "\u0301" * 3_000,
    "",
    "\t\r\n\v\f\x1b[31m",
)
