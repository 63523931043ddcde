"""The orders page, the order sidebar and the import of order files."""
