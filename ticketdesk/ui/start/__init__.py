"""The start of the window: the first start page, the second start, the log."""
