"""The list of tickets: search, kept views, headings, keys."""
