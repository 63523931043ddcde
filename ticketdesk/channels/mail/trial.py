"""Knocking at both servers of a mail account before it is turned on: which of them lets nobody in, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from ssl import SSLContext

from ticketdesk.channels.mail.account import Account, account_of
from ticketdesk.channels.mail.mailbox import opened, safe_context
from ticketdesk.channels.mail.relay import connected
from ticketdesk.channels.mail.status import State, Timing, state_of
from ticketdesk.domain.channel_settings import MailValues
from ticketdesk.domain.errors import DeskError

Sentences = tuple[tuple[str, Mapping[str, object]], ...]


def try_account(
    values: MailValues,
    password: str,
    cancelled: Callable[[], bool],
    *,
    context: Callable[[], SSLContext] = safe_context,
    timing: Timing | None = None,
) -> Sentences:
    """Log in at both servers and open the folder; return keys and values of the sentences why not, () if all is well.

    Waits for servers, so a worker calls it; between the two it asks ``cancelled``.
    """
    try:
        account = account_of(values)
    except DeskError as error:
        return ((error.key, error.values),)
    waits = timing or Timing()
    found: list[State] = []
    for knock, host in ((_imap, account.imap.host), (_smtp, account.smtp.host)):
        if cancelled():
            break
        try:
            knock(account, password, context, waits)
        except Exception as error:  # whatever a server answers becomes a sentence
            found.append(state_of(error, host))
    return tuple((state.key, {"name": state.detail}) for state in dict.fromkeys(found))


def _imap(account: Account, password: str, context: Callable[[], SSLContext], timing: Timing) -> None:
    with opened(account, password, context, timing) as client:
        if not client.folder_exists(account.folder):
            raise DeskError("mail_folder_missing", name=account.folder)


def _smtp(account: Account, password: str, context: Callable[[], SSLContext], timing: Timing) -> None:
    connected(account, password, context, timing).close(politely=True)
