"""Tickets: the views, the list, one ticket with its timeline, the forms."""
