-- 0010: types of tickets that the shop edits, and the values of their fields. Frozen: never edited after a release.

-- A row with the key of a shipped type stands in for it; any other is the shop's own. Lists are JSON.
CREATE TABLE ticket_form (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    icon TEXT NOT NULL DEFAULT '',
    fields TEXT NOT NULL DEFAULT '[]',
    checklist TEXT NOT NULL DEFAULT '[]',
    rules TEXT NOT NULL DEFAULT '[]',
    priority INTEGER NOT NULL DEFAULT 2,
    assignee_id INTEGER REFERENCES agent(id),
    retired INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The value of one field of a ticket; "kind" as it was when it was written, so that it can be shown for ever.
CREATE TABLE ticket_value (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    ticket_id INTEGER NOT NULL REFERENCES ticket(id),
    field TEXT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX ticket_form_key ON ticket_form(key) WHERE deleted = 0;
CREATE INDEX ticket_value_ticket ON ticket_value(ticket_id, field) WHERE deleted = 0;
