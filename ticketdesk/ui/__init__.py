"""The window of TicketDesk: the only floor, with app and tour, that knows Qt."""
