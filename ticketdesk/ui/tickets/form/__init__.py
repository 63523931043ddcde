"""The form of a ticket: what a new one asks for, and the fields of its type."""
