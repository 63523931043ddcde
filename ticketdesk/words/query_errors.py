"""Sentences for what is wrong in a text of the search language: each names the word and its place."""

from __future__ import annotations

from types import MappingProxyType

from ticketdesk.words import mark

QUERY_SENTENCES = MappingProxyType(
    {
        "query_too_long": (mark("The search has more than {0} characters. Shorten it."), ("limit",)),
        "query_too_many": (
            mark("The search has more than {0} conditions: leave out “{1}” at character {2} and what follows."),
            ("limit", "word", "place"),
        ),
        "query_many_values": (
            mark("A condition takes {0} values at most: leave out “{1}” at character {2} and what follows."),
            ("limit", "word", "place"),
        ),
        "query_quote_open": (
            mark("The quotation “{0}” that begins at character {1} has no end. Close it with a quotation mark."),
            ("word", "place"),
        ),
        "query_field_near": (
            mark("There is no field “{0}” (character {1}); perhaps “{2}” is meant. Text with a colon goes in quotes."),
            ("word", "place", "near"),
        ),
        "query_field_unknown": (
            mark("There is no field “{0}” (character {1}). Put text with a colon in quotes."),
            ("word", "place"),
        ),
        "query_field_missing": (
            mark("“{0}” at character {1} names no field. Write one before it, such as due<4h."),
            ("word", "place"),
        ),
        "query_value_empty": (
            mark("“{0}” at character {1} has no value. Write one right after it, without a blank."),
            ("word", "place"),
        ),
        "query_value_near": (
            mark("“{0}” (character {1}) is no value of “{2}”; perhaps “{3}” is meant."),
            ("word", "place", "field", "near"),
        ),
        "query_value_unknown": (
            mark("“{0}” (character {1}) is no value of “{2}”. Choose one of the list."),
            ("word", "place", "field"),
        ),
        "query_when": (
            mark("“{0}” (character {1}) is no time. Write a length (10m, 4h, 3d) or a day (2026-11-21, today)."),
            ("word", "place"),
        ),
        "query_unit": (
            mark("“{0}” (character {1}) has no unit of time. Write minutes as 10m, hours as 4h, days as 3d."),
            ("word", "place"),
        ),
        "query_amount": (
            mark("“{0}” (character {1}) is no amount of money. Write it such as 100 or 99.5."),
            ("word", "place"),
        ),
        "query_day": (mark("There is no day “{0}” (character {1}). Write it as 2026-11-21."), ("word", "place")),
        "query_range_turned": (
            mark("“{0}” (character {1}) ends before it begins. Write the earlier one first."),
            ("word", "place"),
        ),
        "query_range_mixed": (
            mark("“{0}” (character {1}) mixes a length and a day. Use two lengths or two days."),
            ("word", "place"),
        ),
        "query_no_order": (
            mark("In “{0}” (character {1}) “{2}” has no order to be compared by. Use a colon."),
            ("word", "place", "field"),
        ),
        "query_one_value": (
            mark("“{0}” (character {1}) is one value too many: < and > compare with one."),
            ("word", "place"),
        ),
        "query_word_blank": (
            mark("“{0}” (character {1}) holds no letter or digit that could be found."),
            ("word", "place"),
        ),
        "query_minus_alone": (
            mark("The minus at character {1} (“{0}”) excludes nothing. Write a word or condition right after it."),
            ("word", "place"),
        ),
    }
)
