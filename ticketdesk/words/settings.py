"""Names of the shop's settings, for the log of acts and the command line."""

from __future__ import annotations

from types import MappingProxyType

from ticketdesk.domain.remark_slots import SlotName
from ticketdesk.words import mark, tr
from ticketdesk.words.orders import slot_name

_NAMES = MappingProxyType(
    {
        "lock.minutes": mark("Minutes before locking"),
        "outbox.seconds": mark("Seconds before a reply leaves"),
        "wait.warn_minutes": mark("Minutes of waiting until a warning"),
        "wait.bad_minutes": mark("Minutes of waiting until it is late"),
        "standard.first_response_seconds": mark("Standard of the first response, in seconds"),
        "standard.typing_per_minute": mark("Standard of typing, in characters a minute"),
        "escalate.minutes": mark("Minutes until conversations of absent staff go on"),
        "serve.most": mark("Conversations that one agent serves at once"),
        "quiet.from": mark("Quiet hours begin"),
        "quiet.to": mark("Quiet hours end"),
        "quiet.on": mark("Quiet hours"),
        "work.from": mark("Working hours begin"),
        "work.to": mark("Working hours end"),
        "reply.enter_sends": mark("Enter sends"),
        "ending.confirm_unanswered": mark("Ask before an unanswered conversation is ended"),
        "wording.contact": mark("Stop contact data outside the platform"),
        "deadline.off": mark("Days off"),
        "deadline.zone": mark("Time zone in which days end"),
        "deadline.carry_out": mark("What a lapse brings about counts as done"),
        "deadline.on": mark("Days worked all the same"),
        "deadline.natural": mark("Days of no stated kind end at 23:59:59"),
        "wording.on": mark("Check the wording before sending"),
        "ticket.forbidden_moves": mark("Moves of tickets that the shop forbids"),
        "web.on": mark("Web chat"),
        "web.port": mark("Port of the web chat"),
        "web.lan": mark("Web chat in the local network"),
        "web.hosts": mark("Further names of this computer"),
        "web.origins": mark("Pages that may hold the chat"),
        "web.quick": mark("Quick buttons"),
        "web.title": mark("Name that buyers see"),
        "remark.gbk": mark("Bytes of a remark in GBK"),
        "import.at_once": mark("Files of the watched folder are taken in at once"),
        "mail.on": mark("Mail reception"),
        "mail.address": mark("Mail address"),
        "mail.name": mark("Name that mail is sent under"),
        "mail.imap_host": mark("Server of incoming mail"),
        "mail.imap_port": mark("Port of incoming mail"),
        "mail.imap_ssl": mark("Encryption of incoming mail"),
        "mail.smtp_host": mark("Server of outgoing mail"),
        "mail.smtp_port": mark("Port of outgoing mail"),
        "mail.smtp_ssl": mark("Encryption of outgoing mail"),
        "mail.user": mark("User name at the mail servers"),
        "mail.folder": mark("Folder of incoming mail"),
        "mail.signature": mark("Signature under mail"),
    }
)


def setting_name(key: str) -> str:
    """Return what a setting of ``domain.settings`` is called; the key itself for one without a name."""
    if key in _NAMES:
        return tr(_NAMES[key])
    if key.startswith("remark.words."):
        return tr("Words of remarks: {0}", slot_name(SlotName(key.removeprefix("remark.words."))))
    if key.startswith("stage.label."):
        return tr("Name of the stage of flag {0}", key.removeprefix("stage.label."))
    if key.startswith("stage.route."):
        return tr("Change asked at flag {0}", key.removeprefix("stage.route."))
    begin, _, rule = key.partition("wording.rule.")
    return tr("Rule of wording “{0}”", rule) if rule and not begin else key
