"""Every colour of the program, by meaning, as one light and one dark palette (design/tokens.md)."""

from typing import Final, NamedTuple


class Palette(NamedTuple):
    """Colours by meaning as #rrggbb or #aarrggbb; `accent_text` is asked for as "accent.text"."""

    accent: str
    accent_hover: str
    accent_text: str
    accent_weak: str
    accent_on: str
    rail: str
    rail_text: str
    rail_active: str
    rail_on: str
    background: str
    surface: str
    raised: str
    hover: str
    line: str
    line_strong: str
    selected: str
    text: str
    text_second: str
    text_third: str
    bubble_in: str
    bubble_out: str
    ok: str
    ok_weak: str
    warn: str
    warn_weak: str
    bad: str
    bad_weak: str
    bad_fill: str
    bad_on: str
    note: str
    note_weak: str
    plain_weak: str
    mark: str
    toast: str
    toast_text: str
    toast_action: str
    dim: str
    shadow: str
    flag_red: str = "#e5484d"
    flag_yellow: str = "#eab308"
    flag_green: str = "#22a565"
    flag_blue: str = "#1668f5"
    flag_purple: str = "#8b5cf6"
    flag_none: str = "#98a2b3"
    avatar_on: str = "#ffffff"
    clear: str = "#00000000"

    def value(self, token: str) -> str:
        """The literal behind a token such as "accent.text"; KeyError where there is no such token."""
        name = token.replace(".", "_")
        if name not in TOKENS:
            raise KeyError(token)
        return str(getattr(self, name))


TOKENS: Final = frozenset(Palette._fields)

LIGHT: Final = Palette(
    accent="#1668f5",
    accent_hover="#0f5ae0",
    accent_text="#1159d8",
    accent_weak="#e8f1ff",
    accent_on="#ffffff",
    rail="#1c2536",
    rail_text="#9fb0cc",
    rail_active="#343e51",
    rail_on="#ffffff",
    background="#f3f5f9",
    surface="#ffffff",
    raised="#ffffff",
    hover="#f3f5f9",
    line="#e4e8ef",
    line_strong="#cdd4df",
    selected="#eaf2ff",
    text="#1d2330",
    text_second="#5b6475",
    text_third="#626c7d",
    bubble_in="#f1f3f7",
    bubble_out="#dcebff",
    ok="#0d7a4a",
    ok_weak="#e3f6ec",
    warn="#955800",
    warn_weak="#fff3dd",
    bad="#c2272a",
    bad_weak="#ffe9e7",
    bad_fill="#d3353a",
    bad_on="#ffffff",
    note="#6a3dc9",
    note_weak="#f1eaff",
    plain_weak="#f1f3f7",
    mark="#ffe08a",
    toast="#1c2536",
    toast_text="#f3f5f9",
    toast_action="#8fb8ff",
    dim="#731c2536",
    shadow="#2e0c1526",
)

DARK: Final = Palette(
    accent="#5b9bff",
    accent_hover="#78adff",
    accent_text="#5b9bff",
    accent_weak="#1c2f4f",
    accent_on="#0c1526",
    rail="#12161f",
    rail_text="#8794ab",
    rail_active="#2a303d",
    rail_on="#ffffff",
    background="#161a22",
    surface="#1d222c",
    raised="#252b37",
    hover="#262c38",
    line="#2e3543",
    line_strong="#434c5e",
    selected="#20304d",
    text="#e8ebf1",
    text_second="#a9b2c2",
    text_third="#99a3b5",
    bubble_in="#2a303d",
    bubble_out="#1f3d6d",
    ok="#4cc38a",
    ok_weak="#16352a",
    warn="#f0b35a",
    warn_weak="#3a2c14",
    bad="#ff7a73",
    bad_weak="#45201f",
    bad_fill="#d3353a",
    bad_on="#ffffff",
    note="#b497ff",
    note_weak="#2c2346",
    plain_weak="#161a22",
    mark="#6b5413",
    toast="#39424f",
    toast_text="#f3f5f9",
    toast_action="#9cc2ff",
    dim="#99080b11",
    shadow="#80000000",
)

# White letters reach 4.5:1 on each; the order is part of the look: the same person keeps the same colour.
AVATARS: Final[tuple[str, ...]] = (
    "#b9503b",
    "#2f7d5c",
    "#4d63c0",
    "#966a28",
    "#8d4fb0",
    "#33788f",
    "#6b7a1f",
    "#6a43cf",
    "#b3436f",
    "#52627a",
)

# (text, ground) pairs that stand on screen; tests hold each to 4.5:1 in both palettes.
TEXT_PAIRS: Final[tuple[tuple[str, str], ...]] = (
    *(
        (ink, ground)
        for ink in ("text", "text.second", "text.third")
        for ground in ("surface", "background", "raised", "selected", "bubble.in", "plain.weak", "hover")
    ),
    ("text", "bubble.out"),
    ("text.second", "bubble.out"),
    ("text", "mark"),
    ("text", "accent.weak"),
    ("accent.text", "surface"),
    ("accent.text", "accent.weak"),
    ("accent.text", "selected"),
    ("accent.text", "background"),
    ("accent.on", "accent"),
    ("accent.on", "accent.hover"),
    ("rail.text", "rail"),
    ("rail.on", "rail.active"),
    ("rail.on", "rail"),
    ("ok", "surface"),
    ("ok", "ok.weak"),
    ("warn", "surface"),
    ("warn", "warn.weak"),
    ("warn", "selected"),
    ("bad", "surface"),
    ("bad", "bad.weak"),
    ("bad", "selected"),
    ("ok", "selected"),
    ("bad.on", "bad.fill"),
    ("note", "surface"),
    ("note", "note.weak"),
    ("toast.text", "toast"),
    ("toast.action", "toast"),
)


def channels(value: str) -> tuple[float, float, float]:
    """Red, green and blue of #rrggbb or #aarrggbb, each 0..1."""
    digits = value[-6:]
    return int(digits[:2], 16) / 255, int(digits[2:4], 16) / 255, int(digits[4:], 16) / 255


def contrast(first: str, second: str) -> float:
    """WCAG 2 contrast ratio of two colours, 1..21."""
    lights = sorted((_luminance(first), _luminance(second)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(value: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(value)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
