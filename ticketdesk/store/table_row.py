"""What every table of the trade has, and the kinds of its columns."""

from __future__ import annotations

from typing import Any

from peewee import IntegerField, Model, TextField


def blank() -> Any:
    """A text, empty by default."""
    return TextField(default="")


def zero() -> Any:
    """An integer, 0 by default."""
    return IntegerField(default=0)


def nullable() -> Any:
    """An integer or NULL."""
    return IntegerField(null=True)


class Row(Model):
    """What every table of the trade has."""

    id = IntegerField(primary_key=True)
    version = IntegerField(default=1)
    deleted = IntegerField(default=0)

    class Meta:
        strict_tables = True
        legacy_table_names = False
