"""The buyers page: the list, the profile of one buyer, and everything that passed between buyer and shop."""
