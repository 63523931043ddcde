"""The section of staff and rights: the table of agents, the card of a role, and their dialogs."""
