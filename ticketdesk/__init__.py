"""TicketDesk: a desktop workbench for the customer-service agents of an online shop."""

__version__ = "0.1.0"
