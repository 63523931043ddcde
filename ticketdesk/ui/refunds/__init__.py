"""Refunds on screen: lines of an order and a ticket, one with its history, the list, and what is done about them."""
