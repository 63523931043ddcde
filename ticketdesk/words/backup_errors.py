"""Sentences for refusals of backups and restoring; part of ``errors``."""

from __future__ import annotations

from types import MappingProxyType

from ticketdesk.words import mark

# The sentence of a refusal, and the names of its values in the order of its places.
BACKUP_SENTENCES = MappingProxyType(
    {
        "backup_exists": (mark("{0} is there already and was left as it is. Choose another name."), ("path",)),
        "backup_no_room": (
            mark("A backup needs {1} MB at {0}, and {2} MB are free. Make room; the older backups stay."),
            ("path", "needed", "free"),
        ),
        "backup_not_ours": (
            mark("{0} is no backup of TicketDesk. Choose a file that TicketDesk has saved as a backup."),
            ("path",),
        ),
        "backup_newer": (
            mark("The backup {0} was made by a newer TicketDesk. Update TicketDesk, then restore it."),
            ("path",),
        ),
        "backup_cut": (
            mark("The backup {0} is not whole: its end is missing. Copy it again or choose another one."),
            ("path",),
        ),
        "backup_missing": (
            mark("The backup {0} lacks its part {1}. Choose another backup; nothing was changed."),
            ("path", "entry"),
        ),
        "backup_changed": (
            mark("The part {1} of the backup {0} was changed after it was made. Choose another backup."),
            ("path", "entry"),
        ),
        "backup_unsafe": (
            mark("{0} holds something that no backup of TicketDesk holds ({1}). Nothing of it was used."),
            ("path", "entry"),
        ),
        "backup_schema": (
            mark("The tables in {0} are not those of TicketDesk. Nothing of it was used; choose another backup."),
            ("path",),
        ),
        "backup_unsound": (
            mark("{0} is damaged, so no backup was made of it and the older ones stay. Start TicketDesk again."),
            ("path",),
        ),
        "no_good_backup": (
            mark("{0} is damaged, and there is no good backup. It was left as it is; choose a backup file."),
            ("path",),
        ),
    }
)
