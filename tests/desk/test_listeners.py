"""Who listens to the desk cannot make a committed act look refused."""

from __future__ import annotations

import logging

import pytest

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.phrases import AddPhrase
from ticketdesk.desk.desk import Desk
from ticketdesk.store.queries.phrases import phrases
from ticketdesk.store.store import Store


def test_a_listener_that_fails_is_logged_without_its_words(
    desk: Desk, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_changes: Changes) -> None:
        raise ValueError("买家的话")

    heard: list[str] = []
    desk.listen(fails)
    desk.listen(lambda changes: heard.append(changes.command))
    with caplog.at_level(logging.ERROR):
        desk.run(AddPhrase(text="亲"))
    assert [row.text for row in phrases(store.reader)] == ["亲"]
    assert heard == ["AddPhrase"]
    assert "ValueError" in caplog.text and "买家的话" not in caplog.text
