"""Screen capture: a region over all screens, drawn upon, given to a ticket, a reply or the clipboard."""
