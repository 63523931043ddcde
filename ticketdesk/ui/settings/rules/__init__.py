"""A rule of deadlines in its dialog: its fields, what it means in words, and what the change is."""
