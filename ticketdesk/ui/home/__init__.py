"""The home page: what waits for the agent."""
