"""The web channel: a shop's own page, served by the desk itself, over which buyers write and are answered."""
