"""Backups: one verified file of the whole shop, the folder that keeps them, and the way back."""
