"""How the program is packed: what goes into the folder, how it is named, and what is said about all that it carries."""
