"""Sentences for what is wrong with a file: its problem rows, its refusals, and the names of its layouts."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from ticketdesk.domain.order_gate import Obstacle
from ticketdesk.domain.orders import Problem
from ticketdesk.words import mark, tr

# The sentence of a problem row, and the names of its args in the order of its places.
_PROBLEMS = MappingProxyType(
    {
        "number_missing": (mark("The order number is missing"), ()),
        "number_rounded": (
            mark("Excel has rounded the order number ({0}); export again, do not save in Excel"),
            ("value",),
        ),
        "number_invalid": (mark("“{0}” is not an order number"), ("value",)),
        "number_repeated": (
            mark("The order number {0} already stands in line {1}; only that row is taken"),
            ("number", "first"),
        ),
        "id_rounded": (
            mark("Excel has rounded the number in “{0}” ({1}); export again, do not save in Excel"),
            ("column", "value"),
        ),
        "amount_invalid": (mark("“{0}” is not an amount: {1}"), ("column", "value")),
        "text_too_long": (mark("“{0}” is longer than 64 kB: {1}"), ("column", "value")),
        "remark_too_long": (
            mark("The remark has {0} bytes, the platform keeps {1}; shorten it"),
            ("bytes", "limit"),
        ),
        "price_negative": (mark("“{0}” is below zero: {1}"), ("column", "value")),
        "platform_unknown": (mark("“{0}” is not a platform: {1}"), ("column", "value")),
        "grade_invalid": (mark("“{0}” is not a grade from 1 to 5: {1}"), ("column", "value")),
        "currency_invalid": (mark("“{0}” is not a currency: {1}"), ("column", "value")),
        "order_incomplete": (
            mark("Line {1} of the same order {0} cannot be read; the order is left out whole"),
            ("number", "first"),
        ),
        "order_apart": (
            mark("Rows of order {0} stand apart; sort the file by order numbers, then take it again"),
            ("number",),
        ),
        "tracking_missing": (mark("The row of order {0} has no tracking number"), ("number",)),
        "tracking_invalid": (mark("“{0}” is not a whole tracking number; look at its length"), ("value",)),
        "tracking_repeated": (mark("The tracking number {0} already stands in line {1}"), ("value", "first")),
        "tracking_taken": (mark("The tracking number {0} is already that of order {1}"), ("value", "number")),
        "order_unknown": (mark("No order {0} is here; import the order list first"), ("number",)),
        "refund_elsewhere": (mark("The refund {0} is already that of order {1}"), ("value", "number")),
        "order_held": (
            mark("Order {0} is not shipped yet: {1}. Clear it up, then take the list again"),
            ("number", "why"),
        ),
        "order_large": (
            mark("Order {0} has too many items, parcels and remarks for one import; take it in from several files"),
            ("number",),
        ),
        "order_twice": (
            mark("Orders of several platforms have the number {0}; ship them on the order page"),
            ("number",),
        ),
        "refund_above": (mark("The refund of {0} is above what was paid, {1}"), ("value", "limit")),
        "refund_below_zero": (mark("A refund cannot be below zero"), ()),
        "refund_number_missing": (mark("The number of the refund is missing"), ()),
        "refund_state_unknown": (mark("Unknown state of a refund: {0}"), ("value",)),
        "refund_repeated": (mark("The refund {0} already stands in line {1}"), ("number", "first")),
        "yes_or_no": (mark("“{0}” is neither yes nor no: {1}"), ("column", "value")),
        "count_invalid": (mark("“{0}” is not a whole number: {1}"), ("column", "value")),
        "time_invalid": (mark("“{0}” is not a time: {1}"), ("column", "value")),
        "state_unknown": (mark("Unknown order state: {0}"), ("value",)),
        "columns_wrong": (mark("Number of columns: {0}, expected {1}; export the file again"), ("found", "expected")),
        "json_wrong": (mark("The value of “{0}” cannot be read"), ("field",)),
        "phrase_empty": (mark("The phrase has no text"), ()),
        "phrase_too_long": (mark("The phrase is longer than {0} kB"), ("limit",)),
        "phrase_name_too_long": (mark("The code or the group is longer than {0} characters"), ("limit",)),
        "phrase_picture": (mark("The picture of the phrase cannot be taken: {0}"), ("name",)),
    }
)
_FILES = MappingProxyType(
    {
        "file_missing": (mark("{0} was not found. Check the name and the folder."), ("name",)),
        "file_unreadable": (
            mark("{0} cannot be read ({1}). Close the program that has it open, or check your rights to it."),
            ("name", "why"),
        ),
        "file_empty": (mark("{0} is empty. Export or download it again."), ("name",)),
        "file_unsendable": (mark("{0} could not be read. Close it elsewhere, or choose another file."), ("name",)),
        "file_no_rows": (
            mark("{0} has a header but no rows. Export a period that has orders."),
            ("name",),
        ),
        "file_too_big": (
            mark("{0} is too big ({1}, at most {2}). Export a shorter period."),
            ("name", "size", "limit"),
        ),
        "file_long_line": (
            mark("Line {1} of {0} is longer than {2} million characters, which no table has. Export the file again."),
            ("name", "line", "limit"),
        ),
        "file_too_many_columns": (
            mark(
                "Line {1} of {0} has too many columns (at most {2}). Choose the order list as the back office gives it."
            ),
            ("name", "line", "limit"),
        ),
        "sheet_too_far": (
            mark("{0} has cells as far out as row {1}, column {2}. Delete what stands far from the table, save again."),
            ("name", "row", "column"),
        ),
        "file_too_many_rows": (mark("{0} has more than {1} rows. Export a shorter period."), ("name", "limit")),
        "file_foreign": (
            mark("{0} is not a table but a {1} file. Choose the CSV or Excel file of the back office."),
            ("name", "what"),
        ),
        "file_broken_sheet": (
            mark("{0} is damaged or locked by a password and cannot be opened. Download it again, unlocked."),
            ("name",),
        ),
        "file_encoding": (
            mark("Line {1} of {0} holds bytes that are neither UTF-8 nor GB18030 text. Export the file again."),
            ("name", "line"),
        ),
        "file_changed": (mark("{0} was changed after it was opened. Open it again."), ("name",)),
        "file_cut": (
            mark("{0} breaks off in line {1}. Export it again; nothing was imported."),
            ("name", "line"),
        ),
        "file_damaged": (
            mark(
                "{0} cannot be read on from line {1}: a quote is missing or a cell has no end. Export the file again."
            ),
            ("name", "line"),
        ),
        "file_unknown_layout": (
            mark("{0} has no column of order numbers; it begins with: {1}. Choose an order export."),
            ("name", "shown"),
        ),
        "file_not_phrases": (mark("{0} is not a file of Qianniu quick phrases."), ("name",)),
        "file_too_many_phrases": (
            mark("{0} holds too many phrases (at most {1}). Take the groups in one file each."),
            ("name", "limit"),
        ),
        "export_ending": (mark("{0} must end in .csv, .xlsx or .jsonl."), ("name",)),
        "export_form_ending": (mark("{0} must end in .csv or .xlsx to have a platform's columns."), ("name",)),
        "export_form_kind": (mark("Only orders can be written in the columns of a platform."), ()),
        "export_failed": (
            mark("{0} could not be written ({1}). Choose another folder or make room."),
            ("name", "why"),
        ),
        "export_too_many_rows": (mark("{0}: an Excel sheet holds at most {1} rows. Export as CSV."), ("name", "limit")),
        "export_cell_too_long": (
            mark("{0}: a text in row {1} is longer than the {2} characters of an Excel cell. Export as CSV."),
            ("name", "line", "limit"),
        ),
        "watch_folder_gone": (
            mark("The watched folder {0} cannot be reached. It is looked for again every minute."),
            ("name",),
        ),
        "cancelled": (mark("Cancelled; nothing was changed."), ()),
    }
)
_LAYOUTS = MappingProxyType(
    {
        "taobao_order_list": mark("Taobao order list"),
        "taobao_order_detail": mark("Taobao order details"),
        "taobao_report": mark("Taobao order report"),
        "ticketdesk_orders": mark("TicketDesk order export"),
        "qianniu_phrases": mark("Qianniu quick phrases"),
        "bot_phrases": mark("Quick phrases of a bot"),
        "ticketdesk_phrases": mark("TicketDesk phrase export"),
        "taobao_refunds": mark("Taobao refund export"),
        "taobao_goods": mark("Taobao goods package"),
        "douyin_orders": mark("Douyin order export"),
        "jd_orders": mark("JD order export"),
        "pdd_orders": mark("Pinduoduo order export"),
        "1688_orders": mark("1688 order export"),
        "shopify_orders": mark("Shopify order export"),
        "courier_numbers": mark("List of courier numbers"),
    }
)

PROBLEM_REASONS = frozenset(_PROBLEMS)
FILE_REFUSALS = frozenset(_FILES) | {"file_other_layout"}


def sentence(problem: Problem) -> str:
    """What is wrong with a row, in one sentence of the chosen language. Raises KeyError for an unknown reason."""
    text, names = _PROBLEMS[problem.reason]
    values = dict(problem.args)
    if problem.reason == "order_held":
        # Only here: other files are read without the words of orders.
        from ticketdesk.words.orders import obstacle_words

        values["why"] = obstacle_words([Obstacle(each) for each in values["why"].split(",")])
    return tr(text, *(values.get(name, "") for name in names))


class Refusal(Protocol):
    """What a sentence is made of; a DeskError is one, and so is what a screen keeps of one."""

    @property
    def key(self) -> str: ...

    @property
    def values(self) -> Mapping[str, object]: ...


def file_sentence(error: Refusal) -> str | None:
    """What is wrong with a file and what to do, for a refusal of ``exchange``; None for any other error's key."""
    if error.key == "file_other_layout":
        layout = layout_name(str(error.values["layout"]))
        return tr(
            "{0} is a file of another kind ({1}); orders cannot be imported from it.", error.values["name"], layout
        )
    if error.key not in _FILES:
        return None
    text, names = _FILES[error.key]
    return tr(text, *(error.values.get(name, "") for name in names))


def layout_name(layout: str) -> str:
    """A layout's name in the chosen language; the key itself for a layout without one."""
    return tr(_LAYOUTS[layout]) if layout in _LAYOUTS else layout
