"""Painters of rows: they draw ready text with the theme's colours and know no table."""
