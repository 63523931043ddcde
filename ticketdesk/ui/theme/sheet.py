"""The style sheet laid over Fusion; {token} stands for a colour, [name] for a file the theme painted.

Qt takes it apart anew for each part that wears it and keeps that: 1.7 kB for each selector. What the bars and the pages
of the window wear is therefore without the rules of what only dialogs and settings hold.
"""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from ticketdesk.ui.theme.palette import Palette

_PLAIN: Final = """
QWidget { color: {text}; }
QToolTip { background: {toast}; color: {toast.text}; border: 1px solid {toast}; border-radius: 4px; padding: 4px 8px; }
QLabel { background: transparent; }
QLabel[role="second"] { color: {text.second}; } QLabel[role="third"] { color: {text.third}; }
QLabel[role="ok"] { color: {ok}; } QLabel[role="warn"] { color: {warn}; } QLabel[role="bad"] { color: {bad}; }
QLabel[role="accent"] { color: {accent.text}; } QLabel[role="note"] { color: {note}; }
QLabel[role="title"], QLabel[role="dialog"], QLabel[role="strong"], QLabel[role="big"] { color: {text}; }

QPushButton { background: {surface}; color: {text}; border: 1px solid {line}; border-radius: 6px;
  padding: 0 10px; min-height: 26px; max-height: 26px; }
QPushButton[small="true"] { min-height: 22px; max-height: 22px; padding: 0 8px; font-size: 12px; }
QPushButton:hover { background: {hover}; border-color: {line.strong}; }
QPushButton:pressed { background: {accent.weak}; border-color: {accent}; }
QPushButton:checked { background: {accent.weak}; color: {accent.text}; border-color: {accent}; }
QPushButton:focus { border-color: {accent}; outline: none; }
QPushButton:disabled { color: {text.third}; background: {background}; }
QPushButton::menu-indicator { image: url([down]); width: 12px; subcontrol-position: right center; right: 6px; }
QPushButton[kind="primary"] { background: {accent}; color: {accent.on}; border-color: {accent}; }
QPushButton[kind="primary"]:hover { background: {accent.hover}; border-color: {accent.hover}; }
QPushButton[kind="primary"]:pressed { background: {accent.text}; }
QPushButton[kind="primary"]:focus { border: 2px solid {accent.weak}; }
QPushButton[kind="primary"]:disabled { background: {line}; color: {text.third}; border-color: {line}; }
QPushButton[kind="danger"] { color: {bad}; }
QPushButton[kind="danger"]:hover { background: {bad.weak}; border-color: {bad}; }
QPushButton[kind="ghost"] { background: transparent; border-color: transparent; }
QPushButton[kind="ghost"]:hover { background: {hover}; }
QPushButton[kind="ghost"]:focus { border-color: {accent}; }
QPushButton[kind="link"] { background: transparent; border: 1px solid transparent; color: {accent.text};
  padding: 0 4px; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border-color: {accent}; }
QPushButton[kind="toast"] { background: transparent; border: 1px solid transparent; color: {toast.action}; }
QPushButton[kind="toast"]:focus, QPushButton[kind="toast"]:hover { border-color: {toast.action}; }
QLabel[role="toast"] { color: {toast.text}; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 3px; }
QToolButton:hover { background: {hover}; } QToolButton:focus { border-color: {accent}; }
QToolButton:checked, QToolButton:pressed { background: {accent.weak}; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QPlainTextEdit { background: {surface}; color: {text}; border: 1px solid {line}; border-radius: 6px;
  selection-background-color: {accent}; selection-color: {accent.on}; }
QLineEdit { padding: 0 10px; min-height: 28px; }
QPlainTextEdit { padding: 6px; }
QLineEdit:hover, QPlainTextEdit:hover { border-color: {line.strong}; }
QLineEdit:focus, QPlainTextEdit:focus { border: 1px solid {accent}; }
QLineEdit[bad="true"], QPlainTextEdit[bad="true"] { border-color: {bad}; }
QLineEdit:disabled, QPlainTextEdit:disabled { background: {background}; color: {text.third}; }
QLineEdit[role="search"] { background: {background}; }
QPlainTextEdit[role="bare"], QLineEdit[role="bare"] { border: none; background: transparent; padding: 0; }

QCheckBox { spacing: 8px; background: transparent; }
QCheckBox::indicator, QTableView::indicator, QListView::indicator { width: 14px; height: 14px;
  border: 1px solid {text.third};
  border-radius: 4px; background: {surface}; }
QCheckBox::indicator:hover, QCheckBox::indicator:focus { border-color: {accent}; }
QCheckBox::indicator:checked, QTableView::indicator:checked, QListView::indicator:checked {
  background: {accent}; border-color: {accent}; image: url([tick]); }
QCheckBox::indicator:indeterminate { background: {accent.weak}; border-color: {accent}; image: url([dash]); }
QCheckBox::indicator:disabled { border-color: {line}; background: {background}; }
QCheckBox:focus { color: {accent.text}; }
QCheckBox:disabled { color: {text.third}; }

QAbstractItemView { background: {surface}; alternate-background-color: {surface}; border: none; outline: none;
  selection-background-color: {selected}; selection-color: {text}; }
QListView[role="bare"], QTableView[role="bare"] { background: transparent; }
QTableView { gridline-color: {line}; }
QTableView::item { border: none; border-bottom: 1px solid {line}; padding: 0 6px; }
QTableView::item:hover { background: {hover}; }
QTableView::item:selected, QListView::item:selected { background: {selected}; color: {text}; }
QListView[kind="choice"]::item { padding: 6px 8px; }
QHeaderView { background: {background}; border: none; }
QHeaderView::section { background: {background}; color: {text.second}; border: none; border-bottom: 1px solid {line};
  padding: 0 9px; font-size: 12px; font-weight: normal; }
QHeaderView::section:hover { color: {text}; }
QHeaderView::up-arrow { image: url([up]); width: 10px; height: 10px; subcontrol-position: right center; right: 4px; }
QHeaderView::down-arrow { image: url([down]); width: 10px; height: 10px; subcontrol-position: right center;
  right: 4px; }
QTableCornerButton::section { background: {background}; border: none; }

QTabBar { background: transparent; border: none; }
QTabBar::tab { background: transparent; border: none; border-bottom: 2px solid transparent; padding: 10px;
  color: {text.second}; }
QTabBar::tab:selected { color: {accent.text}; border-bottom-color: {accent}; } QTabBar::tab:hover { color: {text}; }

QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 10px; margin: 0; } QScrollBar:horizontal { height: 10px; margin: 0; }
QScrollBar::handle { background: {line.strong}; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; } QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: {text.third}; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QAbstractScrollArea::corner { background: transparent; }
QScrollArea { background: transparent; border: none; }

QMenu { background: {raised}; border: 1px solid {line}; border-radius: 8px; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 10px; border-radius: 4px; color: {text}; } QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: {selected}; } QMenu::item:disabled { color: {text.third}; }
QMenu::separator { height: 1px; background: {line}; margin: 4px 6px; }
QMenuBar { background: {surface}; color: {text}; } QMenuBar::item:selected { background: {selected}; }
QSplitter::handle { background: {line}; } QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; } QSplitter::handle:hover { background: {accent}; }
QProgressBar { background: {line}; border: none; border-radius: 2px; min-height: 4px; max-height: 4px; }
QProgressBar::chunk { background: {accent}; border-radius: 2px; }
QStatusBar { background: {surface}; border-top: 1px solid {line}; color: {text.third}; }
QStatusBar::item { border: none; }
"""

# What dialogs, settings and the boxes of questions hold besides.
_FIELDS: Final = """
QDialog, QMessageBox { background: {raised}; }

QTextEdit, QComboBox, QSpinBox, QDateTimeEdit { background: {surface}; color: {text};
  border: 1px solid {line}; border-radius: 6px; selection-background-color: {accent}; selection-color: {accent.on}; }
QComboBox, QSpinBox, QDateTimeEdit { padding: 0 10px; min-height: 28px; }
QTextEdit { padding: 6px; }
QSpinBox QLineEdit, QTimeEdit QLineEdit, QDateTimeEdit[role="moment"] QLineEdit,
QDateTimeEdit[role="picked"] QLineEdit { border: none; background: transparent; min-height: 0; }
QSpinBox::up-button, QSpinBox::down-button, QTimeEdit::up-button, QTimeEdit::down-button { width: 0; border: none; }
QDateTimeEdit[role="moment"]::up-button, QDateTimeEdit[role="moment"]::down-button { width: 0; border: none; }
QDateTimeEdit[role="moment"]::up-arrow, QDateTimeEdit[role="moment"]::down-arrow { image: none; width: 0; }
QTimeEdit::up-arrow, QTimeEdit::down-arrow { image: none; width: 0; }
QComboBox:hover, QSpinBox:hover { border-color: {line.strong}; }
QTextEdit:focus, QComboBox:focus, QSpinBox:focus, QDateTimeEdit:focus { border: 1px solid {accent}; }
QComboBox[bad="true"] { border-color: {bad}; }
QComboBox:disabled { background: {background}; color: {text.third}; }
QComboBox { combobox-popup: 0; }
QComboBox::drop-down, QDateTimeEdit::drop-down { border: none; width: 22px; }
QComboBox::down-arrow, QDateEdit::down-arrow, QDateTimeEdit[role="picked"]::down-arrow { image: url([down]);
  width: 12px; height: 12px; }
QComboBox[role="bare"] { border-color: transparent; background: transparent; padding: 0 4px; }
QComboBox[role="bare"]:focus { border-color: {accent}; }
QComboBox QAbstractItemView { background: {raised}; border: 1px solid {line}; outline: none; padding: 4px;
  selection-background-color: {selected}; selection-color: {text}; }
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 6px; }
QCalendarWidget { background: {raised}; border: 1px solid {line}; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: {raised}; border-bottom: 1px solid {line}; }
QCalendarWidget QToolButton { color: {text}; font-weight: bold; min-height: 22px; padding: 3px 8px; }
QCalendarWidget QAbstractItemView { background: {raised}; selection-background-color: {accent};
  selection-color: {accent.on}; }
QCalendarWidget QAbstractItemView:disabled { color: {text.third}; }

QRadioButton { spacing: 8px; background: transparent; }
QRadioButton:focus { color: {accent.text}; }
QRadioButton:disabled { color: {text.third}; }
QRadioButton::indicator { width: 12px; height: 12px; border: 1px solid {text.third}; border-radius: 7px;
  background: {surface}; }
QRadioButton::indicator:checked { border: 4px solid {accent}; width: 6px; height: 6px; }
"""

_TOKEN: Final = re.compile(r"\{([a-z][a-z.]*)\}")
_FILE: Final = re.compile(r"url\(\[([a-z]+)\]\)")


class Sheets(NamedTuple):
    """The sheet of one palette as dialogs and settings wear it, and as it is worn where no such fields stand."""

    whole: str
    plain: str


def style_sheets(palette: Palette, files: Mapping[str, str]) -> Sheets:
    """The sheets of one palette; `files` gives the path of each painted mark (tick, dash, up, down)."""
    plain, fields = (_filled(text, palette, files) for text in (_PLAIN, _FIELDS))
    return Sheets(plain + fields, plain)


def _filled(text: str, palette: Palette, files: Mapping[str, str]) -> str:
    filled = _TOKEN.sub(lambda hit: palette.value(hit[1]), text)
    return _FILE.sub(lambda hit: f'url("{files[hit[1]]}")', filled)
