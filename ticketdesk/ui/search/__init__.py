"""The search palette: finding everything from one field."""
