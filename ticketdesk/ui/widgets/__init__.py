"""Widgets of the design: they know colours and keys, and nothing of tickets."""
