"""Names of the tables and columns that the log of acts shows: what was changed, from what to what."""

from __future__ import annotations

from types import MappingProxyType

from ticketdesk.words import mark, tr
from ticketdesk.words.tied_tables import TIED_COLUMNS, TIED_TABLES

_TABLES = MappingProxyType(
    {
        "shop": mark("Shop"),
        "role": mark("Role"),
        "agent": mark("Staff"),
        "buyer": mark("Buyer"),
        "conversation": mark("Conversation"),
        "attachment": mark("Picture"),
        "orders": mark("Order"),
        "message": mark("Chat message"),
        "order_line": mark("Item of an order"),
        "refund": mark("Refund"),
        "refund_event": mark("Entry of a refund"),
        "buyer_coupon": mark("Coupon of a buyer"),
        "buyer_alias": mark("Other name of a buyer"),
        "shipment": mark("Parcel"),
        "remark": mark("Remark"),
        "ticket": mark("Ticket"),
        "ticket_event": mark("Entry of a ticket"),
        "ticket_start": mark("Start of a deadline"),
        "ticket_term": mark("Agreed deadline"),
        "ticket_lapse": mark("Lapse of a deadline"),
        **TIED_TABLES,
        "ticket_form": mark("Type of tickets"),
        "ticket_value": mark("Field of a ticket"),
        "phrase": mark("Phrase"),
        "saved_view": mark("Kept view"),
        "rule_pack": mark("Rules of deadlines"),
        "setting": mark("Setting"),
        "agent_group": mark("Group of staff"),
        "agent_group_member": mark("Member of a group"),
        "buyer_tag": mark("Tag of a buyer"),
        "transfer": mark("Transfer"),
        "ending": mark("Ending"),
        "rating": mark("Rating"),
        "todo": mark("To-do"),
        "reminder": mark("Reminder"),
        "auto_reply": mark("Auto-reply"),
        "wording_override": mark("Wording sent all the same"),
    }
)
# What only the program needs: orders of lists, copies for speed, numbers of rows.
HIDDEN = frozenset(
    {
        "id", "version", "deleted", "number_reversed", "sort_at", "sort", "initials", "state_source", "extra", "edited",
        "last_message_id", "last_text", "last_side", "last_at", "waiting_since", "first_response_ms", "position",
        "kinds", "pieces", "titles", "last_remark", "last_remark_by", "last_remark_at", "sha256", "width", "height",
        "media_type", "data", "source", "read", "attachment_id", "event_id", "line_id", "updated_at", "created_at",
        "side", "seen_at", "last_seen_at", "due_rule", "sub_number", "payment_detail", "state_at", "followed",
        "seen_message_id", "auto_answered", "reply_count", "contact_at", "send_at", "auto", "client_key", "quote_id",
        "escalated_at", "thread", "due_from", "rule_pack", "nth", "carried_out", "told_at", "ordering", "turned",
        "columns", "icon", "assigned_at", "remark_conflict", "readdressed_at", "concludes", "told_due_at", "file_state",
        "proofs", "parcel_group", "items",
    }
)  # fmt: skip
# Words of the program's own in these columns say nothing that the act has not said already.
_HIDDEN_IN = MappingProxyType(
    {
        "message": frozenset({"kind", "state", "sender", "agent_id"}),
        "conversation": frozenset({"state"}),
        "ticket_event": frozenset({"kind", "before", "after", "agent_id", "author", "at", "ticket_id"}),
        "remark": frozenset({"agent_id", "author", "at"}),
        **dict.fromkeys(("role", "ticket_form"), frozenset({"key"})),
        "ticket_value": frozenset({"ticket_id", "field", "kind"}),
        "agent": frozenset({"state"}),
    }
)
_COLUMNS = MappingProxyType(
    {
        **TIED_COLUMNS,
        "account": mark("Platform account"),
        "act": mark("What happened"),
        "address": mark("Address"),
        "after": mark("After"),
        "agent_id": mark("Agent"),
        "amount_cents": mark("Amount"),
        "applied_at": mark("Applied"),
        "assignee_id": mark("Assignee"),
        "at": mark("Time"),
        "attributes": mark("Choice"),
        "author": mark("By"),
        "before": mark("Before"),
        "body": mark("Text"),
        "block_reason": mark("Reason of blocking"),
        "blocked_at": mark("Blocked"),
        "buyer_id": mark("Buyer"),
        "buyer_message": mark("Words of the buyer"),
        "buyer_nick": mark("Nickname"),
        "carrier": mark("Courier"),
        "channel": mark("Channel"),
        "checklist": mark("Checklist"),
        "close_reason": mark("Reason of closing"),
        "closed_at": mark("Ended"),
        "code": mark("Code"),
        "confirmed": mark("Confirmed by the buyer"),
        "contact": mark("Contact"),
        "conversation_id": mark("Conversation"),
        "corrected_at": mark("Corrected to"),
        "cooldown_ms": mark("Cool-down"),
        "creator_id": mark("Creator"),
        "cs_status": mark("Platform's part"),
        "currency": mark("Currency"),
        "demand": mark("Demand"),
        "description": mark("Problem description"),
        "done_at": mark("Done at"),
        "done_by": mark("Done by"),
        "due_at": mark("Deadline"),
        "enabled": mark("Works here"),
        "event": mark("What happened"),
        "explanation": mark("Explanation"),
        "from_at": mark("Valid from"),
        "ended_at": mark("Ended"),
        "field": mark("Field"),
        "fields": mark("Fields"),
        "finished_at": mark("Finished"),
        "flag": mark("Flag"),
        "from_agent_id": mark("From"),
        "from_id": mark("Ticket"),
        "goods_cents": mark("Goods"),
        "group_id": mark("Group of staff"),
        "grouping": mark("Group"),
        "invited_rating": mark("Invited to rate"),
        "invoice_title": mark("Title of the invoice"),
        "key": mark("Key"),
        "level": mark("Level"),
        "keywords": mark("Keywords"),
        "kind": mark("Kind"),
        "membership": mark("Membership"),
        "merchant_code": mark("Code of the merchant"),
        "message_id": mark("Chat message"),
        "mobile": mark("Mobile"),
        "name": mark("Name"),
        "nick": mark("Nickname"),
        "note": mark("Note"),
        "noted_at": mark("Noted for"),
        "number": mark("Number"),
        "opened_at": mark("Opened"),
        "order_id": mark("Order"),
        "outer_code": mark("Code of the goods"),
        "owner_id": mark("Personal of"),
        "package": mark("Set"),
        "paid_at": mark("Paid at"),
        "paid_cents": mark("Paid"),
        "payable_cents": mark("To pay"),
        "payment_number": mark("Number of the payment"),
        "permissions": mark("Rights"),
        "phone": mark("Phone"),
        "retired": mark("No longer offered"),
        "pinned_at": mark("Pinned"),
        "platform": mark("Platform"),
        "postage_cents": mark("Postage"),
        "price_cents": mark("Price"),
        "priority": mark("Priority"),
        "product": mark("Product"),
        "quantity": mark("Quantity"),
        "reason": mark("Reason"),
        "recalled_at": mark("Recalled"),
        "query": mark("Search"),
        "receiver": mark("Receiver"),
        "refund_cents": mark("Refunded"),
        "refund_id": mark("Refund"),
        "refund_state": mark("State of the refund"),
        "region": mark("Region"),
        "remark": mark("Remark"),
        "repeat": mark("Repeats"),
        "role_id": mark("Role"),
        "rule": mark("Rule"),
        "rules": mark("Rules of deadlines"),
        "scene": mark("Scene"),
        "score": mark("Score"),
        "sender": mark("Sender"),
        "sent_at": mark("Time"),
        "start_at": mark("Began"),
        "settled_cents": mark("Settled"),
        "shipped_at": mark("Shipped at"),
        "shipping_method": mark("Way of shipping"),
        "shop_name": mark("Name of the shop"),
        "size": mark("Size"),
        "starred": mark("Starred"),
        "state": mark("State"),
        "subject": mark("Subject of a mail"),
        "summary": mark("Summary"),
        "text": mark("Text"),
        "ticket_id": mark("Ticket"),
        "title": mark("Title"),
        "to_agent_id": mark("To"),
        "to_group_id": mark("To group"),
        "to_id": mark("Linked with"),
        "total_cents": mark("Total"),
        "tracking": mark("Tracking number"),
        "type": mark("Type"),
        "until_at": mark("Valid to"),
        "used_at": mark("Used at"),
        "valid_from": mark("Valid from"),
        "valid_to": mark("Valid to"),
        "value": mark("Value"),
    }
)
# Names that are nobody's: where a language has one word for the name of a person, another for that of a thing.
_NAMES = MappingProxyType(
    {
        "agent_group": mark("Name of the group"),
        "role": mark("Name of the role"),
        "saved_view": mark("Name of the view"),
        "rule_pack": mark("Version"),
        "ticket_form": mark("Name of the type"),
    }
)


def table_name(table: str) -> str:
    """Return what a row of ``table`` is; the table itself for one without a name."""
    return tr(_TABLES.get(table, table))


def column_name(column: str, table: str = "") -> str:
    """Return the name of a column (of this table); the column itself for one without a name."""
    if column == "name" and table in _NAMES:
        return tr(_NAMES[table])
    return tr(_COLUMNS.get(column, column))


def is_shown(table: str, column: str) -> bool:
    """Return whether the log shows a change of this column."""
    return column not in HIDDEN and column not in _HIDDEN_IN.get(table, ())


def known(table: str, column: str) -> bool:
    """Return whether both have a name, or the column is one that is not shown."""
    return table in _TABLES and (column in _COLUMNS or column in HIDDEN)
