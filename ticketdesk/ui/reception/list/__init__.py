"""The parts of the conversation list: its scopes, filters, orders, marks and menus."""
