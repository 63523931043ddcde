"""The acts of an agent, one module per noun."""
