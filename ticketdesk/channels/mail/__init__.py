"""Buyers who write by mail: IMAP in, SMTP out, one conversation for each thread (docs/decisions/0010-mail.md)."""
