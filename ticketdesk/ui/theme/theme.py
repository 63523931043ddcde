"""The Theme object: one per application, answers colours and fonts and says when they change."""

from __future__ import annotations

from typing import Final, Literal
from zlib import crc32

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from ticketdesk.ui.theme.dressing import Dressing
from ticketdesk.ui.theme.marks import Marks, paint_marks
from ticketdesk.ui.theme.palette import AVATARS, DARK, LIGHT, Palette
from ticketdesk.ui.theme.sheet import Sheets, style_sheets
from ticketdesk.ui.theme.sizes import FAMILIES, MONO_FAMILIES, PIXELS, SIZES, Role, Sizes

Mode = Literal["light", "dark", "system"]

_PROPERTY: Final = "ticketdesk.theme"


class Theme(QObject):
    """Colours by token and fonts by role for the palette in force; lives as long as the application."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.mode: Mode = "light"
        self.palette: Palette = LIGHT
        self.sizes: Sizes = SIZES
        self.pixmaps: dict[tuple[object, ...], QPixmap] = {}
        self.faded: tuple[tuple[object, ...], ...] = ()
        self.icons: dict[tuple[str, str, str, int, int], QIcon] = {}
        self.dressing = Dressing(self)
        self.worn: dict[int, tuple[str, str, str, int, int]] = {}  # icons in the colours of before, by cache key
        self.kept: dict[str, object] = {}
        self._colors: dict[str, QColor] = {}
        self._avatars = [QColor(each) for each in AVATARS]
        self._fonts: dict[tuple[str, bool], QFont] = {}
        self._marks: dict[str, Marks] = {}
        self._worn = False
        app.styleHints().colorSchemeChanged.connect(self._follow_system)

    @property
    def dark(self) -> bool:
        """Whether the dark palette is in force."""
        return self.palette is DARK

    def color(self, token: str) -> QColor:
        """The colour of a token such as "accent.text"; KeyError for an unknown one. Do not modify it."""
        found = self._colors.get(token)
        if found is None:
            found = self._colors[token] = QColor(self.palette.value(token))
        return found

    def avatar(self, key: str) -> QColor:
        """The colour that always belongs to this name (the same on every computer). Do not modify it."""
        return self._avatars[crc32(key.encode()) % len(self._avatars)]

    def font(self, role: Role = "base", *, bold: bool = False) -> QFont:
        """The font of a role with tabular figures. Do not modify it; copy with QFont(font)."""
        found = self._fonts.get((role, bold))
        if found is None:
            found = self._fonts[(role, bold)] = _font(role, bold=bold)
        return found

    def dress(self, part: QWidget, *, plain: bool = False) -> None:
        """Let a part of the screen (a panel, a page, a dialog) wear the style sheet of the mode in force; a ``plain``
        one holds none of the fields that only dialogs and settings have.
        """
        self.dressing.dress(part, plain=plain)

    def use(self, mode: Mode) -> None:
        """Dress the application at once: Fusion, palette and sheet of `mode`; "system" follows the desktop."""
        if self._wears(mode):
            self.mode = mode  # nothing is painted again that looks the same
        else:
            self.dressing.put_on(self._choose(mode))
        self.changed.emit()

    def turn(self, mode: Mode) -> None:
        """Change the mode of an open window without holding it; all in sight is painted when it is dressed."""
        self.dressing.turn_to(self._choose(mode))
        self.changed.emit()

    def _wears(self, mode: Mode) -> bool:
        return self._worn and self.dark == _is_dark(mode) and not self.dressing.turning()

    def _choose(self, mode: Mode) -> Sheets:
        """Take over palette and colours of `mode`; returns its style sheets."""
        self.mode = mode
        self.palette = DARK if _is_dark(mode) else LIGHT
        self._colors.clear()
        self.faded = tuple(self.pixmaps)
        self.pixmaps.clear()
        self.worn.update({made.cacheKey(): spec for spec, made in self.icons.items()})
        self.icons.clear()
        app = _application()
        if not self._worn:
            app.setStyle("Fusion")
            app.setFont(self.font())
            self._worn = True
        app.setPalette(_qt_palette(self))
        return style_sheets(self.palette, self._files(self.palette))

    def prepare(self) -> None:
        """Paint now what the first turn to the other mode would wait for."""
        for palette in (LIGHT, DARK):
            self._files(palette)

    def _files(self, palette: Palette) -> dict[str, str]:
        """The marks of the style sheet; they are painted once."""
        mode = "dark" if palette is DARK else "light"
        if mode not in self._marks:
            self._marks[mode] = paint_marks(mode, palette)
        return self._marks[mode].paths

    def _follow_system(self) -> None:
        if self.mode == "system":
            self.turn("system")


def apply(app: QApplication, mode: Mode = "system") -> Theme:
    """Dress `app` and return its theme; calling again changes the mode of the same theme."""
    theme = app.property(_PROPERTY)
    if not isinstance(theme, Theme):
        theme = Theme(app)
        app.setProperty(_PROPERTY, theme)
    vars(app)[_PROPERTY] = theme
    theme.use(mode)
    return theme


def current_theme() -> Theme:
    """The theme of the running application; a light one is applied where none was."""
    app = _application()
    # Asked some eighty times a frame: Qt's own property would take 2 µs each time.
    theme = vars(app).get(_PROPERTY) or app.property(_PROPERTY)
    return theme if isinstance(theme, Theme) else apply(app, "light")


def color(token: str) -> QColor:
    """Short for `current_theme().color(token)`."""
    return current_theme().color(token)


def font(role: Role = "base", *, bold: bool = False) -> QFont:
    """Short for `current_theme().font(role)`."""
    return current_theme().font(role, bold=bold)


def _application() -> QApplication:
    app = QCoreApplication.instance()
    if not isinstance(app, QApplication):
        raise RuntimeError("no QApplication yet")
    return app


def _is_dark(mode: Mode) -> bool:
    if mode == "system":
        return _application().styleHints().colorScheme() == Qt.ColorScheme.Dark
    return mode == "dark"


def _font(role: Role, *, bold: bool) -> QFont:
    made = QFont()
    made.setFamilies(list(MONO_FAMILIES if role == "mono" else FAMILIES))
    made.setPixelSize(PIXELS[role])
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    made.setFeature(QFont.Tag("tnum"), 1)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def _qt_palette(theme: Theme) -> QPalette:
    roles: dict[QPalette.ColorRole, str] = {
        QPalette.ColorRole.Window: "background",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "surface",
        QPalette.ColorRole.AlternateBase: "background",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.Button: "surface",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.BrightText: "bad",
        QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "accent.on",
        QPalette.ColorRole.Link: "accent.text",
        QPalette.ColorRole.LinkVisited: "note",
        QPalette.ColorRole.ToolTipBase: "toast",
        QPalette.ColorRole.ToolTipText: "toast.text",
        QPalette.ColorRole.PlaceholderText: "text.third",
        QPalette.ColorRole.Accent: "accent",
        QPalette.ColorRole.Light: "surface",
        QPalette.ColorRole.Mid: "line",
        QPalette.ColorRole.Midlight: "line",
        QPalette.ColorRole.Dark: "line.strong",
        QPalette.ColorRole.Shadow: "shadow",
    }
    made = QPalette()
    for role, token in roles.items():
        made.setColor(role, theme.color(token))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, theme.color("text.third"))
    return made
