"""The sections of the settings page: headings, names, rights, and how each is made on first use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtWidgets import QWidget

from ticketdesk.domain.permissions import Permission
from ticketdesk.ui.world import World
from ticketdesk.words import mark


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the settings page; whoever lacks ``needs`` does not see it. ``make(world)`` gives its widget."""

    key: str
    text: str
    group: str
    make: Callable[[World], QWidget]
    needs: Permission | None = None


_SHOP: Final = mark("Shop")
_COMPUTER: Final = mark("This computer")


def _make_shop(world: World) -> QWidget:
    from ticketdesk.ui.settings.shop_section import make

    return make(world)


def _make_reception(world: World) -> QWidget:
    from ticketdesk.ui.settings.reception_section import make

    return make(world)


def _make_auto_replies(world: World) -> QWidget:
    from ticketdesk.ui.settings.auto_reply_section import make

    return make(world)


def _make_deadlines(world: World) -> QWidget:
    from ticketdesk.ui.settings.deadline_section import make

    return make(world)


def _make_groups(world: World) -> QWidget:
    from ticketdesk.ui.settings.groups_section import make

    return make(world)


def _make_types(world: World) -> QWidget:
    from ticketdesk.ui.settings.types.section import make

    return make(world)


def _make_moves(world: World) -> QWidget:
    from ticketdesk.ui.settings.moves_section import make

    return make(world)


def _make_orders(world: World) -> QWidget:
    from ticketdesk.ui.settings.order_section import make

    return make(world)


def _make_web(world: World) -> QWidget:
    from ticketdesk.ui.channels.web_section import make

    return make(world)


def _make_mail(world: World) -> QWidget:
    from ticketdesk.ui.channels.mail_section import make

    return make(world)


def _make_alerts(world: World) -> QWidget:
    from ticketdesk.ui.settings.alerts_section import make

    return make(world)


def _make_look(world: World) -> QWidget:
    from ticketdesk.ui.settings.look_section import make

    return make(world)


def _make_keys(world: World) -> QWidget:
    from ticketdesk.ui.settings.keys_section import make

    return make(world)


def _make_import(world: World) -> QWidget:
    from ticketdesk.ui.settings.import_section import make

    return make(world)


def _make_data(world: World) -> QWidget:
    from ticketdesk.ui.settings.data_section import make

    return make(world)


def _make_backup(world: World) -> QWidget:
    from ticketdesk.ui.settings.backup_section import make

    return make(world)


def _make_staff(world: World) -> QWidget:
    from ticketdesk.ui.settings.staff.section import make

    return make(world)


def _make_security(world: World) -> QWidget:
    from ticketdesk.ui.settings.security_section import make

    return make(world)


def _make_audit(world: World) -> QWidget:
    from ticketdesk.ui.settings.audit.section import make

    return make(world)


# In the order of the page (settings-staff.png). Each maker imports its room itself, so that the window stands first.
SECTIONS: Final[tuple[Section, ...]] = (
    Section("shop", mark("Basic information"), _SHOP, _make_shop, Permission.SHOP_EDIT),
    Section("staff", mark("Staff and rights"), _SHOP, _make_staff, Permission.STAFF_EDIT),
    Section("groups", mark("Agent groups"), _SHOP, _make_groups, Permission.STAFF_EDIT),
    Section("deadlines", mark("Deadlines"), _SHOP, _make_deadlines, Permission.SHOP_EDIT),
    Section("reception", mark("Reception"), _SHOP, _make_reception, Permission.SHOP_EDIT),
    Section("auto_replies", mark("Auto-replies"), _SHOP, _make_auto_replies, Permission.SHOP_EDIT),
    Section("ticket_types", mark("Types of tickets"), _SHOP, _make_types, Permission.SHOP_EDIT),
    Section("moves", mark("Ticket states"), _SHOP, _make_moves, Permission.SHOP_EDIT),
    Section("orders", mark("Orders"), _SHOP, _make_orders, Permission.SHOP_EDIT),
    Section("web", mark("Web chat"), _SHOP, _make_web, Permission.SHOP_EDIT),
    Section("email", mark("Mail reception"), _SHOP, _make_mail, Permission.SHOP_EDIT),
    Section("look", mark("Look and language"), _COMPUTER, _make_look),
    Section("alerts", mark("Alerts"), _COMPUTER, _make_alerts),
    Section("keys", mark("Keyboard shortcuts"), _COMPUTER, _make_keys),
    Section("import", mark("Import"), _COMPUTER, _make_import, Permission.ORDER_IMPORT),
    Section("data", mark("Data folder"), _COMPUTER, _make_data),
    Section("backup", mark("Backup and restore"), _COMPUTER, _make_backup),
    Section("security", mark("Security"), _COMPUTER, _make_security),
    Section("audit", mark("Log of acts"), _COMPUTER, _make_audit, Permission.INSIGHTS_VIEW),
)


def seen_by(may: Callable[[Permission], bool]) -> tuple[Section, ...]:
    """Return the sections that an agent who ``may`` that much is shown."""
    return tuple(section for section in SECTIONS if section.needs is None or may(section.needs))
