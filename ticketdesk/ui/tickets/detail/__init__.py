"""One ticket: facts, ties, timeline, answer."""
