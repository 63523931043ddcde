"""Who works here: sign-in and lock over the window, passwords, idleness, the menu of the agent."""
