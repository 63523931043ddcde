"""Sentences for refusals of the mail channel: of its settings, its servers, and of replies that cannot leave."""

from __future__ import annotations

from types import MappingProxyType

from ticketdesk.words import mark

MAIL_SENTENCES = MappingProxyType(
    {
        "mail_address_bad": (mark("“{0}” is no mail address. Type it as name@shop.example."), ("address",)),
        "mail_name_bad": (mark("“{0}” cannot be used for mail: it holds a line break or a hidden sign."), ("name",)),
        "mail_host_bad": (
            mark("“{0}” is no mail server. Type its name and port as the provider gives them."),
            ("host",),
        ),
        "mail_password_missing": (mark("The password of the mail account is not known. Type it in the settings."), ()),
        "mail_login": (
            mark("{0} refused the login. Check user and password; many providers want an app password here."),
            ("name",),
        ),
        "mail_no_starttls": (mark("{0} offers no STARTTLS. Choose TLS, with the port the provider gives."), ("name",)),
        "mail_certificate": (
            mark("The certificate of {0} is not to be trusted, so nothing was said to it. Check the server's name."),
            ("name",),
        ),
        "mail_tls": (mark("{0} does not speak TLS here. Check port and encryption."), ("name",)),
        "mail_unreachable": (mark("{0} cannot be reached. It is tried again by itself."), ("name",)),
        "mail_cut": (mark("The connection to {0} was cut. It is tried again by itself."), ("name",)),
        "mail_refused": (mark("{0} does not do what was asked. It is tried again by itself."), ("name",)),
        "mail_folder_missing": (mark("There is no folder “{0}” in the mailbox. Choose another one."), ("name",)),
        "mail_not_kept": (mark("A mail could not be kept. It is tried again; it is still in the mailbox."), ()),
        "mail_readable": (mark("Mail goes without encryption: others on the way can read it and the password."), ()),
        "mail_recipient_bad": (mark("No mail can go to “{0}”."), ("address",)),
        "mail_no_address": (mark("The mail names no address that could be answered."), ()),
        "mail_not_taken": (mark("The mail server refused it ({0})."), ("why",)),
        "mail_machine": (
            mark("Not sent: a machine wrote the mail, and two of them would answer each other for ever."),
            (),
        ),
        "mail_loop": (mark("Not sent: enough automatic answers went there within the hour."), ()),
    }
)
