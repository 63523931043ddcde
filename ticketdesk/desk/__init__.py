"""What agents do: commands, permission, transaction, journal, publishing and undo. No Qt, no SQL."""
