"""The section of the settings where the shop edits its types of tickets."""
