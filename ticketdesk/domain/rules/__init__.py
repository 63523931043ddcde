"""The deadline engine: rules as data, counting, chains of deadlines; pure, and read only where a chain is asked for."""
