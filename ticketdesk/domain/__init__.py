"""The trade in pure Python: no I/O, no Qt, no Peewee."""
