"""Frozen questions to the store, one module per noun; each returns rows (NamedTuples) or snapshots of ids."""
