"""Sentences for refusals: what happened and what to do, one for every key of a DeskError."""

from __future__ import annotations

from types import MappingProxyType

from ticketdesk.domain.permissions import Permission
from ticketdesk.words import mark, tr, trn
from ticketdesk.words.backup_errors import BACKUP_SENTENCES
from ticketdesk.words.channel_errors import CHANNEL
from ticketdesk.words.flow_errors import FLOW_OWN, FLOW_SENTENCES, flow_sentence
from ticketdesk.words.mail_errors import MAIL_SENTENCES
from ticketdesk.words.orders import ORDER_KEYS, ORDERS, order_sentence
from ticketdesk.words.people import PEOPLE
from ticketdesk.words.problems import FILE_REFUSALS, Refusal, file_sentence
from ticketdesk.words.query_errors import QUERY_SENTENCES
from ticketdesk.words.reception_errors import NAMES, RECEPTION
from ticketdesk.words.ticket_errors import TICKETS
from ticketdesk.words.ticket_types import TYPE_KEYS, type_sentence

# The sentence of a refusal, and the names of its values in the order of its places.
_SENTENCES = MappingProxyType(
    {
        "store_in_use": (
            mark("TicketDesk already has {0} open. Close its window first, then try again."),
            ("path",),
        ),
        "store_foreign": (
            mark("{0} is not a TicketDesk store and was left as it is. Choose another file or an empty folder."),
            ("path",),
        ),
        "store_newer": (
            mark("{0} was written by a newer TicketDesk (version {1}, this one knows {2}). Update TicketDesk."),
            ("path", "version", "known"),
        ),
        "store_older": (
            mark(
                "{0} was written by an older TicketDesk (version {1}, this one reads {2}). Start TicketDesk once: it"
                " keeps a backup and brings the store up to date."
            ),
            ("path", "version", "known"),
        ),
        "store_damaged": (
            mark("{0} is damaged. Start TicketDesk again, or run “ticketdesk doctor”: it repairs from the backups."),
            ("path",),
        ),
        "store_read_only": (
            mark("{0} cannot be written. Check your rights to it or choose another folder."),
            ("path",),
        ),
        "store_cannot_open": (mark("{0} cannot be opened. Check that the folder exists and may be read."), ("path",)),
        "store_io": (mark("The disk refused to read or write {0}. Check the disk and its connection."), ("path",)),
        "store_busy": (mark("Another program keeps {0} busy. Wait a moment and try again."), ("path",)),
        "store_pragma": (
            mark("The database library refused the setting {0} = {1} (it says {2}). Install TicketDesk again."),
            ("name", "wanted", "found"),
        ),
        "store_missing": (mark("There is no store at {0}. Import a file first, or check the path."), ("path",)),
        "disk_full": (mark("The disk is full; nothing was changed. Make room at {0} and try again."), ("path",)),
        "row_busy": (
            mark("An import or another act on many rows still works on this. Wait until it is through, or stop it."),
            (),
        ),
        "row_changed": (mark("This was changed in the meantime. Look at the new state and try again."), ()),
        "row_missing": (mark("This is no longer there; it may have been taken back. Nothing was changed."), ()),
        "buyer_missing": (mark("This buyer is no longer there; what made it may have been taken back."), ()),
        "note_too_long": (mark("The note has more than {0} characters. Shorten it."), ("limit",)),
        "order_missing": (mark("This order is no longer there; its import may have been taken back."), ()),
        "ticket_missing": (mark("This ticket is no longer there; its making may have been taken back."), ()),
        "agent_missing": (mark("This agent is no longer there. Choose another one."), ()),
        "role_missing": (mark("There is no role “{0}”. Choose one of the roles of the shop."), ("role",)),
        "shop_exists": (mark("This store already has its shop. Open it as it is, or choose an empty folder."), ()),
        "shop_missing": (mark("The store has no shop yet. Open TicketDesk once, or import a file first."), ()),
        "name_too_long": (mark("The name is longer than {0} characters. Shorten it."), ("limit",)),
        "address_empty": (mark("The address is empty. Type the whole address."), ()),
        "remark_empty": (mark("The remark is empty. Write something first."), ()),
        "remarks_newer": (
            mark("Another remark came meanwhile. Look at the remarks again, then decide."),
            (),
        ),
        "order_flag_moved": (
            mark("The order has another flag by now. Look where its parcel is, then ask again."),
            (),
        ),
        "parcel_odd": (
            mark("“{0}” is no number of a parcel: {1} to {2} letters and digits. Check it against the label."),
            ("number", "least", "most"),
        ),
        "carrier_empty": (mark("No courier is named. Choose or type one."), ()),
        "carrier_unknown": (mark("Which courier {0} is of is not sure. Write the courier beside it."), ("number",)),
        "slot_words_many": (mark("These are more than {0} words. Leave some out."), ("limit",)),
        "slot_word_odd": (
            mark("“{0}” is no word of a remark: at most {1} characters, “said=value” where it means another value."),
            ("word", "limit"),
        ),
        "remark_too_long": (
            mark("The remark has {0} bytes, the platform keeps {1}. Shorten it."),
            ("bytes", "limit"),
        ),
        "phrase_empty": (mark("The phrase has no text. Write something first."), ()),
        "phrase_name_too_long": (mark("The code or the group is longer than {0} characters. Shorten it."), ("limit",)),
        "phrase_validity": (mark("The phrase would end before it begins. Choose a later last day."), ()),
        "store_moved": (
            mark(
                "The shop was moved to {0}, which is not there now. Plug in the drive or correct {1}, then try again."
            ),
            ("path", "note"),
        ),
        "folder_not_empty": (mark("{0} is not empty. Choose an empty folder or make a new one."), ("path",)),
        "folder_inside": (mark("{0} lies inside the present folder. Choose one outside of it."), ("path",)),
        "setting_unknown": (mark("There is no setting “{0}”. Nothing was changed."), ("key",)),
        "setting_number": (mark("This must be a whole number from {0} to {1}."), ("least", "most")),
        "platform_unknown": (mark("There is no platform “{0}”. Choose one of the list."), ("platform",)),
        "reply_empty": (mark("There is nothing to send. Write something or add a picture."), ()),
        "reason_empty": (mark("The reason is missing. Say in a few words why."), ()),
        **FLOW_SENTENCES,
        "ticket_title_empty": (mark("The ticket has no title. Say in a few words what it is about."), ()),
        "ticket_type_unknown": (mark("There is no ticket type “{0}”. Choose one of the list."), ("type",)),
        "field_unknown": (mark("A ticket has no field “{0}”. Nothing was changed."), ("field",)),
        "picture_empty": (mark("The picture has no pixels. Take the screenshot again."), ()),
        "picture_unknown": (mark("This is not a picture. Use PNG, JPEG, GIF, WebP or BMP."), ()),
        "picture_too_heavy": (mark("The picture is bigger than {0} MB. Save it smaller."), ("limit",)),
        "picture_too_large": (
            mark("The picture has {0} × {1} pixels, at most {2} million are taken. Save it smaller."),
            ("width", "height", "limit"),
        ),
        "text_too_long_here": (
            mark("A text of more than {0} characters or {1} lines cannot be written here. Paste it in parts."),
            ("limit", "lines"),
        ),
        "transcript_no_header": (
            mark("No line here names a sender and a time. Copy the messages in Qianniu with their headers."),
            (),
        ),
        "transcript_message_too_long": (
            mark("The message in line {0} is longer than {1} kB. Cut it and paste again."),
            ("line", "limit"),
        ),
        "transcript_too_long": (mark("The conversation is longer than {0} MB. Paste it in parts."), ("limit",)),
        "transcript_undecided": (
            mark("It is not clear who of {0} is the buyer. Name the buyer with --buyer."),
            ("senders",),
        ),
        **MAIL_SENTENCES,
        **RECEPTION,
        **TICKETS,
        **ORDERS,
        **CHANNEL,
        "view_name_empty": (mark("The view has no name. Write one."), ()),
        "view_name_long": (
            mark("The name of the view is longer than {0} characters. Shorten it."),
            ("limit",),
        ),
        **QUERY_SENTENCES,
        "day_unreadable": (
            mark("“{0}” is no day like 2026-12-31, and no span like 2027-02-16..2027-02-22."),
            ("word",),
        ),
        "days_too_many": (mark("These are more than {0} days. Name fewer."), ("limit",)),
        "day_twice": (mark("The day {0} stands among the days off and among the days worked."), ("day",)),
        "zone_unknown": (mark("There is no time zone “{0}”. Choose one of the list."), ("zone",)),
        "lapse_missing": (mark("No lapse of this step waits to be carried out. Look at the new state."), ()),
        "start_future": (mark("This moment has not been yet. Choose one that is over."), ()),
        "start_missing": (mark("Nothing of this kind has been noted on the ticket. Note it first."), ()),
        "rule_not_agreeable": (
            mark("The rule {0} does not leave its end to an agreement. Choose another step of the ticket."),
            ("rule",),
        ),
        "nothing_to_undo": (mark("There is no step left to undo."), ()),
        "nothing_to_redo": (mark("There is no step left to redo."), ()),
        "dry_run_transcript": (mark("{0} is a conversation; only table files can be previewed."), ("name",)),
        **PEOPLE,
    }
)
_NAMES_EMPTY = MappingProxyType(
    {
        "shop": mark("The shop has no name. Type its name."),
        "owner": mark("The owner has no name. Type a name."),
        "agent": mark("The agent has no name. Type a name."),
        "role": mark("The role has no name. Type its name."),
        "buyer": mark("The buyer has no name. Say who the buyer is."),
        **NAMES,
    }
)
_RIGHTS = MappingProxyType(
    {
        Permission.RECEPTION_REPLY: mark("replying to buyers"),
        Permission.RECEPTION_TRANSFER: mark("handing conversations on"),
        Permission.TICKET_HANDLE: mark("handling tickets"),
        Permission.TICKET_CANCEL_OTHERS: mark("cancelling tickets of others"),
        Permission.ORDER_REMARK: mark("writing flags and remarks"),
        Permission.ORDER_ADDRESS: mark("changing addresses"),
        Permission.ORDER_SHIP: mark("shipping orders"),
        Permission.ORDER_PRICE: mark("changing prices"),
        Permission.ORDER_OVERRIDE: mark("letting held orders pass"),
        Permission.ORDER_IMPORT: mark("importing orders"),
        Permission.REFUND_AGREE: mark("agreeing to refunds"),
        Permission.PERSONAL_REVEAL: mark("seeing whole phone numbers and addresses"),
        Permission.REVIEW_ANSWER: mark("answering reviews"),
        Permission.GOODS_EDIT: mark("editing goods"),
        Permission.PHRASE_EDIT: mark("editing phrases"),
        Permission.DATA_EXPORT: mark("exporting data"),
        Permission.INSIGHTS_VIEW: mark("seeing figures"),
        Permission.STAND_IN_NAME: mark("naming stand-ins for others"),
        Permission.STAFF_EDIT: mark("managing staff"),
        Permission.SHOP_EDIT: mark("changing the shop's settings"),
    }
)
_OWN = frozenset({"denied", "name_empty", "undo_conflict", "message_too_long", "file_too_large", "buyer_card_changed"})
# Their sentences name what rules are made of, which no start needs.
_PACKS = frozenset(
    {"pack_unreadable", "pack_too_big", "pack_no_text", "pack_line_long", "pack_faulty", "pack_version",
     "pack_rules_many", "pack_same", "pack_known", "pack_type_rule"}
)  # fmt: skip
_REFUNDS = frozenset(
    {"refund_missing", "refund_amount_missing", "refund_amount_low", "refund_amount_high", "refund_unpaid",
     "refund_ended", "refund_act_not_allowed", "refund_changed", "evidence_missing", "tracking_missing", "proofs_many",
     "refund_ticket_other"}
)  # fmt: skip
KEYS = (
    frozenset(_SENTENCES) | frozenset(BACKUP_SENTENCES) | FILE_REFUSALS | FLOW_OWN | _OWN | TYPE_KEYS | ORDER_KEYS
    | _PACKS | _REFUNDS
)  # fmt: skip


def sentence(error: Refusal) -> str:
    """Say what happened and what to do, in one sentence of the chosen language. Raises KeyError for an unknown key."""
    if error.key in _OWN:
        return _own(error)
    if error.key in ORDER_KEYS:
        return order_sentence(error)
    if error.key in TYPE_KEYS:
        return type_sentence(error)
    if error.key in _PACKS:
        from ticketdesk.words.rule_pack_errors import pack_sentence

        return pack_sentence(error)
    if error.key in _REFUNDS:
        from ticketdesk.words.refunds import refund_sentence

        return refund_sentence(error)
    if error.key in FLOW_OWN:
        return flow_sentence(error)
    if error.key in _SENTENCES or error.key in BACKUP_SENTENCES:
        text, names = _SENTENCES.get(error.key) or BACKUP_SENTENCES[error.key]
        return tr(text, *(error.values.get(name, "") for name in names))
    found = file_sentence(error)
    if found is None:
        raise KeyError(error.key)
    return found


def right_name(permission: Permission) -> str:
    """Return what a right allows, in the chosen language."""
    return tr(_RIGHTS[permission])


def _own(error: Refusal) -> str:
    values = error.values
    if error.key == "denied":
        right = right_name(Permission(str(values["permission"])))
        return tr("Your role does not include {0}. Ask the owner of the shop.", right)
    if error.key == "buyer_card_changed":
        from ticketdesk.words.buyers import card_sentence  # no start needs it

        return card_sentence(str(values["field"]), str(values["kept"]))
    if error.key == "name_empty":
        return tr(_NAMES_EMPTY[str(values["what"])])
    if error.key == "message_too_long":
        return tr("The message is longer than {0} kB. Send it in parts.", _whole(values["limit"]) // 1024)
    if error.key == "file_too_large":
        megabytes = _whole(values["limit"]) // 1024 // 1024
        return tr("{0} is bigger than {1} MB. Save it smaller.", values.get("name", ""), megabytes)
    if error.key == "undo_conflict":
        return trn(
            _whole(values["count"]),
            "This step cannot be undone: {0} row was changed since. Undo that change first.",
            "This step cannot be undone: {0} rows were changed since. Undo those changes first.",
        )
    raise KeyError(error.key)


def _whole(value: object) -> int:
    return int(str(value))
