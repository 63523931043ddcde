"""Writing what the mail channel remembers; no acts: nobody would take it back."""

from __future__ import annotations

import apsw

from ticketdesk.store.queries.mail import Place, Ref


def put_seen(connection: apsw.Connection, refs: tuple[Ref, ...]) -> None:
    """Remember mails that were taken in; a Message-ID that is known already keeps what it was."""
    connection.executemany(
        "INSERT INTO mail_ref(header_id, thread, nick, message_id, side, at) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT(header_id) DO NOTHING",
        refs,
    )


def put_own(connection: apsw.Connection, ref: Ref) -> None:
    """Remember a mail of ours that is tried or was sent, whatever stood under its Message-ID."""
    connection.execute(
        "INSERT INTO mail_ref(header_id, thread, nick, message_id, side, at) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT(header_id) DO UPDATE SET thread = ?2, nick = ?3, message_id = ?4, side = ?5, at = ?6",
        ref,
    )


def put_place(connection: apsw.Connection, folder: str, place: Place) -> None:
    """Remember how far a folder was taken."""
    connection.execute(
        "INSERT INTO mail_place(folder, uidvalidity, uid) VALUES (?, ?, ?)"
        " ON CONFLICT(folder) DO UPDATE SET uidvalidity = ?2, uid = ?3",
        (folder, *place),
    )
