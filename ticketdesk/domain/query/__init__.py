"""The search language of tickets and orders: fields, parsing, the text of a query, moments, completion.

``parse`` (parsing.py) makes a frozen ``Query`` (tree.py) of what was typed, ``unparse`` (wording.py) the canonical
text in either language, ``complete`` (completion.py) the suggestions at the caret; ``VOCABULARY`` (fields.py) is the
table of what can be asked of tickets, ``ORDERS`` (order_fields.py) that of orders.
"""
