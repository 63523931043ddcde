"""Reception: the conversations, one talk, and what the agent writes into it."""
