"""Sentences for refusals of the live channels: their settings, the web page, the mail account."""

from __future__ import annotations

from types import MappingProxyType

from ticketdesk.words import mark

CHANNEL = MappingProxyType(
    {
        "setting_too_long": (mark("This has more than {0} characters. Shorten it."), ("limit",)),
        "setting_lines": (mark("There are more than {0} lines. Leave some out."), ("most",)),
        "host_odd": (mark("“{0}” is no name of a computer. Type it like shop.example.com."), ("host",)),
        "origin_odd": (mark("“{0}” is no address of a page. Type it like https://shop.example.com."), ("origin",)),
        "quick_too_long": (mark("“{0}” has more than {1} characters: a button of a phone shows no more."),
                           ("words", "limit")),
        "mail_address_odd": (mark("“{0}” is no mail address. Type it like shop@example.com."), ("address",)),
        "mail_incomplete": (mark("Type the address and both servers first."), ()),
        "line_broken": (mark("It stopped by a fault of the program. Turn it off and on again."), ()),
        "web_port_taken": (mark("Another program uses port {0}. Choose another port, or close that program."),
                           ("port",)),
    }
)  # fmt: skip
