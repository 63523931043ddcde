"""The settings: what this computer remembers, and the page that shows and changes it and what belongs to the shop."""
