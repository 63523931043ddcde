"""Writes, one module per noun; each function runs inside the transaction of an act."""
