"""Practice: played buyers in a scratch shop, the strip over it, and what came of it."""
