"""Qt item models: where a row stands on the screen, never which rows or in what words."""
